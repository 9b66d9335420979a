#include "core/base/error.h"
#include "core/base/text.h"
#include "core/neural/embed/embedding_stream.h"
#include "core/sequence/alphabet.h"
#include "tests/core/neural/embed/synthetic_species.h"
#include "tests/core/neural/embed/tiny_model.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace helicase;
using namespace helicase::test;

namespace {

// Asks to stop after some news.
class StoppingProgress final : public Progress {
public:
    explicit StoppingProgress(int after) : after_(after) {}
    std::stop_token token() const { return stop_.get_token(); }
    void update(int64_t done, int64_t, std::string_view) override
    {
        QVERIFY(done >= last_);
        last_ = done;
        if (--after_ == 0)
            stop_.request_stop();
    }

private:
    std::stop_source stop_;
    int after_;
    int64_t last_ = 0;
};

} // namespace

class TestEmbeddingStream : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::unique_ptr<Embedder> embedder_;
    std::vector<Sequence> sequences_;

    std::filesystem::path path(const char *name) const
    {
        return folder_.filePath(name).toStdString();
    }

    EmbeddingTable embed(const EmbedSettings &settings, EmbeddingCache *cache = nullptr) const
    {
        SilentProgress progress;
        EmbeddingStream stream(*embedder_, {.settings = settings}, cache, progress, {});
        for (const Sequence &sequence : sequences_)
            stream.add(sequence.id, sequence.bases);
        return stream.finish();
    }

    static bool areClose(std::span<const float> first, std::span<const float> second)
    {
        return std::ranges::equal(first, second,
                                  [](float a, float b) { return std::abs(a - b) < 2e-5f; });
    }

    static bool areEqual(const Matrix &first, const Matrix &second)
    {
        return first.rows() == second.rows() && first.columns() == second.columns() &&
               std::equal(first.data(), first.data() + first.rows() * first.columns(),
                          second.data());
    }

private Q_SLOTS:
    void initTestCase()
    {
        writeTinyModel(path("model"));
        embedder_ = std::make_unique<Embedder>(path("model"));
        RandomStream random(2, "sequences");
        for (int i = 0; i < 30; ++i)
            sequences_.push_back({.id = "s" + std::to_string(i),
                                  .bases = randomBases(40 + 61 * (i * 7 % 30), 0.5, random)});
    }

    void poolingsStandSideBySide()
    {
        const Matrix mean = embed({}).vectors;
        const Matrix cls = embed({.poolings = {Pooling::Cls}}).vectors;
        const Matrix both = embed({.poolings = {Pooling::Cls, Pooling::Mean}}).vectors;
        QCOMPARE(both.columns(), int64_t{64});
        for (int64_t i = 0; i < both.rows(); ++i) {
            QVERIFY(areClose(both.row(i).first(32), cls.row(i)));
            QVERIFY(areClose(both.row(i).last(32), mean.row(i)));
        }
    }

    void layersAreThoseOfTheEncoder()
    {
        const auto tokenizer = loadTokenizer(path("model"));
        Encoder encoder = ModelFolder(path("model")).loadEncoder();
        encoder->eval();
        const torch::NoGradGuard noGradients;
        const std::vector<std::vector<TokenId>> ids{
            tokenizer->encodeIds(sequences_[3].bases, SpecialTokens::Add)};
        const EncoderOutput output = encoder->forward(pack(ids), KeepLayers::Yes);
        const std::pair<int64_t, torch::Tensor> expected[] = {{0, output.embedding},
                                                              {1, output.layers[0]},
                                                              {-2, output.layers[0]},
                                                              {-1, output.last}};
        for (const auto &[layer, hidden] : expected) {
            const torch::Tensor mean = hidden.mean(0);
            QVERIFY(areClose(embed({.layer = layer}).vectors.row(3),
                             {mean.const_data_ptr<float>(), 32}));
        }
        QVERIFY_THROWS_EXCEPTION(OptionError, embed({.layer = 3}));
    }

    // The vector of a sequence in windows, made by hand.
    void windowsAreWeightedByTheirTokens()
    {
        const EmbedSettings settings{
            .longSequences = LongSequences::Windows, .maximumTokens = 64, .windowOverlap = 10};
        const EmbeddingTable table = embed(settings);
        QVERIFY(parseInteger(table.provenance.at("windowed")).value() > 5);
        QCOMPARE(table.provenance.at("truncated"), std::string("0"));
        const auto tokenizer = loadTokenizer(path("model"));
        Encoder encoder = ModelFolder(path("model")).loadEncoder();
        encoder->eval();
        const torch::NoGradGuard noGradients;
        const SequenceTokens tokens = TokenWindows(*tokenizer, settings).of(sequences_[4].bases);
        QVERIFY(tokens.windows.size() > 2);
        torch::Tensor sum = torch::zeros({32});
        double weight = 0;
        for (const std::vector<TokenId> &window : tokens.windows) {
            const auto size = static_cast<double>(window.size());
            sum += size * encoder->forward(pack(std::span(&window, 1))).last.mean(0);
            weight += size;
        }
        sum /= weight;
        QVERIFY(areClose(table.vectors.row(4), {sum.const_data_ptr<float>(), 32}));
    }

    void halfPrecisionIsClose()
    {
        SilentProgress progress;
        const Embedder half(path("model"), Arithmetic::BFloat16);
        const EmbeddingTable fast = half.embed(sequences_, {}, progress);
        const EmbeddingTable exact = embed({});
        QCOMPARE(fast.provenance.at("precision"), std::string("bf16"));
        for (int64_t i = 0; i < exact.vectors.rows(); ++i) {
            double product = 0;
            double first = 0;
            double second = 0;
            for (int64_t j = 0; j < exact.vectors.columns(); ++j) {
                product += fast.vectors(i, j) * exact.vectors(i, j);
                first += fast.vectors(i, j) * fast.vectors(i, j);
                second += exact.vectors(i, j) * exact.vectors(i, j);
            }
            QVERIFY(product / std::sqrt(first * second) >= 0.9995);
        }
    }

    void cachedVectorsAreTheSameBits()
    {
        const EmbeddingTable plain = embed({.maximumTokens = 100});
        EmbeddingCache first(path("cache"), "space", 32, 1'000'000'000);
        embed({.maximumTokens = 100}, &first);
        EmbeddingCache second(path("cache"), "space", 32, 1'000'000'000);
        QCOMPARE(second.size(), int64_t{30});
        SilentProgress progress;
        EmbeddingStream stream(*embedder_, {.settings = {.maximumTokens = 100}}, &second, progress,
                               {});
        for (const Sequence &sequence : sequences_)
            stream.add(sequence.id, sequence.bases);
        const EmbeddingTable again = stream.finish();
        QCOMPARE(stream.fromCache(), int64_t{30});
        QVERIFY(areEqual(again.vectors, plain.vectors));
        QCOMPARE(again.provenance, plain.provenance);
    }

    void interruptedWorkGoesOn()
    {
        const EmbedSettings settings{.tokensPerBatch = 64}; // a chunk every 5,120 bases
        {
            EmbeddingCache cache(path("resume"), "space", 32, 1'000'000'000);
            StoppingProgress progress(20);
            EmbeddingStream stream(*embedder_, {.settings = settings}, &cache, progress,
                                   progress.token());
            const auto run = [&] {
                for (const Sequence &sequence : sequences_)
                    stream.add(sequence.id, sequence.bases);
                stream.finish();
            };
            QVERIFY_THROWS_EXCEPTION(Stopped, run());
        }
        EmbeddingCache cache(path("resume"), "space", 32, 1'000'000'000);
        QVERIFY(cache.size() > 0 && cache.size() < 30);
        QVERIFY(areEqual(embed(settings, &cache).vectors, embed(settings).vectors));
    }

    void emptySequencesAreNamedOrSkipped()
    {
        SilentProgress progress;
        EmbeddingStream refusing(*embedder_, {}, nullptr, progress, {});
        refusing.add("good", "ACGTACGT");
        refusing.add("bad", "");
        try {
            refusing.finish();
            QFAIL("no error");
        } catch (const InputError &error) {
            QVERIFY(error.line().find("bad") != std::string::npos);
        }
        EmbeddingStream skipping(*embedder_, {.empty = EmptySequences::Skip}, nullptr, progress,
                                 {});
        skipping.add("first", "ACGTACGT");
        skipping.add("none", "");
        skipping.add("last", "TTTTACGT");
        const EmbeddingTable table = skipping.finish();
        QCOMPARE(table.ids, (std::vector<std::string>{"first", "last"}));
        QCOMPARE(table.vectors.rows(), int64_t{2});
        QCOMPARE(table.provenance.at("skipped_empty"), std::string("1"));
    }

    void repeatedIdsAreRefused()
    {
        SilentProgress progress;
        EmbeddingStream stream(*embedder_, {}, nullptr, progress, {});
        stream.add("a", "ACGT");
        QVERIFY_THROWS_EXCEPTION(InputError, stream.add("a", "ACGTT"));
    }

    // 1,000,000 tokens at once: the tiny model would take a gigabyte, a wide one more than there
    // is.
    void memoryIsEstimated()
    {
        PreparedSequence sequence;
        sequence.forward.windows.emplace_back(size_t{1'000'000}, TokenId{5});
        embedder_->requireFits(sequence, "long");
        sequence.forward.windows[0][77] = 4096;
        QVERIFY_THROWS_EXCEPTION(Error, embedder_->requireFits(sequence, "foreign"));
    }

    void manyBatchesOnThreadsAreTheSame()
    {
        at::set_num_threads(2);
        const Matrix parallel = embed({.tokensPerBatch = 64}).vectors;
        at::set_num_threads(1);
        const Matrix alone = embed({.tokensPerBatch = 64}).vectors;
        at::set_num_threads(2);
        QVERIFY(areEqual(parallel, alone));
    }
};

QTEST_GUILESS_MAIN(TestEmbeddingStream)
#include "tst_embedding_stream.moc"
