// Reading and writing tokenizer files: what is malformed is refused, what is written reads back.
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
    void refusesMalformedFiles_data();
    void refusesMalformedFiles();
    void refusesMalformedVocabularyText_data();
    void refusesMalformedVocabularyText();
    void refusesFoldersWithoutTokenizer();
    void readsVariants_data();
    void readsVariants();
    void writesWhatItRead_data();
    void writesWhatItRead();
};

namespace {

using nlohmann::json;

// A small valid file.
json validFile()
{
    return json::parse(R"({
        "version": "1.0", "truncation": null, "padding": null,
        "added_tokens": [{"id": 0, "content": "[UNK]", "single_word": false, "lstrip": false,
                          "rstrip": false, "normalized": false, "special": true},
                         {"id": 1, "content": "[CLS]", "special": true}],
        "normalizer": null, "pre_tokenizer": {"type": "Whitespace"},
        "post_processor": {"type": "TemplateProcessing",
            "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
            "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
            "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [1], "tokens": ["[CLS]"]}}},
        "decoder": null,
        "model": {"type": "BPE", "dropout": null, "unk_token": "[UNK]", "continuing_subword_prefix": null,
                  "end_of_word_suffix": null, "fuse_unk": false,
                  "vocab": {"[UNK]": 0, "[CLS]": 1, "A": 2, "C": 3, "AC": 4}, "merges": ["A C"]}})");
}

// The valid file with one value replaced; the place is a JSON pointer.
std::string changed(const char *place, const char *value)
{
    json file = validFile();
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

void TestTokenizerJson::refusesMalformedFiles_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("part"); // of the message
    const auto add = [](const char *name, const std::string &content, const char *part) {
        QTest::newRow(name) << QByteArray::fromStdString(content) << part;
    };
    add("empty", "", "not valid JSON");
    add("cut off", validFile().dump().substr(0, 200), "not valid JSON");
    add("a list", "[]", "expected an object");
    add("no model", "{}", "has no \"model\"");
    add("model is text", R"({"model": "BPE"})", "model: found string");
    add("unknown model", changed("/model/type", "\"Unigram\""), "expected BPE or WordPiece");
    add("no vocabulary", R"({"model": {"type": "BPE", "merges": []}})", "has no \"vocab\"");
    add("vocabulary is a list", changed("/model/vocab", "[]"), "model.vocab: found array");
    add("id is text", changed("/model/vocab/A", "\"2\""), "expected a whole number");
    add("negative id", changed("/model/vocab/A", "-1"), "expected 0 to");
    add("fractional id", changed("/model/vocab/A", "2.5"), "expected a whole number");
    add("huge id", changed("/model/vocab/A", "9000000000000000000"), "expected 0 to");
    add("larger than 64 bits", changed("/model/vocab/A", "18446744073709551615"), "expected 0 to");
    add("same id twice", changed("/model/vocab/A", "3"), "stands for another token too");
    add("merge of one", changed("/model/merges/0", "\"AC\""), "expected two tokens");
    add("merge of three", changed("/model/merges/0", "\"A C A\""), "expected two tokens");
    add("merge list of three", changed("/model/merges/0", R"(["A", "C", "A"])"), "found 3 parts");
    add("merge is a number", changed("/model/merges/0", "7"), "model.merges[0]: found number");
    add("merge of unknown", changed("/model/merges/0", "\"A G\""), "\"G\" is no token");
    add("merge without result", changed("/model/merges/0", "\"C A\""), "\"CA\" is no token");
    add("unknown token missing", changed("/model/unk_token", "\"<unk>\""),
        "is no token of the vocabulary");
    add("dropout", changed("/model/dropout", "0.1"), "model.dropout");
    add("suffix", changed("/model/end_of_word_suffix", "\"</w>\""), "model.end_of_word_suffix");
    add("byte fallback", changed("/model/byte_fallback", "true"), "model.byte_fallback");
    add("pre-tokenizer", changed("/pre_tokenizer/type", "\"ByteLevel\""), "pre_tokenizer");
    add("normalizer", changed("/normalizer", R"({"type": "NFKC"})"), "normalizer");
    add("decoder", changed("/decoder", R"({"type": "ByteLevel"})"), "decoder");
    add("post-processor", changed("/post_processor/type", "\"RobertaProcessing\""),
        "post_processor");
    add("template names an unknown token", changed("/post_processor/special_tokens", "{}"),
        "has no \"[CLS]\"");
    add("template sequence", changed("/post_processor/single/1/Sequence/id", "\"C\""),
        "expected A or B");
    add("second text in single", changed("/post_processor/single/1/Sequence/id", "\"B\""),
        "names a second sequence");
    add("added token without id", changed("/added_tokens/0", R"({"content": "x"})"),
        "has no \"id\"");
    add("added token contradicts", changed("/added_tokens/0/id", "3"),
        "contradicts the vocabulary");
    add("added tokens contradict each other",
        changed("/added_tokens", R"([{"id": 9, "content": "x"}, {"id": 8, "content": "x"}])"),
        "contradicts another");
    add("truncation direction", changed("/truncation", R"({"max_length": 5, "direction": "Up"})"),
        "expected Left or Right");
    add("padding strategy",
        changed("/padding", R"({"strategy": {}, "pad_id": 0, "pad_type_id": 0})"),
        "has no \"Fixed\"");
    add("nested too deep", std::string(200, '['), "");
}

void TestTokenizerJson::refusesMalformedFiles()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, part);
    QTemporaryDir folder;
    const auto file = written(folder, content.toStdString());
    try {
        loadTokenizer(file);
    } catch (const InputError &error) {
        QCOMPARE(QString::fromStdString(error.place().file), QString::fromStdString(file));
        QVERIFY2(QString::fromStdString(error.line()).contains(part), error.line().c_str());
        return;
    }
    QFAIL("the file was read");
}

void TestTokenizerJson::refusesMalformedVocabularyText_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("line");
    QTest::newRow("empty") << QByteArray() << 0;
    QTest::newRow("only line ends") << QByteArray("\n\n") << 0;
    QTest::newRow("no unknown token") << QByteArray("a\nb\n") << 0;
    QTest::newRow("twice") << QByteArray("[UNK]\na\na\n") << 3;
    QTest::newRow("gap") << QByteArray("[UNK]\n\na\n") << 2;
}

void TestTokenizerJson::refusesMalformedVocabularyText()
{
    QFETCH(QByteArray, content);
    QFETCH(int, line);
    QTemporaryDir folder;
    const auto file = written(folder, content.toStdString(), "vocab.txt");
    try {
        loadTokenizer(folder.path().toStdString());
    } catch (const InputError &error) {
        QCOMPARE(static_cast<int>(error.place().line.value_or(0)), line);
        return;
    }
    QFAIL("the file was read");
}

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
    json withoutType = validFile();
    withoutType["model"].erase("type");
    add("as it is", validFile().dump());
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
