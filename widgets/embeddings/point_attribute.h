// What contigs are coloured, filtered, sorted and grouped by: species, bin, length, GC, depth or a
// column of a joined table, all in one shape. Values without Qt objects; any thread.
#pragma once

#include "widgets/embeddings/cloud_data.h"

#include <QString>

#include <cstdint>
#include <vector>

namespace helicase {

enum class AttributeKind { Category, Number };

// Logarithmic for what spans orders of magnitude; Diverging around the median.
enum class NumberScale { Linear, Logarithmic, Diverging };

struct AttributeInfo {
    QString key;   // "species", "length", "column.NAME"
    QString title; // "Length"
    QString unit;  // "bp", "" for none
    AttributeKind kind = AttributeKind::Category;
    NumberScale scale = NumberScale::Linear;
    int decimals = 0;         // of numbers as they are shown
    bool isSecondary = false; // the table shows it only when asked

    // "Length (bp)"
    QString heading() const;
};

struct PointAttribute {
    AttributeInfo info;
    std::vector<int> classes;    // of a category: index into names, -1: no value
    std::vector<QString> names;  // of the classes
    std::vector<int64_t> sizes;  // contigs by class + 1: the first is "no value"
    std::vector<double> numbers; // of a number, in its unit; NaN: unknown

    bool isNumber() const { return info.kind == AttributeKind::Number; }
    int64_t sizeOf(int classIndex) const { return sizes[static_cast<size_t>(classIndex + 1)]; }
    // As the table and the tool tips show it; empty for an unknown number.
    QString text(int contig) const;
    // For "no value" of a category.
    static QString noValue(const QString &key);
};

namespace attribute_key {
inline const QString species = QStringLiteral("species");
inline const QString bin = QStringLiteral("bin");
inline const QString label = QStringLiteral("label");
inline const QString length = QStringLiteral("length");
inline const QString gc = QStringLiteral("gc");
inline const QString similarity = QStringLiteral("similarity"); // to the bin
inline const QString depth = QStringLiteral("depth");
inline const QString columnPrefix = QStringLiteral("column.");
} // namespace attribute_key

// What the data tell: species always, then length, GC and depth where they are known, then the
// joined columns.
std::vector<AttributeInfo> attributesOf(const CloudData &data);

// The values of one of them. A key that is not among attributesOf() gives categories without
// values.
PointAttribute attributeOf(const CloudData &data, const QString &key);

// Categories from class numbers and their names, counted.
PointAttribute makeCategory(AttributeInfo info, std::vector<int> classes,
                            std::vector<QString> names);

} // namespace helicase
