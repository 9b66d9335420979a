#include "core/neural/tasks/binding_windows.h"

#include "core/base/error.h"
#include "core/base/text.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace helicase {

namespace {

struct WindowPlace {
    std::string sequence;
    int64_t first = 0;
};

// "chr22_10510500_10510799"; the sequence's name may hold underscores too.
std::optional<WindowPlace> placeOf(const std::string &name)
{
    const size_t beforeLast = name.rfind('_');
    if (beforeLast == std::string::npos || beforeLast == 0)
        return std::nullopt;
    const size_t beforeFirst = name.rfind('_', beforeLast - 1);
    if (beforeFirst == std::string::npos)
        return std::nullopt;
    const auto first = parseInteger(name.substr(beforeFirst + 1, beforeLast - beforeFirst - 1));
    if (!first || !parseInteger(name.substr(beforeLast + 1)))
        return std::nullopt;
    return WindowPlace{name.substr(0, beforeFirst), *first};
}

// Rows of each sequence in the order of their places; empty when a name tells no place.
std::vector<std::vector<int64_t>> rowsInOrder(const std::vector<std::string> &names)
{
    std::map<std::string, std::vector<std::pair<int64_t, int64_t>>> found;
    for (size_t i = 0; i < names.size(); ++i) {
        const auto place = placeOf(names[i]);
        if (!place)
            return {};
        found[place->sequence].emplace_back(place->first, static_cast<int64_t>(i));
    }
    std::vector<std::vector<int64_t>> ordered;
    for (auto &[sequence, places] : found) {
        std::ranges::sort(places);
        auto &rows = ordered.emplace_back();
        for (const auto &[first, row] : places)
            rows.push_back(row);
    }
    return ordered;
}

std::vector<int64_t> shuffledRows(int64_t count, RandomStream &random)
{
    std::vector<int64_t> rows(static_cast<size_t>(count));
    std::iota(rows.begin(), rows.end(), 0);
    random.shuffle(std::span(rows));
    return rows;
}

} // namespace

WindowSplit splitWindows(const BindingSet &set, double heldOutShare, SplitRule rule,
                         RandomStream &random)
{
    std::vector<std::vector<int64_t>> groups;
    if (rule == SplitRule::PositionOrRandom)
        groups = rowsInOrder(set.names);
    WindowSplit split{.isByPosition = !groups.empty()};
    if (groups.empty())
        groups.push_back(shuffledRows(set.windows(), random));
    for (const std::vector<int64_t> &rows : groups) {
        const auto held = std::llround(heldOutShare * static_cast<double>(rows.size()));
        const auto border = rows.end() - held;
        split.training.insert(split.training.end(), rows.begin(), border);
        split.heldOut.insert(split.heldOut.end(), border, rows.end());
    }
    if (split.training.empty() || split.heldOut.empty())
        throw Error(std::to_string(set.windows()) + " windows are too few to train and to validate",
                    "use more windows or another data.validation_share", ExitStatus::BadInput);
    std::ranges::sort(split.training);
    std::ranges::sort(split.heldOut);
    return split;
}

void shiftWindow(std::string &window, std::span<float> scores, int64_t largestShift,
                 RandomStream &random)
{
    const auto hasScore = [](float score) { return score != 0; };
    const auto length = std::ssize(scores);
    const auto first = std::ranges::find_if(scores, hasScore) - scores.begin();
    int64_t toLeft = largestShift, toRight = largestShift;
    if (first < length) {
        const auto last =
            std::find_if(scores.rbegin(), scores.rend(), hasScore).base() - scores.begin();
        toLeft = std::min<int64_t>(largestShift, first);
        toRight = std::min<int64_t>(largestShift, length - last);
    }
    const int64_t shift =
        static_cast<int64_t>(random.below(static_cast<uint64_t>(toLeft + toRight + 1))) - toLeft;
    const std::string oldWindow = window;
    const std::vector<float> oldScores(scores.begin(), scores.end());
    for (int64_t i = 0; i < length; ++i) {
        const int64_t source = i - shift;
        const bool isInside = source >= 0 && source < length;
        window[static_cast<size_t>(i)] = isInside ? oldWindow[static_cast<size_t>(source)] : 'N';
        scores[static_cast<size_t>(i)] = isInside ? oldScores[static_cast<size_t>(source)] : 0.0f;
    }
}

} // namespace helicase
