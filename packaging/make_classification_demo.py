"""Makes resources/demo/classification from resources/demo/genomes: fragments of 300 bases of either strand with
their species. Usage: python3 packaging/make_classification_demo.py"""
import csv
import gzip
import random
from pathlib import Path

DEMO = Path(__file__).resolve().parent.parent / "resources" / "demo"
LENGTH = 300
# Split, use of the record in genomes.tsv, fragments of each species.
SPLITS = (("train", "train", 600), ("dev", "validation", 40), ("test", "evaluation", 60))
COMPLEMENT = str.maketrans("ACGT", "TGCA")


def read_records() -> dict[str, str]:
    records: dict[str, str] = {}
    for file in sorted((DEMO / "genomes").glob("*.fa.gz")):
        with gzip.open(file, "rt") as lines:
            for line in lines:
                if line.startswith(">"):
                    name = line[1:].split()[0]
                    records[name] = ""
                else:
                    records[name] += line.strip().upper()
    return records


def fragments(sources: list[str], count: int, chance: random.Random) -> list[str]:
    """Places are uniform over all sources; those with other letters than A, C, G, T are drawn again."""
    found: list[str] = []
    while len(found) < count:
        source = chance.choices(sources, weights=[len(s) - LENGTH + 1 for s in sources])[0]
        start = chance.randrange(len(source) - LENGTH + 1)
        bases = source[start:start + LENGTH]
        if set(bases) <= set("ACGT"):
            found.append(bases if chance.random() < 0.5 else bases.translate(COMPLEMENT)[::-1])
    return found


def main() -> None:
    records = read_records()
    with (DEMO / "genomes" / "genomes.tsv").open() as table:
        rows = list(csv.DictReader(table, delimiter="\t"))
    target = DEMO / "classification"
    target.mkdir(exist_ok=True)
    for split, use, count in SPLITS:
        chance = random.Random(split)
        examples = []
        for species in sorted({row["species"] for row in rows}):
            sources = [records[r["record"]] for r in rows if r["species"] == species and r["use"] == use]
            examples += [(bases, species) for bases in fragments(sources, count, chance)]
        chance.shuffle(examples)
        text = "sequence,label\n" + "".join(f"{bases},{species}\n" for bases, species in examples)
        (target / f"{split}.csv.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))


if __name__ == "__main__":
    main()
