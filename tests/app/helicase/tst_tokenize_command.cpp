// helicase tokenize and helicase tokenizer as a pipeline calls them.
#include "core/base/sha256.h"
#include "core/tokenizer/tokenizer.h"
#include "tests/support/test_data.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

class TestTokenizeCommand : public QObject {
    Q_OBJECT

    struct Outcome {
        int status = -1;
        QByteArray output;
        QByteArray errors;
    };

    static Outcome run(const QStringList &words, const QByteArray &input = {})
    {
        QProcess process;
        process.start(test::program("helicase"), words);
        process.write(input);
        process.closeWriteChannel();
        process.waitForFinished(60'000);
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
                process.readAllStandardOutput(), process.readAllStandardError()};
    }

    static QString demo(const char *part)
    {
        return QString::fromStdString(test::sourceFolder() / "resources/demo/tokenizer" / part);
    }

    // tokenize with the DNA vocabulary of the demo, input from a pipe.
    static Outcome tokenize(const QStringList &options, const QByteArray &input)
    {
        return run(QStringList{"tokenize", "-", "--tokenizer", demo("dna")} + options, input);
    }

private Q_SLOTS:
    void readsEveryFormatFromAPipe_data();
    void readsEveryFormatFromAPipe();
    void jsonLinesHoldTheWholeEncoding();
    void digestIsOfLittleEndianIds();
    void truncatesAndPads();
    void sequencesAreDnaForAUnifiedTokenizer();
    void mistakesAreOneLine_data();
    void mistakesAreOneLine();
    void aFailedRunLeavesNoFile();
    void trainsAndUnifies();
};

void TestTokenizeCommand::readsEveryFormatFromAPipe_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QByteArray>("ids"); // of the records
    QTest::newRow("FASTA") << QByteArray(">a one\nACGT\nACGT\n>b\nTT\n") << QStringList{}
                           << QByteArray("a b");
    QTest::newRow("FASTQ") << QByteArray("@r1\nACGT\n+\nIIII\n") << QStringList{}
                           << QByteArray("r1");
    QTest::newRow("lines") << QByteArray("ACGT\n\nGGCC\n") << QStringList{} << QByteArray("1 3");
    QTest::newRow("JSON lines") << QByteArray(
                                       "{\"id\":\"x\",\"text\":\"ACGT\"}\n{\"text\":\"TT\"}\n")
                                << QStringList{} << QByteArray("x 2");
    QTest::newRow("told to be lines")
        << QByteArray(">a\nACGT\n") << QStringList{"--input-format", "lines"} << QByteArray("1 2");
    QTest::newRow("nothing") << QByteArray() << QStringList{} << QByteArray();
}

void TestTokenizeCommand::readsEveryFormatFromAPipe()
{
    QFETCH(QByteArray, input);
    QFETCH(QStringList, options);
    QFETCH(QByteArray, ids);
    const Outcome outcome = tokenize(options + QStringList{"--format", "ids"}, input);
    QCOMPARE(outcome.status, 0);
    QByteArrayList found;
    for (const QByteArray &line : outcome.output.split('\n'))
        if (!line.isEmpty())
            found << line.split('\t').front();
    QCOMPARE(found.join(' '), ids);
}

void TestTokenizeCommand::jsonLinesHoldTheWholeEncoding()
{
    const Outcome outcome = tokenize({"--pair"}, "ACGTN\tTT\n");
    QCOMPARE(outcome.status, 0);
    const QJsonObject line = QJsonDocument::fromJson(outcome.output).object();
    const QStringList members{"attention_mask",      "id",     "ids",     "offsets",
                              "special_tokens_mask", "tokens", "type_ids"};
    QCOMPARE(line.keys(), members);
    const auto tokens = line["tokens"].toArray();
    QCOMPARE(tokens.first().toString(), QString("[CLS]"));
    QCOMPARE(tokens.last().toString(), QString("[SEP]"));
    QCOMPARE(line["type_ids"].toArray().last().toInt(), 1);
    for (const QString &member : members.mid(2))
        QCOMPARE(line[member].toArray().size(), tokens.size());
}

void TestTokenizeCommand::digestIsOfLittleEndianIds()
{
    const auto ids =
        loadTokenizer(demo("dna").toStdString())->encodeIds("ACGTTGCA", SpecialTokens::Omit);
    std::string bytes;
    for (const TokenId id : ids)
        for (int shift = 0; shift < 32; shift += 8)
            bytes += static_cast<char>(id >> shift & 0xFF);
    const Outcome outcome = tokenize({"--no-special", "--format", "digest"}, "ACGTTGCA\n");
    QCOMPARE(outcome.output, "1\t" + QByteArray::number(ids.size()) + "\t" +
                                 QByteArray::fromStdString(sha256Of(bytes)) + "\n");
}

void TestTokenizeCommand::truncatesAndPads()
{
    const QByteArray input = QByteArray("ACGTNNNNNNNN\n") + "A\n";
    const Outcome longest = tokenize({"--padding", "longest", "--format", "tokens"}, input);
    const auto lines = longest.output.trimmed().split('\n');
    QCOMPARE(lines[0].count(' '), lines[1].count(' '));
    QVERIFY(lines[1].endsWith("[SEP]" + QByteArray(" [PAD]").repeated(lines[1].count("[PAD]"))));
    const Outcome fixed = tokenize(
        {"--max-length", "5", "--padding", "max", "--pad-side", "left", "--format", "tokens"},
        input);
    for (const QByteArray &line : fixed.output.trimmed().split('\n'))
        QCOMPARE(line.count(' '), 4);
    QVERIFY(fixed.output.contains("2\t[PAD] [PAD] [CLS] A [SEP]\n"));
}

void TestTokenizeCommand::sequencesAreDnaForAUnifiedTokenizer()
{
    const QStringList words{"tokenize", "-", "--tokenizer", demo("")};
    const QJsonObject sequence =
        QJsonDocument::fromJson(run(words, ">a\nACGTTGCA\n").output).object();
    const QJsonObject tagged =
        QJsonDocument::fromJson(run(words, "<dna>ACGTTGCA</dna>\n").output).object();
    QVERIFY(!sequence["ids"].toArray().isEmpty());
    QCOMPARE(sequence["ids"], tagged["ids"]);
    QCOMPARE(sequence["modality_mask"], tagged["modality_mask"]);
    QCOMPARE(sequence["modality_mask"].toArray().first().toInt(), 1);
    QCOMPARE(sequence["offsets"].toArray().first().toArray().first().toInt(), 0);
}

void TestTokenizeCommand::mistakesAreOneLine_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("message");
    const QStringList dna{"tokenize", "-", "--tokenizer", demo("dna")};
    QTest::newRow("no tokenizer given") << QStringList{"tokenize", "-"} << QByteArray("A\n") << 2
                                        << QByteArray("tokenizer: a value is needed");
    QTest::newRow("no such tokenizer")
        << QStringList{"tokenize", "-", "--tokenizer", "/nonexistent"} << QByteArray() << 3
        << QByteArray("/nonexistent: does not exist");
    QTest::newRow("no such input")
        << QStringList{"tokenize", "/nonexistent", "--tokenizer", demo("dna")} << QByteArray() << 3
        << QByteArray("/nonexistent: ");
    QTest::newRow("bad base") << dna << QByteArray(">a\nAC!T\n") << 3 << QByteArray(":2: ");
    QTest::newRow("bad JSON") << dna + QStringList{"--input-format", "jsonl"}
                              << QByteArray("{\"text\":\"A\"}\n{\n") << 3
                              << QByteArray("-:2: is not valid JSON");
    QTest::newRow("JSON without text")
        << dna << QByteArray("{\"id\":\"A\"}\n") << 3 << QByteArray("has no \"text\"");
    QTest::newRow("pair without tab") << dna + QStringList{"--pair"} << QByteArray("ACGT\n") << 3
                                      << QByteArray("expected two with a tab between");
    QTest::newRow("no room") << dna + QStringList{"--max-length", "1"} << QByteArray("ACGT\n") << 2
                             << QByteArray("leaves no room");
    QTest::newRow("max without length")
        << dna + QStringList{"--padding", "max"} << QByteArray("ACGT\n") << 2
        << QByteArray("max needs --max-length");
    QTest::newRow("nothing to learn from")
        << QStringList{"tokenizer", "train", "-", "-o", "/nonexistent"} << QByteArray("NNN\n") << 3
        << QByteArray("holds no bases");
    QTest::newRow("offset too small")
        << QStringList{"tokenizer", "unify", "--text",       demo("text"),   "--dna",
                       demo("dna"), "-o",    "/nonexistent", "--dna-offset", "100"}
        << QByteArray() << 2 << QByteArray("dna-offset");
}

void TestTokenizeCommand::mistakesAreOneLine()
{
    QFETCH(QStringList, words);
    QFETCH(QByteArray, input);
    QFETCH(QByteArray, message);
    const Outcome outcome = run(words, input);
    QTEST(outcome.status, "status");
    QCOMPARE(outcome.errors.count('\n'), 1);
    QVERIFY2(outcome.errors.startsWith("helicase: ") && outcome.errors.contains(message),
             outcome.errors);
}

void TestTokenizeCommand::aFailedRunLeavesNoFile()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath("ids.txt");
    QCOMPARE(tokenize({"-o", file}, ">a\nACGT\n>b\nAC!T\n").status, 3);
    QVERIFY(!QFile::exists(file));
    QCOMPARE(tokenize({"-o", file}, ">a\nACGT\n").status, 0);
    QVERIFY(QFile::exists(file));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

void TestTokenizeCommand::trainsAndUnifies()
{
    const QTemporaryDir folder;
    const QString dna = folder.filePath("dna");
    const QString text = folder.filePath("text");
    const QString both = folder.filePath("both");
    QCOMPARE(
        run({"tokenizer", "train", "-", "-o", dna, "--vocab-size", "12"}, ">a\nacgtNNACGTACGT\n")
            .status,
        0);
    QCOMPARE(loadTokenizer(dna.toStdString())->vocabularySize(), int64_t{12});
    QCOMPARE(
        run({"tokenizer", "train", "-", "--type", "wordpiece", "-o", text, "--vocab-size", "30"},
            "A gene is a gene.\n")
            .status,
        0);
    QCOMPARE(loadTokenizer(text.toStdString())->padId(), 0);
    QCOMPARE(run({"tokenizer", "unify", "--text", text, "--dna", dna, "-o", both}).status, 0);
    const auto unified = loadTokenizer(both.toStdString());
    QCOMPARE(unified->decode(unified->encodeIds("gene <dna>ACGT</dna>", SpecialTokens::Omit),
                             SpecialTokens::Add),
             std::string("gene ACGT"));
}

QTEST_GUILESS_MAIN(TestTokenizeCommand)
#include "tst_tokenize_command.moc"
