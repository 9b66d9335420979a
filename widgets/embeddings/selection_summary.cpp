#include "widgets/embeddings/selection_summary.h"

#include "core/evaluate/bin_table.h"

#include <algorithm>
#include <map>

namespace helicase {

SelectionSummary summarizeSelection(const CloudData &data, std::span<const int> contigs)
{
    SelectionSummary summary{.contigs = static_cast<int64_t>(contigs.size())};
    std::vector<int64_t> lengths;
    std::map<int, int64_t> counts;
    double strongBases = 0;
    int64_t basesWithGc = 0;
    for (const int contig : contigs) {
        const auto row = static_cast<size_t>(contig);
        lengths.push_back(data.lengths[row]);
        summary.bases += data.lengths[row];
        ++counts[data.classes[row]];
        if (data.gc[row] >= 0) {
            strongBases +=
                static_cast<double>(data.gc[row]) * static_cast<double>(data.lengths[row]);
            basesWithGc += data.lengths[row];
        }
    }
    summary.n50 = helicase::n50(lengths);
    if (basesWithGc > 0)
        summary.meanGc = strongBases / static_cast<double>(basesWithGc);
    summary.composition.assign(counts.begin(), counts.end());
    std::ranges::stable_sort(summary.composition, std::greater(), &std::pair<int, int64_t>::second);
    return summary;
}

} // namespace helicase
