// The bins of a finished evaluation (evaluate binning) as files for other programs. Functions
// without state; thread-safe.
#pragma once

#include "core/base/progress.h"

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>

namespace helicase {

struct SavedBins {
    std::filesystem::path fastaFolder; // bin_N.fa, and unbinned.fa
    std::filesystem::path camiFile;
    int64_t bins = 0;
    int64_t contigs = 0;  // in bins
    int64_t unbinned = 0; // written as well
};

// FOLDER/CANDIDATE with one FASTA file per bin and FOLDER/CANDIDATE.binning (CAMI), which take the
// place of former ones; a folder with anything else in it is refused. candidate: empty for the
// first one. sequences: empty for the file that was evaluated. Throws InputError (no such result,
// no sequences, a contig that they lack), OptionError (no such candidate), DiskError, Stopped.
SavedBins saveEvaluatedBins(const std::filesystem::path &result, const std::string &candidate,
                            const std::filesystem::path &sequences,
                            const std::filesystem::path &folder, Progress &progress,
                            const std::stop_token &stop);

} // namespace helicase
