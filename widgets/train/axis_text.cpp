#include "widgets/train/axis_text.h"

#include "widgets/common/format.h"

#include <QCoreApplication>

#include <cmath>
#include <utility>

namespace helicase {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("helicase::axisText", text);
}

class CountTicker final : public QCPAxisTicker {
protected:
    QString getTickLabel(double tick, const QLocale &locale, QChar, int) override
    {
        constexpr std::pair<double, const char *> units[] = {{1e9, " G"}, {1e6, " M"}, {1e3, " k"}};
        for (const auto &[size, unit] : units)
            if (std::abs(tick) >= size)
                return locale.toString(tick / size, 'g', 4) + QLatin1String(unit);
        return locale.toString(tick, 'g', 4);
    }
};

} // namespace

QString axisTitle(TrainingAxis axis)
{
    switch (axis) {
    case TrainingAxis::Step:
        return translated("Step");
    case TrainingAxis::Epoch:
        return translated("Epoch");
    case TrainingAxis::Time:
        return translated("Time since the start (h:min:s)");
    case TrainingAxis::Tokens:
        return translated("Tokens");
    }
    return {};
}

QString axisText(TrainingAxis axis, double x)
{
    switch (axis) {
    case TrainingAxis::Step:
        return groupedNumber(std::llround(x));
    case TrainingAxis::Epoch:
        return translated("%1 epochs").arg(fixedNumber(x, 2));
    case TrainingAxis::Time:
        return durationText(x);
    case TrainingAxis::Tokens:
        return translated("%1 tokens").arg(groupedNumber(std::llround(x)));
    }
    return {};
}

QString placeText(TrainingAxis axis, double x)
{
    const QString text = axisText(axis, x);
    return axis == TrainingAxis::Step ? translated("step %1").arg(text) : text;
}

void setUpTicks(QCPAxis &axis, TrainingAxis kind)
{
    axis.setNumberFormat(kind == TrainingAxis::Step ? "f" : "gbc");
    axis.setNumberPrecision(kind == TrainingAxis::Step ? 0 : 6);
    if (kind == TrainingAxis::Time) {
        const QSharedPointer<QCPAxisTickerTime> ticker(new QCPAxisTickerTime);
        ticker->setTimeFormat("%h:%m:%s");
        axis.setTicker(ticker);
    } else if (kind == TrainingAxis::Tokens) {
        axis.setTicker(QSharedPointer<QCPAxisTicker>(new CountTicker));
    } else {
        axis.setTicker(QSharedPointer<QCPAxisTicker>(new QCPAxisTicker));
    }
}

} // namespace helicase
