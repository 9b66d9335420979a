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
    std::vector<double> depths;    // one per sample: aligned bases per base of the contig
};

struct DepthTable {
    std::vector<std::string> samples; // at least one
    std::vector<ContigDepth> contigs; // each once
};

// From BAM or SAM, sorted or not, with a header; in the order of the header. One sample, named like
// the file. Bases that match or mismatch count; reads that are unmapped, secondary, duplicates or
// failed do not, as in "samtools coverage". Memory grows with the number of contigs only. Throws
// InputError, also for CRAM and for a BAM file that is cut off; Stopped.
DepthTable depthsFromAlignments(const std::filesystem::path &file, Progress &progress,
                                const std::stop_token &stop);

// From a tab-separated table, plain or packed: that of "samtools coverage"; that of MetaBAT's
// jgi_summarize_bam_contig_depths, whose columns of single samples are taken where it has any; that
// of CoverM's mean ("Contig", then one column per sample); or contig and one depth per sample, with
// or without a header line. Throws InputError with line and byte, also for a contig that occurs
// twice.
DepthTable depthsFromTable(const std::filesystem::path &file);

// Files of either kind together; their samples stand side by side. A contig that a file lacks has
// no depth there: NaN. Throws InputError, Stopped.
DepthTable readDepths(const std::vector<std::filesystem::path> &files, Progress &progress,
                      const std::stop_token &stop);

} // namespace helicase
