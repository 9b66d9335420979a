#include "core/neural/tensor/attention.h"
#include "core/neural/tensor/tile_attention.h"
#include "core/neural/tensor/tile_product.h"

#include <QTest>

using namespace helicase;

class TestTileAttention : public QObject {
    Q_OBJECT

    static PackedBatch batchOf(const std::vector<int64_t> &lengths)
    {
        std::vector<std::vector<TokenId>> ids;
        for (const int64_t length : lengths)
            ids.emplace_back(static_cast<size_t>(length), 5);
        return pack(ids);
    }

private Q_SLOTS:
    void initTestCase() { torch::manual_seed(3); }

    void resultsAreThoseOfTraining_data()
    {
        QTest::addColumn<int>("heads");
        QTest::addColumn<int>("headWidth");
        QTest::addColumn<double>("spread");
        QTest::newRow("published shape") << 12 << 64 << 0.6;
        QTest::newRow("large scores, far keys matter") << 12 << 64 << 3.0;
        QTest::newRow("narrow heads") << 4 << 8 << 1.0;
        QTest::newRow("a width that fills no group of lanes") << 3 << 20 << 1.0;
        QTest::newRow("one wide head") << 1 << 96 << 0.5;
    }

    // Tiles of 128 keys and 64 queries: lengths at, below and above their borders.
    void resultsAreThoseOfTraining()
    {
        QFETCH(int, heads);
        QFETCH(int, headWidth);
        QFETCH(double, spread);
        const torch::NoGradGuard noGradient;
        const PackedBatch batch = batchOf({1, 2, 31, 63, 64, 65, 127, 128, 129, 400, 1000});
        const torch::Tensor projection =
            spread * torch::randn({batch.total(), 3 * heads * headWidth});
        const std::vector<float> slopes = alibiSlopes(heads);
        const torch::Tensor expected = attend(projection, batch, slopes);
        const torch::Tensor found = attendForInference(projection, batch, slopes);
        const double largest = (found - expected).abs().max().item<double>();
        QVERIFY2(largest < 1e-5 * spread * spread, std::to_string(largest * 1e6).c_str());
        const torch::Tensor half = projection.to(torch::kBFloat16);
        const torch::Tensor rounded = attendForInference(half, batch, slopes);
        QCOMPARE(rounded.scalar_type(), torch::kBFloat16);
        const torch::Tensor exact = attend(half.to(torch::kFloat32), batch, slopes);
        const double difference = (rounded.to(torch::kFloat32) - exact).abs().max().item<double>();
        QVERIFY(difference < 0.02 * exact.abs().max().item<double>());
    }

    // The distance counts between positions, not between rows.
    void holesBetweenPositionsCount()
    {
        const torch::NoGradGuard noGradient;
        PackedBatch batch = batchOf({200});
        batch.positions = torch::arange(0, 600, 3, torch::kInt32);
        const torch::Tensor projection = torch::randn({200, 3 * 4 * 16});
        const std::vector<float> slopes = alibiSlopes(4);
        const torch::Tensor difference =
            attendForInference(projection, batch, slopes) - attend(projection, batch, slopes);
        QVERIFY(difference.abs().max().item<double>() < 5e-6);
    }

    void theNumberOfThreadsDoesNotMatter()
    {
        const torch::NoGradGuard noGradient;
        const PackedBatch batch = batchOf({300, 20, 150});
        const torch::Tensor projection = torch::randn({batch.total(), 3 * 4 * 16});
        const std::vector<float> slopes = alibiSlopes(4);
        at::set_num_threads(1);
        const torch::Tensor one = attendForInference(projection, batch, slopes);
        at::set_num_threads(2);
        QVERIFY(torch::equal(one, attendForInference(projection, batch, slopes)));
    }
};

QTEST_GUILESS_MAIN(TestTileAttention)
#include "tst_tile_attention.moc"
