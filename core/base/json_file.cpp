#include "core/base/json_file.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/text.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace helicase {

namespace {

Place placeOf(std::string_view text, size_t byte, const std::filesystem::path &source)
{
    return {.file = source,
            .line = 1 + std::ranges::count(text.substr(0, byte), '\n'),
            .byteOffset = static_cast<int64_t>(byte)};
}

// The number stands between the last two quotation marks of the library's message.
std::string_view numberIn(std::string_view message)
{
    message = message.substr(0, message.rfind('\''));
    return message.substr(message.rfind('\'') + 1);
}

} // namespace

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
        throw InputError("is not valid JSON", placeOf(text, error.byte, source), "check the text around this byte");
    } catch (const nlohmann::json::out_of_range &error) {
        const std::string_view number = numberIn(error.what());
        throw InputError("found the number " + printable(number) + ", expected one below 1.8e308",
                         placeOf(text, std::min(text.find(number), text.size()), source),
                         "check this number");
    }
}

nlohmann::json readJsonFile(const std::filesystem::path &path) { return parseJson(readFile(path), path); }

void writeJsonFile(const std::filesystem::path &path, const nlohmann::json &value)
{
    writeFileAtomically(path, value.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

} // namespace helicase
