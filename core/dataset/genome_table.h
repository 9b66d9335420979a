// A folder of genomes with a table that says what each record is for, as resources/demo/genomes is
// laid out: genomes.tsv with the columns record, file, species and, where they are of interest,
// strain and use beside the FASTA files.
#pragma once

#include "core/dataset/fragment_pairs.h"

#include <filesystem>
#include <string_view>
#include <vector>

namespace helicase {

constexpr const char *genomeTableName = "genomes.tsv";

struct GenomeRow {
    std::string record; // name of the sequence in the file
    std::string file;   // beside the table
    std::string species;
    std::string strain; // empty without such a column
    std::string use;    // "train", "validation", "evaluation"; empty without such a column

    // What tells this genome from others: species and strain, or the file.
    std::string genome() const;
};

// Throws InputError for a column that is missing and for a table without rows.
std::vector<GenomeRow> readGenomeTable(const std::filesystem::path &folder);

// The records with the given use, labelled with their species, in the order of the table. Throws
// InputError when a file lacks a record, and when no record has the use.
std::vector<LabelledSequence> readGenomes(const std::filesystem::path &folder,
                                          std::string_view use);

} // namespace helicase
