// What the figures of this panel share: titles of sections, and colours of cells. GUI thread only.
#pragma once

#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"

#include <cmath>

namespace helicase {

inline QLabel *sectionTitle(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    setRole(label, "sectiontitle");
    return label;
}

// share 0: low, 1: high.
inline QColor mixed(const QColor &low, const QColor &high, double share)
{
    const auto part = [share](int from, int to) {
        return static_cast<int>(std::lround(from + share * (to - from)));
    };
    return {part(low.red(), high.red()), part(low.green(), high.green()),
            part(low.blue(), high.blue())};
}

// The one of black and white that reads better on it.
inline QColor inkOn(const QColor &fill)
{
    return contrastRatio(fill, Qt::white) > contrastRatio(fill, Qt::black) ? Qt::white : Qt::black;
}

} // namespace helicase
