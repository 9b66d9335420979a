#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/tsv.h"
#include "core/neural/evaluate/evaluation_result.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

using namespace helicase;

namespace {

EvaluationResult example(double model, double baseline)
{
    return {
        .task = "binning",
        .definitions =
            {{.key = "ari", .label = "ARI", .formula = "pairs"},
             {.key = "purity",
              .label = "Purity (%)",
              .formula = "bases",
              .scale = MetricScale::Share},
             {.key = "bins", .label = "Bins", .formula = "found", .scale = MetricScale::Count}},
        .candidates = {{.name = "contrastive-01",
                        .label = "contrastive-01",
                        .metrics = {{"ari", {model, 0.0114}}, {"purity", {0.951}}, {"bins", {6}}}},
                       {.name = "tnf",
                        .label = "TNF",
                        .kind = CandidateKind::Baseline,
                        .metrics = {{"ari", {0.1, 0}}, {"bins", {1}}}},
                       {.name = "tnf-merged",
                        .label = "TNF, strands merged",
                        .kind = CandidateKind::Baseline,
                        .metrics = {{"ari", {baseline, 0}}, {"bins", {7}}}}},
        .notes = {"133 contigs are left out."}};
}

} // namespace

class TestEvaluationResult : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sentenceSaysHowTheModelCompares_data()
    {
        QTest::addColumn<double>("model");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("below")
            << 0.787 << "The model is 0.031 ARI below the best baseline (TNF, strands merged).";
        QTest::newRow("above")
            << 0.842 << "The model is 0.024 ARI above the best baseline (TNF, strands merged).";
        QTest::newRow("equal")
            << 0.8181 << "The model equals the best baseline (TNF, strands merged) in ARI.";
    }

    void sentenceSaysHowTheModelCompares()
    {
        QFETCH(double, model);
        QFETCH(QString, sentence);
        const auto difference = differenceFromBaseline(example(model, 0.818));
        QCOMPARE(QString::fromStdString(difference.at("sentence")), sentence);
        QCOMPARE(difference.at("baseline").get<std::string>(), std::string("tnf-merged"));
        QVERIFY(std::abs(difference.at("metrics").at("ari").get<double>() - (model - 0.818)) <
                1e-12);
        QVERIFY(!difference.at("metrics").contains("purity")); // the baseline has none
    }

    void withoutBaselineThereIsNoDifference()
    {
        EvaluationResult result = example(0.5, 0.4);
        result.candidates.resize(1);
        QVERIFY(differenceFromBaseline(result).is_null());
    }

    void filesHoldMetricsAndTable()
    {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("binning-01").toStdString();
        writeResult(path, example(0.842, 0.818));
        const auto metrics = readJsonFile(path / "metrics.json");
        QCOMPARE(metrics.at("task").get<std::string>(), std::string("binning"));
        const auto &first = metrics.at("candidates").at(0);
        QCOMPARE(first.at("kind").get<std::string>(), std::string("model"));
        QCOMPARE(first.at("metrics").at("ari").at("mean").get<double>(), 0.842);
        QCOMPARE(first.at("metrics").at("ari").at("sd").get<double>(), 0.0114);
        QCOMPARE(metrics.at("definitions").at("ari").at("label").get<std::string>(),
                 std::string("ARI"));
        QCOMPARE(metrics.at("notes").size(), size_t{1});

        const TsvTable table = readTsv(path / "summary.tsv");
        QCOMPARE(table.columns,
                 (std::vector<std::string>{"Candidate", "ARI", "Purity (%)", "Bins"}));
        QCOMPARE(table.rows[0],
                 (std::vector<std::string>{"contrastive-01", "0.842 ±0.011", "95.1", "6"}));
        QCOMPARE(table.rows[1][2], std::string("-"));
        QCOMPARE(table.rows[3], (std::vector<std::string>{"Model \u2212 best baseline", "+0.024",
                                                          "-", "\u22121"}));
    }

    void columnsOfTheTextAreAligned()
    {
        const QString text = QString::fromStdString(summaryText(example(0.842, 0.818)));
        const QStringList lines = text.split('\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 5);
        for (const QString &line : lines)
            QCOMPARE(line.size(), lines.front().size());
    }

    void meanAndDeviation()
    {
        const MeanAndDeviation summary = summarize(std::vector{1.0, 2.0, 3.0});
        QCOMPARE(summary.mean, 2.0);
        QCOMPARE(summary.deviation, 1.0);
        QCOMPARE(summarize(std::vector{0.4}).deviation, 0.0);
        QVERIFY_THROWS_EXCEPTION(Error, summarize({}));
    }

    void numbersAreGrouped()
    {
        QCOMPARE(grouped(0), std::string("0"));
        QCOMPARE(grouped(999), std::string("999"));
        QCOMPARE(grouped(2500), std::string("2,500"));
        QCOMPARE(grouped(-1234567), std::string("-1,234,567"));
        QCOMPARE(grouped(-123), std::string("-123"));
    }
};

QTEST_GUILESS_MAIN(TestEvaluationResult)
#include "tst_evaluation_result.moc"
