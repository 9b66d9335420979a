#include "core/run/option_table.h"

#include "core/base/error.h"
#include "core/base/text.h"

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

std::optional<std::string> mistakeInNumber(const Option &option, std::string_view text)
{
    const std::optional<double> value = parseReal(text);
    if (!value || !std::isfinite(*value))
        return printable(text) + " is not a number";
    if (option.kind == OptionKind::Integer && !parseInteger(text))
        return printable(text) + " is not a whole number";
    if (option.minimum && *value < *option.minimum)
        return std::string(text) + " is below the smallest value " + formatReal(*option.minimum);
    if (option.maximum && *value > *option.maximum)
        return std::string(text) + " is above the largest value " + formatReal(*option.maximum);
    return std::nullopt;
}

std::optional<std::string> mistakeInLength(std::string_view text)
{
    std::string_view number = text;
    for (const std::string_view unit : {"ba", "ep", "sp", "tok", "dur"})
        if (text.ends_with(unit))
            number = text.substr(0, text.size() - unit.size());
    const std::optional<double> value = parseReal(number);
    const bool isShare = text.ends_with("dur");
    if (!value || !(*value >= 0) || !std::isfinite(*value) ||
        (!isShare && *value != std::floor(*value)))
        return printable(text) +
               " is no length; write 50 (steps), 3ep, 1000sp, 1000000tok or 0.06dur";
    if (isShare && *value > 1)
        return std::string(text) + " is more than the whole run";
    return std::nullopt;
}

} // namespace

OptionTable::OptionTable(std::vector<Option> options) : options_(std::move(options)) {}

const Option *OptionTable::find(std::string_view name) const
{
    const auto found = std::ranges::find(options_, name, &Option::name);
    return found == options_.end() ? nullptr : &*found;
}

const Option &OptionTable::at(std::string_view name) const
{
    if (const Option *option = find(name))
        return *option;
    std::vector<std::string> names;
    std::ranges::transform(options_, std::back_inserter(names), &Option::name);
    const auto nearest = nearestName(name, names);
    throw OptionError(std::string(name), "is unknown",
                      nearest ? "did you mean " + *nearest + "?" : "");
}

OptionTable OptionTable::with(const OptionTable &more) const
{
    std::vector<Option> all = options_;
    all.insert(all.end(), more.options_.begin(), more.options_.end());
    return OptionTable(std::move(all));
}

std::optional<std::string> mistakeIn(const Option &option, std::string_view text)
{
    switch (option.kind) {
    case OptionKind::Flag:
        if (text != "true" && text != "false")
            return printable(text) + " is neither true nor false";
        return std::nullopt;
    case OptionKind::Integer:
    case OptionKind::Real:
        return mistakeInNumber(option, text);
    case OptionKind::Choice:
        if (std::ranges::find(option.choices, text) == option.choices.end())
            return printable(text) + " is not one of " + join(option.choices, ", ");
        return std::nullopt;
    case OptionKind::Length:
        return mistakeInLength(text);
    case OptionKind::Text:
    case OptionKind::Path:
        if (option.required && text.empty())
            return "a value is needed";
        return std::nullopt;
    }
    return std::nullopt;
}

} // namespace helicase
