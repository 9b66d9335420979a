#include "widgets/runs/added_column.h"

#include "widgets/common/format.h"
#include "widgets/runs/run_table_model.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace helicase {

namespace {

using Figure = AddedColumn::Figure;

struct FigureKey {
    Figure figure;
    const char *key;
};

constexpr FigureKey figureKeys[] = {
    {Figure::Last, "last"},
    {Figure::Minimum, "minimum"},
    {Figure::MinimumStep, "minimum-step"},
    {Figure::Maximum, "maximum"},
    {Figure::MaximumStep, "maximum-step"},
    {Figure::Setting, "setting"},
};

const QString atKey = QStringLiteral("at-");

bool isStep(Figure figure)
{
    return figure == Figure::MinimumStep || figure == Figure::MaximumStep;
}

std::optional<StepValue> pointOf(const MetricSummary &metric, const AddedColumn &column,
                                 const std::vector<int64_t> &chosenSteps)
{
    switch (column.figure) {
    case Figure::Last:
        return metric.last;
    case Figure::Minimum:
    case Figure::MinimumStep:
        return metric.minimum;
    case Figure::Maximum:
    case Figure::MaximumStep:
        return metric.maximum;
    case Figure::AtStep: {
        const auto at = size_t(std::ranges::find(chosenSteps, column.step) - chosenSteps.begin());
        return at < metric.at.size() ? metric.at[at] : std::nullopt;
    }
    case Figure::Setting:
        break;
    }
    return std::nullopt;
}

} // namespace

QString AddedColumn::key() const
{
    if (figure == Figure::AtStep)
        return atKey + QString::number(step) + QLatin1Char(':') + name;
    const auto *found = std::ranges::find(figureKeys, figure, &FigureKey::figure);
    return QLatin1String(found->key) + QLatin1Char(':') + name;
}

std::optional<AddedColumn> AddedColumn::fromKey(const QString &key)
{
    const QString name = key.section(QLatin1Char(':'), 1);
    const QString word = key.section(QLatin1Char(':'), 0, 0);
    if (name.isEmpty())
        return std::nullopt;
    if (word.startsWith(atKey)) {
        bool isNumber = false;
        const qint64 step = word.mid(atKey.size()).toLongLong(&isNumber);
        return isNumber ? std::optional(AddedColumn{Figure::AtStep, name, step}) : std::nullopt;
    }
    for (const FigureKey &figure : figureKeys)
        if (word == QLatin1String(figure.key))
            return AddedColumn{figure.figure, name};
    return std::nullopt;
}

QString AddedColumn::title() const
{
    switch (figure) {
    case Figure::Last:
        return RunTableModel::tr("%1, last").arg(name);
    case Figure::Minimum:
        return RunTableModel::tr("%1, minimum").arg(name);
    case Figure::MinimumStep:
        return RunTableModel::tr("%1, step of minimum").arg(name);
    case Figure::Maximum:
        return RunTableModel::tr("%1, maximum").arg(name);
    case Figure::MaximumStep:
        return RunTableModel::tr("%1, step of maximum").arg(name);
    case Figure::AtStep:
        return RunTableModel::tr("%1 at %2").arg(name, groupedNumber(step));
    case Figure::Setting:
        return name;
    }
    return name;
}

QString AddedColumn::text(const RunRow &row, const std::vector<int64_t> &chosenSteps) const
{
    if (figure == Figure::Setting) {
        const RunSetting *setting = row.setting(name.toStdString());
        return setting ? QString::fromStdString(setting->value) : QString();
    }
    const MetricSummary *metric = row.metric(name.toStdString());
    const auto point = metric ? pointOf(*metric, *this, chosenSteps) : std::nullopt;
    if (!point)
        return {};
    return isStep(figure) ? groupedNumber(point->step) : shortNumber(point->value, 4);
}

QVariant AddedColumn::sortKey(const RunRow &row, const std::vector<int64_t> &chosenSteps) const
{
    if (figure == Figure::Setting) {
        bool isNumber = false;
        const QString value = text(row, chosenSteps);
        const double number = value.toDouble(&isNumber);
        return isNumber ? QVariant(number) : QVariant(value);
    }
    const MetricSummary *metric = row.metric(name.toStdString());
    const auto point = metric ? pointOf(*metric, *this, chosenSteps) : std::nullopt;
    if (!point || (!isStep(figure) && std::isnan(point->value)))
        return {};
    return isStep(figure) ? QVariant(qlonglong(point->step)) : QVariant(point->value);
}

std::vector<int64_t> stepsOf(const std::vector<AddedColumn> &columns)
{
    std::vector<int64_t> steps;
    for (const AddedColumn &column : columns)
        if (column.figure == Figure::AtStep && std::ranges::find(steps, column.step) == steps.end())
            steps.push_back(column.step);
    return steps;
}

} // namespace helicase
