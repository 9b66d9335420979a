// helicase model init RECIPE.yaml -o DIR: a model with fresh weights.
#include "app/helicase/neural_commands/commands.h"
#include "app/helicase/neural_commands/model_arguments.h"
#include "core/base/memory.h"
#include "core/base/text.h"
#include "core/neural/model/fresh_model.h"
#include "core/neural/tensor/threads.h"
#include "core/run/model_options.h"
#include "core/run/recipe.h"
#include "core/tokenizer/tokenizer.h"

namespace helicase {

namespace {

LabelSet labelsOf(const OptionValues &recipe)
{
    const std::vector<std::string> names = recipe.list("labels");
    const std::optional<int64_t> count =
        names.size() == 1 ? parseInteger(names.front()) : std::nullopt;
    if (names.empty() || (count && (*count < 1 || *count > 1000000)))
        throw OptionError("labels", "a number from 1 to 1000000 or names are expected");
    LabelSet labels = LabelSet::numbered(count.value_or(std::ssize(names)));
    if (!count)
        labels.names = names;
    const std::string &problem = recipe.text("problem");
    if (problem != "auto")
        labels.problem = problem == "regression"    ? ProblemType::Regression
                         : problem == "multi_label" ? ProblemType::MultiLabel
                                                    : ProblemType::SingleLabel;
    return labels;
}

FreshModel modelOf(const OptionValues &recipe, int64_t vocabulary)
{
    FreshModel model;
    model.encoder = {.vocabularySize = vocabulary,
                     .width = recipe.integer("model.width"),
                     .layers = recipe.integer("model.layers"),
                     .heads = recipe.integer("model.heads"),
                     .feedForwardWidth = recipe.integer("model.feed_forward"),
                     .dropout = recipe.real("model.dropout"),
                     .initializerRange = recipe.real("model.initializer_range")};
    const std::string &kind = recipe.text("kind");
    model.kind = kind == "mlm"        ? FreshModel::Kind::MaskedLanguage
                 : kind == "classify" ? FreshModel::Kind::Classifier
                                      : FreshModel::Kind::Encoder;
    if (model.kind == FreshModel::Kind::Classifier)
        model.labels = labelsOf(recipe);
    return model;
}

// Sizes that fit no model are a mistake in the recipe.
int64_t parametersOf(const FreshModel &model, const std::filesystem::path &recipe)
{
    try {
        return model.parameters();
    } catch (const Error &error) {
        throw InputError(error.what(), {.file = recipe}, error.hint());
    }
}

} // namespace

ExitStatus runModelInit(const CommandLine &line)
{
    line.options.requireComplete();
    const std::filesystem::path recipeFile =
        modelArgument(line, "helicase model init RECIPE.yaml -o DIR");
    useThreads(line.options.integer("threads"));
    OptionValues recipe(modelRecipeOptions());
    applyRecipe(recipeFile, recipe);
    const std::filesystem::path output = line.options.path("output");
    std::shared_ptr<const Tokenizer> tokenizer;
    if (const std::filesystem::path folder = recipe.path("tokenizer"); !folder.empty())
        tokenizer = loadTokenizer(folder);
    const FreshModel model = modelOf(recipe, tokenizer ? tokenizer->vocabularySize()
                                                       : recipe.integer("model.vocabulary"));
    const int64_t parameters = parametersOf(model, recipeFile);
    requireMemory("a model of " + std::to_string(parameters) + " parameters",
                  static_cast<double>(parameters) * sizeof(float), "take smaller sizes");
    RandomStream random(static_cast<uint64_t>(line.options.integer("seed")), "fresh weights");
    model.save(output, random);
    if (tokenizer)
        tokenizer->save(output);
    return ExitStatus::Done;
}

} // namespace helicase
