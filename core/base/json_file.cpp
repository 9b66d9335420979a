#include "core/base/json_file.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <nlohmann/json.hpp>

namespace helicase {

nlohmann::json parseJson(std::string_view text, const std::filesystem::path &source)
{
    constexpr int deepest = 64;
    const auto guard = [&](int depth, nlohmann::json::parse_event_t, nlohmann::json &) {
        if (depth > deepest)
            throw InputError("JSON is nested deeper than 64 levels", {.file = source});
        return true;
    };
    try {
        return nlohmann::json::parse(text, guard);
    } catch (const nlohmann::json::parse_error &error) {
        throw InputError("is not valid JSON", {.file = source, .byteOffset = static_cast<int64_t>(error.byte)},
                         "check the text around this byte");
    }
}

nlohmann::json readJsonFile(const std::filesystem::path &path) { return parseJson(readFile(path), path); }

void writeJsonFile(const std::filesystem::path &path, const nlohmann::json &value)
{
    writeFileAtomically(path, value.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

} // namespace helicase
