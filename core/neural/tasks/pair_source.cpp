#include "core/neural/tasks/pair_source.h"

#include "core/dataset/genome_table.h"
#include "core/dataset/pair_plan.h"
#include "core/sequence/byte_stream.h"

#include <algorithm>

namespace helicase {

namespace {

// Validation takes this share of the training pairs' number.
constexpr int64_t trainingPairsPerValidationPair = 15;
constexpr int64_t fewestValidationPairs = 2;
// Of genomes or contigs that both uses are drawn from.
constexpr double validationShare = 0.1;

const char *optionOf(PairUse use)
{
    return use == PairUse::Train ? "data.train" : "data.validation";
}

int64_t pairsFor(const OptionValues &options, PairUse use)
{
    const int64_t pairs = options.integer("data.pairs_per_species");
    return use == PairUse::Train
               ? pairs
               : std::max(fewestValidationPairs, pairs / trainingPairsPerValidationPair);
}

PairFile pairsOfTable(const std::filesystem::path &folder, const OptionValues &options, PairUse use)
{
    const FragmentPairSettings settings{.pairsPerLabel = pairsFor(options, use),
                                        .shortest = options.integer("data.shortest"),
                                        .longest = options.integer("data.longest"),
                                        .strand = FragmentStrand::Either};
    const char *name = use == PairUse::Train ? "train" : "validation";
    RandomStream random(static_cast<uint64_t>(options.integer("seed")),
                        std::string("pairs for ") + name);
    PairFile result;
    result.pairs = cutFragmentPairs(readGenomes(folder, name), settings, random);
    return result;
}

// FASTA and FASTQ, whatever they are packed with, begin with their sign.
bool isSequenceFile(const std::filesystem::path &file)
{
    ByteStream stream(file);
    return stream.fill(0) && (stream.window().front() == '>' || stream.window().front() == '@');
}

void tellLeftOut(const LeftOutSequences &leftOut, const PairStatistics &statistics, PairFile &file)
{
    if (leftOut.tooShort > 0)
        file.notes.push_back(std::to_string(leftOut.tooShort) + " sequences (" +
                             std::to_string(leftOut.tooShortBases) +
                             " bases) are shorter than the shortest fragment and were left out");
    if (!statistics.tooLittle.empty())
        file.notes.push_back("no two fragments fit into " +
                             std::to_string(statistics.tooLittle.size()) +
                             " species or sequences, which were left out");
    if (statistics.refused.unknown > 0)
        file.notes.push_back(std::to_string(statistics.refused.unknown) +
                             " places were passed over for unknown letters");
}

PairFile pairsOfSequences(const std::filesystem::path &path, const OptionValues &options,
                          PairUse use)
{
    const bool isShared = options.path("data.train") == options.path("data.validation");
    PairRequest request;
    request.inputs = {path};
    request.fragments.shortest = options.integer("data.shortest");
    request.fragments.longest = options.integer("data.longest");
    // Where both uses share the genomes, the plan takes their share of the pairs as well.
    request.pairs = pairsFor(options, isShared ? PairUse::Train : use);
    request.validationShare = isShared ? validationShare : 0;
    request.seed = static_cast<uint64_t>(options.integer("seed"));
    const PairSplit split =
        isShared && use == PairUse::Validation ? PairSplit::Validation : PairSplit::Train;
    SilentProgress silent;
    const PairPlan plan(request, silent, {});
    PairFile result;
    const PairStatistics statistics =
        plan.cut(split, [&](ContrastivePair &&pair) { result.pairs.push_back(std::move(pair)); },
                 silent, {});
    if (result.pairs.empty())
        throw InputError(std::string("no pair can be cut for ") + optionOf(use), {.file = path},
                         "choose shorter fragments or add sequence");
    tellLeftOut(plan.leftOut(), statistics, result);
    return result;
}

} // namespace

PairFile loadPairs(const OptionValues &options, PairUse use)
{
    std::filesystem::path path = options.path(optionOf(use));
    if (path.filename() == genomeTableName)
        path = path.parent_path(); // the table stands for its folder
    if (std::filesystem::exists(path / genomeTableName))
        return pairsOfTable(path, options, use);
    if (std::filesystem::is_directory(path) || isSequenceFile(path))
        return pairsOfSequences(path, options, use);
    return readPairFile(path, foreignLettersFrom(options.text("data.letters")));
}

} // namespace helicase
