#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/dataset/safetensors.h"
#include "core/neural/train/composer_schedule.h"
#include "tests/support/test_data.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstring>

using namespace helicase;

namespace {

std::vector<double> doublesOf(const TensorView &view)
{
    std::vector<double> values(view.bytes.size() / sizeof(double));
    std::memcpy(values.data(), view.bytes.data(), view.bytes.size());
    return values;
}

Duration length(const char *text)
{
    return parseDuration("t_warmup", text);
}

} // namespace

class TestSchedule : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void warmsUpFromZeroAndDecaysToZero()
    {
        const Schedule schedule{.kind = ScheduleKind::Linear, .warmupSteps = 4, .totalSteps = 12};
        QCOMPARE(rateShare(schedule, 0), 0.0);
        QCOMPARE(rateShare(schedule, 2), 0.5);
        QCOMPARE(rateShare(schedule, 4), 1.0);
        QCOMPARE(rateShare(schedule, 8), 0.5);
        QCOMPARE(rateShare(schedule, 12), 0.0);
        QCOMPARE(rateShare(schedule, 100), 0.0);
    }

    void keepsTheFinalShare()
    {
        const Schedule schedule{.kind = ScheduleKind::Cosine, .totalSteps = 10, .finalShare = 0.1};
        QCOMPARE(rateShare(schedule, 0), 1.0);
        QVERIFY(std::abs(rateShare(schedule, 5) - 0.55) < 1e-12);
        QVERIFY(std::abs(rateShare(schedule, 10) - 0.1) < 1e-12);
    }

    void warmUpAsLongAsTheRunDividesByNothing()
    {
        const Schedule schedule{.warmupSteps = 10, .totalSteps = 10};
        QCOMPARE(rateShare(schedule, 9), 0.9);
        QVERIFY(std::isfinite(rateShare(schedule, 10)));
    }

    void equalsHuggingFaceCurves()
    {
        HELICASE_NEEDS_DATA();
        const auto folder = test::dataFolder() / "reference_models/lr_curves";
        const SafetensorsFile curves(folder / "curves.safetensors");
        int compared = 0;
        for (const auto &curve : readJsonFile(folder / "curves.json")) {
            const std::string kind = curve.at("kind");
            if (!kind.starts_with("hf_"))
                continue;
            const Schedule schedule{.kind = scheduleKind(kind.substr(3)),
                                    .warmupSteps = curve.at("warmup"),
                                    .totalSteps = curve.at("total"),
                                    .afterEnd = AfterEnd::GoOn};
            const std::vector<double> expected =
                doublesOf(curves.at(curve.at("curve").get<std::string>()));
            for (int64_t step = 0; step < std::ssize(expected); ++step)
                QVERIFY(std::abs(curve.at("lr").get<double>() * rateShare(schedule, step) -
                                 expected[static_cast<size_t>(step)]) <= 1e-12);
            ++compared;
        }
        QCOMPARE(compared, 4);
    }

    void equalsComposerCurves()
    {
        HELICASE_NEEDS_DATA();
        const auto folder = test::dataFolder() / "reference_models/lr_curves";
        const SafetensorsFile curves(folder / "curves.safetensors");
        int compared = 0;
        for (const auto &curve : readJsonFile(folder / "curves.json")) {
            const std::string kind = curve.at("kind");
            if (!kind.starts_with("composer_"))
                continue;
            const ComposerLengths lengths{
                .run = parseDuration("max_duration", curve.at("max_duration").get<std::string>()),
                .warmup = parseDuration("t_warmup", curve.at("t_warmup").get<std::string>()),
                .end = parseDuration("t_max", curve.value("t_max", "1dur"))};
            const ComposerSchedule schedule(
                scheduleKind(kind.substr(9)), lengths, curve.value("alpha_f", 0.0),
                {.samples = curve.at("batch_size"),
                 .batchesPerEpoch = curve.value("dataloader_len", int64_t{0})});
            const std::vector<double> expected =
                doublesOf(curves.at(curve.at("curve").get<std::string>()));
            for (int64_t step = 0; step < std::ssize(expected); ++step)
                QVERIFY2(std::abs(schedule.share(step) - expected[static_cast<size_t>(step)]) <=
                             1e-12,
                         curve.dump().c_str());
            ++compared;
        }
        QCOMPARE(compared, 7);
    }

    void cosinesOfHuggingFaceRiseAgain()
    {
        Schedule schedule{.kind = ScheduleKind::Cosine, .totalSteps = 10};
        QVERIFY(rateShare(schedule, 15) < 1e-12);
        schedule.afterEnd = AfterEnd::GoOn;
        QVERIFY(std::abs(rateShare(schedule, 15) - 0.5) < 1e-12);
        schedule.kind = ScheduleKind::Linear;
        QCOMPARE(rateShare(schedule, 15), 0.0);
    }

    void lengthsCountInTheUnitOfTheRun()
    {
        // A twentieth of 1003 samples is 50, and 8 samples go by in a batch.
        const ComposerSchedule samples(ScheduleKind::Linear,
                                       {.run = length("1003sp"), .warmup = length("0.05dur")}, 0,
                                       {.samples = 8});
        QCOMPARE(samples.share(0), 0.0);
        QCOMPARE(samples.share(5), 40.0 / 50);
        QCOMPARE(samples.share(100), 1 - 750.0 / 953);
        QCOMPARE(samples.share(126), 0.0);
        // Two epochs of 7 batches, the first of them a warm-up.
        const ComposerSchedule epochs(ScheduleKind::Linear,
                                      {.run = length("2ep"), .warmup = length("1ep")}, 0,
                                      {.batchesPerEpoch = 7});
        QCOMPARE(epochs.share(6), 6.0 / 7);
        QCOMPARE(epochs.share(7), 1.0);
        QCOMPARE(epochs.share(14), 0.0);
    }

    void refusesLengthsThatDoNotFit()
    {
        for (const char *text : {"", "12", "ba", "-1ba", "1.5ep", "nandur", "1e300sp", "12 steps"})
            QVERIFY_THROWS_EXCEPTION(OptionError, length(text));
        const auto make = [](const char *run, const char *warmup) {
            return ComposerSchedule(ScheduleKind::Linear,
                                    {.run = length(run), .warmup = length(warmup)}, 0, {});
        };
        QVERIFY_THROWS_EXCEPTION(OptionError, make("100ba", "5sp"));
        QVERIFY_THROWS_EXCEPTION(OptionError, make("100sp", "0.1dur"));
        QVERIFY_THROWS_EXCEPTION(OptionError, make("3ep", "0.1dur"));
        QVERIFY_THROWS_EXCEPTION(OptionError, make("1dur", "0.1dur"));
    }

    void refusesUnknownKinds()
    {
        QVERIFY_THROWS_EXCEPTION(OptionError, scheduleKind("polynomial"));
    }
};

QTEST_GUILESS_MAIN(TestSchedule)
#include "tst_schedule.moc"
