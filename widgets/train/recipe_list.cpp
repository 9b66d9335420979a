#include "widgets/train/recipe_list.h"

#include "core/base/error.h"
#include "core/base/resources.h"
#include "core/run/compute_options.h"
#include "core/run/recipe.h"
#include "core/run/training_options.h"

#include <algorithm>

namespace helicase {

namespace {

constexpr std::string_view demoFolder = "demo";

bool fits(const std::filesystem::path &file, std::string_view task)
{
    try {
        OptionValues values(runFormOptions(task));
        applyRecipe(file, values);
        return true;
    } catch (const Error &) {
        return false; // of another task
    }
}

// The demo has one recipe of each task, named like it: options of tasks overlap.
bool belongs(const std::filesystem::path &file, std::string_view task)
{
    const bool isOfDemo = file.parent_path().filename() == demoFolder;
    return isOfDemo ? file.stem() == task : fits(file, task);
}

} // namespace

OptionTable runFormOptions(std::string_view task)
{
    return trainingOptions(task).with(computeOptions());
}

std::vector<OfferedRecipe> recipesFor(std::string_view task)
{
    std::vector<OfferedRecipe> recipes;
    std::filesystem::path configs;
    try {
        configs = configFolder();
    } catch (const Error &) {
        return recipes;
    }
    std::error_code missing;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(configs, missing)) {
        const std::filesystem::path &file = entry.path();
        if (file.extension() != ".yaml" || !belongs(file, task))
            continue;
        const std::filesystem::path inside = file.lexically_relative(configs);
        recipes.push_back({(inside.parent_path() / inside.stem()).string(), file});
    }
    std::ranges::sort(recipes, {}, [](const OfferedRecipe &one) {
        return std::pair(!one.name.starts_with(demoFolder), one.name);
    });
    return recipes;
}

} // namespace helicase
