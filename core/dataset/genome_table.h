// A folder of genomes with a table that says what each record is for, as resources/demo/genomes is
// laid out: genomes.tsv with the columns record, file, species, strain and use beside the FASTA
// files.
#pragma once

#include "core/dataset/fragment_pairs.h"

#include <filesystem>
#include <string_view>
#include <vector>

namespace helicase {

// The records with the given use ("train", "validation", "evaluation"), labelled with their
// species, in the order of the table. Throws InputError when a file lacks a record, and when no
// record has the use.
std::vector<LabelledSequence> readGenomes(const std::filesystem::path &folder,
                                          std::string_view use);

} // namespace helicase
