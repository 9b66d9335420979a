// Fusion with the design's small differences: 1 px splitters with a wide grip, no frames around
// views, icons of menus in 16 px, tool tips after half a
// second, an own ">>" button.
#pragma once

#include <QProxyStyle>

namespace helicase {

class WorkbenchStyle final : public QProxyStyle {
    Q_OBJECT
public:
    WorkbenchStyle();
    int pixelMetric(PixelMetric metric, const QStyleOption *option,
                    const QWidget *widget) const override;
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *returnData) const override;
    QIcon standardIcon(StandardPixmap which, const QStyleOption *option,
                       const QWidget *widget) const override;
};

} // namespace helicase
