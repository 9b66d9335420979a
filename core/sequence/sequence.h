// A named biological sequence.
#pragma once

#include <string>
#include <string_view>

namespace helicase {

struct Sequence {
    std::string id;          // first word of the header
    std::string description; // rest of the header
    std::string bases;       // letters as they stand in the file
};

// The same where it has been read, as long as its reader keeps it there.
struct SequenceView {
    std::string_view id;
    std::string_view description;
    std::string_view bases;
};

} // namespace helicase
