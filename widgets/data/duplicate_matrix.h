// How many rows are the same sequence, split against split: repeats within a split on the diagonal,
// rows of one split that occur in another beside it, outlined where there are any. Cells are
// reached by arrow keys and the pointer. GUI thread only.
#pragma once

#include "core/dataset/data_survey.h"

#include <QStringList>
#include <QWidget>

#include <vector>

namespace helicase {

class DuplicateMatrix final : public QWidget {
    Q_OBJECT

public:
    DuplicateMatrix(const QString &objectName, QWidget *parent = nullptr);

    void setSurvey(const DataSurvey &survey);
    void clear();
    // "10 rows of other splits also occur in train."
    QString summary() const { return summary_; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    // By click or Enter; first <= second.
    void cellChosen(int first, int second);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    struct Cell {
        int first = 0;
        int second = 0;
    };

    QRectF areaOf(Cell cell) const;
    bool cellAt(const QPointF &place, Cell &cell) const;
    QString tellOf(Cell cell) const;
    const DuplicateCount &countOf(Cell cell) const;
    void moveTo(Cell cell);

    QStringList splits_;
    std::vector<DuplicateCount> counts_; // by first and second
    QString summary_;
    Cell current_;
};

} // namespace helicase
