#include "core/dataset/pair_plan.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/dataset/record_loader.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

namespace helicase {

namespace {

void measure(const ContrastivePair &pair, PairStatistics &statistics)
{
    for (const std::string *bases : {&pair.first, &pair.second}) {
        const int64_t length = std::ssize(*bases);
        statistics.shortest =
            statistics.bases == 0 ? length : std::min(statistics.shortest, length);
        statistics.longest = std::max(statistics.longest, length);
        statistics.bases += length;
        statistics.unknownBases += length - std::ranges::count_if(*bases, [](char letter) {
                                       return std::string_view("ACGTacgt").contains(letter);
                                   });
    }
    ++statistics.pairs;
}

const char *nameOf(PairSplit split)
{
    return split == PairSplit::Train ? "train" : "validation";
}

} // namespace

PairPlan::PairPlan(PairRequest request, Progress &progress, const std::stop_token &stop)
    : request_(std::move(request))
{
    checkFragmentLengths(request_.fragments.shortest, request_.fragments.longest);
    if (request_.inputs.empty())
        throw OptionError("INPUT", "at least one folder or file of sequences is needed");
    catalog_ = readGenomeCatalog(request_.inputs, request_.labels, progress, stop);
    leftOut_.withoutLabel = catalog_.withoutLabel;
    leaveOutShortRecords();
    splits_ = request_.splitBy == SplitBy::Table
                  ? splitByTable(catalog_)
                  : splitByGenome(catalog_, request_.validationShare, request_.seed);
    leftOut_.heldOut = std::ranges::count(splits_, PairSplit::HeldOut);
    const std::vector<Group> training = groupsOf(PairSplit::Train);
    if (std::ranges::none_of(training, [&](const Group &one) { return fragmentsIn(one) >= 2; }))
        throw InputError("no species has sequence for two fragments of " +
                             std::to_string(request_.fragments.shortest) + " bases in training",
                         {.file = request_.inputs.front()},
                         "choose shorter fragments or add sequence");
}

void PairPlan::leaveOutShortRecords()
{
    const auto isShort = [&](const GenomeRecord &record) {
        return record.length < request_.fragments.shortest;
    };
    for (const GenomeRecord &record : catalog_.records)
        if (isShort(record)) {
            ++leftOut_.tooShort;
            leftOut_.tooShortBases += record.length;
        }
    std::erase_if(catalog_.records, isShort);
    if (catalog_.records.empty())
        throw InputError("no sequence is long enough for a fragment of " +
                             std::to_string(request_.fragments.shortest) + " bases (" +
                             std::to_string(leftOut_.tooShort) + " are shorter, " +
                             std::to_string(leftOut_.withoutLabel) + " have no label)",
                         {.file = request_.inputs.front()}, "choose shorter fragments");
}

std::vector<PairPlan::Group> PairPlan::groupsOf(PairSplit split) const
{
    std::vector<Group> groups;
    std::map<std::string, size_t> places;
    for (size_t i = 0; i < catalog_.records.size(); ++i) {
        if (splits_[i] != split)
            continue;
        const GenomeRecord &record = catalog_.records[i];
        const auto [place, isNew] = places.try_emplace(record.species, groups.size());
        if (isNew)
            groups.push_back({.species = record.species});
        groups[place->second].records.push_back(&record);
    }
    return groups;
}

int64_t PairPlan::fragmentsIn(const Group &group) const
{
    int64_t fragments = 0;
    for (const GenomeRecord *record : group.records)
        fragments += request_.fragments.overlap == FragmentOverlap::Allowed
                         ? 2
                         : record->length / request_.fragments.shortest;
    return fragments;
}

int64_t PairPlan::pairsOf(const Group &group, PairSplit split) const
{
    if (!catalog_.hasSpecies)
        return std::clamp<int64_t>(group.records.front()->length / request_.fragments.longest, 1,
                                   request_.pairs);
    if (split == PairSplit::Train)
        return request_.pairs;
    const double share = static_cast<double>(request_.pairs) * request_.validationShare;
    return std::max<int64_t>(1, std::llround(share));
}

PairStatistics PairPlan::cut(PairSplit split, const TakePair &take, Progress &progress,
                             const std::stop_token &stop) const
{
    PairStatistics statistics;
    RecordLoader loader(catalog_.files);
    const std::vector<Group> groups = groupsOf(split);
    std::set<std::string> genomes;
    for (size_t i = 0; i < groups.size(); ++i) {
        throwIfStopped(stop);
        progress.update(static_cast<int64_t>(i), std::ssize(groups), "cutting pairs");
        const Group &group = groups[i];
        if (fragmentsIn(group) < 2) {
            statistics.tooLittle.push_back(group.species);
            continue;
        }
        std::vector<Sequence> sequences;
        for (const GenomeRecord *record : group.records)
            sequences.push_back(loader.load(record->file, record->position));
        std::vector<const Sequence *> pointers;
        for (const Sequence &sequence : sequences)
            pointers.push_back(&sequence);
        PairCutter cutter(std::move(pointers), request_.fragments);
        RandomStream random(request_.seed,
                            std::string("pairs for ") + nameOf(split) + " of " + group.species);
        const int64_t pairs = pairsOf(group, split);
        int64_t taken = 0;
        for (; taken < pairs; ++taken) {
            auto pair = cutter.cut(random);
            if (!pair)
                break;
            pair->label = group.species;
            measure(*pair, statistics);
            take(std::move(*pair));
        }
        statistics.refused.unknown += cutter.refused().unknown;
        statistics.refused.overlap += cutter.refused().overlap;
        if (taken == 0) {
            statistics.tooLittle.push_back(group.species);
            continue;
        }
        ++statistics.species;
        for (const GenomeRecord *record : group.records)
            genomes.insert(record->genome);
    }
    statistics.genomes = std::ssize(genomes);
    return statistics;
}

nlohmann::json toJson(const PairStatistics &statistics)
{
    const double mean = statistics.pairs == 0 ? 0
                                              : static_cast<double>(statistics.bases) /
                                                    static_cast<double>(2 * statistics.pairs);
    return {{"pairs", statistics.pairs},
            {"species", statistics.species},
            {"genomes", statistics.genomes},
            {"fragment_bases",
             {{"shortest", statistics.shortest}, {"mean", mean}, {"longest", statistics.longest}}},
            {"bases", statistics.bases},
            {"unknown_bases", statistics.unknownBases},
            {"refused_for_unknown", statistics.refused.unknown},
            {"refused_for_overlap", statistics.refused.overlap},
            {"species_with_too_little", statistics.tooLittle}};
}

nlohmann::json toJson(const LeftOutSequences &leftOut)
{
    return {{"too_short", leftOut.tooShort},
            {"too_short_bases", leftOut.tooShortBases},
            {"without_label", leftOut.withoutLabel},
            {"held_out", leftOut.heldOut}};
}

} // namespace helicase
