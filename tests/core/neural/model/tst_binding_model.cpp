#include "core/base/error.h"
#include "core/neural/model/binding_model.h"
#include "core/neural/model/weight_init.h"
#include "tests/core/neural/model/reference_case.h"

#include <QtTest>

using namespace helicase;
using helicase::test::ReferenceCase;

namespace {

int64_t parameterCount(const torch::nn::Module &module)
{
    int64_t count = 0;
    for (const torch::Tensor &parameter : module.parameters())
        count += parameter.numel();
    return count;
}

BindingModel makeModel()
{
    RandomStream random(2, "binding");
    const EncoderConfig config{.vocabularySize = 20,
                               .width = 16,
                               .layers = 1,
                               .heads = 2,
                               .feedForwardWidth = 16,
                               .paddingIndex = 0};
    Encoder encoder(config, random);
    return BindingModel(encoder, random);
}

} // namespace

class BindingModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void publishedSizes();
    void oneHotRows();
    void basesOfTokens();
    void refusesSpansOfAnotherBatch();
    void scoresPerBase();
    void keysOfTheModel();
    void basesOfOneTokenDiffer();
    void learnsAMotif();
};

void BindingModelTest::publishedSizes()
{
    RandomStream random(1, "sizes");
    QCOMPARE(parameterCount(*BindingHead(384, random)), 541697);
    QCOMPARE(parameterCount(*BindingBaseline(random)), 186497);
}

void BindingModelTest::oneHotRows()
{
    const std::vector<std::string_view> sequences{"ACgtN", "T"};
    const torch::Tensor found = oneHotBases(sequences, 6);
    torch::Tensor expected = torch::zeros({2, 4, 6});
    const std::vector<std::array<int64_t, 3>> ones{{0, 0, 0}, {0, 1, 1}, {0, 2, 2}, {0, 3, 3}, {1, 3, 0}};
    for (const auto &[sequence, row, base] : ones)
        expected[sequence][row][base] = 1;
    QVERIFY(torch::equal(found, expected));
}

void BindingModelTest::basesOfTokens()
{
    const PackedBatch batch = pack(std::vector<std::vector<TokenId>>{{1, 7, 5, 2}, {1, 9, 2}});
    const std::vector<std::vector<TokenSpan>> spans{{{0, 0}, {0, 3}, {3, 4}, {0, 0}},
                                                    {{0, 0}, {0, 6}, {0, 0}}};
    const BaseLayout layout = layOutBases(batch, spans, 5);
    QVERIFY(torch::equal(layout.tokens,
                         torch::tensor({{1, 1, 1, 2, -1}, {5, 5, 5, 5, 5}}, torch::kInt64)));
    QVERIFY(torch::equal(layout.offsets,
                         torch::tensor({{0, 1, 2, 0, 0}, {0, 1, 2, 3, 4}}, torch::kInt64)));
}

void BindingModelTest::refusesSpansOfAnotherBatch()
{
    const PackedBatch batch = pack(std::vector<std::vector<TokenId>>{{1, 7, 2}});
    const std::vector<std::vector<TokenSpan>> tooShort{{{0, 0}, {0, 3}}};
    QVERIFY_THROWS_EXCEPTION(Error, layOutBases(batch, tooShort, 5));
    QVERIFY_THROWS_EXCEPTION(Error, layOutBases(batch, {}, 5));
}

void BindingModelTest::scoresPerBase()
{
    BindingModel model = makeModel();
    const PackedBatch batch = pack(std::vector<std::vector<TokenId>>{{1, 7, 5, 2}, {1, 9, 2}});
    const std::vector<std::vector<TokenSpan>> spans{{{0, 0}, {0, 3}, {3, 4}, {0, 0}},
                                                    {{0, 0}, {0, 6}, {0, 0}}};
    const torch::Tensor scores = model(batch, layOutBases(batch, spans, 6));
    QVERIFY(scores.sizes() == (std::vector<int64_t>{2, 6}));
    scores.square().sum().backward();
    QVERIFY(model->encoder->wordEmbeddings().grad()[9].ne(0).any().item<bool>());
    QVERIFY(model->offsets->weight.grad()[5].ne(0).any().item<bool>());
    QVERIFY(model->offsets->weight.grad()[6].eq(0).all().item<bool>());
}

void BindingModelTest::keysOfTheModel()
{
    BindingModel model = makeModel();
    const auto keys = model->named_parameters();
    for (const char *key :
         {"embeddings.word_embeddings.weight", "encoder.layer.0.mlp.wo.bias", "pooler.dense.bias",
          "offset_embedding.weight", "regressor.layer_norm.weight", "regressor.conv1d.bias",
          "regressor.fc.weight"})
        QVERIFY2(keys.contains(key), key);
}

void BindingModelTest::basesOfOneTokenDiffer()
{
    const torch::NoGradGuard noGradient;
    BindingModel model = makeModel();
    model->eval();
    const PackedBatch batch = pack(std::vector<std::vector<TokenId>>{{1, 7, 2}});
    const std::vector<std::vector<TokenSpan>> spans{{{0, 0}, {0, 40}, {0, 0}}};
    const torch::Tensor scores = model(batch, layOutBases(batch, spans, 40))[0];
    QVERIFY(scores[12].item<float>() != scores[13].item<float>());
}

// The baseline separates a fixed motif from random bases within a few steps.
void BindingModelTest::learnsAMotif()
{
    RandomStream random(7, "motif");
    std::vector<std::string> texts;
    torch::Tensor expected = torch::zeros({24, 60});
    for (int64_t i = 0; i < 24; ++i) {
        std::string text;
        for (int base = 0; base < 60; ++base)
            text += "ACGT"[random.below(4)];
        const auto place = static_cast<int64_t>(random.below(50));
        text.replace(static_cast<size_t>(place), 8, "TGTGATCA");
        expected[i].slice(0, place, place + 8).fill_(1);
        texts.push_back(text);
    }
    const torch::Tensor bases =
        oneHotBases(std::vector<std::string_view>(texts.begin(), texts.end()), 60);
    BindingBaseline model(random);
    model->train();
    torch::optim::AdamW optimizer(model->parameters(), torch::optim::AdamWOptions(3e-3));
    double loss = 0;
    for (int step = 0; step < 40; ++step) {
        optimizer.zero_grad();
        const torch::Tensor value = torch::mse_loss(model(bases), expected);
        value.backward();
        optimizer.step();
        loss = value.item<double>();
    }
    QVERIFY2(loss < 0.03, qPrintable(QString::number(loss)));
}

QTEST_GUILESS_MAIN(BindingModelTest)
#include "tst_binding_model.moc"
