#include "core/tokenizer/json_cursor.h"

namespace helicase {

namespace {

const nlohmann::json nothing;

std::string describe(const nlohmann::json &value)
{
    if (value.is_object())
        return "an object";
    if (value.is_array())
        return "a list";
    return value.is_string() ? "the text " + printable(value.get_ref<const std::string &>())
                             : value.dump();
}

} // namespace

void JsonCursor::fail(const std::string &message, const std::string &hint) const
{
    throw InputError(path_.empty() ? message : path_ + ": " + message, {.file = *file_},
                     hint.empty() ? hint_ : hint);
}

void JsonCursor::require(bool fits, const std::string &expected) const
{
    if (!fits)
        fail("found " + describe(*value_) + ", expected " + expected);
}

bool JsonCursor::has(const std::string &name) const
{
    require(value_->is_object(), "an object");
    return value_->contains(name);
}

JsonCursor JsonCursor::optionalMember(const std::string &name) const
{
    const std::string path = path_.empty() ? name : path_ + "." + name;
    return {has(name) ? value_->at(name) : nothing, *file_, hint_, path};
}

JsonCursor JsonCursor::member(const std::string &name) const
{
    if (!has(name))
        fail("has no \"" + name + "\"");
    return optionalMember(name);
}

size_t JsonCursor::size() const
{
    require(isList(), "a list");
    return value_->size();
}

JsonCursor JsonCursor::element(size_t index) const
{
    return {(*value_)[index], *file_, hint_, path_ + "[" + std::to_string(index) + "]"};
}

const std::string &JsonCursor::text() const
{
    require(value_->is_string(), "text");
    return value_->get_ref<const std::string &>();
}

bool JsonCursor::flag() const
{
    require(value_->is_boolean(), "true or false");
    return value_->get<bool>();
}

int64_t JsonCursor::integer(int64_t minimum, int64_t maximum) const
{
    require(value_->is_number_integer(), "a whole number");
    const auto number = value_->is_number_unsigned() && value_->get<uint64_t>() > INT64_MAX
                            ? INT64_MAX
                            : value_->get<int64_t>();
    if (number < minimum || number > maximum)
        fail("found " + value_->dump() + ", expected " + std::to_string(minimum) + " to " +
             std::to_string(maximum));
    return number;
}

bool JsonCursor::flag(const std::string &name, bool defaultValue) const
{
    const JsonCursor found = optionalMember(name);
    return found.isNull() ? defaultValue : found.flag();
}

std::string JsonCursor::text(const std::string &name, const std::string &defaultValue) const
{
    const JsonCursor found = optionalMember(name);
    return found.isNull() ? defaultValue : found.text();
}

} // namespace helicase
