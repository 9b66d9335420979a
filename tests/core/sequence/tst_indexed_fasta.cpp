#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/random_stream.h"
#include "core/sequence/indexed_fasta.h"
#include "core/sequence/sequence_reader.h"
#include "tests/core/sequence/packed_files.h"
#include "tests/support/test_data.h"

#include <QTemporaryDir>

using namespace helicase;

namespace {

Sequence regionOf(IndexedFasta &fasta, std::string_view text)
{
    return fasta.read(parseRegion(text, fasta.index()));
}

} // namespace

class TestIndexedFasta : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void regionsAreThoseOfSamtools()
    {
        HELICASE_NEEDS_DATA();
        const auto folder = test::dataFolder() / "io/bgzf";
        const std::pair<const char *, const char *> cases[] = {
            {"lambda.fa.gz", "expected_lambda_1001-1100.fa"},
            {"yeast_chrI_II.fa.gz", "expected_yeast_chrII_500001-500180.fa"}};
        for (const auto &[file, expectedFile] : cases) {
            const Sequence expected = readSequences(folder / expectedFile).front();
            IndexedFasta fasta(folder / file);
            const Sequence found = regionOf(fasta, expected.id);
            QCOMPARE(found.id, expected.id);
            QCOMPARE(found.bases, expected.bases);
        }
    }

    void publishedIndexesAreRead()
    {
        HELICASE_NEEDS_DATA();
        const auto folder = test::dataFolder() / "io/htslib/faidx";
        std::filesystem::copy_file(folder / "faidx.fa", path("faidx.fa"));
        writeFileAtomically(
            path("faidx.fa.fai"),
            readFile(folder / "faidx.fa.expected.fai").substr(sizeof "\t4\t2\t4\t5"));
        IndexedFasta fasta(path("faidx.fa"));
        QCOMPARE(regionOf(fasta, "trailingblank2:28-33").bases, std::string("GGGCCC"));
        QCOMPARE(regionOf(fasta, "trailingblank3:4-5").bases, std::string("TA"));
        QCOMPARE(regionOf(fasta, "bar:4-5").bases, std::string("TA"));

        std::filesystem::copy_file(folder / "fastqs.fq", path("fastqs.fq"));
        std::filesystem::copy_file(folder / "fastqs.fq.expected.fai", path("fastqs.fq.fai"));
        IndexedFasta reads(path("fastqs.fq"));
        QCOMPARE(regionOf(reads, "FAKE0006_1:4-12").bases, std::string("TGCATGCAT"));
        QCOMPARE(regionOf(reads, "FSRRS4401BE7HA_1:81-120").bases,
                 std::string("GCCCGTTTGTCGATATTTGtatttaaagtaatccgtcaca"));
    }

    void everyRegionIsThePartOfTheSequence_data()
    {
        QTest::addColumn<bool>("isPacked");
        QTest::addColumn<bool>("hasBlockIndex");
        QTest::newRow("plain") << false << false;
        QTest::newRow("BGZF") << true << false;
        QTest::newRow("BGZF with .gzi") << true << true;
    }

    void everyRegionIsThePartOfTheSequence()
    {
        QFETCH(bool, isPacked);
        QFETCH(bool, hasBlockIndex);
        RandomStream random(3, "regions");
        std::string bases;
        for (int i = 0; i < 300'000; ++i)
            bases += "ACGTNacgtn"[random.below(10)];
        std::string text = ">a\nAC\n>b\r\n";
        for (size_t i = 0; i < bases.size(); i += 61)
            text += bases.substr(i, 61) + "\r\n";
        std::filesystem::path file = path("b.fa");
        writeFileAtomically(file, text + ">c\n" + bases + "\n");
        if (isPacked)
            file = test::bgzipped(file, path("b.fa.gz"));
        if (hasBlockIndex)
            test::indexBlocks(file);

        IndexedFasta fasta(file);
        for (int i = 0; i < 300; ++i) {
            const auto first = static_cast<int64_t>(random.below(bases.size()));
            const auto length = static_cast<int64_t>(1 + random.below(i % 10 == 0 ? 200'000 : 200));
            for (const char *name : {"b", "c"}) {
                const Sequence part = fasta.read({name, first + 1, first + length});
                QVERIFY(part.bases ==
                        bases.substr(static_cast<size_t>(first), static_cast<size_t>(length)));
            }
        }
        QVERIFY(regionOf(fasta, "b").bases == bases);
        QCOMPARE(regionOf(fasta, "a").id, std::string("a"));
    }

    void regionsAreWrittenAsForSamtools_data()
    {
        QTest::addColumn<QString>("region");
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("bases");
        QTest::newRow("whole") << "chr1"
                               << "chr1"
                               << "ACGTAC";
        QTest::newRow("from") << "chr1:3"
                              << "chr1:3-6"
                              << "GTAC";
        QTest::newRow("from, with dash") << "chr1:3-"
                                         << "chr1:3-6"
                                         << "GTAC";
        QTest::newRow("to") << "chr1:-2"
                            << "chr1:1-2"
                            << "AC";
        QTest::newRow("both") << "chr1:2-3"
                              << "chr1:2-3"
                              << "CG";
        QTest::newRow("beyond the end") << "chr1:5-1,000"
                                        << "chr1:5-6"
                                        << "AC";
        QTest::newRow("everything") << "chr1:1-6"
                                    << "chr1"
                                    << "ACGTAC";
        QTest::newRow("name with a colon") << "HLA:1"
                                           << "HLA:1"
                                           << "TT";
        QTest::newRow("name with a colon, range") << "HLA:1:2"
                                                  << "HLA:1:2-2"
                                                  << "T";
        QTest::newRow("braces") << "{x:2}"
                                << "x:2"
                                << "CC";
        QTest::newRow("braces and range") << "{x}:2"
                                          << "x:2-2"
                                          << "A";
    }

    void regionsAreWrittenAsForSamtools()
    {
        QFETCH(QString, region);
        QFETCH(QString, id);
        QFETCH(QString, bases);
        IndexedFasta fasta(smallFile());
        const Sequence found = regionOf(fasta, region.toStdString());
        QCOMPARE(QString::fromStdString(found.id), id);
        QCOMPARE(QString::fromStdString(found.bases), bases);
    }

    void wrongRegionsAreRefused_data()
    {
        QTest::addColumn<QString>("region");
        for (const char *region :
             {"chr2", "chr1:", "chr1:0-2", "chr1:5-2", "chr1:7", "chr1:x", "chr1:1-2-3", "x:2",
              "{chr1", "{chr1}2", "", ":", "chr1:99999999999999999999"})
            QTest::newRow(region) << QString(region);
    }

    void wrongRegionsAreRefused()
    {
        QFETCH(QString, region);
        IndexedFasta fasta(smallFile());
        QVERIFY_THROWS_EXCEPTION(OptionError, regionOf(fasta, region.toStdString()));
    }

    void wrongIndexIsAnInputError_data()
    {
        QTest::addColumn<QByteArray>("index");
        QTest::newRow("of another file") << QByteArray("chr1\t6\t4\t4\t5\n");
        QTest::newRow("beyond the end") << QByteArray("chr1\t60000\t6\t60\t61\n");
        QTest::newRow("far beyond the end") << QByteArray("chr1\t6\t900000000000\t60\t61\n");
    }

    void wrongIndexIsAnInputError()
    {
        QFETCH(QByteArray, index);
        for (const bool isPacked : {false, true}) {
            const auto file =
                isPacked ? test::bgzipped(smallFile(), path("wrong.fa.gz")) : smallFile();
            writeFileAtomically(file.string() + ".fai", index.toStdString());
            IndexedFasta fasta(file);
            QVERIFY_THROWS_EXCEPTION(InputError, fasta.read({.name = "chr1"}));
            std::filesystem::remove(file.string() + ".fai");
        }
    }

    void whatHasNoPartsIsRefused()
    {
        QVERIFY_THROWS_EXCEPTION(InputError, IndexedFasta(path("absent")));
        QVERIFY_THROWS_EXCEPTION(InputError, IndexedFasta("-"));
        QVERIFY_THROWS_EXCEPTION(InputError,
                                 IndexedFasta(test::gzipped(smallFile(), path("small.gz"))));
    }

private:
    std::filesystem::path smallFile() const
    {
        writeFileAtomically(path("small.fa"), ">chr1 x\nACGT\nAC\n>HLA:1\nTT\n>x\nAA\n>x:2\nCC\n");
        return path("small.fa");
    }

    std::filesystem::path path(const char *name) const
    {
        return folder_.filePath(name).toStdString();
    }

    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(TestIndexedFasta)
#include "tst_indexed_fasta.moc"
