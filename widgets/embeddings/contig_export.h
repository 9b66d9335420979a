// Writes contigs and their coordinates to files. Blocking.
#pragma once

#include "widgets/embeddings/cloud_data.h"

#include <span>

namespace helicase {

// The records of the chosen contigs, in the order and with the headers of the source file, 70 bases
// a line. Returns how many were written. Throws InputError or DiskError; the file appears only
// complete.
int64_t saveFasta(const CloudData &data, std::span<const int> contigs,
                  const std::filesystem::path &file);

// id, coordinates as they were read, label. Throws DiskError.
void saveCoordinates(const CloudData &data, const CloudProjection &projection,
                     std::span<const int> contigs, const std::filesystem::path &file);

} // namespace helicase
