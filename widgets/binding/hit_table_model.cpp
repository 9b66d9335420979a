#include "widgets/binding/hit_table_model.h"

#include "widgets/common/format.h"

#include <numeric>

namespace helicase {

namespace {

double meanOf(const std::vector<float> &values, const ExplainedHit &hit)
{
    const auto begin = values.begin() + hit.begin - 1;
    return std::accumulate(begin, values.begin() + hit.end, 0.0) /
           static_cast<double>(hit.end - hit.begin + 1);
}

// "T to A at +4, −58": bases are counted from the match's first one.
QString changeText(const Explanation &explanation, const ExplainedHit &hit,
                   const Explanation::Substitution &found)
{
    if (found.base < 0)
        return QStringLiteral("–");
    const auto letter = static_cast<size_t>(found.letter);
    return HitTableModel::tr("%1 to %2 at +%3, %4")
        .arg(QString(QLatin1Char(explanation.sequence[static_cast<size_t>(found.base)])),
             QString(QLatin1Char(explainedLetters[letter])))
        .arg(found.base - (hit.begin - 1) + 1)
        .arg(fixedNumber(double(found.change), 1));
}

} // namespace

HitTableModel::HitTableModel(QObject *parent) : QAbstractTableModel(parent)
{
    setHits(nullptr, {});
}

void HitTableModel::setHits(std::shared_ptr<const Explanation> explanation, const TrackScene &scene)
{
    beginResetModel();
    firstBase_ = scene.firstBase;
    columns_ = {{tr("Motif"), false, tr("Matrix and its name")},
                {tr("Strand"), false, tr("The strand that matches")},
                {tr("From"), true, tr("First base of the match")},
                {tr("To"), true, tr("Last base of the match")},
                {tr("p"), true, tr("Probability of such a score at one place of random sequence")},
                {tr("Measured"), true, tr("Mean measured score of the match")}};
    for (const TrackCurve &curve : scene.curves)
        columns_.push_back({curve.name, true, tr("Mean score that %1 predicts").arg(curve.name)});
    columns_.push_back(
        {tr("Strongest substitution"), false,
         tr("Changes the summed prediction most; bases count from the match's first")});
    rows_.clear();
    if (explanation)
        for (const ExplainedHit &hit : explanation->hits) {
            Row row{.hit = hit, .measured = meanOf(scene.measured, hit)};
            for (const TrackCurve &curve : scene.curves)
                row.predicted.push_back(meanOf(curve.values, hit));
            row.strongest = explanation->strongest(hit.begin - 1, hit.end);
            row.change = changeText(*explanation, hit, row.strongest);
            rows_.push_back(std::move(row));
        }
    endResetModel();
}

const ExplainedHit &HitTableModel::hitAt(int row) const
{
    return rows_[static_cast<size_t>(row)].hit;
}

int HitTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int HitTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(columns_.size());
}

QString HitTableModel::cellText(const Row &row, int column) const
{
    switch (column) {
    case Motif:
        return QString::fromStdString(row.hit.motif + " " + row.hit.name).trimmed();
    case Strand:
        return row.hit.strand == '-' ? QString(QChar(0x2212)) : QStringLiteral("+");
    case From:
        return groupedNumber(firstBase_ + row.hit.begin - 1);
    case To:
        return groupedNumber(firstBase_ + row.hit.end - 1);
    case PValue:
        return shortNumber(row.hit.pValue, 2);
    case Measured:
        return fixedNumber(row.measured, 2);
    default: {
        const auto model = static_cast<size_t>(column - FirstModel);
        return model < row.predicted.size() ? fixedNumber(row.predicted[model], 2) : row.change;
    }
    }
}

double HitTableModel::keyOf(const Row &row, int column) const
{
    switch (column) {
    case Strand:
        return row.hit.strand;
    case From:
        return static_cast<double>(row.hit.begin);
    case To:
        return static_cast<double>(row.hit.end);
    case PValue:
        return row.hit.pValue;
    case Measured:
        return row.measured;
    default: {
        const auto model = static_cast<size_t>(column - FirstModel);
        return model < row.predicted.size() ? row.predicted[model] : double(row.strongest.change);
    }
    }
}

void HitTableModel::sort(int column, Qt::SortOrder order)
{
    beginResetModel();
    if (column == Motif)
        sortByKey(rows_, order, [](const Row &row) { return row.hit.motif; });
    else if (column > Motif)
        sortByKey(rows_, order, [this, column](const Row &row) { return keyOf(row, column); });
    endResetModel();
}

QVariant HitTableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Row &row = rows_[static_cast<size_t>(index.row())];
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return cellText(row, index.column());
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(columns_[static_cast<size_t>(index.column())]);
    return {};
}

QVariant HitTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return columnHeader(columns_, section, orientation, role);
}

} // namespace helicase
