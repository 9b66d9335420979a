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


class Piece(NamedTuple):
    first: int         # 1-based, both ends included
    last: int
    use: str


class Species(NamedTuple):
    training: Genome   # gives pieces for training and validation
    evaluation: Genome # another strain
    evaluation_start: int


RAGOUT = "ragout/examples/"
BACTERIA = [
    Species(Genome(RAGOUT + "E.Coli/references/MG1655-K12.fasta.gz", "U00096.2", "Escherichia coli", "K-12 MG1655",
                   "escherichia_coli_MG1655"),
            Genome(RAGOUT + "E.Coli/references/DH1.fasta.gz", "NC_017625.1", "Escherichia coli", "DH1",
                   "escherichia_coli_DH1"), 3660001),
    Species(Genome(RAGOUT + "H.Pylori/references/G27.fasta.gz", "NC_011333.1", "Helicobacter pylori", "G27",
                   "helicobacter_pylori_G27"),
            Genome(RAGOUT + "H.Pylori/references/ELS37.fasta.gz", "NC_017063.1", "Helicobacter pylori", "ELS37",
                   "helicobacter_pylori_ELS37"), 1240001),
    Species(Genome(RAGOUT + "S.Aureus/references/COL.fasta.gz", "NC_002951.2", "Staphylococcus aureus", "COL",
                   "staphylococcus_aureus_COL"),
            Genome(RAGOUT + "S.Aureus/references/N315.fasta.gz", "NC_002745.2", "Staphylococcus aureus", "N315",
                   "staphylococcus_aureus_N315"), 2240001),
    Species(Genome(RAGOUT + "V.Cholerae/references/O1_biovar.fasta.gz", "AE003852.1", "Vibrio cholerae",
                   "O1 El Tor N16961", "vibrio_cholerae_N16961"),
            Genome(RAGOUT + "V.Cholerae/references/O395.fasta.gz", "CP001235.1", "Vibrio cholerae", "O395",
                   "vibrio_cholerae_O395"), 580001),
]
EVALUATION_BASES = 200000
# Pieces for training and validation are spread evenly over the genome, so that no odd region rules.
PLACES = 28
PIECE_BASES = 16000
VALIDATION_EVERY = 7   # one place in seven is for validation
MOST_SHARED_WORDS = 16 # a place that shares more words with the evaluation piece is left out

LAMBDA = Genome("bowtie2/examples/reference/lambda_virus.fa.gz", "NC_001416.1", "Enterobacteria phage lambda",
                "lambda", "enterobacteria_phage_lambda")
# The two arms of lambda differ in composition, so each use gets a part of both.
LAMBDA_PIECES = [Piece(1, 10000, TRAIN), Piece(10001, 14000, VALIDATION), Piece(14001, 22000, EVALUATION),
                 Piece(22001, 30000, TRAIN), Piece(30001, 33500, VALIDATION), Piece(33501, 48502, EVALUATION)]

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


def training_pieces(bases, evaluation_words):
    pieces = []
    for place in range(PLACES):
        start = place * len(bases) // PLACES
        piece = Piece(start + 1, start + PIECE_BASES,
                      VALIDATION if place % VALIDATION_EVERY == VALIDATION_EVERY // 2 else TRAIN)
        if len(words(bases[start:piece.last]) & evaluation_words) <= MOST_SHARED_WORDS:
            pieces.append(piece)
    return pieces


def genomes_with_pieces(doc_folder):
    """Every genome with its bases and pieces."""
    for species in BACTERIA:
        bases = first_record(doc_folder / species.evaluation.file)
        start = species.evaluation_start
        piece = Piece(start, start + EVALUATION_BASES - 1, EVALUATION)
        training = first_record(doc_folder / species.training.file)
        yield species.training, training, training_pieces(training, words(bases[start - 1:piece.last]))
        yield species.evaluation, bases, [piece]
    yield LAMBDA, first_record(doc_folder / LAMBDA.file), LAMBDA_PIECES


def write_genomes(doc_folder, demo_folder):
    rows = ["record\tfile\tspecies\tstrain\tuse"]
    by_use = {TRAIN: set(), VALIDATION: set(), EVALUATION: set()}
    letters = 0
    for genome, bases, pieces in genomes_with_pieces(doc_folder):
        text = ""
        for piece in pieces:
            cut = bases[piece.first - 1:piece.last]
            record = f"{genome.accession}:{piece.first}-{piece.last}"
            text += fasta(record, f"{genome.species} {genome.strain} {piece.use}", cut)
            rows.append(f"{record}\t{genome.output}.fa.gz\t{genome.species}\t{genome.strain}\t{piece.use}")
            by_use[piece.use] |= words(cut)
            letters += len(cut)
        write_gzip(demo_folder / "genomes" / (genome.output + ".fa.gz"), text)
        print(genome.output, {use: sum(piece.use == use for piece in pieces) for use in by_use})
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
    bases = first_record(doc_folder / BACTERIA[0].training.file)
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
