#include "core/neural/tasks/binding_windows.h"

#include "core/base/error.h"
#include "core/base/python_random.h"
#include "core/dataset/window_places.h"
#include "core/sequence/alphabet.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace helicase {

namespace {

// Rows of each sequence in the order of their places; empty when a name tells no place.
std::vector<std::vector<int64_t>> rowsInOrder(const std::vector<std::string> &names)
{
    std::map<std::string, std::vector<std::pair<int64_t, int64_t>>> found;
    for (size_t i = 0; i < names.size(); ++i) {
        const auto place = windowPlace(names[i]);
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

// Free places get the padding and the score 0.
void moveBases(std::string &window, std::span<float> scores, int64_t shift, char padding)
{
    const auto moveRow = [shift](auto row, auto free) {
        const int64_t most = std::ssize(row), places = std::min(std::abs(shift), most);
        if (shift > 0)
            std::fill(row.begin(), std::shift_right(row.begin(), row.end(), places), free);
        else
            std::fill(std::shift_left(row.begin(), row.end(), places), row.end(), free);
    };
    moveRow(std::span(window), padding);
    moveRow(scores, 0.0f);
}

std::vector<int64_t> shuffledRows(int64_t count, RandomStream &random)
{
    std::vector<int64_t> rows(static_cast<size_t>(count));
    std::iota(rows.begin(), rows.end(), 0);
    random.shuffle(std::span(rows));
    return rows;
}

WindowSplit splitByPlaceOrChance(const BindingSet &set, double heldOutShare, SplitRule rule,
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
    std::ranges::sort(split.training);
    std::ranges::sort(split.heldOut);
    return split;
}

WindowSplit splitAsPublished(int64_t count, double heldOutShare)
{
    std::vector<int64_t> rows(static_cast<size_t>(count));
    std::iota(rows.begin(), rows.end(), 0);
    PythonRandom(42).shuffle(std::span(rows));
    const auto border =
        rows.begin() + static_cast<int64_t>(heldOutShare * static_cast<double>(count));
    return {.training = {border, rows.end()}, .heldOut = {rows.begin(), border}};
}

} // namespace

WindowSplit splitWindows(const BindingSet &set, double heldOutShare, SplitRule rule,
                         RandomStream &random)
{
    WindowSplit split = rule == SplitRule::Published
                            ? splitAsPublished(set.windows(), heldOutShare)
                            : splitByPlaceOrChance(set, heldOutShare, rule, random);
    if (split.training.empty() || split.heldOut.empty())
        throw Error(std::to_string(set.windows()) + " windows are too few to train and to validate",
                    "use more windows or another data.validation_share", ExitStatus::BadInput);
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
    moveBases(window, scores, shift, 'N');
}

std::vector<ScoredMotif> motifsIn(std::span<const float> scores)
{
    std::vector<ScoredMotif> motifs;
    const int64_t last = std::ssize(scores) - motifLength;
    for (int64_t first = 0; first <= last;) {
        const auto run = scores.subspan(static_cast<size_t>(first), motifLength);
        const bool isMotif =
            run[0] != 0 && std::ranges::all_of(run, [&](float score) { return score == run[0]; });
        if (isMotif)
            motifs.push_back({first, run[0]});
        first += isMotif ? motifLength : 1;
    }
    return motifs;
}

ShiftRange publishedShifts(std::span<const ScoredMotif> motifs, int64_t windowLength,
                           int64_t largestShift)
{
    if (motifs.empty())
        return {-largestShift, largestShift};
    return {std::max(-largestShift, -motifs.front().first),
            std::min(largestShift, windowLength - motifs.back().first - motifLength)};
}

void shiftAsPublished(std::string &window, std::span<float> scores, int64_t shift, char padding)
{
    const std::vector<ScoredMotif> motifs = motifsIn(scores);
    std::ranges::fill(scores, 0.0f);
    for (const auto &[first, score] : motifs)
        std::ranges::fill(scores.subspan(static_cast<size_t>(first), motifLength), score);
    moveBases(window, scores, shift, padding);
}

void readOtherStrand(std::string &window, std::span<float> scores)
{
    window = reverseComplement(window);
    std::ranges::reverse(scores);
}

} // namespace helicase
