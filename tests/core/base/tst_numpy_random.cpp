#include "core/base/numpy_random.h"
#include "tests/support/test_data.h"

using namespace helicase;

// Numbers that NumPy 2 gives for the same calls.
class TestNumpyRandom : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void uniformNumbers()
    {
        NumpyRandom random(0);
        QCOMPARE(random.uniform(), 0.5488135039273248);
        QCOMPARE(random.uniform(), 0.7151893663724195);
    }

    void permutations()
    {
        QCOMPARE(NumpyRandom(0).permutation(10),
                 (std::vector<int64_t>{2, 8, 4, 9, 1, 6, 7, 3, 0, 5}));
        std::vector<int64_t> large = NumpyRandom(7).permutation(70'000);
        large.resize(5);
        QCOMPARE(large, (std::vector<int64_t>{7653, 66274, 9119, 10760, 43166}));
        QVERIFY(NumpyRandom(1).permutation(0).empty());
        QCOMPARE(NumpyRandom(1).permutation(1), (std::vector<int64_t>{0}));
    }

    // The second draw goes on where the first one ended; draws that meet twice are drawn again.
    void choices()
    {
        NumpyRandom random(3);
        QCOMPARE(random.choose(9, 12), (std::vector<int64_t>{6, 8, 3, 10, 1, 2, 0, 7, 4}));
        QCOMPARE(random.choose(3, 12), (std::vector<int64_t>{5, 7, 3}));
    }
};

QTEST_GUILESS_MAIN(TestNumpyRandom)
#include "tst_numpy_random.moc"
