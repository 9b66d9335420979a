#include "core/base/error.h"
#include "core/base/random_stream.h"
#include "core/neural/embed/embed_settings.h"
#include "core/neural/embed/token_windows.h"
#include "core/neural/embed/window_vectors.h"
#include "tests/support/test_data.h"

#include <QTest>

using namespace helicase;
using namespace helicase::test;

class TestTokenWindows : public QObject {
    Q_OBJECT

    std::shared_ptr<const Tokenizer> tokenizer_;
    std::string bases_;

private Q_SLOTS:
    void initTestCase()
    {
        tokenizer_ = loadTokenizer(sourceFolder() / "resources/demo/tokenizer/dna");
        RandomStream random(1, "bases");
        for (int i = 0; i < 700; ++i)
            bases_ += "ACGT"[random.below(4)];
    }

    void shortSequencesStayWhole()
    {
        const TokenWindows windows(*tokenizer_, {});
        const SequenceTokens tokens = windows.of(bases_);
        QCOMPARE(tokens.windows.size(), size_t{1});
        QCOMPARE(tokens.windows[0], tokenizer_->encodeIds(bases_, SpecialTokens::Add));
        QCOMPARE(tokens.content, std::ssize(tokens.windows[0]) - 2);
        QVERIFY(!tokens.isLonger);
    }

    void theRestIsCutAndTheClosingTokenKept()
    {
        const std::vector<TokenId> all = tokenizer_->encodeIds(bases_, SpecialTokens::Add);
        const TokenWindows windows(*tokenizer_, {.maximumTokens = 20});
        const SequenceTokens tokens = windows.of(bases_);
        QVERIFY(tokens.isLonger);
        QCOMPARE(tokens.windows.size(), size_t{1});
        std::vector<TokenId> expected(all.begin(), all.begin() + 19);
        expected.push_back(all.back());
        QCOMPARE(tokens.windows[0], expected);
    }

    void windowsCoverEveryTokenAndOverlap()
    {
        const std::vector<TokenId> content = tokenizer_->encodeIds(bases_, SpecialTokens::Omit);
        for (const int64_t overlap : {0, 5, 17}) {
            const TokenWindows windows(*tokenizer_, {.longSequences = LongSequences::Windows,
                                                     .maximumTokens = 20,
                                                     .windowOverlap = overlap});
            const SequenceTokens tokens = windows.of(bases_);
            std::vector<TokenId> joined;
            for (size_t i = 0; i < tokens.windows.size(); ++i) {
                const std::vector<TokenId> &window = tokens.windows[i];
                QCOMPARE(window.front(), tokenizer_->find("[CLS]").value());
                QCOMPARE(window.back(), tokenizer_->find("[SEP]").value());
                QVERIFY(std::ssize(window) == 20 || i + 1 == tokens.windows.size());
                const int64_t known = i == 0 ? 0 : overlap;
                QVERIFY(std::equal(window.begin() + 1, window.begin() + 1 + known,
                                   joined.end() - known));
                joined.insert(joined.end(), window.begin() + 1 + known, window.end() - 1);
            }
            QCOMPARE(joined, content);
        }
    }

    void nothingIsNoWindow()
    {
        const SequenceTokens tokens = TokenWindows(*tokenizer_, {}).of("");
        QVERIFY(tokens.windows.empty());
        QCOMPARE(tokens.content, int64_t{0});
    }

    void impossibleSettingsAreRefused()
    {
        QVERIFY_THROWS_EXCEPTION(OptionError, TokenWindows(*tokenizer_, {.maximumTokens = 2}));
        QVERIFY_THROWS_EXCEPTION(OptionError, check({.maximumTokens = 20, .windowOverlap = 18}));
        QVERIFY_THROWS_EXCEPTION(OptionError, poolingsFrom("mean+mean"));
        QVERIFY_THROWS_EXCEPTION(OptionError, poolingsFrom("mean+"));
        QVERIFY_THROWS_EXCEPTION(OptionError, layerNumber({.layer = 13}, 12));
        QVERIFY_THROWS_EXCEPTION(OptionError, layerNumber({.layer = -14}, 12));
        QVERIFY_THROWS_EXCEPTION(OptionError, arithmeticFrom("fp8"));
    }

    void namesAndNumbersAreRead()
    {
        QCOMPARE(namesOf(poolingsFrom("cls+mean+max")), std::string("cls+mean+max"));
        QCOMPARE(layerNumber({.layer = -1}, 12), int64_t{12});
        QCOMPARE(layerNumber({.layer = -13}, 12), int64_t{0});
        QCOMPARE(vectorsPerRow({.poolings = poolingsFrom("mean+cls"),
                                .otherStrand = OtherStrand::Concatenate}),
                 int64_t{4});
        QVERIFY(arithmeticFrom("fp32") == Arithmetic::Float32);
        QVERIFY(arithmeticFrom("bf16") == Arithmetic::BFloat16);
    }

    void windowVectorsBecomeOne()
    {
        Matrix windows(2, 4); // two poolings of width 2
        const float values[] = {1, 5, 1, 5, 4, 2, 4, 2};
        std::ranges::copy(values, windows.data());
        const WindowRow members[] = {{.row = 0, .tokens = 20}, {.row = 1, .tokens = 10}};
        std::vector<float> vector(4);
        joinWindows(windows, members, {Pooling::Mean, Pooling::Max}, 2, vector);
        QCOMPARE(vector, (std::vector<float>{2, 4, 4, 5}));
        joinWindows(windows, std::span(members).last(1), {Pooling::Mean, Pooling::Max}, 2, vector);
        QCOMPARE(vector, (std::vector<float>{4, 2, 4, 2}));
    }
};

QTEST_GUILESS_MAIN(TestTokenWindows)
#include "tst_token_windows.moc"
