#include "core/base/python_random.h"

#include <QtTest>

#include <numeric>

using namespace helicase;

// Expected numbers: Python 3.11.
class TestPythonRandom : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void numbersBelowABound()
    {
        PythonRandom random(42);
        std::vector<uint64_t> drawn;
        for (int i = 0; i < 6; ++i)
            drawn.push_back(random.below(1000));
        QCOMPARE(drawn, (std::vector<uint64_t>{654, 114, 25, 759, 281, 250}));
    }

    void shuffledNumbers()
    {
        std::vector<int> numbers(12);
        std::iota(numbers.begin(), numbers.end(), 0);
        PythonRandom(7).shuffle(std::span(numbers));
        QCOMPARE(numbers, (std::vector<int>{7, 11, 3, 10, 8, 4, 9, 1, 0, 6, 2, 5}));
    }
};

QTEST_GUILESS_MAIN(TestPythonRandom)
#include "tst_python_random.moc"
