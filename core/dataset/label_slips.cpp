#include "core/dataset/label_slips.h"

#include "core/base/text.h"

#include <algorithm>

namespace helicase {

namespace {

// Above, the labels are names of samples rather than classes.
constexpr size_t mostLabels = 10'000;
// A slip is at least so many times rarer than what was meant.
constexpr int64_t rarer = 20;
// Shorter names that differ in a letter are different names.
constexpr size_t shortName = 5;

std::string lowerCase(std::string text)
{
    for (char &letter : text)
        if (letter >= 'A' && letter <= 'Z')
            letter = static_cast<char>(letter + ('a' - 'A'));
    return text;
}

std::string withoutDigits(std::string text)
{
    std::erase_if(text, [](char letter) { return letter >= '0' && letter <= '9'; });
    return text;
}

bool differsInDigitsOnly(const std::string &one, const std::string &other)
{
    return one != other && withoutDigits(one) == withoutDigits(other);
}

} // namespace

std::vector<LabelSlip> labelSlips(const DataSurvey &survey)
{
    std::vector<LabelSlip> slips;
    if (survey.labels.size() > mostLabels)
        return slips;
    for (size_t label = 0; label < survey.labels.size(); ++label) {
        const std::string &name = survey.labels[label];
        if (parseReal(name))
            continue;
        const int64_t needed = rarer * rowsWithLabel(survey, label);
        std::vector<std::string> frequent;
        for (size_t other = 0; other < survey.labels.size(); ++other) {
            const std::string &candidate = survey.labels[other];
            const bool isNear = name.size() >= shortName ? !differsInDigitsOnly(name, candidate)
                                                         : lowerCase(name) == lowerCase(candidate);
            if (other != label && isNear && rowsWithLabel(survey, other) >= needed)
                frequent.push_back(candidate);
        }
        if (const auto likely = nearestName(name, frequent))
            slips.push_back({static_cast<int32_t>(label),
                             static_cast<int32_t>(std::ranges::find(survey.labels, *likely) -
                                                  survey.labels.begin())});
    }
    return slips;
}

int64_t rowsWithLabel(const DataSurvey &survey, size_t label)
{
    int64_t total = 0;
    for (const SurveySplit &split : survey.splits)
        total += split.labelRows[label];
    return total;
}

bool hasRealLabels(const DataSurvey &survey)
{
    bool isWhole = true;
    for (const std::string &label : survey.labels) {
        if (!parseReal(label))
            return false;
        isWhole = isWhole && parseInteger(label).has_value();
    }
    return !isWhole;
}

} // namespace helicase
