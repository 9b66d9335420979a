#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/sha256.h"
#include "core/neural/embed/embedder.h"
#include "core/neural/embed/embedding_export.h"
#include "core/neural/model/heads.h"
#include "core/neural/model/model_location.h"
#include "core/neural/tensor/matrix_tensor.h"
#include "core/run/run_folder.h"
#include "core/sequence/alphabet.h"
#include "core/tokenizer/tokenizer.h"
#include "tests/core/neural/embed/synthetic_species.h"
#include "tests/core/neural/embed/tiny_model.h"

#include <QTemporaryDir>

#include <cmath>

using namespace helicase;
using namespace helicase::test;

class TestEmbedder : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::vector<Sequence> sequences_;

    std::filesystem::path path(const char *name) const
    {
        return folder_.filePath(name).toStdString();
    }

    Matrix embed(const std::vector<Sequence> &sequences, const EmbedSettings &settings) const
    {
        SilentProgress progress;
        return Embedder(path("model")).embed(sequences, settings, progress).vectors;
    }

    static bool areClose(std::span<const float> first, std::span<const float> second)
    {
        return std::ranges::equal(first, second,
                                  [](float a, float b) { return std::abs(a - b) < 2e-5f; });
    }

private Q_SLOTS:
    void initTestCase()
    {
        writeTinyModel(path("model"));
        RandomStream random(2, "sequences");
        for (int i = 0; i < 12; ++i)
            sequences_.push_back({.id = "s" + std::to_string(i),
                                  .bases = randomBases(30 + 137 * (i * 5 % 12), 0.5, random)});
    }

    // The mean of the last hidden states over all tokens, [CLS] and [SEP] included.
    void meanPoolingIsThePublishedOne()
    {
        const Matrix vectors = embed(sequences_, {});
        const auto tokenizer = loadTokenizer(path("model"));
        Encoder encoder = ModelFolder(path("model")).loadEncoder();
        const torch::NoGradGuard noGradients;
        for (const size_t i : {size_t{0}, size_t{7}}) {
            const std::vector<std::vector<TokenId>> ids{
                tokenizer->encodeIds(sequences_[i].bases, SpecialTokens::Add)};
            const torch::Tensor mean = encoder->forward(pack(ids)).last.mean(0);
            const std::span<const float> expected(mean.const_data_ptr<float>(), 32);
            QVERIFY(areClose(vectors.row(static_cast<int64_t>(i)), expected));
        }
    }

    void batchesChangeNothing()
    {
        const Matrix together = embed(sequences_, {});
        const Matrix alone = embed(sequences_, {.tokensPerBatch = 1});
        for (int64_t i = 0; i < together.rows(); ++i)
            QVERIFY(areClose(together.row(i), alone.row(i)));
    }

    void repeatsGiveTheSameBits()
    {
        const Matrix first = embed(sequences_, {});
        const Matrix second = embed(sequences_, {});
        QVERIFY(
            std::equal(first.data(), first.data() + first.rows() * first.columns(), second.data()));
    }

    void lowerCaseIsTheSameSequence()
    {
        std::vector<Sequence> lower{sequences_[3]};
        for (char &letter : lower[0].bases)
            letter = static_cast<char>(letter - 'A' + 'a');
        QVERIFY(areClose(embed(lower, {}).row(0), embed({sequences_[3]}, {}).row(0)));
    }

    void longSequencesAreCutAndCounted()
    {
        SilentProgress progress;
        const Embedder embedder(path("model"));
        const EmbeddingTable table = embedder.embed(sequences_, {.maximumTokens = 64}, progress);
        const auto tokenizer = loadTokenizer(path("model"));
        int64_t longer = 0;
        for (const Sequence &sequence : sequences_)
            longer += tokenizer->encodeIds(sequence.bases, SpecialTokens::Add).size() > 64 ? 1 : 0;
        QVERIFY(longer > 0 && longer < 12);
        QCOMPARE(table.provenance.at("truncated"), std::to_string(longer));
        QCOMPARE(table.lengths[1], std::ssize(sequences_[1].bases));
    }

    void otherStrandIsAveragedOrAppended()
    {
        std::vector<Sequence> reversed = sequences_;
        for (Sequence &sequence : reversed)
            sequence.bases = reverseComplement(sequence.bases);
        const Matrix forward = embed(sequences_, {.otherStrand = OtherStrand::Average});
        const Matrix backward = embed(reversed, {.otherStrand = OtherStrand::Average});
        const Matrix both = embed(sequences_, {.otherStrand = OtherStrand::Concatenate});
        const Matrix plain = embed(sequences_, {});
        QCOMPARE(both.columns(), int64_t{64});
        for (int64_t i = 0; i < forward.rows(); ++i) {
            QVERIFY(areClose(forward.row(i), backward.row(i)));
            QVERIFY(areClose(both.row(i).first(32), plain.row(i)));
        }
    }

    void meansGoThroughTheContrastiveHead()
    {
        Encoder encoder = ModelFolder(path("model")).loadEncoder();
        RandomStream random(3, "head");
        ContrastiveHead head(32, 16, random);
        const std::array parts{ModelPart{"", encoder.get()},
                               ModelPart{"contrast_head.", head.get()}};
        std::filesystem::copy(path("model"), path("with_head"));
        saveModel(path("with_head"), encoder->config().toJson(), parts);

        SilentProgress progress;
        const Embedder embedder(path("with_head"));
        const EmbedSettings settings{.contrastiveHead = true};
        const EmbeddingTable table = embedder.embed(sequences_, settings, progress);
        QCOMPARE(table.vectors.columns(), int64_t{16});
        QCOMPARE(table.provenance.at("contrastive_head"), std::string("true"));
        const Matrix means = embed(sequences_, {});
        const torch::NoGradGuard noGradients;
        const torch::Tensor expected = head->forward(viewOf(means));
        QVERIFY((viewOf(table.vectors) - expected).abs().max().item<float>() < 1e-5f);

        QVERIFY_THROWS_EXCEPTION(OptionError, embed(sequences_, settings));
        QVERIFY_THROWS_EXCEPTION(OptionError,
                                 check({.poolings = {Pooling::Max}, .contrastiveHead = true}));
    }

    void poolingsDiffer()
    {
        const Matrix mean = embed(sequences_, {});
        const Matrix maximum = embed(sequences_, {.poolings = {Pooling::Max}});
        const Matrix first = embed(sequences_, {.poolings = {Pooling::Cls}});
        QVERIFY(!areClose(mean.row(0), first.row(0)));
        for (int64_t j = 0; j < mean.columns(); ++j)
            QVERIFY(maximum(0, j) >= mean(0, j));
        QVERIFY_THROWS_EXCEPTION(OptionError, poolingsFrom("median"));
    }

    void runFolderGivesItsBestCheckpoint()
    {
        const RunFolder run(path("run-01"));
        for (const int64_t step : {10, 20}) {
            const auto checkpoint = run.checkpoint(step);
            writeTinyModel(checkpoint);
            nlohmann::json files = nlohmann::json::object();
            for (const auto &entry : std::filesystem::directory_iterator(checkpoint))
                files[entry.path().filename().string()] = sha256OfFile(entry.path());
            writeJsonFile(checkpoint / "manifest.json", {{"files", files}});
        }
        writeJsonFile(run.description(), {{"task", "contrastive"}});
        QCOMPARE(locateModel(run.root()), run.checkpoint(20));
        writeFileAtomically(run.checkpoints() / "best", "step-000000010\n");
        QCOMPARE(locateModel(run.root()), run.checkpoint(10));
        QCOMPARE(modelName(run.root()), std::string("run-01"));
        QCOMPARE(modelName(run.root().string() + "/"), std::string("run-01"));
        QCOMPARE(modelName(run.checkpoint(10)), std::string("run-01-step-10"));
        writeFileAtomically(run.checkpoint(10) / "config.json", "{}"); // no longer what was saved
        QCOMPARE(locateModel(run.root()), run.checkpoint(20));
    }

    void foldersWithoutAModelAreRefused()
    {
        QVERIFY_THROWS_EXCEPTION(InputError, Embedder(path("missing")));
        std::filesystem::create_directories(path("empty"));
        QVERIFY_THROWS_EXCEPTION(InputError, Embedder(path("empty")));
        writeJsonFile(path("young/run.json"), {{"task", "contrastive"}});
        QVERIFY_THROWS_EXCEPTION(InputError, locateModel(path("young")));
    }

    void tokenizerOfAnotherModelIsRefused()
    {
        writeTinyModel(path("small"));
        NamedTensors tensors = readTensors(path("small") / "model.safetensors");
        const std::string words = "embeddings.word_embeddings.weight";
        tensors[words] = tensors[words].slice(0, 0, 100).clone();
        nlohmann::json config = readJsonFile(path("small") / "config.json");
        config["vocab_size"] = 100;
        saveModel(path("small"), config, tensors);
        std::string message = "no error";
        try {
            Embedder embedder(path("small"));
        } catch (const InputError &error) {
            message = error.what();
        }
        QVERIFY2(message.find("has 100 tokens, fewer than the tokenizer (4096)") !=
                     std::string::npos,
                 message.c_str());
    }

    void embeddingsAreExported()
    {
        SilentProgress progress;
        const EmbeddingTable table = Embedder(path("model")).embed(sequences_, {}, progress);
        exportEmbeddings(path("e.npy"), table);
        const std::string npy = readFile(path("e.npy"));
        QVERIFY(npy.starts_with(std::string_view("\x93NUMPY\x01\x00", 8)));
        const size_t header =
            10 + static_cast<unsigned char>(npy[8]) + 256 * static_cast<unsigned char>(npy[9]);
        QCOMPARE(header % 64, size_t{0});
        QCOMPARE(npy.size(), header + 12 * 32 * sizeof(float));
        QVERIFY(npy.find("'shape': (12, 32)") != std::string::npos);
        QVERIFY(readFile(path("e.ids.txt")).starts_with("s0\ns1\n"));
        exportEmbeddings(path("e.tsv"), table);
        QVERIFY(readFile(path("e.tsv")).starts_with("id\tlength\tx0\tx1"));
        exportEmbeddings(path("e.safetensors"), table);
        QCOMPARE(readEmbeddings(path("e.safetensors")).ids, table.ids);
        QVERIFY_THROWS_EXCEPTION(OptionError, exportEmbeddings(path("e.csv"), table));
    }

    void stopsOnRequest()
    {
        std::stop_source source;
        source.request_stop();
        SilentProgress progress;
        const Embedder embedder(path("model"));
        QVERIFY_THROWS_EXCEPTION(Stopped,
                                 embedder.embed(sequences_, {}, progress, source.get_token()));
    }
};

QTEST_GUILESS_MAIN(TestEmbedder)
#include "tst_embedder.moc"
