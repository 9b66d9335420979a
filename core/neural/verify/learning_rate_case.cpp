// Kind learning_rate_curves: curves.json describes schedules of Hugging Face (in learning rates)
// and of Composer (in shares of the highest rate); curves.safetensors holds them, one value per
// step.
#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/neural/train/composer_schedule.h"
#include "core/neural/verify/case_kind.h"

#include <nlohmann/json.hpp>

#include <functional>

namespace helicase {

namespace {

constexpr std::string_view huggingFacePrefix = "hf_";
constexpr std::string_view composerPrefix = "composer_";

using Curve = std::function<double(int64_t step)>;

Curve huggingFaceCurve(const nlohmann::json &settings, std::string_view kind)
{
    const Schedule schedule{.kind = scheduleKind(kind),
                            .warmupSteps = settings.at("warmup"),
                            .totalSteps = settings.at("total"),
                            .afterEnd = AfterEnd::GoOn};
    const double highest = settings.at("lr");
    return [=](int64_t step) { return highest * rateShare(schedule, step); };
}

Curve composerCurve(const nlohmann::json &settings, std::string_view kind)
{
    const auto duration = [&](const char *name, const std::string &text) {
        return parseDuration(name, settings.value(name, text));
    };
    const ComposerLengths lengths{.run = duration("max_duration", ""),
                                  .warmup = duration("t_warmup", ""),
                                  .end = duration("t_max", "1dur")};
    const BatchMeasure batch{.samples = settings.at("batch_size"),
                             .batchesPerEpoch = settings.value("dataloader_len", int64_t{0})};
    const ComposerSchedule schedule(scheduleKind(kind), lengths, settings.value("alpha_f", 0.0),
                                    batch);
    const double highest = settings.value("alpha", 1.0);
    return [=](int64_t step) { return highest * schedule.share(step); };
}

Curve curveOf(const nlohmann::json &settings, const std::filesystem::path &file)
{
    const std::string kind = settings.at("kind");
    if (kind.starts_with(huggingFacePrefix))
        return huggingFaceCurve(settings, std::string_view(kind).substr(huggingFacePrefix.size()));
    if (kind.starts_with(composerPrefix))
        return composerCurve(settings, std::string_view(kind).substr(composerPrefix.size()));
    throw InputError("describes a curve of a kind that is not known: " + kind, {.file = file});
}

torch::Tensor valuesOf(const Curve &curve, int64_t points)
{
    torch::Tensor values = torch::empty({points}, torch::kFloat64);
    for (int64_t step = 0; step < points; ++step)
        values[step] = curve(step);
    return values;
}

} // namespace

void checkLearningRateCurves(const CaseFolder &folder, Comparison &comparison)
{
    const std::filesystem::path file = folder.file("curves.json");
    const NamedTensors reference = readTensors(folder.file("curves.safetensors"));
    NamedTensors found;
    for (const nlohmann::json &settings : readJsonFile(file)) {
        const std::string name = settings.at("curve");
        const int64_t points = settings.at("points");
        const auto expected = reference.find(name);
        if (expected != reference.end() && expected->second.numel() == points)
            found.emplace(name, valuesOf(curveOf(settings, file), points));
        else
            comparison.require(false, name + " does not hold the " + std::to_string(points) +
                                          " points that curves.json names");
    }
    comparison.compareAll(found, reference);
}

} // namespace helicase
