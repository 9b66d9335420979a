// What becomes of malformed files of tokenizers: malformed.tsv says which are read and which are
// refused, why and where. In its contents \n, \r, \0, \xNN and \\ stand for bytes.
#include "tests/core/tokenizer/golden_data.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/tsv.h"
#include "core/tokenizer/token_list.h"

#include <QTemporaryDir>

#include <fstream>

using namespace helicase;
using namespace helicase::test;

class TestMalformedTokenizers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFileIsReadOrRefused_data();
    void everyFileIsReadOrRefused();
    void deepNestingIsRefused_data();
    void deepNestingIsRefused();
    void hugeFilesAreRefused_data();
    void hugeFilesAreRefused();
    void repeatedReferencesCostNothing();
};

namespace {

using nlohmann::json;

std::string unescaped(std::string_view text)
{
    std::string bytes;
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            bytes += text[i];
            continue;
        }
        const char sign = text[++i];
        if (sign == 'x') {
            bytes += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
            i += 2;
        } else {
            bytes += sign == 'n' ? '\n' : sign == 'r' ? '\r' : sign == '0' ? '\0' : sign;
        }
    }
    return bytes;
}

std::string contentOf(const std::string &place, const std::string &content)
{
    if (place.empty())
        return content;
    json file = smallTokenizerJson();
    file[json::json_pointer(json::parse('"' + place + '"').get<std::string>())] =
        json::parse(content);
    return file.dump();
}

// What a file of this name needs beside it to be a tokenizer.
void writeNeighbours(const std::filesystem::path &folder, const std::string &name)
{
    if (name == "tokenizer_config.json")
        writeFileAtomically(folder / "vocab.txt", "[UNK]\na\n");
    if (name == "dna_text_tokenizer_config.json")
        for (const char *part : {"text", "dna"})
            writeFileAtomically(folder / part / "tokenizer.json", smallTokenizerJson().dump());
}

// The number of ids, or of tokens of a list.
int64_t readSize(const std::filesystem::path &file)
{
    if (file.filename() == "list.txt")
        return std::ssize(readTokenList(file));
    return loadTokenizer(file.parent_path())->vocabularySize();
}

struct Refusal {
    std::filesystem::path file;
    std::optional<int64_t> line;
    std::string message;
    std::string hint;
};

// Nothing when the file was read.
std::optional<Refusal> refusalOf(const std::filesystem::path &file)
{
    try {
        readSize(file);
    } catch (const InputError &error) {
        return Refusal{error.place().file, error.place().line, error.what(), error.hint()};
    }
    return std::nullopt;
}

std::filesystem::path pathOf(const QTemporaryDir &folder)
{
    return folder.path().toStdString();
}

} // namespace

void TestMalformedTokenizers::everyFileIsReadOrRefused_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<bool>("isRead");
    QTest::addColumn<qint64>("line"); // 0: none
    QTest::addColumn<QString>("outcome");
    for (const auto &row : readTsv(sourceFolder() / "tests/core/tokenizer/malformed.tsv").rows)
        QTest::addRow("%s", row[0].c_str())
            << QString::fromStdString(row[1])
            << QByteArray::fromStdString(contentOf(row[2], unescaped(row[3]))) << (row[4] == "read")
            << qint64{row[5].empty() ? 0 : std::stoll(row[5])}
            << QString::fromStdString(unescaped(row[6]));
}

void TestMalformedTokenizers::everyFileIsReadOrRefused()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, content);
    QFETCH(bool, isRead);
    QFETCH(qint64, line);
    QFETCH(QString, outcome);
    QTemporaryDir folder;
    writeNeighbours(pathOf(folder), file.toStdString());
    const auto path = pathOf(folder) / file.toStdString();
    writeFileAtomically(path, content.toStdString());
    const auto refusal = refusalOf(path);
    if (isRead) {
        QVERIFY2(!refusal, refusal ? refusal->message.c_str() : "");
        QCOMPARE(readSize(path), outcome.toLongLong());
        return;
    }
    QVERIFY2(refusal, "a malformed file was accepted");
    QCOMPARE(refusal->file, path);
    QCOMPARE(refusal->line.value_or(0), int64_t{line});
    QVERIFY2(QString::fromStdString(refusal->message).contains(outcome), refusal->message.c_str());
    QVERIFY2(!refusal->hint.empty(), refusal->message.c_str());
}

void TestMalformedTokenizers::deepNestingIsRefused_data()
{
    QTest::addColumn<QByteArray>("beginning");
    QTest::addColumn<char>("bracket");
    QTest::newRow("lists") << QByteArray() << '[';
    QTest::newRow("merges") << QByteArray(R"({"model": {"vocab": {"A": 0}, "merges": )") << '[';
    QTest::newRow("members nobody reads") << QByteArray(R"({"something": )") << '[';
}

void TestMalformedTokenizers::deepNestingIsRefused()
{
    QFETCH(QByteArray, beginning);
    QFETCH(char, bracket);
    QTemporaryDir folder;
    const auto file = pathOf(folder) / "tokenizer.json";
    writeFileAtomically(file, beginning.toStdString() + std::string(100'000, bracket));
    const auto refusal = refusalOf(file);
    QVERIFY(refusal);
    QVERIFY2(refusal->message.find("nested deeper than 64") != std::string::npos,
             refusal->message.c_str());
}

void TestMalformedTokenizers::hugeFilesAreRefused_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("tokenizer.json") << "tokenizer.json";
    QTest::newRow("vocab.txt") << "vocab.txt";
    QTest::newRow("tokenizer_config.json") << "tokenizer_config.json";
    QTest::newRow("meta.pkl") << "meta.pkl";
    QTest::newRow("unified") << "dna_text_tokenizer_config.json";
    QTest::newRow("token list") << "list.txt";
}

void TestMalformedTokenizers::hugeFilesAreRefused()
{
    QFETCH(QString, file);
    QTemporaryDir folder;
    writeNeighbours(pathOf(folder), file.toStdString());
    const auto path = pathOf(folder) / file.toStdString();
    std::ofstream(path).close();
    std::filesystem::resize_file(path, uintmax_t{1} << 30); // takes no room on the disk
    const auto refusal = refusalOf(path);
    QVERIFY(refusal);
    QCOMPARE(refusal->file, path);
}

// A short pickle that names a long text again and again, 80 GB in all.
void TestMalformedTokenizers::repeatedReferencesCostNothing()
{
    constexpr char size[] = "\x40\x0D\x03\x00"; // 200,000
    std::string pickle =
        "X" + std::string(size, 4) + std::string(200'000, 'a') + "q" + std::string(1, '\0');
    for (int i = 0; i < 400'000; ++i)
        pickle += std::string("h\0", 2);
    QTemporaryDir folder;
    const auto file = pathOf(folder) / "meta.pkl";
    writeFileAtomically(file, pickle + ".");
    const auto refusal = refusalOf(file);
    QVERIFY(refusal);
    QVERIFY2(refusal->message.find("does not end with one value") != std::string::npos,
             refusal->message.c_str());
}

QTEST_GUILESS_MAIN(TestMalformedTokenizers)
#include "tst_malformed_tokenizers.moc"
