"""Reading FASTA and counting words, beside kseq.h and the published Python loop."""
import gzip
import subprocess
from pathlib import Path

from run import Pair, Setting

BASES_PER_LINE = 70


def write_genomes(data: Path, target: Path, bases: float) -> None:
    """The data folder's genomes one after another, until there are enough bases."""
    written = 0
    with target.open("w") as out:
        while written < bases:
            for source in sorted((data / "genomes").glob("*.gz")):
                for record in gzip.open(source, "rt").read().split(">")[1:]:
                    header, _, body = record.partition("\n")
                    letters = body.replace("\n", "")
                    out.write(f">{header.split()[0]}_{written}\n")
                    out.writelines(letters[at:at + BASES_PER_LINE] + "\n"
                                   for at in range(0, len(letters), BASES_PER_LINE))
                    written += len(letters)


def pairs(setting: Setting) -> list[Pair]:
    bench = setting.bin / "bench_sequence"
    plain = setting.folder / "genomes.fa"
    write_genomes(setting.data, plain, 200e6)
    subprocess.run(["gzip", "-k", plain], check=True)
    packed = plain.with_name("genomes.fa.gz")

    peer = [setting.python, setting.peers / "peer_tnf.py", "--json"]
    contigs = setting.folder / "contigs.fa"
    subprocess.run([*peer, "--write-input", contigs], check=True, stdout=subprocess.DEVNULL)
    return [
        Pair("FASTA, plain, 218 Mbp; letters checked; kseq.h", [bench, "read", plain], [bench, "kseq", plain],
             "mbase_per_s", 1.8),
        Pair("FASTA, gzip; letters checked; kseq.h with zlib", [bench, "read", packed], [bench, "kseq", packed],
             "mbase_per_s", 1.5),
        Pair("4-mer profiles, 150 x 10 kb; published Python loop", [bench, "profiles", contigs],
             [*peer, "--input", contigs], "mbase_per_s", 200),
        Pair("4-mer profiles; vectorised NumPy", [bench, "profiles", contigs], [*peer, "--input", contigs],
             "mbase_per_s", 1, "numpy_mbase_per_s"),
    ]
