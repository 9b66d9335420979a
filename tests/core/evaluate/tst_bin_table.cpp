#include "core/base/atomic_file.h"
#include "core/base/json_file.h"
#include "core/evaluate/bin_table.h"
#include "tests/support/test_data.h"

#include <nlohmann/json.hpp>

#include <cstring>

using namespace helicase;
using nlohmann::json;

namespace {

// Ten contigs of two species in two bins; one contig is in the wrong bin and two are in none.
const std::vector<int64_t> bins{1, 1, 1, 1, 2, 2, 2, 1, -1, -1};
const std::vector<std::string> species{"a", "a", "a", "a", "b", "b", "b", "b", "a", "b"};
const std::vector<int64_t> lengths{100, 100, 100, 100, 200, 200, 200, 50, 100, 350};

// One I64 tensor of a safetensors file, read here by the format's definition.
std::vector<int64_t> integersOf(const std::string &bytes, const std::string &name)
{
    uint64_t headerSize = 0;
    std::memcpy(&headerSize, bytes.data(), sizeof headerSize);
    const json header = json::parse(bytes.substr(8, headerSize));
    const auto offsets = header.at(name).at("data_offsets").get<std::vector<size_t>>();
    std::vector<int64_t> values((offsets[1] - offsets[0]) / sizeof(int64_t));
    std::memcpy(values.data(), bytes.data() + 8 + headerSize + offsets[0], offsets[1] - offsets[0]);
    return values;
}

} // namespace

class TestBinTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tableCountsBases()
    {
        const std::vector<Bin> table = binTable(bins, species, lengths);
        QCOMPARE(table.size(), size_t{2});
        QCOMPARE(table[0].number, 2);
        QCOMPARE(table[0].species, std::string("b"));
        QCOMPARE(table[0].bases, 600);
        QCOMPARE(table[0].completeness, 0.6);
        QCOMPARE(table[0].contamination, 0.0);
        QCOMPARE(toString(table[0].quality), std::string_view("medium"));
        QCOMPARE(table[1].contigs, 5);
        QCOMPARE(table[1].completeness, 0.8);
        QCOMPARE(table[1].contamination, 1 - 400.0 / 450.0);
        QCOMPARE(toString(table[1].quality), std::string_view("low"));
    }

    void scoresCountUnbinnedContigsAsMissed()
    {
        const BinningScores scores = binningScores(bins, species, lengths);
        QCOMPARE(scores.bins, 2);
        QCOMPARE(scores.unbinnedContigs, 2);
        QCOMPARE(scores.purity, 1000.0 / 1050.0);
        QCOMPARE(scores.completeness, (0.8 + 0.6) / 2);
        QCOMPARE(scores.species.size(), size_t{2});
        QCOMPARE(scores.species[0].species, std::string("a"));
        QCOMPARE(scores.species[0].bin, 1);
        QCOMPARE(scores.species[0].precision, 0.8);
        QCOMPARE(scores.species[0].recall, 0.8);
        QCOMPARE(scores.species[1].precision, 1.0);
        QCOMPARE(scores.species[1].recall, 0.6);
        QCOMPARE(scores.f1, (0.8 + 0.75) / 2);
        QCOMPARE(scores.mediumQuality, 1);

        const BinningScores published =
            binningScores(bins, species, lengths, UnbinnedContigs::LeftOut);
        QCOMPARE(published.species[0].recall, 1.0);
        QCOMPARE(published.species[1].recall, 0.75);
        QCOMPARE(published.adjustedRand, scores.adjustedRand);
    }

    void perfectAndEmptyBinnings()
    {
        const std::vector<int64_t> right{5, 5, 5, 5, 9, 9, 9, 9, 5, 9};
        const BinningScores best = binningScores(right, species, lengths);
        QCOMPARE(best.adjustedRand, 1.0);
        QCOMPARE(best.f1, 1.0);
        QCOMPARE(best.completeness, 1.0);
        QCOMPARE(best.contamination, 0.0);
        QCOMPARE(best.highQuality, 2);

        const std::vector<int64_t> nothing(bins.size(), unbinned);
        const BinningScores none = binningScores(nothing, species, lengths);
        QCOMPARE(none.adjustedRand, 0.0);
        QCOMPARE(none.f1, 0.0);
        QCOMPARE(none.completeness, 0.0);
        QCOMPARE(none.bins, 0);
        QCOMPARE(none.unbinnedContigs, 10);
        QVERIFY(binTable(nothing, species, lengths).empty());
        QCOMPARE(binningScores({}, {}, {}).f1, 0.0);
    }

    void moreBinsThanSpecies()
    {
        const std::vector<int64_t> split{1, 1, 1, 2, 3, 3, 4, 4, 2, 5};
        const BinningScores scores = binningScores(split, species, lengths);
        QCOMPARE(scores.bins, 5);
        QCOMPARE(scores.species[0].bin, 1);
        QCOMPARE(scores.species[0].recall, 0.6);
        QCOMPARE(scores.species[1].recall, 0.4);
        QCOMPARE(scores.purity, 1.0);
    }

    void publishedCountsAboveTenths_data()
    {
        QTest::addColumn<int>("run");
        for (int run = 0; run < 6; ++run)
            QTest::addRow("run %d", run) << run;
    }

    // The counts that the published evaluation prints for its own bins.
    void publishedCountsAboveTenths()
    {
        HELICASE_NEEDS_DATA();
        QFETCH(int, run);
        const auto folder = test::dataFolder() / "reference_models/binning";
        const json expected =
            readJsonFile(folder / "config.json")["runs"][static_cast<size_t>(run)];
        const std::string bytes = readFile(folder / "binning.safetensors");
        const std::string prefix = expected["species"].get<std::string>() + ".binning_" +
                                   expected["sample"].get<std::string>();
        const auto found = integersOf(bytes, prefix + ".bins");
        const auto kept = integersOf(bytes, prefix + ".kept_rows");
        const auto labels = integersOf(bytes, prefix + ".labels");
        QCOMPARE(found.size(), kept.size());
        std::vector<std::string> names;
        for (const int64_t row : kept)
            names.push_back(std::to_string(labels[static_cast<size_t>(row)]));
        const std::vector<int64_t> equal(found.size(), 1);

        const BinningScores scores = binningScores(found, names, equal, UnbinnedContigs::LeftOut);
        QCOMPARE(countsAboveTenths(scores.species, &SpeciesScores::f1),
                 expected["f1_counts_above_0.1_to_0.9"].get<std::vector<int64_t>>());
        QCOMPARE(countsAboveTenths(scores.species, &SpeciesScores::recall),
                 expected["recall_counts_above_0.1_to_0.9"].get<std::vector<int64_t>>());
        QCOMPARE(scores.bins, expected["n_bins"].get<int64_t>());
    }

    void halfOfAllBases()
    {
        const std::vector<int64_t> contigs{2, 8, 2, 4, 3, 3, 4};
        QCOMPARE(n50(contigs), 4);
        QCOMPARE(n50(std::vector<int64_t>{7}), 7);
        QCOMPARE(n50({}), 0);
    }
};

QTEST_GUILESS_MAIN(TestBinTable)
#include "tst_bin_table.moc"
