// Colours of figures, and of categories in figures and in the window. The closest two categories differ
// by at least 15 dE (CIE76) for normal, protan, deutan and tritan sight, on either ground.
#pragma once

#include <array>
#include <string_view>

namespace helicase::palette {

inline constexpr std::string_view ground = "#FFFFFF";
inline constexpr std::string_view text = "#1B2026";
inline constexpr std::string_view muted = "#56606B";
inline constexpr std::string_view border = "#CBD1D8";
inline constexpr std::string_view grid = "#E4E7EB";
inline constexpr std::string_view grey = "#C3C9D0"; // no label
inline constexpr std::string_view greyOnDark = "#4A515A";
inline constexpr std::string_view accent = "#0E6672";
inline constexpr std::string_view error = "#B3261E";

inline constexpr std::array<std::string_view, 8> categories{
    "#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7", "#8438E0", "#824A26"};
inline constexpr std::array<std::string_view, 8> categoriesOnDark{
    "#1F7FC4", "#F0AC1A", "#00A87B", "#E0651A", "#7CCBF7", "#D78BB4", "#9A5CF0", "#9C6238"};

// The colour of class number i in the sorted list of labels.
constexpr std::string_view category(size_t i) { return categories[i % categories.size()]; }

} // namespace helicase::palette
