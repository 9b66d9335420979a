#include "widgets/evaluate/confusion_matrix.h"

#include "core/base/atomic_file.h"
#include "core/dataset/csv.h"
#include "widgets/common/figure_export.h"
#include "widgets/common/format.h"
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

void ConfusionMatrix::paintEvent(QPaintEvent *)
{
    if (counts_.classes.isEmpty())
        return;
    QPainter painter(this);
    const ConfusionLayout layout = confusionLayout(counts_, size());
    paintConfusion(painter, counts_, layout, theme_.isDark());
    const auto ring = [&](Cell place, double width) {
        painter.setPen(QPen(theme_.color(ColorRole::Accent), width));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(layout.cell(place.first, place.second).adjusted(1, 1, -1, -1));
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
    const ConfusionLayout at = confusionLayout(counts_, size());
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
    const ConfusionLayout layout = confusionLayout(counts_, size());
    helicase::savePicture(file, accessibleName(), size(), [&](QPainter &painter) {
        painter.fillRect(QRect(QPoint(), size()), themeColor(ColorRole::Base, false));
        paintConfusion(painter, counts_, layout, false);
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
