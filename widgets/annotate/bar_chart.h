// A small histogram for the inspector: bars from zero, a few labels below. GUI thread only.
#pragma once

#include <QColor>
#include <QString>
#include <QWidget>

#include <cstdint>
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

    void setColors(const QColor &bars, const QColor &lines, const QColor &text);
    // axisTitle stands below the labels: "Token length (bases)".
    void setBars(std::vector<int64_t> bars, std::vector<Label> labels, const QString &axisTitle);
    // The values in words, for screen readers.
    void setDescription(const QString &description) { setAccessibleDescription(description); }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {120, sizeHint().height()}; }

private:
    void paintEvent(QPaintEvent *event) override;

    std::vector<int64_t> bars_;
    std::vector<Label> labels_;
    QString axisTitle_;
    QColor barColor_;
    QColor lineColor_;
    QColor textColor_;
};

} // namespace helicase
