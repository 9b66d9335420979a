// helicase model init RECIPE.yaml -o DIR: a model with fresh weights.
#include "app/helicase/neural_commands/commands.h"
#include "app/helicase/neural_commands/model_arguments.h"
#include "core/neural/model/model_jobs.h"
#include "core/neural/tensor/threads.h"
#include "core/run/model_options.h"
#include "core/run/recipe.h"

namespace helicase {

ExitStatus runModelInit(const CommandLine &line)
{
    line.options.requireComplete();
    const std::filesystem::path recipeFile =
        modelArgument(line, "helicase model init RECIPE.yaml -o DIR");
    useThreads(line.options.integer("threads"));
    OptionValues recipe(modelRecipeOptions());
    applyRecipe(recipeFile, recipe);
    makeFreshModel(recipe, recipeFile, static_cast<uint64_t>(line.options.integer("seed")),
                   line.options.path("output"));
    return ExitStatus::Done;
}

} // namespace helicase
