// helicase data genome, train binding by the recipes of configs/dnallm and evaluate binding, as a
// shell sees them.
#include "core/base/atomic_file.h"
#include "core/base/json_file.h"
#include "core/base/tsv.h"
#include "tests/app/helicase/run_helicase.h"

#include <QTemporaryDir>

#include <nlohmann/json.hpp>

using namespace helicase;
using namespace helicase::test;

class TestBindingCommand : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    QString path(const QString &name) const { return folder_.filePath(name); }
    std::filesystem::path file(const QString &name) const { return path(name).toStdString(); }

    static QString source(const char *name)
    {
        return QString::fromStdString((sourceFolder() / name).string());
    }

    // The rows of two files, of which the windows are those of the demo.
    QStringList demoData() const
    {
        return {"--data.sequences", source("resources/demo/binding/binding_sequences.tsv.gz"),
                "--data.scores", source("resources/demo/binding/binding_scores.tsv.gz")};
    }

private Q_SLOTS:
    void genomeBecomesTokens()
    {
        writeFileAtomically(file("genome.fa"), ">chr1\nACGTACGTac\nGTNACGT\n");
        const Outcome bases = runHelicase(
            {"data", "genome", path("genome.fa"), "-o", path("bases"), "--alphabet", "bases"});
        QVERIFY2(bases.status == 0, qPrintable(bases.errors));
        QVERIFY2(bases.errors.contains("12 tokens for training, 2 for validation, 4 letters"),
                 qPrintable(bases.errors));
        QVERIFY2(bases.errors.contains("2 soft-masked bases (a, c, g, t) and 1 other"),
                 qPrintable(bases.errors));
        QCOMPARE(std::filesystem::file_size(file("bases/train.bin")), uintmax_t{24});
        const Outcome whole =
            runHelicase({"data", "genome", path("genome.fa"), "-o", path("whole")});
        QVERIFY2(whole.errors.contains("40 letters"), qPrintable(whole.errors));

        writeFileAtomically(file("protein.fa"), ">p\nMEEPQ\n");
        const Outcome refused =
            runHelicase({"data", "genome", path("protein.fa"), "-o", path("none"), "--filter"});
        QCOMPARE(refused.status, 3);
        QVERIFY2(refused.errors.contains("too few to train"), qPrintable(refused.errors));
        const Outcome contradiction =
            runHelicase({"data", "genome", path("genome.fa"), "-o", path("none"), "--filter",
                         "--alphabet", "found"});
        QCOMPARE(contradiction.status, 2);
        QVERIFY(!std::filesystem::exists(file("none/train.bin")));
    }

    void smallRecipeLearnsAndIsEvaluated()
    {
        const Outcome trained =
            runHelicase(QStringList{"train", "binding", "--config",
                                    source("configs/dnallm/baseline_small.yaml"), "--run",
                                    path("run"), "--length.steps", "40", "--data.split", "auto",
                                    "--evaluation.every", "40"} +
                        demoData());
        QVERIFY2(trained.status == 0, qPrintable(trained.errors));
        const std::string events = readFile(file("run/events.jsonl"));
        QVERIFY(events.contains("held-out windows (0.0 %) share bases with training windows"));
        QVERIFY(events.contains("validation/auprc"));

        const Outcome evaluated =
            runHelicase({"evaluate", "binding", "--data",
                         source("resources/demo/binding/binding_sequences.tsv.gz"), "--scores",
                         source("resources/demo/binding/binding_scores.tsv.gz"), "--model",
                         path("run"), "-o", path("evaluation")});
        QVERIFY2(evaluated.status == 0, qPrintable(evaluated.errors));
        const nlohmann::json metrics = readJsonFile(file("evaluation/metrics.json"));
        QVERIFY2(metrics.dump().contains("share bases with training windows"),
                 metrics.dump().c_str());
        const TsvTable windows = readTsv(file("evaluation/windows.tsv"));
        QCOMPARE(windows.columns.front(), std::string("window"));
        QCOMPARE(windows.rows.size(), size_t{160});
    }

    // Pre-training, the head on the frozen GPT, its evaluation beside the baseline, and why a
    // window is scored as it is.
    void smallGptRecipesRunFromEndToEnd()
    {
        const Outcome pretrained = runHelicase({"train",
                                                "gpt",
                                                "--config",
                                                source("configs/dnallm/gpt_vocab4_small.yaml"),
                                                "--run",
                                                path("gpt"),
                                                "--data.sequences",
                                                source("resources/demo/genomes"),
                                                "--model.context",
                                                "300",
                                                "--model.layers",
                                                "1",
                                                "--model.width",
                                                "32",
                                                "--batch.windows",
                                                "4",
                                                "--length.steps",
                                                "5",
                                                "--evaluation.batches",
                                                "1"});
        QVERIFY2(pretrained.status == 0, qPrintable(pretrained.errors));
        const Outcome trained =
            runHelicase(QStringList{"train", "binding", "--config",
                                    source("configs/dnallm/binding_vocab4_small.yaml"), "--run",
                                    path("head"), "--model.path", path("gpt"), "--length.steps",
                                    "10", "--batch.windows", "16", "--evaluation.every", "10"} +
                        demoData());
        QVERIFY2(trained.status == 0, qPrintable(trained.errors));

        const QString windows = source("resources/demo/binding/binding_sequences.tsv.gz");
        const Outcome evaluated =
            runHelicase({"evaluate", "binding", "--data", windows, "--scores",
                         source("resources/demo/binding/binding_scores.tsv.gz"), "--model",
                         path("head") + "," + path("run"), "-o", path("both")});
        QVERIFY2(evaluated.status == 0, qPrintable(evaluated.errors));
        QVERIFY2(evaluated.output.contains("head"), evaluated.output.constData());

        const Outcome explained =
            runHelicase({"explain", "--model", path("head"), "--sequences", windows, "--first",
                         "100", "--bases", "9", "-o", path("why")});
        QVERIFY2(explained.status == 0, qPrintable(explained.errors));
        QCOMPARE(readTsv(file("why/mutagenesis.tsv")).rows.size(), size_t{27});
        QVERIFY(std::filesystem::exists(file("why/attention.safetensors")));
        const Outcome outside =
            runHelicase({"explain", "--model", path("head"), "--sequences", windows, "--first",
                         "100", "--bases", "900", "-o", path("none")});
        QCOMPARE(outside.status, 2);
    }

    // One epoch of the published recipe, of few windows.
    void publishedRecipeRuns()
    {
        TsvTable sequences{.columns = {"sequence", "window_name"}}, scores;
        scores.rows.resize(30);
        for (int w = 0; w < 50; ++w) {
            sequences.rows.push_back({std::string(30, "ACGT"[w % 4]), "w" + std::to_string(w)});
            scores.columns.push_back("w" + std::to_string(w));
            for (auto &row : scores.rows)
                row.push_back(std::to_string(w % 4));
        }
        writeTsv(file("sequences.tsv"), sequences);
        writeTsv(file("scores.tsv"), scores);
        const Outcome trained = runHelicase(
            {"train", "binding", "--config", source("configs/dnallm/baseline.yaml"), "--run",
             path("published"), "--data.sequences", path("sequences.tsv"), "--data.scores",
             path("scores.tsv"), "--length.epochs", "2", "--evaluation.every", "2"});
        QVERIFY2(trained.status == 0, qPrintable(trained.errors));
        // 40 windows, each as it is and shifted, in batches of 64 and 16.
        const nlohmann::json run = readJsonFile(file("published/run.json"));
        QVERIFY2(readFile(file("published/events.jsonl")).contains("\"step\":4"),
                 run.dump().c_str());
        QVERIFY(!readFile(file("published/events.jsonl")).contains("\"step\":5"));
    }

    void badDataAreRefused_data()
    {
        QTest::addColumn<QString>("sequences");
        QTest::addColumn<QString>("scores");
        QTest::addColumn<QString>("words");
        const QString header = "sequence\twindow_name\n";
        QTest::newRow("length") << header + "ACG\tw1\nAC\tw2\n"
                                << "w1\tw2\n1\t1\n1\t1\n1\t1\n"
                                << "\"w2\" has 2 bases";
        QTest::newRow("too few scores") << header + "ACG\tw1\nACG\tw2\n"
                                        << "w1\tw2\n1\t1\n1\t1\n"
                                        << "window \"w1\": 2 scores for 3 bases";
        QTest::newRow("nan") << header + "ACG\tw1\nACG\tw2\n"
                             << "w1\tw2\n1\t1\n1\tnan\n1\t1\n"
                             << "window \"w2\" has the score \"nan\" for base 2";
        QTest::newRow("letter") << header + "ACG\tw1\nAZG\tw2\n"
                                << "w1\tw2\n1\t1\n1\t1\n1\t1\n"
                                << "window \"w2\", base 2: \"Z\" is not a nucleotide code";
        QTest::newRow("nothing held out") << header + "ACG\tw1\n"
                                          << "w1\n1\n1\n1\n"
                                          << "too few to train and to validate";
    }

    void badDataAreRefused()
    {
        QFETCH(QString, sequences);
        QFETCH(QString, scores);
        QFETCH(QString, words);
        writeFileAtomically(file("bad.tsv"), sequences.toStdString());
        writeFileAtomically(file("bad_scores.tsv"), scores.toStdString());
        const Outcome outcome = runHelicase({"train", "binding", "--model.backbone", "onehot",
                                             "--data.sequences", path("bad.tsv"), "--data.scores",
                                             path("bad_scores.tsv"), "--run", path("bad")});
        QCOMPARE(outcome.status, 3);
        QVERIFY2(outcome.errors.contains(words), qPrintable(outcome.errors));
    }
};

QTEST_GUILESS_MAIN(TestBindingCommand)
#include "tst_binding_command.moc"
