#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/sha256.h"
#include "core/run/event.h"
#include "core/run/run_folder.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

class TestRunFolder : public QObject {
    Q_OBJECT

    static void makeCheckpoint(const RunFolder &run, int64_t step, const std::string &content)
    {
        const auto folder = run.checkpoint(step);
        writeFileAtomically(folder / "model.safetensors", content);
        writeJsonFile(folder / "manifest.json", {{"files", {{"model.safetensors", sha256Of(content)}}}});
    }

private Q_SLOTS:
    void stepsAreNamedWithNineDigits()
    {
        QCOMPARE(RunFolder("r").checkpoint(100), std::filesystem::path("r/checkpoints/step-000000100"));
    }

    void onlyIntactCheckpointsCount()
    {
        const QTemporaryDir folder;
        const RunFolder run(folder.path().toStdString());
        QVERIFY(!newestIntactCheckpoint(run));
        makeCheckpoint(run, 100, "a");
        makeCheckpoint(run, 200, "b");
        makeCheckpoint(run, 300, "c");
        writeFileAtomically(run.checkpoint(300) / "model.safetensors", "damaged");
        writeFileAtomically(run.checkpoint(400) / "model.safetensors", "no manifest");
        QCOMPARE(listCheckpoints(run).size(), size_t{3});
        QVERIFY(verifyCheckpoint(run.checkpoint(300)).value().find("model.safetensors") != std::string::npos);
        QCOMPARE(newestIntactCheckpoint(run).value().step, int64_t{200});
    }

    void summaryTellsStateAndLoss()
    {
        const QTemporaryDir folder;
        const RunFolder run(folder.path().toStdString());
        writeJsonFile(run.description(), {{"task", "contrastive"}, {"process", ::getpid()}, {"total_steps", 10}});
        {
            EventWriter writer(run.events());
            writer.append({.kind = "state", .text = "running"});
            writer.append({.kind = "metrics", .step = 1, .metrics = {{"train/loss", 2.0}}});
            writer.append({.kind = "metrics", .step = 2, .metrics = {{"train/loss", 1.0}}});
            writer.append({.kind = "metrics", .step = 3, .metrics = {{"train/loss", 1.5}}});
        }
        RunSummary summary = summarizeRun(run.root());
        QCOMPARE(summary.state, RunState::Running);
        QCOMPARE(summary.step, int64_t{3});
        QCOMPARE(summary.lastLoss.value(), 1.5);
        QCOMPARE(summary.smallestLoss.value(), 1.0);
        QCOMPARE(summary.smallestLossStep, int64_t{2});
        QVERIFY(!summary.bestStep);
        std::filesystem::create_directories(run.checkpoints());
        writeFileAtomically(run.checkpoints() / "best", "step-000000002\n");
        QCOMPARE(summarizeRun(run.root()).bestStep, std::optional<int64_t>(2));
        EventWriter(run.events()).append({.kind = "state", .step = 3, .text = "done"});
        QCOMPARE(summarizeRun(run.root()).state, RunState::Done);
    }

    void deadWorkerGivesNoSignal()
    {
        const QTemporaryDir folder;
        const RunFolder run(folder.path().toStdString());
        writeJsonFile(run.description(), {{"task", "contrastive"}, {"process", 0}});
        EventWriter(run.events()).append({.kind = "state", .text = "running"});
        QCOMPARE(summarizeRun(run.root()).state, RunState::NoSignal);
    }

    void folderWithoutDescriptionIsNoRun()
    {
        const QTemporaryDir folder;
        QVERIFY_THROWS_EXCEPTION(InputError, summarizeRun(folder.path().toStdString()));
        QVERIFY(findRuns(folder.path().toStdString()).empty());
    }

    void malformedDescriptions_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut off") << QByteArray("{\"task\": \"contr");
        QTest::newRow("no object") << QByteArray("[1, 2]");
        QTest::newRow("wrong type") << QByteArray(R"({"task": 7})");
        QTest::newRow("no text") << QByteArray("\x00\xff", 2);
    }

    void malformedDescriptions()
    {
        QFETCH(QByteArray, content);
        const QTemporaryDir folder;
        const RunFolder run(folder.path().toStdString());
        writeFileAtomically(run.description(), content.toStdString());
        QVERIFY_THROWS_EXCEPTION(InputError, summarizeRun(run.root()));
    }
};

QTEST_GUILESS_MAIN(TestRunFolder)
#include "tst_run_folder.moc"
