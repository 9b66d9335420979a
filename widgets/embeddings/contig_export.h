// Writes contigs, their coordinates and their bins to files. Blocking. Every file appears only
// complete.
#pragma once

#include "core/sequence/sequence.h"
#include "widgets/embeddings/contig_groups.h"
#include "widgets/embeddings/point_attribute.h"

#include <memory>
#include <span>

namespace helicase {

// As in a FASTA file, 70 bases a line.
std::string fastaRecord(const Sequence &sequence);

// The records of the chosen contigs, in the order and with the headers of the source file, 70 bases
// a line. Returns how many were written. Throws InputError or DiskError.
int64_t saveFasta(const CloudData &data, std::span<const int> contigs,
                  const std::filesystem::path &file);

using AttributeList = std::vector<std::shared_ptr<const PointAttribute>>;

// id, coordinates as they were read (empty where there are none), then the attributes;
// comma-separated where the file ends in .csv, else tab-separated. Throws DiskError.
void saveContigTable(const CloudData &data, const CloudProjection *projection,
                     std::span<const int> contigs, const AttributeList &attributes,
                     const std::filesystem::path &file);

// NumPy arrays: ids, labels (text), lengths (int64), coordinates (float32, n x 2 or 3) and, where
// the embedding file is at hand, vectors (float32, n x width). Contigs without coordinates or
// vector are left out; returns how many were written. Throws InputError, DiskError, or Error where
// the memory does not suffice.
int64_t saveArrays(const CloudData &data, const CloudProjection &projection,
                   std::span<const int> contigs, const std::filesystem::path &file);

// A folder with one FASTA file per bin, which takes the place of one of that name, and beside it
// FOLDER.tsv (saveCami). Returns the number of bins. Throws InputError or DiskError.
int64_t saveBins(const CloudData &data, const ContigGroups &bins,
                 const std::filesystem::path &folder);

// CAMI Bioboxes binning format 0.9.1: @@SEQUENCEID, BINID, _LENGTH; contigs in no bin are left out.
// Throws DiskError.
void saveCami(const CloudData &data, const ContigGroups &bins, const std::string &sample,
              const std::filesystem::path &file);

} // namespace helicase
