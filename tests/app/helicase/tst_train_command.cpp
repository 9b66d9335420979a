// `helicase train` as a child process: signals, kill -9, resume, wrong input.
#include "core/base/sha256.h"
#include "core/run/control.h"
#include "core/run/event.h"
#include "core/run/run_folder.h"
#include "tests/app/helicase/pair_recipe.h"

#include <QProcess>
#include <QTemporaryDir>

#include <csignal>
#include <fstream>

using namespace helicase;

namespace {

constexpr int startTimeout = 60'000; // milliseconds

} // namespace

class TestTrainCommand : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        root_ = folder_.path().toStdString();
        test::writePairRecipe(root_, "checkpoint: {every: 10, keep: 1000}\nevaluation.every: 50\n");
    }

    void killedRunsAreResumed()
    {
        QVERIFY(finish(start("whole", {"--length.steps", "200"})) == 0);

        QProcess &process = start("killed", {"--length.steps", "200"});
        QTRY_VERIFY_WITH_TIMEOUT(newestStep("killed") >= 20, startTimeout);
        ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
        process.waitForFinished();
        QCOMPARE(summarizeRun(root_ / "killed").state, RunState::NoSignal);
        const int64_t reached = newestStep("killed");
        QVERIFY(reached < 200);

        QProcess resumed;
        run(resumed, {"train", "contrastive", "--run", path("killed"), "--resume"});
        QCOMPARE(finish(resumed), 0);
        const QByteArray errors = resumed.readAllStandardError();
        QVERIFY2(errors.contains("resumed from step"), errors);
        QCOMPARE(summarizeRun(root_ / "killed").state, RunState::Done);
        for (const char *file : {"model.safetensors", "optimizer.safetensors"})
            QCOMPARE(sha256OfFile(RunFolder(root_ / "killed").checkpoint(200) / file),
                     sha256OfFile(RunFolder(root_ / "whole").checkpoint(200) / file));
    }

    void anEndedRunGoesBack()
    {
        QCOMPARE(finish(start("back", {"--length.steps", "40"})), 0);
        QProcess rewound;
        run(rewound, {"train", "contrastive", "--run", path("back"), "--resume", "--rewind", "20",
                      "--skip", "3"});
        QCOMPARE(finish(rewound), 0);
        int64_t afterwards = 0;
        bool isBack = false;
        for (const Event &event : EventReader(root_ / "back/events.jsonl").poll())
            if (event.kind == "metrics") {
                isBack |= event.step == 21 && afterwards == 40;
                afterwards = event.step;
            }
        QVERIFY(isBack);
        QCOMPARE(newestStep("back"), int64_t{40});

        QProcess missing;
        run(missing, {"train", "contrastive", "--run", path("back"), "--resume", "--rewind", "25"});
        QCOMPARE(finish(missing), 2);
        QVERIFY(missing.readAllStandardError().contains("no intact checkpoint of step 25"));
    }

    void stopsAndSaves_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("interrupt") << SIGINT;
        QTest::newRow("terminate") << SIGTERM;
        QTest::newRow("request") << 0;
    }

    void stopsAndSaves()
    {
        QFETCH(int, signal);
        const char *name = QTest::currentDataTag();
        QProcess &process = start(name, {"--length.steps", "1000000"});
        QTRY_VERIFY_WITH_TIMEOUT(newestStep(name) >= 10, startTimeout);
        if (signal != 0)
            ::kill(static_cast<pid_t>(process.processId()), signal);
        else
            appendControlRequest(RunFolder(root_ / name).control(), {.request = "stop"});
        QCOMPARE(finish(process), 4);
        const RunSummary summary = summarizeRun(root_ / name);
        QCOMPARE(summary.state, RunState::Stopped);
        QCOMPARE(newestStep(name), summary.step);
    }

    void twoWritersAreRefused()
    {
        QProcess &process = start("busy", {"--length.steps", "1000000"});
        QTRY_VERIFY_WITH_TIMEOUT(newestStep("busy") >= 10, startTimeout);
        QProcess second;
        run(second, {"train", "contrastive", "--run", path("busy"), "--resume"});
        QCOMPARE(finish(second), 1);
        QVERIFY(second.readAllStandardError().contains("another process"));
        ::kill(static_cast<pid_t>(process.processId()), SIGTERM);
        QCOMPARE(finish(process), 4);
    }

    void mistakesAreOneLine_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("message");
        std::ofstream(root_ / "bad.yaml") << "model:\n  layers: 2\n  widht: 64\n";
        std::ofstream(root_ / "range.yaml") << "length:\n  steps: -1\n";
        std::ofstream(root_ / "bad.csv") << "ACGT,ACGT,a\nACGT,AC!T,b\n";
        QTest::newRow("unknown key")
            << QStringList{"--config", path("bad.yaml")} << 3 << QByteArray("bad.yaml:3");
        QTest::newRow("steps below 0")
            << QStringList{"--config", path("range.yaml")} << 3 << QByteArray("range.yaml:2");
        QTest::newRow("missing recipe")
            << QStringList{"--config", path("absent.yaml")} << 3 << QByteArray("absent.yaml");
        QTest::newRow("bad pair") << QStringList{"--config", path("recipe.yaml"), "--data.train",
                                                 path("bad.csv")}
                                  << 3 << QByteArray("bad.csv:2");
        QTest::newRow("missing data")
            << QStringList{"--config", path("recipe.yaml"), "--data.train", path("absent.csv")} << 3
            << QByteArray("absent.csv");
        QTest::newRow("unknown option")
            << QStringList{"--length.stpes", "3"} << 2 << QByteArray("length.steps");
        QTest::newRow("heads") << QStringList{"--config", path("recipe.yaml"), "--model.heads", "3"}
                               << 2 << QByteArray("divisible");
    }

    void mistakesAreOneLine()
    {
        QFETCH(QStringList, words);
        QFETCH(int, status);
        QFETCH(QByteArray, message);
        QProcess process;
        run(process, QStringList{"train", "contrastive", "--run", path("mistake")} + words);
        const int found = finish(process);
        const QByteArray errors = process.readAllStandardError();
        QVERIFY2(found == status, errors);
        QVERIFY2(errors.contains(message), errors);
        QVERIFY2(errors.count('\n') == 1 && errors.startsWith("helicase: "), errors);
        QVERIFY(process.readAllStandardOutput().isEmpty());
    }

private:
    QString path(const char *name) const { return QString::fromStdString((root_ / name).string()); }

    int64_t newestStep(const char *run) const
    {
        const auto entries = listCheckpoints(RunFolder(root_ / run));
        return entries.empty() ? 0 : entries.back().step;
    }

    static void run(QProcess &process, const QStringList &words)
    {
        process.start(test::program("helicase"),
                      words + QStringList{"--threads", "1", "--deterministic"});
    }

    QProcess &start(const char *name, const QStringList &more)
    {
        process_ = std::make_unique<QProcess>();
        run(*process_, QStringList{"train", "contrastive", "--config", path("recipe.yaml"), "--run",
                                   path(name)} +
                           more);
        return *process_;
    }

    static int finish(QProcess &process)
    {
        return process.waitForFinished(120'000) && process.exitStatus() == QProcess::NormalExit
                   ? process.exitCode()
                   : -1;
    }

    QTemporaryDir folder_;
    std::filesystem::path root_;
    std::unique_ptr<QProcess> process_;
};

QTEST_GUILESS_MAIN(TestTrainCommand)
#include "tst_train_command.moc"
