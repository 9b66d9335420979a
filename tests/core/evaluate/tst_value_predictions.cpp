// Tables of predicted values: written and read back, scored by hand, refused where they are none.
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/evaluate/value_predictions.h"
#include "tests/support/test_data.h"

#include <QTemporaryDir>

#include <cmath>
#include <nlohmann/json.hpp>

using namespace helicase;

namespace {

ValuePredictions fourExamples()
{
    return {.lines = {2, 3, 4, 7}, .measured = {1, 2, 3, 4}, .predicted = {1.5, 1, 3, 6}};
}

} // namespace

class TestValuePredictions : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsWrittenIsRead()
    {
        const std::filesystem::path file = folder_.filePath("p.tsv").toStdString();
        writeValuePredictions(file, fourExamples());
        const ValuePredictions read = readValuePredictions(file);
        QCOMPARE(read.lines, fourExamples().lines);
        QCOMPARE(read.measured, fourExamples().measured);
        QCOMPARE(read.predicted, fourExamples().predicted);
    }

    void scoresAreThoseWorkedOutByHand()
    {
        const ValueScores scores = valueScores(fourExamples());
        // Deviations -1.5 -0.5 0.5 1.5 and -1.375 -1.875 0.125 3.125; ranks 2 1 3 4.
        QVERIFY(std::abs(*scores.pearson - 7.75 / std::sqrt(5 * 15.1875)) < 1e-12);
        QVERIFY(std::abs(*scores.spearman - 0.8) < 1e-12);
        QVERIFY(std::abs(scores.meanSquaredError - 5.25 / 4) < 1e-12);
        QCOMPARE(rowsByError(fourExamples()), (std::vector<int64_t>{3, 1, 0, 2}));
    }

    void aConstantHasNoCorrelation()
    {
        ValuePredictions predictions = fourExamples();
        predictions.predicted = {2, 2, 2, 2};
        const nlohmann::json description = describe(predictions);
        QVERIFY(description.at("pearson").is_null());
        QVERIFY(description.at("spearman").is_null());
        QCOMPARE(description.at("mean_squared_error").get<double>(), 1.5);
    }

    void otherFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("message");
        QTest::newRow("classes") << QByteArray(
                                        "line\tlabel\tpredicted\tprobability.a\n2\ta\ta\t1\n")
                                 << "p.tsv:1";
        QTest::newRow("no rows") << QByteArray("line\tlabel\tpredicted\n") << "no predictions";
        QTest::newRow("a word") << QByteArray("line\tlabel\tpredicted\n2\t1\thigh\n") << "p.tsv:2";
        QTest::newRow("not finite")
            << QByteArray("line\tlabel\tpredicted\n2\t1\t1\n3\tnan\t1\n") << "p.tsv:3";
        QTest::newRow("line 0") << QByteArray("line\tlabel\tpredicted\n0\t1\t1\n") << "line number";
    }

    void otherFilesAreRefused()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, message);
        const std::filesystem::path file = folder_.filePath("p.tsv").toStdString();
        writeFileAtomically(file, content.toStdString());
        try {
            readValuePredictions(file);
            QFAIL("the table was accepted");
        } catch (const InputError &error) {
            const QString line = QString::fromStdString(error.line());
            QVERIFY2(line.contains(message), qPrintable(line));
        }
    }

private:
    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(TestValuePredictions)
#include "tst_value_predictions.moc"
