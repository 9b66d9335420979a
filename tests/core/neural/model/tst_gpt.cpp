// The character GPT: sizes, initialisation, dropout, files. Numbers of the reference are compared
// by `verify`.
#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/dataset/torch_checkpoint.h"
#include "core/neural/model/gpt_folder.h"
#include "core/neural/model/weight_init.h"
#include "core/tokenizer/fixed_vocabularies.h"
#include "tests/support/test_data.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <nlohmann/json.hpp>

using namespace helicase;

namespace {

const GptConfig tiny{.vocabularySize = 4, .layers = 2, .heads = 2, .width = 16, .context = 12};

Gpt makeGpt(const GptConfig &config, uint64_t seed = 1)
{
    RandomStream random(seed, "weights");
    return Gpt(config, random);
}

PackedBatch batchOf(const std::vector<std::vector<TokenId>> &sequences)
{
    return pack(sequences);
}

int64_t count(const Gpt &model)
{
    int64_t sum = 0;
    for (const torch::Tensor &parameter : model->parameters())
        sum += parameter.numel();
    return sum;
}

} // namespace

class GptTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void publishedParameterCounts()
    {
        GptConfig config;
        QCOMPARE(config.parameters(), 7'211'904);
        QCOMPARE(count(makeGpt(config)), 7'211'904);
        config.vocabularySize = 4;
        QCOMPARE(config.parameters(), 7'198'080);
        GptConfig biased = tiny;
        biased.hasBias = true;
        QCOMPARE(count(makeGpt(biased)), biased.parameters());
    }

    void publishedInitialisation()
    {
        GptConfig config{.vocabularySize = 40, .layers = 2, .heads = 4, .width = 128};
        const Gpt model = makeGpt(config);
        for (const auto &parameter : model->named_parameters()) {
            const std::string &name = parameter.key();
            const torch::Tensor &values = parameter.value();
            if (values.dim() == 1) {
                QVERIFY2(values.eq(1).all().item<bool>(), name.c_str());
                continue;
            }
            const double expected = name.ends_with("c_proj.weight") ? 0.02 / 2 : 0.02;
            QVERIFY2(std::abs(values.std().item<double>() / expected - 1) < 0.05, name.c_str());
        }
    }

    void refusesSizesThatFitNoModel()
    {
        GptConfig config = tiny;
        config.heads = 3;
        QVERIFY_EXCEPTION_THROWN(makeGpt(config), Error);
        config = tiny;
        config.context = 0;
        QVERIFY_EXCEPTION_THROWN(makeGpt(config), Error);
    }

    void contextLongerThanTheTableOfPositions()
    {
        Gpt model = makeGpt(tiny);
        try {
            model->forward(batchOf({std::vector<TokenId>(13, 1)}));
            QFAIL("no error");
        } catch (const Error &error) {
            QVERIFY(std::string(error.what()).find("13 tokens") != std::string::npos);
            QVERIFY(std::string(error.what()).find("context of 12") != std::string::npos);
        }
        QVERIFY_EXCEPTION_THROWN(model->forward(batchOf({{1, 4}})), Error);
        QVERIFY_EXCEPTION_THROWN(model->forward(batchOf({{-1, 2}})), Error);
    }

    void laterTokensChangeNothingBefore()
    {
        Gpt model = makeGpt(tiny);
        model->eval();
        const torch::Tensor one = model->forward(batchOf({{0, 1, 2, 3}})).last;
        const torch::Tensor other = model->forward(batchOf({{0, 1, 2, 0}, {3, 3}})).last;
        QVERIFY(torch::allclose(one.slice(0, 0, 3), other.slice(0, 0, 3), 1e-5, 1e-6));
        QVERIFY(!torch::allclose(one[3], other[3]));
    }

    void attentionDropsInEvaluationOnlyWhenAsked()
    {
        Gpt model = makeGpt(tiny);
        model->eval();
        const PackedBatch batch = batchOf({{0, 1, 2, 3, 1, 2}});
        QVERIFY(torch::equal(model->forward(batch).last, model->forward(batch).last));
        model->setAttentionDropout(AttentionDropout::Always);
        QVERIFY(!torch::equal(model->forward(batch).last, model->forward(batch).last));
        RandomStream random(4, "dropout");
        at::Generator generator = makeGenerator(random);
        model->setDropoutGenerator(generator);
        generator.set_current_seed(8);
        const torch::Tensor first = model->forward(batch).last;
        generator.set_current_seed(8);
        QVERIFY(torch::equal(first, model->forward(batch).last));
    }

    void foldersAndPublishedCheckpointsReadBack()
    {
        const Gpt model = makeGpt(tiny, 5);
        const auto tokenizer = tokenizerOfLetters(baseAlphabet());
        writeContent(folder() / "model", gptContent(model, tokenizer));
        writePublishedGpt(folder() / "ckpt.pt", model, {.bestLoss = 1.25, .iteration = 30});
        for (const auto &path : {folder() / "model", folder() / "ckpt.pt"}) {
            const Gpt found = loadGpt(path);
            QVERIFY(found->config() == tiny);
            QVERIFY(!found->is_training());
            const NamedTensors wanted = publishedState(model), state = publishedState(found);
            QCOMPARE(state.size(), wanted.size());
            for (const auto &[name, tensor] : wanted)
                QVERIFY2(torch::equal(state.at(name), tensor), name.c_str());
        }
        QCOMPARE(gptTokenizer(folder() / "model", 4)->token(3), std::string("T"));
        const TorchCheckpoint checkpoint(folder() / "ckpt.pt");
        QCOMPARE(std::get<double>(checkpoint.values().at("best_val_loss")), 1.25);
        QCOMPARE(std::get<int64_t>(checkpoint.values().at("iter")), 30);
        QVERIFY(checkpoint.tensors().contains("model.lm_head.weight"));
    }

    void damagedFoldersAreRefused()
    {
        const std::filesystem::path path = folder() / "damaged";
        writeContent(path, gptContent(makeGpt(tiny), tokenizerOfLetters(baseAlphabet())));
        const nlohmann::json whole = readJsonFile(path / "config.json");
        nlohmann::json config = whole;
        config["n_layer"] = 3;
        writeJsonFile(path / "config.json", config);
        QVERIFY_THROWS_EXCEPTION(InputError, loadGpt(path));
        // Sizes that would take all memory are refused before it is taken.
        config = whole;
        config["n_embd"] = 1 << 22;
        writeJsonFile(path / "config.json", config);
        QVERIFY_THROWS_EXCEPTION(InputError, loadGpt(path));
        config = whole;
        config.erase("block_size");
        writeJsonFile(path / "config.json", config);
        QVERIFY_THROWS_EXCEPTION(InputError, loadGpt(path));
        QVERIFY_THROWS_EXCEPTION(InputError, gptTokenizer(folder(), 17));
    }

    void publishedFilesAreRead()
    {
        HELICASE_NEEDS_DATA();
        const auto reference = test::dataFolder() / "reference_models" / "gpt";
        const Gpt model = loadGpt(reference / "full_tiny" / "ckpt_full.pt");
        QCOMPARE(model->config().context, 48);
        QCOMPARE(model->config().dropout, 0.2);
        QCOMPARE(gptTokenizer(reference / "full_tiny", 40)->token(0), std::string("\n"));
        QVERIFY(isGptFolder(reference / "with_bias"));
        QVERIFY(loadGpt(reference / "with_bias")->config().hasBias);
    }

    void attentionWeightsAreCausalShares()
    {
        const Gpt model = makeGpt(tiny);
        const torch::Tensor weights = attentionWeights(model, 1, torch::randn({7, 16}));
        QCOMPARE(weights.sizes(), (torch::IntArrayRef{2, 7, 7}));
        QVERIFY(torch::allclose(weights.sum(2), torch::ones({2, 7})));
        QVERIFY(torch::equal(weights.triu(1), torch::zeros({2, 7, 7})));
    }

private:
    std::filesystem::path folder() const { return directory_.path().toStdString(); }

    QTemporaryDir directory_;
};

QTEST_GUILESS_MAIN(GptTest)
#include "tst_gpt.moc"
