// `helicase launch`: runs on several processes of this machine, and on two "machines" on loopback;
// what they compute, how they end.
#include "core/run/control.h"
#include "core/run/event.h"
#include "core/run/run_folder.h"
#include "tests/app/helicase/pair_recipe.h"
#include "tests/app/helicase/run_differences.h"

#include <QProcess>
#include <QTemporaryDir>

#include <csignal>
#include <memory>
#include <nlohmann/json.hpp>

using namespace helicase;

namespace {

constexpr int timeout = 60'000; // milliseconds

struct Outcome {
    int status = -1;
    QByteArray errors;
};

// The direct children of a process, in the order of their start.
std::vector<pid_t> childrenOf(qint64 process)
{
    const std::string id = std::to_string(process);
    std::ifstream stream("/proc/" + id + "/task/" + id + "/children");
    std::vector<pid_t> children;
    for (pid_t child = 0; stream >> child;)
        children.push_back(child);
    return children;
}

} // namespace

class TestLaunch : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        root_ = folder_.path().toStdString();
        // Dropout is part of it.
        test::writePairRecipe(root_, "batch: {pairs: 4, accumulation: 4}\n"
                                     "objective.temperature: 0.2\n"
                                     "checkpoint: {every: 5, keep: 1000}\n"
                                     "evaluation.every: 50\n"
                                     "length.steps: 20\n");
        QCOMPARE(finish(*train("alone", {})).status, 0);
    }

    void equalsOneProcess()
    {
        const Outcome outcome = finish(*launch("two", {"--nproc", "2"}));
        QVERIFY2(outcome.status == 0, outcome.errors);
        QVERIFY2(outcome.errors.contains("2 processes share"), outcome.errors);
        compareWithAlone("two");
        const auto description = nlohmann::json::parse(std::ifstream(run("two").description()));
        QCOMPARE(description.at("processes").get<int>(), 2);
        QCOMPARE(description.at("threads").get<int>(), 1);
    }

    // The published start of two machines, which are this one.
    void twoMachines()
    {
        const QString port = QString::number(30'000 + QCoreApplication::applicationPid() % 20'000);
        const auto start = [&](const char *number) {
            auto process = std::make_unique<QProcess>();
            setVariables(*process, {{"MASTER_ADDR", "localhost"},
                                    {"MASTER_PORT", port},
                                    {"NNODES", "2"},
                                    {"NODE_RANK", number},
                                    {"NPROC_PER_NODE", "2"},
                                    {"GLOO_SOCKET_IFNAME", "lo"}});
            process->start("bash", QStringList{script(), "--"} +
                                       trainWords("machines", recipeWords()).mid(1));
            return process;
        };
        const auto second = start("1"), first = start("0");
        const Outcome ofFirst = finish(*first), ofSecond = finish(*second);
        QVERIFY2(ofFirst.status == 0, ofFirst.errors);
        QVERIFY2(ofSecond.status == 0, ofSecond.errors);
        QVERIFY2(ofFirst.errors.contains("4 processes share"), ofFirst.errors);
        QVERIFY2(ofSecond.errors.isEmpty(), ofSecond.errors);
        compareWithAlone("machines");
    }

    void aKilledRankEndsTheRun_data()
    {
        QTest::addColumn<int>("rank");
        QTest::newRow("the first") << 0;
        QTest::newRow("another") << 1;
    }

    void aKilledRankEndsTheRun()
    {
        QFETCH(int, rank);
        const QByteArray name = "killed" + QByteArray::number(rank);
        const auto process = launch(name, {"--nproc", "2"}, {"--length.steps", "100000"});
        QTRY_VERIFY_WITH_TIMEOUT(newestStep(name) >= 10, timeout);
        ::kill(childrenOf(process->processId()).at(static_cast<size_t>(rank)), SIGKILL);
        QElapsedTimer timer;
        timer.start();
        const Outcome outcome = finish(*process);
        QVERIFY2(outcome.status == 1, outcome.errors);
        QVERIFY(timer.elapsed() < 20'000);
        const QByteArray line =
            "helicase: rank " + QByteArray::number(rank) + " was ended by signal 9";
        QVERIFY2(outcome.errors.contains(line), outcome.errors);
        if (rank == 1) { // rank 0 tells its watchers
            const RunSummary summary = summarizeRun(run(name).root());
            QCOMPARE(summary.state, RunState::Failed);
            QVERIFY2(summary.message.starts_with("the connection to another process of the run"),
                     summary.message.c_str());
        }
        // Nothing is lost, and the run goes on, on one process.
        const int64_t step = newestIntactCheckpoint(run(name))->step;
        QVERIFY(step >= 10);
        const Outcome resumed =
            finish(*train(name, {"--resume", "--length.steps", QString::number(step + 5)}));
        QVERIFY2(resumed.status == 0, resumed.errors);
        QCOMPARE(newestIntactCheckpoint(run(name))->step, step + 5);
    }

    // Any rank at any instant: the checkpoints that are there are intact, and the run goes on.
    void killedAgainAndAgain()
    {
        const int kills = qEnvironmentVariableIsSet("HELICASE_FULL") ? 60 : 3;
        RandomStream random(1, "instants");
        int64_t reached = 0;
        for (int kill = 0; kill < kills; ++kill) {
            const bool isBegun = std::filesystem::exists(run("often").description());
            const auto process = launchWords(
                trainWords("often", isBegun
                                        ? QStringList{"--resume"}
                                        : recipeWords() + QStringList{"--length.steps", "100000"}),
                {"--nproc", "2"});
            process->waitForFinished(300 + static_cast<int>(random.below(2000)));
            QTRY_VERIFY_WITH_TIMEOUT(childrenOf(process->processId()).size() == 2, timeout);
            const auto ranks = childrenOf(process->processId());
            ::kill(ranks.at(random.below(ranks.size())), SIGKILL);
            const Outcome outcome = finish(*process);
            QVERIFY2(outcome.status == 1, outcome.errors);
            for (const CheckpointEntry &entry : listCheckpoints(run("often")))
                QVERIFY(!verifyCheckpoint(entry.folder));
            QVERIFY2(newestStep("often") >= reached, "a checkpoint is lost");
            reached = newestStep("often");
        }
        QVERIFY(kills < 10 || reached > 0);
        qInfo("%d kills, step %lld reached", kills, static_cast<long long>(reached));
    }

    // A rank that neither ends nor answers, in processes that nobody looks after.
    void aSilentRankEndsTheRun()
    {
        const auto start = [&](const char *rank) {
            auto process = std::make_unique<QProcess>();
            setVariables(*process, {{"RANK", rank},
                                    {"WORLD_SIZE", "2"},
                                    {"MASTER_ADDR", "127.0.0.1"},
                                    {"MASTER_PORT", "29517"},
                                    {"HELICASE_RANK_TIMEOUT", "2"}});
            process->start(
                test::program("helicase"),
                trainWords("silent", recipeWords() + QStringList{"--length.steps", "100000"}));
            return process;
        };
        const auto first = start("0"), second = start("1");
        QTRY_VERIFY_WITH_TIMEOUT(newestStep("silent") >= 5, timeout);
        ::kill(static_cast<pid_t>(second->processId()), SIGSTOP);
        QElapsedTimer timer;
        timer.start();
        const Outcome outcome = finish(*first);
        ::kill(static_cast<pid_t>(second->processId()), SIGKILL);
        second->waitForFinished(timeout);
        QVERIFY2(outcome.status == 1, outcome.errors);
        QVERIFY2(timer.elapsed() < 15'000, QByteArray::number(timer.elapsed()));
        QVERIFY2(outcome.errors.contains(
                     "another process of the run gave no answer for 2 s; the run ends, its "
                     "checkpoints are kept"),
                 outcome.errors);
        QVERIFY(!verifyCheckpoint(newestIntactCheckpoint(run("silent"))->folder));
    }

    void stopsWhenOneIsAskedTo_data()
    {
        QTest::addColumn<QString>("whom");
        QTest::newRow("a rank that does not write") << "rank 1";
        QTest::newRow("the launcher") << "launcher";
        QTest::newRow("the run folder") << "folder";
    }

    // Then it goes on, on one process more or less, as if nothing had been.
    void stopsWhenOneIsAskedTo()
    {
        QFETCH(QString, whom);
        const QByteArray name = whom.toUtf8().replace(' ', '-');
        const auto process = launch(name, {"--nproc", "2"});
        QTRY_VERIFY_WITH_TIMEOUT(newestStep(name) >= 5, timeout);
        if (whom == "folder")
            appendControlRequest(run(name).control(), {.request = "stop"});
        else
            ::kill(whom == "launcher" ? static_cast<pid_t>(process->processId())
                                      : childrenOf(process->processId()).at(1),
                   SIGTERM);
        const Outcome outcome = finish(*process);
        QVERIFY2(outcome.status == 4, outcome.errors);
        const RunSummary summary = summarizeRun(run(name).root());
        QCOMPARE(summary.state, RunState::Stopped);
        QCOMPARE(newestStep(name), summary.step);
        QVERIFY(summary.step < 20);
        const Outcome resumed = finish(*train(name, {"--resume"}));
        QVERIFY2(resumed.status == 0, resumed.errors);
        compareWithAlone(name);
    }

    void stopsWhenTheLauncherIsKilled()
    {
        QProcess process;
        // The ranks outlive it, and with it whoever reads what they say.
        process.setStandardErrorFile(QProcess::nullDevice());
        process.start(
            test::program("helicase"),
            QStringList{"launch", "--nproc", "2", "--"} +
                trainWords("orphans", recipeWords() + QStringList{"--length.steps", "100000"}));
        QTRY_VERIFY_WITH_TIMEOUT(newestStep("orphans") >= 5, timeout);
        ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
        QVERIFY(process.waitForFinished(timeout));
        QTRY_VERIFY_WITH_TIMEOUT(summarizeRun(run("orphans").root()).state == RunState::Stopped,
                                 timeout);
    }

    void goesOnWithMoreProcesses()
    {
        const auto process = train("grown", {});
        QTRY_VERIFY_WITH_TIMEOUT(newestStep("grown") >= 5, timeout);
        ::kill(static_cast<pid_t>(process->processId()), SIGTERM);
        QCOMPARE(finish(*process).status, 4);
        QVERIFY(newestStep("grown") < 20);
        const Outcome outcome =
            finish(*launchWords(trainWords("grown", {"--resume"}), {"--nproc", "2"}));
        QVERIFY2(outcome.status == 0, outcome.errors);
        QVERIFY2(outcome.errors.contains("the run used 1 processes so far and 2 now"),
                 outcome.errors);
        compareWithAlone("grown");
    }

    // A contrastive batch is one whole: a rank may be left without a part of the step.
    void aRankWithoutWorkTakesPart()
    {
        const QStringList one{"--batch.accumulation", "1", "--length.steps", "6"};
        QCOMPARE(finish(*train("one-alone", one)).status, 0);
        const Outcome outcome = finish(*launch("one-shared", {"--nproc", "2"}, one));
        QVERIFY2(outcome.status == 0, outcome.errors);
        QVERIFY2(outcome.errors.contains("cannot be shared evenly"), outcome.errors);
        QVERIFY(test::differenceOfMetrics(run("one-shared"), run("one-alone")) <= 1e-6);
        QVERIFY(test::differenceOfWeights(run("one-shared"), run("one-alone"), 6) <= 1e-6);
    }

    void mistakesAreOneLine_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("message");
        const QStringList good{"--", "train", "contrastive", "--run", path("mistake")};
        QTest::newRow("nothing") << QStringList{} << 2
                                 << QByteArray("command to launch is missing");
        QTest::newRow("no training")
            << QStringList{"--", "embed", "a.fa"} << 2 << QByteArray("only helicase train");
        QTest::newRow("unknown option of train")
            << good + QStringList{"--length.stpes", "3"} << 2 << QByteArray("length.steps");
        QTest::newRow("unknown option")
            << QStringList{"--nprocs", "2"} + good << 2 << QByteArray("nproc");
        QTest::newRow("machine") << QStringList{"--nnodes", "2", "--node-rank", "2"} + good << 2
                                 << QByteArray("numbered from 0");
        QTest::newRow("processes")
            << QStringList{"--nproc", "two"} + good << 2 << QByteArray("nproc");
        QTest::newRow("missing data") << QStringList{"--nproc", "2"} + good + recipeWords() +
                                             QStringList{"--data.train", path("absent.csv")}
                                      << 3 << QByteArray("absent.csv");
    }

    void mistakesAreOneLine()
    {
        QFETCH(QStringList, words);
        QFETCH(int, status);
        QFETCH(QByteArray, message);
        QProcess process;
        process.start(test::program("helicase"), QStringList{"launch"} + words);
        const Outcome outcome = finish(process);
        QVERIFY2(outcome.status == status, outcome.errors);
        QVERIFY2(outcome.errors.contains(message), outcome.errors);
        QVERIFY2(outcome.errors.count('\n') == 1, outcome.errors);
    }

    void variablesThatAreNoNumbersAreRefused()
    {
        QProcess process;
        setVariables(process, {{"NPROC_PER_NODE", "many"}});
        process.start(test::program("helicase"), {"launch", "--", "train", "contrastive"});
        const Outcome outcome = finish(process);
        QCOMPARE(outcome.status, 2);
        QVERIFY2(outcome.errors.contains("NPROC_PER_NODE"), outcome.errors);
    }

private:
    RunFolder run(const QByteArray &name) const { return RunFolder(root_ / name.toStdString()); }

    QString path(const char *name) const { return QString::fromStdString((root_ / name).string()); }

    static QString script()
    {
        return QString::fromStdString(
            (test::sourceFolder() / "packaging/launch_distributed.sh").string());
    }

    int64_t newestStep(const QByteArray &name) const
    {
        const auto entries = listCheckpoints(run(name));
        return entries.empty() ? 0 : entries.back().step;
    }

    void compareWithAlone(const QByteArray &name) const
    {
        const double ofMetrics = test::differenceOfMetrics(run(name), run("alone"));
        const double ofWeights = test::differenceOfWeights(run(name), run("alone"), 20);
        qInfo("%s: metrics differ by %.1e, weights by %.1e", name.data(), ofMetrics, ofWeights);
        QVERIFY(ofMetrics <= 1e-6);
        QVERIFY(ofWeights <= 1e-6);
    }

    QStringList recipeWords() const { return {"--config", path("recipe.yaml")}; }

    QStringList trainWords(const QByteArray &name, const QStringList &more) const
    {
        return QStringList{"train",     "contrastive", "--run",          path(name.data()),
                           "--threads", "1",           "--deterministic"} +
               more;
    }

    static void setVariables(QProcess &process, const QList<std::pair<QString, QString>> &variables)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("HELICASE", test::program("helicase"));
        for (const auto &[name, value] : variables)
            environment.insert(name, value);
        process.setProcessEnvironment(environment);
    }

    std::unique_ptr<QProcess> train(const QByteArray &name, const QStringList &more) const
    {
        auto process = std::make_unique<QProcess>();
        const QStringList recipe = more.contains("--resume") ? QStringList() : recipeWords();
        process->start(test::program("helicase"), trainWords(name, recipe + more));
        return process;
    }

    std::unique_ptr<QProcess> launchWords(const QStringList &words,
                                          const QStringList &options) const
    {
        auto process = std::make_unique<QProcess>();
        process->start(test::program("helicase"),
                       QStringList{"launch"} + options + QStringList{"--"} + words);
        return process;
    }

    std::unique_ptr<QProcess> launch(const QByteArray &name, const QStringList &options,
                                     const QStringList &more = {}) const
    {
        return launchWords(trainWords(name, recipeWords() + more), options);
    }

    static Outcome finish(QProcess &process)
    {
        const bool hasEnded =
            process.waitForFinished(timeout) && process.exitStatus() == QProcess::NormalExit;
        return {hasEnded ? process.exitCode() : -1, process.readAllStandardError()};
    }

    QTemporaryDir folder_;
    std::filesystem::path root_;
};

QTEST_GUILESS_MAIN(TestLaunch)
#include "tst_launch.moc"
