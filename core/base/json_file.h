// Reading and writing JSON files with the errors of this project.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace helicase {

// Throws InputError with the byte offset of the first mistake; nesting is limited to 64 levels.
nlohmann::json readJsonFile(const std::filesystem::path &path);
nlohmann::json parseJson(std::string_view text, const std::filesystem::path &source);

// Atomic, indented by two, ends with a line feed.
void writeJsonFile(const std::filesystem::path &path, const nlohmann::json &value);

} // namespace helicase
