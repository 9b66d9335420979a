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
    void textPairsOfTables();
    void basesAreCountedWithinTheirStretch();
    void listsUnknownWords();
    void putsVocabulariesTogether();
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
    QTest::newRow("CSV") << QByteArray("label,sequence,name\n1,ACGT,x\n0,\"TT\",y\n")
                         << QStringList{} << QByteArray("x y");
    QTest::newRow("CSV without header")
        << QByteArray("ACGT,1\nGGCC,0\n") << QStringList{} << QByteArray("1 2");
    QTest::newRow("TSV") << QByteArray("sequence\twindow_name\nACGT\tw1\n\nTT\tw2\n")
                         << QStringList{} << QByteArray("w1 w2");
    QTest::newRow("TSV as told") << QByteArray("gene\t1\n") << QStringList{"--input-format", "tsv"}
                                 << QByteArray("1");
    QTest::newRow("a sentence is no table")
        << QByteArray("Text, more text\nand more\n") << QStringList{} << QByteArray("1 2");
    QTest::newRow("every other record") << QByteArray(">a\nA\n>b\nC\n>c\nG\n>d\nT\n")
                                        << QStringList{"--shard", "2/2"} << QByteArray("b d");
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

void TestTokenizeCommand::textPairsOfTables()
{
    const QByteArray pair = tokenize({"--format", "tokens"}, "AC,GT\n").output;
    QCOMPARE(pair, tokenize({"--pair", "--format", "tokens"}, "AC\tGT\n").output);
    QCOMPARE(tokenize({"--format", "tokens"}, "text1,text2\nAC,GT\n").output, "2" + pair.mid(1));
}

void TestTokenizeCommand::basesAreCountedWithinTheirStretch()
{
    const QJsonObject line =
        QJsonDocument::fromJson(run({"tokenize", "-", "--tokenizer", demo("")},
                                    "gene <dna>ACGTN</dna> and <dna>AC [MASK]GT</dna>\n")
                                    .output)
            .object();
    const auto modality = line["modality_mask"].toArray();
    const auto spans = line["base_offsets"].toArray();
    const auto tokens = line["tokens"].toArray();
    QCOMPARE(spans.size(), tokens.size());
    QStringList found;
    for (qsizetype i = 0; i < spans.size(); ++i) {
        const int begin = spans[i].toArray()[0].toInt();
        const int end = spans[i].toArray()[1].toInt();
        if (modality[i].toInt() == 0)
            QCOMPARE(end, 0);
        else if (i == 0 || modality[i - 1].toInt() == 0 || tokens[i].toString() == "[MASK]")
            found << QString("%1-%2").arg(begin).arg(end);
        else
            QCOMPARE(begin, spans[i - 1].toArray()[1].toInt());
    }
    QVERIFY(found.size() == 3);
    QVERIFY(found[0].startsWith("0-") && found[1].startsWith("0-"));
    QCOMPARE(found[2], QString("2-2"));
}

void TestTokenizeCommand::listsUnknownWords()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath("unknown.tsv");
    QCOMPARE(tokenize({"--unknown-words", file}, "ACGT xyz\nACGT xyz abc\n").status, 0);
    QFile table(file);
    QVERIFY(table.open(QIODevice::ReadOnly));
    QCOMPARE(table.readAll(),
             QByteArray("word\ttimes\trecord\tplace\nxyz\t2\t1\t5\nabc\t1\t2\t9\n"));
}

void TestTokenizeCommand::putsVocabulariesTogether()
{
    const QTemporaryDir folder;
    const QString list = folder.filePath("list");
    const QString kmers = folder.filePath("kmers");
    const QString extended = folder.filePath("extended");
    QCOMPARE(run({"tokenizer", "make", "3mer", "-o", kmers}).status, 0);
    QCOMPARE(loadTokenizer(kmers.toStdString())->vocabularySize(), int64_t{69});
    QCOMPARE(run({"tokenizer", "gene-tokens", "-o", list}).status, 0);
    const Outcome dry = run({"tokenizer", "add-tokens", list, demo("dna"), "--dry-run"});
    QCOMPARE(dry.status, 0);
    QCOMPARE(dry.output.count('\n'), 1040);
    QVERIFY(QDir().mkpath(extended));
    QCOMPARE(run({"tokenizer", "add-tokens", list, demo("dna"), "-o", extended}).status, 0);
    QCOMPARE(loadTokenizer(extended.toStdString())->vocabularySize(), int64_t{5136});
    const Outcome again = run({"tokenizer", "add-tokens", list, extended});
    QVERIFY(again.errors.contains(": 0 tokens added"));
    for (const char *name : {"table.pth", "table.safetensors"}) {
        QCOMPARE(run({"tokenizer", "base-table", kmers, "-o", folder.filePath(name)}).status, 0);
        QVERIFY(QFile(folder.filePath(name)).size() > 69 * 6 * 8);
    }
    QFile archive(folder.filePath("table.pth"));
    QVERIFY(archive.open(QIODevice::ReadOnly));
    QCOMPARE(archive.read(4), QByteArray("PK\x03\x04"));
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
                              << QByteArray("-:2: byte 13: is not valid JSON");
    QTest::newRow("JSON without text")
        << dna << QByteArray("{\"id\":\"A\"}\n") << 3 << QByteArray("has no \"text\"");
    QTest::newRow("pair without tab") << dna + QStringList{"--pair"} << QByteArray("ACGT\n") << 3
                                      << QByteArray("expected two with a tab between");
    QTest::newRow("not UTF-8") << dna << QByteArray("ACGT\nAC\xFFGT\n") << 3
                               << QByteArray(":2: byte 7: is not UTF-8");
    QTest::newRow("quotation mark") << dna << QByteArray("sequence,label\n\"ACGT,1\n") << 3
                                    << QByteArray(":2: byte 15: has a quotation mark");
    QTest::newRow("missing cell") << dna << QByteArray("sequence,label\nACGT\n") << 3
                                  << QByteArray("found 1 cells, expected 2");
    QTest::newRow("bad shard") << dna + QStringList{"--shard", "3/2"} << QByteArray("A\n") << 2
                               << QByteArray("expected I/N");
    QTest::newRow("no such vocabulary")
        << QStringList{"tokenizer", "make", "9mer", "-o", "/nonexistent"} << QByteArray() << 2
        << QByteArray("expected one of 3mer");
    QTest::newRow("table of another kind")
        << QStringList{"tokenizer", "base-table", demo("dna"), "-o", "/nonexistent/x.npy"}
        << QByteArray() << 2 << QByteArray("ends with .pth or .safetensors");
    QTest::newRow("one file too few") << QStringList{"tokenizer", "add-tokens", "list"}
                                      << QByteArray() << 2 << QByteArray("expected two files");
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
