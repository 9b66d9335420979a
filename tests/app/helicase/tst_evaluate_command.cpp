// The commands embed, project and evaluate as a pipeline runs them.
#include "core/base/json_file.h"
#include "core/base/tsv.h"
#include "core/dataset/bin_files.h"
#include "core/dataset/embedding_table.h"
#include "tests/app/helicase/run_helicase.h"
#include "tests/core/neural/embed/synthetic_species.h"
#include "tests/core/neural/embed/tiny_model.h"

#include <QTemporaryDir>

#include <nlohmann/json.hpp>

using namespace helicase;
using namespace helicase::test;

class TestEvaluateCommand : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    QString path(const QString &name) const { return folder_.filePath(name); }
    std::filesystem::path file(const QString &name) const { return path(name).toStdString(); }

private Q_SLOTS:
    void initTestCase()
    {
        writeSyntheticSpecies(folder_.path().toStdString());
        writeTinyModel(file("model"));
    }

    void binningWritesTheResultFolder()
    {
        const Outcome outcome =
            runHelicase({"evaluate", "binning", "--data", path("contigs.fa"), "--labels",
                         path("labels.tsv"), "-o", path("binning-01"), "--threshold", "0.7"});
        QVERIFY2(outcome.status == 0, qPrintable(outcome.errors));
        QVERIFY2(outcome.output.contains("TNF, strands merged"), qPrintable(outcome.output));
        QVERIFY2(outcome.errors.contains("left out of every metric"), qPrintable(outcome.errors));
        for (const char *name :
             {"metrics.json", "summary.tsv", "bins.tsv", "assignments.tsv", "recovered.tsv",
              "left_out.tsv", "report.html", "figures/bins_recovered.svg"})
            QVERIFY2(std::filesystem::exists(file("binning-01") / name), name);
        const auto metrics = readJsonFile(file("binning-01/metrics.json"));
        QCOMPARE(metrics.at("task").get<std::string>(), std::string("binning"));
        for (const auto &candidate : metrics.at("candidates"))
            for (const char *key : {"ari", "nmi", "purity", "completeness", "contamination", "f1",
                                    "bins", "species", "unbinned"})
                QVERIFY2(candidate.at("metrics").at(key).contains("mean"), key);
        QVERIFY(metrics.at("provenance")
                    .at("command")
                    .get<std::string>()
                    .starts_with("helicase evaluate binning"));
        QCOMPARE(metrics.at("provenance").at("seeds").size(), size_t{5});
    }

    void binsOfAResultAreSaved()
    {
        QVERIFY(std::filesystem::exists(file("binning-01/assignments.tsv")));
        const Outcome outcome = runHelicase(
            {"data", "bins", path("binning-01"), "--candidate", "tnf", "-o", path("saved")});
        QVERIFY2(outcome.status == 0, qPrintable(outcome.errors));
        QVERIFY2(outcome.errors.contains(path("saved/tnf.binning")), qPrintable(outcome.errors));
        // The contigs in bins are those of the file that the evaluation wrote.
        QCOMPARE(readBins(file("saved/tnf")), readBins(file("binning-01/bins/tnf.binning")));
        const Outcome none = runHelicase({"data", "bins", path("model"), "-o", path("saved")});
        QCOMPARE(none.status, 3);
        const Outcome other = runHelicase(
            {"data", "bins", path("binning-01"), "--candidate", "nobody", "-o", path("saved")});
        QCOMPARE(other.status, 2);
        QVERIFY2(other.errors.contains("tnf"), qPrintable(other.errors));
    }

    void fewShotWritesTheLearningCurve()
    {
        const Outcome outcome = runHelicase({"evaluate",   "few-shot",
                                             "--data",     path("contigs.fa"),
                                             "--labels",   path("labels.tsv"),
                                             "--fewest",   "10",
                                             "--model",    path("model"),
                                             "--baseline", "tnf, 3-mers",
                                             "--seeds",    "0,1",
                                             "--shots",    "1,5,20",
                                             "--tested",   "5",
                                             "-o",         path("few-shot-01")});
        QVERIFY2(outcome.status == 0, qPrintable(outcome.errors));
        QVERIFY2(outcome.output.contains("3-mers") && outcome.output.contains("5 shots") &&
                     outcome.output.contains("best baseline"),
                 outcome.output.constData());
        QVERIFY2(outcome.errors.contains("Left out: 20 training contigs"),
                 qPrintable(outcome.errors));
        for (const char *name :
             {"metrics.json", "summary.tsv", "intervals.tsv", "few_shot.tsv", "learning_curve.tsv",
              "left_out.tsv", "report.html", "figures/learning_curve.svg"})
            QVERIFY2(std::filesystem::exists(file("few-shot-01") / name), name);
        QCOMPARE(readTsv(file("few-shot-01/few_shot.tsv")).rows.size(), size_t{3 * 2 * 2});
    }

    // Bins as other programs leave them, scored against a gold standard.
    void binsOfOtherProgramsAreScored()
    {
        writeFileAtomically(file("gold.binning"), "@Version:0.9.1\n@@SEQUENCEID\tBINID\t_LENGTH\n"
                                                  "a\tx\t300\nb\tx\t100\nc\ty\t200\n");
        writeFileAtomically(file("folder/one.fa"), ">a\nACGT\n>c\nACGT\n");
        writeFileAtomically(file("cami.binning"), "@@SEQUENCEID\tBINID\na\t1\nb\t1\nc\t2\n");
        const Outcome outcome =
            runHelicase({"evaluate", "bins", "--gold", path("gold.binning"), "--bins",
                         path("folder") + ',' + path("cami.binning"), "-o", path("bins-01")});
        QVERIFY2(outcome.status == 0, qPrintable(outcome.errors));
        QVERIFY2(outcome.output.contains("folder") && outcome.output.contains("cami"),
                 outcome.output.constData());
        const auto candidates = readJsonFile(file("bins-01/metrics.json")).at("candidates");
        QCOMPARE(candidates.at(0).at("metrics").at("mean_purity").at("mean").get<double>(), 0.6);
        QCOMPARE(candidates.at(1).at("metrics").at("accuracy").at("mean").get<double>(), 1.0);
        QVERIFY(std::filesystem::exists(file("bins-01/report.html")));
    }

    void embeddingsAreProjected()
    {
        Outcome outcome = runHelicase({"embed", path("contigs.fa"), "--baseline", "tnf", "-o",
                                       path("embeddings/tnf.safetensors")});
        QVERIFY2(outcome.status == 0, qPrintable(outcome.errors));
        QCOMPARE(readEmbeddings(file("embeddings/tnf.safetensors")).vectors.columns(),
                 int64_t{256});
        outcome = runHelicase({"project", path("embeddings/tnf.safetensors"), "--dims", "3", "-o",
                               path("projections/tnf.tsv")});
        QVERIFY2(outcome.status == 0, qPrintable(outcome.errors));
        const TsvTable table = readTsv(file("projections/tnf.tsv"));
        QCOMPARE(table.columns, (std::vector<std::string>{"id", "x", "y", "z"}));
        QCOMPARE(table.rows.size(), size_t{40});
        const auto description = readJsonFile(file("projections/tnf.json"));
        QCOMPARE(description.at("source").get<std::string>(),
                 std::string("embeddings/tnf.safetensors"));
        QCOMPARE(description.at("explained_variance").size(), size_t{3});
    }

    void modelsComputeInTheChosenPrecision_data()
    {
        QTest::addColumn<QString>("precision");
        QTest::newRow("fp32") << "fp32";
        QTest::newRow("bf16") << "bf16";
        QTest::newRow("auto") << "auto";
    }

    // The vectors are those of embed.
    void modelsComputeInTheChosenPrecision()
    {
        QFETCH(QString, precision);
        const QString vectors = path("model-" + precision + ".safetensors");
        Outcome outcome = runHelicase({"embed", path("contigs.fa"), "--model", path("model"),
                                       "--precision", precision, "-o", vectors});
        QVERIFY2(outcome.status == 0, qPrintable(outcome.errors));
        const std::string used = readEmbeddings(vectors.toStdString()).provenance.at("precision");
        if (precision != "auto")
            QCOMPARE(QString::fromStdString(used), precision);

        const QString folder = "clustering-" + precision;
        outcome =
            runHelicase({"evaluate", "clustering", "--data", path("contigs.fa"), "--labels",
                         path("labels.tsv"), "--model", path("model"), "--baseline", "",
                         "--embeddings", vectors, "--precision", precision, "-o", path(folder)});
        QVERIFY2(outcome.status == 0, qPrintable(outcome.errors));
        const auto candidates = readJsonFile(file(folder + "/metrics.json")).at("candidates");
        QCOMPARE(candidates.size(), size_t{2});
        QCOMPARE(candidates[0].at("details").at("precision").get<std::string>(), used);
        QCOMPARE(candidates[0].at("metrics").dump(), candidates[1].at("metrics").dump());
    }

    void mistakesAreOneLine_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("part");
        const QString data = path("contigs.fa");
        const QString labels = path("labels.tsv");
        const QStringList binning{"evaluate", "binning", "-o", path("refused")};
        QTest::newRow("no data") << binning + QStringList{"--labels", labels} << 2 << "data";
        QTest::newRow("missing file")
            << binning + QStringList{"--data", path("no.fa"), "--labels", labels} << 3 << "no.fa";
        QTest::newRow("labels are no table")
            << binning + QStringList{"--data", data, "--labels", data} << 3 << "contigs.fa";
        QTest::newRow("unknown baseline")
            << binning + QStringList{"--data", data, "--labels", labels, "--baseline", "kmer"} << 2
            << "tnf-merged";
        QTest::newRow("no model there")
            << binning + QStringList{"--data", data, "--labels", labels, "--model", path("none")}
            << 3 << "none";
        QTest::newRow("bad seed") << binning + QStringList{"--data", data,      "--labels",
                                                           labels,   "--seeds", "1,x"}
                                  << 2 << "seed";
        const QStringList fewShot{"evaluate", "few-shot", "-o",       path("refused"),
                                  "--data",   data,       "--labels", labels};
        QTest::newRow("no number of contigs")
            << fewShot + QStringList{"--shots", "0,1"} << 2 << "shots";
        QTest::newRow("contigs without labels")
            << QStringList{"evaluate", "few-shot", "-o", path("refused"), "--data", data} << 3
            << "--labels";
        QTest::newRow("no kernel")
            << fewShot + QStringList{"--baseline", "tnf_k"} << 2 << "--kernel";
        QTest::newRow("the kernel is none")
            << fewShot + QStringList{"--baseline", "tnf_k", "--kernel", data} << 3 << "contigs.fa";
        QTest::newRow("precision of trained heads")
            << QStringList{"evaluate",    "binding", "--data",  data,
                           "--scores",    labels,    "--model", data,
                           "--precision", "bf16",    "-o",      path("refused")}
            << 2 << "fp32";
        QTest::newRow("precision of classifiers")
            << QStringList{"evaluate", "classify",    "--data", labels, "--model",
                           data,       "--precision", "bf16",   "-o",   path("refused")}
            << 2 << "fp32";
        writeFileAtomically(file("foreign.depth"), "elsewhere\t5\n");
        QTest::newRow("depth of other contigs")
            << binning +
                   QStringList{"--data", data, "--labels", labels, "--depth", path("foreign.depth")}
            << 3 << "other contigs";
        writeFileAtomically(file("headless.binning"),
                            "@Version:0.9.1\n@SampleID:s\n\n@@SEQUENCEID\tLENGTH\na\t5\n");
        QTest::newRow("CAMI file without bins")
            << binning + QStringList{"--data", data, "--labels", path("headless.binning")} << 3
            << "CAMI file: column BINID is missing";
        QTest::newRow("nothing to score")
            << QStringList{"evaluate", "bins", "--gold", labels, "-o", path("refused")} << 2
            << "bins";
        QTest::newRow("embed without a model")
            << QStringList{"embed", data, "-o", path("e.npy")} << 2 << "--model";
        QTest::newRow("embed to another format")
            << QStringList{"embed", data, "--baseline", "tnf", "-o", path("e.csv")} << 2
            << ".safetensors";
        QTest::newRow("project something else")
            << QStringList{"project", data, "-o", path("p.tsv")} << 3 << "contigs.fa";
    }

    void mistakesAreOneLine()
    {
        QFETCH(QStringList, words);
        QFETCH(int, status);
        QFETCH(QString, part);
        const Outcome outcome = runHelicase(words);
        QVERIFY2(outcome.status == status, qPrintable(outcome.errors));
        QVERIFY2(outcome.errors.startsWith("helicase: "), qPrintable(outcome.errors));
        QCOMPARE(outcome.errors.count('\n'), 1);
        QVERIFY2(outcome.errors.contains(part), qPrintable(outcome.errors));
        QVERIFY(!QFile::exists(path("refused")));
    }
};

QTEST_GUILESS_MAIN(TestEvaluateCommand)
#include "tst_evaluate_command.moc"
