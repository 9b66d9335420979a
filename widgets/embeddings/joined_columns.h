// Any columns about contigs, joined by id: categories or numbers to colour and filter by. Blocking;
// any thread.
#pragma once

#include "widgets/embeddings/contig_index.h"

#include <filesystem>

namespace helicase {

// What becomes of a table without a header that begins with an id.
enum class UnusableTable { Refused, LeftOut };

// A TSV, or a CSV where the header holds commas and no tab, plain or packed, with the column "id",
// "contig" or "sequence_id"; its other columns become columns of the data, except those that the
// data have already (species, label, length). A column whose values are all numbers is one of
// numbers. Rows of contigs that are not shown are left out. Throws InputError with the line for
// another number of cells and a repeated id.
void joinColumns(const std::filesystem::path &table, UnusableTable rule, CloudData &data,
                 const ContigIndex &index);

} // namespace helicase
