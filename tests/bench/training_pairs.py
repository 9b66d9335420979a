"""Learning a vocabulary, beside the trainer of Hugging Face tokenizers; the merges are the same."""
import json
import random
import subprocess
from pathlib import Path

from run import Pair, Setting
from sequence_pairs import write_genomes

MEGABASES = (1, 5, 20)
SHORTEST, LONGEST = 200, 2000


def write_records(genomes: Path, target: Path, bases: int) -> None:
    """Consecutive records of the genomes, as long as those of an assembly's pieces."""
    chance = random.Random(7)
    letters = "".join(line.strip() for line in genomes.open() if not line.startswith(">")).upper()
    start = 0
    with target.open("w") as out:
        while start < bases:
            length = chance.randint(SHORTEST, LONGEST)
            out.write(f">r{start}\n{letters[start:start + length]}\n")
            start += length


def merges_of(tokenizer: Path) -> list[str]:
    merges = json.loads(tokenizer.read_text())["model"]["merges"]
    return [pair if isinstance(pair, str) else " ".join(pair) for pair in merges]


def require_same_merges(setting: Setting, peer: list, records: Path) -> None:
    ours, theirs = setting.folder / "ours", setting.folder / "theirs.json"
    subprocess.run([setting.bin / "helicase", "tokenizer", "train", records, "--letters", "all", "-o", ours], check=True)
    subprocess.run([*peer, "--input", records, "--output", theirs], check=True, stdout=subprocess.DEVNULL)
    if merges_of(ours / "tokenizer.json") != merges_of(theirs):
        raise ValueError(f"the merges learned from {records.name} differ")


def pairs(setting: Setting) -> list[Pair]:
    genomes = setting.folder / "genomes.fa"
    write_genomes(setting.data, genomes, MEGABASES[-1] * 1e6)
    peer = [setting.python, setting.peers / "peer_tokenizer_training.py", "--json"]
    found = []
    for size in MEGABASES:
        records = setting.folder / f"records_{size}.fa"
        write_records(genomes, records, size * 1_000_000)
        require_same_merges(setting, peer, records)
        found.append(Pair(f"BPE training, 4096 tokens, {size} Mbp; tokenizers' BpeTrainer",
                          [setting.bin / "bench_tokenizer", "train", records], [*peer, "--input", records],
                          "kb_per_s", 20 if size == MEGABASES[-1] else 1))
    return found
