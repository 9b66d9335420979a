// Tokens added to a published vocabulary: the annotation tokens, against the published program's
// files; the bases of each token; words that a vocabulary does not know.
#include "tests/core/tokenizer/golden_data.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/dataset/safetensors.h"
#include "core/tokenizer/base_table.h"
#include "core/tokenizer/ordered_json.h"
#include "core/tokenizer/token_list.h"
#include "core/tokenizer/unknown_words.h"

#include <QTemporaryDir>

#include <cstring>

using namespace helicase;
using namespace helicase::test;

class TestTokenList : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void geneTokensAreThePublishedOnes();
    void appendsAsPublished();
    void appendedTokensEncodeAsPublished();
    void readsLists_data();
    void readsLists();
    void orderIsKept();
    void refusesMalformedJson_data();
    void refusesMalformedJson();
    void baseTableIsThePublishedOne();
    void unknownWords_data();
    void unknownWords();
};

namespace {

std::filesystem::path publishedLists()
{
    return dataFolder() / "reference_models/bake/tokens";
}

std::filesystem::path publishedTokenizer()
{
    return dataFolder() / "tokenizers/dnabert2/tokenizer.json";
}

std::filesystem::path written(const QTemporaryDir &folder, const char *name,
                              std::string_view content)
{
    const std::filesystem::path file = std::filesystem::path(folder.path().toStdString()) / name;
    writeFileAtomically(file, content);
    return file;
}

} // namespace

void TestTokenList::geneTokensAreThePublishedOnes()
{
    HELICASE_NEEDS_DATA();
    const std::vector<std::string> tokens = geneTokens();
    QCOMPARE(tokens.size(), size_t{1040});
    QCOMPARE(tokens, readTokenList(publishedLists() / "new_tokens.txt"));
    const auto withoutTypes = readTokenList(publishedLists() / "init_tk_output.txt");
    QCOMPARE(withoutTypes.size(), size_t{1033});
    QVERIFY(std::equal(withoutTypes.begin(), withoutTypes.end(), tokens.begin()));
}

void TestTokenList::appendsAsPublished()
{
    HELICASE_NEEDS_DATA();
    QTemporaryDir folder;
    auto file = publishedTokenizer();
    const auto runs =
        rowsOf("reference_models/bake/tokens/append_tk.json", JsonFile::Whole).front();
    for (const auto &run : runs.at("runs_one_after_another")) {
        const auto list = publishedLists() / run.at("list").get<std::string>();
        const ExtendedTokenizer extended = extendTokenizer(file, readTokenList(list));
        QCOMPARE(sha256Of(extended.document), run.at("file_sha256").get<std::string>());
        const auto said = run.at("program_said").front().get<std::string>();
        QCOMPARE("Missing tokens: " + std::to_string(extended.added.size()), said);
        file = written(folder, "tokenizer.json", extended.document);
    }
}

void TestTokenList::appendedTokensEncodeAsPublished()
{
    HELICASE_NEEDS_DATA();
    const auto expected =
        rowsOf("reference_models/bake/tokens/append_tk_fresh.json", JsonFile::Whole).front();
    const ExtendedTokenizer extended = extendTokenizer(publishedTokenizer(), geneTokens());
    QCOMPARE(sha256Of(extended.document), expected.at("file_sha256").get<std::string>());
    QCOMPARE(extended.firstId, int64_t{4096});
    QTemporaryDir folder;
    const auto tokenizer = loadTokenizer(written(folder, "tokenizer.json", extended.document));
    QCOMPARE(tokenizer->vocabularySize(), expected.at("vocab_size").get<int64_t>());
    for (const auto &token : expected.at("added_tokens"))
        QCOMPARE(tokenizer->token(token[0].get<TokenId>()), token[1].get<std::string>());
    for (const auto &encoding : expected.at("encodings"))
        QCOMPARE(tokenizer->encodeIds(encoding[0].get<std::string>(), SpecialTokens::Omit),
                 encoding[1].get<std::vector<TokenId>>());
}

void TestTokenList::readsLists_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("tokens");
    QTest::newRow("blanks and empty lines") << QByteArray(" a \n\n\t\nb\r\n") << "a|b";
    QTest::newRow("repeated") << QByteArray("a\nb\na\n") << "a|b";
    QTest::newRow("no line end") << QByteArray("a\nb") << "a|b";
    QTest::newRow("blanks inside") << QByteArray("two words\n") << "two words";
    QTest::newRow("empty") << QByteArray() << "";
}

void TestTokenList::readsLists()
{
    QFETCH(QByteArray, content);
    QTemporaryDir folder;
    QStringList found;
    for (const std::string &token : readTokenList(written(folder, "list", content.toStdString())))
        found << QString::fromStdString(token);
    QTEST(found.join('|'), "tokens");
    const auto binary = written(folder, "binary", std::string("a\nb\0c", 5));
    QVERIFY_THROWS_EXCEPTION(InputError, readTokenList(binary));
}

void TestTokenList::orderIsKept()
{
    QTemporaryDir folder;
    const std::string text = R"({"z":[1,-2,3.5,true,null,"é\n"],"a":{"y":{},"b":[]}})";
    QCOMPARE(readOrderedJson(written(folder, "x.json", text)).dump(), text);
}

void TestTokenList::refusesMalformedJson_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("cut off") << QByteArray("{\"a\": [1, 2");
    QTest::newRow("too deep") << QByteArray(65, '[') + QByteArray(65, ']');
    QTest::newRow("not UTF-8") << QByteArray("{\"a\": \"\xFF\"}");
    QTest::newRow("no JSON") << QByteArray("token");
}

void TestTokenList::refusesMalformedJson()
{
    QFETCH(QByteArray, content);
    QTemporaryDir folder;
    const auto file = written(folder, "tokenizer.json", content.toStdString());
    QVERIFY_THROWS_EXCEPTION(InputError, readOrderedJson(file));
    QVERIFY_THROWS_EXCEPTION(InputError, extendTokenizer(file, {"a"}));
}

void TestTokenList::baseTableIsThePublishedOne()
{
    HELICASE_NEEDS_DATA();
    const BaseTable table = baseTable(*loadTokenizer(publishedTokenizer()));
    const SafetensorsFile published(dataFolder() /
                                    "reference_models/init_base_ids/init_base_ids.safetensors");
    const TensorView &expected = published.at("init_base_ids");
    QCOMPARE((std::vector<int64_t>{table.tokens, table.width}), expected.shape);
    QCOMPARE(table.bases.size() * sizeof(int64_t), expected.bytes.size());
    QVERIFY(std::memcmp(table.bases.data(), expected.bytes.data(), expected.bytes.size()) == 0);
}

void TestTokenList::unknownWords_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("words"); // word, times, place
    QTest::newRow("none") << "ACGT ACGT"
                          << "";
    QTest::newRow("a word once per place") << "intron ACGT intron"
                                           << "intron 2 0";
    QTest::newRow("known letters inside") << "ACGT mRNA"
                                          << "mRNA 1 5";
    QTest::newRow("the most frequent first") << "b a b"
                                             << "b 2 0|a 1 2";
    QTest::newRow("not ASCII") << "é ÄACGT"
                               << "ÄACGT 1 2|é 1 0";
    QTest::newRow("part of a sequence") << QString(100, 'A') + "NN" + QString(100, 'C') + "N"
                                        << "N 1 202|NN 1 100";
    QTest::newRow("long unknown part") << QString(200, 'n') << QString(64, 'n') + " 1 0";
}

void TestTokenList::unknownWords()
{
    HELICASE_NEEDS_DATA();
    QFETCH(QString, text);
    static const auto tokenizer = loadTokenizer(publishedTokenizer());
    UnknownWords unknown;
    const std::string bytes = text.toStdString();
    unknown.add("r", bytes, tokenizer->encode(bytes, SpecialTokens::Add), tokenizer->unknownId());
    QStringList found;
    for (const UnknownWords::Word &word : unknown.words()) {
        QCOMPARE(word.record, std::string("r"));
        found << QString("%1 %2 %3")
                     .arg(QString::fromStdString(word.text))
                     .arg(word.times)
                     .arg(word.place);
    }
    QTEST(found.join('|'), "words");
}

QTEST_GUILESS_MAIN(TestTokenList)
#include "tst_token_list.moc"
