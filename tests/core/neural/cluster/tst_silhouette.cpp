#include "core/base/error.h"
#include "core/neural/cluster/silhouette.h"
#include "tests/core/neural/cluster/blobs.h"
#include "tests/support/test_data.h"

#include <cmath>

using namespace helicase;
using namespace helicase::test;

class TestSilhouette : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // By hand: points 0, 1 and 4 on a line, the third one alone.
    void followsTheDefinition()
    {
        Matrix rows(3, 1);
        rows(1, 0) = 1;
        rows(2, 0) = 4;
        const auto values = silhouette(rows, std::vector<int64_t>{7, 7, -1});
        QVERIFY(std::abs(values[0] - 3.0 / 4) < 1e-12); // within 1, to the other 4
        QVERIFY(std::abs(values[1] - 2.0 / 3) < 1e-12); // within 1, to the other 3
        QCOMPARE(values[2], 0.0);
    }

    // More rows than a block has, far from the origin.
    void manyRowsFarFromTheOrigin()
    {
        Matrix rows = blobs(3000, 4, 4);
        const auto labels = [](int64_t groups) {
            std::vector<int64_t> all;
            for (int64_t i = 0; i < 3000; ++i)
                all.push_back(i % groups);
            return all;
        };
        const auto before = silhouette(rows, labels(4));
        for (int64_t i = 0; i < rows.rows() * rows.columns(); ++i)
            rows.data()[i] += 1024;
        const auto after = silhouette(rows, labels(4));
        for (size_t i = 0; i < before.size(); ++i) {
            QVERIFY(before[i] > 0.7);
            QVERIFY(std::abs(before[i] - after[i]) < 1e-4);
        }
        const auto wrong = silhouette(rows, labels(3)); // groups that are none
        QVERIFY(std::abs(wrong[0]) < 0.1);
    }

    void equalRowsAreNoWorseThanZero()
    {
        for (const double value : silhouette(Matrix(4, 2), std::vector<int64_t>{0, 0, 1, 1}))
            QCOMPARE(value, 0.0);
    }

    void wrongLabelsAreRefused()
    {
        QVERIFY_THROWS_EXCEPTION(Error, silhouette(Matrix(3, 2), std::vector<int64_t>{1, 1, 1}));
        QVERIFY_THROWS_EXCEPTION(Error, silhouette(Matrix(3, 2), std::vector<int64_t>{1, 2}));
    }
};

QTEST_GUILESS_MAIN(TestSilhouette)
#include "tst_silhouette.moc"
