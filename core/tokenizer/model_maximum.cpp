#include "core/tokenizer/model_maximum.h"

#include "core/base/json_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace helicase {

namespace {

// Larger ones stand for "no limit".
constexpr double largestMaximum = 1e9;

std::optional<int64_t> positiveNumber(const std::filesystem::path &file, const char *name)
{
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(file, ignored))
        return std::nullopt;
    const nlohmann::json document = readJsonFile(file);
    const auto member = document.find(name);
    if (member == document.end() || !member->is_number())
        return std::nullopt;
    const double number = member->get<double>();
    return number >= 1 && number < largestMaximum ? std::optional(static_cast<int64_t>(number))
                                                  : std::nullopt;
}

} // namespace

std::optional<int64_t> modelMaximum(const std::filesystem::path &folder)
{
    const auto tokenizer = positiveNumber(folder / "tokenizer_config.json", "model_max_length");
    const auto model = positiveNumber(folder / "config.json", "max_position_embeddings");
    return tokenizer && model ? std::min(tokenizer, model) : tokenizer ? tokenizer : model;
}

} // namespace helicase
