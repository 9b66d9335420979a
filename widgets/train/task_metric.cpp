#include "widgets/train/task_metric.h"

#include "widgets/train/run_history.h"

#include <QCoreApplication>

#include <algorithm>

namespace helicase {

namespace {

constexpr std::string_view validationPrefix = "validation/";

struct KnownMetric {
    const char *key;
    const char *title;
    const char *meaning;
};

// In the order of their place; what is not listed follows by name.
constexpr KnownMetric knownMetrics[] = {
    {"matthews_correlation", QT_TRANSLATE_NOOP("metric", "MCC"),
     QT_TRANSLATE_NOOP("metric", "Matthews correlation of true and predicted classes; 0 is chance, "
                                 "1 is perfect.")},
    {"f1", QT_TRANSLATE_NOOP("metric", "F1, macro"),
     QT_TRANSLATE_NOOP("metric", "2PR / (P + R), the mean over the classes.")},
    {"accuracy", QT_TRANSLATE_NOOP("metric", "Accuracy"),
     QT_TRANSLATE_NOOP("metric", "Share of the examples whose class is predicted rightly.")},
    {"auroc", QT_TRANSLATE_NOOP("metric", "AUROC"),
     QT_TRANSLATE_NOOP("metric", "Area under TPR(FPR); of several classes the mean of each against "
                                 "all others. 0.5 is chance.")},
    {"precision", QT_TRANSLATE_NOOP("metric", "Precision, macro"),
     QT_TRANSLATE_NOOP("metric", "Share of the examples predicted as a class that are of it, the "
                                 "mean over the classes.")},
    {"recall", QT_TRANSLATE_NOOP("metric", "Recall, macro"),
     QT_TRANSLATE_NOOP("metric", "Share of the examples of a class that are predicted as it, the "
                                 "mean over the classes.")},
    {"pearson", QT_TRANSLATE_NOOP("metric", "Pearson r"),
     QT_TRANSLATE_NOOP("metric", "Correlation of predicted and measured values.")},
    {"pearson_batch", QT_TRANSLATE_NOOP("metric", "Pearson r, batch mean"),
     QT_TRANSLATE_NOOP("metric", "Correlation in each batch, the mean over the batches, as "
                                 "published.")},
    {"spearman", QT_TRANSLATE_NOOP("metric", "Spearman rho"),
     QT_TRANSLATE_NOOP("metric", "Correlation of the ranks of predicted and measured values.")},
    {"retrieval", QT_TRANSLATE_NOOP("metric", "Retrieval"),
     QT_TRANSLATE_NOOP("metric", "Share of the fragments whose nearest other fragment in the "
                                 "batch is their partner.")}};

bool isLoss(std::string_view name)
{
    return name == metric::validationLoss || name == metric::validationError;
}

size_t placeOf(const QString &key)
{
    return static_cast<size_t>(std::ranges::find_if(knownMetrics,
                                                    [&](const KnownMetric &known) {
                                                        return key == QLatin1String(known.key);
                                                    }) -
                               std::begin(knownMetrics));
}

TaskMetric described(const std::string &name)
{
    TaskMetric result{.name = name,
                      .key = QString::fromStdString(name.substr(validationPrefix.size()))};
    if (const size_t place = placeOf(result.key); place < std::size(knownMetrics)) {
        result.title = QCoreApplication::translate("metric", knownMetrics[place].title);
        result.meaning = QCoreApplication::translate("metric", knownMetrics[place].meaning) + u' ' +
                         QCoreApplication::translate("metric", "On the validation data.");
        return result;
    }
    result.title = QString(result.key).replace(u'_', u' ');
    if (!result.title.isEmpty())
        result.title[0] = result.title[0].toUpper();
    return result;
}

} // namespace

std::vector<TaskMetric> taskMetricsOf(const RunHistory &history)
{
    std::vector<TaskMetric> metrics;
    for (const auto &[name, series] : history.series())
        if (name.starts_with(validationPrefix) && !isLoss(name) && series.statistics())
            metrics.push_back(described(name));
    std::ranges::stable_sort(metrics, {}, [](const TaskMetric &one) { return placeOf(one.key); });
    return metrics;
}

} // namespace helicase
