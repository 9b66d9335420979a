#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/sequence/contig_depth.h"

#include <QTemporaryDir>
#include <QtTest>

#include <htslib/sam.h>

#include <cmath>

using namespace helicase;

namespace {

// Depths: a 10 + 4 + 6 of 40, b 20 of 10, c none.
constexpr std::string_view alignments =
    "@HD\tVN:1.6\n"
    "@SQ\tSN:a\tLN:40\n"
    "@SQ\tSN:b\tLN:10\n"
    "@SQ\tSN:c\tLN:5\n"
    "r1\t0\ta\t1\t9\t10M\t*\t0\t0\tACGTACGTAC\t*\n"
    "r2\t16\ta\t5\t9\t2S2M3I2M9D6M\t*\t0\t0\tACGTACGTACACGTA\t*\n"
    "r3\t0\tb\t1\t9\t5=5X\t*\t0\t0\tACGTACGTAC\t*\n"
    "r3\t2048\tb\t1\t9\t10M\t*\t0\t0\tACGTACGTAC\t*\n"
    "secondary\t256\ta\t1\t9\t10M\t*\t0\t0\t*\t*\n"
    "failed\t512\ta\t1\t9\t10M\t*\t0\t0\tACGTACGTAC\t*\n"
    "duplicate\t1024\ta\t1\t9\t10M\t*\t0\t0\tACGTACGTAC\t*\n"
    "unmapped\t4\t*\t0\t0\t*\t*\t0\t0\tACGT\t*\n";

// The same in another of htslib's formats.
void convert(const std::filesystem::path &from, const std::filesystem::path &to, const char *mode)
{
    samFile *input = sam_open(from.c_str(), "r");
    samFile *output = sam_open(to.c_str(), mode);
    sam_hdr_t *header = sam_hdr_read(input);
    bam1_t *alignment = bam_init1();
    if (sam_hdr_write(output, header) != 0)
        qFatal("header not written");
    while (sam_read1(input, header, alignment) >= 0)
        if (sam_write1(output, header, alignment) < 0)
            qFatal("alignment not written");
    bam_destroy1(alignment);
    sam_hdr_destroy(header);
    sam_close(input);
    sam_close(output);
}

} // namespace

class TestContigDepth : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        writeFileAtomically(path("reads.sam"), alignments);
        convert(path("reads.sam"), path("reads.bam"), "wb");
    }

    void depthsOfAlignments_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("SAM") << "reads.sam";
        QTest::newRow("BAM") << "reads.bam";
    }

    void depthsOfAlignments()
    {
        QFETCH(QString, file);
        const auto depths = ofAlignments(path(file)).contigs;
        QCOMPARE(depths.size(), size_t{3});
        QCOMPARE(depths[0].contig, std::string("a"));
        QCOMPARE(depths[0].length, int64_t{40});
        QCOMPARE(depths[0].depths.at(0), 0.5);
        QCOMPARE(depths[1].depths.at(0), 2.0);
        QCOMPARE(depths[2].depths.at(0), 0.0);
    }

    void cutOffBamIsAnInputError()
    {
        const std::string whole = readFile(path("reads.bam"));
        for (size_t kept = 0; kept < whole.size(); kept += 7) {
            writeFileAtomically(path("cut.bam"), std::string_view(whole).substr(0, kept));
            QVERIFY_THROWS_EXCEPTION(InputError, ofAlignments(path("cut.bam")));
        }
    }

    void otherFilesAreInputErrors()
    {
        QVERIFY_THROWS_EXCEPTION(InputError, ofAlignments(path("absent")));
        writeFileAtomically(path("a.fa"), ">a\nACGT\n");
        QVERIFY_THROWS_EXCEPTION(InputError, ofAlignments(path("a.fa")));
        writeFileAtomically(path("damaged.sam"), std::string(alignments) + "r\t0\ta\tx\n");
        QVERIFY_THROWS_EXCEPTION(InputError, ofAlignments(path("damaged.sam")));
        writeFileAtomically(path("bare.sam"), "r1\t0\ta\t1\t9\t2M\t*\t0\t0\tAC\t*\n");
        QVERIFY_THROWS_EXCEPTION(InputError, ofAlignments(path("bare.sam")));
    }

    void depthsOfTables_data()
    {
        QTest::addColumn<QByteArray>("table");
        QTest::newRow("two columns") << QByteArray("a\t1.5\nb\t0\n");
        QTest::newRow("two columns with header") << QByteArray("contig\tdepth\na\t1.5\r\nb\t0\r\n");
        QTest::newRow("comments") << QByteArray("# made by hand\n\na\t1.5\n#\nb\t0");
        QTest::newRow("samtools coverage")
            << QByteArray("#rname\tstartpos\tendpos\tnumreads\tcovbases\tcoverage\tmeandepth\t"
                          "meanbaseq\tmeanmapq\n"
                          "a\t1\t40\t2\t16\t40\t1.5\t255\t9\nb\t1\t10\t0\t0\t0\t0\t0\t0\n");
        QTest::newRow("MetaBAT") << QByteArray(
            "contigName\tcontigLen\ttotalAvgDepth\tx.bam\tx.bam-var\n"
            "a\t40\t1.5\t1.5\t0.2\nb\t10.0\t0\t0\t0\n");
    }

    void depthsOfTables()
    {
        QFETCH(QByteArray, table);
        writeFileAtomically(path("table"), table.toStdString());
        const auto depths = depthsFromTable(path("table")).contigs;
        QCOMPARE(depths.size(), size_t{2});
        QCOMPARE(depths[0].contig, std::string("a"));
        QCOMPARE(depths[0].depths.at(0), 1.5);
        QCOMPARE(depths[1].depths.at(0), 0.0);
        if (depths[0].length)
            QCOMPARE(depths[1].length, int64_t{10});
    }

    void samplesStandSideBySide()
    {
        writeFileAtomically(path("jgi"),
                            "contigName\tcontigLen\ttotalAvgDepth\tx\tx-var\ty\ty-var\n"
                            "a\t40\t5\t1\t0.1\t4\t0.2\nb\t10\t9\t2\t0\t7\t1\n");
        const DepthTable jgi = depthsFromTable(path("jgi"));
        QCOMPARE(jgi.samples, (std::vector<std::string>{"x", "y"}));
        QCOMPARE(jgi.contigs[0].depths, (std::vector<double>{1, 4}));
        QCOMPARE(jgi.contigs[1].depths, (std::vector<double>{2, 7}));
        writeFileAtomically(path("coverm"), "Contig\tone Mean\ttwo Mean\nb\t3\t0\n");
        QCOMPARE(depthsFromTable(path("coverm")).samples,
                 (std::vector<std::string>{"one Mean", "two Mean"}));
        writeFileAtomically(path("plain"), "a\t1\t7\nb\t2\t8\n");
        QCOMPARE(depthsFromTable(path("plain")).contigs[1].depths, (std::vector<double>{2, 8}));

        SilentProgress progress;
        const DepthTable all =
            readDepths({path("jgi"), path("reads.bam"), path("coverm")}, progress, {});
        QCOMPARE(all.samples,
                 (std::vector<std::string>{"x", "y", "reads", "one Mean", "two Mean"}));
        QCOMPARE(all.contigs.size(), size_t{3});
        QCOMPARE(all.contigs[1].contig, std::string("b"));
        QCOMPARE(all.contigs[1].depths, (std::vector<double>{2, 7, 2, 3, 0}));
        QVERIFY(std::isnan(all.contigs[0].depths[3]) && all.contigs[0].depths[2] == 0.5);
        QVERIFY(std::isnan(all.contigs[2].depths[0]) && all.contigs[2].depths[2] == 0);
    }

    void wrongTablesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("table");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("byte");
        QTest::newRow("depth per position") << QByteArray("a\t1\t7\na\t2\t7\n") << 2 << 6;
        QTest::newRow("single column") << QByteArray("a\nb\n") << 1 << 0;
        QTest::newRow("no number") << QByteArray("a\t1\nb\tx\n") << 2 << 6;
        QTest::newRow("negative") << QByteArray("a\t1\nb\t-1\n") << 2 << 6;
        QTest::newRow("infinite") << QByteArray("a\t1\nb\tinf\n") << 2 << 6;
        QTest::newRow("twice") << QByteArray("a\t1\nb\t1\na\t2\n") << 3 << 8;
        QTest::newRow("no name") << QByteArray("a\t1\n\t1\n") << 2 << 4;
        QTest::newRow("short row")
            << QByteArray("contigName\tcontigLen\ttotalAvgDepth\na\t4\n") << 2 << 35;
        QTest::newRow("huge length")
            << QByteArray("contigName\tcontigLen\ttotalAvgDepth\na\t1e300\t1\n") << 2 << 37;
        QTest::newRow("no UTF-8") << QByteArray("a\t1\n\xFF\t1\n") << 2 << 4;
    }

    void wrongTablesAreRefused()
    {
        QFETCH(QByteArray, table);
        QFETCH(int, line);
        QFETCH(int, byte);
        writeFileAtomically(path("table"), table.toStdString());
        try {
            depthsFromTable(path("table"));
            QFAIL("a malformed table was accepted");
        } catch (const InputError &error) {
            QCOMPARE(error.place().line, int64_t{line});
            QCOMPARE(error.place().byteOffset, int64_t{byte});
        }
    }

    void emptyTableIsAnError()
    {
        writeFileAtomically(path("table"), "contig\tdepth\n");
        QVERIFY_THROWS_EXCEPTION(InputError, depthsFromTable(path("table")));
    }

    void readingCanBeStopped()
    {
        std::string many(alignments);
        for (int i = 0; i < 70'000; ++i)
            many += "r\t0\ta\t1\t9\t1M\t*\t0\t0\tA\t*\n";
        writeFileAtomically(path("many.sam"), many);
        std::stop_source source;
        source.request_stop();
        SilentProgress progress;
        QVERIFY_THROWS_EXCEPTION(
            Stopped, depthsFromAlignments(path("many.sam"), progress, source.get_token()));
    }

private:
    static DepthTable ofAlignments(const std::filesystem::path &file)
    {
        SilentProgress progress;
        return depthsFromAlignments(file, progress, {});
    }

    std::filesystem::path path(const QString &name) const
    {
        return folder_.filePath(name).toStdString();
    }

    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(TestContigDepth)
#include "tst_contig_depth.moc"
