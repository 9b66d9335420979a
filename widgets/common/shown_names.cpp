#include "widgets/common/shown_names.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace helicase {

namespace {

struct KnownMetric {
    const char *key;
    const char *title;
    const char *meaning;
};

// In the order of their place; what is not listed follows by name.
constexpr KnownMetric knownMetrics[] = {
    {"loss", QT_TRANSLATE_NOOP("metric", "Loss"),
     QT_TRANSLATE_NOOP("metric", "What training makes small; the mean over the data.")},
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

} // namespace

QString taskTitle(const QString &task)
{
    if (task == QLatin1String("contrastive"))
        return QCoreApplication::translate("task", "Contrastive");
    if (task == QLatin1String("binding"))
        return QCoreApplication::translate("task", "TF binding");
    if (task == QLatin1String("classify"))
        return QCoreApplication::translate("task", "Classification");
    return task;
}

MetricTitle metricTitle(const QString &key)
{
    const auto *known = std::ranges::find_if(
        knownMetrics, [&](const KnownMetric &metric) { return key == QLatin1String(metric.key); });
    const auto place = static_cast<size_t>(known - std::begin(knownMetrics));
    if (known != std::end(knownMetrics))
        return {QCoreApplication::translate("metric", known->title),
                QCoreApplication::translate("metric", known->meaning), place};
    QString text = QString(key).replace(u'_', u' ');
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return {text, {}, place};
}

} // namespace helicase
