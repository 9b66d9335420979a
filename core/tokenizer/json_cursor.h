// A value inside a JSON document that knows where it is, so that a mistake is reported with its
// place
// ("tokenizer.json: model.merges[12]: found a number, expected text").
#pragma once

#include "core/base/error.h"

#include <nlohmann/json.hpp>

namespace helicase {

class JsonCursor {
public:
    // Both must outlive the cursor and all that come from it.
    JsonCursor(const nlohmann::json &value, const std::filesystem::path &file)
        : value_(&value), file_(&file)
    {
    }

    [[noreturn]] void fail(const std::string &message, std::string hint = {}) const;

    bool isNull() const { return value_->is_null(); }
    bool isText() const { return value_->is_string(); }
    bool isArray() const { return value_->is_array(); }
    const nlohmann::json &value() const { return *value_; }

    // Throws InputError when this is no object or has no such member.
    JsonCursor member(const std::string &name) const;
    // Null when this has no such member.
    JsonCursor optionalMember(const std::string &name) const;
    bool has(const std::string &name) const;
    std::vector<JsonCursor> elements() const;
    // Name and value of each member.
    std::vector<std::pair<std::string, JsonCursor>> members() const;

    const std::string &text() const;
    bool flag() const;
    int64_t integer(int64_t minimum, int64_t maximum) const;
    // The value of a member, or the default when the member is absent or null.
    bool flag(const std::string &name, bool defaultValue) const;
    std::string text(const std::string &name, const std::string &defaultValue) const;

private:
    JsonCursor(const nlohmann::json &value, const std::filesystem::path &file, std::string path)
        : value_(&value), file_(&file), path_(std::move(path))
    {
    }
    void require(bool fits, const std::string &expected) const;

    const nlohmann::json *value_;
    const std::filesystem::path *file_;
    std::string path_;
};

} // namespace helicase
