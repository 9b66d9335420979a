#include "core/base/error.h"
#include "core/neural/model/encoder.h"
#include "core/neural/model/weight_init.h"
#include "core/neural/tensor/attention.h"
#include "tests/core/neural/model/reference_case.h"

#include <QtTest>

#include <set>

using namespace helicase;
using helicase::test::ReferenceCase;

namespace {

EncoderConfig smallConfig()
{
    return {.vocabularySize = 30,
            .width = 24,
            .layers = 2,
            .heads = 3,
            .feedForwardWidth = 40,
            .dropout = 0.2};
}

Encoder makeEncoder(const EncoderConfig &config, uint64_t seed = 1)
{
    RandomStream random(seed, "weights");
    return Encoder(config, random);
}

PackedBatch someBatch()
{
    return pack(
        std::vector<std::vector<TokenId>>{{1, 5, 6, 7, 2}, {1, 2}, {1, 9, 9, 20, 29, 8, 2}});
}

// "ragged.", "single.", ...: the batches of a case.
std::set<std::string> batchPrefixes(const ReferenceCase &reference)
{
    std::set<std::string> prefixes;
    for (const auto &[name, tensor] : reference.inputs)
        prefixes.insert(name.substr(0, name.find('.') + 1));
    return prefixes;
}

at::Generator generatorWithSeed(uint64_t seed)
{
    RandomStream random(seed, "dropout");
    return makeGenerator(random);
}

} // namespace

class EncoderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void publishedOutputs_data();
    void publishedOutputs();
    void packingDoesNotChangeResults();
    void publishedKeysAndCounts();
    void freshWeights();
    void sameSeedSameWeights();
    void gradientsMatchDifferences();
    void rowZeroGetsNoLookupGradient();
    void dropoutFollowsItsGenerator();
    void evaluationDropsNothing();
    void layersInPartsEqualForward();
    void refusesForeignTokens();
    void refusesImpossibleSizes_data();
    void refusesImpossibleSizes();
};

void EncoderTest::publishedOutputs_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"encoder_h48_12heads", "encoder_h40_8heads", "encoder_h42_6heads_grow",
                             "encoder_h768_bf16", "encoder_h40_5heads_fp16"})
        QTest::newRow(name) << QString(name);
}

void EncoderTest::publishedOutputs()
{
    HELICASE_NEEDS_DATA();
    QFETCH(QString, name);
    const ReferenceCase reference(name.toStdString());
    Encoder encoder = ModelFolder(reference.folder).loadEncoder();
    const std::vector<float> slopes = alibiSlopes(encoder->config().heads);
    COMPARE_TENSORS(torch::tensor(slopes), reference.outputs.at("alibi_slopes"), 1e-7,
                    "alibi_slopes");
    const torch::NoGradGuard noGradient;
    for (const std::string &prefix : batchPrefixes(reference)) {
        const PackedBatch batch = reference.batch(prefix);
        const torch::Tensor &mask = reference.inputs.at(prefix + "attention_mask");
        const EncoderOutput output = encoder->forward(batch, KeepLayers::Yes);
        // The published embedding layer also computes padding; only the tokens count.
        NamedTensors found{{"embedding_output", output.embedding},
                           {"last_hidden_state", output.last}};
        for (size_t i = 0; i < output.layers.size(); ++i)
            found.emplace("layer_" + std::to_string(i) + "_output", output.layers[i]);
        for (const auto &[key, tensor] : found)
            COMPARE_TENSORS(tensor, gather(reference.outputs.at(prefix + key), mask),
                            reference.tolerance, prefix + key);
        COMPARE_TENSORS(unpack(output.last, mask),
                        reference.outputs.at(prefix + "last_hidden_state"), reference.tolerance,
                        prefix + "padding");
        // The published pooler reads column 0, which a mask may hide; ours reads the first token
        // present.
        const auto pooled = reference.outputs.find(prefix + "pooled_output");
        if (pooled != reference.outputs.end() && mask.select(1, 0).all().item<bool>())
            COMPARE_TENSORS(encoder->pool(output.last, batch), pooled->second, reference.tolerance,
                            prefix + "pooled_output");
    }
}

void EncoderTest::packingDoesNotChangeResults()
{
    const torch::NoGradGuard noGradient;
    Encoder encoder = makeEncoder(smallConfig());
    encoder->eval();
    const std::vector<std::vector<TokenId>> sequences{
        {1, 5, 6, 7, 2}, {1, 2}, {1, 9, 9, 20, 29, 8, 2}};
    const torch::Tensor together = encoder->forward(pack(sequences)).last;
    std::vector<torch::Tensor> alone;
    for (const std::vector<TokenId> &sequence : sequences)
        alone.push_back(encoder->forward(pack({&sequence, 1})).last);
    COMPARE_TENSORS(together, torch::cat(alone), 2e-6, "packed");
}

void EncoderTest::publishedKeysAndCounts()
{
    EncoderConfig config;
    config.vocabularySize = 50;
    config.width = 36;
    config.heads = 12;
    config.layers = 2;
    config.feedForwardWidth = 72;
    Encoder encoder = makeEncoder(config);
    std::set<std::string> keys;
    int64_t count = 0;
    for (const auto &parameter : encoder->named_parameters()) {
        keys.insert(parameter.key());
        count += parameter.value().numel();
    }
    for (const char *key :
         {"embeddings.word_embeddings.weight", "embeddings.token_type_embeddings.weight",
          "embeddings.LayerNorm.bias", "encoder.layer.1.attention.self.Wqkv.bias",
          "encoder.layer.0.attention.output.dense.weight",
          "encoder.layer.0.attention.output.LayerNorm.weight",
          "encoder.layer.0.mlp.gated_layers.weight", "encoder.layer.0.mlp.wo.bias",
          "encoder.layer.1.mlp.layernorm.weight", "pooler.dense.weight"})
        QVERIFY2(keys.contains(key), key);
    QVERIFY(!keys.contains("encoder.layer.0.mlp.gated_layers.bias"));
    const int64_t layer = 4 * 36 * 36 + 4 * 36 + 3 * 36 * 72 + 36 + 4 * 36;
    QCOMPARE(count, 50 * 36 + 2 * 36 + 2 * 36 + 2 * layer + 36 * 36 + 36);
}

void EncoderTest::freshWeights()
{
    EncoderConfig config = smallConfig();
    config.vocabularySize = 2000;
    Encoder encoder = makeEncoder(config);
    for (const auto &parameter : encoder->named_parameters()) {
        const torch::Tensor values = parameter.value().detach();
        const bool isNorm = parameter.key().find("ayer") != std::string::npos &&
                            parameter.key().find("orm.weight") != std::string::npos;
        if (isNorm)
            QVERIFY2(values.eq(1).all().item<bool>(), parameter.key().c_str());
        else if (parameter.key().ends_with("bias"))
            QVERIFY2(values.eq(0).all().item<bool>(), parameter.key().c_str());
        else if (values.numel() > 500)
            QVERIFY2(std::abs(values.std().item<double>() - 0.02) < 0.002, parameter.key().c_str());
    }
    QVERIFY(encoder->wordEmbeddings()[0].eq(0).all().item<bool>());
    QVERIFY(!encoder->wordEmbeddings()[3].eq(0).any().item<bool>());
}

void EncoderTest::sameSeedSameWeights()
{
    Encoder one = makeEncoder(smallConfig(), 4);
    Encoder same = makeEncoder(smallConfig(), 4);
    Encoder other = makeEncoder(smallConfig(), 5);
    QVERIFY(torch::equal(one->wordEmbeddings(), same->wordEmbeddings()));
    QVERIFY(!torch::equal(one->wordEmbeddings(), other->wordEmbeddings()));
}

// Central differences in float64 are out of reach of a float32 kernel; a direction with a large
// derivative and a step of 1e-2 leaves about three digits.
void EncoderTest::gradientsMatchDifferences()
{
    Encoder encoder = makeEncoder(smallConfig());
    encoder->eval();
    const PackedBatch batch = someBatch();
    torch::manual_seed(2);
    const torch::Tensor direction = torch::randn({batch.total(), 24});
    const auto loss = [&] { return (encoder->forward(batch).last * direction).sum(); };
    loss().backward();
    for (const auto &parameter : encoder->named_parameters()) {
        torch::Tensor values = parameter.value();
        if (!values.grad().defined() || values.grad().norm().item<double>() < 0.1)
            continue;
        const torch::NoGradGuard noGradient;
        const torch::Tensor step = values.grad() * (1e-2 / values.grad().norm().item<double>());
        values += step;
        const double above = loss().item<double>();
        values -= 2 * step;
        const double beneath = loss().item<double>();
        values += step;
        const double expected = 2e-2 * values.grad().norm().item<double>();
        QVERIFY2(std::abs(above - beneath - expected) < 0.03 * expected + 1e-3,
                 parameter.key().c_str());
    }
}

void EncoderTest::rowZeroGetsNoLookupGradient()
{
    const PackedBatch batch = pack(std::vector<std::vector<TokenId>>{{1, 0, 5, 2}});
    Encoder published = makeEncoder(smallConfig());
    published->forward(batch).last.square().sum().backward();
    QVERIFY(published->wordEmbeddings().grad()[0].eq(0).all().item<bool>());
    QVERIFY(published->wordEmbeddings().grad()[5].ne(0).any().item<bool>());
    EncoderConfig config = smallConfig();
    config.paddingIndex = -1;
    Encoder corrected = makeEncoder(config);
    torch::manual_seed(1);
    (corrected->forward(batch).last * torch::randn({4, 24})).sum().backward();
    QVERIFY(corrected->wordEmbeddings().grad()[0].ne(0).any().item<bool>());
}

void EncoderTest::dropoutFollowsItsGenerator()
{
    Encoder encoder = makeEncoder(smallConfig());
    encoder->train();
    const auto run = [&](uint64_t seed) {
        encoder->setDropoutGenerator(generatorWithSeed(seed));
        return encoder->forward(someBatch()).last;
    };
    const torch::Tensor first = run(1);
    torch::rand({7}); // a draw from the global generator changes nothing
    QVERIFY(torch::equal(first, run(1)));
    QVERIFY(!torch::equal(first, run(2)));
}

void EncoderTest::evaluationDropsNothing()
{
    Encoder encoder = makeEncoder(smallConfig());
    encoder->eval();
    QVERIFY(torch::equal(encoder->forward(someBatch()).last, encoder->forward(someBatch()).last));
}

void EncoderTest::layersInPartsEqualForward()
{
    Encoder encoder = makeEncoder(smallConfig());
    encoder->eval();
    const PackedBatch batch = someBatch();
    const EncoderOutput whole = encoder->forward(batch, KeepLayers::Yes);
    const torch::Tensor first = encoder->runLayers(encoder->embed(batch), batch, 0, 1);
    QVERIFY(torch::equal(first, whole.layers[0]));
    QVERIFY(torch::equal(encoder->runLayers(first, batch, 1, 2), whole.last));
}

void EncoderTest::refusesForeignTokens()
{
    Encoder encoder = makeEncoder(smallConfig());
    QVERIFY_THROWS_EXCEPTION(Error,
                             encoder->forward(pack(std::vector<std::vector<TokenId>>{{1, 30, 2}})));
    QVERIFY_THROWS_EXCEPTION(Error,
                             encoder->forward(pack(std::vector<std::vector<TokenId>>{{1, -1, 2}})));
}

void EncoderTest::refusesImpossibleSizes_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("heads");
    QTest::addColumn<double>("dropout");
    QTest::newRow("width not divisible by heads") << 50 << 12 << 0.1;
    QTest::newRow("no heads") << 50 << 0 << 0.1;
    QTest::newRow("negative width") << -8 << 2 << 0.1;
    QTest::newRow("everything dropped") << 8 << 2 << 1.0;
}

void EncoderTest::refusesImpossibleSizes()
{
    QFETCH(int, width);
    QFETCH(int, heads);
    QFETCH(double, dropout);
    EncoderConfig config = smallConfig();
    config.width = width;
    config.heads = heads;
    config.dropout = dropout;
    QVERIFY_THROWS_EXCEPTION(Error, makeEncoder(config));
}

QTEST_GUILESS_MAIN(EncoderTest)
#include "tst_encoder.moc"
