// Sequences of species that differ in their composition, with their label file.
#pragma once

#include "core/base/atomic_file.h"
#include "core/base/random_stream.h"

#include <filesystem>
#include <string>

namespace helicase::test {

// Bases drawn with the given share of G and C.
inline std::string randomBases(int64_t length, double gc, RandomStream &random)
{
    std::string bases;
    for (int64_t i = 0; i < length; ++i) {
        const bool strong = random.uniform() < gc;
        bases += random.below(2) == 0 ? (strong ? 'G' : 'A') : (strong ? 'C' : 'T');
    }
    return bases;
}

struct SyntheticFiles {
    std::filesystem::path sequences;
    std::filesystem::path labels;
};

// Three species of 12 contigs of 3,000 bases (contig_0 to contig_35), one short contig ("tiny"), a
// species of two contigs ("rare_0", "rare_1") and a contig without a label ("stray").
inline SyntheticFiles writeSyntheticSpecies(const std::filesystem::path &folder)
{
    RandomStream random(11, "species");
    std::string fasta;
    std::string labels = "id\tlabel\n";
    const auto add = [&](const std::string &id, const std::string &label, int64_t length,
                         double gc) {
        fasta += ">" + id + "\n" + randomBases(length, gc, random) + "\n";
        if (!label.empty())
            labels += id + "\t" + label + "\n";
    };
    for (int i = 0; i < 36; ++i)
        add("contig_" + std::to_string(i), "species_" + std::to_string(i % 3), 3000,
            0.2 + 0.3 * (i % 3));
    add("tiny", "species_0", 900, 0.2);
    add("rare_0", "rare", 3000, 0.4);
    add("rare_1", "rare", 3000, 0.4);
    add("stray", "", 3000, 0.5);
    const SyntheticFiles files{folder / "contigs.fa", folder / "labels.tsv"};
    writeFileAtomically(files.sequences, fasta);
    writeFileAtomically(files.labels, labels);
    return files;
}

} // namespace helicase::test
