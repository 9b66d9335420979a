#include "widgets/evaluate/species_bin_matrix.h"

#include "core/base/text.h"
#include "widgets/common/format.h"
#include "widgets/common/species_name.h"
#include "widgets/evaluate/figure_parts.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

namespace helicase {

namespace {

constexpr size_t mostClassesWithNumbers = 40;
constexpr double captionGap = 6;

size_t majorityRow(const SpeciesBinCounts &counts, size_t column)
{
    size_t best = 0;
    for (size_t row = 0; row < counts.species.size(); ++row)
        if (counts.counts[row][column] > counts.counts[best][column])
            best = row;
    return best;
}

// Moves the columns of a table so that bins follow the order of their majority species.
void orderBins(SpeciesBinCounts &counts)
{
    std::vector<size_t> order(counts.bins.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::ranges::stable_sort(order, {}, [&](size_t column) {
        const bool isLast = counts.bins[column] == SpeciesBinCounts::noBin;
        return std::pair(isLast, majorityRow(counts, column));
    });
    const auto reordered = [&](const auto &values) {
        auto result = values;
        for (size_t column = 0; column < order.size(); ++column)
            result[column] = values[order[column]];
        return result;
    };
    counts.bins = reordered(counts.bins);
    for (auto &row : counts.counts)
        row = reordered(row);
    for (auto &row : counts.ids)
        row = reordered(row);
}

} // namespace

SpeciesBinCounts countSpeciesAndBins(const TsvTable &assignments, const std::string &candidate)
{
    SpeciesBinCounts result;
    const int speciesColumn = assignments.column("species");
    const int binColumn = assignments.column(candidate);
    if (speciesColumn < 0 || binColumn < 0)
        return result;
    const auto speciesOf = [&](const auto &row) { return row[static_cast<size_t>(speciesColumn)]; };
    const auto binOf = [&](const auto &row) {
        return parseInteger(row[static_cast<size_t>(binColumn)]).value_or(SpeciesBinCounts::noBin);
    };
    std::set<std::string> names;
    std::set<int64_t> bins;
    for (const auto &row : assignments.rows) {
        names.insert(speciesOf(row));
        bins.insert(binOf(row));
    }
    result.bins.assign(bins.begin(), bins.end());
    for (const std::string &name : names)
        result.species.push_back(QString::fromStdString(name));
    result.counts.assign(names.size(), std::vector<int64_t>(bins.size(), 0));
    result.ids.assign(names.size(), std::vector<QString>(bins.size()));
    for (const auto &row : assignments.rows) {
        const auto r =
            static_cast<size_t>(std::distance(names.begin(), names.find(speciesOf(row))));
        const auto c = static_cast<size_t>(std::distance(bins.begin(), bins.find(binOf(row))));
        ++result.counts[r][c];
        result.ids[r][c] += QString::fromStdString(row.front()) + u'\n';
    }
    orderBins(result);
    return result;
}

SpeciesBinMatrix::SpeciesBinMatrix(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("evaluate.matrix"));
    setAccessibleName(tr("Species and bins"));
    setMouseTracking(true);
}

void SpeciesBinMatrix::setCounts(SpeciesBinCounts counts)
{
    counts_ = std::move(counts);
    setAccessibleDescription(tr("%1 species, %2 bins")
                                 .arg(counts_.species.size())
                                 .arg(std::ranges::count_if(counts_.bins, [](int64_t bin) {
                                     return bin != SpeciesBinCounts::noBin;
                                 })));
    update();
}

void SpeciesBinMatrix::setColours(const QColor &low, const QColor &high)
{
    low_ = low;
    high_ = high;
    update();
}

QString SpeciesBinMatrix::binName(size_t column) const
{
    const int64_t bin = counts_.bins[column];
    return bin == SpeciesBinCounts::noBin ? tr("none") : tr("bin %1").arg(bin);
}

SpeciesBinMatrix::Layout SpeciesBinMatrix::layoutCells() const
{
    QFont italic = smallFont();
    italic.setItalic(true);
    const QFontMetricsF metrics(italic);
    double widest = 0;
    for (const QString &name : counts_.species)
        widest = std::max(widest, metrics.horizontalAdvance(shortSpeciesName(name)));
    Layout cells;
    cells.left = std::min(widest, width() * 0.4) + captionGap;
    cells.top = metrics.height() + captionGap;
    cells.cellWidth = (width() - cells.left) / std::max<double>(1, double(counts_.bins.size()));
    const double room = height() - cells.top - metrics.height() - captionGap;
    cells.cellHeight = room / std::max<double>(1, double(counts_.species.size()));
    cells.cellWidth = std::min(cells.cellWidth, 64.0);
    cells.cellHeight = std::min(cells.cellHeight, 34.0);
    return cells;
}

void SpeciesBinMatrix::paintEvent(QPaintEvent *)
{
    if (counts_.species.empty())
        return;
    QPainter painter(this);
    painter.setFont(smallFont());
    const Layout cells = layoutCells();
    paintCells(painter, cells);
    paintNames(painter, cells);
}

void SpeciesBinMatrix::paintCells(QPainter &painter, const Layout &cells) const
{
    int64_t highest = 1;
    for (const auto &row : counts_.counts)
        highest = std::max(highest, *std::ranges::max_element(row));
    const bool withNumbers = counts_.species.size() <= mostClassesWithNumbers &&
                             counts_.bins.size() <= mostClassesWithNumbers;
    for (size_t row = 0; row < counts_.counts.size(); ++row)
        for (size_t column = 0; column < counts_.bins.size(); ++column) {
            const int64_t count = counts_.counts[row][column];
            const QRectF cell(cells.left + double(column) * cells.cellWidth,
                              cells.top + double(row) * cells.cellHeight, cells.cellWidth - 1,
                              cells.cellHeight - 1);
            const double share = count == 0 ? 0 : 0.12 + 0.88 * double(count) / double(highest);
            const QColor fill = mixed(low_, high_, share);
            painter.fillRect(cell, fill);
            if (!withNumbers || count == 0)
                continue;
            painter.setPen(inkOn(fill));
            painter.drawText(cell, Qt::AlignCenter, groupedNumber(count));
        }
}

// In narrow columns numbers alone, with "bin" before them; thinned out until they do not touch.
void SpeciesBinMatrix::paintBinNames(QPainter &painter, const Layout &cells) const
{
    const QFontMetricsF metrics(painter.font());
    const auto widthOf = [&](const QString &text) { return metrics.horizontalAdvance(text) + 4; };
    const bool isNarrow = widthOf(tr("bin %1").arg(QStringLiteral("00"))) > cells.cellWidth;
    const double line = cells.top - 3;
    if (isNarrow)
        painter.drawText(QRectF(0, 0, cells.left - captionGap, line),
                         Qt::AlignRight | Qt::AlignBottom, tr("bin"));
    const double widest = isNarrow ? widthOf(QStringLiteral("00")) : 0;
    const auto every = static_cast<size_t>(std::max(1.0, std::ceil(widest / cells.cellWidth)));
    for (size_t column = 0; column < counts_.bins.size(); column += every) {
        const int64_t bin = counts_.bins[column];
        const QString number =
            bin == SpeciesBinCounts::noBin ? QStringLiteral("–") : QString::number(bin);
        painter.drawText(QRectF(cells.left + double(column) * cells.cellWidth, 0,
                                cells.cellWidth * double(every), line),
                         (every == 1 ? Qt::AlignHCenter : Qt::AlignLeft) | Qt::AlignBottom,
                         isNarrow ? number : binName(column));
    }
}

// In as many lines as the row has room for.
void SpeciesBinMatrix::paintName(QPainter &painter, const QRectF &box, const QString &name)
{
    constexpr int place = Qt::AlignRight | Qt::AlignVCenter;
    const QFontMetricsF metrics(painter.font());
    const QRectF wrapped = metrics.boundingRect(box, place | Qt::TextWordWrap, name);
    if (wrapped.height() <= box.height() && wrapped.width() <= box.width())
        painter.drawText(box, place | Qt::TextWordWrap, name);
    else
        painter.drawText(box, place, metrics.elidedText(name, Qt::ElideRight, box.width()));
}

void SpeciesBinMatrix::paintNames(QPainter &painter, const Layout &cells) const
{
    painter.setPen(palette().color(QPalette::Text));
    const QFontMetricsF metrics(painter.font());
    paintBinNames(painter, cells);
    QFont font = painter.font();
    for (size_t row = 0; row < counts_.species.size(); ++row) {
        const QString &name = counts_.species[row];
        font.setItalic(isBinomial(name));
        painter.setFont(font);
        const QRectF box(0, cells.top + double(row) * cells.cellHeight, cells.left - captionGap,
                         cells.cellHeight - 1);
        paintName(painter, box, shortSpeciesName(name));
    }
    font.setItalic(false);
    painter.setFont(font);
    painter.setPen(palette().color(QPalette::PlaceholderText));
    const double below = cells.top + double(counts_.species.size()) * cells.cellHeight + 2;
    const QString note = tr("Bins ordered by their majority species");
    const double left = std::min(cells.left, width() - metrics.horizontalAdvance(note) - 1);
    painter.drawText(QRectF(std::max(left, 0.0), below, width(), metrics.height() + 2),
                     Qt::AlignLeft | Qt::AlignTop, note);
}

std::pair<int, int> SpeciesBinMatrix::cellAt(const QPointF &place) const
{
    const Layout cells = layoutCells();
    const int column = static_cast<int>(std::floor((place.x() - cells.left) / cells.cellWidth));
    const int row = static_cast<int>(std::floor((place.y() - cells.top) / cells.cellHeight));
    if (column < 0 || row < 0 || column >= static_cast<int>(counts_.bins.size()) ||
        row >= static_cast<int>(counts_.species.size()))
        return {-1, -1};
    return {row, column};
}

void SpeciesBinMatrix::mousePressEvent(QMouseEvent *event)
{
    const auto [row, column] = cellAt(event->position());
    if (row < 0)
        return;
    const QString &ids = counts_.ids[static_cast<size_t>(row)][static_cast<size_t>(column)];
    if (!ids.isEmpty())
        Q_EMIT cellActivated(ids);
}

bool SpeciesBinMatrix::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    auto *help = static_cast<QHelpEvent *>(event);
    const auto [row, column] = cellAt(help->pos());
    if (row < 0) {
        QToolTip::hideText();
        return true;
    }
    const auto r = static_cast<size_t>(row);
    const auto c = static_cast<size_t>(column);
    QToolTip::showText(
        help->globalPos(),
        tr("%1 contigs of %2 in %3. Click to show them in Embeddings.")
            .arg(groupedNumber(counts_.counts[r][c]), counts_.species[r], binName(c)),
        this);
    return true;
}

} // namespace helicase
