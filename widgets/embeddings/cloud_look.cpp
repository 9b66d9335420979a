#include "widgets/embeddings/cloud_look.h"

#include <QJsonArray>

namespace helicase {

QJsonObject CloudLook::toJson() const
{
    QJsonArray hiddenClasses;
    for (size_t place = 0; place < hidden.size(); ++place)
        if (hidden[place])
            hiddenClasses.append(static_cast<int>(place) - 1);
    QJsonObject ranges;
    for (const auto &[key, range] : filters)
        ranges[key] = QJsonArray{range.low, range.high};
    return {{QStringLiteral("colour"), colourKey},
            {QStringLiteral("fullRange"), colourRange == ColourRange::Full},
            {QStringLiteral("hidden"), hiddenClasses},
            {QStringLiteral("isolated"), isolated},
            {QStringLiteral("greyContext"), greyContext},
            {QStringLiteral("filters"), ranges}};
}

CloudLook CloudLook::fromJson(const QJsonObject &json)
{
    CloudLook look;
    look.colourKey = json[QStringLiteral("colour")].toString(look.colourKey);
    if (json[QStringLiteral("fullRange")].toBool())
        look.colourRange = ColourRange::Full;
    for (const QJsonValue &value : json[QStringLiteral("hidden")].toArray()) {
        constexpr int mostClasses = 1'000'000; // a damaged file asks for no memory
        const int place = value.toInt(-2) + 1;
        if (place < 0 || place > mostClasses)
            continue;
        if (look.hidden.size() <= static_cast<size_t>(place))
            look.hidden.resize(static_cast<size_t>(place) + 1);
        look.hidden[static_cast<size_t>(place)] = true;
    }
    look.isolated = json[QStringLiteral("isolated")].toInt(noClass);
    look.greyContext = json[QStringLiteral("greyContext")].toBool();
    const QJsonObject ranges = json[QStringLiteral("filters")].toObject();
    for (auto range = ranges.begin(); range != ranges.end(); ++range)
        if (const QJsonArray ends = range->toArray(); ends.size() == 2)
            look.filters[range.key()] = {ends[0].toDouble(), ends[1].toDouble()};
    return look;
}

} // namespace helicase
