// `helicase train classify`, `predict`, `evaluate classify` and `evaluate gue` as child processes.
#include "core/base/json_file.h"
#include "core/base/tsv.h"
#include "core/evaluate/prediction_table.h"
#include "core/run/run_folder.h"
#include "tests/core/neural/tasks/classification_files.h"
#include "tests/support/test_data.h"

#include <QProcess>
#include <QTemporaryDir>

#include <nlohmann/json.hpp>

using namespace helicase;

namespace {

constexpr int timeout = 120'000; // milliseconds

QString text(const std::filesystem::path &path)
{
    return QString::fromStdString(path.string());
}

} // namespace

class TestClassifyCommand : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        root_ = folder_.path().toStdString();
        std::filesystem::create_directories(root_ / "data");
        test::writeLabelled(root_ / "data/train.csv", 70, 1);
        test::writeLabelled(root_ / "data/dev.csv", 30, 2);
        test::writeLabelled(root_ / "data/test.csv", 33, 3);
    }

    void trainsPredictsAndEvaluates_data()
    {
        QTest::addColumn<QStringList>("adapters");
        QTest::newRow("all weights") << QStringList();
        QTest::newRow("adapters") << QStringList{"--set", "lora.enabled=true", "--set", "lora.r=4"};
        QTest::newRow("adapters alone")
            << QStringList{"--set", "lora.enabled=true", "--set", "lora.merge=false"};
    }

    void trainsPredictsAndEvaluates()
    {
        QFETCH(QStringList, adapters);
        const std::string name = QTest::currentDataTag();
        QStringList words = {"train", "classify", "--run", text(root_ / name)};
        if (!adapters.isEmpty())
            words << "--model.path" << text(root_ / "all weights");
        QVERIFY2(run(words + tiny() + adapters), errors_);
        const RunFolder folder(root_ / name);
        QCOMPARE(summarizeRun(folder.root()).state, RunState::Done);
        const PredictionTable ofRun = readPredictions(folder.results() / "predictions.tsv");
        QCOMPARE(ofRun.size(), int64_t{33});
        const nlohmann::json scores = readJsonFile(folder.results() / "metrics.json");
        QVERIFY(scores.at("classification").at("accuracy").get<double>() > 0.8);

        // The same sequences without labels give the same classes.
        const auto table = root_ / (name + ".tsv");
        QVERIFY2(run({"predict", text(root_ / "data/test.csv"), "--model", text(root_ / name), "-o",
                      text(table)}),
                 errors_);
        const TsvTable predicted = readTsv(table);
        QCOMPARE(predicted.columns,
                 (std::vector<std::string>{"id", "predicted", "probability.a", "probability.b"}));
        QCOMPARE(predicted.rows.size(), size_t{33});
        for (size_t i = 0; i < 33; ++i)
            QCOMPARE(predicted.rows[i][1], ofRun.classes[static_cast<size_t>(ofRun.predicted[i])]);

        const auto result = root_ / (name + " evaluated");
        QVERIFY2(run({"evaluate", "classify", "--data", text(root_ / "data/test.csv"), "--model",
                      text(root_ / name), "-o", text(result)}),
                 errors_);
        const nlohmann::json metrics = readJsonFile(result / "metrics.json");
        QCOMPARE(metrics.at("task").get<std::string>(), std::string("classify"));
        QCOMPARE(metrics.at("candidates").size(), size_t{3}); // with two baselines
        QCOMPARE(metrics.at("classification").at("confusion"),
                 scores.at("classification").at("confusion"));
        QCOMPARE(readPredictions(result / "predictions.tsv").predicted, ofRun.predicted);
        for (const char *file : {"report.html", "summary.tsv", "roc.tsv", "figures/roc_1.svg"})
            QVERIFY2(std::filesystem::exists(result / file), file);
    }

    void predictsOtherFormats()
    {
        if (!std::filesystem::exists(root_ / "all weights"))
            QSKIP("the run was not made");
        std::ofstream(root_ / "three.fa") << ">x one\nACGTACGTACGT\nACGT\n>y\nGGGGCCCC\n>z\nTTTT\n";
        QVERIFY2(run({"predict", text(root_ / "three.fa"), "--model", text(root_ / "all weights"),
                      "-o", text(root_ / "three.tsv")}),
                 errors_);
        const TsvTable table = readTsv(root_ / "three.tsv");
        QCOMPARE(table.rows.size(), size_t{3});
        QCOMPARE(table.rows[0][0], std::string("x"));
        QVERIFY(!run({"predict", text(root_ / "three.fa"), "--model", text(root_ / "data")}));
        QVERIFY2(errors_.contains("no model"), errors_);
    }

    void runsTheTasksOfGue()
    {
        // Two tasks of the benchmark's layout, with the reduced recipes.
        for (const char *task : {"gue/tf/0", "gue/mouse/2"}) {
            std::filesystem::create_directories(root_ / task);
            for (const char *split : {"train.csv", "dev.csv", "test.csv"})
                std::filesystem::copy_file(root_ / "data" / split, root_ / task / split);
        }
        const QStringList words{
            "evaluate",  "gue",
            "--data",    text(root_ / "gue"),
            "--recipes", text(test::sourceFolder() / "configs/gue/small"),
            "--with",    "model.layers=1,model.width=32,model.feed_forward=32,length.steps=2",
            "-o",        text(root_ / "benchmark")};
        QVERIFY2(run(words), errors_);
        const TsvTable table = readTsv(root_ / "benchmark/gue.tsv");
        QCOMPARE(table.columns.front(), std::string("Task"));
        QCOMPARE(table.columns[2], std::string("DNABERT-2 (published)"));
        QCOMPARE(table.rows.size(), size_t{3});
        QCOMPARE(table.rows[0][2], std::string("71.99"));
        QCOMPARE(table.rows[1][2], std::string("79.32"));
        QVERIFY(table.rows[2][2].starts_with("75.6")); // the mean
        const auto metrics = root_ / "benchmark/runs/from-recipe/tf_0/results/metrics.json";
        QVERIFY(std::filesystem::exists(metrics));
        // Finished tasks are kept; other options are refused.
        const auto before = std::filesystem::last_write_time(metrics);
        QVERIFY2(run(words), errors_);
        QCOMPARE(std::filesystem::last_write_time(metrics), before);
        QStringList others = words;
        others.replaceInStrings("length.steps=2", "length.steps=3");
        QVERIFY(!run(others));
        QVERIFY2(errors_.contains("length.steps"), errors_);
        QVERIFY(!run({"evaluate", "gue", "--data", text(root_ / "gue"), "--tasks", "tf/9", "-o",
                      text(root_ / "none")}));
        QVERIFY2(errors_.contains("tf/9"), errors_);
    }

    void everyPublishedRecipeIsRead()
    {
        // The recipes name no data; a folder that does not exist is what is missing.
        for (const char *name : {"emp", "prom_core", "prom_core_tata", "prom_300", "prom_300_tata",
                                 "splice", "virus", "mouse", "tf"}) {
            for (const char *scale : {"gue", "gue/small"}) {
                const auto recipe =
                    test::sourceFolder() / "configs" / scale / (std::string(name) + ".yaml");
                QVERIFY(!run(
                    {"train", "classify", "--config", text(recipe), "--run", text(root_ / "never"),
                     "--set", "data.folder=/nowhere", "--set",
                     "data.tokenizer=" + text(test::sourceFolder() / "resources/demo/tokenizer")}));
                QVERIFY2(errors_.contains("/nowhere"), errors_);
                std::filesystem::remove_all(root_ / "never");
            }
        }
    }

private:
    QStringList tiny() const
    {
        QStringList words;
        for (const QString &option :
             {"data.folder=" + text(root_ / "data"),
              "data.tokenizer=" + text(test::sourceFolder() / "resources/demo/tokenizer"),
              QString("model.layers=1"), QString("model.width=32"), QString("model.heads=2"),
              QString("model.feed_forward=32"), QString("optimizer.lr=1e-2"),
              QString("schedule.warmup=3"), QString("batch.sequences=8"),
              QString("length.epochs=6"), QString("evaluation.every=9")})
            words << "--set" << option;
        return words;
    }

    bool run(const QStringList &words)
    {
        QProcess process;
        process.start(test::program("helicase"), words + QStringList{"--threads", "1"});
        process.waitForFinished(timeout);
        errors_ = process.readAllStandardError();
        return process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    }

    QTemporaryDir folder_;
    std::filesystem::path root_;
    QByteArray errors_;
};

QTEST_GUILESS_MAIN(TestClassifyCommand)
#include "tst_classify_command.moc"
