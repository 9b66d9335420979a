// The vocabularies that come with the program: complete, exact, and made by the commands beside
// them.
#include "tests/core/tokenizer/golden_data.h"

#include "core/base/random_stream.h"
#include "core/sequence/line_reader.h"
#include "core/sequence/sequence_reader.h"
#include "core/tokenizer/pipeline_tokenizer.h"
#include "core/tokenizer/unified_tokenizer.h"
#include "core/tokenizer/training/vocabulary_training.h"

using namespace helicase;
using namespace helicase::test;

class TestDemoTokenizer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tokensJoinedAreTheSequence();
    void unknownLetters_data();
    void unknownLetters();
    void offsetsNameTheirTokens();
    void hasTheSpecialTokensOfThePublishedModels();
    void dnaVocabularyIsMadeByItsCommand();
    void textVocabularyIsMadeByItsCommand();
    void noAsciiTextIsUnknown();
};

namespace {

std::filesystem::path demoFolder()
{
    return sourceFolder() / "resources" / "demo";
}

std::shared_ptr<const Tokenizer> dnaDemo()
{
    return loadTokenizer(demoFolder() / "tokenizer" / "dna");
}

LearnedVocabulary learn(std::span<const CountedWord> words, const VocabularyTraining &training)
{
    SilentProgress progress;
    return learnVocabulary(words, training, progress, {});
}

std::vector<std::string> tokensOf(const Tokenizer &tokenizer)
{
    std::vector<std::string> tokens;
    for (TokenId id = 0; id < tokenizer.vocabularySize(); ++id)
        tokens.push_back(tokenizer.token(id));
    return tokens;
}

} // namespace

void TestDemoTokenizer::tokensJoinedAreTheSequence()
{
    const auto tokenizer = dnaDemo();
    for (const Sequence &sequence :
         readSequences(demoFolder() / "genomes/staphylococcus_aureus_N315.fa.gz")) {
        const auto ids = tokenizer->encodeIds(sequence.bases, SpecialTokens::Omit);
        std::string joined;
        for (const TokenId id : ids)
            joined += tokenizer->token(id);
        QVERIFY(joined == sequence.bases);
        QVERIFY(ids.size() < sequence.bases.size() / 4);
    }
}

void TestDemoTokenizer::unknownLetters_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("unknown");
    QTest::newRow("none") << "ACGT" << 0;
    QTest::newRow("N") << "ACNNGT" << 2;
    QTest::newRow("lower case") << "acgt" << 4;
    QTest::newRow("IUPAC") << "ARYT" << 2;
    QTest::newRow("blanks disappear") << "AC GT\tA\n" << 0;
    QTest::newRow("one per character, not per byte") << "Aé菌" << 2;
}

void TestDemoTokenizer::unknownLetters()
{
    QFETCH(QString, text);
    QFETCH(int, unknown);
    const auto tokenizer = dnaDemo();
    const auto ids = tokenizer->encodeIds(text.toStdString(), SpecialTokens::Omit);
    QCOMPARE(static_cast<int>(std::ranges::count(ids, tokenizer->unknownId())), unknown);
}

void TestDemoTokenizer::offsetsNameTheirTokens()
{
    const auto tokenizer = dnaDemo();
    const std::string text = "TTGACANNACGTACGTGGCATATAATGC ACGT";
    const Encoding encoding = tokenizer->encode(text, SpecialTokens::Add);
    QCOMPARE(encoding.ids.front(), *tokenizer->find("[CLS]"));
    QCOMPARE(encoding.ids.back(), *tokenizer->find("[SEP]"));
    for (size_t i = 1; i + 1 < encoding.size(); ++i) {
        const auto begin = static_cast<size_t>(encoding.offsets[i].begin);
        const auto length = static_cast<size_t>(encoding.offsets[i].end) - begin;
        const std::string letters = text.substr(begin, length);
        QCOMPARE(encoding.ids[i] == tokenizer->unknownId() ? "N"
                                                           : tokenizer->token(encoding.ids[i]),
                 letters);
    }
}

void TestDemoTokenizer::hasTheSpecialTokensOfThePublishedModels()
{
    const auto dna = dnaDemo();
    QCOMPARE(dna->vocabularySize(), int64_t{4096});
    QCOMPARE(dna->unknownId(), 0);
    QCOMPARE(dna->padId(), 3);
    QCOMPARE(dna->find("[MASK]").value_or(noToken), 4);
    const auto unified = UnifiedTokenizer::load(demoFolder() / "tokenizer");
    QCOMPARE(unified->padId(), 0);
    QCOMPARE(unified->vocabularySize(), unified->dnaOffset() + int64_t{4096});
    QCOMPARE(unified->dnaOffset(), UnifiedTokenizer::offsetFor(unified->text()));
}

void TestDemoTokenizer::dnaVocabularyIsMadeByItsCommand()
{
    std::vector<CountedWord> words;
    for (const char *strain : {"escherichia_coli_MG1655", "helicobacter_pylori_G27",
                               "staphylococcus_aureus_COL", "vibrio_cholerae_N16961"})
        for (const Sequence &sequence :
             readSequences(demoFolder() / "genomes" / (std::string(strain) + ".fa.gz")))
            appendBaseRuns(words, sequence.bases);
    const PipelineTokenizer made(dnaTokenizer(learn(words, {})));
    const auto tokenizer = dnaDemo();
    QCOMPARE(tokensOf(made), tokensOf(*tokenizer));
    QCOMPARE(made.encodeIds(words.front().text, SpecialTokens::Add),
             tokenizer->encodeIds(words.front().text, SpecialTokens::Add));
}

void TestDemoTokenizer::textVocabularyIsMadeByItsCommand()
{
    std::vector<std::string> lines;
    LineReader reader(demoFolder() / "text" / "notes_on_the_demo_organisms.txt");
    while (const auto line = reader.next())
        lines.emplace_back(*line);
    VocabularyTraining training;
    training.vocabularySize = 1500;
    training.minimumFrequency = 1;
    training.continuationPrefix = "##";
    training.specialTokens = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"};
    training.alphabet = bertCleaned(printableAscii());
    BertWordCounter counter;
    for (const std::string &line : lines)
        counter.add(line);
    const auto words = counter.take();
    const PipelineTokenizer made(wordPieceTokenizer(learn(words, training)));
    QCOMPARE(tokensOf(made), tokensOf(*loadTokenizer(demoFolder() / "tokenizer" / "text")));
}

// Letters and digits also where they continue a word.
void TestDemoTokenizer::noAsciiTextIsUnknown()
{
    const auto tokenizer = loadTokenizer(demoFolder() / "tokenizer" / "text");
    std::string text;
    for (const char c : printableAscii())
        text += std::string(" ") + c + " q" + c + "q";
    for (const TokenId id : tokenizer->encodeIds(text, SpecialTokens::Omit))
        QVERIFY(id != tokenizer->unknownId());
}

QTEST_GUILESS_MAIN(TestDemoTokenizer)
#include "tst_demo_tokenizer.moc"
