#include "core/neural/model/model_jobs.h"

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/base/text.h"
#include "core/dataset/model_files.h"
#include "core/neural/model/adapter_folder.h"
#include "core/neural/model/forward_pass.h"
#include "core/neural/model/fresh_model.h"
#include "core/neural/model/gpt_folder.h"
#include "core/neural/model/gpt_forward.h"
#include "core/tokenizer/tokenizer.h"

namespace helicase {

namespace {

LabelSet labelsInRecipe(const OptionValues &recipe)
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

FreshModel modelInRecipe(const OptionValues &recipe, int64_t vocabulary)
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
        model.labels = labelsInRecipe(recipe);
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

constexpr const char *gptTask = "gpt";

void forwardGpt(const ForwardRequest &request)
{
    Gpt model = loadGpt(request.model);
    const bool wantsGradients = !request.gradients.empty();
    const ForwardResult result =
        gptForwardPass(model, readTensors(request.inputs), request.inputs,
                       wantsGradients ? WithGradients::Yes : WithGradients::No);
    if (wantsGradients)
        writeTensors(request.gradients, result.gradients);
    writeTensors(request.output, result.outputs);
}

} // namespace

void forwardFiles(const ForwardRequest &request)
{
    const bool wantsGradients = !request.gradients.empty();
    if (request.task == gptTask)
        return forwardGpt(request);
    const ForwardTask task = forwardTaskFrom(request.task);
    const ForwardResult result =
        forwardPass(ModelFolder(request.model), task, readTensors(request.inputs), request.inputs,
                    wantsGradients ? WithGradients::Yes : WithGradients::No);
    if (wantsGradients)
        writeTensors(request.gradients, result.gradients);
    writeTensors(request.output, result.outputs);
}

void makeFreshModel(const OptionValues &recipe, const std::filesystem::path &recipeFile,
                    uint64_t seed, const std::filesystem::path &output)
{
    std::shared_ptr<const Tokenizer> tokenizer;
    if (const std::filesystem::path folder = recipe.path("tokenizer"); !folder.empty())
        tokenizer = loadTokenizer(folder);
    const FreshModel model = modelInRecipe(recipe, tokenizer ? tokenizer->vocabularySize()
                                                             : recipe.integer("model.vocabulary"));
    const int64_t parameters = parametersOf(model, recipeFile);
    requireMemory("a model of " + std::to_string(parameters) + " parameters",
                  static_cast<double>(parameters) * sizeof(float), "take smaller sizes");
    RandomStream random(seed, "fresh weights");
    model.save(output, random);
    if (tokenizer)
        tokenizer->save(output);
}

void mergeAdapter(const std::filesystem::path &model, const std::filesystem::path &adapter,
                  const std::filesystem::path &output, const std::string &format)
{
    const StoredAdapter stored(adapter);
    SequenceClassifier adapted = loadAdaptedClassifier(ModelFolder(model), stored);
    mergeLora(*adapted);
    saveSequenceClassifier(output, adapted, weightsFormatFrom(format));
    copyFilesBesideWeights(model, output);
}

} // namespace helicase
