#include "core/run/run_settings.h"

#include "core/base/json_file.h"
#include "core/run/recipe.h"
#include "core/run/run_inputs.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace helicase {

namespace {

// Where a run differs from another without an option that says so.
struct DescribedMember {
    const char *member; // of run.json
    const char *name;
};
constexpr DescribedMember describedMembers[] = {{"version", "version"},
                                                {"device", "device used"},
                                                {"precision", "precision used"},
                                                {"threads", "threads used"},
                                                {"processes", "processes used"}};

std::string textOf(const nlohmann::json &value)
{
    return value.is_string() ? value.get<std::string>() : value.dump();
}

// "data.train" or "model.init/config.json": the option that named the file; its path without one.
std::string nameOfInput(const std::filesystem::path &path, const std::vector<RunSetting> &options)
{
    for (const RunSetting &option : options) {
        if (option.value.empty() || option.value.front() != '/')
            continue;
        if (path == option.value)
            return option.name;
        if (path.parent_path() == option.value)
            return option.name + "/" + path.filename().string();
    }
    return path.string();
}

} // namespace

std::vector<RunSetting> recordedOptionsOf(const RunFolder &run)
{
    std::vector<RunSetting> options;
    if (std::filesystem::exists(run.config()))
        for (RecipeEntry &entry : readRecipe(run.config()))
            options.push_back({std::move(entry.name), std::move(entry.text)});
    return options;
}

std::vector<RunSetting> changedOptions(const std::vector<RunSetting> &options,
                                       const OptionTable &table)
{
    std::vector<RunSetting> changed;
    for (const RunSetting &option : options) {
        const Option *known = table.find(option.name);
        if (known == nullptr || known->defaultValue != option.value)
            changed.push_back(option);
    }
    return changed;
}

std::vector<RunSetting> recordedSettings(const RunFolder &run)
{
    std::vector<RunSetting> settings = recordedOptionsOf(run);
    const std::vector<RunSetting> options = settings;
    const nlohmann::json description = readJsonFile(run.description());
    for (const auto &[member, name] : describedMembers)
        if (const auto found = description.find(member); found != description.end())
            settings.push_back({name, textOf(*found)});
    for (const RecordedInput &input : recordedInputs(run))
        settings.push_back({nameOfInput(input.path, options) + " (SHA-256)", input.sha256});
    return settings;
}

bool ComparedSetting::differs() const
{
    return std::ranges::any_of(values, [&](const auto &value) { return value != values.front(); });
}

std::vector<ComparedSetting> compareSettings(const std::vector<std::vector<RunSetting>> &runs)
{
    std::vector<ComparedSetting> compared;
    for (size_t run = 0; run < runs.size(); ++run) {
        size_t place = 0;
        for (const RunSetting &setting : runs[run]) {
            auto found = std::ranges::find(compared, setting.name, &ComparedSetting::name);
            if (found == compared.end())
                found = compared.insert(
                    compared.begin() + std::ptrdiff_t(place),
                    {setting.name, std::vector<std::optional<std::string>>(runs.size())});
            found->values[run] = setting.value;
            place = size_t(found - compared.begin()) + 1;
        }
    }
    return compared;
}

} // namespace helicase
