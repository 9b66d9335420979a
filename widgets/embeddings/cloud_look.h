// How a cloud is shown, apart from its camera: by what it is coloured, which classes are hidden,
// which ranges filter it. A value: it is undone as a whole and kept in named views.
#pragma once

#include "widgets/embeddings/number_colours.h"

#include <QJsonObject>

#include <map>
#include <vector>

namespace helicase {

// Both ends belong to it.
struct NumberRange {
    double low = 0;
    double high = 0;

    bool contains(double value) const { return value >= low && value <= high; }
    bool operator==(const NumberRange &) const = default;
};

struct CloudLook {
    static constexpr int noClass = -2;

    QString colourKey = attribute_key::species;
    ColourRange colourRange = ColourRange::Percentiles;
    std::vector<bool> hidden;               // by class + 1: the first is "no value"
    int isolated = noClass;                 // the other classes become grey context
    bool greyContext = false;               // contigs that are not selected are grey while some are
    std::map<QString, NumberRange> filters; // by key of the attribute

    bool isHidden(int classIndex) const
    {
        const auto place = static_cast<size_t>(classIndex + 1);
        return place < hidden.size() && hidden[place];
    }
    bool operator==(const CloudLook &) const = default;

    QJsonObject toJson() const;
    // What is missing or of another kind keeps its default.
    static CloudLook fromJson(const QJsonObject &json);
};

} // namespace helicase
