#include "core/neural/model/config_values.h"

#include "core/base/error.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace helicase {

namespace {

// The value when there is one; null where the key is missing.
nlohmann::json valueOf(const nlohmann::json &object, const char *key)
{
    return object.value(key, nlohmann::json());
}

InputError wrongType(const char *key, const char *expected, const std::filesystem::path &file)
{
    return InputError(std::string(key) + " must be " + expected, {.file = file});
}

} // namespace

void readInteger(const nlohmann::json &object, const char *key, int64_t &into,
                 const std::filesystem::path &file)
{
    const nlohmann::json value = valueOf(object, key);
    if (value.is_null())
        return;
    if (!value.is_number_integer())
        throw wrongType(key, "a whole number", file);
    into = value.get<int64_t>();
}

void readNumber(const nlohmann::json &object, const char *key, double &into,
                const std::filesystem::path &file)
{
    const nlohmann::json value = valueOf(object, key);
    if (value.is_null())
        return;
    if (!value.is_number())
        throw wrongType(key, "a number", file);
    into = value.get<double>();
}

void readText(const nlohmann::json &object, const char *key, std::string &into,
              const std::filesystem::path &file)
{
    const nlohmann::json value = valueOf(object, key);
    if (value.is_null())
        return;
    if (!value.is_string())
        throw wrongType(key, "a text", file);
    into = value.get<std::string>();
}

void readTexts(const nlohmann::json &object, const char *key, std::vector<std::string> &into,
               const std::filesystem::path &file)
{
    const nlohmann::json value = valueOf(object, key);
    if (value.is_null())
        return;
    const auto isText = [](const nlohmann::json &entry) { return entry.is_string(); };
    if (!value.is_array() || !std::ranges::all_of(value, isText))
        throw wrongType(key, "a list of texts", file);
    into = value.get<std::vector<std::string>>();
}

} // namespace helicase
