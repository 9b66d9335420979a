#include "widgets/embeddings/bin_counts.h"

#include "core/evaluate/clustering_metrics.h"
#include "core/evaluate/contingency.h"

#include <algorithm>

namespace helicase {

BinCounts::BinCounts(std::shared_ptr<const CloudData> data, std::vector<int> groupOf)
    : data_(std::move(data)), groupOf_(std::move(groupOf)),
      basesOfSpecies_(data_->classNames.size()), binnedOfSpecies_(data_->classNames.size())
{
    for (size_t contig = 0; contig < groupOf_.size(); ++contig) {
        if (const int species = data_->classes[contig]; species >= 0)
            basesOfSpecies_[static_cast<size_t>(species)] +=
                std::max<int64_t>(data_->lengths[contig], 1);
        count(contig, 1);
    }
}

void BinCounts::count(size_t contig, int sign)
{
    const int bin = groupOf_[contig];
    if (bin == unbinned) {
        unbinned_ += sign;
        return;
    }
    const auto content = bins_.try_emplace(bin).first;
    const auto add = [&](Amount &amount, int64_t bases) {
        amount.contigs += sign;
        amount.bases += sign * bases;
    };
    add(content->second.all, data_->lengths[contig]);
    if (const int species = data_->classes[contig]; species >= 0) {
        const int64_t bases = std::max<int64_t>(data_->lengths[contig], 1);
        add(content->second.labelled, bases);
        binnedOfSpecies_[static_cast<size_t>(species)] += sign;
        const auto cell = content->second.bySpecies.try_emplace(species).first;
        add(cell->second, bases);
        if (cell->second.contigs == 0)
            content->second.bySpecies.erase(cell);
    }
    if (content->second.all.contigs == 0)
        bins_.erase(content);
}

void BinCounts::moveOne(size_t contig, int bin)
{
    count(contig, -1);
    groupOf_[contig] = bin;
    count(contig, 1);
}

void BinCounts::follow(std::span<const int> groupOf)
{
    for (size_t contig = 0; contig < groupOf.size(); ++contig)
        if (groupOf[contig] != groupOf_[contig])
            moveOne(contig, groupOf[contig]);
}

void BinCounts::move(std::span<const int> contigs, int bin)
{
    for (const int contig : contigs)
        moveOne(static_cast<size_t>(contig), bin);
}

BinScores BinCounts::scores() const
{
    BinScores scores;
    scores.unbinned = unbinned_;
    ContingencyTable table;
    table.rowSums = binnedOfSpecies_;
    for (const auto &[number, content] : bins_) {
        BinFigures &bin = scores.bins[number];
        bin.contigs = content.all.contigs;
        bin.bases = content.all.bases;
        if (content.bySpecies.empty())
            continue;
        const auto main = std::ranges::max_element(
            content.bySpecies, {}, [](const auto &entry) { return entry.second.bases; });
        const auto species = static_cast<size_t>(main->first);
        const auto ofMain = static_cast<double>(main->second.bases);
        bin.species = data_->classNames[species];
        bin.completeness = ofMain / static_cast<double>(basesOfSpecies_[species]);
        bin.contamination = 1 - ofMain / static_cast<double>(content.labelled.bases);
        const auto column = static_cast<int64_t>(table.columnSums.size());
        for (const auto &[name, amount] : content.bySpecies)
            table.cells.push_back({name, column, amount.contigs});
        table.columnSums.push_back(content.labelled.contigs);
        table.items += content.labelled.contigs;
    }
    if (table.items > 0)
        scores.adjustedRand = adjustedRand(table);
    return scores;
}

} // namespace helicase
