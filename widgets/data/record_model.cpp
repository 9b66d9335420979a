#include "widgets/data/record_model.h"

#include "widgets/common/format.h"
#include "widgets/common/theme.h"

#include <algorithm>
#include <numeric>

namespace helicase {

namespace {

// More letters than a cell shows on any screen.
constexpr size_t shownLetters = 400;

QString textFrom(std::string_view text)
{
    return QString::fromUtf8(text.data(), std::ssize(text));
}

// In the order of RecordModel::Column.
std::vector<TableColumn> recordColumns()
{
    const auto tr = [](const char *text) { return RecordModel::tr(text); };
    return {
        {.title = tr("Line"), .isNumber = true, .toolTip = tr("Line in the file")},
        {.title = tr("Split")},
        {.title = tr("Name")},
        {.title = tr("Sequence")},
        {.title = tr("Label")},
        {.title = tr("Length (bp)"), .isNumber = true},
        {.title = tr("Tokens"), .isNumber = true, .toolTip = tr("Special tokens included")},
        {.title = tr("GC (%)"), .isNumber = true, .toolTip = tr("G and C among all letters")},
        {.title = tr("Remark")},
    };
}

QString labelText(const DataSurvey &survey, int32_t label)
{
    return label < 0 ? QString()
                     : QString::fromStdString(survey.labels[static_cast<size_t>(label)]);
}

bool holds(std::string_view text, const std::string &upper, const std::string &lower)
{
    return text.find(upper) != std::string_view::npos || text.find(lower) != std::string_view::npos;
}

} // namespace

QString remarkOf(const LoadedData &loaded, uint32_t record)
{
    const DataSurvey &survey = *loaded.survey;
    const SurveyRow &row = survey.rows[record];
    QStringList remarks;
    if (row.hasEmptySequence)
        remarks += RecordModel::tr("no sequence");
    if (row.label < 0 && hasLabels(survey.kind))
        remarks += RecordModel::tr("no label");
    for (const uint32_t other : survey.sameSequence(record)) {
        if (other == record)
            continue;
        const SurveyRow &same = survey.rows[other];
        const bool isElsewhere = same.split != row.split;
        remarks += isElsewhere
                       ? RecordModel::tr("in %1, line %2")
                             .arg(QString::fromStdString(survey.splits[same.split].file.split),
                                  groupedNumber(same.line))
                       : RecordModel::tr("same as line %1").arg(groupedNumber(same.line));
        if (same.label != row.label)
            remarks += RecordModel::tr("with another label");
        break; // the inspector lists them all
    }
    if (row.hasOtherLetters)
        remarks += RecordModel::tr("other letters");
    if (loaded.choice.maxTokens > 0 && row.tokens > loaded.choice.maxTokens)
        remarks += RecordModel::tr("over the limit");
    return remarks.join(QStringLiteral(", "));
}

RecordModel::RecordModel(QObject *parent) : QAbstractTableModel(parent), columns_(recordColumns())
{
}

void RecordModel::setLoaded(std::shared_ptr<const LoadedData> loaded)
{
    loaded_ = std::move(loaded);
    filter_ = {};
    rebuild();
}

void RecordModel::setFilter(const RecordFilter &filter)
{
    filter_ = filter;
    rebuild();
}

bool RecordModel::hasColumn(Column column) const
{
    if (!loaded_)
        return true;
    const DataSurvey &survey = *loaded_->survey;
    switch (column) {
    case Split:
        return survey.splits.size() > 1;
    case Name:
        return survey.kind == DataKind::Sequences;
    case Label:
        return !survey.labels.empty() || hasLabels(survey.kind);
    case Tokens:
        return survey.hasTokens;
    default:
        return true;
    }
}

void RecordModel::rebuild()
{
    beginResetModel();
    shown_.clear();
    if (loaded_) {
        const DataSurvey &survey = *loaded_->survey;
        std::vector<uint32_t> all;
        if (!filter_.isLimited) {
            all.resize(survey.rows.size());
            std::iota(all.begin(), all.end(), 0U);
        }
        const std::string upper = filter_.text.toUpper().toStdString();
        const std::string lower = filter_.text.toLower().toStdString();
        for (const uint32_t record : filter_.isLimited ? filter_.rows : all) {
            const SurveyRow &row = survey.rows[record];
            if ((filter_.split >= 0 && row.split != filter_.split) ||
                (filter_.label >= 0 && row.label != filter_.label))
                continue;
            if (!upper.empty()) {
                const DataSurvey::RowText text = survey.text(record);
                const bool isFound =
                    holds(text.first, upper, lower) || holds(text.second, upper, lower) ||
                    textFrom(text.name).contains(filter_.text, Qt::CaseInsensitive) ||
                    labelText(survey, row.label).contains(filter_.text, Qt::CaseInsensitive);
                if (!isFound)
                    continue;
            }
            shown_.push_back(record);
        }
        sortRows();
    }
    endResetModel();
}

void RecordModel::sort(int column, Qt::SortOrder order)
{
    sortColumn_ = column;
    sortOrder_ = order;
    if (!loaded_)
        return;
    beginResetModel();
    std::ranges::sort(shown_);
    sortRows();
    endResetModel();
}

void RecordModel::sortRows()
{
    const DataSurvey &survey = *loaded_->survey;
    const auto sortBy = [&](auto key) {
        sortByKey(shown_, sortOrder_, [&](uint32_t record) { return key(survey.rows[record]); });
    };
    switch (sortColumn_) {
    case Place:
        sortByKey(shown_, sortOrder_, [](uint32_t record) { return record; });
        break;
    case Split:
        sortBy([](const SurveyRow &row) { return row.split; });
        break;
    case Label:
        sortBy([](const SurveyRow &row) { return row.label; });
        break;
    case Length:
        sortBy([](const SurveyRow &row) { return row.bases; });
        break;
    case Tokens:
        sortBy([](const SurveyRow &row) { return row.tokens; });
        break;
    case Gc:
        sortBy([](const SurveyRow &row) { return row.gcShare; });
        break;
    case Name:
        sortByKey(shown_, sortOrder_, [&](uint32_t record) { return survey.text(record).name; });
        break;
    case Text:
        sortByKey(shown_, sortOrder_, [&](uint32_t record) { return survey.text(record).first; });
        break;
    default:
        break;
    }
}

int RecordModel::rowOf(uint32_t record) const
{
    const auto found = std::ranges::find(shown_, record);
    return found == shown_.end() ? -1 : static_cast<int>(found - shown_.begin());
}

int RecordModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(shown_.size());
}

int RecordModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant RecordModel::data(const QModelIndex &index, int role) const
{
    const uint32_t record = recordAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return textOf(record, index.column());
    case Qt::TextAlignmentRole:
        return alignmentOf(columns_[static_cast<size_t>(index.column())]);
    case Qt::FontRole:
        return index.column() == Text ? QVariant(monospacedFont()) : QVariant();
    case Qt::ForegroundRole:
        return index.column() == Remark ? QVariant(shownColor(ColorRole::Warning)) : QVariant();
    case Qt::ToolTipRole:
        return index.column() == Remark || index.column() == Label || index.column() == Name
                   ? QVariant(textOf(record, index.column()))
                   : QVariant();
    default:
        return {};
    }
}

QString RecordModel::textOf(uint32_t record, int column) const
{
    const DataSurvey &survey = *loaded_->survey;
    const SurveyRow &row = survey.rows[record];
    switch (column) {
    case Place:
        return groupedNumber(row.line);
    case Split:
        return QString::fromStdString(survey.splits[row.split].file.split);
    case Name:
        return textFrom(survey.text(record).name);
    case Text: {
        const DataSurvey::RowText text = survey.text(record);
        const QString first = textFrom(text.first.substr(0, shownLetters));
        return text.second.empty()
                   ? first
                   : first + QStringLiteral(" · ") + textFrom(text.second.substr(0, shownLetters));
    }
    case Label:
        return labelText(survey, row.label);
    case Length:
        return groupedNumber(row.bases);
    case Tokens:
        return row.tokens < 0 ? QString() : groupedNumber(row.tokens);
    case Gc:
        return row.bases == 0 ? QString() : fixedNumber(row.gcShare * 100, 1);
    case Remark:
        return remarkOf(*loaded_, record);
    default:
        return {};
    }
}

QVariant RecordModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return columnHeader(columns_, section, orientation, role);
}

} // namespace helicase
