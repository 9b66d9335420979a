#include "core/dataset/duplicate_rows.h"

#include <algorithm>

namespace helicase {

namespace {

// Of each group of one sequence, the rows that the function chooses.
template <typename Choose>
std::vector<uint32_t> chosenRows(const DataSurvey &survey, Choose choose)
{
    std::vector<uint32_t> chosen;
    survey.forEachGroup([&](std::span<const uint32_t> group) { choose(group, chosen); });
    std::ranges::sort(chosen);
    return chosen;
}

} // namespace

std::vector<uint32_t> trainRowsInOtherSplits(const DataSurvey &survey)
{
    const int train = survey.splitNamed("train");
    return chosenRows(survey, [&](std::span<const uint32_t> group, std::vector<uint32_t> &chosen) {
        const auto isTraining = [&](uint32_t row) { return survey.rows[row].split == train; };
        if (!std::ranges::all_of(group, isTraining))
            std::ranges::copy_if(group, std::back_inserter(chosen), isTraining);
    });
}

std::vector<uint32_t> rowsInEarlierSplits(const DataSurvey &survey)
{
    return chosenRows(survey, [&](std::span<const uint32_t> group, std::vector<uint32_t> &chosen) {
        std::ranges::copy_if(group, std::back_inserter(chosen), [&](uint32_t row) {
            return survey.rows[row].split != survey.rows[group.front()].split;
        });
    });
}

std::vector<uint32_t> repeatsOfEarlierRows(const DataSurvey &survey)
{
    return chosenRows(survey, [&](std::span<const uint32_t> group, std::vector<uint32_t> &chosen) {
        for (size_t i = 1; i < group.size(); ++i)
            if (survey.rows[group[i]].split == survey.rows[group[i - 1]].split)
                chosen.push_back(group[i]);
    });
}

std::vector<uint32_t> contradictoryRows(const DataSurvey &survey)
{
    return chosenRows(survey, [&](std::span<const uint32_t> group, std::vector<uint32_t> &chosen) {
        const int32_t label = survey.rows[group.front()].label;
        if (std::ranges::any_of(group,
                                [&](uint32_t row) { return survey.rows[row].label != label; }))
            chosen.insert(chosen.end(), group.begin(), group.end());
    });
}

std::vector<uint32_t> rowsWithEmptyFields(const DataSurvey &survey)
{
    const bool needLabels = hasLabels(survey.kind);
    std::vector<uint32_t> found;
    for (size_t row = 0; row < survey.rows.size(); ++row)
        if (survey.rows[row].hasEmptySequence || (needLabels && survey.rows[row].label < 0))
            found.push_back(static_cast<uint32_t>(row));
    return found;
}

} // namespace helicase
