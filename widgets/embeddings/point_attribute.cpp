#include "widgets/embeddings/point_attribute.h"

#include "widgets/common/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>

namespace helicase {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("helicase::PointAttribute", text);
}

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

AttributeInfo columnInfo(const CloudColumn &column)
{
    AttributeInfo info{.key = attribute_key::columnPrefix + QString::fromStdString(column.name),
                       .title = QString::fromStdString(column.name),
                       .unit = {},
                       .kind = column.isNumber ? AttributeKind::Number : AttributeKind::Category};
    const auto isWhole = [](double value) {
        return std::isnan(value) || value == std::floor(value);
    };
    info.isSecondary = column.isSecondary;
    info.decimals = std::ranges::all_of(column.numbers, isWhole) ? 0 : 3;
    return info;
}

template <typename Value, typename Known>
std::vector<double> numbersOf(const std::vector<Value> &values, double factor, Known isKnown)
{
    std::vector<double> numbers(values.size(), unknown);
    for (size_t contig = 0; contig < values.size(); ++contig)
        if (isKnown(values[contig]))
            numbers[contig] = static_cast<double>(values[contig]) * factor;
    return numbers;
}

std::vector<QString> namesOf(const std::vector<std::string> &texts)
{
    std::vector<QString> names;
    for (const std::string &text : texts)
        names.push_back(QString::fromStdString(text));
    return names;
}

} // namespace

QString AttributeInfo::heading() const
{
    return unit.isEmpty() ? title : QStringLiteral("%1 (%2)").arg(title, unit);
}

QString PointAttribute::noValue(const QString &key)
{
    if (key == attribute_key::bin)
        return translated("unbinned");
    return key == attribute_key::species || key == attribute_key::label ? translated("no label")
                                                                        : translated("no value");
}

QString PointAttribute::text(int contig) const
{
    const auto row = static_cast<size_t>(contig);
    if (!isNumber())
        return classes[row] < 0 ? noValue(info.key) : names[static_cast<size_t>(classes[row])];
    const double value = numbers[row];
    return std::isnan(value) ? QString() : fixedNumber(value, info.decimals);
}

std::vector<AttributeInfo> attributesOf(const CloudData &data)
{
    std::vector<AttributeInfo> infos = {
        {.key = attribute_key::species, .title = translated("Species"), .unit = {}}};
    if (std::ranges::any_of(data.lengths, [](int64_t length) { return length > 0; }))
        infos.push_back({.key = attribute_key::length,
                         .title = translated("Length"),
                         .unit = translated("bp"),
                         .kind = AttributeKind::Number,
                         .scale = NumberScale::Logarithmic});
    if (std::ranges::any_of(data.gc, [](float share) { return share >= 0; }))
        infos.push_back({.key = attribute_key::gc,
                         .title = translated("GC"),
                         .unit = QStringLiteral("%"),
                         .kind = AttributeKind::Number,
                         .scale = NumberScale::Diverging,
                         .decimals = 1});
    if (std::ranges::any_of(data.depths, [](float depth) { return depth >= 0; }))
        infos.push_back({.key = attribute_key::depth,
                         .title = translated("Depth"),
                         .unit = QStringLiteral("×"),
                         .kind = AttributeKind::Number,
                         .scale = NumberScale::Logarithmic,
                         .decimals = 1});
    for (const CloudColumn &column : data.columns)
        infos.push_back(columnInfo(column));
    return infos;
}

PointAttribute makeCategory(AttributeInfo info, std::vector<int> classes,
                            std::vector<QString> names)
{
    PointAttribute attribute{.info = std::move(info),
                             .classes = std::move(classes),
                             .names = std::move(names),
                             .sizes = {},
                             .numbers = {}};
    attribute.sizes.assign(attribute.names.size() + 1, 0);
    for (const int classIndex : attribute.classes)
        ++attribute.sizes[static_cast<size_t>(classIndex + 1)];
    return attribute;
}

PointAttribute attributeOf(const CloudData &data, const QString &key)
{
    const std::vector<AttributeInfo> infos = attributesOf(data);
    const auto info = std::ranges::find(infos, key, &AttributeInfo::key);
    if (info == infos.end())
        return makeCategory({.key = key, .title = key, .unit = {}},
                            std::vector<int>(data.ids.size(), -1), {});
    if (key == attribute_key::species)
        return makeCategory(*info, data.classes, namesOf(data.classNames));
    PointAttribute attribute{.info = *info, .classes = {}, .names = {}, .sizes = {}, .numbers = {}};
    if (key == attribute_key::length)
        attribute.numbers = numbersOf(data.lengths, 1, [](int64_t length) { return length > 0; });
    else if (key == attribute_key::gc)
        attribute.numbers = numbersOf(data.gc, 100, [](float share) { return share >= 0; });
    else if (key == attribute_key::depth)
        attribute.numbers = numbersOf(data.depths, 1, [](float depth) { return depth >= 0; });
    else
        for (const CloudColumn &column : data.columns) {
            if (columnInfo(column).key != key)
                continue;
            if (!column.isNumber)
                return makeCategory(*info, column.classes, namesOf(column.names));
            attribute.numbers = column.numbers;
        }
    return attribute;
}

} // namespace helicase
