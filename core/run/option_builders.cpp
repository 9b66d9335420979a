#include "core/run/option_builders.h"

namespace helicase {

Option pathOption(std::string name, std::string label, std::string_view section, std::string help)
{
    return {.name = std::move(name),
            .kind = OptionKind::Path,
            .help = std::move(help),
            .label = std::move(label),
            .section = std::string(section)};
}

Option requiredPath(std::string name, std::string label, std::string_view section, std::string help)
{
    Option option = pathOption(std::move(name), std::move(label), section, std::move(help));
    option.required = true;
    return option;
}

Option textOption(std::string name, std::string value, std::string label, std::string_view section,
                  std::string help)
{
    return {.name = std::move(name),
            .kind = OptionKind::Text,
            .defaultValue = std::move(value),
            .help = std::move(help),
            .label = std::move(label),
            .section = std::string(section)};
}

Option wholeNumber(std::string name, std::string value, std::string label, std::string_view section,
                   std::string help, double minimum, double maximum, std::string unit)
{
    return {.name = std::move(name),
            .kind = OptionKind::Integer,
            .defaultValue = std::move(value),
            .help = std::move(help),
            .label = std::move(label),
            .section = std::string(section),
            .unit = std::move(unit),
            .minimum = minimum,
            .maximum = maximum};
}

Option realNumber(std::string name, std::string value, std::string label, std::string_view section,
                  std::string help, double minimum, double maximum, std::string unit)
{
    Option option = wholeNumber(std::move(name), std::move(value), std::move(label), section,
                                std::move(help), minimum, maximum, std::move(unit));
    option.kind = OptionKind::Real;
    return option;
}

Option lengthOption(std::string name, std::string value, std::string label,
                    std::string_view section, std::string help)
{
    return {.name = std::move(name),
            .kind = OptionKind::Length,
            .defaultValue = std::move(value),
            .help = std::move(help),
            .label = std::move(label),
            .section = std::string(section)};
}

Option flag(std::string name, std::string value, std::string label, std::string_view section,
            std::string help)
{
    return {.name = std::move(name),
            .kind = OptionKind::Flag,
            .defaultValue = std::move(value),
            .help = std::move(help),
            .label = std::move(label),
            .section = std::string(section)};
}

Option choice(std::string name, std::string value, std::string label, std::string_view section,
              std::string help, std::vector<std::string> choices)
{
    return {.name = std::move(name),
            .kind = OptionKind::Choice,
            .defaultValue = std::move(value),
            .help = std::move(help),
            .label = std::move(label),
            .section = std::string(section),
            .choices = std::move(choices)};
}

} // namespace helicase
