// A named biological sequence.
#pragma once

#include <string>

namespace helicase {

struct Sequence {
    std::string id;          // first word of the header
    std::string description; // rest of the header
    std::string bases;       // letters as they stand in the file
};

} // namespace helicase
