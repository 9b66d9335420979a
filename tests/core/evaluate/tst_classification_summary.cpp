// Summaries of predictions against numbers worked out by hand; the metrics themselves are compared
// with scikit-learn in tst_metrics_reference.
#include "core/evaluate/classification_summary.h"
#include "tests/support/test_data.h"

#include <QTemporaryDir>

#include <cmath>
#include <nlohmann/json.hpp>

using namespace helicase;

namespace {

// Six examples of classes b and a; two of them are predicted wrongly.
PredictionTable sixExamples()
{
    PredictionTable table{.classes = {"a", "b"},
                          .lines = {2, 3, 4, 5, 6, 9},
                          .truth = {0, 0, 0, 1, 1, 1},
                          .probabilities = Matrix(6, 2)};
    const float ofB[] = {0.1f, 0.2f, 0.7f, 0.4f, 0.8f, 0.9f};
    for (int64_t i = 0; i < 6; ++i) {
        table.probabilities(i, 1) = ofB[i];
        table.probabilities(i, 0) = 1 - ofB[i];
    }
    predictLargest(table);
    return table;
}

} // namespace

class TestClassificationSummary : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theLargestProbabilityIsPredicted()
    {
        QCOMPARE(sixExamples().predicted, (std::vector<int64_t>{0, 0, 1, 0, 1, 1}));
    }

    void valuesOfTwoClasses()
    {
        const ClassificationSummary summary = summarize(sixExamples());
        QCOMPARE(summary.accuracy, 4.0 / 6);
        QCOMPARE(summary.precision, 2.0 / 3);
        QCOMPARE(summary.recall, 2.0 / 3);
        QCOMPARE(summary.f1, 2.0 / 3);
        QCOMPARE(summary.matthews, 1.0 / 3);             // (2 * 2 - 1 * 1) / 9
        QCOMPARE(summary.areaUnderRoc.value(), 8.0 / 9); // of nine pairs one is in the wrong order
        const auto values = summary.values();
        QCOMPARE(values.at("matthews_correlation"), 1.0 / 3);
        QCOMPARE(values.size(), size_t{6});
    }

    void anAbsentClassHasNoCurve()
    {
        PredictionTable table = sixExamples();
        table.truth.assign(6, 0);
        QVERIFY(!summarize(table).areaUnderRoc);
        QVERIFY(std::isnan(summarize(table).values().at("auroc")));
        QVERIFY(describe(table).at("auroc").is_null());
    }

    void descriptionsHaveTheConfusionMatrix()
    {
        const nlohmann::json description = describe(sixExamples());
        QCOMPARE(description.at("confusion").dump(), std::string("[[2,1],[1,2]]"));
        QCOMPARE(description.at("labels").dump(), std::string("[\"a\",\"b\"]"));
        QCOMPARE(description.at("accuracy").get<double>(), 4.0 / 6);
    }

    void whatIsWrittenReadsBack()
    {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("predictions.tsv").toStdString();
        const PredictionTable table = sixExamples();
        writePredictions(file, table);
        const PredictionTable read = readPredictions(file);
        QCOMPARE(read.classes, table.classes);
        QCOMPARE(read.lines, table.lines);
        QCOMPARE(read.truth, table.truth);
        QCOMPARE(read.predicted, table.predicted);
        for (int64_t i = 0; i < 6; ++i)
            QCOMPARE(read.probabilities(i, 1), table.probabilities(i, 1));
    }
};

QTEST_GUILESS_MAIN(TestClassificationSummary)
#include "tst_classification_summary.moc"
