#include "core/neural/tasks/pair_source.h"

#include "core/dataset/genome_table.h"

#include <algorithm>

namespace helicase {

namespace {

// Validation takes this share of the training pairs' number.
constexpr int64_t trainingPairsPerValidationPair = 15;

constexpr const char *genomeTable = "genomes.tsv";

} // namespace

std::vector<ContrastivePair> loadPairs(const OptionValues &options, PairUse use)
{
    const bool isTraining = use == PairUse::Train;
    std::filesystem::path path = options.path(isTraining ? "data.train" : "data.validation");
    if (path.filename() == genomeTable)
        path = path.parent_path(); // the table stands for its folder
    if (!std::filesystem::exists(path / genomeTable))
        return readPairs(path);
    const int64_t pairs = options.integer("data.pairs_per_species");
    const FragmentPairSettings settings{
        .pairsPerLabel =
            isTraining ? pairs : std::max<int64_t>(2, pairs / trainingPairsPerValidationPair),
        .shortest = options.integer("data.shortest"),
        .longest = options.integer("data.longest"),
        .strand = FragmentStrand::Either};
    const char *name = isTraining ? "train" : "validation";
    RandomStream random(static_cast<uint64_t>(options.integer("seed")),
                        std::string("pairs for ") + name);
    return cutFragmentPairs(readGenomes(path, name), settings, random);
}

} // namespace helicase
