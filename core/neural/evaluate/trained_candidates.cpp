#include "core/neural/evaluate/trained_candidates.h"

#include "core/base/error.h"
#include "core/base/grouped_number.h"
#include "core/neural/evaluate/evaluate_classification.h"
#include "core/neural/model/model_location.h"

#include <set>

namespace helicase {

namespace {

std::string uniqueName(const std::string &name, std::set<std::string> &used)
{
    std::string unique = name;
    for (int number = 2; !used.insert(unique).second; ++number)
        unique = name + '-' + std::to_string(number);
    return unique;
}

} // namespace

std::vector<NamedPredictor> openPredictors(const std::vector<std::filesystem::path> &models)
{
    std::vector<NamedPredictor> opened;
    std::set<std::string> used;
    for (const std::filesystem::path &path : models) {
        SequencePredictor predictor(path);
        if (!opened.empty() && predictor.isRegression() != opened.front().predictor.isRegression())
            throw InputError(predictor.isRegression()
                                 ? "is a regression, but the first model is a classifier"
                                 : "is a classifier, but the first model is a regression",
                             {.file = path}, "evaluate the two kinds apart");
        std::string name = uniqueName(modelName(path), used);
        opened.push_back(
            {.name = std::move(name), .path = path, .predictor = std::move(predictor)});
    }
    return opened;
}

Matrix predictAll(NamedPredictor &model, const ClassificationSet &set,
                  std::vector<std::string> &notes, Progress &progress, const std::stop_token &stop)
{
    Matrix outputs = model.predictor.predict(set, progress, stop);
    if (const int64_t cut = model.predictor.truncated(); cut > 0)
        notes.push_back(model.name + " looks at the first " +
                        grouped(model.predictor.maximumTokens()) + " tokens of " + grouped(cut) +
                        (cut == 1 ? " sequence that is" : " sequences that are") + " longer.");
    return outputs;
}

std::optional<ClassificationSet> trainingSplit(const ClassificationEvaluation &evaluation,
                                               const ClassificationSet &set,
                                               std::vector<std::string> &notes)
{
    if (evaluation.baselines.empty())
        return std::nullopt;
    if (evaluation.training.empty()) {
        notes.push_back("No baseline is shown: the training split is not known.");
        return std::nullopt;
    }
    ClassificationSet training = readClassificationSet(evaluation.training);
    if (training.isPaired != set.isPaired)
        throw InputError("holds pairs where the other file holds single sequences, or the other "
                         "way round",
                         {.file = training.file}, "name the training split of the same task");
    return training;
}

} // namespace helicase
