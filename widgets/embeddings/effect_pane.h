// What moving the selection into the target bin would change, before it is moved: a small table of
// now, then and difference. GUI thread.
#pragma once

#include <QLabel>
#include <QWidget>

#include <array>

namespace helicase {

class BinScoring;
class CloudModel;

class EffectPane final : public QWidget {
    Q_OBJECT

public:
    EffectPane(CloudModel &model, const BinScoring &scoring, QWidget *parent = nullptr);

    enum Line { Completeness, Contamination, AdjustedRand, Unbinned, LineCount };
    QString text(Line line, int column) const { return cells_[line][size_t(column)]->text(); }

private:
    void refresh();
    // better: 1 where more is better, -1 where less is.
    void setLine(Line line, double now, double then, int decimals, int better);

    CloudModel &model_;
    const BinScoring &scoring_;
    QWidget *table_ = nullptr;
    QLabel *title_ = nullptr;
    std::array<std::array<QLabel *, 3>, LineCount> cells_{}; // now, then, difference
};

} // namespace helicase
