#include "widgets/evaluate/prediction_source.h"

#include "core/base/error.h"
#include "core/base/json_file.h"

#include <QCoreApplication>

#include <nlohmann/json.hpp>

namespace helicase {

std::optional<PredictionSource> predictionsOfRun(const RunFolder &run)
{
    const std::filesystem::path file = run.results() / "predictions.tsv";
    const std::filesystem::path metrics = run.results() / "metrics.json";
    if (!std::filesystem::exists(file) || !std::filesystem::exists(metrics))
        return std::nullopt;
    const nlohmann::json document = readJsonFile(metrics);
    const bool isRegression = document.contains("regression");
    const auto scores = document.find(isRegression ? "regression" : "classification");
    if (scores == document.end() || !scores->is_object())
        return std::nullopt; // another task
    PredictionSource source{.name = QString::fromStdString(run.name()),
                            .predictions = file,
                            .kind =
                                isRegression ? PredictionKind::Values : PredictionKind::Classes};
    try {
        source.dataFile = scores->value("file", std::string());
        source.split = QString::fromStdString(scores->value("split", std::string()));
        if (const auto loss = scores->find("loss"); loss != scores->end() && loss->is_number())
            source.loss = loss->get<double>();
    } catch (const nlohmann::json::type_error &) {
        throw InputError("has malformed scores of its predictions", {.file = metrics});
    }
    return source;
}

QString titleOfSplit(const QString &split)
{
    const auto translated = [](const char *text) {
        return QCoreApplication::translate("helicase::PredictionSource", text);
    };
    if (split == QStringLiteral("dev"))
        return translated("Result on the development split");
    return split == QStringLiteral("test") ? translated("Result on the test split")
                                           : translated("Result");
}

} // namespace helicase
