"""Embedding with an encoder of the 117M shape and random weights, beside the published computation in PyTorch; the
vectors are the same within the precision's tolerance. One thread on both sides."""
import json
import subprocess

from run import Pair, Setting

COMPARE = """
import sys, numpy as np
a, b = (np.load(f).astype(np.float64) for f in sys.argv[1:3])
print(((a * b).sum(1) / (np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1))).min())
"""
SETS = {"fixed": ("20 sequences of 512 tokens", 20), "mix": ("40 contigs of 0.2-10 kbp", 40)}
MEASURED = (("fixed", "fp32", 1.2), ("mix", "fp32", 2.5), ("mix", "bf16", 6))
LEAST_COSINE = {"fp32": 0.999999, "bf16": 0.9995}


def require_same_vectors(setting: Setting, name: str, ours: list, precision: str) -> None:
    found = setting.folder / f"{name}_{precision}.npy"
    subprocess.run([*ours, found], check=True, stdout=subprocess.DEVNULL)
    cosine = float(subprocess.run([setting.python, "-c", COMPARE, found, setting.folder / f"{name}.npy"], check=True,
                                  stdout=subprocess.PIPE, text=True).stdout)
    if cosine < LEAST_COSINE[precision]:
        raise ValueError(f"the vectors of {name} in {precision} differ: smallest cosine {cosine}")


def product_rates(setting: Setting) -> dict[str, float]:
    output = subprocess.run([setting.bin / "bench_embedding", "gemm", "1"], check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(output.stdout.splitlines()[-1])


def pairs(setting: Setting) -> list[Pair]:
    model = setting.folder / "model"
    peer = [setting.python, setting.peers / "peer_embed.py", "--threads", "1", "--json"]
    for name, (_, count) in SETS.items():
        weights = ["--model", model] if model.exists() else ["--write-model", model]
        subprocess.run([*peer, *weights, "--set", name, "--count", str(count), "--write-input", setting.folder / f"{name}.fa",
                        "--output", setting.folder / f"{name}.npy"], check=True, stdout=subprocess.DEVNULL)
    rates = product_rates(setting)
    found = []
    for name, precision, goal in MEASURED:
        records = setting.folder / f"{name}.fa"
        ours = [setting.bin / "bench_embedding", model, records, precision, "1"]
        require_same_vectors(setting, name, ours, precision)
        title = f"embedding, 117M shape, {SETS[name][0]}, {precision} (products alone: {rates[precision + '_gflops']:.0f} GFLOP/s)"
        found.append(Pair(f"{title}; PyTorch in fp32", ours, [*peer, "--model", model, "--input", records], "tokens_per_s", goal,
                          rounds=3 if name == "mix" else None))
    return found
