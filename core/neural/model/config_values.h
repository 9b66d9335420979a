// Typed values of a model's JSON files. Missing and null values leave the variable as it is; a
// value of another type is an InputError that names the key. Functions without state.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace helicase {

void readInteger(const nlohmann::json &object, const char *key, int64_t &into,
                 const std::filesystem::path &file);
void readNumber(const nlohmann::json &object, const char *key, double &into,
                const std::filesystem::path &file);
void readText(const nlohmann::json &object, const char *key, std::string &into,
              const std::filesystem::path &file);
void readTexts(const nlohmann::json &object, const char *key, std::vector<std::string> &into,
               const std::filesystem::path &file);

} // namespace helicase
