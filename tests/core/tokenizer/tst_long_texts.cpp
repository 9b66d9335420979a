// Encoding a long text can be stopped, and a text that is cleaned piece by piece gets the tokens
// that its parts get.
#include "tests/core/tokenizer/golden_data.h"

#include "core/base/error.h"
#include "core/tokenizer/fixed_vocabularies.h"
#include "core/tokenizer/pipeline_tokenizer.h"
#include "core/tokenizer/unified_tokenizer.h"

using namespace helicase;
using namespace helicase::test;

class TestLongTexts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void stopsWhenAsked_data();
    void stopsWhenAsked();
    void cleansPieceByPiece();
};

namespace {

const std::filesystem::path demoFolder = sourceFolder() / "resources/demo/tokenizer";

std::string repeated(std::string_view text, size_t bytes)
{
    std::string result;
    while (result.size() < bytes)
        result += text;
    return result;
}

// A byte-pair encoding that joins other letters than bases, so that it needs the general model.
std::shared_ptr<const Tokenizer> letterPairs()
{
    auto rules = std::make_shared<BpeRules>();
    rules->vocabulary = Vocabulary(std::vector<std::string>{"a", "b", "ab"});
    rules->merges = {{0, 1, 2}};
    TokenizerDefinition definition;
    definition.model = std::move(rules);
    return std::make_shared<PipelineTokenizer>(std::move(definition));
}

} // namespace

void TestLongTexts::stopsWhenAsked_data()
{
    QTest::addColumn<std::shared_ptr<const Tokenizer>>("tokenizer");
    QTest::addColumn<QByteArray>("text");
    const auto add = [](const char *name, std::shared_ptr<const Tokenizer> tokenizer,
                        const std::string &text) {
        QTest::newRow(name) << std::move(tokenizer) << QByteArray::fromStdString(text);
    };
    constexpr size_t bytes = 600'000;
    const std::string dna = repeated("ACGGATTTACAGC", bytes);
    add("DNA", loadTokenizer(demoFolder / "dna"), dna);
    add("text", loadTokenizer(demoFolder / "text"), repeated("all words of the text ", bytes));
    add("one long word", letterPairs(), repeated("ab", bytes));
    add("k-mers", std::make_shared<PipelineTokenizer>(kmerTokenizer(3)), dna);
    add("characters", std::make_shared<PipelineTokenizer>(characterTokenizer(baseAlphabet())), dna);
    add("text with DNA", UnifiedTokenizer::load(demoFolder), "see <dna>" + dna + "</dna>");
}

void TestLongTexts::stopsWhenAsked()
{
    QFETCH(std::shared_ptr<const Tokenizer>, tokenizer);
    QFETCH(QByteArray, text);
    std::stop_source stop;
    const Encoding whole =
        tokenizer->encode(text.toStdString(), SpecialTokens::Add, stop.get_token());
    QVERIFY(whole.ids == tokenizer->encode(text.toStdString(), SpecialTokens::Add).ids);
    stop.request_stop();
    QVERIFY_THROWS_EXCEPTION(
        Stopped, tokenizer->encode(text.toStdString(), SpecialTokens::Add, stop.get_token()));
}

void TestLongTexts::cleansPieceByPiece()
{
    const auto tokenizer = loadTokenizer(demoFolder / "text");
    const std::string sentence = "Größe, naïve 東京 genes\tare  transcribed\n";
    const Encoding one = tokenizer->encode(sentence, SpecialTokens::Omit);
    constexpr int32_t times = 5000;
    const Encoding found =
        tokenizer->encode(repeated(sentence, times * sentence.size()), SpecialTokens::Omit);
    const auto codePoints =
        static_cast<int32_t>(QString::fromStdString(sentence).size()); // none beyond 16 bits
    Encoding expected;
    for (int32_t i = 0; i < times; ++i) {
        expected.ids.insert(expected.ids.end(), one.ids.begin(), one.ids.end());
        for (const TokenSpan &span : one.offsets)
            expected.offsets.push_back({span.begin + i * codePoints, span.end + i * codePoints});
    }
    QVERIFY(found.ids == expected.ids);
    QVERIFY(found.offsets == expected.offsets);
}

QTEST_GUILESS_MAIN(TestLongTexts)
#include "tst_long_texts.moc"
