#include "core/neural/tasks/resume_options.h"

#include "core/base/error.h"
#include "core/run/recipe.h"
#include "core/run/training_options.h"

#include <algorithm>
#include <array>

namespace helicase {

namespace {

constexpr std::array<std::string_view, 7> namesOfOneCall{"run",    "resume", "rewind", "skip",
                                                         "config", "events", "quiet"};

bool belongsToOneCall(const std::string &name)
{
    return std::ranges::find(namesOfOneCall, name) != namesOfOneCall.end();
}

} // namespace

OptionValues withAbsolutePaths(const OptionValues &options)
{
    OptionValues absolute = options;
    for (const Option &option : options.table().options())
        if (option.kind == OptionKind::Path && !options.text(option.name).empty())
            absolute.set(
                option.name,
                std::filesystem::absolute(options.path(option.name)).lexically_normal().string());
    return absolute;
}

OptionValues optionsForResume(const RunFolder &run, const OptionValues &given)
{
    OptionValues values(given.table());
    applyRecipe(run.config(), values);
    const OptionValues wanted = withAbsolutePaths(given);
    for (const Option &option : given.table().options()) {
        if (given.isDefault(option.name) || wanted.text(option.name) == values.text(option.name))
            continue;
        if (!mayChangeOnResume(option.name))
            throw OptionError(option.name,
                              "was '" + values.text(option.name) + "' in this run and cannot be '" +
                                  wanted.text(option.name) + "' when it is resumed",
                              "leave it out, or start a new run");
        values.set(option.name, wanted.text(option.name));
    }
    return values;
}

std::string recordedOptions(const OptionValues &options)
{
    std::vector<Option> recorded;
    for (const Option &option : options.table().options())
        if (!belongsToOneCall(option.name))
            recorded.push_back(option);
    OptionValues values{OptionTable(std::move(recorded))};
    for (const Option &option : values.table().options())
        values.set(option.name, options.text(option.name));
    return toYaml(values);
}

} // namespace helicase
