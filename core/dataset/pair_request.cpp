#include "core/dataset/pair_request.h"

namespace helicase {

PairRequest pairRequest(const OptionValues &options, std::vector<std::filesystem::path> inputs)
{
    PairRequest request;
    request.inputs = std::move(inputs);
    request.labels = options.path("labels");
    request.fragments.shortest = options.integer("shortest");
    request.fragments.longest = options.integer("longest");
    request.fragments.largestUnknownShare = options.real("unknown");
    request.fragments.strand =
        options.text("strand") == "either" ? FragmentStrand::Either : FragmentStrand::AsGiven;
    request.fragments.overlap =
        options.flag("overlap") ? FragmentOverlap::Allowed : FragmentOverlap::None;
    request.pairs = options.integer("pairs");
    request.splitBy = options.text("split") == "table" ? SplitBy::Table : SplitBy::Genomes;
    request.validationShare = options.real("validation");
    request.seed = static_cast<uint64_t>(options.integer("seed"));
    return request;
}

} // namespace helicase
