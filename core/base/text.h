// Small helpers for text: splitting, trimming, strict numbers, similar names.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace helicase {

std::vector<std::string_view> split(std::string_view text, char separator);
std::string_view trim(std::string_view text);
std::string join(std::span<const std::string> parts, std::string_view separator);

// The whole text must be a number; "1e-4" and "4096" are, "4k" and "" are not.
std::optional<int64_t> parseInteger(std::string_view text);
std::optional<double> parseReal(std::string_view text);

// The shortest text that reads back as the same double.
std::string formatReal(double value);

// The candidate closest to the name by edit distance, if it is close enough to be a slip.
std::optional<std::string> nearestName(std::string_view name, std::span<const std::string> candidates);

// Printable form of untrusted text for a message: control characters escaped, cut after 40 bytes.
std::string printable(std::string_view text);

} // namespace helicase
