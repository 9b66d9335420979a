#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/sequence/sequence_reader.h"
#include "tests/support/test_data.h"

#include <QTemporaryDir>

using namespace helicase;

namespace {

constexpr int malformed = -1;

int64_t basesOf(const std::vector<Sequence> &sequences)
{
    int64_t count = 0;
    for (const Sequence &sequence : sequences)
        count += static_cast<int64_t>(sequence.bases.size());
    return count;
}

} // namespace

class TestSequenceReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fastaKeepsLettersAndSplitsTheHeader()
    {
        const auto records =
            read("; a comment\n\n>a first one\r\nACGTn\r\nacgt RYK\r\n\r\n>b\n-\n");
        QCOMPARE(records.size(), size_t{2});
        QCOMPARE(records[0].id, std::string("a"));
        QCOMPARE(records[0].description, std::string("first one"));
        QCOMPARE(records[0].bases, std::string("ACGTnacgtRYK"));
        QCOMPARE(records[1].id, std::string("b"));
        QCOMPARE(records[1].description, std::string());
        QCOMPARE(records[1].bases, std::string("-"));
    }

    void fastqMayBeWrapped()
    {
        // Qualities may begin with '@' and '+'.
        const auto records = read("@a x\nACG\nTT\n+\n@II\n+I\n@b\nA\n+b\n@\n\n");
        QCOMPARE(records.size(), size_t{2});
        QCOMPARE(records[0].bases, std::string("ACGTT"));
        QCOMPARE(records[1].id, std::string("b"));
        QCOMPARE(records[1].bases, std::string("A"));
    }

    void errorsNameTheLine_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("line");
        QTest::newRow("text before the first header") << QByteArray("\nACGT\n>a\nA\n") << 2;
        QTest::newRow("letter") << QByteArray(">a\nACGT\nACXT\n") << 3;
        QTest::newRow("zero byte") << QByteArray(">a\nAC\0GT\n", 9) << 2;
        QTest::newRow("no name") << QByteArray(">a\nA\n> \nA\n") << 3;
        QTest::newRow("no bases at the end") << QByteArray(">a\nA\n>b\n") << 3;
        QTest::newRow("no bases in the middle") << QByteArray(">a\n>b\nA\n") << 1;
        QTest::newRow("too few qualities") << QByteArray("@a\nACG\n+\nII\n@b\nA\n+\nI\n") << 5;
        QTest::newRow("too many qualities") << QByteArray("@a\nACG\n+\nIIII\n") << 4;
        QTest::newRow("no qualities") << QByteArray("@a\nACG\n+\n") << 1;
        QTest::newRow("no separator") << QByteArray("@a\nACG\n") << 1;
        QTest::newRow("other name at '+'") << QByteArray("@a\nACG\n+b\nIII\n") << 3;
        QTest::newRow("blank in a FASTQ sequence") << QByteArray("@a\nA G\n+\nIII\n") << 2;
        QTest::newRow("FASTA after FASTQ") << QByteArray("@a\nAG\n+\nII\n>b\nA\n") << 5;
    }

    void errorsNameTheLine()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, line);
        try {
            read({text.constData(), static_cast<size_t>(text.size())});
            QFAIL("malformed text was accepted");
        } catch (const InputError &error) {
            QCOMPARE(error.place().line, int64_t{line});
            QCOMPARE(error.status(), ExitStatus::BadInput);
        }
    }

    void emptyFileIsAnError()
    {
        QVERIFY_THROWS_EXCEPTION(InputError, read(""));
        QVERIFY_THROWS_EXCEPTION(InputError, read("\n\n"));
    }

    void demoGenomesAreComplete()
    {
        int64_t bases = 0;
        const auto folder = test::sourceFolder() / "resources/demo/genomes";
        for (const auto &entry : std::filesystem::directory_iterator(folder)) {
            if (entry.path().extension() == ".gz")
                bases += basesOf(readSequences(entry.path()));
        }
        QCOMPARE(bases, 1'968'502);
    }

    void sharedFiles_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("records");
        const auto add = [](int records, std::initializer_list<const char *> files) {
            for (const char *file : files)
                QTest::newRow(file) << QString(file) << records;
        };
        add(1, {"genomes/lambda_phage.fna.gz", "io/bgzf/hpylori_G27.fa.gz",
                "malformed/bakta/NC_002127.1-win.fna.gz", "malformed/pharokka/good.fasta",
                "malformed/pharokka/SAOMS1_hash_header.fasta", "malformed/sourmash/short.fa",
                "malformed/FormatSpecimens/FASTA/phlox.fasta", "io/biopython/GFF/NC_001802lc.fna",
                "malformed/FormatSpecimens/FASTQ/sanger_faked.fastq"});
        add(2,
            {"malformed/genometools/standard_fasta_example.fas", "genomes/vcholerae_N16961.fna.gz",
             "malformed/FormatSpecimens/FASTQ/sanger_full_range_original_sanger.fastq"});
        add(3, {"malformed/FormatSpecimens/FASTQ/example_dos.fastq",
                "malformed/FormatSpecimens/FASTQ/wrapping_as_illumina.fastq",
                "io/biopython/Quality/example.fastq.bgz"});
        add(4, {"malformed/bakta/valid.fasta", "malformed/FormatSpecimens/FASTA/bug2901.fasta",
                "malformed/FormatSpecimens/FASTQ/misc_rna_as_sanger.fastq"});
        add(10,
            {"malformed/genometools/tRNA.dos.fas", "malformed/genometools/description_test.fastq",
             "malformed/FormatSpecimens/FASTQ/longreads_original_sanger.fastq"});
        add(570, {"io/needletail/28S.fasta.gz"});
        add(1000, {"io/bgzf/lambda_reads_1000.fq.gz"});
        add(malformed, {"malformed/easel/fasta.2",
                        "malformed/easel/fasta.bad.2",
                        "malformed/easel/fasta.odd.1",
                        "malformed/easel/genbank.2",
                        "malformed/bakta/invalid.fasta",
                        "malformed/pharokka/bad.fasta",
                        "malformed/genometools/corrupt.fas",
                        "malformed/genometools/corruptpatternfile.fna",
                        "malformed/genometools/gt_bioseq_fail_1.fas",
                        "malformed/genometools/gt_bioseq_fail_3.fas",
                        "malformed/genometools/gt_bioseq_fail_5.fas",
                        "malformed/genometools/gt_bioseq_fail_7.fas",
                        "malformed/genometools/solid_color_reads.fastq",
                        "malformed/genometools/test7_empty_seq.fastq",
                        "malformed/genometools/TTT-small.fna",
                        "malformed/genometools/Verysmall.fna",
                        "malformed/FormatSpecimens/FASTA/alnfile.fasta",
                        "malformed/FormatSpecimens/FASTQ/zero_length.fastq",
                        "malformed/FormatSpecimens/2bit/eboVir3.2bit",
                        "io/needletail/bad_test.fa",
                        "io/needletail/bad_header.fastq",
                        "io/needletail/random_tsv.fq",
                        "io/needletail/test.fa.bz2",
                        "io/needletail/test.fa.xz",
                        "io/needletail/test.fa.zst"});
        if (!test::hasData())
            return;
        const auto folder = test::dataFolder() / "malformed/FormatSpecimens/FASTQ";
        for (const auto &entry : std::filesystem::directory_iterator(folder)) {
            const std::string name = entry.path().filename().string();
            if (name.starts_with("error_"))
                QTest::newRow(name.c_str())
                    << QString::fromStdString("malformed/FormatSpecimens/FASTQ/" + name)
                    << malformed;
        }
    }

    void sharedFiles()
    {
        HELICASE_NEEDS_DATA();
        QFETCH(QString, file);
        QFETCH(int, records);
        const std::filesystem::path path = test::dataFolder() / file.toStdString();
        QVERIFY(std::filesystem::exists(path));
        if (records == malformed)
            QVERIFY_THROWS_EXCEPTION(InputError, readSequences(path));
        else
            QCOMPARE(readSequences(path).size(), static_cast<size_t>(records));
    }

    void wholeGenomesHaveTheirLengths()
    {
        HELICASE_NEEDS_DATA();
        QCOMPARE(basesOf(readSequences(test::dataFolder() / "genomes/ecoli_DH1.fna.gz")),
                 4'630'707);
        QCOMPARE(basesOf(readSequences(test::dataFolder() / "genomes/efaecalis_T2.fna.gz")),
                 3'263'835);
    }

private:
    std::vector<Sequence> read(std::string_view text) const
    {
        const std::filesystem::path file = folder_.filePath("text").toStdString();
        writeFileAtomically(file, text);
        return readSequences(file);
    }

    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(TestSequenceReader)
#include "tst_sequence_reader.moc"
