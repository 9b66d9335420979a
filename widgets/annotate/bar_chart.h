// A small histogram for the inspector: bars from zero, a second one as a stepped line over them, a
// few labels below. GUI thread only.
#pragma once

#include <QColor>
#include <QString>
#include <QWidget>

#include <cstdint>
#include <functional>
#include <vector>

namespace helicase {

class BarChart final : public QWidget {
    Q_OBJECT
public:
    BarChart(const QString &objectName, const QString &accessibleName, QWidget *parent = nullptr);

    struct Label {
        int bar = 0;
        QString text;
    };

    struct Colors {
        QColor bars;
        QColor line;
        QColor axis;
        QColor text;
    };

    void setColors(const Colors &colors);
    // axisTitle stands below the labels: "Token length (bases)".
    void setBars(std::vector<int64_t> bars, std::vector<Label> labels, const QString &axisTitle);
    // What the pointer tells about a bar.
    void setTips(std::function<QString(int bar)> tipOf) { tipOf_ = std::move(tipOf); }
    // From the base to the highest bar's top.
    QRectF barArea(int bar) const;
    // To the scale of the bars; empty: no line. At most as many as there are bars are drawn.
    void setLine(std::vector<int64_t> line);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {120, sizeHint().height()}; }

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    std::vector<int64_t> bars_;
    std::vector<int64_t> line_;
    std::vector<Label> labels_;
    QString axisTitle_;
    std::function<QString(int)> tipOf_;
    Colors colors_;
};

} // namespace helicase
