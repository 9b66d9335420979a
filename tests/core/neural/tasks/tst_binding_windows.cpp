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

    void publishedSplitIsPythons()
    {
        // random.seed(42); rows = list(range(10)); random.shuffle(rows): 7, 3, 2, 8, 5, 6, 9, 4, 0,
        // 1
        const BindingSet set = windowsNamed(std::vector<std::string>(10, "a"));
        RandomStream unused(1, "split");
        const WindowSplit split = splitWindows(set, 0.35, SplitRule::Published, unused);
        QCOMPARE(split.heldOut, (std::vector<int64_t>{7, 3, 2}));
        QCOMPARE(split.training, (std::vector<int64_t>{8, 5, 6, 9, 4, 0, 1}));
        QVERIFY_THROWS_EXCEPTION(Error, splitWindows(set, 0.05, SplitRule::Published, unused));
    }

    void motifsAreRunsOfTen()
    {
        std::vector<float> scores(60, 0.0f);
        std::fill(scores.begin() + 5, scores.begin() + 28,
                  7.0f); // two motifs, and three bases more
        std::fill(scores.begin() + 30, scores.begin() + 39, 8.0f); // too short
        std::fill(scores.begin() + 50, scores.end(), 9.0f);
        const auto motifs = motifsIn(scores);
        QCOMPARE(motifs.size(), size_t{3});
        QCOMPARE(motifs[1].first, int64_t{15});
        QCOMPARE(motifs[2].score, 9.0f);
        const ShiftRange range = publishedShifts(motifs, 60, 10);
        QCOMPARE(range.least, int64_t{-5});
        QCOMPARE(range.most, int64_t{0});
        QCOMPARE(publishedShifts({}, 60, 10).most, int64_t{10});
    }

    void publishedShiftKeepsMotifsOnly()
    {
        std::string window = "CCCCACGTACGTACCC";
        std::vector<float> scores(16, 0.0f);
        std::fill(scores.begin() + 4, scores.begin() + 14, 7.0f);
        scores[15] = 3;
        shiftAsPublished(window, scores, -3);
        QCOMPARE(window, std::string("CACGTACGTACCCNNN"));
        std::vector<float> expected(16, 0.0f);
        std::fill(expected.begin() + 1, expected.begin() + 11, 7.0f);
        QCOMPARE(scores, expected);
        shiftAsPublished(window, scores, 2, 'A');
        QCOMPARE(window, std::string("AACACGTACGTACCCN"));
        QCOMPARE(scores[3], 7.0f);
        QCOMPARE(scores[2], 0.0f);
    }

    void shiftsBeyondTheWindowEmptyIt()
    {
        std::string window = "ACGT";
        std::vector<float> scores{1, 2, 3, 4};
        shiftAsPublished(window, scores, 9);
        QCOMPARE(window, std::string("NNNN"));
    }

    void otherStrandTurnsScoresToo()
    {
        std::string window = "AACGN";
        std::vector<float> scores{1, 2, 3, 4, 5};
        readOtherStrand(window, scores);
        QCOMPARE(window, std::string("NCGTT"));
        QCOMPARE(scores, (std::vector<float>{5, 4, 3, 2, 1}));
    }
};

QTEST_GUILESS_MAIN(TestBindingWindows)
#include "tst_binding_windows.moc"
