#include "app/helicase/command_line.h"

#include "core/base/text.h"
#include "core/run/recipe.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <map>

namespace helicase {

namespace {

std::string describe(const Option &option)
{
    std::string text = option.help;
    if (!option.choices.empty())
        text += ": " + join(option.choices, ", ");
    if (!option.unit.empty())
        text += " [" + option.unit + "]";
    if (!option.defaultValue.empty() && option.kind != OptionKind::Flag)
        text += " (default " + option.defaultValue + ")";
    return text;
}

// Typed values by option name; what CLI11 fills in.
struct TypedWords {
    std::map<std::string, std::string> values;
    std::map<std::string, bool> flags;
    std::vector<std::string> assignments;
    std::vector<std::string> inputs;
};

void addOptions(CLI::App &app, const OptionTable &table, const std::string &group, TypedWords &typed)
{
    for (const Option &option : table.options()) {
        CLI::Option *added = option.kind == OptionKind::Flag
                                 ? app.add_flag("--" + option.name + ",!--no-" + option.name, typed.flags[option.name])
                                 : app.add_option("--" + option.name + (option.name == "output" ? ",-o" : ""),
                                                  typed.values[option.name]);
        added->description(describe(option))->group(option.section.empty() ? group : option.section);
    }
}

void refuseUnknown(const CLI::App &app, const OptionTable &table)
{
    for (const std::string &word : app.remaining()) {
        if (word == "--") // ends the options
            continue;
        if (word.starts_with("-") && word != "-")
            table.at(word.substr(word.find_first_not_of('-'), word.find('=') - word.find_first_not_of('-')));
        throw OptionError(word, "is not expected here", "see --help");
    }
}

void applyTyped(const CLI::App &app, const TypedWords &typed, OptionValues &values)
{
    for (const std::string &assignment : typed.assignments)
        values.assign(assignment);
    for (const auto &[name, value] : typed.values)
        if (app.count("--" + name) > 0)
            values.set(name, value);
    for (const auto &[name, value] : typed.flags)
        if (app.count("--" + name) > 0)
            values.set(name, value ? "true" : "false");
}

} // namespace

const Command *findCommand(std::span<const std::string> words)
{
    const auto named = [](const std::string &name) -> const Command * {
        const auto found = std::ranges::find(allCommands(), name, &Command::name);
        return found == allCommands().end() ? nullptr : &*found;
    };
    if (words.size() >= 2)
        if (const Command *command = named(words[0] + " " + words[1]))
            return command;
    return words.empty() ? nullptr : named(words[0]);
}

std::optional<CommandLine> parseCommandLine(const Command &command, std::span<const std::string> words,
                                            std::string wholeLine)
{
    const OptionTable table = command.options.with(commonOptions());
    CLI::App app(command.summary, "helicase " + command.name);
    TypedWords typed;
    app.allow_extras();
    if (!command.inputs.empty())
        app.add_option("inputs", typed.inputs, command.inputs);
    addOptions(app, command.options, "Options", typed);
    addOptions(app, commonOptions(), "Common options", typed);
    app.add_option("--set", typed.assignments, "Set an option as name=value; may be repeated")
        ->take_all()
        ->allow_extra_args(false);
    try {
        std::vector<std::string> reversed(words.rbegin(), words.rend());
        app.parse(reversed);
    } catch (const CLI::CallForHelp &) {
        std::cout << app.help();
        return std::nullopt;
    } catch (const CLI::ParseError &error) {
        throw OptionError("of helicase " + command.name, error.what(), "see helicase " + command.name + " --help");
    }
    refuseUnknown(app, table);
    OptionValues values(table);
    if (!typed.values["config"].empty())
        applyRecipe(typed.values["config"], values);
    applyTyped(app, typed, values);
    return CommandLine{.options = std::move(values), .inputs = typed.inputs, .text = std::move(wholeLine)};
}

std::string shellQuoted(std::span<const std::string> words)
{
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./,:=+@%";
    std::string line;
    for (const std::string &word : words) {
        line += line.empty() ? "" : " ";
        if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) {
            line += word;
            continue;
        }
        line += '\'';
        for (const char c : word)
            line += c == '\'' ? std::string("'\\''") : std::string(1, c);
        line += '\'';
    }
    return line;
}

} // namespace helicase
