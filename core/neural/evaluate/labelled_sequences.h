// The data of an evaluation of contigs: sequences with their species, joined by id or in one table,
// with a count of everything that is left out. No LibTorch type; thread-safe.
#pragma once

#include "core/sequence/sequence.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace helicase {

// The published limits (MAGICS-LAB/DNABERT_S, evaluate/eval_binning.py).
struct SequenceLimits {
    int64_t shortest = 2500; // bases; shorter sequences are left out
    int64_t fewest = 10;     // sequences; rarer species are left out, after the short ones
    int64_t longest = 20000; // bases of a sequence that are looked at; 0: all
};

struct LeftOutSequence {
    std::string id;
    std::string species; // empty when the label is missing
    int64_t length = 0;
    std::string reason; // "short", "rare species", "no label"
};

struct LabelledSequences {
    std::vector<Sequence> sequences;  // cut to the longest length
    std::vector<std::string> species; // one per sequence
    std::vector<int64_t> lengths;     // before cutting
    std::vector<LeftOutSequence> leftOut;
    std::vector<std::string> notes; // whole sentences for people
    int64_t speciesCount = 0;
};

// labels: a TSV or CAMI file as readLabels takes. Without it `sequences` is a table as published by
// DNABERT-S: tab-separated, plain or gzip, with a header line, first column the sequence, second
// the label; the id is the number of the line. Throws InputError when an id occurs twice, when
// nothing is left, and when only one species is left.
LabelledSequences readLabelledSequences(const std::filesystem::path &sequences,
                                        const std::filesystem::path &labels,
                                        const SequenceLimits &limits);

// The file itself, or of a folder the published tables in it: clustering_*.tsv, plain or gzip, by
// name. Throws InputError for a folder without any.
std::vector<std::filesystem::path> sequenceSources(const std::filesystem::path &data);

} // namespace helicase
