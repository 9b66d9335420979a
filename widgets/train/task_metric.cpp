#include "widgets/train/task_metric.h"

#include "widgets/common/shown_names.h"
#include "widgets/train/run_history.h"

#include <QCoreApplication>

#include <algorithm>

namespace helicase {

namespace {

constexpr std::string_view validationPrefix = "validation/";

bool isLoss(std::string_view name)
{
    return name == metric::validationLoss || name == metric::validationError;
}

TaskMetric described(const std::string &name)
{
    const QString key = QString::fromStdString(name.substr(validationPrefix.size()));
    const MetricTitle title = metricTitle(key);
    const QString where = QCoreApplication::translate("metric", "On the validation data.");
    return {.name = name,
            .key = key,
            .title = title.text,
            .meaning = title.meaning.isEmpty() ? QString() : title.meaning + u' ' + where,
            .place = title.place};
}

} // namespace

std::vector<TaskMetric> taskMetricsOf(const RunHistory &history)
{
    std::vector<TaskMetric> metrics;
    for (const auto &[name, series] : history.series())
        if (name.starts_with(validationPrefix) && !isLoss(name) && series.statistics())
            metrics.push_back(described(name));
    std::ranges::stable_sort(metrics, {}, &TaskMetric::place);
    return metrics;
}

} // namespace helicase
