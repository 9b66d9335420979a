#include "widgets/binding/comparison_model.h"

#include "widgets/common/categories.h"
#include "widgets/common/format.h"
#include "widgets/common/marker_icon.h"

#include <algorithm>

namespace helicase {

namespace {

std::optional<double> metricOf(const ShownCandidate &candidate, const char *key)
{
    const auto found = candidate.metrics.find(key);
    return found == candidate.metrics.end() ? std::nullopt : std::optional(found->second.mean);
}

} // namespace

int candidateCategory(const BindingResult &result, const std::string &name)
{
    std::vector<std::string> names = result.candidates;
    std::ranges::sort(names);
    return static_cast<int>(std::ranges::lower_bound(names, name) - names.begin());
}

QString candidateLabel(const BindingResult &result, const std::string &name)
{
    const ShownCandidate *candidate = result.evaluation->candidate(name);
    return candidate ? candidate->label.section(u',', 0, 0) : QString::fromStdString(name);
}

ComparisonModel::ComparisonModel(QObject *parent) : QAbstractTableModel(parent)
{
    columns_ = {
        {tr("Model"), false, tr("Measured here, and as DNA-LLM publishes it")},
        {tr("r"), true, tr("Pearson r: cov(x, y) / (sd x · sd y) over all bases")},
        {tr("MSE"), true, tr("Mean squared error over all bases")},
        {tr("AUPRC"), true, tr("Area under precision(recall) of telling motif bases from others")}};
    setResult(nullptr, false);
}

void ComparisonModel::setResult(std::shared_ptr<const BindingResult> result, bool dark)
{
    beginResetModel();
    isDark_ = dark;
    rows_.clear();
    for (size_t i = 0; result && i < result->candidates.size(); ++i) {
        const std::string &name = result->candidates[i];
        const ShownCandidate &candidate = *result->evaluation->candidate(name);
        rows_.push_back({.name = candidateLabel(*result, name),
                         .category = candidateCategory(*result, name),
                         .r = metricOf(candidate, "pearson"),
                         .error = metricOf(candidate, "mse"),
                         .precision = metricOf(candidate, "auprc"),
                         .note = tr("%1, measured here").arg(candidate.label)});
    }
    // inhyeoklee/DNA-LLM, README and checkpoint of the baseline; r there is a mean over batches.
    const QString source = tr("Published by DNA-LLM; r is its mean over batches");
    rows_.push_back({.name = tr("CNN, published"), .r = 0.9813, .error = 0.0889, .note = source});
    rows_.push_back({.name = tr("vocab4, published"), .r = 0.7766, .note = source});
    rows_.push_back({.name = tr("full, published"), .r = 0.6960, .note = source});
    endResetModel();
}

int ComparisonModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int ComparisonModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ComparisonModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Row &row = rows_[static_cast<size_t>(index.row())];
    const std::optional<double> values[] = {std::nullopt, row.r, row.error, row.precision};
    const std::optional<double> value = values[index.column()];
    if (role == Qt::DisplayRole)
        return index.column() == Model ? row.name : value ? fixedNumber(*value, 3) : QString();
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(columns_[static_cast<size_t>(index.column())]);
    if (role == Qt::ToolTipRole)
        return row.note;
    if (role == Qt::DecorationRole && index.column() == Model && row.category >= 0)
        return markerIcon(categoryStyle(row.category, isDark_));
    return {};
}

QVariant ComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return columnHeader(columns_, section, orientation, role);
}

} // namespace helicase
