// `helicase train` killed at random instants, again and again: every checkpoint that exists is
// intact, never more than one interval is lost, the run always goes on, and in the end it has the
// bits of a run that was left alone. HELICASE_FULL: 200 kills instead of a few.
#include "core/base/sha256.h"
#include "core/run/run_folder.h"
#include "tests/app/helicase/pair_recipe.h"

#include <QProcess>
#include <QTemporaryDir>

#include <csignal>

using namespace helicase;

namespace {

constexpr int timeout = 120'000; // milliseconds
constexpr int checkpointInterval = 5;

int wantedKills()
{
    return qEnvironmentVariableIsSet("HELICASE_FULL") ? 200 : 12;
}

} // namespace

class TestTrainKills : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        root_ = folder_.path().toStdString();
        test::writePairRecipe(root_, "checkpoint: {every: " + std::to_string(checkpointInterval) +
                                         ", keep: 3}\nevaluation.every: 20\n");
    }

    void killedAgainAndAgain()
    {
        RandomStream random(static_cast<uint64_t>(wantedKills()), "instants");
        int kills = 0, runs = 0;
        while (kills < wantedKills()) {
            const QByteArray name = "run" + QByteArray::number(++runs);
            const RunFolder run(root_ / name.toStdString());
            int64_t reached = 0;
            while (kills < wantedKills()) {
                QProcess process;
                start(process, name, std::filesystem::exists(run.description()));
                if (endsBefore(process, 100 + static_cast<int>(random.below(1500))))
                    break;
                ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
                QVERIFY(process.waitForFinished(timeout));
                ++kills;
                const int64_t intact = checkRun(run);
                QVERIFY2(intact >= reached, "a checkpoint is lost");
                reached = intact;
            }
            finishRun(run, name);
        }
        qInfo("%d kills in %d runs", kills, runs);
    }

private:
    // The step of the newest intact checkpoint. What the events tell lies at most one interval, and
    // the checkpoint that was being written, after it.
    static int64_t checkRun(const RunFolder &run)
    {
        for (const CheckpointEntry &entry : listCheckpoints(run))
            if (const auto mistake = verifyCheckpoint(entry.folder))
                qFatal("%s", mistake->c_str());
        const auto newest = newestIntactCheckpoint(run);
        const int64_t step = newest ? newest->step : 0;
        if (std::filesystem::exists(run.description())) {
            const int64_t told = summarizeRun(run.root()).step;
            if (told - step > 2 * checkpointInterval)
                qFatal("step %lld was reached, the newest checkpoint is of %lld", (long long)told,
                       (long long)step);
        }
        return step;
    }

    void finishRun(const RunFolder &run, const QByteArray &name)
    {
        QProcess process;
        start(process, name, std::filesystem::exists(run.description()));
        QVERIFY(process.waitForFinished(timeout));
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError());
        if (whole_.empty()) {
            QProcess alone;
            start(alone, "whole", false);
            QVERIFY(alone.waitForFinished(timeout));
            whole_ = digestOf(RunFolder(root_ / "whole"));
        }
        QCOMPARE(digestOf(run), whole_);
    }

    static std::string digestOf(const RunFolder &run)
    {
        const auto newest = newestIntactCheckpoint(run);
        return newest ? sha256OfFile(newest->folder / "model.safetensors") +
                            sha256OfFile(newest->folder / "optimizer.safetensors")
                      : "nothing";
    }

    static bool endsBefore(QProcess &process, int milliseconds)
    {
        return process.waitForFinished(milliseconds);
    }

    void start(QProcess &process, const QByteArray &name, bool isResumed) const
    {
        QStringList words{"train",     "contrastive", "--run",          path(name),
                          "--threads", "1",           "--deterministic"};
        words << (isResumed
                      ? QStringList{"--resume"}
                      : QStringList{"--config", path("recipe.yaml"), "--length.steps", "400"});
        process.start(test::program("helicase"), words);
        QVERIFY(process.waitForStarted());
    }

    QString path(const QByteArray &name) const
    {
        return QString::fromStdString((root_ / name.toStdString()).string());
    }

    QTemporaryDir folder_;
    std::filesystem::path root_;
    std::string whole_; // digest of the run that was left alone
};

QTEST_GUILESS_MAIN(TestTrainKills)
#include "tst_train_kills.moc"
