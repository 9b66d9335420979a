#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/sequence/fasta_index.h"
#include "tests/support/test_data.h"

#include <QTemporaryDir>

using namespace helicase;

class TestFastaIndex : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void indexIsThatOfSamtools_data()
    {
        QTest::addColumn<QString>("file");
        for (const char *file :
             {"bgzf/lambda.fa.gz", "bgzf/hpylori_G27.fa.gz", "bgzf/yeast_chrI_II.fa.gz",
              "bgzf/efaecalis_TX0104.fa.gz", "htslib/xx.fa", "htslib/c1.fa", "htslib/ce.fa"})
            QTest::newRow(file) << QString(file);
    }

    void indexIsThatOfSamtools()
    {
        HELICASE_NEEDS_DATA();
        QFETCH(QString, file);
        const auto fasta = test::dataFolder() / "io" / file.toStdString();
        const std::string expected = readFile(fasta.string() + ".fai");
        FastaIndex::build(fasta).write(path("built.fai"));
        QCOMPARE(readFile(path("built.fai")), expected);
        FastaIndex::read(path("built.fai")).write(path("copy.fai"));
        QCOMPARE(readFile(path("copy.fai")), expected);
    }

    void lastLinesAndLineEndsMayDiffer()
    {
        writeFileAtomically(path("fa"),
                            "; comment\n>a x\r\nACGT\r\nAC\r\n\r\n\r\n>b\nACGTAC\n>c\nA");
        FastaIndex::build(path("fa")).write(path("fai"));
        QCOMPARE(readFile(path("fai")),
                 std::string("a\t6\t16\t4\t6\nb\t6\t33\t6\t7\nc\t1\t43\t1\t2\n"));
    }

    void recordsAreFoundByName()
    {
        writeFileAtomically(path("fa"), ">a\nACGT\n>b\nAC\n");
        const FastaIndex index = FastaIndex::build(path("fa"));
        QCOMPARE(index.entries().size(), size_t{2});
        QCOMPARE(index.find("b")->length, int64_t{2});
        QVERIFY(!index.find("c"));
    }

    void whatCannotBeIndexedIsRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("byte");
        QTest::newRow("same name twice") << QByteArray(">a\nA\n>b\nA\n>a\nA\n") << 5 << 10;
        QTest::newRow("long line after a short one") << QByteArray(">a\nACG\nAC\nACG\n") << 4 << 10;
        QTest::newRow("longer line") << QByteArray(">a\nACG\nACGT\n") << 3 << 7;
        QTest::newRow("empty line in a record") << QByteArray(">a\nACG\n\nACG\n") << 4 << 8;
        QTest::newRow("other line ends") << QByteArray(">a\nACG\nACG\r\nACG\n") << 4 << 12;
        QTest::newRow("blank") << QByteArray(">a\nAC GT\n") << 2 << 5;
        QTest::newRow("comment in a record") << QByteArray(">a\nACG\n;x\n") << 3 << 7;
        QTest::newRow("no bases") << QByteArray(">a\n>b\nA\n") << 1 << 0;
        QTest::newRow("no bases at the end") << QByteArray(">a\nA\n>b\n") << 3 << 5;
        QTest::newRow("no name") << QByteArray(">\nA\n") << 1 << 1;
        QTest::newRow("FASTQ") << QByteArray("@a\nA\n+\nI\n") << 1 << 0;
    }

    void whatCannotBeIndexedIsRefused()
    {
        QFETCH(QByteArray, text);
        writeFileAtomically(path("fa"), text.toStdString());
        expectPlace([&] { FastaIndex::build(path("fa")); });
    }

    void malformedIndexIsRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("byte");
        QTest::newRow("columns") << QByteArray("a\t4\t3\t4\n") << 1 << 0;
        QTest::newRow("letters") << QByteArray("a\t4\t3\t4\t5\nb\tx\t3\t4\t5\n") << 2 << 10;
        QTest::newRow("negative") << QByteArray("a\t-4\t3\t4\t5\n") << 1 << 0;
        QTest::newRow("no line length") << QByteArray("a\t4\t3\t0\t1\n") << 1 << 0;
        QTest::newRow("fewer bytes than bases") << QByteArray("a\t4\t3\t4\t3\n") << 1 << 0;
        QTest::newRow("huge") << QByteArray("a\t9223372036854775807\t3\t1\t9000000000\n") << 1 << 0;
        QTest::newRow("beyond 64 bits")
            << QByteArray("a\t99999999999999999999\t3\t1\t2\n") << 1 << 0;
        QTest::newRow("name twice") << QByteArray("a\t4\t3\t4\t5\na\t4\t3\t4\t5\n") << 2 << 10;
        QTest::newRow("no name") << QByteArray("\t4\t3\t4\t5\n") << 1 << 0;
    }

    void malformedIndexIsRefused()
    {
        QFETCH(QByteArray, text);
        writeFileAtomically(path("fai"), text.toStdString());
        expectPlace([&] { FastaIndex::read(path("fai")); });
    }

private:
    static void expectPlace(const std::function<void()> &work)
    {
        QFETCH(int, line);
        QFETCH(int, byte);
        try {
            work();
            QFAIL("it was accepted");
        } catch (const InputError &error) {
            QCOMPARE(error.place().line, int64_t{line});
            QCOMPARE(error.place().byteOffset, int64_t{byte});
        }
    }

    std::filesystem::path path(const char *name) const
    {
        return folder_.filePath(name).toStdString();
    }

    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(TestFastaIndex)
#include "tst_fasta_index.moc"
