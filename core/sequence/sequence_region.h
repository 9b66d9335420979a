// A part of a sequence, written as samtools does: "chr1", "chr1:5", "chr1:5-10", "chr1:-10".
#pragma once

#include "core/sequence/fasta_index.h"

#include <optional>
#include <string>
#include <string_view>

namespace helicase {

// Positions are 1-based, both ends included.
struct SequenceRegion {
    std::string name;
    int64_t first = 1;
    std::optional<int64_t> last = std::nullopt; // the sequence's end
};

// The name must be in the index. Numbers may have commas between their digits. A name that itself
// looks like a region can be written in braces: "{chr:1}:5-10". Throws OptionError for an unknown
// or ambiguous name and for a malformed or empty range.
SequenceRegion parseRegion(std::string_view text, const FastaIndex &index);

} // namespace helicase
