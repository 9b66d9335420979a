// The metrics against the numbers that scikit-learn and SciPy give, and against cases worked out by
// hand.
#include "core/evaluate/assignment.h"
#include "core/evaluate/classification_metrics.h"
#include "core/evaluate/clustering_metrics.h"
#include "core/evaluate/contingency.h"
#include "core/evaluate/score_metrics.h"
#include "tests/support/test_data.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <numeric>

using namespace helicase;
using nlohmann::json;

namespace {

// As the case file asks: relative to the larger of 1 and the reference.
bool near(double value, const json &reference)
{
    const auto expected = reference.get<double>();
    return std::abs(value - expected) <= 1e-12 * std::max(1.0, std::abs(expected));
}

bool near(const std::optional<double> &value, const json &reference)
{
    return reference.is_null() ? !value : value && near(*value, reference);
}

std::vector<json> casesOf(const std::string &kind)
{
    std::ifstream file(test::dataFolder() / "reference_models/metrics/metrics.jsonl");
    std::vector<json> cases;
    for (std::string line; std::getline(file, line);) {
        json one = json::parse(line);
        if (one["kind"] == kind)
            cases.push_back(std::move(one));
    }
    return cases;
}

double valueOf(const std::vector<double> &values, size_t columns,
               const std::vector<int64_t> &columnOf)
{
    double sum = 0;
    for (size_t row = 0; row < columnOf.size(); ++row) {
        if (columnOf[row] >= 0)
            sum += values[row * columns + static_cast<size_t>(columnOf[row])];
    }
    return sum;
}

// The best value of any assignment, by trying all. rows <= columns.
double bestByTrying(const std::vector<double> &values, size_t rows, size_t columns)
{
    std::vector<size_t> order(columns);
    std::iota(order.begin(), order.end(), size_t{0});
    double best = -1e300;
    do {
        double sum = 0;
        for (size_t row = 0; row < rows; ++row)
            sum += values[row * columns + order[row]];
        best = std::max(best, sum);
    } while (std::next_permutation(order.begin(), order.end()));
    return best;
}

} // namespace

class TestMetricsReference : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void clustering()
    {
        HELICASE_NEEDS_DATA();
        const auto cases = casesOf("clustering");
        QCOMPARE(cases.size(), size_t{100});
        for (const json &one : cases) {
            const auto scores = clusteringScores(one["labels_true"].get<std::vector<int64_t>>(),
                                                 one["labels_pred"].get<std::vector<int64_t>>());
            const auto text = one.dump();
            QVERIFY2(near(scores.adjustedRand, one["ari"]), text.c_str());
            QVERIFY2(near(scores.normalisedMutualInformation, one["nmi_arithmetic"]), text.c_str());
            QVERIFY2(near(scores.homogeneity, one["homogeneity"]), text.c_str());
            QVERIFY2(near(scores.completeness, one["completeness"]), text.c_str());
            QVERIFY2(near(scores.vMeasure, one["v_measure"]), text.c_str());
            QVERIFY2(near(scores.mutualInformation, one["mutual_info"]), text.c_str());
        }
    }

    void classification()
    {
        HELICASE_NEEDS_DATA();
        const auto cases = casesOf("classification");
        QCOMPARE(cases.size(), size_t{80});
        for (const json &one : cases) {
            const auto scores = classificationScores(one["y_true"].get<std::vector<int64_t>>(),
                                                     one["y_pred"].get<std::vector<int64_t>>());
            const auto text = one.dump();
            QVERIFY2(near(scores.accuracy, one["accuracy"]), text.c_str());
            QVERIFY2(near(scores.matthews, one["mcc"]), text.c_str());
            QVERIFY2(near(scores.macro.f1, one["f1_macro"]), text.c_str());
            QVERIFY2(near(scores.macro.precision, one["precision_macro"]), text.c_str());
            QVERIFY2(near(scores.macro.recall, one["recall_macro"]), text.c_str());
            QVERIFY2(near(scores.weighted.f1, one["f1_weighted"]), text.c_str());
            QVERIFY2(near(scores.weighted.precision, one["precision_weighted"]), text.c_str());
            QVERIFY2(near(scores.weighted.recall, one["recall_weighted"]), text.c_str());
            QCOMPARE(scores.classes.size(), one["labels"].size());
            for (size_t i = 0; i < scores.classes.size(); ++i) {
                QCOMPARE(scores.classes[i].label, one["labels"][i].get<int64_t>());
                QVERIFY2(near(scores.classes[i].f1, one["f1_per_class"][i]), text.c_str());
                QVERIFY2(near(scores.classes[i].precision, one["precision_per_class"][i]),
                         text.c_str());
                QVERIFY2(near(scores.classes[i].recall, one["recall_per_class"][i]), text.c_str());
            }
        }
    }

    void binaryScores()
    {
        HELICASE_NEEDS_DATA();
        const auto cases = casesOf("binary_scores");
        QCOMPARE(cases.size(), size_t{50});
        for (const json &one : cases) {
            const auto truth = one["y_true"].get<std::vector<int64_t>>();
            const auto scores = one["score"].get<std::vector<double>>();
            const auto text = one.dump();
            QVERIFY2(near(areaUnderRoc(truth, scores), one["auroc"]), text.c_str());
            QVERIFY2(near(averagePrecision(truth, scores), one["average_precision"]), text.c_str());
        }
    }

    void correlations()
    {
        HELICASE_NEEDS_DATA();
        const auto cases = casesOf("correlation");
        QCOMPARE(cases.size(), size_t{40});
        for (const json &one : cases) {
            const auto x = one["x"].get<std::vector<double>>();
            const auto y = one["y"].get<std::vector<double>>();
            const auto text = one.dump();
            QVERIFY2(near(pearson(std::span(x), std::span(y)), one["pearson"]), text.c_str());
            QVERIFY2(near(spearman(x, y), one["spearman"]), text.c_str());
        }
    }

    void assignments()
    {
        HELICASE_NEEDS_DATA();
        const auto cases = casesOf("assignment");
        QCOMPARE(cases.size(), size_t{30});
        for (const json &one : cases) {
            const json &matrix = one["matrix"];
            const size_t columns = matrix[0].size();
            std::vector<double> values;
            for (const json &row : matrix) {
                for (const json &value : row)
                    values.push_back(value);
            }
            const auto check = [&](Optimum optimum, const json &expected) {
                const auto columnOf = optimalAssignment(values, static_cast<int64_t>(matrix.size()),
                                                        static_cast<int64_t>(columns), optimum);
                QVERIFY2(near(valueOf(values, columns, columnOf), expected), one.dump().c_str());
                QCOMPARE(
                    std::ranges::count_if(columnOf, [](int64_t column) { return column >= 0; }),
                    one["n_pairs"].get<int64_t>());
            };
            check(Optimum::Smallest, one["min_cost"]);
            check(Optimum::Largest, one["max_cost"]);
        }
    }

    void assignmentFindsTheBestOfAll()
    {
        uint64_t state = 1;
        for (size_t rows = 1; rows <= 5; ++rows) {
            for (size_t columns = rows; columns <= 6; ++columns) {
                std::vector<double> values(rows * columns);
                for (double &value : values) {
                    state = state * 6364136223846793005u + 1442695040888963407u;
                    value = static_cast<double>(state >> 60) - 7; // small numbers: many ties
                }
                const auto columnOf =
                    optimalAssignment(values, static_cast<int64_t>(rows),
                                      static_cast<int64_t>(columns), Optimum::Largest);
                QCOMPARE(valueOf(values, columns, columnOf), bestByTrying(values, rows, columns));

                std::vector<double> turned(values.size());
                for (size_t i = 0; i < values.size(); ++i)
                    turned[i % columns * rows + i / columns] = values[i];
                const auto rowOf = optimalAssignment(turned, static_cast<int64_t>(columns),
                                                     static_cast<int64_t>(rows), Optimum::Largest);
                QCOMPARE(valueOf(turned, rows, rowOf), bestByTrying(values, rows, columns));
                QCOMPARE(std::ranges::count(rowOf, -1),
                         static_cast<std::ptrdiff_t>(columns - rows));
            }
        }
        QVERIFY(optimalAssignment({}, 0, 0, Optimum::Largest).empty());
        QCOMPARE(optimalAssignment({}, 2, 0, Optimum::Largest), (std::vector<int64_t>{-1, -1}));
    }

    void labelsAreNumberedInOrder()
    {
        const std::vector<std::string> labels{"b", "a", "b", "c"};
        const NumberedLabels numbered = numberLabels(labels);
        QCOMPARE(numbered.numbers, (std::vector<int64_t>{0, 1, 0, 2}));
        QCOMPARE(numbered.names, (std::vector<std::string>{"b", "a", "c"}));
    }

    void batchesAreAveraged()
    {
        const std::vector<float> x{1, 2, 3, 1, 2, 3, 5, 5};
        const std::vector<float> y{1, 2, 3, 3, 2, 1, 1, 2};
        // r = 1, r = -1, and a constant side.
        QCOMPARE(meanBatchPearson(x, y, 3), 0.0);
        QCOMPARE(meanBatchPearson(std::span(x).first(3), std::span(y).first(3), 3), 1.0);
        QCOMPARE(meanBatchPearson({}, {}, 3), 0.0);
        QCOMPARE(meanSquaredError(std::span(x).first(4), std::span(y).first(4)), 1.0);
        QVERIFY(!pearson(std::span(x).last(2), std::span(y).last(2)));
    }
};

QTEST_GUILESS_MAIN(TestMetricsReference)
#include "tst_metrics_reference.moc"
