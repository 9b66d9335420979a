#include "core/neural/explain/motif_matches.h"

#include <QtTest>

using namespace helicase;

class TestMotifMatches : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void peaksAreStretchesAboveTheLevel()
    {
        const std::vector<float> scores{4, 0, 5, 7, 3, 9};
        const auto peaks = peaksOf(scores, 3);
        QCOMPARE(peaks.size(), size_t{3});
        QCOMPARE(peaks[1].begin, int64_t{2});
        QCOMPARE(peaks[1].end, int64_t{4});
        QCOMPARE(peaks[1].highest, 7.0f);
        QVERIFY(peaksOf(scores, 9).empty());
    }

    // GATA stands twice in the window; the model predicts binding at the second place only.
    void hitsOutsideOfPeaksAreLeftOut()
    {
        const std::string window = "GATAccccccGATAcc";
        const std::vector<Motif> motifs{
            {.id = "M1",
             .name = "gata",
             .counts = {{0, 0, 100, 0}, {100, 0, 0, 0}, {0, 0, 0, 100}, {100, 0, 0, 0}}}};
        Mutagenesis mutagenesis{.reference = std::vector<float>(16, 0.0f),
                                .variants = Matrix(4 * 16, 16)};
        for (size_t i = 10; i < 14; ++i)
            mutagenesis.reference[i] = 8;
        for (int64_t row = 0; row < 64; ++row)
            std::ranges::copy(mutagenesis.reference, mutagenesis.variants.row(row).begin());
        mutagenesis.variants(4 * 12 + 1, 12) = 1; // T to C at base 13
        const auto matches = motifMatches(window, MotifScanner(motifs), mutagenesis, 3, 0.005, 5);
        QCOMPARE(matches.size(), size_t{1});
        QCOMPARE(matches[0].hit.begin, int64_t{10});
        QCOMPARE(matches[0].predicted, 8.0);
        QCOMPARE(matches[0].strongestBase, int64_t{12});
        QCOMPARE(matches[0].strongestLetter, 'C');
        QCOMPARE(matches[0].strongestChange, -7.0);
    }
};

QTEST_APPLESS_MAIN(TestMotifMatches)
#include "tst_motif_matches.moc"
