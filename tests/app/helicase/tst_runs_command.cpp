// helicase runs: list, show, compare and export, as a shell sees them.
#include "core/base/atomic_file.h"
#include "core/base/sha256.h"
#include "core/run/run_notes.h"
#include "tests/app/helicase/run_helicase.h"
#include "tests/core/run/written_run.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <cmath>

using namespace helicase;
using namespace helicase::test;

class TestRunsCommand : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    QString path(const QString &name) const { return folder_.filePath(name); }
    std::filesystem::path file(const QString &name) const { return path(name).toStdString(); }

    void writeTraining(const QString &name, const std::string &rate, double factor)
    {
        std::vector<Event> events{{.time = runStart, .kind = "state", .text = "running"}};
        for (int step = 1; step <= 20; ++step)
            events.push_back(lossEvent(step, factor / step));
        events.push_back(validationEvent(20, factor));
        events.push_back({.time = runStart + 60, .kind = "state", .step = 20, .text = "done"});
        const RunFolder run = writeRun(file(name), events);
        writeFileAtomically(run.config(),
                            "optimizer:\n  lr: " + rate +
                                "\nseed: 1\ndata:\n  train: " + file("pairs.csv").string() + "\n");
        writeJsonFile(
            run.description(),
            {{"task", "contrastive"},
             {"started", runStart},
             {"total_steps", 20},
             {"command_line", "helicase train contrastive"},
             {"inputs",
              {{{"path", file("pairs.csv").string()}, {"size", 3}, {"sha256", sha256Of("abc")}}}}});
    }

private Q_SLOTS:
    void initTestCase()
    {
        writeFileAtomically(file("pairs.csv"), "abc");
        writeTraining("project/runs/a", "0.5", 4);
        writeTraining("project/runs/b", "0.25", 2);
        const RunFolder run(file("project/runs/a"));
        writeFileAtomically(run.checkpoint(10) / "model.safetensors", "weights");
        writeJsonFile(run.checkpoint(10) / "manifest.json",
                      {{"files", {{"model.safetensors", sha256Of("weights")}}}});
        writeFileAtomically(run.checkpoint(20) / "model.safetensors", "damaged");
        writeJsonFile(run.checkpoint(20) / "manifest.json",
                      {{"files", {{"model.safetensors", sha256Of("weights")}}}});
        writeFileAtomically(run.checkpoints() / "best", "step-000000010\n");
    }

    void listHasARowPerRun()
    {
        const Outcome outcome = runHelicase({"runs", "list", path("project")});
        QCOMPARE(outcome.status, 0);
        const QList<QByteArray> lines = outcome.output.trimmed().split('\n');
        QCOMPARE(lines.size(), 3);
        QVERIFY2(lines[1].simplified().startsWith("a done contrastive 20"), lines[1]);
        QVERIFY2(lines[1].simplified().endsWith("1 min 0 s 20 0.2 0.2 20"), lines[1]);
    }

    void listAsJson()
    {
        const Outcome outcome = runHelicase({"runs", "list", path("project/runs"), "--json"});
        QCOMPARE(outcome.status, 0);
        const QJsonArray runs = QJsonDocument::fromJson(outcome.output).array();
        QCOMPARE(runs.size(), 2);
        QCOMPARE(runs[1].toObject()["name"].toString(), "b");
        QCOMPARE(runs[1].toObject()["smallest_loss"].toDouble(), 0.1);
        QCOMPARE(runs[1].toObject()["smallest_loss_step"].toInt(), 20);
        QCOMPARE(runs[0].toObject()["best_checkpoint"].toInt(), 10);
    }

    void aRunThatCannotBeReadDoesNotHideTheOthers()
    {
        writeFileAtomically(file("mixed/bad/run.json"), "{");
        writeRun(file("mixed/good"), {lossEvent(1, 2)});
        const Outcome outcome = runHelicase({"runs", "list", path("mixed")});
        QCOMPARE(outcome.status, 3);
        QVERIFY(outcome.errors.contains("mixed/bad/run.json"));
        QVERIFY(outcome.output.contains("\ngood"));
    }

    void showTellsNameAndNote()
    {
        const RunFolder run(file("project/runs/b"));
        writeRunNotes(run, {.name = "low rate", .note = "First line.\nSecond line."});
        const Outcome outcome = runHelicase({"runs", "show", path("project/runs/b")});
        writeRunNotes(run, {});
        QCOMPARE(outcome.status, 0);
        const QString facts = QString::fromUtf8(outcome.output);
        QVERIFY2(facts.startsWith("run         low rate\nfolder      " +
                                  path("project/runs/b") +
                                  "\nnote        First line.\n            Second line.\n"),
                 qPrintable(facts));
    }

    void showTellsOptionsInputsCheckpointsAndMetrics()
    {
        const Outcome outcome = runHelicase({"runs", "show", path("project/runs/a"), "--json"});
        QCOMPARE(outcome.status, 0);
        const QJsonObject run = QJsonDocument::fromJson(outcome.output).array()[0].toObject();
        const QJsonObject options = run["options"].toObject();
        QCOMPARE(options["of"].toInt(), 3);
        // seed is the default.
        QCOMPARE(options["changed"].toArray()[0].toObject(),
                 QJsonObject({{"name", "optimizer.lr"}, {"value", "0.5"}}));
        QCOMPARE(options["changed"].toArray().size(), 2);
        QCOMPARE(run["inputs"].toArray()[0].toObject()["state"].toString(), "same");
        const QJsonArray checkpoints = run["checkpoints"].toArray();
        QCOMPARE(checkpoints[0].toObject()["state"].toString(), "intact");
        QVERIFY(checkpoints[0].toObject()["best"].toBool());
        QCOMPARE(checkpoints[1].toObject()["state"].toString(), "broken");
        const QJsonObject loss = run["metrics"].toObject()["train/loss"].toObject();
        QCOMPARE(loss["values"].toInt(), 20);
        QCOMPARE(loss["maximum"].toObject(), QJsonObject({{"step", 1}, {"value", 4.0}}));
        const QByteArray text = runHelicase({"runs", "show", path("project/runs/a")}).output;
        QVERIFY2(text.contains("\ncommand     helicase train contrastive\n"), text);
        QVERIFY2(text.contains("\n  optimizer.lr: 0.5\n"), text);
        QVERIFY2(text.contains("\n  same  "), text);
        QVERIFY2(text.contains("\n  intact  10  best\n"), text);
        QVERIFY2(text.contains("\n  broken  20  model.safetensors differs"), text);
    }

    void compareAsText()
    {
        const QByteArray text =
            runHelicase({"runs", "compare", path("project"), "--at-step", "10,15"}).output;
        QVERIFY2(text.startsWith("settings that differ: 1 of 4\n"), text);
        QVERIFY2(text.simplified().contains("setting a b optimizer.lr 0.5 0.25"), text);
        QVERIFY2(text.simplified().contains(
                     "train/loss b 0.1 20 0.1 20 2 1 0.2 10 0.133333 15 validation/loss a"),
                 text);
    }

    void compareAsTsv()
    {
        const QByteArray text = runHelicase({"runs", "compare", path("project/runs/b"),
                                             path("project/runs/a"), "--format", "tsv"})
                                    .output;
        QVERIFY2(
            text.startsWith("kind\tname\tfigure\tb\ta\nsetting\toptimizer.lr\tvalue\t0.25\t0.5\n"
                            "metric\ttrain/loss\tlast\t0.1\t0.2\n"
                            "metric\ttrain/loss\tlast, step\t20\t20\n"),
            text);
    }

    void compareChosenMetrics()
    {
        const Outcome outcome = runHelicase({"runs", "compare", path("project"), "--format", "tsv",
                                             "--metrics", "validation/loss"});
        QCOMPARE(outcome.output.count("\nmetric\tvalidation/loss\t"), 6);
        QVERIFY(!outcome.output.contains("train/loss"));
        const Outcome mistyped =
            runHelicase({"runs", "compare", path("project"), "--metrics", "validation/los"});
        QCOMPARE(mistyped.status, 2);
        QVERIFY(mistyped.errors.contains("did you mean validation/loss?"));
    }

    void compareAsJson()
    {
        const QJsonObject all =
            QJsonDocument::fromJson(
                runHelicase({"runs", "compare", path("project"), "--format", "json", "--all"})
                    .output)
                .object();
        QCOMPARE(all["runs"].toArray(), (QJsonArray{"a", "b"}));
        QCOMPARE(all["settings"].toObject()["seed"].toArray(), (QJsonArray{"1", "1"}));
        const QJsonArray minima =
            all["metrics"].toObject()["train/loss"].toObject()["minimum"].toArray();
        QCOMPARE(minima[1].toObject(), QJsonObject({{"step", 20}, {"value", 0.1}}));
    }

    void exportWritesATable()
    {
        const Outcome outcome =
            runHelicase({"runs", "export", path("project"), "-o", path("metrics.csv")});
        QCOMPARE(outcome.status, 0);
        const QList<QByteArray> lines = contentOf(path("metrics.csv")).trimmed().split('\n');
        QCOMPARE(lines.size(), 41);
        QCOMPARE(lines[0], QByteArray("run,step,epoch,time,train/loss,validation/loss"));
        QCOMPARE(lines[40], QByteArray("b,20,0.2,1700000020.000,0.1,2"));
    }

    void exportWritesEventFiles()
    {
        const Outcome outcome = runHelicase({"runs", "export", path("project/runs/a"), "-o",
                                             path("board"), "--format", "tensorboard"});
        QCOMPARE(outcome.status, 0);
        const QByteArray events =
            contentOf(path("board/a/events.out.tfevents.1700000000.helicase"));
        QVERIFY(events.contains("brain.Event:2"));
        QCOMPARE(events.count("train/loss"), 20);
    }

    void wrongUseIsTold_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("status");
        const QString run = path("project/runs/a");
        QTest::newRow("no run to show") << QStringList{"show"} << 2;
        QTest::newRow("a folder without runs") << QStringList{"show", path("")} << 3;
        QTest::newRow("one run to compare") << QStringList{"compare", run} << 2;
        QTest::newRow("the same run twice") << QStringList{"compare", run, run} << 2;
        QTest::newRow("a step in words")
            << QStringList{"compare", path("project"), "--at-step", "ten"} << 2;
        QTest::newRow("an export to nowhere") << QStringList{"export", run} << 2;
        QTest::newRow("an unknown format")
            << QStringList{"export", run, "-o", path("x"), "--format", "xls"} << 2;
    }

    void wrongUseIsTold()
    {
        QFETCH(QStringList, words);
        QFETCH(int, status);
        const Outcome outcome = runHelicase(QStringList{"runs"} + words);
        QCOMPARE(outcome.status, status);
        QCOMPARE(outcome.errors.count('\n'), 1);
    }
};

QTEST_GUILESS_MAIN(TestRunsCommand)
#include "tst_runs_command.moc"
