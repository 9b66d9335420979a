// BERT's WordPiece with its cleaning of text, against the published tokenizer's encodings.
#include "tests/core/tokenizer/golden_data.h"

#include "core/tokenizer/pipeline_tokenizer.h"

using namespace helicase;
using namespace helicase::test;

class TestWordPiece : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void encodesAsPublished_data();
    void encodesAsPublished();
    void encodesEveryCharacterAsPublished();
    void readsVocabularyText();
    void cutsWordsFromTheLeft_data();
    void cutsWordsFromTheLeft();
    void joinsPiecesToWords();
    void specialWordsAreFoundInCleanedText();
};

namespace {

std::filesystem::path publishedTokenizer()
{
    return dataFolder() / "tokenizers" / "bert-base-uncased";
}

TokenizerDefinition smallDefinition()
{
    const std::vector<std::string> tokens{"[UNK]", "gene", "##tic", "##s", "a", "is", ".", "n"};
    auto rules = std::make_shared<WordPieceRules>();
    rules->vocabulary = Vocabulary(tokens);
    rules->unknown = 0;
    rules->longestWord = 10;
    TokenizerDefinition definition;
    definition.normalization = BertNormalization{};
    definition.decoder = TokenDecoder::WordPieceTidy;
    definition.model = std::shared_ptr<const WordPieceRules>(std::move(rules));
    return definition;
}

} // namespace

void TestWordPiece::encodesAsPublished_data()
{
    addGoldenRows({"golden/bert_base_uncased_wordpiece.jsonl",
                   "golden/bert_wordpiece_unicode_strings.jsonl"});
}

void TestWordPiece::encodesAsPublished()
{
    HELICASE_NEEDS_DATA();
    QFETCH(QString, row);
    static const auto tokenizer = loadTokenizer(publishedTokenizer());
    QCOMPARE(differenceInRow(row, *tokenizer), QString());
}

void TestWordPiece::encodesEveryCharacterAsPublished()
{
    HELICASE_NEEDS_DATA();
    const auto tokenizer = loadTokenizer(publishedTokenizer());
    QStringList different;
    for (const auto &row : rowsOf("golden/bert_wordpiece_all_unicode.jsonl")) {
        const Encoding found = tokenizer->encode(textOfCharacters(row), SpecialTokens::Omit);
        if (digestOf(found.ids) != row.at("ids_sha256").get<std::string>() ||
            digestOf(found.offsets) != row.at("offsets_sha256").get<std::string>())
            different << QString::number(row.at("start").get<uint32_t>(), 16);
    }
    QCOMPARE(different, QStringList());
}

void TestWordPiece::readsVocabularyText()
{
    HELICASE_NEEDS_DATA();
    const auto fromText = loadTokenizer(publishedTokenizer() / "vocab.txt");
    const auto fromJson = loadTokenizer(publishedTokenizer());
    QCOMPARE(fromText->vocabularySize(), int64_t{30522});
    QCOMPARE(fromText->padId(), 0);
    QCOMPARE(fromText->unknownId(), 100);
    const std::string text = "Escherichia coli K-12 [MASK] über-Gene: naïve 細菌!";
    QCOMPARE(fromText->encodeIds(text, SpecialTokens::Add),
             fromJson->encodeIds(text, SpecialTokens::Add));
}

void TestWordPiece::cutsWordsFromTheLeft_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("tokens");
    QTest::newRow("pieces") << "Genetics is"
                            << "gene ##tic ##s is";
    QTest::newRow("one bad piece spoils the word") << "genex a"
                                                   << "[UNK] a";
    QTest::newRow("punctuation stands alone") << "gene.gene"
                                              << "gene . gene";
    QTest::newRow("too long") << "genesssssss genessssss"
                              << "[UNK] gene ##s ##s ##s ##s ##s ##s";
    QTest::newRow("accent") << "Géne"
                            << "gene";
    QTest::newRow("nothing") << " \t"
                             << "";
}

void TestWordPiece::cutsWordsFromTheLeft()
{
    QFETCH(QString, text);
    QFETCH(QString, tokens);
    const PipelineTokenizer tokenizer(smallDefinition());
    QStringList found;
    for (const TokenId id : tokenizer.encodeIds(text.toStdString(), SpecialTokens::Omit))
        found << QString::fromStdString(tokenizer.token(id));
    QCOMPARE(found.join(' '), tokens);
}

void TestWordPiece::joinsPiecesToWords()
{
    const PipelineTokenizer tokenizer(smallDefinition());
    const auto ids = tokenizer.encodeIds("genetics is a gene.", SpecialTokens::Omit);
    QCOMPARE(tokenizer.decode(ids, SpecialTokens::Omit), std::string("genetics is a gene."));
}

void TestWordPiece::specialWordsAreFoundInCleanedText()
{
    TokenizerDefinition definition = smallDefinition();
    definition.addedTokens = {{.id = 8, .content = "Café", .isNormalized = true},
                              {.id = 9, .content = "[SEP]", .isSpecial = true}};
    const PipelineTokenizer tokenizer(definition);
    const Encoding encoding = tokenizer.encode("a CAFE\u0301 is[SEP]", SpecialTokens::Omit);
    QCOMPARE(encoding.ids, (std::vector<TokenId>{4, 8, 5, 9}));
    const std::vector<TokenSpan> offsets{{0, 1}, {2, 6}, {8, 10}, {10, 15}};
    QVERIFY(encoding.offsets == offsets);
    QCOMPARE(tokenizer.decode(encoding.ids, SpecialTokens::Omit), std::string("a Café is"));
}

QTEST_GUILESS_MAIN(TestWordPiece)
#include "tst_word_piece.moc"
