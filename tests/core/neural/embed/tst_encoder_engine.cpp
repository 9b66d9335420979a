#include "core/base/error.h"
#include "core/neural/embed/encoder_engine.h"

#include <QTest>

using namespace helicase;

class TestEncoderEngine : public QObject {
    Q_OBJECT

    static Encoder encoderOf(int64_t width, int64_t heads, int64_t feedForward)
    {
        RandomStream random(4, "engine");
        Encoder encoder(EncoderConfig{.vocabularySize = 50,
                                      .width = width,
                                      .layers = 3,
                                      .heads = heads,
                                      .feedForwardWidth = feedForward,
                                      .initializerRange = 0.1},
                        random);
        encoder->eval();
        return encoder;
    }

    static PackedBatch someBatch()
    {
        RandomStream random(5, "ids");
        std::vector<std::vector<TokenId>> ids;
        for (const size_t length : {3u, 400u, 17u, 130u}) {
            ids.emplace_back(length);
            for (TokenId &id : ids.back())
                id = static_cast<TokenId>(random.below(50));
        }
        return pack(ids);
    }

private Q_SLOTS:
    void everyLayerIsTheEncoders_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("heads");
        QTest::addColumn<int>("feedForward");
        QTest::newRow("heads of 32") << 96 << 3 << 160;
        QTest::newRow("sizes that fill no lanes") << 40 << 4 << 36;
    }

    void everyLayerIsTheEncoders()
    {
        QFETCH(int, width);
        QFETCH(int, heads);
        QFETCH(int, feedForward);
        const torch::NoGradGuard noGradient;
        Encoder encoder = encoderOf(width, heads, feedForward);
        PackedBatch batch = someBatch();
        for (const bool withTypes : {false, true}) {
            if (withTypes)
                batch.tokenTypes = torch::arange(batch.total()).remainder(2);
            const EncoderOutput expected = encoder->forward(batch, KeepLayers::Yes);
            const EncoderEngine exact(encoder, Arithmetic::Float32);
            const EncoderEngine fast(encoder, Arithmetic::BFloat16);
            for (int64_t layer = 0; layer <= 3; ++layer) {
                const torch::Tensor reference =
                    layer == 0 ? expected.embedding
                               : expected.layers[static_cast<size_t>(layer - 1)];
                const torch::Tensor difference = exact.hidden(batch, layer) - reference;
                QVERIFY(difference.abs().max().item<double>() < 1e-5);
                const torch::Tensor cosine = torch::cosine_similarity(
                    meanPool(fast.hidden(batch, layer), batch), meanPool(reference, batch), 1);
                QVERIFY(cosine.min().item<double>() > 0.9995);
            }
        }
    }

    void foreignIdsAreRefused()
    {
        const EncoderEngine engine(encoderOf(16, 2, 16), Arithmetic::Float32);
        for (const TokenId id : {TokenId{-1}, TokenId{50}}) {
            const std::vector<std::vector<TokenId>> ids{{1, id, 2}};
            QVERIFY_THROWS_EXCEPTION(Error, engine.hidden(pack(ids), 1));
        }
    }
};

QTEST_GUILESS_MAIN(TestEncoderEngine)
#include "tst_encoder_engine.moc"
