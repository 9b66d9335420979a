#include "core/dataset/genome_split.h"

#include "core/base/error.h"
#include "core/base/random_stream.h"
#include "core/base/text.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace helicase {

namespace {

bool isHeldOut(const GenomeRecord &record)
{
    return !record.use.empty() && record.use != "train" && record.use != "validation";
}

using Genomes = std::vector<std::string>;

// Those that may become validation, in random order.
Genomes candidatesFor(std::map<std::string, std::set<std::string>> &genomesOfSpecies,
                      RandomStream &random)
{
    Genomes several;
    Genomes single;
    for (const auto &[species, genomes] : genomesOfSpecies) {
        Genomes shuffled(genomes.begin(), genomes.end());
        random.shuffle(std::span(shuffled));
        if (shuffled.size() == 1)
            single.push_back(shuffled.front());
        else
            several.insert(several.end(), shuffled.begin(), shuffled.end() - 1);
    }
    Genomes &candidates = several.empty() ? single : several;
    random.shuffle(std::span(candidates));
    return std::move(candidates);
}

} // namespace

std::vector<PairSplit> splitByGenome(const GenomeCatalog &catalog, double validationShare,
                                     uint64_t seed)
{
    std::map<std::string, std::set<std::string>> genomesOfSpecies;
    std::set<std::string> all;
    for (const GenomeRecord &record : catalog.records)
        if (!isHeldOut(record)) {
            genomesOfSpecies[record.species].insert(record.genome);
            all.insert(record.genome);
        }
    std::set<std::string> validation;
    if (validationShare > 0) {
        if (all.size() < 2)
            throw InputError("there is one genome only (" +
                                 (all.empty() ? std::string("none") : printable(*all.begin())) +
                                 "): training and validation would share it",
                             {.file = catalog.files.front()},
                             "add another genome, or set --validation 0");
        RandomStream random(seed, "genomes for validation");
        const Genomes candidates = candidatesFor(genomesOfSpecies, random);
        const auto wanted = static_cast<size_t>(
            std::max(1.0, std::round(validationShare * static_cast<double>(all.size()))));
        const size_t drawn = std::min({wanted, candidates.size(), all.size() - 1});
        validation.insert(candidates.begin(),
                          candidates.begin() + static_cast<std::ptrdiff_t>(drawn));
    }
    std::vector<PairSplit> splits;
    for (const GenomeRecord &record : catalog.records)
        splits.push_back(isHeldOut(record)                    ? PairSplit::HeldOut
                         : validation.contains(record.genome) ? PairSplit::Validation
                                                              : PairSplit::Train);
    return splits;
}

std::vector<PairSplit> splitByTable(const GenomeCatalog &catalog)
{
    std::map<std::string, PairSplit> splitOfGenome;
    std::vector<PairSplit> splits;
    for (const GenomeRecord &record : catalog.records) {
        if (record.use.empty())
            throw InputError("genomes.tsv does not say the use of " + printable(record.id),
                             {.file = catalog.files[record.file]},
                             "add the column use, or split by genomes");
        const PairSplit split = isHeldOut(record)       ? PairSplit::HeldOut
                                : record.use == "train" ? PairSplit::Train
                                                        : PairSplit::Validation;
        splits.push_back(split);
        if (split == PairSplit::HeldOut)
            continue;
        if (splitOfGenome.try_emplace(record.genome, split).first->second != split)
            throw InputError("genomes.tsv puts the genome " + printable(record.genome) +
                                 " into train and validation",
                             {.file = catalog.files[record.file]},
                             "give all its records one use, or split by genomes");
    }
    return splits;
}

} // namespace helicase
