// Predictions against cases worked out by hand and against the numbers of scikit-learn 1.9.
#include "core/base/error.h"
#include "core/evaluate/prediction_table.h"
#include "core/evaluate/score_metrics.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <fstream>

using namespace helicase;

namespace {

constexpr const char *header =
    "line\tlabel\tpredicted\tprobability.a\tprobability.b\tprobability.c\n";

// Four examples of each of three classes, with ties among the probabilities.
constexpr const char *rows = "2\ta\ta\t0.7\t0.2\t0.1\n"
                             "3\ta\ta\t0.5\t0.3\t0.2\n"
                             "4\ta\tb\t0.4\t0.5\t0.1\n"
                             "5\ta\ta\t0.7\t0.1\t0.2\n"
                             "6\tb\tb\t0.1\t0.8\t0.1\n"
                             "7\tb\tb\t0.2\t0.5\t0.3\n"
                             "8\tb\tc\t0.1\t0.3\t0.6\n"
                             "9\tb\ta\t0.5\t0.4\t0.1\n"
                             "10\tc\tc\t0.1\t0.1\t0.8\n"
                             "11\tc\tc\t0.2\t0.2\t0.6\n"
                             "12\tc\tb\t0.1\t0.7\t0.2\n"
                             "13\tc\tc\t0.3\t0.3\t0.4\n";

struct Folder {
    std::filesystem::path write(const std::string &text) const
    {
        const std::filesystem::path file = folder.filePath("predictions.tsv").toStdString();
        std::ofstream(file, std::ios::binary) << text;
        return file;
    }
    QTemporaryDir folder;
};

PredictionTable threeClasses()
{
    const Folder folder;
    return readPredictions(folder.write(std::string(header) + rows));
}

bool near(double value, double expected)
{
    return std::abs(value - expected) < 1e-12;
}

// Points of a curve without their thresholds.
std::vector<std::pair<double, double>> places(const std::vector<RankingPoint> &points)
{
    std::vector<std::pair<double, double>> result;
    for (const RankingPoint &point : points)
        result.emplace_back(point.x, point.y);
    return result;
}

using Places = std::vector<std::pair<double, double>>;

} // namespace

class PredictionTableTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void reads()
    {
        const PredictionTable table = threeClasses();
        QCOMPARE(table.size(), int64_t{12});
        QCOMPARE(table.classes, (std::vector<std::string>{"a", "b", "c"}));
        QCOMPARE(table.lines.back(), int64_t{13});
        QCOMPARE(table.truth[2], int64_t{0});
        QCOMPARE(table.predicted[2], int64_t{1});
        QCOMPARE(table.probabilities(2, 1), 0.5F);
    }

    void countsConfusions()
    {
        const std::vector<std::vector<int64_t>> expected{{3, 1, 0}, {1, 2, 1}, {0, 1, 3}};
        QCOMPARE(confusionMatrix(threeClasses()), expected);
    }

    void ranksEachClassAgainstTheOthers()
    {
        const PredictionTable table = threeClasses();
        const ClassRanking a = rankingOfClass(table, 0);
        QCOMPARE(a.positives, int64_t{4});
        QCOMPARE(places(a.roc), (Places{{0, 0}, {0, 0.5}, {0.125, 0.75}, {0.125, 1}, {1, 1}}));
        QCOMPARE(a.roc[1].threshold, double{0.7F});
        QVERIFY(std::isinf(a.roc.front().threshold));
        QCOMPARE(places(a.precisionRecall), (Places{{0, 1}, {0.5, 1}, {0.75, 0.75}, {1, 0.8}}));
        QVERIFY(near(*a.areaUnderRoc, 0.953125));
        QVERIFY(near(*a.averagePrecision, 0.8875));
        const ClassRanking b = rankingOfClass(table, 1);
        QVERIFY(near(*b.areaUnderRoc, 0.796875));
        QVERIFY(near(*b.averagePrecision, 0.65));
        QCOMPARE(places(b.precisionRecall),
                 (Places{{0, 1}, {0.25, 1}, {0.25, 0.5}, {0.5, 0.5}, {0.75, 0.6}, {1, 0.5}}));
        const ClassRanking c = rankingOfClass(table, 2);
        QVERIFY(near(*c.areaUnderRoc, 0.859375));
        QVERIFY(near(*c.averagePrecision, 0.7291666666666666));
        QVERIFY(near(*meanAreaUnderRoc(table), 0.8697916666666666));
    }

    void manyScoresAsInScikitLearn()
    {
        std::vector<int64_t> positive;
        std::vector<double> scores;
        for (int i = 0; i < 500; ++i) {
            positive.push_back((i * 7919) % 13 < 5 ? 1 : 0);
            const double score = ((i * 104729) % 97) / 97.0 * 0.6 + double(positive.back()) * 0.2;
            scores.push_back(std::round(score * 1e4) / 1e4);
        }
        const std::vector<RankingStep> steps = rankingSteps(positive, scores);
        QVERIFY(near(*areaUnderRoc(positive, scores), 0.7877166630099071));
        QVERIFY(near(*averagePrecision(positive, scores), 0.7485415458729777));
        // The area under the drawn curve is the same one: nothing but straight lines was left out.
        const std::vector<RankingPoint> roc = rocCurve(steps);
        double area = 0;
        for (size_t i = 1; i < roc.size(); ++i)
            area += (roc[i].x - roc[i - 1].x) * (roc[i].y + roc[i - 1].y) / 2;
        QVERIFY(near(area, 0.7877166630099071));
        QVERIFY(roc.size() < steps.size());
        const std::vector<RankingPoint> curve = precisionRecallCurve(steps);
        const auto at = [&](double threshold) {
            return *std::ranges::find(curve, threshold, &RankingPoint::threshold);
        };
        QVERIFY(near(at(0.3175).y, 0.5298013245033113));
        QVERIFY(near(at(0.3175).x, 0.8290155440414507));
        QCOMPARE(curve.back().x, 1.0);
    }

    void fourItemsByHand()
    {
        const std::vector<int64_t> positive{0, 0, 1, 1};
        const std::vector<double> scores{0.1, 0.4, 0.35, 0.8};
        const std::vector<RankingStep> steps = rankingSteps(positive, scores);
        QCOMPARE(places(rocCurve(steps)), (Places{{0, 0}, {0, 0.5}, {0.5, 0.5}, {0.5, 1}, {1, 1}}));
        QCOMPARE(places(precisionRecallCurve(steps)),
                 (Places{{0, 1}, {0.5, 1}, {0.5, 0.5}, {1, 2.0 / 3}}));
    }

    void oneScoreForAllIsChance()
    {
        const std::vector<int64_t> positive{0, 1, 1};
        const std::vector<double> scores{0.5, 0.5, 0.5};
        QCOMPARE(places(rocCurve(rankingSteps(positive, scores))), (Places{{0, 0}, {1, 1}}));
        QCOMPARE(*areaUnderRoc(positive, scores), 0.5);
    }

    void aKindThatIsMissingHasNoCurve()
    {
        const std::vector<int64_t> none{0, 0};
        const std::vector<int64_t> all{1, 1};
        const std::vector<double> scores{0.2, 0.8};
        QVERIFY(rocCurve(rankingSteps(none, scores)).empty());
        QVERIFY(rocCurve(rankingSteps(all, scores)).empty());
        QVERIFY(precisionRecallCurve(rankingSteps(none, scores)).empty());
        QCOMPARE(places(precisionRecallCurve(rankingSteps(all, scores))),
                 (Places{{0, 1}, {0.5, 1}, {1, 1}}));
        QVERIFY(rocCurve(rankingSteps({}, {})).empty());
    }

    void meanOfTwoClassesIsThatOfTheSecond()
    {
        const Folder folder;
        const PredictionTable table =
            readPredictions(folder.write("line\tlabel\tpredicted\tprobability.no\tprobability.yes\n"
                                         "2\tno\tno\t0.9\t0.1\n3\tno\tno\t0.6\t0.4\n"
                                         "4\tyes\tno\t0.65\t0.35\n5\tyes\tyes\t0.2\t0.8\n"));
        QCOMPARE(*meanAreaUnderRoc(table), 0.75);
        QCOMPARE(*rankingOfClass(table, 0).areaUnderRoc, 0.75);
    }

    void aClassWithoutExamplesHasNoMean()
    {
        const Folder folder;
        const PredictionTable table =
            readPredictions(folder.write(std::string(header) + "2\ta\ta\t0.7\t0.2\t0.1\n"
                                                               "3\tb\tb\t0.1\t0.8\t0.1\n"));
        QVERIFY(!meanAreaUnderRoc(table));
        QVERIFY(rankingOfClass(table, 2).roc.empty());
    }

    void theSurestMistakesComeFirst()
    {
        const PredictionTable table = threeClasses();
        std::vector<int64_t> lines;
        for (const int64_t row : mistakesByConfidence(table))
            lines.push_back(table.lines[static_cast<size_t>(row)]);
        // With probabilities 0.7, 0.6, 0.5, 0.5.
        QCOMPARE(lines, (std::vector<int64_t>{12, 8, 4, 9}));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("line");
        const QByteArray two = "line\tlabel\tpredicted\tprobability.a\tprobability.b\n";
        QTest::newRow("empty") << QByteArray() << 1;
        QTest::newRow("other table") << QByteArray("id\tspecies\n1\tx\n") << 1;
        QTest::newRow("one class")
            << QByteArray("line\tlabel\tpredicted\tprobability.a\n2\ta\ta\t1\n") << 1;
        QTest::newRow("a class twice")
            << QByteArray("line\tlabel\tpredicted\tprobability.a\tprobability.a\n") << 1;
        QTest::newRow("another column at the end")
            << QByteArray("line\tlabel\tpredicted\tprobability.a\tprobability.b\tx\n") << 1;
        QTest::newRow("no rows") << two << 1;
        QTest::newRow("label without a column") << two + "2\ta\ta\t1\t0\n3\tc\ta\t1\t0\n" << 3;
        QTest::newRow("prediction without a column") << two + "2\ta\tc\t1\t0\n" << 2;
        QTest::newRow("line zero") << two + "0\ta\ta\t1\t0\n" << 2;
        QTest::newRow("no line") << two + "x\ta\ta\t1\t0\n" << 2;
        QTest::newRow("above one") << two + "2\ta\ta\t1.1\t0\n" << 2;
        QTest::newRow("negative") << two + "2\ta\ta\t1\t-0.1\n" << 2;
        QTest::newRow("NaN") << two + "2\ta\ta\tnan\t0\n" << 2;
        QTest::newRow("no number") << two + "2\ta\ta\tsure\t0\n" << 2;
        QTest::newRow("cell missing") << two + "2\ta\ta\t1\n" << 2;
    }

    void refuses()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, line);
        const Folder folder;
        const std::filesystem::path file = folder.write(text.toStdString());
        try {
            readPredictions(file);
            QFAIL("not refused");
        } catch (const InputError &error) {
            QCOMPARE(error.place().line.value_or(0), int64_t{line});
            QCOMPARE(error.place().file, file);
        }
    }
};

QTEST_GUILESS_MAIN(PredictionTableTest)
#include "tst_prediction_table.moc"
