#include "core/dataset/bin_files.h"
#include "core/dataset/label_table.h"
#include "core/evaluate/genome_scores.h"
#include "tests/support/test_data.h"

#include <cmath>

using namespace helicase;

namespace {

// What an independent computation by AMBER's definitions gives for AMBER's own binnings.
struct Expected {
    double purity, contigPurity, completeness, contigCompleteness, accuracy, contigAccuracy,
        assigned, assignedContigs, adjustedRand, contigAdjustedRand;
    std::array<std::array<int64_t, 3>, 2> recovered;
};

} // namespace
Q_DECLARE_METATYPE(Expected)

class TestGenomeScores : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void binningsOfAmber_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<Expected>("expected");
        QTest::newRow("elated_franklin_0") << "elated_franklin_0"
                                           << Expected{0.8327394898937465,
                                                       0.8038042193606704,
                                                       0.5387931503968949,
                                                       0.4090105553806022,
                                                       0.66377096216624,
                                                       0.24062772449869224,
                                                       0.9171729987494687,
                                                       0.2911431355454126,
                                                       0.6740982801970261,
                                                       0.8596050569798455,
                                                       {{{17, 16, 12}, {17, 16, 12}}}};
        QTest::newRow("goofy_hypatia_2") << "goofy_hypatia_2"
                                         << Expected{0.7644552901907808,
                                                     0.6734311023420464,
                                                     0.9426757566159666,
                                                     0.8128312875125446,
                                                     0.6614619455742334,
                                                     0.32083696599825634,
                                                     0.9667899597719753,
                                                     0.43263757115749524,
                                                     0.64355673752627,
                                                     0.7506117021255101,
                                                     {{{18, 17, 15}, {16, 16, 14}}}};
        QTest::newRow("naughty_carson_2") << "naughty_carson_2"
                                          << Expected{0.9166181586659078,
                                                      0.7598532469432417,
                                                      0.8042664553842641,
                                                      0.7305667625972802,
                                                      0.8069460665387534,
                                                      0.31945227960408223,
                                                      0.8635687059452555,
                                                      0.4190984153033489,
                                                      0.9171487113939898,
                                                      0.7816492712113131,
                                                      {{{28, 28, 24}, {23, 23, 21}}}};
        QTest::newRow("test_query.binning") << "test_query.binning"
                                            << Expected{0.8617867230230066,
                                                        0.8511881769685046,
                                                        0.5565950719181921,
                                                        0.404460648122398,
                                                        0.6257463461820443,
                                                        0.16893174008923534,
                                                        0.8941469425166401,
                                                        0.2117544489460998,
                                                        0.6300584284319868,
                                                        0.7953675794110181,
                                                        {{{16, 14, 12}, {16, 14, 12}}}};
    }

    void binningsOfAmber()
    {
        HELICASE_NEEDS_DATA();
        QFETCH(QString, file);
        QFETCH(Expected, expected);
        const auto folder = test::dataFolder() / "binning/amber";
        const auto genomes = readLabels(folder / "gsa_mapping.binning");
        const auto lengthOf = readContigLengths(folder / "gsa_mapping.binning");
        const auto given = readBins(folder / file.toStdString());
        std::map<std::string, int64_t> numberOf;
        std::vector<int64_t> bins, lengths;
        std::vector<std::string> species;
        for (const auto &[contig, genome] : genomes) {
            const auto bin = given.find(contig);
            bins.push_back(bin == given.end()
                               ? unbinned
                               : numberOf.emplace(bin->second, std::ssize(numberOf)).first->second);
            species.push_back(genome);
            lengths.push_back(lengthOf.at(contig));
        }
        const GenomeScores found = genomeScores(bins, species, lengths);
        const auto isEqual = [](double a, double b) { return std::abs(a - b) < 1e-12; };
        QVERIFY(isEqual(found.purity, expected.purity));
        QVERIFY(isEqual(found.contigPurity, expected.contigPurity));
        QVERIFY(isEqual(found.completeness, expected.completeness));
        QVERIFY(isEqual(found.contigCompleteness, expected.contigCompleteness));
        QVERIFY(isEqual(found.accuracy, expected.accuracy));
        QVERIFY(isEqual(found.contigAccuracy, expected.contigAccuracy));
        QVERIFY(isEqual(found.assigned, expected.assigned));
        QVERIFY(isEqual(found.assignedContigs, expected.assignedContigs));
        QVERIFY(isEqual(found.adjustedRand, expected.adjustedRand));
        QVERIFY(isEqual(found.contigAdjustedRand, expected.contigAdjustedRand));
        QVERIFY(found.recovered == expected.recovered);
    }

    void smallBinningByHand()
    {
        // a: 300 and 100 bases in bin 1, 100 in none; b: 200 in bin 2, 50 in bin 1.
        const GenomeScores scores = genomeScores(std::vector<int64_t>{1, 1, -1, 2, 1},
                                                 std::vector<std::string>{"a", "a", "a", "b", "b"},
                                                 std::vector<int64_t>{300, 100, 100, 200, 50});
        QCOMPARE(scores.purity, (400.0 / 450 + 1) / 2);
        QCOMPARE(scores.contigPurity, (2.0 / 3 + 1) / 2);
        QCOMPARE(scores.completeness, (0.8 + 0.8) / 2);
        QCOMPARE(scores.contigCompleteness, (2.0 / 3 + 0.5) / 2);
        QCOMPARE(scores.accuracy, 600.0 / 750);
        QCOMPARE(scores.contigAccuracy, 3.0 / 5);
        QCOMPARE(scores.assigned, 650.0 / 750);
        QCOMPARE(scores.assignedContigs, 4.0 / 5);
        QCOMPARE(scores.recovered[0], (std::array<int64_t, 3>{1, 1, 0}));
        QCOMPARE(scores.recovered[1], (std::array<int64_t, 3>{1, 1, 0}));
    }

    void nothingInBins()
    {
        const GenomeScores scores = genomeScores(
            std::vector<int64_t>{-1}, std::vector<std::string>{"a"}, std::vector<int64_t>{5});
        QCOMPARE(scores.assigned, 0.0);
        QCOMPARE(scores.adjustedRand, 0.0);
        QCOMPARE(genomeScores({}, {}, {}).completeness, 0.0);
    }
};

QTEST_GUILESS_MAIN(TestGenomeScores)
#include "tst_genome_scores.moc"
