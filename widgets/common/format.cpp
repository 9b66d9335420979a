#include "widgets/common/format.h"

#include "core/base/error.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cmath>

namespace helicase {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("helicase", text);
}

// The locale's hyphen-like minus becomes U+2212.
QString withProperMinus(QString text)
{
    return text.replace(QLatin1Char('-'), QChar(0x2212));
}

QString notFinite(double value)
{
    if (std::isnan(value))
        return QStringLiteral("NaN");
    return value > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
}

} // namespace

QString groupedNumber(qint64 value)
{
    return withProperMinus(QLocale().toString(value));
}

QString countOf(qint64 part, qint64 whole)
{
    return translated("%1 of %2").arg(groupedNumber(part), groupedNumber(whole));
}

QString fixedNumber(double value, int decimals)
{
    if (!std::isfinite(value))
        return notFinite(value);
    const QString text = QLocale().toString(value, 'f', decimals);
    // A small negative number must not become "−0.00".
    const bool isZero = std::abs(value) < 0.5 * std::pow(10.0, -decimals);
    return isZero ? QLocale().toString(0.0, 'f', decimals) : withProperMinus(text);
}

QString shortNumber(double value, int digits)
{
    if (!std::isfinite(value))
        return notFinite(value);
    const double size = std::abs(value);
    if (size != 0 && (size < 1e-3 || size >= 1e7)) {
        QString text = QString::number(value, 'e', std::max(digits - 1, 0));
        const qsizetype mark = text.indexOf(QLatin1Char('e'));
        QString mantissa = text.left(mark);
        if (mantissa.contains(QLatin1Char('.')))
            while (mantissa.endsWith(QLatin1Char('0')) || mantissa.endsWith(QLatin1Char('.'))) {
                const bool isPoint = mantissa.endsWith(QLatin1Char('.'));
                mantissa.chop(1);
                if (isPoint)
                    break;
            }
        return withProperMinus(
            QStringLiteral("%1e%2").arg(mantissa).arg(text.mid(mark + 1).toInt()));
    }
    const int magnitude = size == 0 ? 0 : int(std::floor(std::log10(size)));
    return fixedNumber(value, std::max(digits - 1 - magnitude, 0));
}

QString percent(double share, int decimals)
{
    return QStringLiteral("%1 %").arg(fixedNumber(share * 100, decimals));
}

QString durationText(double seconds)
{
    const auto total = qint64(std::llround(std::max(seconds, 0.0)));
    if (total < 60)
        return translated("%1 s").arg(total);
    if (total < 3600) {
        const QString minutes = translated("%1 min").arg(total / 60);
        return total % 60 == 0 ? minutes
                               : minutes + QLatin1Char(' ') + translated("%1 s").arg(total % 60);
    }
    const QString hours = translated("%1 h").arg(groupedNumber(total / 3600));
    const qint64 minutes = total % 3600 / 60;
    return minutes == 0 ? hours : hours + QLatin1Char(' ') + translated("%1 min").arg(minutes);
}

QString timeLeftText(double seconds)
{
    if (seconds < 0)
        return {};
    const double rounded = seconds < 90 ? std::ceil(seconds) : std::ceil(seconds / 60) * 60;
    return translated("%1 left").arg(durationText(rounded));
}

QString sizeText(qint64 bytes)
{
    constexpr std::array units{"B", "kB", "MB", "GB", "TB"};
    double value = double(bytes);
    size_t unit = 0;
    while (value >= 999.5 && unit + 1 < units.size()) {
        value /= 1000;
        ++unit;
    }
    const int decimals = unit > 1 && value < 10 ? 1 : 0;
    return QStringLiteral("%1 %2").arg(fixedNumber(value, decimals), QLatin1String(units[unit]));
}

QString momentText(const QDateTime &time)
{
    if (!time.isValid())
        return {};
    const bool isThisYear = time.date().year() == QDate::currentDate().year();
    return QLocale().toString(time, isThisYear ? QStringLiteral("d MMM HH:mm")
                                               : QStringLiteral("d MMM yyyy HH:mm"));
}

QString momentText(double secondsSinceEpoch)
{
    if (secondsSinceEpoch <= 0)
        return {};
    return momentText(QDateTime::fromMSecsSinceEpoch(qint64(secondsSinceEpoch * 1000)));
}

QString agoText(double seconds)
{
    return translated("%1 ago").arg(durationText(seconds));
}

QString folderNameText(const QString &name)
{
    static const QRegularExpression others(QStringLiteral("[^A-Za-z0-9._-]+"));
    return QString(name).replace(others, QStringLiteral("-"));
}

QString lineOf(const std::exception &error)
{
    const auto *own = dynamic_cast<const Error *>(&error);
    return own != nullptr ? QString::fromStdString(own->line()) : QString::fromUtf8(error.what());
}

} // namespace helicase
