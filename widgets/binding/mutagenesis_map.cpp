#include "widgets/binding/mutagenesis_map.h"

#include "core/base/atomic_file.h"
#include "core/base/text.h"
#include "widgets/binding/diverging_colours.h"
#include "widgets/common/format.h"
#include "widgets/common/theme.h"
#include "widgets/evaluate/figure_parts.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMenu>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

constexpr double barWidth = 200;
constexpr double barHeight = 8;

double lineHeight()
{
    return QFontMetricsF(smallFont()).height();
}

} // namespace

QColor divergingColour(double value, bool dark)
{
    const QColor middle = dark ? QColor(0x3B, 0x41, 0x49) : QColor(0xF7, 0xF8, 0xF9);
    const QColor end = value < 0 ? QColor(0x21, 0x54, 0x96) : QColor(0xB3, 0x58, 0x06);
    return mixed(middle, dark ? end.lighter(135) : end, std::min(1.0, std::abs(value)));
}

MutagenesisMap::MutagenesisMap(Theme &theme, QWidget *parent) : QWidget(parent), theme_(theme)
{
    setObjectName(QStringLiteral("binding.mutagenesis"));
    setAccessibleName(tr("Every substitution"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    connect(&theme_, &Theme::changed, this, qOverload<>(&QWidget::update));
    describe();
}

void MutagenesisMap::setExplanation(std::shared_ptr<const Explanation> explanation,
                                    int64_t firstBase)
{
    explanation_ = std::move(explanation);
    firstBase_ = firstBase;
    largest_ = explanation_ ? explanation_->largestChange() : 1;
    cursor_.reset();
    chosen_.reset();
    setSpan(explanation_ ? BaseSpan{0, explanation_->bases()} : BaseSpan{});
}

void MutagenesisMap::setSpan(BaseSpan span)
{
    const int64_t bases = explanation_ ? explanation_->bases() : 0;
    span_.begin = std::clamp<int64_t>(span.begin, 0, bases);
    span_.end = std::clamp<int64_t>(span.end, span_.begin, bases);
    describe();
    update();
}

void MutagenesisMap::setChosen(std::optional<Cell> cell)
{
    chosen_ = cell;
    describe();
    update();
}

QRectF MutagenesisMap::cells() const
{
    const double top = lineHeight() + 6;
    const double below = 2 * lineHeight() + barHeight + 14;
    return {trackLeftMargin, top, std::max(20.0, width() - trackLeftMargin - trackRightMargin),
            std::max(16.0, height() - top - below)};
}

QRectF MutagenesisMap::rectangleOf(Cell cell) const
{
    const QRectF all = cells();
    const double wide = all.width() / static_cast<double>(std::max<int64_t>(span_.length(), 1));
    const double high = all.height() / 4;
    return {all.left() + static_cast<double>(cell.base - span_.begin) * wide,
            all.top() + cell.letter * high, wide, high};
}

std::optional<MutagenesisMap::Cell> MutagenesisMap::cellAt(const QPointF &place) const
{
    const QRectF all = cells();
    if (!explanation_ || span_.length() == 0 || !all.contains(place))
        return std::nullopt;
    const double wide = all.width() / static_cast<double>(span_.length());
    const auto base = static_cast<int64_t>((place.x() - all.left()) / wide);
    return Cell{.base = span_.begin + std::min(base, span_.length() - 1),
                .letter =
                    std::min(3, static_cast<int>((place.y() - all.top()) / all.height() * 4))};
}

QColor MutagenesisMap::colourOf(Cell cell) const
{
    const float change =
        explanation_->change[static_cast<size_t>(cell.base)][static_cast<size_t>(cell.letter)];
    return divergingColour(double(change / largest_), theme_.isDark());
}

QString MutagenesisMap::textOf(Cell cell) const
{
    const QString base = groupedNumber(firstBase_ + cell.base);
    const QString letter(QLatin1Char(explainedLetters[static_cast<size_t>(cell.letter)]));
    if (cell.letter == explanation_->referenceLetter(cell.base))
        return tr("Base %1, %2 as it is").arg(base, letter);
    const auto place = static_cast<size_t>(cell.base);
    const double change = double(explanation_->change[place][static_cast<size_t>(cell.letter)]);
    return tr("Base %1, %2 to %3: %4")
        .arg(base, QString(QLatin1Char(explanation_->sequence[place])), letter,
             (change > 0 ? QStringLiteral("+") : QString()) + fixedNumber(change, 2));
}

void MutagenesisMap::describe()
{
    if (!explanation_) {
        setAccessibleDescription(tr("Nothing is explained yet"));
        return;
    }
    QString text =
        tr("Change of the summed score by every substitution of bases %1 to %2, from "
           "%3 to +%4")
            .arg(groupedNumber(firstBase_ + span_.begin), groupedNumber(firstBase_ + span_.end - 1),
                 fixedNumber(double(-largest_), 2), fixedNumber(double(largest_), 2));
    if (cursor_)
        text += QStringLiteral(". ") + textOf(*cursor_);
    setAccessibleDescription(text);
}

void MutagenesisMap::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme_.color(ColorRole::Base));
    paint(painter, theme_.isDark());
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme_.color(ColorRole::Accent), 2));
    if (hasFocus() && cursor_ && explanation_)
        painter.drawRect(rectangleOf(*cursor_).adjusted(0.5, 0.5, -0.5, -0.5));
    else if (hasFocus())
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
}

void MutagenesisMap::paint(QPainter &painter, bool dark) const
{
    painter.setFont(smallFont());
    if (!explanation_) {
        painter.setPen(themeColor(ColorRole::Muted, dark));
        painter.drawText(QRectF(rect()).adjusted(16, 0, -16, 0), Qt::AlignCenter | Qt::TextWordWrap,
                         tr("Mutate window computes what every substitution changes."));
        return;
    }
    paintLetters(painter, dark);
    paintCells(painter, dark);
    paintNumbers(painter, dark);
    paintBar(painter, dark);
}

void MutagenesisMap::paintLetters(QPainter &painter, bool dark) const
{
    const QRectF first = rectangleOf({.base = span_.begin});
    QFont font = monospacedFont();
    font.setPixelSize(static_cast<int>(std::clamp(first.width() * 1.5, 7.0, 13.0)));
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    if (first.width() >= leastLetterWidth)
        for (int64_t base = span_.begin; base < span_.end; ++base) {
            const char letter = explanation_->sequence[static_cast<size_t>(base)];
            const QRectF box = rectangleOf({.base = base});
            painter.setPen(letterColour(letter, dark));
            painter.drawText(QRectF(box.left() - 4, 2, box.width() + 8, lineHeight() + 2),
                             Qt::AlignCenter, QString(QLatin1Char(letter)));
        }
    painter.setFont(smallFont());
    painter.setPen(themeColor(ColorRole::Muted, dark));
    for (int letter = 0; letter < 4; ++letter) {
        const QRectF box = rectangleOf({.base = span_.begin, .letter = letter});
        painter.drawText(QRectF(0, box.top(), trackLeftMargin - 8, box.height()),
                         Qt::AlignRight | Qt::AlignVCenter,
                         QString(QLatin1Char(explainedLetters[static_cast<size_t>(letter)])));
    }
}

// On whole pixels, so that no seams show between cells that are narrower than they are.
void MutagenesisMap::paintCells(QPainter &painter, bool dark) const
{
    const int gap = rectangleOf({.base = span_.begin}).width() >= 4 ? 1 : 0;
    const QColor dot = themeColor(ColorRole::Text, dark);
    for (int64_t base = span_.begin; base < span_.end; ++base)
        for (int letter = 0; letter < 4; ++letter) {
            const QRectF box = rectangleOf({.base = base, .letter = letter});
            const QPoint first(qRound(box.left()), qRound(box.top()));
            const QPoint last(qRound(box.right()) - 1 - gap, qRound(box.bottom()) - 1 - gap);
            const float change =
                explanation_->change[static_cast<size_t>(base)][static_cast<size_t>(letter)];
            painter.fillRect(QRect(first, last), divergingColour(double(change / largest_), dark));
            if (letter != explanation_->referenceLetter(base))
                continue;
            const double radius = std::clamp(box.width() / 6, 0.5, 1.5);
            painter.setPen(Qt::NoPen);
            painter.setBrush(dot);
            painter.drawEllipse(box.center(), radius, radius);
        }
    painter.setBrush(Qt::NoBrush);
    if (chosen_) {
        painter.setPen(QPen(themeColor(ColorRole::Accent, dark), 2));
        painter.drawRect(rectangleOf(*chosen_));
    }
}

void MutagenesisMap::paintNumbers(QPainter &painter, bool dark) const
{
    painter.setPen(themeColor(ColorRole::Muted, dark));
    const QRectF all = cells();
    const double widest =
        painter.fontMetrics().horizontalAdvance(groupedNumber(firstBase_ + span_.end)) + 20;
    const double perBase = all.width() / static_cast<double>(std::max<int64_t>(span_.length(), 1));
    const auto step =
        static_cast<int64_t>(std::max(1.0, roundStep(std::max(1.0, widest / perBase))));
    const int64_t begin = (firstBase_ + span_.begin + step - 1) / step * step;
    for (int64_t base = begin; base < firstBase_ + span_.end; base += step) {
        const double x = rectangleOf({.base = base - firstBase_}).center().x();
        painter.drawText(QRectF(x - widest / 2, all.bottom() + 3, widest, lineHeight()),
                         Qt::AlignCenter, groupedNumber(base));
    }
}

void MutagenesisMap::paintBar(QPainter &painter, bool dark) const
{
    const double top = cells().bottom() + lineHeight() + 8;
    constexpr int steps = 40;
    for (int i = 0; i < steps; ++i)
        painter.fillRect(
            QRectF(trackLeftMargin + i * barWidth / steps, top, barWidth / steps + 0.5, barHeight),
            divergingColour(2 * (i + 0.5) / steps - 1, dark));
    painter.setPen(themeColor(ColorRole::Muted, dark));
    const QRectF text(trackLeftMargin, top + barHeight + 1, barWidth, lineHeight());
    const int decimals = largest_ >= 10 ? 0 : 2;
    painter.drawText(text, Qt::AlignLeft, fixedNumber(double(-largest_), decimals));
    painter.drawText(text, Qt::AlignHCenter, QStringLiteral("0"));
    painter.drawText(text, Qt::AlignRight,
                     QStringLiteral("+") + fixedNumber(double(largest_), decimals));
    const double left = trackLeftMargin + barWidth + 16;
    const QString note = tr("Change of the summed score; dot: reference base");
    const QRectF box(left, top - 4, std::max(0.0, width() - left - 8), lineHeight() + 4);
    painter.drawText(
        box, Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(note, Qt::ElideRight, static_cast<int>(box.width())));
}

void MutagenesisMap::choose(std::optional<Cell> cell)
{
    if (cell && cell->letter == explanation_->referenceLetter(cell->base))
        cell.reset(); // nothing changes
    if (cell == chosen_)
        cell.reset();
    setChosen(cell);
    Q_EMIT cellChosen(chosen_);
}

void MutagenesisMap::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    cursor_ = cellAt(event->position());
    if (cursor_)
        choose(cursor_);
}

void MutagenesisMap::mouseMoveEvent(QMouseEvent *event)
{
    const auto cell = cellAt(event->position());
    Q_EMIT pointed(cell ? textOf(*cell) : QString());
}

void MutagenesisMap::leaveEvent(QEvent *event)
{
    Q_EMIT pointed({});
    QWidget::leaveEvent(event);
}

void MutagenesisMap::moveCursor(int64_t bases, int letters)
{
    if (!explanation_ || span_.length() == 0)
        return;
    const Cell from = cursor_.value_or(Cell{.base = span_.begin - bases, .letter = -letters});
    cursor_ = Cell{.base = std::clamp(from.base + bases, span_.begin, span_.end - 1),
                   .letter = std::clamp(from.letter + letters, 0, 3)};
    describe();
    Q_EMIT pointed(textOf(*cursor_));
    update();
}

void MutagenesisMap::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        return moveCursor(-1, 0);
    case Qt::Key_Right:
        return moveCursor(1, 0);
    case Qt::Key_Up:
        return moveCursor(0, -1);
    case Qt::Key_Down:
        return moveCursor(0, 1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (cursor_)
            choose(cursor_);
        return;
    case Qt::Key_Escape:
        if (chosen_)
            choose(chosen_);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

bool MutagenesisMap::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    if (const auto cell = cellAt(help->pos()))
        QToolTip::showText(help->globalPos(), textOf(*cell), this);
    else
        QToolTip::hideText();
    return true;
}

void MutagenesisMap::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    menu.addAction(tr("Copy description"), this,
                   [this] { QApplication::clipboard()->setText(accessibleDescription()); });
    menu.addAction(tr("Export…"), this,
                   [this] { exportFigure(this, QStringLiteral("substitutions"), writers()); });
    menu.exec(event->globalPos());
}

FigureWriters MutagenesisMap::writers() const
{
    return {.picture = [this](const QString &file) { savePicture(file); },
            .table = [this](const QString &file) { saveTable(file); }};
}

void MutagenesisMap::savePicture(const QString &file) const
{
    helicase::savePicture(file, accessibleName(), size(), [this](QPainter &painter) {
        painter.fillRect(QRect(QPoint(), size()), themeColor(ColorRole::Base, false));
        paint(painter, false);
    });
}

void MutagenesisMap::saveTable(const QString &file) const
{
    AtomicFile output(file.toStdString());
    output.write("position,reference,alternative,change\n");
    for (int64_t base = span_.begin; base < span_.end; ++base)
        for (int letter = 0; letter < 4; ++letter) {
            if (letter == explanation_->referenceLetter(base))
                continue;
            const auto place = static_cast<size_t>(base);
            output.write(
                std::to_string(firstBase_ + base) + "," + explanation_->sequence[place] + "," +
                explainedLetters[static_cast<size_t>(letter)] + "," +
                formatReal(double(explanation_->change[place][static_cast<size_t>(letter)])) +
                "\n");
        }
    output.commit();
}

} // namespace helicase
