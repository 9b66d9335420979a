// helicase tokenize reproduces every reference encoding of the shared data from a pipe.
#include "tests/core/tokenizer/golden_data.h"


#include <QProcess>

using namespace helicase;
using namespace helicase::test;
using nlohmann::json;

class TestTokenizeGolden : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void encodings_data();
    void encodings();
    void addedTokens();
    void longInputs();
    void everyCharacter();
    void batches();
};

namespace {

QString tokenizerPath(const std::string &name)
{
    return QString::fromStdString((dataFolder() / "tokenizers" / name).string());
}

// The lines that the program writes for JSON lines on its standard input.
QByteArrayList tokenize(const QString &tokenizer, const QStringList &options,
                        const QByteArray &input)
{
    QProcess process;
    process.start(program("helicase"), QStringList{"tokenize", "-", "--tokenizer", tokenizer,
                                                   "--input-format", "jsonl"} +
                                           options);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(120'000) || process.exitCode() != 0)
        qFatal("%s", process.readAllStandardError().constData());
    return process.readAllStandardOutput().trimmed().split('\n');
}

QByteArray inputLine(const json &row)
{
    json line{{"id", row.value("name", std::string())}, {"text", row.at("text")}};
    if (row.contains("text_pair") && !row.at("text_pair").is_null())
        line["text_pair"] = row.at("text_pair");
    return QByteArray::fromStdString(line.dump()) + "\n";
}

// What differs between a line of the program and an expected encoding; empty when nothing does.
QString difference(const json &expected, const QByteArray &line)
{
    const json found = json::parse(line.begin(), line.end());
    constexpr std::pair<const char *, const char *> members[] = {
        {"ids", "ids"},
        {"tokens", "tokens"},
        {"offsets", "offsets"},
        {"type_ids", "type_ids"},
        {"attention_mask", "attention_mask"},
        {"special", "special_tokens_mask"}};
    for (const auto &[there, here] : members)
        if (expected.contains(there) && expected.at(there) != found.at(here))
            return QString("%1 of %2: found %3, expected %4")
                .arg(QString(here), QString::fromStdString(found.at("id").get<std::string>()),
                     QString::fromStdString(found.at(here).dump()).left(400),
                     QString::fromStdString(expected.at(there).dump()).left(400));
    return {};
}

// Compares one run of the program with all rows.
void compare(const std::vector<json> &rows, const QByteArrayList &lines)
{
    QCOMPARE(lines.size(), std::ssize(rows));
    for (size_t i = 0; i < rows.size(); ++i)
        QCOMPARE(difference(rows[i], lines[static_cast<qsizetype>(i)]), QString());
}

QByteArray inputOf(const std::vector<json> &rows)
{
    QByteArray input;
    for (const json &row : rows)
        input += inputLine(row);
    return input;
}

// Digest lines: id, number of ids, SHA-256.
QString digestOf(const QByteArray &line)
{
    return QString::fromUtf8(line.split('\t').last());
}

QStringList optionsOf(const json &row)
{
    QStringList options;
    if (!row.at("add_special_tokens").get<bool>())
        options << "--no-special";
    if (const json &truncation = row.at("truncation"); !truncation.is_null())
        options << "--max-length" << QString::number(truncation.at("max_length").get<int>())
                << "--truncation-side"
                << QString::fromStdString(truncation.at("direction").get<std::string>());
    const json &padding = row.at("padding");
    if (padding.is_null())
        return options;
    const json &length = padding.at("length");
    options << "--pad-side" << QString::fromStdString(padding.at("direction").get<std::string>())
            << "--pad-type" << QString::number(padding.at("pad_type_id").get<int>()) << "--padding";
    if (length.is_number())
        options << "max"
                << "--pad-length" << QString::number(length.get<int>());
    else
        options << "longest";
    if (padding.at("pad_to_multiple_of").is_number())
        options << "--pad-multiple" << QString::number(padding.at("pad_to_multiple_of").get<int>());
    return options;
}

} // namespace

void TestTokenizeGolden::encodings_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("tokenizer");
    QTest::newRow("DNA") << "golden/dnabert2_bpe.jsonl"
                         << "dnabert2";
    QTest::newRow("text") << "golden/bert_base_uncased_wordpiece.jsonl"
                          << "bert-base-uncased";
    QTest::newRow("tricky text") << "golden/bert_wordpiece_unicode_strings.jsonl"
                                 << "bert-base-uncased";
}

void TestTokenizeGolden::encodings()
{
    HELICASE_NEEDS_DATA();
    QFETCH(QString, file);
    QFETCH(QString, tokenizer);
    const auto rows = rowsOf(file.toStdString());
    compare(rows, tokenize(tokenizerPath(tokenizer.toStdString()), {}, inputOf(rows)));
}

void TestTokenizeGolden::addedTokens()
{
    HELICASE_NEEDS_DATA();
    std::vector<json> rows;
    for (const json &row : rowsOf("golden/dnabert2_added_tokens.jsonl"))
        if (row.at("tokenizer").get<std::string>().find("extended_tokenizer") != std::string::npos)
            rows.push_back(row);
    QVERIFY(rows.size() > 20);
    const auto tokenizer = dataFolder() / "annotation/extended_tokenizer";
    compare(rows, tokenize(QString::fromStdString(tokenizer.string()), {}, inputOf(rows)));
}

void TestTokenizeGolden::longInputs()
{
    HELICASE_NEEDS_DATA();
    const auto rows = rowsOf("golden/bpe_long.jsonl");
    QByteArray input;
    for (const json &row : rows)
        input += inputLine({{"name", row.at("name")}, {"text", buildText(row.at("build"))}});
    const auto lines =
        tokenize(tokenizerPath("dnabert2"), {"--no-special", "--format", "digest"}, input);
    QCOMPARE(lines.size(), std::ssize(rows));
    for (size_t i = 0; i < rows.size(); ++i)
        QCOMPARE(digestOf(lines[static_cast<qsizetype>(i)]).toStdString(),
                 rows[i].at("ids_sha256").get<std::string>());
}

void TestTokenizeGolden::everyCharacter()
{
    HELICASE_NEEDS_DATA();
    const auto rows = rowsOf("golden/bert_wordpiece_all_unicode.jsonl");
    QByteArray input;
    for (const json &row : rows)
        input += inputLine({{"name", std::to_string(row.at("start").get<uint32_t>())},
                            {"text", textOfCharacters(row)}});
    const auto lines =
        tokenize(tokenizerPath("bert-base-uncased"), {"--no-special", "--format", "digest"}, input);
    QCOMPARE(lines.size(), std::ssize(rows));
    for (size_t i = 0; i < rows.size(); ++i)
        QCOMPARE(digestOf(lines[static_cast<qsizetype>(i)]).toStdString(),
                 rows[i].at("ids_sha256").get<std::string>());
}

void TestTokenizeGolden::batches()
{
    HELICASE_NEEDS_DATA();
    int compared = 0;
    for (const json &row : rowsOf("golden/pair_truncation_padding.jsonl")) {
        const auto batch = row.at("batch").get<std::vector<json>>();
        compare(batch,
                tokenize(tokenizerPath(row.at("tokenizer")), optionsOf(row), inputOf(batch)));
        if (QTest::currentTestFailed())
            return;
        ++compared;
    }
    QCOMPARE(compared, 192);
}

QTEST_GUILESS_MAIN(TestTokenizeGolden)
#include "tst_tokenize_golden.moc"
