// Reading and writing tokenizer files: all variants are read, what is written reads back.
#include "tests/core/tokenizer/golden_data.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/tokenizer/pipeline_tokenizer.h"

#include <QTemporaryDir>

using namespace helicase;
using namespace helicase::test;

class TestTokenizerJson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refusesFoldersWithoutTokenizer();
    void readsVariants_data();
    void readsVariants();
    void oddMergesAsInTheReference_data();
    void oddMergesAsInTheReference();
    void writesWhatItRead_data();
    void writesWhatItRead();
};

namespace {

using nlohmann::json;

// The valid file with one value replaced; the place is a JSON pointer.
std::string changed(const char *place, const char *value)
{
    json file = smallTokenizerJson();
    file[json::json_pointer(place)] = json::parse(value);
    return file.dump();
}

std::filesystem::path written(const QTemporaryDir &folder, const std::string &content,
                              const char *name = "tokenizer.json")
{
    const std::filesystem::path file = std::filesystem::path(folder.path().toStdString()) / name;
    writeFileAtomically(file, content);
    return file;
}

} // namespace

void TestTokenizerJson::refusesFoldersWithoutTokenizer()
{
    QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    QVERIFY_THROWS_EXCEPTION(InputError, loadTokenizer(path));
    QVERIFY_THROWS_EXCEPTION(InputError, loadTokenizer(path / "missing"));
    writeFileAtomically(path / "dna_text_tokenizer_config.json", "{\"dna_offset\": 8}");
    QVERIFY_THROWS_EXCEPTION(InputError, loadTokenizer(path));
}

void TestTokenizerJson::readsVariants_data()
{
    QTest::addColumn<QByteArray>("content");
    const auto add = [](const char *name, const std::string &content) {
        QTest::newRow(name) << QByteArray::fromStdString(content);
    };
    json withoutType = smallTokenizerJson();
    withoutType["model"].erase("type");
    add("as it is", smallTokenizerJson().dump());
    add("merges as lists", changed("/model/merges/0", R"(["A", "C"])"));
    add("model without type", withoutType.dump());
    add("BERT's post-processor",
        changed("/post_processor",
                R"({"type": "BertProcessing", "sep": ["[UNK]", 0], "cls": ["[CLS]", 1]})"));
    add("a token twice",
        changed("/added_tokens",
                R"([{"id": 1, "content": "[CLS]"}, {"id": 1, "content": "[CLS]"}])"));
}

void TestTokenizerJson::readsVariants()
{
    QFETCH(QByteArray, content);
    QTemporaryDir folder;
    const auto tokenizer = loadTokenizer(written(folder, content.toStdString()));
    QCOMPARE(tokenizer->encodeIds("ACCA", SpecialTokens::Omit), (std::vector<TokenId>{4, 3, 2}));
    QCOMPARE(tokenizer->encodeIds("A", SpecialTokens::Add).front(), 1);
    QCOMPARE(tokenizer->vocabularySize(), int64_t{5});
}

// The ids are those of the library tokenizers 0.22.1.
void TestTokenizerJson::oddMergesAsInTheReference_data()
{
    QTest::addColumn<QByteArray>("merges");
    QTest::addColumn<std::vector<TokenId>>("ids");
    const auto add = [](const char *name, const char *merges, std::vector<TokenId> ids) {
        QTest::newRow(name) << QByteArray(merges) << std::move(ids);
    };
    add("none odd", R"(["A C", "C A", "AC A", "G T"])", {5, 7, 8, 6, 0, 0, 7});
    add("twice: the later rank counts", R"(["A C", "C A", "AC A", "G T", "A C"])",
        {1, 6, 6, 8, 6, 0, 0, 1, 6});
    add("twice, the other pair first", R"(["C A", "A C", "AC A", "C A"])",
        {5, 7, 3, 4, 6, 0, 0, 7});
    add("two ways to one token", R"(["A C", "C A", "AC A", "A CA"])", {5, 7, 3, 4, 6, 0, 0, 7});
    add("before the merge of its part", R"(["AC A", "A C"])", {7, 2, 1, 3, 4, 2, 1, 0, 0, 7});
    add("a loop through the empty token", R"([["", "AC"], ["A", "C"]])",
        {5, 5, 1, 3, 4, 2, 1, 0, 0, 5, 1});
}

void TestTokenizerJson::oddMergesAsInTheReference()
{
    QFETCH(QByteArray, merges);
    QFETCH(std::vector<TokenId>, ids);
    json file = smallTokenizerJson();
    file["post_processor"] = nullptr;
    file["added_tokens"] = json::array();
    file["model"]["vocab"] = {{"[UNK]", 0}, {"A", 1},  {"C", 2},   {"G", 3},  {"T", 4},
                              {"AC", 5},    {"CA", 6}, {"ACA", 7}, {"GT", 8}, {"", 9}};
    file["model"]["merges"] = json::parse(merges.toStdString());
    QTemporaryDir folder;
    const auto tokenizer = loadTokenizer(written(folder, file.dump()));
    QCOMPARE(tokenizer->encodeIds("ACACAGTCAXYACA", SpecialTokens::Omit), ids);
}

void TestTokenizerJson::writesWhatItRead_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"dnabert2", "dnaberts", "bert-base-uncased"})
        QTest::newRow(name) << name;
}

void TestTokenizerJson::writesWhatItRead()
{
    HELICASE_NEEDS_DATA();
    QFETCH(QString, name);
    const auto source = dataFolder() / "tokenizers" / name.toStdString() / "tokenizer.json";
    QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    loadTokenizer(source)->save(path);
    const auto readJson = [](const std::filesystem::path &file) {
        return json::parse(readFile(file));
    };
    json expected = readJson(source);
    json found = readJson(path / "tokenizer.json");
    // Members that early versions leave out.
    for (const char *member : {"byte_fallback", "ignore_merges"})
        if (!expected["model"].contains(member))
            found["model"].erase(member);
    QVERIFY(found == expected);
    QCOMPARE(std::filesystem::exists(path / "vocab.txt"), name == "bert-base-uncased");
    if (name == "bert-base-uncased")
        QVERIFY(readFile(path / "vocab.txt") == readFile(source.parent_path() / "vocab.txt"));
}

QTEST_GUILESS_MAIN(TestTokenizerJson)
#include "tst_tokenizer_json.moc"
