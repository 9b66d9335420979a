// Kind metrics: metrics.jsonl, one set of labels or scores per line with the numbers that
// scikit-learn and SciPy give for it; null where a number is undefined.
#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/evaluate/assignment.h"
#include "core/evaluate/classification_metrics.h"
#include "core/evaluate/clustering_metrics.h"
#include "core/evaluate/score_metrics.h"
#include "core/neural/verify/case_kind.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>

namespace helicase {

namespace {

using Labels = std::vector<int64_t>;
using Reals = std::vector<double>;

// One line: its numbers are compared with what is computed from its data.
class MetricsLine {
public:
    MetricsLine(const nlohmann::json &line, std::string name, Comparison &comparison)
        : line_(line), name_(std::move(name)), comparison_(comparison)
    {
    }

    void compareAll()
    {
        requireSameLength("labels_true", "labels_pred");
        requireSameLength("y_true", "y_pred");
        requireSameLength("y_true", "score");
        requireSameLength("x", "y");
        const std::string kind = line_.at("kind");
        if (kind == "clustering")
            compareClustering();
        else if (kind == "classification")
            compareClassification();
        else if (kind == "binary_scores")
            compareBinaryScores();
        else if (kind == "correlation")
            compareCorrelation();
        else if (kind == "assignment")
            compareAssignment();
        else
            throw Error(name_ + "is of a kind that is not known: " + kind);
    }

private:
    // The functions under test take two lists of one length.
    void requireSameLength(const char *first, const char *second) const
    {
        if (line_.contains(first) && line_.contains(second) &&
            line_.at(first).size() != line_.at(second).size())
            throw Error(name_ + first + " and " + second + " differ in length");
    }

    Labels labels(const char *key) const { return line_.at(key).get<Labels>(); }
    Reals reals(const char *key) const { return line_.at(key).get<Reals>(); }

    void compare(const char *key, const Reals &found)
    {
        comparison_.compare(name_ + key, torch::tensor(found, torch::kFloat64),
                            torch::tensor(reals(key), torch::kFloat64));
    }

    void compare(const char *key, const std::optional<double> &found)
    {
        const nlohmann::json &expected = line_.at(key);
        if (found && !expected.is_null())
            comparison_.compare(name_ + key, torch::tensor(*found, torch::kFloat64),
                                torch::tensor(expected.get<double>(), torch::kFloat64));
        else
            comparison_.require(!found && expected.is_null(),
                                name_ + key + " is defined on one side only");
    }

    void compareClustering()
    {
        const ClusteringScores scores =
            clusteringScores(labels("labels_true"), labels("labels_pred"));
        compare("ari", scores.adjustedRand);
        compare("nmi_arithmetic", scores.normalisedMutualInformation);
        compare("homogeneity", scores.homogeneity);
        compare("completeness", scores.completeness);
        compare("v_measure", scores.vMeasure);
        compare("mutual_info", scores.mutualInformation);
    }

    void compareClassification()
    {
        const ClassificationScores scores =
            classificationScores(labels("y_true"), labels("y_pred"));
        compare("accuracy", scores.accuracy);
        compare("mcc", scores.matthews);
        // Over all classes together the three are the accuracy.
        for (const char *key : {"f1_micro", "precision_micro", "recall_micro"})
            compare(key, scores.accuracy);
        compare("f1_macro", scores.macro.f1);
        compare("precision_macro", scores.macro.precision);
        compare("recall_macro", scores.macro.recall);
        compare("f1_weighted", scores.weighted.f1);
        compare("precision_weighted", scores.weighted.precision);
        compare("recall_weighted", scores.weighted.recall);
        Reals names, f1, precision, recall;
        for (const ClassScores &one : scores.classes) {
            names.push_back(static_cast<double>(one.label));
            f1.push_back(one.f1);
            precision.push_back(one.precision);
            recall.push_back(one.recall);
        }
        compare("labels", names);
        compare("f1_per_class", f1);
        compare("precision_per_class", precision);
        compare("recall_per_class", recall);
    }

    void compareBinaryScores()
    {
        compare("auroc", areaUnderRoc(labels("y_true"), reals("score")));
        compare("average_precision", averagePrecision(labels("y_true"), reals("score")));
    }

    void compareCorrelation()
    {
        const Reals x = reals("x"), y = reals("y");
        compare("pearson", pearson(std::span(x), std::span(y)));
        compare("spearman", spearman(x, y));
    }

    void compareAssignment()
    {
        const auto rows = line_.at("matrix").get<std::vector<Reals>>();
        compareOptimum("min_cost", rows, Optimum::Smallest);
        compareOptimum("max_cost", rows, Optimum::Largest);
    }

    void compareOptimum(const char *key, const std::vector<Reals> &rows, Optimum optimum)
    {
        Reals values;
        for (const Reals &row : rows) {
            if (row.size() != rows.front().size())
                throw Error(name_ + "matrix has rows of different lengths");
            values.insert(values.end(), row.begin(), row.end());
        }
        const std::vector<int64_t> columnOf =
            optimalAssignment(values, std::ssize(rows), std::ssize(rows.at(0)), optimum);
        double sum = 0, pairs = 0;
        for (size_t row = 0; row < columnOf.size(); ++row)
            if (columnOf[row] >= 0) {
                sum += rows[row].at(static_cast<size_t>(columnOf[row]));
                ++pairs;
            }
        compare(key, sum);
        compare("n_pairs", pairs);
    }

    const nlohmann::json &line_;
    std::string name_;
    Comparison &comparison_;
};

} // namespace

void checkMetrics(const CaseFolder &folder, Comparison &comparison)
{
    const std::filesystem::path path = folder.file("metrics.jsonl");
    std::ifstream file(path);
    if (!file)
        throw InputError("cannot be read", {.file = path});
    std::string text;
    for (int64_t number = 1; std::getline(file, text); ++number) {
        const nlohmann::json line = parseJson(text, path);
        MetricsLine(line, "line " + std::to_string(number) + " ", comparison).compareAll();
    }
}

} // namespace helicase
