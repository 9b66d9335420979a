#include "widgets/binding/window_table_model.h"

#include "widgets/common/format.h"
#include "widgets/common/table_tools.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace helicase {

WindowTableModel::WindowTableModel(QObject *parent) : QAbstractTableModel(parent)
{
    columns_ = {{tr("Window"), false, tr("Where the window begins, or its name")},
                {tr("Motifs"), true, tr("Runs of 10 equal measured scores that are not 0")},
                {tr("r"), true, tr("Pearson r over the bases of the window, of the chosen model")},
                {tr("MSE"), true, tr("Mean squared error of the window, of the chosen model")}};
}

void WindowTableModel::setData(std::shared_ptr<const BindingData> data)
{
    data_ = std::move(data);
    if (data_ && !data_->commonSequence().empty())
        columns_[Window] = {tr("Start on %1").arg(QString::fromStdString(data_->commonSequence())),
                            true, tr("The first base of the window")};
    else
        columns_[Window] = {tr("Window"), false, tr("The name of the window")};
    Q_EMIT headerDataChanged(Qt::Horizontal, Window, Window);
    setResult(nullptr, {});
}

void WindowTableModel::setResult(std::shared_ptr<const BindingResult> result,
                                 const std::string &candidate)
{
    result_ = std::move(result);
    candidate_ = candidate;
    resultRows_.assign(data_ ? static_cast<size_t>(data_->windows()) : 0, -1);
    for (size_t window = 0; result_ && window < resultRows_.size(); ++window)
        resultRows_[window] = result_->rowOf(data_->name(static_cast<int64_t>(window)));
    measured_ = std::ranges::count_if(resultRows_, [](int64_t row) { return row >= 0; });
    rebuild();
}

void WindowTableModel::setScope(WindowScope scope)
{
    scope_ = scope;
    rebuild();
}

void WindowTableModel::setFilter(const QString &text)
{
    filter_ = text.trimmed();
    rebuild();
}

bool WindowTableModel::holds(int64_t window, const QString &text) const
{
    const QString plain = QString(text).remove(u',');
    return QString::fromStdString(data_->name(window)).contains(plain, Qt::CaseInsensitive) ||
           data_->placeText(window).contains(text, Qt::CaseInsensitive);
}

void WindowTableModel::rebuild()
{
    beginResetModel();
    rows_.clear();
    for (int64_t window = 0; window < std::ssize(resultRows_); ++window) {
        const bool isInScope = scope_ == WindowScope::All || measured_ == 0 ||
                               resultRows_[static_cast<size_t>(window)] >= 0;
        if (isInScope && (filter_.isEmpty() || holds(window, filter_)))
            rows_.push_back(window);
    }
    sortRows();
    endResetModel();
}

const WindowFit *WindowTableModel::fitOf(int64_t window) const
{
    const int64_t row = resultRows_[static_cast<size_t>(window)];
    if (!result_ || row < 0)
        return nullptr;
    const auto fits = result_->fits.find(candidate_);
    return fits == result_->fits.end() ? nullptr : &fits->second[static_cast<size_t>(row)];
}

// Windows without the figure stand below all others when the largest come first.
double WindowTableModel::keyOf(int64_t window) const
{
    constexpr double none = -std::numeric_limits<double>::infinity();
    switch (sortColumn_) {
    case Motifs:
        return data_->motifs(window);
    case Correlation: {
        const WindowFit *fit = fitOf(window);
        return fit ? fit->r.value_or(none) : none;
    }
    case Error: {
        const WindowFit *fit = fitOf(window);
        return fit ? fit->error : none;
    }
    default:
        return static_cast<double>(data_->firstBase(window));
    }
}

void WindowTableModel::sortRows()
{
    const bool isByName =
        sortColumn_ == Window && !rows_.empty() && data_->commonSequence().empty();
    if (isByName)
        sortByKey(rows_, sortOrder_, [this](int64_t window) { return data_->name(window); });
    else if (!rows_.empty())
        sortByKey(rows_, sortOrder_, [this](int64_t window) { return keyOf(window); });
}

void WindowTableModel::sort(int column, Qt::SortOrder order)
{
    sortColumn_ = column;
    sortOrder_ = order;
    rebuild();
}

int WindowTableModel::rowOf(int64_t window) const
{
    const auto found = std::ranges::find(rows_, window);
    return found == rows_.end() ? -1 : static_cast<int>(found - rows_.begin());
}

int WindowTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int WindowTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString WindowTableModel::cellText(int64_t window, int column) const
{
    const WindowFit *fit = fitOf(window);
    switch (column) {
    case Window:
        return data_->commonSequence().empty() ? QString::fromStdString(data_->name(window))
                                               : groupedNumber(data_->firstBase(window));
    case Motifs:
        return groupedNumber(data_->motifs(window));
    case Correlation:
        return fit && fit->r ? fixedNumber(*fit->r, 3) : QStringLiteral("–");
    default:
        return fit ? fixedNumber(fit->error, 3) : QStringLiteral("–");
    }
}

QVariant WindowTableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const int64_t window = windowAt(index.row());
    if (role == Qt::DisplayRole)
        return cellText(window, index.column());
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(columns_[static_cast<size_t>(index.column())]);
    if (role == Qt::ToolTipRole)
        return data_->placeText(window);
    return {};
}

QVariant WindowTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return columnHeader(columns_, section, orientation, role);
}

} // namespace helicase
