// A value inside a JSON document that knows where it is, so that a mistake is reported with its
// place
// ("tokenizer.json: model.merges[12]: found 7, expected text").
#pragma once

#include "core/base/error.h"
#include "core/base/text.h"

#include <nlohmann/json.hpp>

namespace helicase {

class JsonCursor {
public:
    // All must outlive the cursor and those that come from it. The hint is that of every mistake
    // which has none of its own.
    JsonCursor(const nlohmann::json &value, const std::filesystem::path &file, const char *hint)
        : JsonCursor(value, file, hint, {})
    {
    }

    [[noreturn]] void fail(const std::string &message, const std::string &hint = {}) const;

    bool isNull() const { return value_->is_null(); }
    bool isText() const { return value_->is_string(); }
    bool isList() const { return value_->is_array(); }
    const nlohmann::json &value() const { return *value_; }

    // Throws InputError when this is no object or has no such member.
    JsonCursor member(const std::string &name) const;
    // Null when this has no such member.
    JsonCursor optionalMember(const std::string &name) const;
    bool has(const std::string &name) const;
    // Of a list. Elements and members are handed out one at a time, so that long lists cost no
    // memory.
    size_t size() const;
    JsonCursor element(size_t index) const;
    // Calls receive(name, value) for each member.
    template <typename Receive>
    void forEachMember(const Receive &receive) const
    {
        require(value_->is_object(), "an object");
        for (const auto &[name, value] : value_->items())
            receive(name, JsonCursor(value, *file_, hint_, path_ + "[" + printable(name) + "]"));
    }

    const std::string &text() const;
    bool flag() const;
    int64_t integer(int64_t minimum, int64_t maximum) const;
    // The value of a member, or the default when the member is absent or null.
    bool flag(const std::string &name, bool defaultValue) const;
    std::string text(const std::string &name, const std::string &defaultValue) const;

private:
    JsonCursor(const nlohmann::json &value, const std::filesystem::path &file, const char *hint,
               std::string path)
        : value_(&value), file_(&file), hint_(hint), path_(std::move(path))
    {
    }
    void require(bool fits, const std::string &expected) const;

    const nlohmann::json *value_;
    const std::filesystem::path *file_;
    const char *hint_;
    std::string path_;
};

} // namespace helicase
