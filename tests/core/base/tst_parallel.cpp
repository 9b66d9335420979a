// Work on several threads.
#include "core/base/parallel.h"

#include <QtTest>

#include <stdexcept>
#include <thread>

using namespace helicase;

class TestParallel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void doesEveryPart();
    void rethrowsWhenAllAreDone();
    void thereIsACore();
};

void TestParallel::doesEveryPart()
{
    for (const size_t parts : {0, 1, 7}) {
        std::vector<std::thread::id> threads(parts);
        runInParallel(parts, [&](size_t part) { threads[part] = std::this_thread::get_id(); });
        QCOMPARE(std::ranges::count(threads, std::thread::id()), std::ptrdiff_t{0});
        QCOMPARE(std::ranges::count(threads, std::this_thread::get_id()),
                 std::ptrdiff_t{parts > 0});
    }
}

void TestParallel::rethrowsWhenAllAreDone()
{
    for (const size_t failing : {0, 2}) {
        std::atomic<int> done = 0;
        const auto work = [&](size_t part) {
            if (part == failing)
                throw std::runtime_error("part");
            ++done;
        };
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, runInParallel(4, work));
        QCOMPARE(done.load(), 3);
    }
}

void TestParallel::thereIsACore()
{
    QVERIFY(physicalCores() >= 1);
    QVERIFY(physicalCores() <= std::max(1U, std::thread::hardware_concurrency()));
}

QTEST_GUILESS_MAIN(TestParallel)
#include "tst_parallel.moc"
