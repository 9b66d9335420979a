// Generation and likelihood against forward passes without any cache or window.
#include "core/base/error.h"
#include "core/neural/model/gpt_folder.h"
#include "core/neural/predict/generation.h"
#include "core/neural/predict/gpt_predictor.h"
#include "core/neural/predict/likelihood.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

using namespace helicase;

namespace {

constexpr int64_t context = 10;

Gpt makeGpt(int64_t vocabulary = 4)
{
    RandomStream random(3, "weights");
    const GptConfig config{
        .vocabularySize = vocabulary, .layers = 2, .heads = 2, .width = 16, .context = context};
    Gpt model(config, random);
    // Weights of published size tell nearly nothing; larger ones do.
    const torch::NoGradGuard noGradient;
    for (torch::Tensor &parameter : model->parameters())
        if (parameter.dim() == 2)
            parameter.mul_(12);
    model->eval();
    return model;
}

std::vector<TokenId> randomTokens(int64_t count)
{
    RandomStream random(9, "tokens");
    std::vector<TokenId> tokens;
    for (int64_t i = 0; i < count; ++i)
        tokens.push_back(static_cast<TokenId>(random.below(4)));
    return tokens;
}

// Logits of what follows, by a whole forward pass.
torch::Tensor logitsAfter(Gpt &model, std::span<const TokenId> tokens)
{
    const torch::NoGradGuard noGradient;
    const std::vector<std::vector<TokenId>> one{{tokens.begin(), tokens.end()}};
    const torch::Tensor last = model->forward(pack(one)).last;
    return model->logits(last)[last.size(0) - 1];
}

std::string lettersOf(std::span<const TokenId> tokens)
{
    std::string text;
    for (const TokenId id : tokens)
        text += "ACGT"[id];
    return text;
}

} // namespace

class GptPredictorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const Gpt model = makeGpt();
        writeContent(path(), gptContent(model, tokenizerOfLetters({"A", "C", "G", "T"})));
    }

    void cachedLogitsEqualThoseOfAWholePass()
    {
        Gpt model = makeGpt();
        const std::vector<TokenId> tokens = randomTokens(context);
        GptContext cache(model);
        torch::Tensor logits = cache.append(std::span(tokens).first(4));
        for (size_t size = 4;; ++size) {
            const torch::Tensor whole = logitsAfter(model, std::span(tokens).first(size));
            QVERIFY((logits - whole).abs().max().item<double>() < 1e-5);
            if (size == tokens.size())
                break;
            logits = cache.append(std::span(tokens).subspan(size, 1));
        }
        QVERIFY(cache.isFull());
        QVERIFY_THROWS_EXCEPTION(Error, cache.append(std::span(tokens).first(1)));
    }

    void greedyContinuationSlidesOverTheContext()
    {
        Gpt model = makeGpt();
        const std::vector<TokenId> prompt = randomTokens(7);
        RandomStream random(1, "greedy");
        const std::vector<TokenId> found =
            continueTokens(model, prompt, 20, {.topK = 1}, /*slide=*/1, random);
        std::vector<TokenId> expected = prompt;
        for (int i = 0; i < 20; ++i) {
            const size_t shown = std::min<size_t>(expected.size(), context);
            expected.push_back(static_cast<TokenId>(
                logitsAfter(model, std::span(expected).last(shown)).argmax().item<int64_t>()));
        }
        QVERIFY(std::equal(found.begin(), found.end(), expected.begin() + 7, expected.end()));
        // A longer prompt than the context counts with its end only.
        const std::vector<TokenId> longPrompt = randomTokens(25);
        QCOMPARE(
            continueTokens(model, longPrompt, 5, {.topK = 1}, 1, random),
            continueTokens(model, std::span(longPrompt).last(context), 5, {.topK = 1}, 1, random));
    }

    void tokensAreDrawnByTheirProbabilities()
    {
        const torch::Tensor logits = torch::log(torch::tensor({0.5, 0.3, 0.15, 0.05}));
        const auto shares = [&](const SamplingRules &rules) {
            RandomStream random(2, "draws");
            std::array<double, 4> share{};
            for (int i = 0; i < 20'000; ++i)
                share[static_cast<size_t>(drawToken(logits, rules, random))] += 1.0 / 20'000;
            return share;
        };
        const auto isNear = [](const std::array<double, 4> &found,
                               const std::array<double, 4> &wanted) {
            for (size_t i = 0; i < 4; ++i)
                if (std::abs(found[i] - wanted[i]) > 0.015)
                    return false;
            return true;
        };
        QVERIFY(isNear(shares({}), {0.5, 0.3, 0.15, 0.05}));
        QVERIFY(isNear(shares({.topK = 2}), {0.625, 0.375, 0, 0}));
        QVERIFY(isNear(shares({.topP = 0.9}), {0.5263, 0.3158, 0.1579, 0}));
        QVERIFY(isNear(shares({.topP = 0.5}), {1, 0, 0, 0}));
        QVERIFY(isNear(shares({.temperature = 0.5}), {0.6849, 0.2466, 0.0616, 0.0068}));
        RandomStream random(1, "refused");
        const Gpt model = makeGpt();
        const std::vector<TokenId> prompt{1};
        QVERIFY_THROWS_EXCEPTION(Error,
                                 continueTokens(model, prompt, 1, {.temperature = 0}, 1, random));
        QVERIFY_THROWS_EXCEPTION(Error, continueTokens(model, {}, 1, {}, 1, random));
        QVERIFY_THROWS_EXCEPTION(Error, continueTokens(model, prompt, 1, {.topP = 0}, 1, random));
        QVERIFY_THROWS_EXCEPTION(Error, continueTokens(model, prompt, 1, {}, 0, random));
    }

    void sumIsTheLossOfAWindow()
    {
        Gpt model = makeGpt();
        const torch::NoGradGuard noGradient;
        const std::vector<TokenId> tokens = randomTokens(context + 1);
        const std::vector<float> found = tokenLogLikelihoods(model, tokens);
        const std::vector<std::vector<TokenId>> window{{tokens.begin(), tokens.end() - 1}};
        std::vector<int64_t> targets(tokens.begin() + 1, tokens.end());
        const double loss = nextTokenLoss(model, model->forward(pack(window)).last,
                                          torch::tensor(targets, torch::kInt64))
                                .item<double>();
        double sum = 0;
        for (size_t i = 1; i < found.size(); ++i)
            sum += static_cast<double>(found[i]);
        QVERIFY(std::isnan(found[0]));
        QVERIFY2(std::abs(sum + loss * context) < 1e-4,
                 qPrintable(QString("%1 and %2").arg(sum).arg(loss * context)));
    }

    void likelihoodsOfLongSequencesEqualSinglePasses_data()
    {
        QTest::addColumn<int>("length");
        for (const int length : {0, 1, 2, 10, 11, 12, 15, 16, 17, 43})
            QTest::addRow("%d", length) << length;
    }
    void likelihoodsOfLongSequencesEqualSinglePasses()
    {
        QFETCH(const int, length);
        Gpt model = makeGpt();
        const std::vector<TokenId> tokens = randomTokens(length);
        const std::vector<float> found = tokenLogLikelihoods(model, tokens);
        QCOMPARE(std::ssize(found), length);
        for (int64_t place = 1; place < length; ++place) {
            // The first window tells letters 1 .. 10; each further one, five letters later, five.
            const int64_t begin = place <= context ? 0 : (place - context + 4) / 5 * 5;
            QVERIFY(place - begin >= std::min<int64_t>(place, context / 2));
            const torch::Tensor logits =
                logitsAfter(model, std::span(tokens).subspan(static_cast<size_t>(begin),
                                                             static_cast<size_t>(place - begin)));
            const double expected =
                torch::log_softmax(logits, 0)[tokens[static_cast<size_t>(place)]].item<double>();
            QVERIFY2(std::abs(static_cast<double>(found[static_cast<size_t>(place)]) - expected) <
                         1e-5,
                     qPrintable(QString::number(place)));
        }
    }

    void unknownLettersAndStrands()
    {
        GptPredictor predictor(path());
        QVERIFY(predictor.isOfBases());
        const std::string bases = lettersOf(randomTokens(30));
        const auto forward = [&](std::string_view text) {
            return predictor.likelihood(text, ForeignLetters::Split, LikelihoodStrands::Forward);
        };
        const SequenceLikelihood whole = forward(bases);
        QCOMPARE(whole.scored, 29);
        QVERIFY(std::abs(whole.perplexity() - std::exp(-whole.sum / 29)) < 1e-9);
        // A foreign letter begins the reading anew.
        const SequenceLikelihood split = forward(bases + "N" + bases);
        QCOMPARE(split.unknown, 1);
        QCOMPARE(split.scored, 58);
        QVERIFY(std::isnan(split.values[30]) && std::isnan(split.values[31]));
        QVERIFY(std::abs(split.sum - 2 * whole.sum) < 1e-4);
        try {
            predictor.likelihood("ACGNT", ForeignLetters::Refuse, LikelihoodStrands::Forward);
            QFAIL("no error");
        } catch (const Error &error) {
            QVERIFY(std::string(error.what()).find("position 4") != std::string::npos);
        }
        // Both strands: the mean with the values of the reverse complement, end to end.
        std::string reverse(bases.rbegin(), bases.rend());
        for (char &base : reverse)
            base = "TGCA"[std::string_view("ACGT").find(base)];
        const SequenceLikelihood other = forward(reverse);
        const SequenceLikelihood both =
            predictor.likelihood(bases, ForeignLetters::Refuse, LikelihoodStrands::Both);
        QCOMPARE(both.scored, 30);
        QCOMPARE(both.values[0], other.values[29]);
        QCOMPARE(both.values[29], whole.values[29]);
        QVERIFY(std::abs(both.values[12] - (whole.values[12] + other.values[17]) / 2) < 1e-6F);
    }

    void generationFollowsTheSeed()
    {
        GptPredictor predictor(path());
        const GenerationRequest request{.prompt = "acgT", .length = 40, .seed = 7};
        const std::string text = predictor.generate(request);
        QCOMPARE(text.size(), size_t{44});
        QVERIFY(text.starts_with("ACGT"));
        QCOMPARE(predictor.generate(request), text);
        GenerationRequest other = request;
        other.number = 1;
        QVERIFY(predictor.generate(other) != text);
        other.prompt = "ACX";
        QVERIFY_THROWS_EXCEPTION(Error, predictor.generate(other));
    }

private:
    std::filesystem::path path() const { return directory_.path().toStdString(); }

    QTemporaryDir directory_;
};

QTEST_GUILESS_MAIN(GptPredictorTest)
#include "tst_gpt_predictor.moc"
