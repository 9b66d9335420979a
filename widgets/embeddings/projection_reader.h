// Reads coordinates as "helicase project" writes them: a table, and beside it a description.
// Blocking; any thread.
#pragma once

#include "widgets/embeddings/contig_index.h"

#include <filesystem>

namespace helicase {

// Contigs that the index does not know are added to it. Throws InputError with file and line: no
// "id" header, fewer than two coordinates, text where a number belongs, a repeated id, a malformed
// description.
CloudProjection readProjection(const std::filesystem::path &file, ContigIndex &index);

// Moves the middle of the box to the origin and scales to radius 1, so that the cameras of two
// embeddings can be linked although their units differ. To be called when all contigs are known.
void normalise(CloudProjection &projection, size_t contigs);

} // namespace helicase
