"""Tokenizing DNA with DNABERT-2's vocabulary, beside Hugging Face tokenizers and beside ourselves."""
import gzip
import random
import subprocess
from pathlib import Path

from run import HERE, Pair, Setting

REPEATS = ("A", "CA", "CAG", "GATA", "AATGG", "TTAGGG")


def genomes(data: Path) -> str:
    """All bases of the data folder's genomes, in capitals."""
    parts = []
    for source in sorted((data / "genomes").glob("*.gz")):
        for record in gzip.open(source, "rt").read().split(">")[1:]:
            parts.append(record.partition("\n")[2].replace("\n", "").upper())
    return "".join(parts)


def write(target: Path, records: list[str], line: int = 0) -> Path:
    with target.open("w") as out:
        for number, bases in enumerate(records):
            out.write(f">s{number}\n")
            step = line or len(bases)
            out.writelines(bases[at:at + step] + "\n" for at in range(0, len(bases), step))
    return target


def pairs(setting: Setting) -> list[Pair]:
    folder = setting.folder
    tokenizer = setting.data / "tokenizers" / "dnabert2"
    encode = [setting.bin / "bench_tokenizer", "encode", tokenizer]
    peer = [setting.python, setting.peers / "peer_tokenize.py", "--json", "--repeats", "1"]

    def beside_peer(name: str, kind: str, goal: float) -> Pair:
        inputs = folder / f"{kind}.fa"
        subprocess.run([*peer, "--set", kind, "--write-input", inputs], check=True, stdout=subprocess.DEVNULL)
        return Pair(f"{name}; tokenizers", [*encode, inputs, "5"], [*peer, "--input", inputs], "mb_per_s", goal)

    bases = genomes(setting.data)
    long = write(folder / "long.fa", [bases[:4_000_000]])
    short = write(folder / "short.fa", [bases[at:at + 10_000] for at in range(0, 4_000_000, 10_000)])
    chance = random.Random(1)
    by_chance = write(folder / "chance.fa", ["".join(chance.choices("ACGT", k=1_000_000))])
    rows = [
        beside_peer("DNA BPE, 10 x 100 kb", "pieces", 25),
        beside_peer("DNA BPE, 4 Mb", "genome", 60),
        beside_peer("DNA BPE, 5000 reads of 300, one by one", "reads", 20),
        Pair("DNA BPE, 4 Mb in one record; 400 x 10 kb", [*encode, long, "15"], [*encode, short, "15"], "mb_per_s", 0.9),
    ]
    for unit in REPEATS:
        repeats = write(folder / f"{unit}.fa", [(unit * 1_000_000)[:1_000_000]])
        rows.append(Pair(f"DNA BPE, 1 Mb of ({unit})n; of random bases", [*encode, repeats, "15"],
                         [*encode, by_chance, "15"], "mb_per_s", 0.5))
    whole = (bases * (250_000_000 // len(bases) + 1))[:250_000_000]
    record = write(folder / "record.fa", [whole], 70)
    for form, meaning in (("ids", "ids"), ("jsonl", "ids, tokens, offsets, masks")):
        command = [HERE / "peak_memory.py", len(whole), len(whole), setting.bin / "helicase", "tokenize", record,
                   "--tokenizer", tokenizer, "--threads", "1", "--format", form]
        rows.append(Pair(f"memory of helicase tokenize beyond the input, one record of 250 Mbp, {meaning}; limit",
                         [setting.python, *command], 5, "bytes_per_base", 1, less_is_better=True, rounds=1))
    return rows
