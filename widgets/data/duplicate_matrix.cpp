#include "widgets/data/duplicate_matrix.h"

#include "widgets/common/format.h"
#include "widgets/common/theme.h"
#include "widgets/data/chart_frame.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

constexpr double cellGap = 4;
constexpr double largestCell = 90;

QString summaryOf(const DataSurvey &survey)
{
    const QString first = QString::fromStdString(survey.splits.front().file.split);
    if (survey.splits.size() == 1) {
        const int64_t repeats = survey.duplicates(0, 0).rows;
        return repeats == 0   ? DuplicateMatrix::tr("No sequence occurs twice.")
               : repeats == 1 ? DuplicateMatrix::tr("1 row repeats an earlier one.")
                              : DuplicateMatrix::tr("%1 rows repeat an earlier one.")
                                    .arg(groupedNumber(repeats));
    }
    int64_t overlap = 0;
    for (size_t split = 1; split < survey.splits.size(); ++split)
        overlap += survey.duplicates(0, split).rows;
    return overlap == 0
               ? DuplicateMatrix::tr("No sequence of %1 occurs in another split.").arg(first)
           : overlap == 1
               ? DuplicateMatrix::tr("1 row of another split also occurs in %1.").arg(first)
               : DuplicateMatrix::tr("%1 rows of other splits also occur in %2.")
                     .arg(groupedNumber(overlap), first);
}

} // namespace

DuplicateMatrix::DuplicateMatrix(const QString &objectName, QWidget *parent) : QWidget(parent)
{
    setObjectName(objectName);
    setAccessibleName(tr("Duplicates by split, on both strands"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    setFocusPolicy(Qt::StrongFocus);
}

void DuplicateMatrix::setSurvey(const DataSurvey &survey)
{
    clear();
    for (const SurveySplit &split : survey.splits)
        splits_ += QString::fromStdString(split.file.split);
    QStringList tells;
    for (size_t a = 0; a < survey.splits.size(); ++a)
        for (size_t b = 0; b < survey.splits.size(); ++b)
            counts_.push_back(survey.duplicates(a, b));
    for (int first = 0; first < splits_.size(); ++first)
        for (int second = first; second < splits_.size(); ++second)
            tells += tellOf({first, second});
    summary_ = summaryOf(survey);
    setAccessibleDescription(tells.join(QStringLiteral("; ")));
    updateGeometry();
    update();
}

void DuplicateMatrix::clear()
{
    splits_.clear();
    counts_.clear();
    summary_.clear();
    current_ = {};
    setAccessibleDescription({});
    update();
}

const DuplicateCount &DuplicateMatrix::countOf(Cell cell) const
{
    return counts_[static_cast<size_t>(cell.first) * static_cast<size_t>(splits_.size()) +
                   static_cast<size_t>(cell.second)];
}

QString DuplicateMatrix::tellOf(Cell cell) const
{
    const DuplicateCount &count = countOf(cell);
    const QString strand =
        count.otherStrand > 0
            ? tr(" (%1 on the other strand only)").arg(groupedNumber(count.otherStrand))
            : QString();
    if (cell.first == cell.second)
        return tr("%1 rows of %2 repeat an earlier one%3")
            .arg(groupedNumber(count.rows), splits_[cell.first], strand);
    return tr("%1 rows of %2 also occur in %3%4")
        .arg(groupedNumber(count.rows), splits_[cell.second], splits_[cell.first], strand);
}

QSize DuplicateMatrix::sizeHint() const
{
    const auto rows = static_cast<double>(std::max<qsizetype>(1, splits_.size()));
    return {220, static_cast<int>(2 * smallLine() + rows * (smallLine() + 20 + cellGap))};
}

QSize DuplicateMatrix::minimumSizeHint() const
{
    const auto rows = static_cast<double>(std::max<qsizetype>(1, splits_.size()));
    return {160, static_cast<int>(2 * smallLine() + rows * (smallLine() + 8 + cellGap))};
}

QRectF DuplicateMatrix::areaOf(Cell cell) const
{
    const QFontMetricsF metrics(smallFont());
    double label = 0;
    for (const QString &split : splits_)
        label = std::max(label, metrics.horizontalAdvance(split));
    label = std::min(label, width() / 3.0) + 12;
    const auto count = static_cast<double>(splits_.size());
    const double cellWidth = std::min(largestCell, (width() - label - cellGap) / count - cellGap);
    const double top = smallLine() + cellGap;
    const double cellHeight = std::min(largestCell / 2, (height() - top) / count - cellGap);
    return {std::round(label + cell.second * (cellWidth + cellGap)),
            std::round(top + cell.first * (cellHeight + cellGap)), std::round(cellWidth),
            std::round(cellHeight)};
}

bool DuplicateMatrix::cellAt(const QPointF &place, Cell &cell) const
{
    for (int first = 0; first < splits_.size(); ++first)
        for (int second = first; second < splits_.size(); ++second)
            if (areaOf({first, second}).contains(place)) {
                cell = {first, second};
                return true;
            }
    return false;
}

void DuplicateMatrix::paintEvent(QPaintEvent *)
{
    if (splits_.isEmpty())
        return;
    QPainter painter(this);
    const QFontMetricsF metrics(smallFont());
    for (int split = 0; split < splits_.size(); ++split) {
        const QRectF area = areaOf({split, split});
        painter.setFont(smallFont());
        painter.setPen(shownColor(ColorRole::Muted));
        const double room = areaOf({split, 0}).left() - 8;
        painter.drawText(QRectF(0, area.top(), room, area.height()),
                         Qt::AlignRight | Qt::AlignVCenter,
                         metrics.elidedText(splits_[split], Qt::ElideMiddle, room));
        painter.drawText(
            QRectF(area.left() - cellGap, 0, area.width() + 2 * cellGap, smallLine()),
            Qt::AlignCenter,
            metrics.elidedText(splits_[split], Qt::ElideMiddle, area.width() + 2 * cellGap));
        for (int second = split; second < splits_.size(); ++second) {
            const Cell cell{split, second};
            const QRectF box = areaOf(cell);
            const int64_t rows = countOf(cell).rows;
            const bool isDoubtful = second != split && rows > 0;
            painter.fillRect(box,
                             shownColor(isDoubtful ? ColorRole::WarningBand : ColorRole::Window));
            const bool isCurrent =
                hasFocus() && cell.first == current_.first && cell.second == current_.second;
            if (isDoubtful || isCurrent) {
                painter.setPen(QPen(shownColor(isCurrent ? ColorRole::Accent : ColorRole::Warning),
                                    isCurrent ? 2 : 1));
                painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5));
            }
            QFont font = secondaryFont();
            font.setBold(isDoubtful);
            painter.setFont(font);
            painter.setPen(shownColor(isDoubtful ? ColorRole::Warning : ColorRole::Text));
            painter.drawText(box, Qt::AlignCenter, groupedNumber(rows));
        }
    }
}

bool DuplicateMatrix::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip || splits_.isEmpty())
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    Cell cell;
    if (cellAt(help->pos(), cell))
        QToolTip::showText(help->globalPos(), tellOf(cell), this);
    else
        QToolTip::hideText();
    return true;
}

void DuplicateMatrix::moveTo(Cell cell)
{
    current_ = cell;
    QAccessibleEvent told(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&told);
    setToolTip(tellOf(cell));
    update();
}

void DuplicateMatrix::mousePressEvent(QMouseEvent *event)
{
    Cell cell;
    if (!cellAt(event->position(), cell))
        return;
    moveTo(cell);
    Q_EMIT cellChosen(cell.first, cell.second);
}

void DuplicateMatrix::keyPressEvent(QKeyEvent *event)
{
    if (splits_.isEmpty())
        return QWidget::keyPressEvent(event);
    const int last = static_cast<int>(splits_.size()) - 1;
    Cell cell = current_;
    switch (event->key()) {
    case Qt::Key_Left:
        cell.second = std::max(cell.first, cell.second - 1);
        break;
    case Qt::Key_Right:
        cell.second = std::min(last, cell.second + 1);
        break;
    case Qt::Key_Up:
        cell.first = std::max(0, cell.first - 1);
        break;
    case Qt::Key_Down:
        cell.first = std::min(cell.second, cell.first + 1);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        Q_EMIT cellChosen(cell.first, cell.second);
        return;
    default:
        return QWidget::keyPressEvent(event);
    }
    moveTo(cell);
}

void DuplicateMatrix::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

} // namespace helicase
