#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/dataset/bin_files.h"
#include "core/dataset/evaluated_bins.h"
#include "core/sequence/sequence_reader.h"

#include <QTemporaryDir>
#include <QtTest>

#include <functional>

using namespace helicase;

class TestBinFiles : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    std::filesystem::path write(const char *name, std::string_view content) const
    {
        const std::filesystem::path file = folder_.filePath(name).toStdString();
        writeFileAtomically(file, content);
        return file;
    }

    static std::string errorOf(const std::function<void()> &read, int64_t *line = nullptr)
    {
        try {
            read();
        } catch (const InputError &error) {
            if (line)
                *line = error.place().line.value_or(0);
            return error.what();
        }
        return {};
    }

private Q_SLOTS:
    void camiFilesAreReadAsWritten()
    {
        const std::vector<BinnedContig> contigs{{"c1", "bin_1", 3000}, {"c 2", "bin_2", 5000}};
        const std::filesystem::path file = folder_.filePath("a.binning").toStdString();
        writeCamiBins(file, "sample", contigs);
        QCOMPARE(QByteArray::fromStdString(readFile(file)),
                 QByteArray("@Version:0.9.1\n@SampleID:sample\n\n@@SEQUENCEID\tBINID\t_LENGTH\n"
                            "c1\tbin_1\t3000\nc 2\tbin_2\t5000\n"));
        QCOMPARE(readBins(file).at("c 2"), std::string("bin_2"));
        QCOMPARE(readContigLengths(file).at("c1"), int64_t{3000});
        const auto other =
            write("b.binning", "@Version:0.9.0\n@@SEQUENCEID\tBINID\tLENGTH\nx\ty\t7\n");
        QCOMPARE(readContigLengths(other).at("x"), int64_t{7});
    }

    void wrongCamiFilesAreRefused()
    {
        int64_t line = 0;
        const auto noBin =
            write("nobin", "@Version:0.9.1\n@SampleID:s\n\n@@SEQUENCEID\tLENGTH\nx\t7\n");
        QCOMPARE(errorOf([&] { readBins(noBin); }, &line),
                 std::string("CAMI file: column BINID is missing"));
        QCOMPARE(line, int64_t{4});
        const auto noId = write("noid", "@Version:0.9.1\n@@ID\tBINID\nx\t7\n");
        QCOMPARE(errorOf([&] { readBins(noId); }, &line),
                 std::string("CAMI file: column SEQUENCEID is missing"));
        QCOMPARE(line, int64_t{2});
        const auto noLength = write("nolength", "@@SEQUENCEID\tBINID\nx\ty\n");
        QCOMPARE(errorOf([&] { readContigLengths(noLength); }, &line),
                 std::string("CAMI file: column LENGTH is missing"));
        const auto zero = write("zero", "@@SEQUENCEID\tBINID\tLENGTH\nx\ty\t0\n");
        QVERIFY(!errorOf([&] { readContigLengths(zero); }).empty());
        const auto twice = write("twice", "@@SEQUENCEID\tBINID\nx\ty\nx\tz\n");
        QVERIFY(!errorOf([&] { readBins(twice); }, &line).empty());
        QCOMPARE(line, int64_t{3});
    }

    void foldersOfFastaFilesAreBins()
    {
        write("bins/first.1.fa", ">a\nACGT\n>b\nAC\n");
        write("bins/second.fasta", ">c\nACGT\n");
        write("bins/readme.txt", "no bin\n");
        write("bins/unbinned.fa", ">d\nACGT\n");
        const std::filesystem::path folder = folder_.filePath("bins").toStdString();
        QCOMPARE(readBins(folder), (std::map<std::string, std::string>{
                                       {"a", "first.1"}, {"b", "first.1"}, {"c", "second"}}));
        write("bins/third.fna", ">b\nACGT\n");
        QVERIFY(errorOf([&] { readBins(folder); }).find("first.1") != std::string::npos);
        write("none/readme.txt", "no bin\n");
        QVERIFY(!errorOf([&] { readBins(folder_.filePath("none").toStdString()); }).empty());
    }

    void binFoldersHoldWholeSequences()
    {
        const auto source = write("contigs.fa", ">a one\nACGTACGT\nACGT\n>b\nGG\n>c\nTT\n>d\nCC\n");
        const std::filesystem::path folder = folder_.filePath("made").toStdString();
        writeBinFolder(folder, source, {{"a", "x"}, {"c", "x"}, {"b", "y/z"}});
        const std::vector<Sequence> x = readSequences(folder / "x.fa");
        QCOMPARE(x.size(), size_t{2});
        QCOMPARE(x[0].bases, std::string("ACGTACGTACGT"));
        QCOMPARE(x[0].description, std::string("one"));
        QCOMPARE(x[1].id, std::string("c"));
        QCOMPARE(readSequences(folder / "y_z.fa").front().id, std::string("b"));
        writeBinFolder(folder, source, {{"d", "w"}});
        QVERIFY(!std::filesystem::exists(folder / "x.fa"));
        QCOMPARE(readBins(folder), (std::map<std::string, std::string>{{"d", "w"}}));
    }

    void binsOfAnEvaluationAreSaved()
    {
        write("project/data/contigs.fa", ">a one\nACGTACGT\n>b\nGG\n>c\nTT\n>short\nA\n");
        write("project/evaluations/e1/metrics.json",
              R"({"task": "binning", "data": {"sequences": "data/contigs.fa"}})");
        write("project/evaluations/e1/assignments.tsv",
              "id\tspecies\tlength\tmodel\ttnf\na\tx\t8\t2\t0\nb\tx\t2\t-1\t0\nc\ty\t2\t0\t"
              "1\n");
        const std::filesystem::path result =
            folder_.filePath("project/evaluations/e1").toStdString();
        const std::filesystem::path out = folder_.filePath("saved").toStdString();
        SilentProgress progress;
        const auto save = [&](const std::string &candidate, const std::filesystem::path &file) {
            return saveEvaluatedBins(result, candidate, file, out, progress, {});
        };
        const SavedBins saved = save("", {});
        QCOMPARE(saved.bins, int64_t{2});
        QCOMPARE(saved.contigs, int64_t{2});
        QCOMPARE(saved.unbinned, int64_t{1});
        const std::map<std::string, std::string> expected{{"a", "bin_2"}, {"c", "bin_0"}};
        QCOMPARE(readBins(out / "model"), expected);
        QCOMPARE(readBins(out / "model.binning"), expected);
        QCOMPARE(readContigLengths(out / "model.binning").at("a"), int64_t{8});
        QCOMPARE(readSequences(out / "model" / "bin_2.fa").front().bases, std::string("ACGTACGT"));
        QCOMPARE(readSequences(out / "model" / "unbinned.fa").front().id, std::string("b"));
        QCOMPARE(save("tnf", {}).bins, int64_t{2});
        QCOMPARE(readBins(out / "tnf").at("b"), std::string("bin_0"));
        QVERIFY_THROWS_EXCEPTION(OptionError, save("species", {}));
        save("tnf", {}); // takes the place of the former ones
        // A run that bears the name of its candidate stays what it is.
        write("saved/tnf/run.json", "{}");
        QVERIFY(errorOf([&] { save("tnf", {}); }).find("something else") != std::string::npos);
        QVERIFY(std::filesystem::exists(out / "tnf" / "run.json"));
        // Others do not hold the contigs: what was saved stays.
        const auto other = write("other.fa", ">a\nACGT\n");
        QVERIFY(errorOf([&] { save("model", other); }).starts_with("2 of 3 contigs"));
        QCOMPARE(readBins(out / "model"), expected);
        std::filesystem::remove(folder_.filePath("project/data/contigs.fa").toStdString());
        QVERIFY(errorOf([&] { save("model", {}); }).starts_with("the sequences are not where"));
        QVERIFY(!errorOf([&] { saveEvaluatedBins(out, "", {}, out, progress, {}); }).empty());
    }
};

QTEST_GUILESS_MAIN(TestBinFiles)
#include "tst_bin_files.moc"
