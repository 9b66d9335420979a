#include "widgets/data/class_balance_chart.h"

#include "widgets/common/categories.h"
#include "widgets/common/format.h"
#include "widgets/common/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

constexpr size_t mostLegendLines = 2;
constexpr double swatch = 8;
constexpr double legendGap = 12;
// More classes than that are told by the table beside the chart.
constexpr qsizetype mostDescribed = 12;

bool isDark()
{
    return shownColor(ColorRole::Window).lightness() < 128;
}

} // namespace

ClassBalanceChart::ClassBalanceChart(const QString &objectName, QWidget *parent) : QWidget(parent)
{
    setObjectName(objectName);
    setAccessibleName(tr("Class balance"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void ClassBalanceChart::setSurvey(const DataSurvey &survey)
{
    clear();
    const bool isLabelled = !survey.labels.empty();
    for (const std::string &label : survey.labels)
        labels_ += QString::fromStdString(label);
    if (!isLabelled)
        labels_ += tr("rows");
    for (const SurveySplit &split : survey.splits) {
        splits_ += QString::fromStdString(split.file.split);
        counts_.push_back(isLabelled ? split.labelRows : std::vector<int64_t>{split.rows});
        totals_.push_back(split.rows);
    }
    int64_t largest = 0;
    for (const auto &counts : counts_)
        largest = std::max(largest, *std::ranges::max_element(counts));
    axis_ = CountAxis::upTo(largest, 3);
    describe();
    updateGeometry();
    update();
}

void ClassBalanceChart::clear()
{
    splits_.clear();
    labels_.clear();
    counts_.clear();
    totals_.clear();
    setAccessibleDescription({});
    update();
}

QString ClassBalanceChart::tellOf(int split, int label) const
{
    const auto at = static_cast<size_t>(split);
    const int64_t count = counts_[at][static_cast<size_t>(label)];
    return tr("%1, %2: %3 of %4 rows (%5)")
        .arg(splits_[split], labels_[label], groupedNumber(count), groupedNumber(totals_[at]),
             percent(static_cast<double>(count) /
                         static_cast<double>(std::max<int64_t>(1, totals_[at])),
                     1));
}

void ClassBalanceChart::describe()
{
    QStringList parts;
    for (int split = 0; split < splits_.size(); ++split)
        for (int label = 0; label < std::min(labels_.size(), mostDescribed); ++label)
            parts += tellOf(split, label);
    setAccessibleDescription(parts.join(QStringLiteral("; ")));
}

QSize ClassBalanceChart::sizeHint() const
{
    return {300, static_cast<int>(110 + 4 * smallLine())};
}

QSize ClassBalanceChart::minimumSizeHint() const
{
    return {160, static_cast<int>(60 + 4 * smallLine())};
}

std::vector<QStringList> ClassBalanceChart::legendLines(double width) const
{
    const QFontMetricsF metrics(smallFont());
    const auto room = [&](const QString &label) {
        return swatch + 4 + metrics.horizontalAdvance(label) + legendGap;
    };
    std::vector<QStringList> lines(1);
    double used = 0;
    for (qsizetype label = 0; label < labels_.size(); ++label) {
        const qsizetype left = labels_.size() - label - 1;
        const double more = left > 0 && lines.size() == mostLegendLines
                                ? metrics.horizontalAdvance(tr("and %1 more").arg(left))
                                : 0;
        if (used + room(labels_[label]) + more > width && used > 0) {
            if (lines.size() == mostLegendLines)
                break;
            lines.emplace_back();
            used = 0;
        }
        lines.back() += labels_[label];
        used += room(labels_[label]);
    }
    return lines;
}

QRectF ClassBalanceChart::barArea() const
{
    const auto lines = static_cast<double>(legendLines(width()).size());
    return barAreaOf(rect(), axis_, 1 + lines + 0.5);
}

std::vector<ClassBalanceChart::Bar> ClassBalanceChart::layOut(const QRectF &bars) const
{
    std::vector<Bar> placed;
    const double group = bars.width() / static_cast<double>(splits_.size());
    const double margin = std::min(16.0, group * 0.12);
    const double pitch = std::min(56.0, (group - 2 * margin) / static_cast<double>(labels_.size()));
    const double gap = pitch > 8 ? 3 : pitch > 3 ? 1 : 0;
    for (int split = 0; split < splits_.size(); ++split) {
        const double middle = bars.left() + group * (split + 0.5);
        const double first = middle - pitch * static_cast<double>(labels_.size()) / 2;
        for (int label = 0; label < labels_.size(); ++label) {
            const double left = std::round(first + pitch * label);
            const double right = std::round(first + pitch * (label + 1)) - gap;
            const double height = heightOf(
                bars, axis_, counts_[static_cast<size_t>(split)][static_cast<size_t>(label)]);
            placed.push_back(
                {split, label,
                 QRectF(left, bars.bottom() - height, std::max(1.0, right - left), height)});
        }
    }
    return placed;
}

void ClassBalanceChart::paintBars(QPainter &painter, const QRectF &bars) const
{
    const bool dark = isDark();
    const QFontMetricsF metrics(smallFont());
    const double line = smallLine();
    for (const Bar &bar : layOut(bars)) {
        const QColor color = labels_.size() == 1 ? shownColor(ColorRole::Histogram)
                                                 : categoryStyle(bar.label, dark).color;
        painter.fillRect(bar.area, color);
        const QString number =
            groupedNumber(counts_[static_cast<size_t>(bar.split)][static_cast<size_t>(bar.label)]);
        // A number has the room of its bar and half the gap at each side.
        if (metrics.horizontalAdvance(number) > bar.area.width() + 4)
            continue;
        painter.setPen(shownColor(ColorRole::Muted));
        painter.drawText(
            QRectF(bar.area.left() - 20, bar.area.top() - line, bar.area.width() + 40, line),
            Qt::AlignCenter, number);
    }
}

void ClassBalanceChart::paintLegend(QPainter &painter, const QRectF &area) const
{
    const bool dark = isDark();
    const QFontMetricsF metrics(smallFont());
    int label = 0;
    double top = area.top();
    const auto lines = legendLines(area.width());
    for (const QStringList &names : lines) {
        double left = area.left();
        for (const QString &name : names) {
            painter.fillRect(QRectF(left, top + (smallLine() - swatch) / 2, swatch, swatch),
                             categoryStyle(label, dark).color);
            painter.setPen(shownColor(ColorRole::Text));
            const double room = area.right() - left - swatch - 4;
            painter.drawText(QRectF(left + swatch + 4, top, room, smallLine()), Qt::AlignVCenter,
                             metrics.elidedText(name, Qt::ElideRight, room));
            left += swatch + 4 + metrics.horizontalAdvance(name) + legendGap;
            ++label;
        }
        if (&names == &lines.back() && label < labels_.size()) {
            painter.setPen(shownColor(ColorRole::Muted));
            painter.drawText(QRectF(left, top, area.right() - left, smallLine()), Qt::AlignVCenter,
                             tr("and %1 more").arg(labels_.size() - label));
        }
        top += smallLine();
    }
}

void ClassBalanceChart::paintEvent(QPaintEvent *)
{
    if (splits_.isEmpty())
        return;
    QPainter painter(this);
    const QRectF bars = barArea();
    paintFrame(painter, bars, axis_);
    paintBars(painter, bars);
    const QFontMetricsF metrics(smallFont());
    const double group = bars.width() / static_cast<double>(splits_.size());
    painter.setPen(shownColor(ColorRole::Text));
    for (int split = 0; split < splits_.size(); ++split)
        painter.drawText(QRectF(bars.left() + group * split, bars.bottom() + 3, group, smallLine()),
                         Qt::AlignCenter,
                         metrics.elidedText(splits_[split], Qt::ElideMiddle, group));
    if (labels_.size() > 1)
        paintLegend(painter, QRectF(4, bars.bottom() + 4 + smallLine() * 1.3, width() - 8.0,
                                    height() - bars.bottom()));
}

bool ClassBalanceChart::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip || splits_.isEmpty())
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const QRectF bars = barArea();
    for (const Bar &bar : layOut(bars)) {
        const QRectF column(bar.area.left(), bars.top(), bar.area.width(), bars.height());
        if (column.contains(help->pos())) {
            QToolTip::showText(help->globalPos(), tellOf(bar.split, bar.label), this);
            return true;
        }
    }
    QToolTip::hideText();
    return true;
}

} // namespace helicase
