// A disk that fails at every single call of a run, one after another: whatever happens, there is a
// message, every checkpoint that exists is intact, and the run can be taken up to the same bits.
#include "tests/core/neural/train/line_task.h"
#include "tests/support/failing_calls.h"
#include "tests/support/test_data.h"

using namespace helicase;
using namespace helicase::test;

namespace {

// Short, but with everything in it: evaluations, several checkpoints, old ones that are removed.
TrainerSettings shortRun()
{
    TrainerSettings settings = settingsFor(12);
    settings.evaluateEvery = 6;
    settings.checkpointEvery = 4;
    settings.keepCheckpoints = 1;
    settings.metricsEvery = 4;
    return settings;
}

// Which evaluation is the best so far differs when its checkpoint could not be written; weights and
// moments do not.
std::string weightsOf(const RunFolder &run)
{
    const std::filesystem::path folder = run.checkpoint(12);
    return sha256OfFile(folder / "model.safetensors") +
           sha256OfFile(folder / "optimizer.safetensors");
}

// In full, every call; else one of several.
int64_t strideOf(int64_t calls)
{
    return qEnvironmentVariableIsSet("HELICASE_FULL") ? 1 : std::max<int64_t>(1, calls / 15);
}

} // namespace

class TestTrainerFaults : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyCallMayFail_data()
    {
        QTest::addColumn<int>("fault");
        QTest::addColumn<int>("reason");
        QTest::addColumn<bool>("isLasting");
        QTest::newRow("the disk is full for a moment") << int(Fault::Error) << ENOSPC << false;
        QTest::newRow("the disk is full from then on") << int(Fault::Error) << ENOSPC << true;
        QTest::newRow("the disk breaks for a moment") << int(Fault::Error) << EIO << false;
        QTest::newRow("a write is short") << int(Fault::ShortWrite) << 0 << false;
    }

    void everyCallMayFail()
    {
        QFETCH(int, fault);
        QFETCH(int, reason);
        QFETCH(bool, isLasting);
        const TemporaryRuns runs;
        const RunFolder whole = runs.folder("whole");
        injectFault({.folder = whole.root().string()});
        LineTask task(1);
        train(whole, task, shortRun());
        const int64_t calls = countedCalls();
        QVERIFY(calls > 100);
        const std::string digest = weightsOf(whole);
        int64_t failures = 0;
        for (int64_t call = 1; call <= calls; call += strideOf(calls)) {
            const RunFolder run = runs.folder("run");
            injectFault({.fault = static_cast<Fault>(fault),
                         .call = call,
                         .reason = reason,
                         .isLasting = isLasting,
                         .folder = run.root().string()});
            const bool isDone = trainsOrSaysWhy(run);
            injectFault({});
            failures += !isDone;
            if (isDone)
                QCOMPARE(newestIntactCheckpoint(run).value().step, int64_t{12});
            takesUp(run, digest, call);
            std::filesystem::remove_all(run.root());
        }
        qInfo("%lld calls, every %lldth failed: %lld runs ended with a message", (long long)calls,
              (long long)strideOf(calls), (long long)failures);
        QVERIFY(failures > 0 || fault == int(Fault::ShortWrite));
    }

private:
    static bool trainsOrSaysWhy(const RunFolder &run)
    {
        LineTask task(1);
        try {
            train(run, task, shortRun());
            return true;
        } catch (const Error &error) {
            const std::string line = error.line();
            if (line.empty() || line.find('\n') != std::string::npos)
                qFatal("the message is no line: %s", line.c_str());
        }
        return false;
    }

    static void takesUp(const RunFolder &run, const std::string &digest, int64_t call)
    {
        for (const CheckpointEntry &entry : listCheckpoints(run))
            if (const auto mistake = verifyCheckpoint(entry.folder))
                QFAIL(qPrintable(
                    QString("call %1: %2").arg(call).arg(QString::fromStdString(*mistake))));
        LineTask task(1);
        const TrainingEnd end = newestIntactCheckpoint(run) ? resume(run, task, shortRun())
                                                            : train(run, task, shortRun());
        QCOMPARE(end, TrainingEnd::Done);
        QCOMPARE(weightsOf(run), digest);
    }
};

QTEST_GUILESS_MAIN(TestTrainerFaults)
#include "tst_trainer_faults.moc"
