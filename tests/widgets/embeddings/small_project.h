// A project folder with three well separated species, for the tests of this folder.
#pragma once

#include "core/base/atomic_file.h"

#include <QTemporaryDir>
#include <QtTest>

#include <array>
#include <cmath>
#include <filesystem>
#include <string>

namespace helicase::test {

constexpr int contigsPerSpecies = 20;
inline const std::array<std::string, 3> speciesNames = {"Escherichia coli", "Helicobacter pylori",
                                                        "Vibrio cholerae"};

inline std::string contigId(int contig)
{
    return "contig_" + std::to_string(contig);
}

// Contig i is of species i mod 3; the last one has no label. Lengths rise from 1,000 by 10 bases.
inline std::filesystem::path writeSmallProject(const QTemporaryDir &folder)
{
    const std::filesystem::path root = folder.path().toStdString();
    const int count = 3 * contigsPerSpecies;
    std::string model = "id\tx\ty\tz\n";
    std::string baseline = model;
    std::string labels = "id\tlabel\n";
    std::string fasta;
    std::string bins = "id\tspecies\tlength\tmodel-01\ttnf\n";
    for (int contig = 0; contig < count; ++contig) {
        const int species = contig % 3;
        const std::string id = contigId(contig);
        const double angle = 2.39996 * contig; // spreads around the middle of the cluster
        const double x = (species == 0) * 10 + std::cos(angle);
        const double y = (species == 1) * 10 + std::sin(angle);
        const double z = (species == 2) * 10 + 0.05 * contig;
        model += id + "\t" + std::to_string(x) + "\t" + std::to_string(y) + "\t" +
                 std::to_string(z) + "\n";
        baseline += id + "\t" + std::to_string(y) + "\t" + std::to_string(z) + "\t" +
                    std::to_string(x) + "\n";
        if (contig + 1 < count)
            labels += id + "\t" + speciesNames[static_cast<size_t>(species)] + "\n";
        const int length = 1000 + 10 * contig;
        std::string bases(static_cast<size_t>(length), 'A');
        std::fill(bases.begin(), bases.begin() + length / 2, 'G');
        fasta += ">" + id + " piece\n" + bases + "\n";
        bins += id + "\tany\t1000\t" + std::to_string(species) + "\t-1\n";
    }
    writeFileAtomically(root / "projections" / "model-01.tsv", model);
    writeFileAtomically(
        root / "projections" / "model-01.json",
        R"({"method": "pca", "explained_variance": [0.38, 0.25, 0.15], "seed": 1})");
    writeFileAtomically(root / "projections" / "tnf.tsv", baseline);
    writeFileAtomically(root / "data" / "labels.tsv", labels);
    writeFileAtomically(root / "data" / "contigs.fa", fasta);
    writeFileAtomically(root / "evaluations" / "binning-01" / "assignments.tsv", bins);
    return root;
}

} // namespace helicase::test
