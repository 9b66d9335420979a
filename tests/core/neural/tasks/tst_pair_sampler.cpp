#include "core/base/error.h"
#include "core/neural/tasks/pair_sampler.h"
#include "tests/support/test_data.h"

#include <nlohmann/json.hpp>

#include <map>
#include <set>

using namespace helicase;

namespace {

const std::vector<std::string> species{"a", "a", "a", "a", "b", "b", "c", "c", "c", "d"};

} // namespace

class TestPairSampler : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyPairOncePerEpoch()
    {
        PairSampler sampler = PairSampler::anyPairs(12, 4, 7, "test");
        std::multiset<int64_t> drawn;
        for (int i = 0; i < 3; ++i)
            drawn.merge([](std::vector<int64_t> rows) {
                return std::multiset<int64_t>(rows.begin(), rows.end());
            }(sampler.next()));
        QCOMPARE(drawn.size(), size_t{12});
        QCOMPARE(std::set<int64_t>(drawn.begin(), drawn.end()).size(), size_t{12});
        QCOMPARE(sampler.epoch(), 1.0);
    }

    void noSpeciesTwiceInABatch()
    {
        PairSampler sampler = PairSampler::distinctSpecies(species, 3, 7, "test");
        std::map<std::string, int> seen;
        for (int i = 0; i < 400; ++i) {
            std::set<std::string> inBatch;
            for (const int64_t row : sampler.next())
                inBatch.insert(species[static_cast<size_t>(row)]);
            QCOMPARE(inBatch.size(), size_t{3});
            for (const std::string &name : inBatch)
                ++seen[name];
        }
        // 300 of 400 batches each, whatever the number of pairs of a species.
        for (const auto &[name, count] : seen)
            QVERIFY2(count > 240 && count < 360, name.c_str());
    }

    void batchesAreAsLargeAsTheSpeciesAllow()
    {
        PairSampler sampler = PairSampler::distinctSpecies(species, 16, 7, "test");
        QCOMPARE(sampler.pairsPerBatch(), int64_t{4});
        QCOMPARE(sampler.next().size(), size_t{4});
    }

    void goesOnFromASavedState_data()
    {
        QTest::addColumn<bool>("distinct");
        QTest::newRow("any pairs") << false;
        QTest::newRow("distinct species") << true;
    }

    void goesOnFromASavedState()
    {
        QFETCH(bool, distinct);
        const auto make = [&](uint64_t seed) {
            return distinct ? PairSampler::distinctSpecies(species, 3, seed, "test")
                            : PairSampler::anyPairs(std::ssize(species), 3, seed, "test");
        };
        PairSampler sampler = make(5);
        for (int i = 0; i < 17; ++i)
            sampler.next();
        const nlohmann::json state = nlohmann::json::parse(sampler.state().dump());
        PairSampler restored = make(5);
        restored.restore(state);
        QCOMPARE(restored.epoch(), sampler.epoch());
        for (int i = 0; i < 30; ++i)
            QVERIFY(restored.next() == sampler.next());
    }

    void refusesWhatHasNoNegatives()
    {
        const std::vector<std::string> one{"a", "a"};
        QVERIFY_THROWS_EXCEPTION(Error, PairSampler::distinctSpecies(one, 2, 1, "test"));
        QVERIFY_THROWS_EXCEPTION(Error, PairSampler::anyPairs(1, 2, 1, "test"));
    }

    void refusesTheStateOfOtherData()
    {
        PairSampler sampler = PairSampler::distinctSpecies(species, 3, 5, "test");
        PairSampler other = PairSampler::anyPairs(4, 2, 5, "test");
        QVERIFY_THROWS_EXCEPTION(Error, other.restore(sampler.state()));
    }
};

QTEST_GUILESS_MAIN(TestPairSampler)
#include "tst_pair_sampler.moc"
