#include "core/base/error.h"
#include "core/base/random_stream.h"

#include <QtTest>

#include <cmath>
#include <numeric>

using namespace helicase;

class TestRandomStream : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sameSeedAndNameGiveTheSameNumbers()
    {
        RandomStream a(7, "shuffle"), b(7, "shuffle"), other(7, "dropout"), seeded(8, "shuffle");
        const uint64_t first = a.next();
        QCOMPARE(b.next(), first);
        QVERIFY(other.next() != first);
        QVERIFY(seeded.next() != first);
    }

    void savedStateContinues()
    {
        RandomStream stream(3, "x");
        stream.normal();
        RandomStream copy = RandomStream::fromState(stream.state());
        for (int i = 0; i < 100; ++i)
            QCOMPARE(copy.next(), stream.next());
        QVERIFY_THROWS_EXCEPTION(Error, RandomStream::fromState("not a state"));
    }

    void belowIsUniform()
    {
        RandomStream stream(1, "below");
        std::array<int, 6> counts{};
        for (int i = 0; i < 60'000; ++i)
            ++counts[stream.below(6)];
        for (const int count : counts)
            QVERIFY(std::abs(count - 10'000) < 450); // five standard deviations
    }

    void normalHasItsMoments()
    {
        RandomStream stream(1, "normal");
        double sum = 0, squares = 0;
        constexpr int n = 100'000;
        for (int i = 0; i < n; ++i) {
            const double value = stream.normal();
            sum += value;
            squares += value * value;
        }
        QVERIFY(std::abs(sum / n) < 0.016);
        QVERIFY(std::abs(squares / n - 1) < 0.023);
    }

    void shuffleIsAPermutation()
    {
        std::vector<int> items(1000);
        std::iota(items.begin(), items.end(), 0);
        RandomStream stream(5, "shuffle");
        stream.shuffle(std::span(items));
        QVERIFY(items[0] != 0 || items[1] != 1);
        std::ranges::sort(items);
        for (int i = 0; i < 1000; ++i)
            QCOMPARE(items[static_cast<size_t>(i)], i);
    }
};

QTEST_GUILESS_MAIN(TestRandomStream)
#include "tst_random_stream.moc"
