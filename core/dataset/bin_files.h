// Bins of contigs as other programs write and read them: CAMI binning files (Bioboxes format 0.9)
// and folders with one FASTA file per bin. Functions without state; thread-safe.
#pragma once

#include "core/base/progress.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace helicase {

// The bin of each contig. A file: as readLabels takes it (CAMI with SEQUENCEID and BINID, or a
// table with id and label). A folder: each FASTA file in it, plain or packed (.fa, .fasta, .fna),
// is a bin of its name. Throws InputError, also for a contig in two bins and a folder without FASTA
// files.
std::map<std::string, std::string> readBins(const std::filesystem::path &path);

// The column LENGTH or _LENGTH of a CAMI file. Throws InputError when there is none.
std::map<std::string, int64_t> readContigLengths(const std::filesystem::path &camiFile);

struct BinnedContig {
    std::string id;
    std::string bin;
    int64_t length = 0;
};

// Atomic. Throws DiskError.
void writeCamiBins(const std::filesystem::path &file, const std::string &sample,
                   std::span<const BinnedContig> contigs);

// One FASTA file per bin in the folder, NAME.fa, with the whole sequences of the source in their
// order; the folder appears complete or not at all and takes the place of one of that name. Contigs
// without a bin are left out. Throws InputError, also for contigs that the source lacks, DiskError,
// Stopped.
void writeBinFolder(const std::filesystem::path &folder, const std::filesystem::path &sequences,
                    const std::map<std::string, std::string> &binOf, Progress &progress,
                    const std::stop_token &stop);
// The same, seen by nobody.
void writeBinFolder(const std::filesystem::path &folder, const std::filesystem::path &sequences,
                    const std::map<std::string, std::string> &binOf);

} // namespace helicase
