#include "widgets/train/run_history.h"

#include <QtTest>

#include <limits>

using namespace helicase;

namespace {

Event metrics(int64_t step, double loss)
{
    return {.time = 100.0 + static_cast<double>(step),
            .kind = "metrics",
            .step = step,
            .metrics = {{"train/loss", loss}}};
}

std::vector<RunMark::Kind> kindsOf(const RunHistory &history)
{
    std::vector<RunMark::Kind> kinds;
    for (const RunMark &mark : history.marks())
        kinds.push_back(mark.kind);
    return kinds;
}

} // namespace

Q_DECLARE_METATYPE(helicase::RunMark::Kind)

class RunHistoryTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void collectsMetrics()
    {
        RunHistory history;
        const std::vector<Event> events = {metrics(1, 4), metrics(2, 3)};
        history.take(events);
        const MetricSeries *loss = history.find(metric::trainLoss);
        QVERIFY(loss != nullptr);
        QCOMPARE(loss->points().size(), 2U);
        QCOMPARE(loss->points()[1].seconds, 1.0);
        QCOMPARE(history.lastStep(), 2);
        QVERIFY(history.find("learning_rate") == nullptr);
    }

    void aResumedRunSupersedesLaterSteps()
    {
        RunHistory history;
        std::vector<Event> events;
        for (int64_t step = 1; step <= 10; ++step)
            events.push_back(metrics(step, 10));
        events.push_back({.time = 111, .kind = "checkpoint", .step = 10, .text = "step-000000010"});
        for (int64_t step = 6; step <= 8; ++step)
            events.push_back(metrics(step, 5));
        history.take(events);
        const MetricSeries *loss = history.find(metric::trainLoss);
        QCOMPARE(loss->points().size(), 8U);
        QCOMPARE(loss->points()[4].value, 10.0);
        QCOMPARE(loss->points()[5].value, 5.0);
        QCOMPARE(kindsOf(history), std::vector{RunMark::Kind::Restarted});
    }

    void marksCheckpointsRatesAndNaN()
    {
        RunHistory history;
        const std::vector<Event> events = {
            metrics(1, 4),
            {.time = 102, .kind = "evaluation", .step = 1, .metrics = {{"validation/loss", 2.5}}},
            // It was written while training went on.
            {.time = 103, .kind = "checkpoint", .step = 2, .text = "step-000000001"},
            {.time = 104,
             .kind = "message",
             .step = 2,
             .text = "highest learning rate set to 1e-4; the schedule goes on from there",
             .level = "info"},
            metrics(3, std::numeric_limits<double>::quiet_NaN())};
        history.take(events);
        QCOMPARE(kindsOf(history),
                 (std::vector{RunMark::Kind::Checkpoint, RunMark::Kind::RateChanged,
                              RunMark::Kind::BadStep}));
        QCOMPARE(history.marks()[1].text, "rate 1e-4");
        QCOMPARE(history.bestStep(), 1);
        QCOMPARE(history.log()[0].text, "Validation loss 2.5");
        QCOMPARE(history.log()[1].text, "Checkpoint 1 saved");
        QCOMPARE(history.log()[1].checkpoint, 1);
        QCOMPARE(history.log()[0].checkpoint, -1);
    }

    void messagesBecomeFlags_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<RunMark::Kind>("kind");
        QTest::addColumn<QString>("flag");
        QTest::addColumn<int>("step");
        using Kind = RunMark::Kind;
        QTest::newRow("skipped") << "Loss is NaN at step 21. The batch was skipped (policy: skip)."
                                 << Kind::BadStep << "NaN, batch skipped" << 20;
        QTest::newRow("gradient")
            << "Gradient is infinite at step 21. The batch was skipped (policy: skip)."
            << Kind::BadStep << "gradient infinite, batch skipped" << 20;
        QTest::newRow("rolled back")
            << "Loss is NaN at step 21. Back to step 10; the batches since then are left out "
               "(policy: rollback)."
            << Kind::BadStep << "NaN at 21, back to 10" << 10;
        QTest::newRow("spike") << "Loss of 9.5 stands out at step 21" << Kind::Spike << "spike"
                               << 20;
        QTest::newRow("ended")
            << "Loss is NaN at step 21; the run ends, earlier checkpoints are kept" << Kind::BadStep
            << "NaN, run ended" << 20;
        QTest::newRow("rewound")
            << "Rewound from step 20 to step 10; the next 5 batches are left out."
            << Kind::Restarted << "rewound from 20, 5 batches left out" << 10;
        QTest::newRow("rewound, nothing left out")
            << "Rewound from step 20 to step 10" << Kind::Restarted << "rewound from 20" << 10;
        QTest::newRow("resumed") << "resumed from step 10" << Kind::Restarted << "resumed" << 10;
        QTest::newRow("rate")
            << "highest learning rate set to 0.0001; the schedule goes on from there"
            << Kind::RateChanged << "rate 0.0001" << 20;
    }

    void messagesBecomeFlags()
    {
        QFETCH(QString, text);
        QFETCH(RunMark::Kind, kind);
        QFETCH(QString, flag);
        QFETCH(int, step);
        RunHistory history;
        std::vector<Event> events;
        for (int64_t number = 1; number <= 20; ++number)
            events.push_back(metrics(number, 10));
        events.push_back({.time = 125,
                          .kind = "message",
                          .step = step,
                          .text = text.toStdString(),
                          .level = "warning"});
        for (int64_t number = step + 1; number <= step + 5; ++number)
            events.push_back(metrics(number, 5));
        history.take(events);
        QCOMPARE(history.marks().size(), 1U);
        QCOMPARE(history.marks()[0].kind, kind);
        QCOMPARE(QString::fromStdString(history.marks()[0].text), flag);
        QCOMPARE(history.marks()[0].step, step);
        const MetricSeries *loss = history.find(metric::trainLoss);
        QCOMPARE(loss->points().size(), static_cast<size_t>(step + 5));
        QCOMPARE(loss->restarts().empty(), step == 20);
    }

    void otherMessagesHaveNoFlag()
    {
        RunHistory history;
        const std::vector<Event> events = {
            {.time = 1,
             .kind = "message",
             .text = "there is no intact checkpoint of step 7 to rewind to"},
            {.time = 2, .kind = "message", .text = "Loss curves are written to tensorboard"},
            {.time = 3,
             .kind = "message",
             .text = "set_lr needs a learning_rate of at least 0; nothing was changed"}};
        history.take(events);
        QVERIFY(history.marks().empty());
        QCOMPARE(history.answers("rewind"), 1);
        QCOMPARE(history.answers("set_lr"), 1);
        QCOMPARE(history.answers("pause"), 0);
    }

    void tellsWhatHoldsTheRunUp()
    {
        RunHistory history;
        history.take(std::vector<Event>{
            {.time = 1, .kind = "state", .text = "running"},
            {.time = 2,
             .kind = "message",
             .text =
                 "Not enough disk space for a checkpoint (needs 640 MB, free 210 MB). Training is "
                 "paused until there is.",
             .level = "warning"},
            {.time = 3, .kind = "state", .text = "paused"}});
        QVERIFY(history.diskFullText().starts_with("Not enough disk space"));
        history.take(std::vector<Event>{{.time = 4, .kind = "state", .text = "running"},
                                        {.time = 5,
                                         .kind = "message",
                                         .text = "No step for 2 min. The run waits.",
                                         .level = "warning"}});
        QVERIFY(history.diskFullText().empty());
        QVERIFY(!history.stallText().empty());
        history.take(std::vector<Event>{metrics(1, 2)});
        QVERIFY(history.stallText().empty());
    }

    void axesCountEpochsAndTokens()
    {
        RunHistory history;
        QVERIFY(!history.axisMap(TrainingAxis::Tokens).isKnown());
        std::vector<Event> events;
        for (int64_t step = 1; step <= 20'000; ++step) {
            events.push_back(metrics(step, 1));
            events.back().epoch = static_cast<double>(step) / 100;
            events.back().metrics["tokens_seen"] = static_cast<double>(step) * 512;
            events.back().metrics["seconds_left"] = 7;
        }
        history.take(events);
        const AxisMap tokens = history.axisMap(TrainingAxis::Tokens);
        const AxisMap epochs = history.axisMap(TrainingAxis::Epoch);
        for (const int64_t step : {0, 1, 137, 9999, 20'000}) {
            QCOMPARE(tokens.x(step, 0), static_cast<double>(step) * 512);
            QVERIFY(std::abs(epochs.x(step, 0) - static_cast<double>(step) / 100) < 1e-9);
        }
        QVERIFY(history.find("tokens_seen") == nullptr);
        QCOMPARE(history.latest(metric::secondsLeft).value_or(0), 7.0);
        QVERIFY(!history.latest("unheard_of"));
    }

    // It may go by another metric than the loss.
    void theWorkersBestCheckpointCounts()
    {
        RunHistory history;
        const std::vector<Event> events = {
            {.time = 1, .kind = "evaluation", .step = 5, .metrics = {{"validation/loss", 0.25}}},
            {.time = 2, .kind = "evaluation", .step = 10, .metrics = {{"validation/loss", 0.5}}}};
        history.take(events);
        QCOMPARE(history.bestStep(), 5);
        history.setBestStep(10);
        QCOMPARE(history.bestStep(), 10);
        history.setBestStep(std::nullopt);
        QCOMPARE(history.bestStep(), 5);
    }

    void squaredErrorStandsInForALoss()
    {
        RunHistory history;
        const std::vector<Event> events = {
            {.time = 1, .kind = "evaluation", .step = 5, .metrics = {{"validation/mse", 0.25}}}};
        history.take(events);
        QVERIFY(history.validationLoss() != nullptr);
        QCOMPARE(history.bestStep(), 5);
    }

    void keepsErrorsAndStates()
    {
        RunHistory history;
        const std::vector<Event> events = {
            {.time = 1, .kind = "state", .text = "running"},
            {.time = 2, .kind = "message", .step = 3, .text = "loss is NaN", .level = "error"},
            {.time = 3, .kind = "state", .step = 3, .text = "failed"}};
        history.take(events);
        QCOMPARE(history.stateName(), "failed");
        QCOMPARE(history.errorText(), "loss is NaN");
        QCOMPARE(history.log().back().level, RunLogEntry::Level::Error);
    }

    void theLogIsBounded()
    {
        RunHistory history;
        std::vector<Event> events(
            3000, Event{.time = 1, .kind = "message", .text = "note", .level = "info"});
        history.take(events);
        QCOMPARE(history.log().size(), RunHistory::largestLog);
    }
};

QTEST_GUILESS_MAIN(RunHistoryTest)
#include "tst_run_history.moc"
