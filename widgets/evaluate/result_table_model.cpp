#include "widgets/evaluate/result_table_model.h"

#include "widgets/common/format.h"
#include "widgets/common/marker_icon.h"
#include "widgets/evaluate/candidate_style.h"

#include <QApplication>
#include <QFont>

#include <algorithm>
#include <cmath>
#include <limits>

namespace helicase {

void ResultTableModel::setEvaluation(std::shared_ptr<const StoredEvaluation> evaluation)
{
    beginResetModel();
    evaluation_ = std::move(evaluation);
    endResetModel();
}

void ResultTableModel::setColours(const Colours &colours)
{
    colours_ = colours;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int ResultTableModel::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid() || !evaluation_)
        return 0;
    return static_cast<int>(evaluation_->candidates.size()) + (evaluation_->difference ? 1 : 0);
}

int ResultTableModel::columnCount(const QModelIndex &) const
{
    return evaluation_ ? static_cast<int>(evaluation_->metrics.size()) + 1 : 0;
}

bool ResultTableModel::isDifferenceRow(int row) const
{
    return row == static_cast<int>(evaluation_->candidates.size());
}

const ShownCandidate &ResultTableModel::candidateAt(int row) const
{
    return evaluation_->candidates[static_cast<size_t>(row)];
}

const ShownMetric &ResultTableModel::metricAt(int column) const
{
    return evaluation_->metrics[static_cast<size_t>(column - 1)];
}

QVariant ResultTableModel::data(const QModelIndex &index, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return cellText(index.row(), index.column());
    case Qt::TextAlignmentRole:
        return QVariant((index.column() == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case Qt::DecorationRole:
        if (index.column() > 0 || isDifferenceRow(index.row()))
            return {};
        return markerIcon(
            candidateStyle(*evaluation_, candidateAt(index.row()).name, colours_.isDark));
    case Qt::FontRole:
        if (isDifferenceRow(index.row()) || index.column() == 0 ||
            !isBest(index.row(), metricAt(index.column())))
            return {};
        {
            QFont font = QApplication::font();
            font.setWeight(QFont::DemiBold);
            return font;
        }
    case Qt::ForegroundRole:
        return foreground(index.row(), index.column());
    case Qt::ToolTipRole:
        return index.column() == 0 ? cellText(index.row(), 0)
                                   : cellToolTip(index.row(), metricAt(index.column()));
    default:
        return {};
    }
}

QVariant ResultTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || !evaluation_)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant((section == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (section == 0)
        return role == Qt::DisplayRole ? QVariant(tr("Candidate")) : QVariant();
    const ShownMetric &metric = metricAt(section);
    if (role == Qt::DisplayRole)
        return headerIsInTwoLines_ ? QString(metric.label).replace(QStringLiteral(" ("), QStringLiteral("\n("))
                                   : metric.label;
    if (role == Qt::ToolTipRole)
        return tr("%1 = %2. %3")
            .arg(metric.label, metric.formula,
                 metric.higherIsBetter ? tr("Higher is better.") : tr("Lower is better."));
    return {};
}

QString ResultTableModel::cellText(int row, int column) const
{
    if (column == 0)
        return isDifferenceRow(row) ? tr("Model − best baseline") : candidateAt(row).label;
    const ShownMetric &metric = metricAt(column);
    if (isDifferenceRow(row))
        return differenceText(metric);
    const auto found = candidateAt(row).metrics.find(metric.key);
    if (found == candidateAt(row).metrics.end())
        return QStringLiteral("–");
    QString text = fixedNumber(metric.shown(found->second.mean), metric.decimals());
    if (hasDeviation(metric))
        text += QStringLiteral(" ±") +
                fixedNumber(metric.shown(found->second.deviation), std::max(metric.decimals(), 1));
    return text;
}

QString ResultTableModel::cellToolTip(int row, const ShownMetric &metric) const
{
    if (isDifferenceRow(row))
        return metric.formula;
    const auto found = candidateAt(row).metrics.find(metric.key);
    if (found == candidateAt(row).metrics.end() || !found->second.interval)
        return metric.formula;
    const auto &[low, high] = *found->second.interval;
    return tr("95 % interval %1 to %2. %3")
        .arg(fixedNumber(metric.shown(low), metric.decimals()),
             fixedNumber(metric.shown(high), metric.decimals()), metric.formula);
}

// Whether a metric depends on the seed in the digits that are shown.
bool ResultTableModel::hasDeviation(const ShownMetric &metric) const
{
    const double smallestShown = 0.5 * std::pow(10, -std::max(metric.decimals(), 1));
    return std::ranges::any_of(evaluation_->candidates, [&](const ShownCandidate &candidate) {
        const auto found = candidate.metrics.find(metric.key);
        return found != candidate.metrics.end() &&
               metric.shown(found->second.deviation) >= smallestShown;
    });
}

QString ResultTableModel::differenceText(const ShownMetric &metric) const
{
    const auto found = evaluation_->difference->metrics.find(metric.key);
    if (found == evaluation_->difference->metrics.end())
        return QStringLiteral("–");
    const double shown = metric.shown(found->second);
    const QString number = fixedNumber(shown, metric.decimals());
    return shown > 0 ? QStringLiteral("+") + number : number;
}

int ResultTableModel::signOfDifference(const ShownMetric &metric) const
{
    if (!evaluation_->difference)
        return 0;
    const auto found = evaluation_->difference->metrics.find(metric.key);
    if (found == evaluation_->difference->metrics.end())
        return 0;
    const double smallestShown = 0.5 * std::pow(10, -metric.decimals());
    const double gain = metric.shown(found->second) * (metric.higherIsBetter ? 1 : -1);
    return gain > smallestShown ? 1 : gain < -smallestShown ? -1 : 0;
}

bool ResultTableModel::isBest(int row, const ShownMetric &metric) const
{
    constexpr double lowest = -std::numeric_limits<double>::infinity();
    const auto valueOf = [&](const ShownCandidate &candidate) {
        const auto found = candidate.metrics.find(metric.key);
        if (found == candidate.metrics.end())
            return lowest;
        return metric.higherIsBetter ? found->second.mean : -found->second.mean;
    };
    double best = lowest;
    for (const ShownCandidate &candidate : evaluation_->candidates)
        best = std::max(best, valueOf(candidate));
    return best > lowest && valueOf(candidateAt(row)) == best;
}

QVariant ResultTableModel::foreground(int row, int column) const
{
    if (!isDifferenceRow(row))
        return {};
    const int sign = column == 0 ? 0 : signOfDifference(metricAt(column));
    return sign > 0 ? colours_.better : sign < 0 ? colours_.worse : colours_.muted;
}

} // namespace helicase
