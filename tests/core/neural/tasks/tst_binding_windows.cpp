#include "core/base/error.h"
#include "core/neural/tasks/binding_windows.h"
#include "tests/support/test_data.h"

#include <algorithm>
#include <set>

using namespace helicase;

namespace {

BindingSet windowsNamed(std::vector<std::string> names)
{
    BindingSet set{.names = std::move(names)};
    set.sequences.assign(set.names.size(), "ACGTACGTAC");
    set.scores = Matrix(std::ssize(set.names), 10);
    return set;
}

} // namespace

class TestBindingWindows : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void holdsOutTheEndOfEachSequence()
    {
        const BindingSet set = windowsNamed({"chr_1_500_799", "chr_1_100_399", "chr_1_900_1199",
                                             "chr_1_1300_1599", "x_5_304", "x_405_704"});
        RandomStream random(1, "split");
        const WindowSplit split = splitWindows(set, 0.4, SplitRule::PositionOrRandom, random);
        QVERIFY(split.isByPosition);
        QCOMPARE(split.heldOut, (std::vector<int64_t>{2, 3, 5}));
        QCOMPARE(split.training, (std::vector<int64_t>{0, 1, 4}));
    }

    void namesWithoutPlacesAreSplitAtRandom()
    {
        std::vector<std::string> names;
        for (int i = 0; i < 50; ++i)
            names.push_back("window" + std::to_string(i));
        RandomStream random(1, "split"), again(1, "split");
        const BindingSet set = windowsNamed(names);
        const WindowSplit split = splitWindows(set, 0.2, SplitRule::PositionOrRandom, random);
        QVERIFY(!split.isByPosition);
        QCOMPARE(split.heldOut.size(), size_t{10});
        QCOMPARE(split.training.size(), size_t{40});
        QCOMPARE(split.heldOut, splitWindows(set, 0.2, SplitRule::Random, again).heldOut);
    }

    void refusesTooFewWindows()
    {
        RandomStream random(1, "split");
        const BindingSet set = windowsNamed({"a"});
        QVERIFY_THROWS_EXCEPTION(Error, splitWindows(set, 0.2, SplitRule::Random, random));
    }

    void shiftsMoveScoresWithTheirBases()
    {
        RandomStream random(3, "shift");
        std::set<int64_t> places;
        for (int i = 0; i < 200; ++i) {
            std::string window = "AAAACGTAAA";
            std::vector<float> scores{0, 0, 0, 0, 5, 6, 7, 0, 0, 0};
            shiftWindow(window, scores, 20, random);
            const auto first = std::ranges::find(scores, 5.0f) - scores.begin();
            QVERIFY(first <= 7);
            QCOMPARE(window.substr(static_cast<size_t>(first), 3), std::string("CGT"));
            QCOMPARE(scores[static_cast<size_t>(first) + 2], 7.0f);
            QCOMPARE(std::ranges::count(scores, 0.0f), 7);
            places.insert(first);
        }
        QCOMPARE(places.size(), size_t{8});
    }

    void windowsWithoutScoresMayShiftFully()
    {
        RandomStream random(3, "shift");
        for (int i = 0; i < 50; ++i) {
            std::string window = "ACGTA";
            std::vector<float> scores(5, 0.0f);
            shiftWindow(window, scores, 2, random);
            QVERIFY(std::ranges::count(window, 'N') <= 2);
        }
    }
};

QTEST_GUILESS_MAIN(TestBindingWindows)
#include "tst_binding_windows.moc"
