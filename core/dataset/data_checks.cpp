#include "core/dataset/data_checks.h"

#include "core/base/grouped_number.h"
#include "core/base/text.h"
#include "core/dataset/duplicate_rows.h"
#include "core/dataset/label_slips.h"

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

constexpr size_t mostPlaces = 3; // named in a sentence

std::string counted(int64_t number, std::string_view one, std::string_view many)
{
    return grouped(number) + ' ' + std::string(number == 1 ? one : many);
}

std::string percentText(int64_t part, int64_t whole)
{
    const double share =
        whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
    const auto tenths = static_cast<int64_t>(std::llround(share * 10));
    if (tenths == 0 && part > 0)
        return "below 0.1 %";
    return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " %";
}

// "train.csv:3, dev.csv:7, test.csv:8 and 2 more".
std::string placesText(const DataSurvey &survey, std::span<const uint32_t> rows)
{
    std::vector<std::string> places;
    for (const uint32_t row : rows.first(std::min(rows.size(), mostPlaces)))
        places.push_back(placeOf(survey, row));
    std::string text = join(places, ", ");
    if (rows.size() > mostPlaces)
        text += " and " + grouped(static_cast<int64_t>(rows.size() - mostPlaces)) + " more";
    return text;
}

int64_t rowCount(const DataSurvey &survey)
{
    return static_cast<int64_t>(survey.rows.size());
}

template <typename Predicate>
std::vector<uint32_t> rowsThat(const DataSurvey &survey, Predicate matches)
{
    std::vector<uint32_t> found;
    for (size_t row = 0; row < survey.rows.size(); ++row)
        if (matches(survey.rows[row]))
            found.push_back(static_cast<uint32_t>(row));
    return found;
}

DataCheck newCheck(const DataSurvey &survey, CheckKind kind, const char *title)
{
    return {.kind = kind, .title = title, .result = {}, .of = rowCount(survey)};
}

std::string letterCounts(const DataSurvey &survey)
{
    std::vector<std::string> parts;
    for (size_t byte = 0; byte < survey.otherLetters.size(); ++byte)
        if (const int64_t count = survey.otherLetters[byte]; count > 0) {
            const std::string letter(1, static_cast<char>(byte));
            const std::string shown = byte > ' ' && byte < 0x7F ? letter : printable(letter);
            parts.push_back(shown + ' ' + grouped(count));
        }
    constexpr size_t mostLetters = 8;
    if (parts.size() > mostLetters) {
        parts.resize(mostLetters);
        parts.emplace_back("others");
    }
    return join(parts, ", ");
}

DataCheck checkLetters(const DataSurvey &survey)
{
    DataCheck check = newCheck(survey, CheckKind::Letters, "Letters");
    check.rows = rowsThat(survey, [](const SurveyRow &row) { return row.hasOtherLetters; });
    const int64_t lower = std::ranges::count_if(survey.rows, &SurveyRow::hasLowerCase);
    if (check.rows.empty() && lower == 0) {
        check.result = "A, C, G and T only in " + counted(survey.bases(), "letter", "letters");
        return check;
    }
    check.verdict = CheckVerdict::Warning;
    if (!check.rows.empty()) {
        check.result = counted(std::ssize(check.rows), "row has", "rows have") +
                       " letters besides A, C, G, T (" + letterCounts(survey) + ")";
        check.details = placesText(survey, check.rows) + ".";
    }
    if (lower > 0) {
        const std::string remark = counted(lower, "row has", "rows have") + " lower-case letters";
        check.result += check.result.empty() ? remark : "; " + remark;
        check.details += check.details.empty() ? "" : " ";
        check.details += "Most DNA tokenizers do not know lower case.";
        if (check.rows.empty())
            check.rows = rowsThat(survey, [](const SurveyRow &row) { return row.hasLowerCase; });
    }
    return check;
}

DataCheck checkEmptyFields(const DataSurvey &survey)
{
    DataCheck check = newCheck(survey, CheckKind::EmptyFields, "Empty fields");
    check.rows = rowsWithEmptyFields(survey);
    if (check.rows.empty()) {
        check.result = "none";
        return check;
    }
    check.verdict = CheckVerdict::Error;
    const int64_t sequences = std::ranges::count_if(survey.rows, &SurveyRow::hasEmptySequence);
    int64_t labels = 0;
    if (hasLabels(survey.kind))
        for (const SurveySplit &split : survey.splits)
            labels += split.unlabelledRows;
    check.result = counted(sequences, "empty sequence", "empty sequences") + ", " +
                   counted(labels, "missing label", "missing labels");
    check.details = placesText(survey, check.rows) + ". Training refuses them.";
    return check;
}

// Labels of dev and test that train lacks.
std::vector<int32_t> untaughtLabels(const DataSurvey &survey)
{
    const int train = survey.splitNamed("train");
    std::vector<int32_t> missing;
    if (train >= 0)
        for (size_t label = 0; label < survey.labels.size(); ++label)
            if (survey.splits[static_cast<size_t>(train)].labelRows[label] == 0)
                missing.push_back(static_cast<int32_t>(label));
    return missing;
}

std::string labelNames(const DataSurvey &survey, std::span<const int32_t> labels)
{
    constexpr size_t most = 5;
    std::vector<std::string> names;
    for (const int32_t label : labels.first(std::min(labels.size(), most)))
        names.push_back(printable(survey.labels[static_cast<size_t>(label)]));
    return join(names, ", ") +
           (labels.size() > most ? " and " + std::to_string(labels.size() - most) + " more" : "");
}

DataCheck checkLabels(const DataSurvey &survey)
{
    DataCheck check = newCheck(survey, CheckKind::Labels, "Labels");
    const std::vector<int32_t> untaught = untaughtLabels(survey);
    check.result = counted(std::ssize(survey.labels), "label", "labels");
    if (!untaught.empty()) {
        check.verdict = CheckVerdict::Error;
        check.rows = rowsThat(survey, [&](const SurveyRow &row) {
            return row.label >= 0 && std::ranges::binary_search(untaught, row.label);
        });
        check.result += ", " + std::to_string(untaught.size()) +
                        " of them missing in train: " + labelNames(survey, untaught);
        check.details = placesText(survey, check.rows) + ". Training refuses them.";
    } else if (survey.labels.size() < 2) {
        check.verdict = CheckVerdict::Error;
        check.details = "One class only: nothing can be learned from it.";
    } else {
        int64_t incomplete = 0;
        for (size_t label = 0; label < survey.labels.size(); ++label)
            incomplete += std::ranges::any_of(survey.splits, [&](const SurveySplit &split) {
                return split.labelRows[label] == 0;
            });
        if (survey.splits.size() > 1)
            check.result += incomplete == 0
                                ? ", each in every split"
                                : ", " + std::to_string(incomplete) + " of them not in every split";
    }
    return check;
}

DataCheck checkRareLabels(const DataSurvey &survey)
{
    DataCheck check = newCheck(survey, CheckKind::RareLabels, "Rare labels");
    const std::vector<LabelSlip> slips = labelSlips(survey);
    std::vector<int32_t> single;
    for (size_t label = 0; label < survey.labels.size(); ++label)
        if (rowsWithLabel(survey, label) == 1)
            single.push_back(static_cast<int32_t>(label));
    std::vector<int32_t> rare = single;
    for (const LabelSlip &slip : slips)
        rare.push_back(slip.label);
    std::ranges::sort(rare);
    check.rows = rowsThat(survey, [&](const SurveyRow &row) {
        return row.label >= 0 && std::ranges::binary_search(rare, row.label);
    });
    if (rare.empty()) {
        check.result = "none";
        return check;
    }
    check.verdict = CheckVerdict::Warning;
    check.result = counted(std::ssize(single), "label occurs", "labels occur") + " once, " +
                   counted(std::ssize(slips), "label is", "labels are") + " nearly another one";
    for (const LabelSlip &slip : std::span(slips).first(std::min(slips.size(), mostPlaces)))
        check.details +=
            printable(survey.labels[static_cast<size_t>(slip.label)]) + " occurs " +
            (rowsWithLabel(survey, static_cast<size_t>(slip.label)) == 1
                 ? "once"
                 : grouped(rowsWithLabel(survey, static_cast<size_t>(slip.label))) + " times") +
            ". Did you mean " + printable(survey.labels[static_cast<size_t>(slip.likely)]) + "? ";
    check.details += placesText(survey, check.rows) + ".";
    return check;
}

DataCheck checkBalance(const DataSurvey &survey)
{
    DataCheck check = newCheck(survey, CheckKind::ClassBalance, "Class balance");
    const SurveySplit &split =
        survey.splits[static_cast<size_t>(std::max(0, survey.splitNamed("train")))];
    const auto [smallest, largest] = std::ranges::minmax_element(split.labelRows);
    const int64_t labelled = split.rows - split.unlabelledRows;
    check.of = labelled;
    const auto name = [&](auto label) {
        return printable(survey.labels[static_cast<size_t>(label - split.labelRows.begin())]);
    };
    check.result = "the most frequent label, " + name(largest) + ", is " +
                   percentText(*largest, labelled) + " of " + split.file.split;
    constexpr int64_t uneven = 10;
    if (*largest >= uneven * std::max<int64_t>(*smallest, 1)) {
        check.verdict = CheckVerdict::Warning;
        check.details = "The rarest, " + name(smallest) + ", has " +
                        counted(*smallest, "row", "rows") +
                        ". Class weights and MCC are better guides than accuracy.";
    }
    return check;
}

DataCheck checkRepeats(const DataSurvey &survey)
{
    DataCheck check = newCheck(survey, CheckKind::Repeats, "Duplicates within a split");
    std::vector<std::string> parts;
    int64_t otherStrand = 0;
    int64_t repeats = 0;
    for (size_t split = 0; split < survey.splits.size(); ++split) {
        const DuplicateCount count = survey.duplicates(split, split);
        repeats += count.rows;
        otherStrand += count.otherStrand;
        if (count.rows > 0)
            parts.push_back(grouped(count.rows) + " in " + survey.splits[split].file.split);
    }
    if (repeats == 0) {
        check.result = "none, on both strands";
        return check;
    }
    check.verdict = CheckVerdict::Warning;
    check.rows = repeatsOfEarlierRows(survey);
    check.result =
        counted(repeats, "row repeats", "rows repeat") + " an earlier one: " + join(parts, ", ");
    check.details = (otherStrand > 0 ? grouped(otherStrand) + " of them on the other strand. "
                                     : std::string()) +
                    placesText(survey, check.rows) + ".";
    return check;
}

DataCheck checkOverlap(const DataSurvey &survey)
{
    DataCheck check = newCheck(survey, CheckKind::Overlap, "Duplicates between splits");
    std::vector<std::string> parts;
    int64_t otherStrand = 0;
    int64_t between = 0;
    for (size_t a = 0; a < survey.splits.size(); ++a)
        for (size_t b = a + 1; b < survey.splits.size(); ++b) {
            const DuplicateCount count = survey.duplicates(a, b);
            between += count.rows;
            otherStrand += count.otherStrand;
            if (count.rows > 0)
                parts.push_back(grouped(count.rows) + " of " + survey.splits[b].file.split +
                                " in " + survey.splits[a].file.split);
        }
    check.of = rowCount(survey) - survey.splits.front().rows;
    if (between == 0) {
        check.result = "none, on both strands";
        return check;
    }
    check.verdict = CheckVerdict::Warning;
    check.rows = rowsInEarlierSplits(survey);
    check.result = counted(std::ssize(check.rows), "row also occurs", "rows also occur") +
                   " in another split: " + join(parts, ", ");
    check.details =
        (otherStrand > 0 ? grouped(otherStrand) + " on the other strand only. " : std::string()) +
        placesText(survey, check.rows) +
        ". Results on these rows say nothing about unseen sequences.";
    return check;
}

DataCheck checkContradictions(const DataSurvey &survey)
{
    DataCheck check =
        newCheck(survey, CheckKind::Contradiction, "Duplicates with different labels");
    check.rows = contradictoryRows(survey);
    if (check.rows.empty()) {
        check.result = "none";
        return check;
    }
    check.verdict = CheckVerdict::Warning;
    check.result =
        counted(std::ssize(check.rows), "row has", "rows have") + " a sequence with several labels";
    check.details = placesText(survey, check.rows) + ".";
    return check;
}

DataCheck checkLengths(const DataSurvey &survey, int64_t limit)
{
    DataCheck check = newCheck(survey, CheckKind::TooLong, "Longer than the limit");
    if (!survey.hasTokens || limit <= 0) {
        check.verdict = CheckVerdict::NotChecked;
        check.result = survey.hasTokens ? "no limit is set" : "no tokenizer is chosen";
        return check;
    }
    check.rows = rowsThat(survey, [&](const SurveyRow &row) { return row.tokens > limit; });
    int64_t longest = 0;
    for (const SurveyRow &row : survey.rows)
        longest = std::max(longest, row.tokens);
    check.result = check.rows.empty() ? "none"
                                      : grouped(std::ssize(check.rows)) + " of " +
                                            counted(check.of, "row", "rows") + " (" +
                                            percentText(std::ssize(check.rows), check.of) + ")";
    check.result += ", the longest has " + counted(longest, "token", "tokens");
    if (!check.rows.empty()) {
        check.verdict = CheckVerdict::Warning;
        check.details = placesText(survey, check.rows) + ". What is beyond " +
                        counted(limit, "token", "tokens") + " is cut off.";
    }
    return check;
}

} // namespace

std::vector<DataCheck> checkData(const DataSurvey &survey, const CheckOptions &options)
{
    std::vector<DataCheck> checks{checkLetters(survey), checkEmptyFields(survey)};
    const bool hasClasses = hasLabels(survey.kind) && !hasRealLabels(survey);
    if (hasClasses) {
        checks.push_back(checkLabels(survey));
        checks.push_back(checkRareLabels(survey));
        if (!survey.labels.empty())
            checks.push_back(checkBalance(survey));
    }
    checks.push_back(checkRepeats(survey));
    if (survey.splits.size() > 1)
        checks.push_back(checkOverlap(survey));
    if (hasClasses)
        checks.push_back(checkContradictions(survey));
    checks.push_back(checkLengths(survey, options.maxTokens));
    return checks;
}

std::string_view nameOf(CheckVerdict verdict)
{
    constexpr std::array names{"good", "not checked", "warning", "error"};
    return names[static_cast<size_t>(verdict)];
}

std::string_view nameOf(CheckKind kind)
{
    constexpr std::array names{"letters",     "empty-fields",  "labels",
                               "rare-labels", "class-balance", "repeats",
                               "overlap",     "contradiction", "too-long"};
    return names[static_cast<size_t>(kind)];
}

std::string_view sentenceOf(DataKind kind)
{
    constexpr std::array names{"labelled sequences", "labelled pairs of sequences",
                               "pairs of sequences", "sequences"};
    return names[static_cast<size_t>(kind)];
}

std::string placeOf(const DataSurvey &survey, size_t row)
{
    const SurveyRow &found = survey.rows[row];
    return survey.splits[found.split].file.path.filename().string() + ':' +
           std::to_string(found.line);
}

} // namespace helicase
