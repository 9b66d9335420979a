"""UMAP in three dimensions of 20,000 rows of 768 values, beside umap-learn with a seed: processor seconds of the projection
alone, one thread on both sides; the reference has compiled before. Ours must be as trustworthy within 0.01 (1,000 of the rows
among each other)."""
import json
import subprocess

from run import Pair, Setting

ROWS = """
import argparse, sys
sys.path.insert(0, sys.argv[1])
import common
common.vectors_or_groups(argparse.Namespace(input=None, seed=0, groups=60, n=20000, dim=768, write_input=sys.argv[2]))
"""
REFERENCE = """
import json, sys, time, warnings
warnings.filterwarnings("ignore")
import numba
import numpy as np, umap
from threadpoolctl import threadpool_limits
rows = np.load(sys.argv[1])
numba.set_num_threads(1)
project = lambda x: umap.UMAP(n_components=3, n_neighbors=15, random_state=0).fit_transform(x)
with threadpool_limits(1):
    project(rows[:300])
    project(rows[:4200])  # another search of neighbours is compiled
    start = time.process_time()
    picture = project(rows)
    print(json.dumps({"processor_seconds": time.process_time() - start}))
np.savetxt(sys.argv[2], picture, delimiter="\\t")
"""
TRUST = """
import json, sys
import numpy as np
from sklearn.manifold import trustworthiness
rows = np.load(sys.argv[1])
some = np.random.default_rng(0).permutation(len(rows))[:1000]
print(json.dumps([float(trustworthiness(rows[some], np.loadtxt(file)[some], n_neighbors=15)) for file in sys.argv[2:]]))
"""


def last_line(command: list):
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()[-1])


def pairs(setting: Setting) -> list[Pair]:
    rows, picture, expected = (setting.folder / name for name in ("projected.npy", "ours.tsv", "reference.tsv"))
    subprocess.run([setting.python, "-c", ROWS, setting.peers, rows], check=True, stdout=subprocess.DEVNULL)
    ours = [setting.bin / "bench_projection", rows, "1", "1", picture]
    reference = [setting.python, "-c", REFERENCE, rows, expected]
    last_line(ours), last_line(reference)
    trust, wanted = last_line([setting.python, "-c", TRUST, rows, picture, expected])
    print(f"trustworthiness {trust:.4f}, of the reference {wanted:.4f}\n", flush=True)
    if trust < wanted - 0.01:
        raise ValueError(f"trustworthiness {trust} is more than 0.01 below that of the reference, {wanted}")
    return [Pair("UMAP, 20,000 x 768; umap-learn", ours, reference, "processor_seconds", 2, less_is_better=True, rounds=3)]
