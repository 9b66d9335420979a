// The tokens of labelled sequences: pairs, cutting, k-mers.
#include "core/base/error.h"
#include "core/neural/predict/classifier_input.h"
#include "tests/support/test_data.h"

using namespace helicase;

namespace {

ClassificationSet setOf(const std::vector<ClassificationExample> &examples, bool isPaired = false)
{
    ClassificationSet set{.examples = examples, .isPaired = isPaired, .file = "set.csv"};
    for (size_t i = 0; i < set.examples.size(); ++i)
        set.examples[i].line = static_cast<int64_t>(i) + 2;
    return set;
}

std::vector<int64_t> toVector(const torch::Tensor &tensor)
{
    const torch::Tensor flat = tensor.to(torch::kInt64).contiguous();
    return {flat.const_data_ptr<int64_t>(), flat.const_data_ptr<int64_t>() + flat.numel()};
}

} // namespace

class TestClassifierInput : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        tokenizer_ = loadTokenizer(test::sourceFolder() / "resources/demo/tokenizer/dna");
    }

    void sequencesArePacked()
    {
        const EncodedExamples examples(setOf({{"ACGTACGT"}, {"TTTT"}, {"GGGGCCCC"}}), *tokenizer_,
                                       {});
        QCOMPARE(examples.size(), int64_t{3});
        QCOMPARE(examples.truncated(), int64_t{0});
        const std::vector<int64_t> rows{2, 0};
        const PackedBatch batch = examples.pack(rows);
        QCOMPARE(batch.sequences(), int64_t{2});
        QVERIFY(!batch.tokenTypes.defined());
        const auto first = tokenizer_->encodeIds("GGGGCCCC", SpecialTokens::Add);
        const auto tokens = toVector(batch.tokens);
        QVERIFY(std::equal(first.begin(), first.end(), tokens.begin()));
    }

    void pairsHaveTokenTypes()
    {
        const auto set = setOf({{"ACGTACGT", "TTTTTTTT"}}, true);
        const EncodedExamples examples(set, *tokenizer_, {});
        const std::vector<int64_t> rows{0};
        const PackedBatch batch = examples.pack(rows);
        const Encoding whole = tokenizer_->encodePair("ACGTACGT", "TTTTTTTT", SpecialTokens::Add);
        QCOMPARE(toVector(batch.tokens), std::vector<int64_t>(whole.ids.begin(), whole.ids.end()));
        QCOMPARE(toVector(batch.tokenTypes),
                 std::vector<int64_t>(whole.typeIds.begin(), whole.typeIds.end()));
        QCOMPARE(toVector(batch.tokenTypes).back(), int64_t{1});
    }

    void longOnesAreCut()
    {
        std::string bases;
        for (int i = 0; i < 50; ++i)
            bases += "ACGGTTACGATTC";
        const EncodedExamples single(setOf({{bases}, {"ACGT"}}), *tokenizer_,
                                     {.maximumTokens = 10});
        QCOMPARE(single.truncated(), int64_t{1});
        const std::vector<int64_t> rows{0};
        const auto tokens = toVector(single.pack(rows).tokens);
        QCOMPARE(tokens.size(), size_t{10});
        QCOMPARE(tokens.back(), toVector(single.pack(std::vector<int64_t>{1}).tokens).back());
        // Of a pair the longer one is cut first.
        const EncodedExamples pair(setOf({{bases, "ACGT"}}, true), *tokenizer_,
                                   {.maximumTokens = 12});
        const auto types = toVector(pair.pack(rows).tokenTypes);
        QCOMPARE(types.size(), size_t{12});
        const auto second = tokenizer_->encodeIds("ACGT", SpecialTokens::Omit);
        QCOMPARE(std::count(types.begin(), types.end(), 1), std::ssize(second) + 1);
    }

    void kmersOverlap()
    {
        QCOMPARE(kmerText("ACGTA", 3), std::string("ACG CGT GTA"));
        QCOMPARE(kmerText("ACG", 3), std::string("ACG"));
        QCOMPARE(kmerText("AC", 3), std::string());
    }

    void whatHasNoTokenIsRefused()
    {
        const auto set = setOf({{"ACGTA"}, {"AC"}});
        try {
            const EncodedExamples examples(set, *tokenizer_, {.kmer = 3});
            QFAIL("a sequence without tokens was accepted");
        } catch (const InputError &error) {
            QCOMPARE(error.place().line, int64_t{3});
        }
        QVERIFY_THROWS_EXCEPTION(Error, EncodedExamples(set, *tokenizer_, {.maximumTokens = 2}));
    }

private:
    std::shared_ptr<const Tokenizer> tokenizer_;
};

QTEST_GUILESS_MAIN(TestClassifierInput)
#include "tst_classifier_input.moc"
