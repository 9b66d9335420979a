// Requests to a running trainer.
#include "tests/core/neural/train/line_task.h"
#include "tests/support/test_data.h"

#include <thread>

using namespace helicase;
using namespace helicase::test;

class TestTrainerControl : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { runs_ = std::make_unique<TemporaryRuns>(); }

    void requestsAreAnswered()
    {
        const RunFolder run = runs_->folder("run");
        LineTask task(1);
        const auto request = [&](const char *name, std::optional<double> rate = {}) {
            appendControlRequest(run.control(), {.request = name, .learningRate = rate});
        };
        std::jthread waker;
        task.onMicroStep = [&](int64_t micro) {
            if (micro == 6)
                request("set_lr", 0.05);
            if (micro == 10)
                request("checkpoint");
            if (micro == 12)
                request("dance");
            if (micro == 20) {
                request("pause");
                waker = std::jthread([&] {
                    std::this_thread::sleep_for(std::chrono::milliseconds(300));
                    request("resume");
                });
            }
            if (micro == 30)
                request("stop");
        };
        QCOMPARE(train(run, task, settingsFor(60)), TrainingEnd::Stopped);
        QVERIFY(std::filesystem::exists(run.checkpoint(5)));
        QVERIFY(std::filesystem::exists(run.checkpoint(15)));
        QVERIFY(!std::filesystem::exists(run.checkpoint(16)));
        QVERIFY(std::filesystem::exists(run.checkpoint(10))); // a pause saves
        QStringList states;
        for (const Event &event : eventsOf(run, "state"))
            states << QString::fromStdString(event.text);
        QCOMPARE(states, (QStringList{"starting", "running", "paused", "running", "stopped"}));
        std::string messages;
        for (const Event &event : eventsOf(run, "message"))
            messages += event.text + "\n";
        QVERIFY(messages.find("set to 0.05") != std::string::npos);
        QVERIFY(messages.find("not understood: \"dance\"") != std::string::npos);
        const double rate = eventsOf(run, "metrics").at(3).metrics.at("learning_rate");
        QVERIFY(std::abs(rate - 0.05) < 1e-12);
    }

    void rewindingGoesBackToACheckpoint()
    {
        const RunFolder whole = runs_->folder("whole"), run = runs_->folder("run");
        LineTask task(1);
        train(whole, task, settingsFor(40));
        LineTask rewound(1);
        bool isFirst = true;
        rewound.onMicroStep = [&](int64_t micro) {
            if (micro == 50 && std::exchange(isFirst, false))
                appendControlRequest(run.control(), {.request = "rewind", .step = 14});
        };
        QCOMPARE(train(run, rewound, settingsFor(40)), TrainingEnd::Done);
        QCOMPARE(digestOf(run.checkpoint(40)), digestOf(whole.checkpoint(40)));
    }

    // As for a run that the skipped batches never were part of: the data go on where they are, the
    // step counts from there.
    void rewindingCanLeaveOutBatches()
    {
        const RunFolder run = runs_->folder("run");
        LineTask task(1);
        bool isFirst = true;
        task.onMicroStep = [&](int64_t micro) {
            if (micro == 50 && std::exchange(isFirst, false))
                appendControlRequest(run.control(), {.request = "rewind", .step = 14, .skip = 11});
        };
        QCOMPARE(train(run, task, settingsFor(40)), TrainingEnd::Done);
        QVERIFY(messagesOf(run).find(
                    "Rewound from step 25 to step 14; the next 11 batches are left out.") !=
                std::string::npos);
        // 25 steps, then 26 more with data that follow.
        const auto metrics = eventsOf(run, "metrics");
        QCOMPARE(metrics.size(), size_t{25 + 26});
        QCOMPARE(metrics.at(25).step, int64_t{15});
        QCOMPARE(metrics.at(25).epoch, 26.0 * 16 / 64);
    }

    void rewindingToNothingIsRefused()
    {
        const RunFolder run = runs_->folder("run");
        LineTask task(1);
        task.onMicroStep = [&](int64_t micro) {
            if (micro == 20)
                appendControlRequest(run.control(), {.request = "rewind", .step = 13});
        };
        QCOMPARE(train(run, task, settingsFor(20)), TrainingEnd::Done);
        QVERIFY(messagesOf(run).find("no intact checkpoint of step 13") != std::string::npos);
        QCOMPARE(eventsOf(run, "metrics").size(), size_t{20});
    }

private:
    std::unique_ptr<TemporaryRuns> runs_;
};

QTEST_GUILESS_MAIN(TestTrainerControl)
#include "tst_trainer_control.moc"
