#!/usr/bin/env python3
"""The reference libraries read what Helicase saves and encode the golden texts as the golden files say.

    reference_reads_saved.py HELICASE DATA_FOLDER     (HELICASE_TEST_DATA names another data folder)

Needs a Python with tokenizers, and checks transformers too where it is there; without tokenizers it ends with 77.
"""
from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

NOT_HERE = 77

try:
    import tokenizers
except ImportError:
    print("tokenizers is not installed here: run this with a Python that has it")
    sys.exit(NOT_HERE)


def golden(data: Path, name: str) -> list[dict]:
    return [json.loads(line) for line in (data / "golden" / name).open()]


def fail(message: str) -> None:
    sys.exit(f"FAIL: {message}")


def check_tokenizers(folder: Path, rows: list[dict]) -> int:
    tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
    for row in rows:
        found = tokenizer.encode(row["text"], row.get("text_pair"))
        offsets = [list(pair) for pair in found.offsets]
        if (found.ids, found.tokens, found.type_ids, offsets) != (row["ids"], row["tokens"], row["type_ids"], row["offsets"]):
            fail(f"{folder}: {row['name']}: found {found.ids}, expected {row['ids']}")
    return len(rows)


def check_transformers(folder: Path, rows: list[dict]) -> int:
    os.environ["HF_HUB_OFFLINE"] = "1"
    try:
        from transformers import AutoTokenizer
    except ImportError:
        return 0
    tokenizer = AutoTokenizer.from_pretrained(str(folder))
    for row in rows:
        found = tokenizer(row["text"], row.get("text_pair"))
        if found["input_ids"] != row["ids"]:
            fail(f"{folder}, transformers: {row['name']}: found {found['input_ids']}, expected {row['ids']}")
    if tokenizer.pad_token != "[PAD]" or tokenizer.mask_token != "[MASK]":
        fail(f"{folder}, transformers: the special tokens have lost their roles")
    return len(rows)


def check_kmers(helicase: str, folder: Path) -> None:
    text = "ACGTAC GTNACG"
    tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
    kmers = " ".join(word[at:at + 3] for word in text.split() for at in range(len(word) - 2))
    ours = subprocess.run([helicase, "tokenize", "-", "--input-format", "lines", "--tokenizer", str(folder), "--format", "ids"],
                          input=text + "\n", check=True, stdout=subprocess.PIPE, text=True).stdout
    if [int(number) for number in ours.split("\t")[1].split()] != tokenizer.encode(kmers).ids:
        fail(f"{folder}: found {ours}, expected {tokenizer.encode(kmers).ids}")


def main() -> None:
    helicase, data = sys.argv[1], Path(os.environ.get("HELICASE_TEST_DATA", sys.argv[2]))
    if not data.is_dir():
        print(f"the shared test data are not here: {data}")
        sys.exit(NOT_HERE)
    published = data / "tokenizers"
    dna, text = golden(data, "dnabert2_bpe.jsonl"), golden(data, "bert_base_uncased_wordpiece.jsonl")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def run(*command: object) -> None:
            subprocess.run([helicase, "tokenizer", *map(str, command)], check=True, stderr=subprocess.DEVNULL)

        run("unify", "--text", published / "bert-base-uncased", "--dna", published / "dnabert2", "-o", folder / "unified")
        run("make", "3mer", "-o", folder / "3mer")
        counts = [check(folder / "unified" / part, rows) for part, rows in (("text", text), ("dna", dna))
                  for check in (check_tokenizers, check_transformers)]
        check_kmers(helicase, folder / "3mer")
    print(f"same encodings of {counts[0]} and {counts[2]} golden texts by tokenizers, "
          f"{counts[1]} and {counts[3]} by transformers")


if __name__ == "__main__":
    main()
