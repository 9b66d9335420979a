#include "core/evaluate/prediction_table.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/base/tsv.h"
#include "core/evaluate/score_metrics.h"

#include <algorithm>
#include <map>

namespace helicase {

namespace {

constexpr std::string_view probabilityPrefix = "probability.";
constexpr size_t firstProbability = 3; // behind line, label, predicted

// Reads the cells of one table with the place of each for messages.
class Reader {
public:
    explicit Reader(const std::filesystem::path &file) : file_(file), table_(readTsv(file))
    {
        readClasses();
        if (table_.rows.empty())
            throw InputError("has no predictions", {.file = file_, .line = 1});
    }

    PredictionTable read() const
    {
        const auto count = static_cast<int64_t>(table_.rows.size());
        PredictionTable result{.classes = classes_};
        result.probabilities = Matrix(count, static_cast<int64_t>(classes_.size()));
        for (int64_t row = 0; row < count; ++row) {
            result.lines.push_back(lineNumber(row));
            result.truth.push_back(classNumber(row, 1));
            result.predicted.push_back(classNumber(row, 2));
            for (int64_t column = 0; column < result.probabilities.columns(); ++column)
                result.probabilities(row, column) = probability(row, static_cast<size_t>(column));
        }
        return result;
    }

private:
    void readClasses()
    {
        const std::vector<std::string> &columns = table_.columns;
        const bool isOurs = columns.size() >= firstProbability + 2 && columns[0] == "line" &&
                            columns[1] == "label" && columns[2] == "predicted";
        for (size_t i = firstProbability; isOurs && i < columns.size(); ++i) {
            if (!columns[i].starts_with(probabilityPrefix))
                break;
            const std::string name = columns[i].substr(probabilityPrefix.size());
            if (!numbers_.emplace(name, static_cast<int64_t>(classes_.size())).second)
                throw InputError("has two columns " + printable(columns[i]),
                                 {.file = file_, .line = 1});
            classes_.push_back(name);
        }
        if (classes_.size() < 2 || columns.size() != firstProbability + classes_.size())
            throw InputError("is no table of predictions (expected the columns line, label, "
                             "predicted and probability.CLASS of at least two classes)",
                             {.file = file_, .line = 1},
                             "such tables come from helicase train classify");
    }

    [[noreturn]] void refuse(int64_t row, const std::string &message) const
    {
        throw InputError(message, {.file = file_, .line = row + 2});
    }

    const std::string &cell(int64_t row, size_t column) const
    {
        return table_.rows[static_cast<size_t>(row)][column];
    }

    int64_t lineNumber(int64_t row) const
    {
        const auto number = parseInteger(cell(row, 0));
        if (!number || *number < 1)
            refuse(row, printable(cell(row, 0)) + " is no line number");
        return *number;
    }

    int64_t classNumber(int64_t row, size_t column) const
    {
        const auto found = numbers_.find(cell(row, column));
        if (found == numbers_.end())
            refuse(row,
                   "class " + printable(cell(row, column)) + " has no column of probabilities");
        return found->second;
    }

    float probability(int64_t row, size_t column) const
    {
        const std::string &text = cell(row, firstProbability + column);
        const auto value = parseReal(text);
        if (!value || !(*value >= 0 && *value <= 1))
            refuse(row, printable(text) + " is no probability (expected 0 to 1)");
        return static_cast<float>(*value);
    }

    std::filesystem::path file_;
    TsvTable table_;
    std::vector<std::string> classes_;
    std::map<std::string, int64_t, std::less<>> numbers_;
};

std::vector<int64_t> membership(const PredictionTable &table, int64_t classNumber)
{
    std::vector<int64_t> isOfClass;
    isOfClass.reserve(table.truth.size());
    for (const int64_t truth : table.truth)
        isOfClass.push_back(truth == classNumber ? 1 : 0);
    return isOfClass;
}

std::vector<double> probabilitiesOf(const PredictionTable &table, int64_t classNumber)
{
    std::vector<double> values;
    values.reserve(table.truth.size());
    for (int64_t row = 0; row < table.size(); ++row)
        values.push_back(table.probabilities(row, classNumber));
    return values;
}

} // namespace

PredictionTable readPredictions(const std::filesystem::path &file)
{
    return Reader(file).read();
}

std::vector<std::vector<int64_t>> confusionMatrix(const PredictionTable &table)
{
    const size_t classes = table.classes.size();
    std::vector<std::vector<int64_t>> counts(classes, std::vector<int64_t>(classes, 0));
    for (size_t i = 0; i < table.truth.size(); ++i)
        ++counts[static_cast<size_t>(table.truth[i])][static_cast<size_t>(table.predicted[i])];
    return counts;
}

ClassRanking rankingOfClass(const PredictionTable &table, int64_t classNumber)
{
    const std::vector<int64_t> positive = membership(table, classNumber);
    const std::vector<double> scores = probabilitiesOf(table, classNumber);
    const std::vector<RankingStep> steps = rankingSteps(positive, scores);
    return {.roc = rocCurve(steps),
            .precisionRecall = precisionRecallCurve(steps),
            .areaUnderRoc = areaUnderRoc(positive, scores),
            .averagePrecision = averagePrecision(positive, scores),
            .positives = steps.empty() ? 0 : steps.back().positives};
}

std::optional<double> meanAreaUnderRoc(const PredictionTable &table)
{
    const auto classes = static_cast<int64_t>(table.classes.size());
    const int64_t first = classes == 2 ? 1 : 0;
    double sum = 0;
    for (int64_t number = first; number < classes; ++number) {
        const auto area = areaUnderRoc(membership(table, number), probabilitiesOf(table, number));
        if (!area)
            return std::nullopt;
        sum += *area;
    }
    return sum / static_cast<double>(classes - first);
}

std::vector<int64_t> mistakesByConfidence(const PredictionTable &table)
{
    std::vector<int64_t> mistakes;
    for (int64_t row = 0; row < table.size(); ++row)
        if (table.truth[static_cast<size_t>(row)] != table.predicted[static_cast<size_t>(row)])
            mistakes.push_back(row);
    std::ranges::stable_sort(mistakes, std::greater(), [&](int64_t row) {
        return table.probabilities(row, table.predicted[static_cast<size_t>(row)]);
    });
    return mistakes;
}

} // namespace helicase
