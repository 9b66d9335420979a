#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/neural/train/checkpoint_draft.h"
#include "core/neural/train/checkpoint_keeper.h"
#include "core/neural/train/run_lock.h"
#include "tests/support/test_data.h"

#include <QTemporaryDir>

#include <fstream>

using namespace helicase;

namespace {

void writeModel(const std::filesystem::path &folder)
{
    std::ofstream(folder / "model.safetensors") << "weights";
    std::ofstream(folder / "state.json") << "{}";
}

std::vector<int64_t> stepsOf(const RunFolder &run)
{
    std::vector<int64_t> steps;
    for (const CheckpointEntry &entry : listCheckpoints(run))
        steps.push_back(entry.step);
    return steps;
}

} // namespace

class TestCheckpoint : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        run_ = RunFolder(std::filesystem::path(folder_->path().toStdString()) / "run");
    }

    void existsOnlyWhenCommitted()
    {
        {
            CheckpointDraft draft(run_, 100);
            writeModel(draft.folder());
            QVERIFY(listCheckpoints(run_).empty());
        }
        QVERIFY(std::filesystem::is_empty(run_.checkpoints()));
        CheckpointDraft draft(run_, 100);
        writeModel(draft.folder());
        draft.commit();
        QCOMPARE(stepsOf(run_), std::vector<int64_t>{100});
        QVERIFY(!verifyCheckpoint(run_.checkpoint(100)));
    }

    void damageIsNoticedAndTheOlderOneTaken()
    {
        CheckpointKeeper keeper(run_, 3);
        keeper.save(10, writeModel, {});
        keeper.save(20, writeModel, {});
        std::ofstream(run_.checkpoint(20) / "model.safetensors", std::ios::app) << "x";
        QVERIFY(verifyCheckpoint(run_.checkpoint(20)).has_value());
        QCOMPARE(newestIntactCheckpoint(run_)->step, int64_t{10});
        keeper.save(20, writeModel, {});
        QCOMPARE(newestIntactCheckpoint(run_)->step, int64_t{20});
    }

    void keepsTheNewestAndTheBest()
    {
        CheckpointKeeper keeper(run_, 2);
        for (const int64_t step : {10, 20, 30, 40, 50}) {
            keeper.save(step, writeModel,
                        step < 20 ? std::vector<int64_t>() : std::vector<int64_t>{20});
        }
        QCOMPARE(stepsOf(run_), (std::vector<int64_t>{20, 40, 50}));
        QCOMPARE(pointedStep(run_, "best"), std::optional<int64_t>(20));
        QCOMPARE(pointedStep(run_, "latest"), std::optional<int64_t>(50));
    }

    // The last one at a multiple of the interval stays, whatever comes between.
    void keepsTheLastOfAnInterval()
    {
        CheckpointKeeper keeper(run_, 1, 20);
        for (const int64_t step : {10, 20, 25, 33})
            keeper.save(step, writeModel, {});
        QCOMPARE(stepsOf(run_), (std::vector<int64_t>{20, 33}));
        QVERIFY(!pointedStep(run_, "best"));
        for (const int64_t step : {40, 41})
            keeper.save(step, writeModel, {});
        QCOMPARE(stepsOf(run_), (std::vector<int64_t>{40, 41}));
    }

    void rewindingForgetsWhatCameLater()
    {
        CheckpointKeeper keeper(run_, 5);
        for (const int64_t step : {10, 20, 30})
            keeper.save(step, writeModel, {step});
        keeper.removeAfter(20, {});
        QCOMPARE(stepsOf(run_), (std::vector<int64_t>{10, 20}));
        QCOMPARE(pointedStep(run_, "latest"), std::optional<int64_t>(20));
        QVERIFY(!pointedStep(run_, "best"));
    }

    void aFailedWriteLeavesEarlierOnesAlone()
    {
        CheckpointKeeper keeper(run_, 2);
        keeper.save(10, writeModel, {});
        const auto failing = [](const std::filesystem::path &folder) {
            writeModel(folder);
            throw DiskError("write", folder, ENOSPC);
        };
        QVERIFY_THROWS_EXCEPTION(DiskError, keeper.save(20, failing, {}));
        QCOMPARE(stepsOf(run_), std::vector<int64_t>{10});
        QVERIFY(!std::filesystem::exists(run_.checkpoint(20).string() + ".partial"));
    }

    void leftoversOfAKilledProcessAreRemoved()
    {
        std::filesystem::create_directories(run_.checkpoint(30).string() + ".partial");
        const CheckpointKeeper keeper(run_, 2);
        QVERIFY(std::filesystem::is_empty(run_.checkpoints()));
    }

    void oneWriterAtATime()
    {
        const RunLock lock(run_.root());
        QVERIFY_THROWS_EXCEPTION(Error, RunLock(run_.root()));
    }

private:
    std::unique_ptr<QTemporaryDir> folder_;
    RunFolder run_{std::filesystem::path()};
};

QTEST_GUILESS_MAIN(TestCheckpoint)
#include "tst_checkpoint.moc"
