#include "core/base/error.h"
#include "core/neural/cluster/logistic_regression.h"
#include "tests/core/neural/cluster/blobs.h"
#include "tests/support/test_data.h"

#include <cmath>

using namespace helicase;
using namespace helicase::test;

namespace {

// 60 rows of 4 numbers and three classes that overlap.
Matrix waves()
{
    Matrix rows(60, 4);
    for (int64_t i = 0; i < 60; ++i)
        for (int64_t j = 0; j < 4; ++j)
            rows(i, j) = static_cast<float>(
                std::sin(static_cast<double>(i) * static_cast<double>(j + 1) * 0.7) +
                (i % 3 == j ? 0.8 : 0));
    return rows;
}

std::vector<int64_t> classes(int64_t count)
{
    std::vector<int64_t> labels;
    for (int64_t i = 0; i < 60; ++i)
        labels.push_back(std::min(i % 3, count - 1));
    return labels;
}

} // namespace

class TestLogisticRegression : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // What scikit-learn 1.9 gives for the same rows.
    void agreesWithScikitLearn_data()
    {
        QTest::addColumn<int>("classCount");
        QTest::addColumn<double>("tolerance");
        QTest::addColumn<int>("rounds");
        QTest::addColumn<QVector<double>>("weights");
        QTest::addColumn<double>("intercept");
        QTest::addRow("3 classes, published tolerance")
            << 3 << 1e-4 << 10 << QVector<double>{0.75643451, -0.31130125, -0.198627, -0.02471268}
            << 0.03892579033233236;
        QTest::addRow("3 classes, converged")
            << 3 << 1e-10 << 18
            << QVector<double>{0.75636561, -0.31133417, -0.19895021, -0.02465441}
            << 0.038926099964709214;
        QTest::addRow("2 classes, published tolerance")
            << 2 << 1e-4 << 7 << QVector<double>{-1.06262415, 0.45314187, 0.30830518, 0.02670473}
            << 0.9338249837064851;
        QTest::addRow("2 classes, converged")
            << 2 << 1e-10 << 11 << QVector<double>{-1.0626416, 0.45313265, 0.3083351, 0.02669964}
            << 0.9337857914780204;
    }

    void agreesWithScikitLearn()
    {
        QFETCH(int, classCount);
        QFETCH(double, tolerance);
        QFETCH(int, rounds);
        QFETCH(QVector<double>, weights);
        QFETCH(double, intercept);
        const auto found = LogisticRegression::fit(waves(), classes(classCount), classCount,
                                                   {.strength = 0.5, .tolerance = tolerance});
        QCOMPARE(found.rounds(), static_cast<int64_t>(rounds));
        for (size_t j = 0; j < 4; ++j)
            QVERIFY(std::abs(found.weights()[j] - weights[static_cast<qsizetype>(j)]) < 1e-6);
        QVERIFY(std::abs(found.intercepts()[0] - intercept) < 1e-6);
        QCOMPARE(found.intercepts().size(), classCount == 2 ? size_t{1} : size_t{3});
    }

    void probabilitiesAddUpAndTellTheClass()
    {
        const Matrix rows = blobs(90, 5, 3);
        std::vector<int64_t> labels;
        for (int64_t i = 0; i < 90; ++i)
            labels.push_back(i % 3);
        const auto regression = LogisticRegression::fit(rows, labels, 3);
        QCOMPARE(regression.predict(rows), labels);
        const std::vector<double> shares = regression.probabilities(rows);
        for (size_t i = 0; i < 90; ++i) {
            QVERIFY(std::abs(shares[3 * i] + shares[3 * i + 1] + shares[3 * i + 2] - 1) < 1e-12);
            QVERIFY(shares[3 * i + i % 3] > 0.5);
        }
    }

    void oneRowPerClassIsEnough()
    {
        const auto regression =
            LogisticRegression::fit(blobs(2, 3, 2), std::vector<int64_t>{1, 0}, 2);
        QCOMPARE(regression.predict(blobs(2, 3, 2)), (std::vector<int64_t>{1, 0}));
    }

    void wrongLabelsAreRefused()
    {
        const Matrix rows = blobs(4, 3, 2);
        using Labels = std::vector<int64_t>;
        for (const Labels &labels :
             {Labels{0, 1}, Labels{0, 0, 0, 0}, Labels{0, 1, 2, 1}, Labels{0, 1, -1, 1}})
            QVERIFY_THROWS_EXCEPTION(Error, LogisticRegression::fit(rows, labels, 2));
        QVERIFY_THROWS_EXCEPTION(Error, LogisticRegression::fit(rows, Labels{0, 0, 0, 0}, 1));
    }
};

QTEST_GUILESS_MAIN(TestLogisticRegression)
#include "tst_logistic_regression.moc"
