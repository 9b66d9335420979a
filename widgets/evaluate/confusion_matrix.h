// Which classes a classifier takes for which: true classes in rows, predicted ones in columns, each
// cell with its count and its share of the row; above 12 classes a heat map, with counts where they
// fit. Arrow keys move a cursor, Enter or a click chooses a cell, Escape none. GUI thread only.
#pragma once

#include "widgets/evaluate/confusion_painting.h"

#include <QWidget>

#include <optional>
#include <utility>

namespace helicase {

class Theme;

class ConfusionMatrix final : public QWidget {
    Q_OBJECT
public:
    using Cell = std::pair<int, int>; // true class, predicted class

    ConfusionMatrix(Theme &theme, const QString &objectName, QWidget *parent = nullptr);

    void setCounts(ConfusionCounts counts);
    const ConfusionCounts &counts() const { return counts_; }
    std::optional<Cell> chosen() const { return chosen_; }
    // Without a signal.
    void setChosen(std::optional<Cell> cell);
    // "True promoter, predicted other: 12 of 340 (3.5 %)"
    QString textOf(Cell cell) const;

    // By the file's ending, in light colours. Throws DiskError.
    void savePicture(const QString &file) const;
    // Counts with the classes as header and first column. Throws DiskError.
    void saveTable(const QString &file) const;
    void exportWithDialog(const QString &suggestedName);

    QSize sizeHint() const override { return {360, 260}; }
    QSize minimumSizeHint() const override { return {220, 170}; }

Q_SIGNALS:
    // Nothing: no cell any more.
    void cellChosen(std::optional<helicase::ConfusionMatrix::Cell> cell);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool event(QEvent *event) override;

private:
    std::optional<Cell> cellAt(const QPointF &place) const;
    void moveCursor(int rows, int columns);
    void choose(std::optional<Cell> cell);
    void describe();

    Theme &theme_;
    ConfusionCounts counts_;
    std::optional<Cell> cursor_;
    std::optional<Cell> chosen_;
};

} // namespace helicase
