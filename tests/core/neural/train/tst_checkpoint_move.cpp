// Checkpoints that move to another folder: what is read through the link, what stays when it fails.
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/sha256.h"
#include "core/neural/train/checkpoint_draft.h"
#include "core/neural/train/checkpoint_keeper.h"
#include "core/neural/train/checkpoint_move.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

class CheckpointMoveTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;

    std::filesystem::path path(const char *name) const
    {
        return folder_->filePath(name).toStdString();
    }
    RunFolder run() const { return RunFolder(path("runs/a")); }
    std::filesystem::path folder(const char *name) const
    {
        std::filesystem::create_directories(path(name));
        return path(name);
    }
    static void save(CheckpointKeeper &keeper, int64_t step)
    {
        keeper.save(step,
                    [step](const std::filesystem::path &draft) {
                        writeFileAtomically(draft / "weights", std::to_string(step));
                    },
                    {10});
    }
    static std::vector<int64_t> stepsOf(const RunFolder &run)
    {
        std::vector<int64_t> steps;
        for (const CheckpointEntry &entry : listCheckpoints(run))
            if (!verifyCheckpoint(entry.folder))
                steps.push_back(entry.step);
        return steps;
    }

private Q_SLOTS:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        CheckpointKeeper keeper(run(), 2);
        save(keeper, 10);
        save(keeper, 20);
    }

    void theRunGoesOnThroughTheLink()
    {
        const auto target = moveCheckpoints(run(), folder("disk"), 1);
        QCOMPARE(target, path("disk/a-checkpoints"));
        QVERIFY(std::filesystem::is_symlink(run().checkpoints()));
        QCOMPARE(stepsOf(run()), (std::vector<int64_t>{10, 20}));
        QCOMPARE(pointedStep(run(), "best").value(), int64_t{10});
        QCOMPARE(pointedStep(run(), "latest").value(), int64_t{20});
        // Nothing is left on the full disk.
        QVERIFY(!std::filesystem::exists(path("runs/a/checkpoints.replaced")));
        // A later trainer keeps and removes checkpoints there.
        CheckpointKeeper keeper(run(), 2);
        save(keeper, 30);
        save(keeper, 40);
        QCOMPARE(stepsOf(run()), (std::vector<int64_t>{10, 30, 40}));
        QVERIFY(std::filesystem::exists(target / "step-000000040" / "manifest.json"));
        QVERIFY(!std::filesystem::exists(target / "step-000000020"));
        QCOMPARE(newestIntactCheckpoint(run())->step, int64_t{40});
    }

    void theyMoveAgain()
    {
        const auto first = moveCheckpoints(run(), folder("disk"), 1);
        const auto second = moveCheckpoints(run(), folder("other"), 1);
        QVERIFY(!std::filesystem::exists(first));
        QCOMPARE(std::filesystem::read_symlink(run().checkpoints()), second);
        QCOMPARE(stepsOf(run()), (std::vector<int64_t>{10, 20}));
    }

    void aRunWithoutCheckpointsMovesToo()
    {
        const RunFolder fresh(folder("runs/fresh"));
        moveCheckpoints(fresh, folder("disk"), 1);
        CheckpointKeeper keeper(fresh, 2);
        save(keeper, 10);
        QVERIFY(std::filesystem::exists(path("disk/fresh-checkpoints/step-000000010")));
    }

    void whatDoesNotSuitChangesNothing_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<qint64>("needed");
        QTest::newRow("no such folder") << "nowhere" << qint64{1};
        QTest::newRow("taken") << "taken" << qint64{1};
        QTest::newRow("too small") << "disk" << (qint64{1} << 60);
    }
    void whatDoesNotSuitChangesNothing()
    {
        QFETCH(const QString, target);
        QFETCH(const qint64, needed);
        folder("disk");
        folder("taken/a-checkpoints");
        QVERIFY_THROWS_EXCEPTION(InputError,
                                 moveCheckpoints(run(), path(qPrintable(target)), needed));
        QVERIFY_THROWS_EXCEPTION(InputError, moveCheckpoints(run(), "relative", needed));
        QVERIFY(!std::filesystem::is_symlink(run().checkpoints()));
        QCOMPARE(stepsOf(run()), (std::vector<int64_t>{10, 20}));
        QVERIFY(!std::filesystem::exists(path("disk/a-checkpoints")));
    }

    void aBrokenCheckpointIsNotPassedOn()
    {
        writeFileAtomically(run().checkpoint(20) / "weights", "damaged");
        QVERIFY_THROWS_EXCEPTION(InputError, moveCheckpoints(run(), folder("disk"), 1));
        QVERIFY(!std::filesystem::exists(path("disk/a-checkpoints")));
        QCOMPARE(stepsOf(run()), (std::vector<int64_t>{10}));
    }

    void anInterruptedMoveIsSettled()
    {
        // Between the two renames.
        std::filesystem::rename(run().checkpoints(), path("runs/a/checkpoints.replaced"));
        settleMovedCheckpoints(run());
        QCOMPARE(stepsOf(run()), (std::vector<int64_t>{10, 20}));
        // After both of them.
        moveCheckpoints(run(), folder("disk"), 1);
        folder("runs/a/checkpoints.replaced/step-000000010");
        settleMovedCheckpoints(run());
        QVERIFY(!std::filesystem::exists(path("runs/a/checkpoints.replaced")));
        QCOMPARE(stepsOf(run()), (std::vector<int64_t>{10, 20}));
        settleMovedCheckpoints(run()); // nothing to do
    }
};

QTEST_GUILESS_MAIN(CheckpointMoveTest)
#include "tst_checkpoint_move.moc"
