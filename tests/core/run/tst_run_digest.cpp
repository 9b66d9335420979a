#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/run/run_digest.h"
#include "core/run/run_values.h"
#include "tests/core/run/written_run.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <fstream>
#include <unistd.h>

using namespace helicase;
using namespace helicase::test;

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

using Points = std::vector<std::pair<int64_t, double>>;

Points pointsOf(const RunFolder &run, const std::string &metric)
{
    Points points;
    forEachMetrics(run.events(), [&](const Event &event) {
        if (const auto value = event.metrics.find(metric); value != event.metrics.end())
            points.emplace_back(event.step, value->second);
    });
    return points;
}

} // namespace

class TestRunDigest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    std::filesystem::path path(const char *name) const
    {
        return folder_->filePath(name).toStdString();
    }

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void lastSmallestAndLargestValueWithTheirSteps()
    {
        const RunFolder run =
            writeRun(path("a"), {lossEvent(1, 3), lossEvent(2, 0.5), lossEvent(3, notANumber),
                                 lossEvent(4, 4), lossEvent(5, 1), validationEvent(5, 2)});
        RunDigest digest(run.root(), {.steps = {2, 3, 4, 100}});
        digest.update();
        QCOMPARE(digest.metrics().size(), size_t{2});
        const MetricSummary &loss = digest.metrics().at("train/loss");
        QCOMPARE(loss.count, int64_t{5});
        QCOMPARE(loss.notFinite, int64_t{1});
        QCOMPARE(loss.first, (StepValue{1, 3}));
        QCOMPARE(loss.last, (StepValue{5, 1}));
        QCOMPARE(loss.minimum.value(), (StepValue{2, 0.5}));
        QCOMPARE(loss.maximum.value(), (StepValue{4, 4}));
        QCOMPARE(loss.at[0].value(), (StepValue{2, 0.5}));
        QVERIFY(std::isnan(loss.at[1].value().value));
        QCOMPARE(loss.at[3].value(), (StepValue{5, 1}));
        const MetricSummary &validation = digest.metrics().at("validation/loss");
        QVERIFY(!validation.at[2]);
        QCOMPARE(validation.at[3].value(), (StepValue{5, 2}));
        QCOMPARE(digest.summary().smallestLoss.value(), 0.5);
        QCOMPARE(digest.summary().smallestLossStep, int64_t{2});
    }

    void aMetricThatIsNeverFiniteHasNoExtremes()
    {
        const RunFolder run =
            writeRun(path("a"), {lossEvent(1, notANumber), lossEvent(2, INFINITY)});
        RunDigest digest(run.root());
        digest.update();
        const MetricSummary &loss = digest.metrics().at("train/loss");
        QCOMPARE(loss.notFinite, int64_t{2});
        QVERIFY(!loss.minimum && !loss.maximum);
        QVERIFY(std::isinf(digest.summary().lastLoss.value()));
        QVERIFY(!digest.summary().smallestLoss);
    }

    void whatAResumedRunComputedAgainCountsOnce_data()
    {
        QTest::addColumn<bool>("isFollowed"); // read after every event
        QTest::newRow("read at the end") << false;
        QTest::newRow("followed") << true;
    }

    void whatAResumedRunComputedAgainCountsOnce()
    {
        QFETCH(bool, isFollowed);
        // Twice back: to 3, then to 2 with a validation in between.
        const std::vector<Event> events{
            lossEvent(1, 9),         lossEvent(2, 8), lossEvent(3, 0.1), lossEvent(4, 99),
            validationEvent(4, 0.2), lossEvent(3, 7), lossEvent(4, 0.3), validationEvent(4, 5),
            lossEvent(2, 6),         lossEvent(3, 5), lossEvent(4, 4)};
        RunFolder run = writeRun(path("a"), {});
        RunDigest digest(run.root(), {.steps = {3}, .curves = {"train/loss"}});
        for (const Event &event : events) {
            writeRun(path("a"), {event});
            if (isFollowed)
                digest.update();
        }
        digest.update();
        QCOMPARE(digest.metrics().size(), size_t{1}); // both validations no longer count
        const MetricSummary &loss = digest.metrics().at("train/loss");
        QCOMPARE(loss.count, int64_t{4});
        QCOMPARE(loss.minimum.value(), (StepValue{4, 4}));
        QCOMPARE(loss.maximum.value(), (StepValue{1, 9}));
        QCOMPARE(loss.at[0].value(), (StepValue{3, 5}));
        QCOMPARE(pointsOf(run, "train/loss"), (Points{{1, 9}, {2, 6}, {3, 5}, {4, 4}}));
        QVERIFY(pointsOf(run, "validation/loss").empty());
        QCOMPARE(digest.curves().at("train/loss").points(),
                 (std::vector<StepValue>{{1, 9}, {2, 6}, {3, 5}, {4, 4}}));
    }

    void aStepRecordedTwiceIsReplacedInItsMetricOnly()
    {
        const RunFolder run =
            writeRun(path("a"), {lossEvent(1, 3), lossEvent(2, 2), validationEvent(2, 0.1),
                                 validationEvent(2, 0.4), lossEvent(3, 1)});
        QCOMPARE(pointsOf(run, "train/loss"), (Points{{1, 3}, {2, 2}, {3, 1}}));
        QCOMPARE(pointsOf(run, "validation/loss"), (Points{{2, 0.4}}));
        RunDigest digest(run.root());
        digest.update();
        QCOMPARE(digest.metrics().at("validation/loss").minimum.value(), (StepValue{2, 0.4}));
    }

    void stateFollowsTheWorker()
    {
        const RunFolder run = writeRun(path("a"), {{.kind = "state", .text = "running"}});
        writeJsonFile(run.description(), {{"task", "contrastive"}, {"process", 0}});
        RunDigest digest(run.root());
        digest.update();
        QCOMPARE(digest.summary().state, RunState::NoSignal);
        // Taken up again by another process.
        writeJsonFile(run.description(), {{"task", "contrastive"}, {"process", ::getpid()}});
        digest.update();
        QCOMPARE(digest.summary().state, RunState::Running);
        QVERIFY(digest.summary().isActive());
        writeRun(path("a"), {{.kind = "state", .text = "done"}});
        digest.update();
        QCOMPARE(digest.summary().state, RunState::Done);
    }

    void aRunStartedInPlaceOfAnotherBeginsAnew()
    {
        const RunFolder run = writeRun(path("a"), {lossEvent(1, 1), lossEvent(2, 0.1)});
        RunDigest digest(run.root());
        digest.update();
        std::filesystem::remove(run.events());
        writeRun(path("a"), {lossEvent(1, 7)});
        digest.update();
        QCOMPARE(digest.metrics().at("train/loss").minimum.value(), (StepValue{1, 7}));
    }

    void linesThatAreNoEventsAreLeftOut()
    {
        const RunFolder run = writeRun(path("a"), {lossEvent(1, 2)});
        std::ofstream(run.events(), std::ios::app)
            << "{\"event\": 7}\nnonsense\n[]\n\n{\"step\": -9223372036854775808, \"metrics\": "
               "{\"x\": 1}}\n{\"step\": 3, \"metrics\": {\"train/loss\": 1";
        RunDigest digest(run.root());
        digest.update();
        QCOMPARE(digest.metrics().at("x").last.step, std::numeric_limits<int64_t>::min());
        // That step is before all others: the run went back to it.
        QVERIFY(!digest.metrics().contains("train/loss"));
    }

    void aFolderThatIsNoRunIsRefused()
    {
        RunDigest digest(path("nothing"));
        QVERIFY_THROWS_EXCEPTION(InputError, digest.update());
    }

    void namesTellRunsApart()
    {
        QCOMPARE(distinctNames({"/p/a", "/p/b"}), (std::vector<std::string>{"a", "b"}));
        QCOMPARE(distinctNames({"/p/x/a/", "/p/y/a", "/p/y/b"}),
                 (std::vector<std::string>{"x/a", "y/a", "b"}));
        QCOMPARE(distinctNames({"/p/x/a", "/q/x/a", "/q/x/a/."}),
                 (std::vector<std::string>{"p/x/a", "q/x/a", "q/x/a"}));
        QCOMPARE(RunFolder("/p/x/a/").name(), std::string("a"));
        QCOMPARE(RunFolder("/p/x/a/.").name(), std::string("a"));
    }

    void aLongRunIsReadInBlocks()
    {
        const RunFolder run = writeRun(path("a"), {});
        {
            std::ofstream events(run.events());
            for (int step = 1; step <= 200'000; ++step)
                events << R"({"time": 1, "event": "metrics", "step": )" << step
                       << R"(, "metrics": {"train/loss": )" << 1.0 / step << "}}\n";
        }
        writeJsonFile(run.description(), {{"task", "contrastive"}, {"state", "done"}});
        RunDigest digest(run.root());
        digest.update(1);
        QVERIFY(!digest.hasReadAll());
        QCOMPARE(digest.summary().state, RunState::Done); // as run.json has it
        QVERIFY(digest.metrics().at("train/loss").count < 200'000);
        digest.update();
        QVERIFY(digest.hasReadAll());
        const MetricSummary &loss = digest.metrics().at("train/loss");
        QCOMPARE(loss.count, int64_t{200'000});
        QCOMPARE(loss.minimum.value().step, int64_t{200'000});
        QVERIFY(loss.at.empty());
    }

    void aLongCurveKeepsItsExtremes()
    {
        MetricCurve curve;
        for (int step = 1; step <= 100'000; ++step)
            curve.add({step, step == 777      ? -5.0
                             : step == 50'001 ? 9.0
                             : step == 3      ? notANumber
                                              : 1.0});
        const std::vector<StepValue> points = curve.points();
        QVERIFY(points.size() > 500 && points.size() <= 2 * MetricCurve::mostStretches);
        QVERIFY(std::ranges::is_sorted(points, {}, &StepValue::step));
        QCOMPARE(std::ranges::count(points, StepValue{777, -5}), 1);
        QCOMPARE(std::ranges::count(points, StepValue{50'001, 9}), 1);
        QVERIFY(std::ranges::all_of(
            points, [](const StepValue &point) { return std::isfinite(point.value); }));
    }

    void aCurveThatIsNowhereFiniteStaysSo()
    {
        MetricCurve curve;
        for (int step = 1; step <= 5'000; ++step)
            curve.add({step, notANumber});
        QVERIFY(!curve.points().empty());
        QVERIFY(std::isnan(curve.points().back().value));
    }
};

QTEST_GUILESS_MAIN(TestRunDigest)
#include "tst_run_digest.moc"
