#!/usr/bin/env python3
"""Fine-tuning with LoRA step by step, in PyTorch with peft and in Helicase: the same model, initial adapters, batches,
optimizer and schedule; losses, gradient norms and the adapters in the end are compared.

Model and sequences are those of the reference case train_seqcls, all of them in every step. The encoder of the PyTorch
side is imported from --encoder (a module with Config and Backbone of DNABERT-2). Needs torch, peft and safetensors; make
an environment outside the repository:
    python3 -m venv "$venv" && "$venv/bin/pip" install torch==2.11.0 peft safetensors numpy
    "$venv/bin/python" tests/bench/lora_trajectory.py --helicase build/release/bin/helicase --data DATA \
        --encoder FOLDER_OF/dnabert2.py
Prints one line per step, then the largest differences; exit status 1 above --within.
"""
from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType

import peft
import torch
from gue_pairs import load_encoder
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

STEPS, WARMUP, RATE, WEIGHT_DECAY, CLIP = 12, 2, 1e-3, 0.05, 1.0
RANK, ALPHA, TARGETS = 4, 8, ("Wqkv", "dense", "gated_layers", "wo")


def word(token: int) -> str:
    return "".join("ACGT"[token // place % 4] for place in (16, 4, 1))


def read_inputs(case: Path) -> dict[str, Tensor]:
    """The batches of the case as one."""
    return {name: tensor.flatten(0, 1) for name, tensor in load_file(case / "inputs.safetensors").items()}


def write_text(inputs: dict[str, Tensor], folder: Path) -> int:
    """A tokenizer with a word per id and the sequences as rows; returns their number."""
    (folder / "tokenizer").mkdir()
    (folder / "tokenizer/tokenizer.json").write_text(json.dumps({
        "version": "1.0", "pre_tokenizer": {"type": "WhitespaceSplit"},
        "model": {"type": "WordPiece", "unk_token": word(0), "vocab": {word(token): token for token in range(64)}}}))
    rows = ["sequence,label"]
    for ids, mask, label in zip(inputs["input_ids"], inputs["attention_mask"], inputs["labels"]):
        rows.append(" ".join(map(word, ids[mask.bool()].tolist())) + f",{label.item()}")
    (folder / "rows.csv").write_text("\n".join(rows) + "\n")
    return len(rows) - 1


def train_helicase(helicase: Path, case: Path, folder: Path, batch: int) -> Path:
    settings = {"data.train": folder / "rows.csv", "data.dev": folder / "rows.csv",
                "data.tokenizer": folder / "tokenizer", "model.path": case, "batch.sequences": batch,
                "length.steps": STEPS, "optimizer.lr": RATE, "optimizer.weight_decay": WEIGHT_DECAY,
                "optimizer.clip": CLIP, "schedule.warmup": WARMUP, "evaluation.every": 0, "checkpoint.every": 1,
                "checkpoint.keep": STEPS, "lora.enabled": "true", "lora.r": RANK, "lora.alpha": ALPHA,
                "lora.dropout": 0, "lora.targets": ",".join(TARGETS), "lora.merge": "false"}
    run = folder / "run"
    command = [helicase, "train", "classify", "--run", run, "--quiet", "--seed", "1", "--threads", "1"]
    for name, value in settings.items():
        command += ["--set", f"{name}={value}"]
    subprocess.run(command, check=True)
    return run


def adapter_after(run: Path, step: int) -> Path:
    return run / f"checkpoints/step-{step:09}/adapter"


class Classifier(nn.Module):
    def __init__(self, peer: ModuleType, case: Path) -> None:
        super().__init__()
        weights = load_file(case / "model.safetensors")
        self.bert = peer.Backbone(peer.Config.read(case / "config.json"))
        self.classifier = nn.Linear(*reversed(weights["classifier.weight"].shape))
        self.load_state_dict(weights)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        return self.classifier(self.bert(ids, mask)[1])


def rate_share(step: int) -> float:
    return step / WARMUP if step < WARMUP else (STEPS - step) / (STEPS - WARMUP)


def train_here(model: nn.Module, inputs: dict[str, Tensor]) -> tuple[list[float], list[float]]:
    """Losses and gradient norms."""
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW([{"params": [p for p in trained if p.dim() >= 2], "weight_decay": WEIGHT_DECAY},
                                   {"params": [p for p in trained if p.dim() < 2], "weight_decay": 0.0}], lr=RATE)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate_share)
    losses, norms = [], []
    model.train()
    for _ in range(STEPS):
        scores = model.base_model.model(inputs["input_ids"], inputs["attention_mask"])
        loss = F.cross_entropy(scores, inputs["labels"])
        loss.backward()
        losses.append(loss.item())
        norms.append(nn.utils.clip_grad_norm_(trained, CLIP).item())
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
    return losses, norms


def largest_difference(one: dict[str, Tensor], other: dict[str, Tensor]) -> float:
    return max((one[name] - tensor).abs().max().item() for name, tensor in other.items())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--helicase", type=Path, required=True, help="the program")
    parser.add_argument("--data", type=Path, required=True, help="folder with reference_models/train_seqcls")
    parser.add_argument("--encoder", type=Path, required=True, help="Python file with Config and Backbone")
    parser.add_argument("--within", type=float, default=1e-4, help="largest difference of any number")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    case = arguments.data.resolve() / "reference_models/train_seqcls"
    inputs = read_inputs(case)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        run = train_helicase(arguments.helicase, case, folder, write_text(inputs, folder))
        # The rate of the first step is 0: the adapters after it are the initial ones.
        model = peft.PeftModel.from_pretrained(Classifier(load_encoder(arguments.encoder), case), adapter_after(run, 1),
                                               is_trainable=True)
        start = {n: t.clone() for n, t in peft.get_peft_model_state_dict(model).items()}
        losses, norms = train_here(model, inputs)
        ours = torch.load(adapter_after(run, STEPS) / "adapter_model.bin", weights_only=True)
        events = map(json.loads, (run / "events.jsonl").read_text().splitlines())
        metrics = [event["metrics"] for event in events if event["event"] == "metrics"]
    final = peft.get_peft_model_state_dict(model)
    worst = largest_difference(ours, final)
    for step, (loss, norm, metric) in enumerate(zip(losses, norms, metrics, strict=True), 1):
        found = metric["train/loss"], metric["gradient_norm"]
        worst = max(worst, abs(loss - found[0]), abs(norm - found[1]))
        print(f"step {step}: loss PyTorch {loss:.7f}, Helicase {found[0]:.7f}; "
              f"gradient norm PyTorch {norm:.7f}, Helicase {found[1]:.7f}")
    print(f"{len(final)} tensors, moved by up to {largest_difference(start, final):.2e}, "
          f"differ by up to {largest_difference(ours, final):.2e}; largest difference of any number {worst:.2e}")
    return 0 if worst <= arguments.within else 1


if __name__ == "__main__":
    sys.exit(main())
