#include "widgets/evaluate/confusion_matrix.h"

#include "core/base/atomic_file.h"
#include "core/dataset/csv.h"
#include "widgets/common/figure_export.h"
#include "widgets/common/format.h"
#include "widgets/common/species_name.h"
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
#include <numeric>

namespace helicase {

namespace {

constexpr int mostClassesWithShares = 12;
constexpr int mostClassesWithCounts = 25;
constexpr double gap = 6;
constexpr double widestCell = 140;
constexpr double highestCell = 110;
constexpr double highestNames = 84;

QColor fillOf(double share, bool dark)
{
    const QColor high = dark ? QColor(0x7C, 0xCB, 0xF7) : QColor(0x0B, 0x4F, 0x79);
    return mixed(themeColor(ColorRole::Alternate, dark), high, share <= 0 ? 0 : 0.1 + 0.9 * share);
}

// A row with few errors shows their tenths: 0.4 %.
QString shareText(double share)
{
    return percent(share, share > 0 && share < 0.1 ? 1 : 0);
}

} // namespace

int64_t ConfusionCounts::ofRow(int row) const
{
    const auto &values = counts[static_cast<size_t>(row)];
    return std::accumulate(values.begin(), values.end(), int64_t{0});
}

double ConfusionCounts::share(int row, int column) const
{
    const int64_t all = ofRow(row);
    const int64_t count = counts[static_cast<size_t>(row)][static_cast<size_t>(column)];
    return all > 0 ? static_cast<double>(count) / static_cast<double>(all) : 0;
}

// Draws one matrix, on the screen or into a file.
class ConfusionMatrix::Painting {
public:
    Painting(QPainter &painter, const ConfusionCounts &counts, const Geometry &geometry, bool dark)
        : painter_(painter), counts_(counts), at_(geometry), dark_(dark),
          classes_(static_cast<int>(counts.classes.size())), metrics_(smallFont())
    {
        painter_.setFont(smallFont());
        showsCounts_ = classes_ <= mostClassesWithCounts && countsFit();
        showsShares_ = showsCounts_ && classes_ <= mostClassesWithShares && sharesFit();
    }

    void paint()
    {
        for (int row = 0; row < classes_; ++row)
            for (int column = 0; column < classes_; ++column)
                paintCell(row, column);
        paintRowNames();
        paintColumnNames();
        paintTitles();
    }

    QRectF cell(Cell place) const
    {
        return {at_.left + place.second * at_.cellWidth, at_.top + place.first * at_.cellHeight,
                at_.cellWidth - 1, at_.cellHeight - 1};
    }

private:
    void paintCell(int row, int column)
    {
        const QRectF box = cell({row, column});
        const double share = counts_.share(row, column);
        const QColor fill = fillOf(share, dark_);
        painter_.fillRect(box, fill);
        if (!showsCounts_)
            return;
        const QString text = countText(row, column);
        const double line = metrics_.height();
        painter_.setPen(inkOn(fill));
        if (!showsShares_)
            return painter_.drawText(box, Qt::AlignCenter, text);
        QFont strong = smallFont();
        strong.setWeight(QFont::DemiBold);
        painter_.setFont(strong);
        painter_.drawText(QRectF(box.left(), box.center().y() - line, box.width(), line),
                          Qt::AlignCenter, text);
        painter_.setFont(smallFont());
        const QString exact = shareText(share);
        const bool isRounded = metrics_.horizontalAdvance(exact) + 2 > box.width();
        painter_.drawText(QRectF(box.left(), box.center().y(), box.width(), line), Qt::AlignCenter,
                          isRounded ? percent(share) : exact);
    }

    QString countText(int row, int column) const
    {
        return groupedNumber(counts_.counts[static_cast<size_t>(row)][static_cast<size_t>(column)]);
    }

    // All cells have their numbers, or none has.
    bool countsFit() const
    {
        double widest = 0;
        for (int row = 0; row < classes_; ++row)
            for (int column = 0; column < classes_; ++column)
                widest = std::max(widest, metrics_.horizontalAdvance(countText(row, column)));
        return at_.cellHeight - 1 >= metrics_.height() && at_.cellWidth - 3 >= widest;
    }

    bool sharesFit() const
    {
        return at_.cellHeight - 1 >= 2 * metrics_.height() &&
               at_.cellWidth - 3 >= metrics_.horizontalAdvance(percent(1));
    }

    // Names that would overlap are left out in turn.
    int every(double room) const
    {
        return std::max(1, static_cast<int>(std::ceil(metrics_.height() / std::max(room, 0.01))));
    }

    void paintRowNames()
    {
        const int step = every(at_.cellHeight);
        for (int row = 0; row < classes_; row += step) {
            const QRectF box = cell({row, 0});
            const double height = std::max(box.height(), metrics_.height());
            const double top = box.center().y() - height / 2;
            painter_.setPen(themeColor(ColorRole::Text, dark_));
            painter_.drawText(QRectF(at_.left - gap - at_.nameWidth, top, at_.nameWidth, height),
                              Qt::AlignRight | Qt::AlignVCenter, chosenName(row, at_.nameWidth));
            painter_.setFont(smallFont());
            painter_.setPen(themeColor(ColorRole::Muted, dark_));
            painter_.drawText(QRectF(right() + gap, top, 200, height),
                              Qt::AlignLeft | Qt::AlignVCenter, groupedNumber(counts_.ofRow(row)));
        }
        painter_.setPen(themeColor(ColorRole::Muted, dark_));
        painter_.drawText(
            QRectF(right() + gap, at_.top - metrics_.height() - 3, 40, metrics_.height()),
            Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("n"));
    }

    void paintColumnNames()
    {
        painter_.setPen(themeColor(ColorRole::Text, dark_));
        const int step = at_.namesStand ? every(at_.cellWidth) : 1;
        for (int column = 0; column < classes_; column += step) {
            const QRectF box = cell({0, column});
            const QString name =
                chosenName(column, at_.namesStand ? at_.nameHeight : at_.cellWidth);
            if (!at_.namesStand) {
                painter_.drawText(
                    QRectF(box.left(), at_.top - at_.nameHeight - 3, box.width(), at_.nameHeight),
                    Qt::AlignCenter, name);
                continue;
            }
            painter_.save();
            painter_.translate(box.center().x(), at_.top - 3);
            painter_.rotate(-90);
            painter_.drawText(QRectF(0, -metrics_.height() / 2, at_.nameHeight, metrics_.height()),
                              Qt::AlignLeft | Qt::AlignVCenter, name);
            painter_.restore();
        }
    }

    void paintTitles()
    {
        painter_.setFont(smallFont());
        painter_.setPen(themeColor(ColorRole::Muted, dark_));
        const double width = right() - at_.left;
        const double height = classes_ * at_.cellHeight;
        painter_.drawText(QRectF(at_.left - 60, 0, width + 120, metrics_.height()), Qt::AlignCenter,
                          ConfusionMatrix::tr("Predicted class"));
        painter_.save();
        painter_.translate(0, at_.top + height / 2);
        painter_.rotate(-90);
        painter_.drawText(QRectF(-200, 0, 400, metrics_.height()), Qt::AlignCenter,
                          ConfusionMatrix::tr("True class"));
        painter_.restore();
        const QString note = ConfusionMatrix::tr("Colour: share of the true class");
        const double room = at_.width - metrics_.horizontalAdvance(note) - 1;
        painter_.drawText(
            QPointF(std::clamp(room, 0.0, at_.left), at_.top + height + 3 + metrics_.ascent()),
            note);
    }

    double right() const { return at_.left + classes_ * at_.cellWidth; }

    // Binomials are short and italic; the font stays for the name to be drawn.
    QString chosenName(int number, double width)
    {
        const QString &name = counts_.classes[number];
        QFont font = smallFont();
        font.setItalic(isBinomial(name));
        painter_.setFont(font);
        return QFontMetricsF(font).elidedText(shortSpeciesName(name), Qt::ElideRight, width);
    }

    QPainter &painter_;
    const ConfusionCounts &counts_;
    const Geometry &at_;
    bool dark_;
    int classes_;
    bool showsCounts_ = false;
    bool showsShares_ = false;
    QFontMetricsF metrics_;
};

ConfusionMatrix::ConfusionMatrix(Theme &theme, const QString &objectName, QWidget *parent)
    : QWidget(parent), theme_(theme)
{
    setObjectName(objectName);
    setAccessibleName(tr("Confusion matrix"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    connect(&theme_, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ConfusionMatrix::setCounts(ConfusionCounts counts)
{
    counts_ = std::move(counts);
    cursor_.reset();
    chosen_.reset();
    describe();
    update();
}

void ConfusionMatrix::setChosen(std::optional<Cell> cell)
{
    chosen_ = cell;
    describe();
    update();
}

QString ConfusionMatrix::textOf(Cell cell) const
{
    const auto [row, column] = cell;
    const int64_t count = counts_.counts[static_cast<size_t>(row)][static_cast<size_t>(column)];
    return tr("True %1, predicted %2: %3 (%4)")
        .arg(counts_.classes[row], counts_.classes[column], countOf(count, counts_.ofRow(row)),
             shareText(counts_.share(row, column)));
}

void ConfusionMatrix::describe()
{
    int64_t all = 0;
    int64_t right = 0;
    for (int row = 0; row < counts_.classes.size(); ++row) {
        all += counts_.ofRow(row);
        right += counts_.counts[static_cast<size_t>(row)][static_cast<size_t>(row)];
    }
    QString text = tr("Confusion matrix, %1 classes, %2 predicted rightly")
                       .arg(counts_.classes.size())
                       .arg(countOf(right, all));
    if (cursor_)
        text += QStringLiteral(". ") + textOf(*cursor_);
    setAccessibleDescription(text);
}

ConfusionMatrix::Geometry ConfusionMatrix::geometryFor(const QSize &size) const
{
    const QFontMetricsF metrics(smallFont());
    const double line = metrics.height();
    double widest = 0;
    for (const QString &name : counts_.classes)
        widest = std::max(widest, metrics.horizontalAdvance(shortSpeciesName(name)) + 4);
    int64_t largest = 0;
    for (int row = 0; row < counts_.classes.size(); ++row)
        largest = std::max(largest, counts_.ofRow(row));
    const double totals = metrics.horizontalAdvance(groupedNumber(largest)) + gap + 2;
    const double classes = std::max<double>(1, double(counts_.classes.size()));
    Geometry at{.width = double(size.width())};
    at.nameWidth = std::min(widest, size.width() * 0.3);
    at.left = line + gap + at.nameWidth + gap;
    at.cellWidth = std::min((size.width() - at.left - totals) / classes, widestCell);
    at.namesStand = widest + 4 > at.cellWidth;
    at.nameHeight = at.namesStand ? std::min({widest, highestNames, size.height() * 0.3}) : line;
    at.top = line + 3 + at.nameHeight + 3;
    at.cellHeight = std::min((size.height() - at.top - line - 4) / classes, highestCell);
    return at;
}

void ConfusionMatrix::paintEvent(QPaintEvent *)
{
    if (counts_.classes.isEmpty())
        return;
    QPainter painter(this);
    const Geometry geometry = geometryFor(size());
    Painting painting(painter, counts_, geometry, theme_.isDark());
    painting.paint();
    const auto ring = [&](Cell place, double width) {
        painter.setPen(QPen(theme_.color(ColorRole::Accent), width));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(painting.cell(place).adjusted(1, 1, -1, -1));
    };
    if (chosen_)
        ring(*chosen_, 2);
    if (hasFocus() && cursor_)
        ring(*cursor_, 2);
    else if (hasFocus()) {
        painter.setPen(QPen(theme_.color(ColorRole::Accent), 2));
        painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
    }
}

std::optional<ConfusionMatrix::Cell> ConfusionMatrix::cellAt(const QPointF &place) const
{
    const Geometry at = geometryFor(size());
    const int row = static_cast<int>(std::floor((place.y() - at.top) / at.cellHeight));
    const int column = static_cast<int>(std::floor((place.x() - at.left) / at.cellWidth));
    const int classes = static_cast<int>(counts_.classes.size());
    if (row < 0 || column < 0 || row >= classes || column >= classes)
        return std::nullopt;
    return Cell{row, column};
}

void ConfusionMatrix::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const auto cell = cellAt(event->position());
    cursor_ = cell;
    choose(cell == chosen_ ? std::nullopt : cell);
}

void ConfusionMatrix::choose(std::optional<Cell> cell)
{
    if (cell == chosen_)
        return;
    setChosen(cell);
    Q_EMIT cellChosen(chosen_);
}

void ConfusionMatrix::moveCursor(int rows, int columns)
{
    const int last = static_cast<int>(counts_.classes.size()) - 1;
    if (last < 0)
        return;
    cursor_ = cursor_ ? Cell{std::clamp(cursor_->first + rows, 0, last),
                             std::clamp(cursor_->second + columns, 0, last)}
                      : Cell{0, 0};
    describe();
    update();
}

void ConfusionMatrix::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        return moveCursor(0, -1);
    case Qt::Key_Right:
        return moveCursor(0, 1);
    case Qt::Key_Up:
        return moveCursor(-1, 0);
    case Qt::Key_Down:
        return moveCursor(1, 0);
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (cursor_)
            choose(cursor_ == chosen_ ? std::nullopt : cursor_);
        return;
    case Qt::Key_Escape:
        return choose(std::nullopt);
    default:
        QWidget::keyPressEvent(event);
    }
}

bool ConfusionMatrix::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    auto *help = static_cast<QHelpEvent *>(event);
    if (const auto cell = cellAt(help->pos()))
        QToolTip::showText(help->globalPos(), textOf(*cell), this);
    else
        QToolTip::hideText();
    return true;
}

void ConfusionMatrix::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    menu.addAction(tr("Copy picture"), this, [this] {
        QPixmap pixmap(size() * devicePixelRatioF());
        pixmap.setDevicePixelRatio(devicePixelRatioF());
        render(&pixmap);
        QApplication::clipboard()->setPixmap(pixmap);
    });
    menu.addAction(tr("Copy description"), this,
                   [this] { QApplication::clipboard()->setText(accessibleDescription()); });
    menu.addAction(tr("Export…"), this, [this] { exportWithDialog(QStringLiteral("confusion")); });
    menu.exec(event->globalPos());
}

void ConfusionMatrix::savePicture(const QString &file) const
{
    const Geometry geometry = geometryFor(size());
    helicase::savePicture(file, accessibleName(), size(), [&](QPainter &painter) {
        painter.fillRect(QRect(QPoint(), size()), themeColor(ColorRole::Base, false));
        Painting(painter, counts_, geometry, false).paint();
    });
}

void ConfusionMatrix::saveTable(const QString &file) const
{
    AtomicFile output(file.toStdString());
    std::string header = csvField(tr("true \\ predicted").toStdString());
    for (const QString &name : counts_.classes)
        header += "," + csvField(name.toStdString());
    output.write(header + "\n");
    for (int row = 0; row < counts_.classes.size(); ++row) {
        std::string line = csvField(counts_.classes[row].toStdString());
        for (const int64_t count : counts_.counts[static_cast<size_t>(row)])
            line += "," + std::to_string(count);
        output.write(line + "\n");
    }
    output.commit();
}

void ConfusionMatrix::exportWithDialog(const QString &suggestedName)
{
    exportFigure(this, suggestedName,
                 {.picture = [this](const QString &file) { savePicture(file); },
                  .table = [this](const QString &file) { saveTable(file); }});
}

} // namespace helicase
