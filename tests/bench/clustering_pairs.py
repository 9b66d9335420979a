"""k-means on 100,000 rows of 768 values with 200 clusters and three starts, beside scikit-learn as DNABERT-S calls it: the same
starts, and an inertia no more than 0.1 % above. One thread on both sides, processor seconds of the clustering alone."""
import json
import subprocess

from run import Pair, Setting

CLUSTERS = 200
REFERENCE = """
import json, sys, time
import numpy as np
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits
rows = np.load(sys.argv[1])
with threadpool_limits(1):
    start = time.process_time()
    fitted = KMeans(int(sys.argv[2]), init="random", n_init=3, max_iter=1000, random_state=0).fit(rows)
    print(json.dumps({"processor_seconds": time.process_time() - start, "inertia": float(fitted.inertia_)}))
"""


def last_line(command: list) -> dict:
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()[-1])


def pairs(setting: Setting) -> list[Pair]:
    rows = setting.folder / "rows.npy"
    if not rows.exists():
        # The reference program makes the rows; a single start of it is enough for that.
        subprocess.run([setting.python, setting.peers / "peer_kmeans.py", "--n", "100000", "--starts", "1", "--threads", "1",
                        "--write-input", rows, "--json"], check=True, stdout=subprocess.DEVNULL)
    ours = [setting.bin / "bench_kmeans", rows, str(CLUSTERS), "3", "0", "1"]
    reference = [setting.python, "-c", REFERENCE, rows, str(CLUSTERS)]
    found, expected = last_line(ours)["inertia"], last_line(reference)["inertia"]
    if found > 1.001 * expected:
        raise ValueError(f"inertia {found} is more than 0.1 % above that of the reference, {expected}")
    return [Pair("k-means, 100,000 x 768, 200 clusters", ours, reference, "processor_seconds", 3, less_is_better=True,
                 rounds=3)]
