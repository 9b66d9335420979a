// The tokenizer for text with DNA in it, against the published one.
#include "tests/core/tokenizer/golden_data.h"

#include "core/base/error.h"
#include "core/tokenizer/unified_tokenizer.h"

#include <QTemporaryDir>

using namespace helicase;
using namespace helicase::test;

class TestUnifiedTokenizer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void encodesAsPublished();
    void decodesAsPublished();
    void savesAndLoads();
    void closesDna_data();
    void closesDna();
    void offsetsCountInTheWholeText();
    void offsetMustClearTheTextVocabulary();
};

namespace {

std::shared_ptr<const UnifiedTokenizer> published(ClosingTag closingTag)
{
    const auto text = loadTokenizer(dataFolder() / "tokenizers/bert-base-uncased");
    const auto dna = loadTokenizer(dataFolder() / "tokenizers/dnabert2");
    return std::make_shared<UnifiedTokenizer>(text, dna, UnifiedTokenizer::offsetFor(*text),
                                              closingTag);
}

std::vector<std::string> tokensOf(const Tokenizer &tokenizer, std::span<const TokenId> ids)
{
    std::vector<std::string> tokens;
    for (const TokenId id : ids)
        tokens.push_back(tokenizer.token(id));
    return tokens;
}

std::shared_ptr<const UnifiedTokenizer> demo()
{
    return UnifiedTokenizer::load(sourceFolder() / "resources/demo/tokenizer");
}

} // namespace

void TestUnifiedTokenizer::encodesAsPublished()
{
    HELICASE_NEEDS_DATA();
    const auto tokenizer = published(ClosingTag::Published);
    QCOMPARE(tokenizer->dnaOffset(), 30528);
    QCOMPARE(tokenizer->vocabularySize(), int64_t{34624});
    for (const auto &row : rowsOf("reference_models/unified_tokenizer/encode.jsonl")) {
        const std::string text = row.at("text");
        const Encoding found = tokenizer->encode(text, SpecialTokens::Add);
        QVERIFY2(found.ids == row.at("input_ids").get<std::vector<TokenId>>(), text.c_str());
        QVERIFY2(found.modalityMask == row.at("modality_mask").get<std::vector<uint8_t>>(),
                 text.c_str());
        QVERIFY2(tokensOf(*tokenizer, found.ids) ==
                     row.at("tokens").get<std::vector<std::string>>(),
                 text.c_str());
        QCOMPARE(tokenizer->encodeIds(text, SpecialTokens::Add), found.ids);
        QCOMPARE(tokenizer->decode(found.ids, SpecialTokens::Add),
                 row.at("decode").get<std::string>());
        QCOMPARE(tokenizer->decode(found.ids, SpecialTokens::Omit),
                 row.at("decode_skip_special").get<std::string>());
    }
}

void TestUnifiedTokenizer::decodesAsPublished()
{
    HELICASE_NEEDS_DATA();
    const auto tokenizer = published(ClosingTag::Published);
    for (const auto &row : rowsOf("reference_models/unified_tokenizer/decode.jsonl")) {
        const auto ids = row.at("ids").get<std::vector<TokenId>>();
        QCOMPARE(tokensOf(*tokenizer, ids), row.at("tokens").get<std::vector<std::string>>());
        QCOMPARE(tokenizer->decode(ids, SpecialTokens::Add), row.at("decode").get<std::string>());
        QCOMPARE(tokenizer->decode(ids, SpecialTokens::Omit),
                 row.at("decode_skip_special").get<std::string>());
    }
}

void TestUnifiedTokenizer::savesAndLoads()
{
    const auto tokenizer = demo();
    const std::string text = "Salmonella <dna>ACGTNNACGTTTGACA</dna> grows <dna>GGC<dna>";
    for (const ClosingTag closingTag : {ClosingTag::Any, ClosingTag::Published}) {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        const UnifiedTokenizer original(
            loadTokenizer(sourceFolder() / "resources/demo/tokenizer/text"),
            loadTokenizer(sourceFolder() / "resources/demo/tokenizer/dna"), tokenizer->dnaOffset(),
            closingTag);
        original.save(path);
        const auto loaded = loadTokenizer(path);
        QCOMPARE(loaded->encodeIds(text, SpecialTokens::Omit),
                 original.encodeIds(text, SpecialTokens::Omit));
        QCOMPARE(loaded->vocabularySize(), original.vocabularySize());
    }
}

void TestUnifiedTokenizer::closesDna_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("published");
    QTest::addColumn<QString>("dna"); // the letters read as DNA
    QTest::newRow("either tag") << "a <dna>ACGT</dna> b <dna>GG<dna> c" << false << "ACGTGG";
    QTest::newRow("first tag wins") << "<dna>AC<dna>GT</dna>" << false << "AC";
    QTest::newRow("published: </dna> closes nothing") << "<dna>ACGT</dna>" << true << "";
    QTest::newRow("published: <dna> closes") << "<dna>ACGT<dna>" << true << "ACGT";
    QTest::newRow("not closed") << "<dna>ACGT" << false << "";
    QTest::newRow("not over the end of a line")
        << "<dna>AC\nGT</dna> <dna>GG</dna>" << false << "GG";
    QTest::newRow("empty") << "<dna></dna>" << false << "";
}

void TestUnifiedTokenizer::closesDna()
{
    QFETCH(QString, text);
    QFETCH(bool, published);
    QFETCH(QString, dna);
    const auto loaded = demo();
    const UnifiedTokenizer tokenizer(
        loadTokenizer(sourceFolder() / "resources/demo/tokenizer/text"),
        loadTokenizer(sourceFolder() / "resources/demo/tokenizer/dna"), loaded->dnaOffset(),
        published ? ClosingTag::Published : ClosingTag::Any);
    const Encoding encoding = tokenizer.encode(text.toStdString(), SpecialTokens::Omit);
    QString found;
    for (size_t i = 0; i < encoding.size(); ++i)
        if (encoding.modalityMask[i])
            found += text.mid(encoding.offsets[i].begin,
                              encoding.offsets[i].end - encoding.offsets[i].begin);
    QCOMPARE(found, dna);
}

void TestUnifiedTokenizer::offsetsCountInTheWholeText()
{
    const auto tokenizer = demo();
    const QString text = "Käse <dna>ACGT</dna>é <dna>[MASK]TT</dna>";
    const Encoding encoding = tokenizer->encode(text.toStdString(), SpecialTokens::Omit);
    QString dna;
    for (size_t i = 0; i < encoding.size(); ++i) {
        const TokenSpan span = encoding.offsets[i];
        QVERIFY(span.begin < span.end && span.end <= text.size());
        if (encoding.modalityMask[i])
            dna += text.mid(span.begin, span.end - span.begin);
    }
    QCOMPARE(dna, QString("ACGT[MASK]TT"));
    // A masked base is the mask of the text vocabulary.
    QVERIFY(std::ranges::find(encoding.ids, *tokenizer->text().find("[MASK]")) !=
            encoding.ids.end());
}

void TestUnifiedTokenizer::offsetMustClearTheTextVocabulary()
{
    const auto tokenizer = demo();
    const auto text = loadTokenizer(sourceFolder() / "resources/demo/tokenizer/text");
    QCOMPARE(tokenizer->dnaOffset() % 8, 0);
    QVERIFY(tokenizer->dnaOffset() >= text->vocabularySize());
    QVERIFY_THROWS_EXCEPTION(InputError, UnifiedTokenizer(text, text, 8));
}

QTEST_GUILESS_MAIN(TestUnifiedTokenizer)
#include "tst_unified_tokenizer.moc"
