#!/usr/bin/env python3
"""Contrastive training on pairs of 1,000 bases: packed sequences of their real lengths here, sequences padded to the
published 2,000 tokens there. The figure counts tokens that are no padding. Full-size models (117 M parameters) with
fresh weights, two pairs per step, fp32.

As a program it trains and prints the figure: contrastive_pairs.py HELICASE PAIRS TOKENIZER
"""
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from run import Pair, Setting

PAIRS_PER_STEP, STEPS = 2, 3


def pairs(setting: Setting) -> list[Pair]:
    data = setting.data / "contrastive" / "debug_train.csv"
    tokenizer = setting.data / "tokenizers" / "dnabert2"
    return [Pair("contrastive training, 117 M, 2 pairs; PyTorch, padded to 2000",
                 [sys.executable, __file__, setting.bin / "helicase", data, tokenizer],
                 [setting.python, setting.peers / "peer_contrastive_training.py", "--json", "--batch", PAIRS_PER_STEP,
                  "--steps", 1, "--input", data], "tokens_per_s", 3, rounds=3)]


def main() -> None:
    helicase, data, tokenizer = sys.argv[1:4]
    settings = {"data.train": data, "data.validation": data, "data.tokenizer": tokenizer, "data.max_tokens": 2000,
                "model.layers": 12, "model.width": 768, "model.heads": 12, "model.feed_forward": 3072,
                "batch.pairs": PAIRS_PER_STEP, "batch.distinct_species": "false", "length.steps": STEPS,
                "optimizer.lr": 3e-6, "optimizer.head_lr_scale": 100, "optimizer.weight_decay": 0, "optimizer.clip": 0,
                "schedule.kind": "constant", "schedule.warmup": 0, "evaluation.every": 0, "evaluation.pairs": 2,
                "checkpoint.every": 0}
    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / "run"
        command = [helicase, "train", "contrastive", "--run", run, "--quiet", "--threads", "1"]
        for name, value in settings.items():
            command += ["--set", f"{name}={value}"]
        subprocess.run(command, check=True, stdout=sys.stderr)
        events = [json.loads(line) for line in (run / "events.jsonl").read_text().splitlines()]
    speeds = [event["metrics"]["tokens_per_second"] for event in events if event["event"] == "metrics"]
    print(json.dumps({"tokens_per_s": statistics.mean(speeds[1:])}))  # as the peer, after one step that is not measured


if __name__ == "__main__":
    main()
