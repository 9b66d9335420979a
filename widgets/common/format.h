// Numbers, times and sizes as the window writes them: grouped digits, a proper minus sign, units.
#pragma once

#include <QDateTime>
#include <QString>

#include <exception>

namespace helicase {

// "1,840"
QString groupedNumber(qint64 value);
// "n of m": "1,840 of 3,000".
QString countOf(qint64 part, qint64 whole);
// Fixed decimals, grouped: "−0.031". NaN and infinities as words.
QString fixedNumber(double value, int decimals);
// Significant digits, scientific below 0.001 and from 10^7 on: "0.0981", "3e-4".
QString shortNumber(double value, int digits = 3);
// A share 0..1 as "61 %"; tenths below 10 and above 90 % when asked.
QString percent(double share, int decimals = 0);
// "38 s", "12 min 40 s", "2 h 4 min".
QString durationText(double seconds);
// "about 4 min left"; empty for unknown (negative).
QString timeLeftText(double seconds);
// "184 MB" (powers of 1,000).
QString sizeText(qint64 bytes);
// "20 Nov 16:02", with the year when it is not this one.
QString momentText(const QDateTime &time);
QString momentText(double secondsSinceEpoch);
// "2 s ago".
QString agoText(double seconds);
// For a folder of that name, which keeps letters, digits, points, hyphens and underscores.
QString folderNameText(const QString &name);
// What went wrong, in one line with place and hint where the error has them.
QString lineOf(const std::exception &error);

} // namespace helicase
