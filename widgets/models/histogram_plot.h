// How often the values of a tensor occur, as bars. GUI thread.
#pragma once

#include "widgets/common/plot_view.h"

namespace helicase {

class HistogramPlot final : public PlotView {
    Q_OBJECT

public:
    explicit HistogramPlot(Theme &theme, QWidget *parent = nullptr);

    // counts of equal intervals of [lowest, highest]; none: an empty plot.
    void setCounts(const std::vector<int64_t> &counts, double lowest, double highest);

private:
    QCPBars *bars_ = nullptr;
    int64_t most_ = 0; // the highest bar
};

} // namespace helicase
