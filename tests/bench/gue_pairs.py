#!/usr/bin/env python3
"""Fine-tuning a tiny encoder from scratch on three GUE tasks, here in plain PyTorch and in Helicase: the same initial
weights, data, tokens and schedule, and the Matthews correlation of both on the test split.

The encoder of the PyTorch side is imported from --encoder (a module with Config and Backbone of DNABERT-2); training,
selection and metric are written here. Needs torch, tokenizers and safetensors; make an environment outside the
repository:
    python3 -m venv "$venv" && "$venv/bin/pip" install torch==2.11.0 tokenizers safetensors numpy
    "$venv/bin/python" tests/bench/gue_pairs.py --helicase build/release/bin/helicase --data GUE \
        --tokenizer DNABERT-2-FOLDER --encoder FOLDER_OF/dnabert2.py
Prints one line per task and seed, then the means and their difference; exit status 1 above --within.
"""
from __future__ import annotations

import argparse
import csv
import gzip
import importlib.util
import json
import math
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F

LAYERS, WIDTH, HEADS, INNER = 2, 128, 4, 512
BATCH, EVALUATION_BATCH = 32, 256
WEIGHT_DECAY, CLIP, DROPOUT = 0.01, 1.0, 0.1


@dataclass(frozen=True)
class Task:
    folder: str
    tokens: int
    epochs: int
    rate: float
    warmup: int
    every: int  # steps between evaluations


# Lengths of the published script; rates and epochs for a small encoder that begins with nothing.
TASKS = (Task("tf/0", 30, 2, 5e-4, 30, 200),
         Task("prom/prom_core_tata", 20, 10, 5e-4, 50, 100),
         Task("mouse/2", 30, 10, 5e-4, 30, 50))


@dataclass
class Split:
    ids: list[list[int]]
    labels: Tensor


def read_split(folder: Path, name: str, tokenizer: Tokenizer) -> Split:
    file = next(f for f in (folder / f"{name}.csv", folder / f"{name}.csv.gz") if f.exists())
    opened = gzip.open(file, "rt") if file.suffix == ".gz" else file.open()
    with opened as lines:
        rows = list(csv.reader(lines))[1:]
    return Split([e.ids for e in tokenizer.encode_batch([row[0] for row in rows])],
                 torch.tensor([int(row[1]) for row in rows]))


class Classifier(nn.Module):
    def __init__(self, peer: ModuleType) -> None:
        super().__init__()
        config = peer.Config(hidden_size=WIDTH, num_hidden_layers=LAYERS, num_attention_heads=HEADS,
                             intermediate_size=INNER, hidden_dropout_prob=DROPOUT)
        self.bert = peer.Backbone(config)
        self.dropout = nn.Dropout(DROPOUT)
        self.classifier = nn.Linear(WIDTH, 2)
        nn.init.normal_(self.classifier.weight, 0.0, config.initializer_range)
        nn.init.zeros_(self.classifier.bias)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        return self.classifier(self.dropout(self.bert(ids, mask)[1]))


def write_folder(model: Classifier, tokenizer: Path, folder: Path) -> None:
    """The initial weights for the other side."""
    folder.mkdir(parents=True)
    config = {"model_type": "bert", "vocab_size": 4096, "hidden_size": WIDTH, "num_hidden_layers": LAYERS,
              "num_attention_heads": HEADS, "intermediate_size": INNER, "hidden_dropout_prob": DROPOUT,
              "attention_probs_dropout_prob": 0.0, "layer_norm_eps": 1e-12, "type_vocab_size": 2, "pad_token_id": 0}
    (folder / "config.json").write_text(json.dumps(config))
    save_file({name: tensor.contiguous() for name, tensor in model.state_dict().items()}, folder / "model.safetensors")
    (folder / "tokenizer.json").write_bytes((tokenizer / "tokenizer.json").read_bytes())


def predictions(model: Classifier, peer: ModuleType, split: Split) -> tuple[float, Tensor]:
    """Mean loss and predicted classes."""
    model.eval()
    with torch.no_grad():
        scores = torch.cat([model(*peer.pad_batch(split.ids[i:i + EVALUATION_BATCH]))
                            for i in range(0, len(split.ids), EVALUATION_BATCH)])
    model.train()
    return F.cross_entropy(scores, split.labels).item(), scores.argmax(1)


def matthews(truth: Tensor, predicted: Tensor) -> float:
    counts = [[((truth == t) & (predicted == p)).sum().item() for p in (0, 1)] for t in (0, 1)]
    (tn, fp), (fn, tp) = counts
    spread = math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))
    return (tp * tn - fp * fn) / spread if spread else 0.0


def train_here(model: Classifier, peer: ModuleType, task: Task, splits: dict[str, Split], seed: int) -> float:
    """MCC on the test split of the weights with the smallest loss on the development split."""
    torch.manual_seed(1000 + seed)
    train = splits["train"]
    steps = task.epochs * math.ceil(len(train.ids) / BATCH)
    decayed = [p for p in model.parameters() if p.dim() >= 2]
    others = [p for p in model.parameters() if p.dim() < 2]
    optimizer = torch.optim.AdamW([{"params": decayed, "weight_decay": WEIGHT_DECAY},
                                   {"params": others, "weight_decay": 0.0}], lr=task.rate)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: step / task.warmup if step < task.warmup else
                                                 max(0.0, (steps - step) / max(1, steps - task.warmup)))
    best, best_weights, step = math.inf, None, 0
    model.train()
    for _ in range(task.epochs):
        order = torch.randperm(len(train.ids)).tolist()
        for start in range(0, len(order), BATCH):
            rows = order[start:start + BATCH]
            loss = F.cross_entropy(model(*peer.pad_batch([train.ids[r] for r in rows])), train.labels[rows])
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), CLIP)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            step += 1
            if step % task.every == 0 or step == steps:
                value, _ = predictions(model, peer, splits["dev"])
                if value < best:
                    best, best_weights = value, {n: t.clone() for n, t in model.state_dict().items()}
    model.load_state_dict(best_weights)
    return matthews(splits["test"].labels, predictions(model, peer, splits["test"])[1])


def train_helicase(helicase: Path, task: Task, data: Path, start: Path, run: Path, seed: int, threads: int) -> float:
    settings = {"data.folder": data / task.folder, "data.max_tokens": task.tokens, "model.path": start,
                "batch.sequences": BATCH, "length.epochs": task.epochs, "optimizer.lr": task.rate,
                "optimizer.weight_decay": WEIGHT_DECAY, "optimizer.clip": CLIP, "schedule.warmup": task.warmup,
                "evaluation.every": task.every, "evaluation.sequences": EVALUATION_BATCH, "checkpoint.every": 0}
    command = [helicase, "train", "classify", "--run", run, "--quiet", "--seed", str(seed), "--threads", str(threads)]
    for name, value in settings.items():
        command += ["--set", f"{name}={value}"]
    subprocess.run(command, check=True)
    return json.loads((run / "results" / "metrics.json").read_text())["classification"]["matthews_correlation"]


def load_encoder(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("encoder", file)
    module = importlib.util.module_from_spec(spec)
    sys.modules["encoder"] = module
    spec.loader.exec_module(module)
    return module


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--helicase", type=Path, required=True, help="the program")
    parser.add_argument("--data", type=Path, required=True, help="folder with tf/0, prom/prom_core_tata, mouse/2")
    parser.add_argument("--tokenizer", type=Path, required=True, help="folder with DNABERT-2's tokenizer.json")
    parser.add_argument("--encoder", type=Path, required=True, help="Python file with Config, Backbone and pad_batch")
    parser.add_argument("--tasks", default=",".join(t.folder for t in TASKS))
    parser.add_argument("--seeds", type=int, default=3, help="how many")
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--within", type=float, default=0.03, help="largest difference of the means")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    peer = load_encoder(arguments.encoder)
    data, chosen = arguments.data.resolve(), arguments.tasks.split(",")
    worst = 0.0
    with tempfile.TemporaryDirectory() as scratch:
        for task in (t for t in TASKS if t.folder in chosen):
            tokenizer = Tokenizer.from_file(str(arguments.tokenizer / "tokenizer.json"))
            tokenizer.no_padding()
            tokenizer.enable_truncation(task.tokens)
            splits = {name: read_split(data / task.folder, name, tokenizer) for name in ("train", "dev", "test")}
            here, ours = [], []
            for seed in range(arguments.first_seed, arguments.first_seed + arguments.seeds):
                torch.manual_seed(seed)
                model = Classifier(peer)
                folder = Path(scratch) / task.folder.replace("/", "_") / str(seed)
                write_folder(model, arguments.tokenizer, folder / "start")
                ours.append(train_helicase(arguments.helicase, task, data, folder / "start", folder / "run", seed,
                                           arguments.threads))
                here.append(train_here(model, peer, task, splits, seed))
                print(f"{task.folder} seed {seed}: PyTorch {here[-1]:.4f}, Helicase {ours[-1]:.4f}", flush=True)
            difference = statistics.mean(ours) - statistics.mean(here)
            worst = max(worst, abs(difference))
            print(f"{task.folder}: PyTorch {statistics.mean(here):.4f}, Helicase {statistics.mean(ours):.4f}, "
                  f"difference {difference:+.4f}", flush=True)
    return 0 if worst <= arguments.within else 1


if __name__ == "__main__":
    sys.exit(main())
