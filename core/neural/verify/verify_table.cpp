#include "core/neural/verify/verify.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace helicase {

namespace {

constexpr size_t columnCount = 6;
// Beyond these a case repeats itself.
constexpr size_t shownProblems = 3;

using Row = std::array<std::string, columnCount>;

const char *verdictText(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Passed:
        return "passed";
    case Verdict::Failed:
        return "FAILED";
    case Verdict::NotChecked:
        return "not checked";
    }
    return "";
}

std::string shortNumber(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.1e", value);
    return value == 0 ? "0" : text;
}

// Names come from foreign files: what would steer the terminal is shown as a question mark.
std::string shown(std::string text)
{
    std::ranges::replace_if(
        text, [](unsigned char c) { return c < 0x20 || c == 0x7f; }, '?');
    return text;
}

Row rowOf(const CaseResult &result)
{
    const bool isChecked = result.compared > 0;
    return {shown(result.name),
            shown(result.kind),
            isChecked ? std::to_string(result.compared) : "-",
            isChecked ? shortNumber(result.difference) : "-",
            shortNumber(result.tolerance),
            verdictText(result.verdict)};
}

std::string alignedText(const std::vector<Row> &rows)
{
    std::array<size_t, columnCount> widths{};
    for (const Row &row : rows)
        for (size_t i = 0; i < columnCount; ++i)
            widths[i] = std::max(widths[i], row[i].size());
    std::string text;
    for (const Row &row : rows) {
        for (size_t i = 0; i + 1 < columnCount; ++i)
            text += row[i] + std::string(widths[i] - row[i].size() + 2, ' ');
        text += row.back() + '\n';
    }
    return text;
}

std::string problemText(const CaseResult &result)
{
    std::string text;
    for (size_t i = 0; i < std::min(shownProblems, result.problems.size()); ++i)
        text += shown(result.name) + ": " + shown(result.problems[i]) + '\n';
    if (result.problems.size() > shownProblems)
        text += shown(result.name) + ": and " +
                std::to_string(result.problems.size() - shownProblems) + " more problems\n";
    return text;
}

std::string summaryLine(const VerifyResult &result)
{
    std::string text = std::to_string(result.cases.size()) +
                       (result.cases.size() == 1 ? " case: " : " cases: ") +
                       std::to_string(result.count(Verdict::Passed)) + " passed, " +
                       std::to_string(result.count(Verdict::Failed)) + " failed";
    if (const int64_t unchecked = result.count(Verdict::NotChecked); unchecked > 0)
        text += ", " + std::to_string(unchecked) + " not checked (kinds this build does not know)";
    return text + '\n';
}

nlohmann::json differenceToJson(const CaseResult &result)
{
    if (result.compared == 0)
        return nullptr;
    return std::isfinite(result.difference) ? nlohmann::json(result.difference)
                                            : nlohmann::json("Infinity");
}

nlohmann::json passedToJson(Verdict verdict)
{
    return verdict == Verdict::NotChecked ? nlohmann::json(nullptr)
                                          : nlohmann::json(verdict == Verdict::Passed);
}

} // namespace

std::string tableText(const VerifyResult &result)
{
    std::vector<Row> rows{{"case", "kind", "tensors", "difference", "tolerance", "verdict"}};
    for (const CaseResult &entry : result.cases)
        rows.push_back(rowOf(entry));
    std::string text = alignedText(rows) + '\n';
    for (const CaseResult &entry : result.cases)
        if (entry.verdict == Verdict::Failed)
            text += problemText(entry);
    return text + summaryLine(result);
}

nlohmann::json toJson(const VerifyResult &result)
{
    nlohmann::json list = nlohmann::json::array();
    for (const CaseResult &entry : result.cases)
        list.push_back({{"case", entry.name},
                        {"kind", entry.kind},
                        {"compared", entry.compared},
                        {"difference", differenceToJson(entry)},
                        {"tolerance", entry.tolerance},
                        {"passed", passedToJson(entry.verdict)},
                        {"worst_tensor", entry.worstTensor},
                        {"problems", entry.problems}});
    return list;
}

} // namespace helicase
