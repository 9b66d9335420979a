// Where contrastive pairs come from: a CSV of pairs, or a folder of genomes of known species from
// which they are cut. Functions without state.
#pragma once

#include "core/dataset/contrastive_pairs.h"
#include "core/run/option_values.h"

namespace helicase {

enum class PairUse { Train, Validation };

// The pairs of "data.train" or "data.validation". A folder with genomes.tsv
// (core/dataset/genome_table.h) is cut into fragments as "data.shortest", "data.longest",
// "data.pairs_per_species" and the seed say, of either strand. Throws InputError, OptionError.
std::vector<ContrastivePair> loadPairs(const OptionValues &options, PairUse use);

} // namespace helicase
