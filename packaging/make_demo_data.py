"""Cuts the sequences of resources/demo out of genomes packaged by Debian (see resources/demo/PROVENANCE.md).

Usage: make_demo_data.py DOC_FOLDER DEMO_FOLDER
DOC_FOLDER is usr/share/doc of the unpacked packages ragout-examples and bowtie2-examples. Needs only
Python's standard library; called by make-demo-data.sh.
"""
import gzip
import pathlib
import random
import sys
from typing import NamedTuple

TRAIN, VALIDATION, EVALUATION = "train", "validation", "evaluation"


class Genome(NamedTuple):
    file: str          # below DOC_FOLDER; the first record is the one used
    accession: str
    species: str
    strain: str
    output: str        # name of the file written, without .fa.gz
    pieces: list       # (first base, last base, use); 1-based, both ends included


RAGOUT = "ragout/examples/"
GENOMES = [
    Genome(RAGOUT + "E.Coli/references/MG1655-K12.fasta.gz", "U00096.2", "Escherichia coli", "K-12 MG1655",
           "escherichia_coli_MG1655", [(1680001, 1900000, TRAIN), (2300001, 2340000, VALIDATION)]),
    Genome(RAGOUT + "E.Coli/references/DH1.fasta.gz", "NC_017625.1", "Escherichia coli", "DH1",
           "escherichia_coli_DH1", [(3660001, 3880000, EVALUATION)]),
    Genome(RAGOUT + "H.Pylori/references/G27.fasta.gz", "NC_011333.1", "Helicobacter pylori", "G27",
           "helicobacter_pylori_G27", [(540001, 760000, TRAIN), (280001, 320000, VALIDATION)]),
    Genome(RAGOUT + "H.Pylori/references/ELS37.fasta.gz", "NC_017063.1", "Helicobacter pylori", "ELS37",
           "helicobacter_pylori_ELS37", [(1240001, 1460000, EVALUATION)]),
    Genome(RAGOUT + "S.Aureus/references/COL.fasta.gz", "NC_002951.2", "Staphylococcus aureus", "COL",
           "staphylococcus_aureus_COL", [(940001, 1160000, TRAIN), (1260001, 1300000, VALIDATION)]),
    Genome(RAGOUT + "S.Aureus/references/N315.fasta.gz", "NC_002745.2", "Staphylococcus aureus", "N315",
           "staphylococcus_aureus_N315", [(2240001, 2460000, EVALUATION)]),
    Genome(RAGOUT + "V.Cholerae/references/O1_biovar.fasta.gz", "AE003852.1", "Vibrio cholerae",
           "O1 El Tor N16961", "vibrio_cholerae_N16961",
           [(2020001, 2240000, TRAIN), (2340001, 2380000, VALIDATION)]),
    Genome(RAGOUT + "V.Cholerae/references/O395.fasta.gz", "CP001235.1", "Vibrio cholerae", "O395",
           "vibrio_cholerae_O395", [(580001, 800000, EVALUATION)]),
    # The two arms of lambda differ in composition, so each use gets a part of both.
    Genome("bowtie2/examples/reference/lambda_virus.fa.gz", "NC_001416.1", "Enterobacteria phage lambda",
           "lambda", "enterobacteria_phage_lambda",
           [(1, 10000, TRAIN), (10001, 14000, VALIDATION), (14001, 22000, EVALUATION), (22001, 30000, TRAIN),
            (30001, 33500, VALIDATION), (33501, 48502, EVALUATION)]),
]

WORD = 31  # length of the words that tell whether two pieces share sequence

# The consensus of the DNA sites of CRP; it is its own reverse complement, so one scan covers both strands.
CONSENSUS = "TGTGANNNNNNTCACA"
FEWEST_MATCHES = 8
WINDOW = 300
WINDOWS_WITH_SITE = 560
WINDOWS_WITHOUT_SITE = 240
MARGIN = 20  # bases between a chosen site and the ends of its window
SEED = 20240501


def first_record(path):
    bases = []
    with gzip.open(path, "rt") as lines:
        next(lines)
        for line in lines:
            if line.startswith(">"):
                break
            bases.append(line.strip().upper())
    return "".join(bases)


def write_gzip(path, text):
    """No time stamp and no name inside, so that equal text gives equal bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write(text.encode("ascii"))


def fasta(name, description, bases):
    lines = [bases[i:i + 80] for i in range(0, len(bases), 80)]
    return f">{name} {description}\n" + "\n".join(lines) + "\n"


def words(bases):
    """Every word and its reverse complement, as the smaller of the two."""
    reverse = bases.translate(str.maketrans("ACGT", "TGCA"))[::-1]
    size = len(bases)
    return {min(bases[i:i + WORD], reverse[size - WORD - i:size - i]) for i in range(size - WORD + 1)}


def write_genomes(doc_folder, demo_folder):
    rows = ["record\tfile\tspecies\tstrain\tuse"]
    by_use = {TRAIN: set(), VALIDATION: set(), EVALUATION: set()}
    letters = 0
    for genome in GENOMES:
        bases = first_record(doc_folder / genome.file)
        text = ""
        for first, last, use in genome.pieces:
            piece = bases[first - 1:last]
            record = f"{genome.accession}:{first}-{last}"
            text += fasta(record, f"{genome.species} {genome.strain} {use}", piece)
            rows.append(f"{record}\t{genome.output}.fa.gz\t{genome.species}\t{genome.strain}\t{use}")
            by_use[use] |= words(piece)
            letters += len(piece)
        write_gzip(demo_folder / "genomes" / (genome.output + ".fa.gz"), text)
    (demo_folder / "genomes" / "genomes.tsv").write_text("\n".join(rows) + "\n")
    print(f"genomes: {letters} bases")
    for a, b in ((TRAIN, EVALUATION), (VALIDATION, EVALUATION), (TRAIN, VALIDATION)):
        shared = len(by_use[a] & by_use[b])
        print(f"{WORD}-base words of {b} that are also in {a}: {shared} of {len(by_use[b])}")


def matches(word):
    return sum(a == b for a, b in zip(CONSENSUS, word))


def find_sites(bases):
    """(start, matching bases) of every hit, 0-based."""
    size = len(CONSENSUS)
    found = ((i, matches(bases[i:i + size])) for i in range(len(bases) - size + 1))
    return [(start, score) for start, score in found if score >= FEWEST_MATCHES]


def choose_windows(bases, sites):
    """Starts of windows that overlap no other window and cut no site at their ends."""
    draw = random.Random(SEED)
    size = len(CONSENSUS)
    site_starts = {start for start, _ in sites}
    taken = set()

    def fits(start):
        if start < 0 or start + WINDOW > len(bases):
            return False
        if taken & {start // WINDOW, (start + WINDOW - 1) // WINDOW}:
            return False
        ends = (start, start + WINDOW)
        return not any(end - size < s < end for end in ends for s in site_starts & set(range(end - size, end)))

    def take(start):
        taken.update({start // WINDOW, (start + WINDOW - 1) // WINDOW})
        return start

    # The best sites first; among equal ones, a random choice.
    order = sorted(sites, key=lambda site: (-site[1], draw.random()))
    chosen = []
    for site, _ in order:
        if len(chosen) == WINDOWS_WITH_SITE:
            break
        start = site - draw.randint(MARGIN, WINDOW - size - MARGIN)
        if fits(start):
            chosen.append(take(start))
    while len(chosen) < WINDOWS_WITH_SITE + WINDOWS_WITHOUT_SITE:
        start = draw.randrange(len(bases) - WINDOW)
        if fits(start) and not site_starts & set(range(start, start + WINDOW)):
            chosen.append(take(start))
    return sorted(chosen)


def write_binding(doc_folder, demo_folder):
    bases = first_record(doc_folder / GENOMES[0].file)
    sites = find_sites(bases)
    starts = choose_windows(bases, sites)
    by_start = dict(sites)
    names, columns, in_windows = [], [], []
    for start in starts:
        scores = [0] * WINDOW
        for offset in range(WINDOW - len(CONSENSUS) + 1):
            score = by_start.get(start + offset)
            if score is None:
                continue
            in_windows.append(score)
            for i in range(offset, offset + len(CONSENSUS)):
                scores[i] = max(scores[i], score)
        names.append(f"MG1655_{start + 1}_{start + WINDOW}")
        columns.append(scores)
    sequences = ["sequence\twindow_name"]
    sequences += [f"{bases[s:s + WINDOW]}\t{name}" for s, name in zip(starts, names)]
    table = ["\t".join(names)] + ["\t".join(f"{v:.1f}" for v in row) for row in zip(*columns)]
    folder = demo_folder / "binding"
    write_gzip(folder / "binding_sequences.tsv.gz", "\n".join(sequences) + "\n")
    write_gzip(folder / "binding_scores.tsv.gz", "\n".join(table) + "\n")
    counts = {score: in_windows.count(score) for score in sorted(set(in_windows))}
    with_site = sum(any(c) for c in columns)
    print(f"sites in the genome: { {s: sum(v == s for _, v in sites) for s in (8, 9, 10)} }")
    print(f"windows: {len(starts)}, with a site: {with_site}, sites by matching bases: {counts}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    source, target = map(pathlib.Path, sys.argv[1:])
    write_genomes(source, target)
    write_binding(source, target)
