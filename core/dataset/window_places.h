// Where the windows of a binding set lie in the genome, as their names tell, and how much windows
// that were held out share with those of the training. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace helicase {

struct WindowPlace {
    std::string sequence;
    int64_t first = 0; // both ends belong to the window
    int64_t last = 0;
};

// "chr22_10510500_10510799"; the sequence's name may hold underscores too. Nothing for other names.
std::optional<WindowPlace> windowPlace(const std::string &name);

struct WindowLeakage {
    int64_t windows = 0;     // held out
    int64_t overlapping = 0; // those that share a base or more with a training window
    double meanShare = 0;    // of a held-out window's bases, that training windows cover; 0 to 1

    // "12 of 400 held-out windows (3.0 %) share bases with training windows; ..."
    std::string text() const;
};

// Rows of names. Nothing when a name tells no place or no window is held out.
std::optional<WindowLeakage> leakageOf(const std::vector<std::string> &names,
                                       std::span<const int64_t> training,
                                       std::span<const int64_t> heldOut);

} // namespace helicase
