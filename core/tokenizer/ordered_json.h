// JSON that keeps the order of its members, so that a file can be changed in one place.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>

namespace helicase {

// Takes time in proportion to the file, however many members an object has. Throws InputError with
// the byte of the first mistake; nesting is limited to 64 levels.
nlohmann::ordered_json readOrderedJson(const std::filesystem::path &file);

} // namespace helicase
