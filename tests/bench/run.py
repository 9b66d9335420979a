#!/usr/bin/env python3
"""Measures Helicase beside its references, in turns and in one run, and prints the table of docs/speed.md.

    tests/bench/run.py --bin build/ci/bin [--python VENV/bin/python] [AREA...]

Each AREA is a file AREA_pairs.py here with a function `pairs(setting)` that returns the pairs to be measured. Every
round runs our program and then the reference on the same input; the table gives the medians and their ratio. Ends
with 1 when a ratio is below its goal, with 2 when something could not be measured.
"""
from __future__ import annotations

import argparse
import datetime
import importlib
import json
import os
import platform
import shlex
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent.parent.parent / "shared"


@dataclass
class Pair:
    """Two commands whose last line is JSON with a figure of which more is better, or less. Instead of the
    reference's command a number is a limit."""
    name: str
    ours: list[str]
    reference: list[str] | float
    figure: str
    goal: float
    reference_figure: str = ""
    less_is_better: bool = False
    rounds: int | None = None  # of this pair only


@dataclass
class Setting:
    bin: Path      # our programs
    python: str    # of the references' environment
    peers: Path    # reference programs
    data: Path     # shared data
    folder: Path   # for inputs


def figure(command: list[str], name: str) -> float:
    output = subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE, text=True).stdout
    return float(json.loads(output.splitlines()[-1])[name])


def measure(pair: Pair, rounds: int) -> tuple[list[float], list[float]]:
    ours, reference = [], []
    for _ in range(pair.rounds or rounds):
        ours.append(figure(pair.ours, pair.figure))
        reference.append(pair.reference if isinstance(pair.reference, (int, float)) else
                         figure(pair.reference, pair.reference_figure or pair.figure))
    return ours, reference


def cell(values: list[float]) -> str:
    spread = f" ({min(values):.4g}-{max(values):.4g})" if len(values) > 1 else ""
    return f"{statistics.median(values):.4g}{spread}"


def processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()


def row(pair: Pair, rounds: int) -> bool:
    ours, reference = measure(pair, rounds)
    ratio = statistics.median(ours) / statistics.median(reference)
    ratio = 1 / ratio if pair.less_is_better else ratio
    verdict = "met" if ratio >= pair.goal else "**missed**"
    print(f"| {pair.name} | {cell(ours)} | {cell(reference)} | {pair.figure} | {ratio:.2f} | {pair.goal:g} | {verdict} |",
          flush=True)
    return ratio >= pair.goal


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=Path, required=True, help="folder of the built programs")
    parser.add_argument("--python", default=sys.executable, help="interpreter that has the references' packages")
    parser.add_argument("--peers", type=Path, default=SHARED / "peers")
    parser.add_argument("--data", type=Path, default=os.environ.get("HELICASE_TEST_DATA", SHARED / "data"))
    parser.add_argument("--rounds", type=int, default=5)
    known = sorted(path.stem.removesuffix("_pairs") for path in HERE.glob("*_pairs.py"))
    parser.add_argument("area", nargs="*", help=" ".join(known))
    args = parser.parse_args()

    print(f"{datetime.date.today()}, {processor()}, {os.cpu_count()} cores, one thread, {args.rounds} rounds in turns\n")
    print("| measured | ours: median (min-max) | reference | figure | ratio | goal | |")
    print("|---|---|---|---|---|---|---|")
    missed = unmeasured = False
    with tempfile.TemporaryDirectory() as folder:
        setting = Setting(args.bin, args.python, args.peers, Path(args.data), Path(folder))
        for area in args.area or known:
            for pair in importlib.import_module(f"{area}_pairs").pairs(setting):
                try:
                    missed |= not row(pair, args.rounds)
                except (OSError, subprocess.CalledProcessError, ValueError, KeyError, IndexError) as error:
                    print(f"run.py: {pair.name} was not measured: {error}\n  {shlex.join(map(str, pair.ours))}\n"
                          f"  {pair.reference}", file=sys.stderr)
                    unmeasured = True
    sys.exit(2 if unmeasured else 1 if missed else 0)


if __name__ == "__main__":
    main()
