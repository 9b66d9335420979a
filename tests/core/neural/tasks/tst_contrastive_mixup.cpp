// Layers, partners and shares of instance mixup.
#include "core/neural/tasks/contrastive_mixup.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace helicase;

namespace {

MixupSampler sampler(const MixupSettings &settings)
{
    return {settings, RandomStream(7, "mixup")};
}

} // namespace

class TestContrastiveMixup : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // Mean 1/2 and variance 1 / (4 (2 alpha + 1)).
    void sharesComeFromBeta_data()
    {
        QTest::addColumn<double>("alpha");
        for (const double alpha : {0.1, 0.4, 1.0, 3.0, 50.0})
            QTest::addRow("%g", alpha) << alpha;
    }

    void sharesComeFromBeta()
    {
        QFETCH(double, alpha);
        RandomStream random(3, "beta");
        constexpr int draws = 40000;
        double sum = 0, squares = 0;
        for (int i = 0; i < draws; ++i) {
            const double value = drawSymmetricBeta(alpha, random);
            QVERIFY(value >= 0 && value <= 1);
            sum += value;
            squares += value * value;
        }
        const double mean = sum / draws;
        const double variance = squares / draws - mean * mean;
        const double expected = 1 / (4 * (2 * alpha + 1));
        QVERIFY2(std::abs(mean - 0.5) < 0.01, qPrintable(QString::number(mean)));
        QVERIFY2(std::abs(variance - expected) < 0.03 * expected + 1e-4,
                 qPrintable(QString::number(variance)));
    }

    // So small that the gamma variables themselves are below the smallest double.
    void tinyAlphasGiveNumbers()
    {
        RandomStream random(3, "beta");
        for (int i = 0; i < 2000; ++i)
            QVERIFY(std::isfinite(drawSymmetricBeta(1e-3, random)));
    }

    void partnersAreAPermutationOfTheWholeBatch()
    {
        MixupSampler mixup = sampler({.encoderLayers = 12});
        std::set<int64_t> layers;
        for (int i = 0; i < 300; ++i) {
            const PairMix mix = mixup.draw(17);
            std::vector<int64_t> sorted = mix.partner;
            std::ranges::sort(sorted);
            for (int64_t j = 0; j < 17; ++j)
                QCOMPARE(sorted[static_cast<size_t>(j)], j);
            QCOMPARE(mix.comparedWith, mix.partner);
            for (const float share : mix.share)
                QVERIFY(share >= 0.5F && share <= 1);
            QCOMPARE(mix.layers.size(), size_t{1});
            layers.insert(mix.layers.front());
        }
        // 0 to 11, never 12.
        QCOMPARE(layers.size(), size_t{12});
        QCOMPARE(*layers.rbegin(), int64_t{11});
    }

    void theLayerMayBeChosen()
    {
        MixupSampler mixup = sampler({.layer = 3, .encoderLayers = 12});
        for (int i = 0; i < 20; ++i)
            QCOMPARE(mixup.draw(4).layers, std::vector<int64_t>{3});
    }

    // 10 pairs on 4 devices: shards of 3, 3, 3 and 1.
    void publishedShardsMixWithinAndCompareWithTheFirst()
    {
        MixupSampler mixup = sampler({.encoderLayers = 12, .shards = 4});
        bool differs = false;
        for (int i = 0; i < 50; ++i) {
            const PairMix mix = mixup.draw(10);
            QCOMPARE(mix.pairsPerShard, int64_t{3});
            QCOMPARE(mix.layers.size(), size_t{4});
            for (int64_t pair = 0; pair < 10; ++pair) {
                const auto place = static_cast<size_t>(pair);
                const int64_t first = pair / 3 * 3;
                QCOMPARE(mix.partner[place] / 3, pair / 3);
                QCOMPARE(mix.comparedWith[place], mix.partner[place] - first);
            }
            differs |= mix.layers[0] != mix.layers[1];
        }
        QVERIFY(differs);
    }

    void goesOnFromASavedState()
    {
        MixupSampler mixup = sampler({});
        for (int i = 0; i < 9; ++i)
            mixup.draw(6);
        MixupSampler restored = sampler({});
        restored.restore(mixup.state());
        for (int i = 0; i < 9; ++i) {
            const PairMix expected = mixup.draw(6), found = restored.draw(6);
            QCOMPARE(found.partner, expected.partner);
            QCOMPARE(found.share, expected.share);
            QCOMPARE(found.layers, expected.layers);
        }
    }
};

QTEST_GUILESS_MAIN(TestContrastiveMixup)
#include "tst_contrastive_mixup.moc"
