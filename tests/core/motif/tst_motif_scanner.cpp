#include "core/base/random_stream.h"
#include "core/motif/motif_scanner.h"

#include <QtTest>

#include <cmath>

using namespace helicase;

class TestMotifScanner : public QObject {
    Q_OBJECT

    // Prefers GATA.
    static Motif gata()
    {
        return {.id = "M",
                .name = "gata",
                .counts = {{0, 0, 96, 4}, {100, 0, 0, 0}, {0, 10, 0, 90}, {90, 5, 5, 0}}};
    }

private Q_SLOTS:
    void bothStrandsAreFound()
    {
        const std::vector<Motif> motifs{gata()};
        const MotifScanner scanner(motifs);
        const auto hits = scanner.hits("CCCGATACCCtatcCC", 0.005);
        QCOMPARE(hits.size(), size_t{2});
        QCOMPARE(hits[0].begin, int64_t{3});
        QCOMPARE(hits[0].end, int64_t{7});
        QCOMPARE(hits[0].strand, '+');
        QCOMPARE(hits[1].begin, int64_t{10});
        QCOMPARE(hits[1].strand, '-');
        QCOMPARE(hits[0].score, hits[1].score);
        // Sum of log2((count + 2.5) / 110 / 0.25), pseudocounts sqrt(100) / 4.
        const double expected = std::log2(98.5 / 27.5) + std::log2(102.5 / 27.5) +
                                std::log2(92.5 / 27.5) + std::log2(92.5 / 27.5);
        QVERIFY(std::abs(hits[0].score - expected) < 0.03);
        QCOMPARE(hits[0].pValue, 1.0 / 256);
    }

    void unknownLettersMatchNothing()
    {
        const std::vector<Motif> motifs{gata()};
        QVERIFY(MotifScanner(motifs).hits("GANAGNTA", 1).empty());
        QVERIFY(MotifScanner(motifs).hits("GAT", 1).empty());
    }

    // The p-value of a score is the share of all words that reach it.
    void pValuesAreSharesOfAllWords()
    {
        const std::vector<Motif> motifs{
            {.id = "M",
             .name = "m",
             .counts = {{5, 1, 3, 9}, {7, 2, 2, 1}, {1, 8, 3, 2}, {4, 4, 1, 9}, {2, 6, 5, 3}}}};
        const MotifScanner scanner(motifs);
        std::vector<double> scores;
        for (int word = 0; word < 1024; ++word) {
            std::string bases;
            for (int i = 0; i < 5; ++i)
                bases += "ACGT"[(word >> (2 * i)) & 3];
            for (const MotifHit &hit : scanner.hits(bases, 1))
                if (hit.strand == '+')
                    scores.push_back(hit.score);
        }
        QCOMPARE(scores.size(), size_t{1024});
        for (const char *bases : {"TACTC", "AAAAA", "TGGCA"})
            for (const MotifHit &hit : scanner.hits(bases, 1)) {
                const auto reached = std::ranges::count_if(
                    scores, [&](double score) { return score >= hit.score - 1e-9; });
                QVERIFY(std::abs(hit.pValue - static_cast<double>(reached) / 1024) < 1e-12);
            }
    }
};

QTEST_APPLESS_MAIN(TestMotifScanner)
#include "tst_motif_scanner.moc"
