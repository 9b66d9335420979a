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
        QCOMPARE(kindsOf(history), std::vector{RunMark::Kind::Resumed});
    }

    void marksCheckpointsRatesAndNaN()
    {
        RunHistory history;
        const std::vector<Event> events = {
            metrics(1, 4),
            {.time = 102, .kind = "evaluation", .step = 1, .metrics = {{"validation/loss", 2.5}}},
            {.time = 103, .kind = "checkpoint", .step = 1, .text = "step-000000001"},
            {.time = 104,
             .kind = "message",
             .step = 2,
             .text = "highest learning rate set to 1e-4; the schedule goes on from there",
             .level = "info"},
            metrics(3, std::numeric_limits<double>::quiet_NaN())};
        history.take(events);
        QCOMPARE(kindsOf(history),
                 (std::vector{RunMark::Kind::Checkpoint, RunMark::Kind::RateChanged,
                              RunMark::Kind::NotFinite}));
        QCOMPARE(history.marks()[1].text, "rate 1e-4");
        QCOMPARE(history.bestStep(), 1);
        QCOMPARE(history.log()[0].text, "Validation loss 2.5");
        QCOMPARE(history.log()[1].text, "Checkpoint 1 saved");
        QCOMPARE(history.log()[1].checkpoint, 1);
        QCOMPARE(history.log()[0].checkpoint, -1);
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
