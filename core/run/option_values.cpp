#include "core/run/option_values.h"

#include "core/base/error.h"
#include "core/base/text.h"

namespace helicase {

OptionValues::OptionValues(OptionTable table) : table_(std::move(table))
{
    for (const Option &option : table_.options())
        values_[option.name] = option.defaultValue;
}

void OptionValues::set(std::string_view name, std::string_view text)
{
    const Option &option = table_.at(name);
    if (const auto mistake = mistakeIn(option, text))
        throw OptionError(option.name, *mistake, option.help);
    values_[option.name] = text;
}

void OptionValues::assign(std::string_view assignment)
{
    const size_t equals = assignment.find('=');
    if (equals == std::string_view::npos)
        throw OptionError(std::string(assignment), "has no value", "write name=value");
    set(trim(assignment.substr(0, equals)), trim(assignment.substr(equals + 1)));
}

void OptionValues::requireComplete() const
{
    for (const Option &option : table_.options())
        if (option.required && text(option.name).empty())
            throw OptionError(option.name, "a value is needed", option.help);
}

const std::string &OptionValues::text(std::string_view name) const
{
    return values_.find(table_.at(name).name)->second;
}

int64_t OptionValues::integer(std::string_view name) const
{
    return parseInteger(text(name)).value_or(0);
}

double OptionValues::real(std::string_view name) const
{
    return parseReal(text(name)).value_or(0);
}

bool OptionValues::flag(std::string_view name) const
{
    return text(name) == "true";
}

std::filesystem::path OptionValues::path(std::string_view name) const
{
    return text(name);
}

std::vector<std::string> OptionValues::list(std::string_view name) const
{
    std::vector<std::string> parts;
    if (text(name).empty())
        return parts;
    for (const std::string_view part : split(text(name), ','))
        parts.emplace_back(trim(part));
    return parts;
}

bool OptionValues::isDefault(std::string_view name) const
{
    return text(name) == table_.at(name).defaultValue;
}

} // namespace helicase
