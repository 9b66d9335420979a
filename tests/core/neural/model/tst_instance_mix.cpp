// Mixing on packed sequences: which places go on, what they hold, and that a part of a batch has
// the numbers of the whole. The published outputs are checked by `helicase verify`.
#include "core/base/error.h"
#include "core/neural/model/instance_mix.h"
#include "core/neural/model/weight_init.h"

#include <QtTest>

using namespace helicase;

namespace {

Encoder makeEncoder(double dropout)
{
    RandomStream random(1, "weights");
    const EncoderConfig config{.vocabularySize = 30,
                               .width = 24,
                               .layers = 3,
                               .heads = 3,
                               .feedForwardWidth = 40,
                               .dropout = dropout};
    return Encoder(config, random);
}

const std::vector<std::vector<TokenId>> sequences{
    {1, 5, 6, 7, 2}, {1, 2}, {1, 9, 9, 20, 29, 8, 2}, {1, 4, 2}};

void seedDropout(Encoder &encoder, uint64_t seed)
{
    RandomStream random(seed, "dropout");
    encoder->setDropoutGenerator(makeGenerator(random));
}

double difference(const torch::Tensor &found, const torch::Tensor &expected)
{
    return (found - expected).abs().max().item<double>();
}

} // namespace

class TestInstanceMix : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void onlyCommonPlacesGoOn()
    {
        Encoder encoder = makeEncoder(0);
        encoder->eval();
        const PackedBatch batch = pack(sequences);
        const MixedOutput output = forwardMixed(
            encoder, batch,
            {.layer = 1, .own = {2, 0, 3}, .partner = {0, 1, 3}, .share = {0.7F, 0.6F, 1}});
        QCOMPARE(output.batch.lengths(), (std::vector<int64_t>{5, 2, 3}));
        QVERIFY(torch::equal(output.batch.tokens,
                             torch::tensor({1, 9, 9, 20, 29, 1, 5, 1, 4, 2}, torch::kInt64)));
        QVERIFY(torch::equal(output.batch.positions,
                             torch::tensor({0, 1, 2, 3, 4, 0, 1, 0, 1, 2}, torch::kInt32)));
        QVERIFY(torch::equal(output.batch.rows,
                             torch::tensor({7, 8, 9, 10, 11, 0, 1, 14, 15, 16}, torch::kInt64)));
        QCOMPARE(output.last.size(0), int64_t{10});
    }

    // Holes in a padded row: places are compared, not counted.
    void placesAreThoseOfThePaddedRow()
    {
        Encoder encoder = makeEncoder(0);
        encoder->eval();
        const torch::Tensor ids =
            torch::tensor({1, 5, 6, 7, 1, 8, 9, 2}, torch::kInt64).view({2, 4});
        const torch::Tensor mask =
            torch::tensor({1, 0, 1, 1, 1, 1, 0, 1}, torch::kInt64).view({2, 4});
        const MixedOutput output =
            forwardMixed(encoder, packPadded(ids, mask),
                         {.layer = 0, .own = {0, 1}, .partner = {1, 0}, .share = {0.5F, 0.5F}});
        QVERIFY(torch::equal(output.batch.positions, torch::tensor({0, 3, 0, 3}, torch::kInt32)));
        // Both are mixed half and half.
        QVERIFY(difference(output.last.slice(0, 0, 2), output.last.slice(0, 2)) < 1e-6);
    }

    void withItselfASequenceStaysAsItIs_data()
    {
        QTest::addColumn<int>("layer");
        for (const int layer : {0, 1, 2, 3})
            QTest::addRow("%d", layer) << layer;
    }

    void withItselfASequenceStaysAsItIs()
    {
        QFETCH(int, layer);
        Encoder encoder = makeEncoder(0.2);
        encoder->train();
        const PackedBatch batch = pack(sequences);
        seedDropout(encoder, 3);
        const torch::Tensor expected = encoder->forward(batch).last;
        seedDropout(encoder, 3);
        const MixedOutput output = forwardMixed(
            encoder, batch,
            {.layer = layer, .own = {0, 1, 2, 3}, .partner = {0, 1, 2, 3}, .share = {1, 1, 1, 1}});
        QVERIFY(torch::equal(output.last, expected));
    }

    // Written out for embeddings: layer 0 mixes them before the first layer runs.
    void mixesHiddenStates()
    {
        Encoder encoder = makeEncoder(0);
        encoder->eval();
        const PackedBatch batch = pack(sequences);
        const torch::Tensor hidden = encoder->runLayers(encoder->embed(batch), batch, 0, 2);
        const torch::Tensor mixed = 0.75 * hidden.slice(0, 0, 3) + 0.25 * hidden.slice(0, 14, 17);
        const PackedBatch shorter = pack(std::vector<std::vector<TokenId>>{{1, 5, 6}});
        const torch::Tensor expected = encoder->runLayers(mixed, shorter, 2, 3);
        const MixedOutput output = forwardMixed(
            encoder, batch, {.layer = 2, .own = {0}, .partner = {3}, .share = {0.75F}});
        QVERIFY(difference(output.last, expected) < 1e-5);
    }

    // With the rows of the whole batch, a part has its dropout masks.
    void aPartHasTheMasksOfTheWhole()
    {
        Encoder encoder = makeEncoder(0.3);
        encoder->train();
        const PackedBatch whole = pack(sequences);
        seedDropout(encoder, 5);
        const torch::Tensor all = encoder->forward(whole).last;
        PackedBatch part = pack(std::vector<std::vector<TokenId>>{sequences[2], sequences[0]});
        const auto run = [&] {
            seedDropout(encoder, 5);
            return encoder->forward(part).last;
        };
        const torch::Tensor expected = torch::cat({all.slice(0, 7, 14), all.slice(0, 0, 5)});
        QVERIFY(difference(run(), expected) > 0.1);
        part.rows = torch::cat({torch::arange(7, 14), torch::arange(0, 5)});
        QVERIFY(difference(run(), expected) < 1e-5);
        // The next batch is whole again.
        seedDropout(encoder, 5);
        QVERIFY(torch::equal(encoder->forward(whole).last, all));
    }

    void refusesWhatThereIsNot_data()
    {
        QTest::addColumn<int>("layer");
        QTest::addColumn<int>("partner");
        QTest::newRow("negative layer") << -1 << 0;
        QTest::newRow("layer too high") << 4 << 0;
        QTest::newRow("negative sequence") << 1 << -1;
        QTest::newRow("no such sequence") << 1 << 4;
    }

    void refusesWhatThereIsNot()
    {
        QFETCH(int, layer);
        QFETCH(int, partner);
        Encoder encoder = makeEncoder(0);
        QVERIFY_THROWS_EXCEPTION(
            Error,
            forwardMixed(encoder, pack(sequences),
                         {.layer = layer, .own = {0}, .partner = {partner}, .share = {0.5F}}));
    }
};

QTEST_GUILESS_MAIN(TestInstanceMix)
#include "tst_instance_mix.moc"
