// How deeply each contig is covered by reads: from alignments, or from a table that another program
// made of them.
#pragma once

#include "core/base/progress.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace helicase {

struct ContigDepth {
    std::string contig;
    std::optional<int64_t> length; // bases, where the source says it
    double depth = 0;              // aligned bases per base of the contig
};

// From BAM or SAM, sorted or not, with a header; in the order of the header. Bases that match or
// mismatch count; reads that are unmapped, secondary, duplicates or failed do not, as in "samtools
// coverage". Memory grows with the number of contigs only. Throws InputError, also for CRAM and for
// a BAM file that is cut off; Stopped.
std::vector<ContigDepth> depthsFromAlignments(const std::filesystem::path &file, Progress &progress,
                                              const std::stop_token &stop);

// From a tab-separated table, plain or packed: that of "samtools coverage", that of MetaBAT's
// jgi_summarize_bam_contig_depths, or two columns, contig and depth, with or without a header line.
// Throws InputError with line and byte, also for a contig that occurs twice.
std::vector<ContigDepth> depthsFromTable(const std::filesystem::path &file);

} // namespace helicase
