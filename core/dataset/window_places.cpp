#include "core/dataset/window_places.h"

#include "core/base/grouped_number.h"
#include "core/base/text.h"

#include <algorithm>
#include <cstdio>
#include <map>

namespace helicase {

namespace {

struct Stretch {
    int64_t first = 0;
    int64_t last = 0;
};

// Sorted and without overlap, for each sequence.
using Cover = std::map<std::string, std::vector<Stretch>>;

void merge(std::vector<Stretch> &stretches)
{
    std::ranges::sort(stretches, {}, &Stretch::first);
    std::vector<Stretch> merged;
    for (const Stretch stretch : stretches) {
        if (!merged.empty() && stretch.first <= merged.back().last + 1)
            merged.back().last = std::max(merged.back().last, stretch.last);
        else
            merged.push_back(stretch);
    }
    stretches = std::move(merged);
}

int64_t coveredBases(const Cover &cover, const WindowPlace &place)
{
    const auto found = cover.find(place.sequence);
    if (found == cover.end())
        return 0;
    int64_t bases = 0;
    auto stretch = std::ranges::lower_bound(found->second, place.first, {}, &Stretch::last);
    for (; stretch != found->second.end() && stretch->first <= place.last; ++stretch)
        bases += std::min(stretch->last, place.last) - std::max(stretch->first, place.first) + 1;
    return bases;
}

std::string percent(double share)
{
    char text[16];
    std::snprintf(text, sizeof text, "%.1f %%", 100 * share);
    return text;
}

} // namespace

std::optional<WindowPlace> windowPlace(const std::string &name)
{
    const size_t beforeLast = name.rfind('_');
    if (beforeLast == std::string::npos || beforeLast == 0)
        return std::nullopt;
    const size_t beforeFirst = name.rfind('_', beforeLast - 1);
    if (beforeFirst == std::string::npos || beforeFirst == 0)
        return std::nullopt;
    const auto first = parseInteger(name.substr(beforeFirst + 1, beforeLast - beforeFirst - 1));
    const auto last = parseInteger(name.substr(beforeLast + 1));
    if (!first || !last || *last < *first)
        return std::nullopt;
    return WindowPlace{name.substr(0, beforeFirst), *first, *last};
}

std::string WindowLeakage::text() const
{
    const double share = static_cast<double>(overlapping) / static_cast<double>(windows);
    std::string line = grouped(overlapping) + " of " + grouped(windows) + " held-out windows (" +
                       percent(share) + ") share bases with training windows";
    if (overlapping > 0)
        line += "; training has seen " + percent(meanShare) + " of the held-out bases";
    return line;
}

std::optional<WindowLeakage> leakageOf(const std::vector<std::string> &names,
                                       std::span<const int64_t> training,
                                       std::span<const int64_t> heldOut)
{
    const auto placeOf = [&](int64_t row) { return windowPlace(names[static_cast<size_t>(row)]); };
    Cover cover;
    for (const int64_t row : training) {
        const auto place = placeOf(row);
        if (!place)
            return std::nullopt;
        cover[place->sequence].push_back({place->first, place->last});
    }
    for (auto &[sequence, stretches] : cover)
        merge(stretches);
    WindowLeakage leakage;
    for (const int64_t row : heldOut) {
        const auto place = placeOf(row);
        if (!place)
            return std::nullopt;
        const int64_t shared = coveredBases(cover, *place);
        ++leakage.windows;
        leakage.overlapping += shared > 0;
        leakage.meanShare +=
            static_cast<double>(shared) / static_cast<double>(place->last - place->first + 1);
    }
    if (leakage.windows == 0)
        return std::nullopt;
    leakage.meanShare /= static_cast<double>(leakage.windows);
    return leakage;
}

} // namespace helicase
