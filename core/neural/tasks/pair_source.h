// Where contrastive pairs come from: a CSV of pairs, or a folder of genomes of known species from
// which they are cut. Functions without state.
#pragma once

#include "core/dataset/contrastive_pairs.h"
#include "core/run/option_values.h"

namespace helicase {

enum class PairUse { Train, Validation };

// The pairs of "data.train" or "data.validation". Of a CSV "data.letters" says what becomes of
// foreign letters. A folder with genomes.tsv (core/dataset/genome_table.h), a folder with a folder
// per species, and FASTA files, whose sequences are each other's negatives, are cut into fragments
// as "data.shortest", "data.longest", "data.pairs_per_species" and the seed say, of either strand.
// genomes.tsv says what is for what; where both options name the same folder or file otherwise, a
// tenth of its genomes, of FASTA files of its sequences, is for validation and not trained on.
// Throws InputError, OptionError.
PairFile loadPairs(const OptionValues &options, PairUse use);

} // namespace helicase
