// The figures of a set of contigs. Pure functions, any thread.
#pragma once

#include "widgets/embeddings/cloud_data.h"

#include <span>
#include <utility>
#include <vector>

namespace helicase {

struct SelectionSummary {
    int64_t contigs = 0;
    int64_t bases = 0;
    int64_t n50 = 0;    // length L with half of all bases in contigs of at least L
    double meanGc = -1; // weighted by bases, negative: unknown
    // Class (-1: no label) and number of contigs, the most frequent first.
    std::vector<std::pair<int, int64_t>> composition;
};

SelectionSummary summarizeSelection(const CloudData &data, std::span<const int> contigs);

} // namespace helicase
