#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/dataset/safetensors.h"
#include "core/neural/train/schedule.h"
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

// "0.06dur" of "250ba", "7ba": steps, as Composer truncates them.
int64_t composerSteps(const std::string &text, int64_t total)
{
    const double number = std::stod(text);
    return text.ends_with("dur") ? static_cast<int64_t>(number * static_cast<double>(total))
                                 : static_cast<int64_t>(number);
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
                                    .totalSteps = curve.at("total")};
            const std::vector<double> expected =
                doublesOf(curves.at(curve.at("curve").get<std::string>()));
            // Beyond its end a cosine of Hugging Face rises again; ours stays at 0.
            const auto last = std::min<int64_t>(std::ssize(expected), schedule.totalSteps + 1);
            for (int64_t step = 0; step < last; ++step)
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
            const std::string duration = curve.value("max_duration", "");
            // Curves counted in samples or epochs belong to a trainer that counts so.
            if (!kind.starts_with("composer_") || !duration.ends_with("ba"))
                continue;
            const int64_t total = std::stoll(curve.value("t_max", duration));
            const Schedule schedule{.kind = scheduleKind(kind.substr(9)),
                                    .warmupSteps =
                                        composerSteps(curve.at("t_warmup"), std::stoll(duration)),
                                    .totalSteps = total,
                                    .finalShare = curve.value("alpha_f", 0.0)};
            const std::vector<double> expected =
                doublesOf(curves.at(curve.at("curve").get<std::string>()));
            for (int64_t step = 0; step < std::ssize(expected); ++step)
                QVERIFY2(std::abs(rateShare(schedule, step) -
                                  expected[static_cast<size_t>(step)]) <= 1e-12,
                         curve.dump().c_str());
            ++compared;
        }
        QVERIFY(compared >= 4);
    }

    void refusesUnknownKinds()
    {
        QVERIFY_THROWS_EXCEPTION(OptionError, scheduleKind("polynomial"));
    }
};

QTEST_GUILESS_MAIN(TestSchedule)
#include "tst_schedule.moc"
