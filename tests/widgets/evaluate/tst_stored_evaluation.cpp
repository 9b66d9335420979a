#include "core/base/error.h"
#include "tests/widgets/evaluate/small_results.h"
#include "widgets/evaluate/bin_table_model.h"
#include "widgets/evaluate/bins_recovered_plot.h"
#include "widgets/evaluate/evaluation_loader.h"
#include "widgets/evaluate/result_table_model.h"
#include "widgets/evaluate/species_bin_matrix.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

class TestStoredEvaluation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void readsAResult();
    void refusesOtherJson();
    void summaryHasADifferenceRow();
    void countsSpeciesAndBins();
    void countsRecoveredBins();
    void listsBinsOfACandidate();
    void findsRunsAndResults();
    void clickingACellNamesItsContigs();

private:
    std::unique_ptr<QTemporaryDir> folder_;
    std::filesystem::path root_;
    std::filesystem::path result_;
};

void TestStoredEvaluation::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
    root_ = folder_->path().toStdString();
    result_ = root_ / "evaluations" / "binning-01";
    test::writeSmallProject(root_);
}

void TestStoredEvaluation::readsAResult()
{
    const auto evaluation = loadEvaluation(result_);
    QCOMPARE(evaluation->task, std::string("binning"));
    QCOMPARE(evaluation->metrics.size(), size_t{3});
    QCOMPARE(evaluation->metrics[1].label, QStringLiteral("Contamination (%)"));
    QVERIFY(!evaluation->metrics[1].higherIsBetter);
    QCOMPARE(evaluation->metrics[1].shown(0.05), 5.0);
    QVERIFY(evaluation->candidate("tnf")->isBaseline);
    using Fact = std::pair<QString, QString>;
    const auto has = [&](const Fact &fact) {
        return std::ranges::find(evaluation->provenance, fact) != evaluation->provenance.end();
    };
    QVERIFY(has({"Smallest bin", "6 contigs"})); // as the form names it
    QVERIFY(has({"Other", "3"}));
    QVERIFY(!evaluation->candidate("tnf")->metrics.contains("unbinned"));
    QCOMPARE(evaluation->seedCount, size_t{2});
    QCOMPARE(evaluation->command, QStringLiteral("helicase evaluate binning"));
    QCOMPARE(evaluation->notes.size(), size_t{1});
}

void TestStoredEvaluation::refusesOtherJson()
{
    writeFileAtomically(result_ / "metrics.json", R"({"task": 5})");
    QVERIFY_THROWS_EXCEPTION(InputError, loadEvaluation(result_));
    writeFileAtomically(result_ / "metrics.json", "{");
    QVERIFY_THROWS_EXCEPTION(InputError, loadEvaluation(result_));
    QVERIFY(findEvaluations(root_).empty()); // and the list goes on without it
}

void TestStoredEvaluation::summaryHasADifferenceRow()
{
    const auto evaluation = loadEvaluation(result_);
    ResultTableModel table;
    table.setEvaluation(evaluation);
    QCOMPARE(table.rowCount(), 3);
    QVERIFY(table.isDifferenceRow(2));
    const auto text = [&](int row, int column) {
        return table.index(row, column).data().toString();
    };
    QCOMPARE(text(0, 1), QStringLiteral("0.800 ±0.010"));
    QCOMPARE(text(0, 2), QStringLiteral("5.0 ±0.7"));
    QCOMPARE(text(1, 3), QStringLiteral("–")); // undefined, not zero
    QCOMPARE(text(2, 1), QStringLiteral("−0.031"));
    QCOMPARE(text(2, 2), QStringLiteral("−3.0"));
    QCOMPARE(table.signOfDifference(evaluation->metrics[0]), -1);
    QCOMPARE(table.signOfDifference(evaluation->metrics[1]), 1); // less contamination is better
    QVERIFY(!table.index(0, 1).data(Qt::FontRole).isValid());
    QVERIFY(table.index(1, 1).data(Qt::FontRole).isValid()); // the baseline is the best here
    QVERIFY(table.headerData(1, Qt::Horizontal, Qt::ToolTipRole)
                .toString()
                .contains(QStringLiteral("E[RI]")));
}

void TestStoredEvaluation::countsSpeciesAndBins()
{
    const auto evaluation = loadEvaluation(result_);
    const SpeciesBinCounts counts = countSpeciesAndBins(evaluation->assignments, "model-01");
    QCOMPARE(counts.bins, (std::vector<int64_t>{0, 1, SpeciesBinCounts::noBin}));
    QCOMPARE(counts.counts[0], (std::vector<int64_t>{2, 0, 0}));
    QCOMPARE(counts.counts[1], (std::vector<int64_t>{0, 1, 1}));
    QCOMPARE(counts.ids[0][0], QStringLiteral("a\nb\n"));
    QVERIFY(countSpeciesAndBins(evaluation->assignments, "unknown").bins.empty());
}

void TestStoredEvaluation::countsRecoveredBins()
{
    const RecoveredBins recovered = recoveredBins(*loadEvaluation(result_));
    QCOMPARE(recovered.candidates, (std::vector<std::string>{"model-01", "tnf"}));
    QCOMPARE(recovered.counts[0], (std::vector<double>{2, 2, 1, 1, 1}));
    QCOMPARE(recovered.counts[1], (std::vector<double>{0, 0, 0, 0, 0})); // too contaminated
    const RecoveredBins clean = cleanBins(*loadEvaluation(result_));
    QCOMPARE(clean.counts[0], (std::vector<double>{1, 1, 1, 1, 1})); // 5 % is not below 5 %
}

void TestStoredEvaluation::listsBinsOfACandidate()
{
    BinTableModel bins;
    bins.setBins(loadEvaluation(result_)->bins, "model-01");
    QCOMPARE(bins.rowCount(), 2);
    const auto text = [&](int row, int column) {
        return bins.index(row, column).data().toString();
    };
    QCOMPARE(text(0, BinTableModel::Completeness), QStringLiteral("95.0 %"));
    QCOMPARE(text(0, BinTableModel::Level), QStringLiteral("high"));
    QCOMPARE(text(1, BinTableModel::Level), QStringLiteral("medium"));
    QCOMPARE(text(1, BinTableModel::Bases), QStringLiteral("4.0 kbp"));
    bins.sort(BinTableModel::Bases, Qt::AscendingOrder);
    QCOMPARE(bins.binAt(0), int64_t{1});
}

void TestStoredEvaluation::findsRunsAndResults()
{
    test::writeSmallResult(root_ / "evaluations" / "binning-02");
    writeFileAtomically(root_ / "runs" / "broken" / "run.json", "{");
    writeFileAtomically(root_ / "runs" / "failed" / "run.json",
                        R"({"name": "failed", "task": "contrastive"})"); // without a checkpoint
    const ProjectScan scan = scanProject(root_);
    QCOMPARE(scan.runs.size(), size_t{2});
    QCOMPARE(scan.results.size(), size_t{2});
    QCOMPARE(scanProject(root_ / "nothing").results.size(), size_t{0});
}

void TestStoredEvaluation::clickingACellNamesItsContigs()
{
    SpeciesBinMatrix matrix;
    matrix.resize(400, 200);
    matrix.setCounts(countSpeciesAndBins(loadEvaluation(result_)->assignments, "model-01"));
    QSignalSpy chosen(&matrix, &SpeciesBinMatrix::cellActivated);
    matrix.grab();
    // The first row lies below the names of the bins; its first cell right of the names of the
    // species.
    for (int x = 0; x < matrix.width() && chosen.isEmpty(); x += 5)
        QTest::mouseClick(&matrix, Qt::LeftButton, {}, QPoint(x, 35));
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen.first().first().toString(), QStringLiteral("a\nb\n"));
}

QTEST_MAIN(TestStoredEvaluation)
#include "tst_stored_evaluation.moc"
