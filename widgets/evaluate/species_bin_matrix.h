// How the contigs of each species spread over the bins of one candidate: a painted matrix with
// numbers, above 40 classes a heat map without. GUI thread.
#pragma once

#include "widgets/evaluate/stored_evaluation.h"

#include <QColor>
#include <QWidget>

namespace helicase {

// Bins are ordered by their majority species, so that agreement lies on the diagonal; the last
// column holds the contigs without a bin, when there are any.
struct SpeciesBinCounts {
    static constexpr int64_t noBin = -1;

    std::vector<QString> species;
    std::vector<int64_t> bins;
    std::vector<std::vector<int64_t>> counts; // [species][bin]
    // Ids of the contigs of a cell, joined by line feeds, as another panel takes them.
    std::vector<std::vector<QString>> ids;
};

SpeciesBinCounts countSpeciesAndBins(const TsvTable &assignments, const std::string &candidate);

class SpeciesBinMatrix final : public QWidget {
    Q_OBJECT

public:
    explicit SpeciesBinMatrix(QWidget *parent = nullptr);

    void setCounts(SpeciesBinCounts counts);
    const SpeciesBinCounts &counts() const { return counts_; }
    void setColours(const QColor &low, const QColor &high);
    QSize sizeHint() const override { return {380, 220}; }
    QSize minimumSizeHint() const override { return {240, 140}; }

Q_SIGNALS:
    void cellActivated(const QString &ids);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Layout {
        double left = 0;
        double top = 0;
        double cellWidth = 0;
        double cellHeight = 0;
    };

    Layout layoutCells() const;
    // Row and column of a place; negative outside.
    std::pair<int, int> cellAt(const QPointF &place) const;
    QString binName(size_t column) const;
    void paintCells(QPainter &painter, const Layout &cells) const;
    void paintNames(QPainter &painter, const Layout &cells) const;
    static void paintName(QPainter &painter, const QRectF &box, const QString &name);
    void paintBinNames(QPainter &painter, const Layout &cells) const;

    SpeciesBinCounts counts_;
    QColor low_ = QColor(0xF1, 0xF2, 0xF4);
    QColor high_ = QColor(0x0B, 0x4F, 0x79);
};

} // namespace helicase
