// Every substitution of a span of one window: four rows, A, C, G and T, a cell per base, coloured
// by the change of the summed prediction, with a dot where the letter stands already, and a colour
// bar with its unit and range. A click or Enter chooses a substitution, arrows move a cursor,
// Escape chooses none. GUI thread only.
#pragma once

#include "widgets/binding/explanation.h"
#include "widgets/binding/track_painting.h"
#include "widgets/common/figure_export.h"

#include <QWidget>

namespace helicase {

class Theme;

class MutagenesisMap final : public QWidget {
    Q_OBJECT
public:
    struct Cell {
        int64_t base = 0; // 0-based in the window
        int letter = 0;   // 0 to 3: A, C, G, T

        bool operator==(const Cell &) const = default;
    };

    explicit MutagenesisMap(Theme &theme, QWidget *parent = nullptr);

    // firstBase: number of the window's first base, as shown. Null: nothing is explained yet.
    void setExplanation(std::shared_ptr<const Explanation> explanation, int64_t firstBase);
    void setSpan(BaseSpan span);
    const BaseSpan &span() const { return span_; }
    std::optional<Cell> chosen() const { return chosen_; }
    // Without a signal.
    void setChosen(std::optional<Cell> cell);

    std::optional<Cell> cellAt(const QPointF &place) const;
    QRectF rectangleOf(Cell cell) const;
    QColor colourOf(Cell cell) const;
    // "Base 10,510,541, C to A: −58.2"
    QString textOf(Cell cell) const;

    FigureWriters writers() const;
    void savePicture(const QString &file) const;
    // position, reference, alternative, change of the span as CSV. Throws DiskError.
    void saveTable(const QString &file) const;

    QSize sizeHint() const override { return {640, 180}; }
    QSize minimumSizeHint() const override { return {240, 130}; }

Q_SIGNALS:
    // Nothing: none any more.
    void cellChosen(std::optional<helicase::MutagenesisMap::Cell> cell);
    void pointed(const QString &text);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool event(QEvent *event) override;

private:
    void paint(QPainter &painter, bool dark) const;
    void paintLetters(QPainter &painter, bool dark) const;
    void paintCells(QPainter &painter, bool dark) const;
    void paintNumbers(QPainter &painter, bool dark) const;
    void paintBar(QPainter &painter, bool dark) const;
    QRectF cells() const; // the place of all
    void choose(std::optional<Cell> cell);
    void moveCursor(int64_t bases, int letters);
    void describe();

    Theme &theme_;
    std::shared_ptr<const Explanation> explanation_;
    int64_t firstBase_ = 1;
    float largest_ = 1;
    BaseSpan span_;
    std::optional<Cell> cursor_;
    std::optional<Cell> chosen_;
};

} // namespace helicase
