// Which genomes are trained on and which are for validation. A genome is never in both. Functions
// without state.
#pragma once

#include "core/dataset/genome_catalog.h"

namespace helicase {

enum class PairSplit { Train, Validation, HeldOut };

// Whole genomes are drawn for validation until the share is reached: from species with several
// genomes, of which one at least stays for training; where no species has several, whole species
// are drawn. Records whose use is neither train nor validation nor empty are held out. One split
// per record. Throws InputError when there is but one genome to divide.
std::vector<PairSplit> splitByGenome(const GenomeCatalog &catalog, double validationShare,
                                     uint64_t seed);

// As the column use of genomes.tsv says. Throws InputError for a genome that it puts into two
// splits, and for records without a use.
std::vector<PairSplit> splitByTable(const GenomeCatalog &catalog);

} // namespace helicase
