#include "core/neural/model/model_location.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/run/run_folder.h"

#include <optional>

namespace helicase {

namespace {

constexpr std::string_view stepPrefix = "step-";

// The folder that the text file "best" names, if it holds an intact checkpoint.
std::optional<std::filesystem::path> bestCheckpoint(const RunFolder &run)
{
    const std::filesystem::path pointer = run.checkpoints() / "best";
    if (!std::filesystem::exists(pointer))
        return std::nullopt;
    const std::string text = readFile(pointer, 1000);
    const std::string_view name = trim(text);
    if (!name.starts_with(stepPrefix))
        return std::nullopt;
    const auto step = parseInteger(name.substr(stepPrefix.size()));
    if (!step)
        return std::nullopt;
    const std::filesystem::path folder = run.checkpoint(*step);
    if (!std::filesystem::exists(folder) || verifyCheckpoint(folder))
        return std::nullopt;
    return folder;
}

} // namespace

std::filesystem::path locateModel(const std::filesystem::path &modelOrRun)
{
    if (!std::filesystem::is_directory(modelOrRun))
        throw InputError("there is no such folder", {.file = modelOrRun},
                         "name a model folder (config.json, model.safetensors) or a run folder");
    if (std::filesystem::exists(modelOrRun / "config.json"))
        return modelOrRun;
    const RunFolder run(modelOrRun);
    if (!std::filesystem::exists(run.description()))
        throw InputError("this folder holds no model (expected config.json) and no run (expected "
                         "run.json)",
                         {.file = modelOrRun});
    if (const auto best = bestCheckpoint(run))
        return *best;
    if (const auto newest = newestIntactCheckpoint(run))
        return newest->folder;
    throw InputError("this run has no intact checkpoint yet", {.file = modelOrRun},
                     "wait for its first checkpoint, or start it again");
}

std::string modelName(const std::filesystem::path &modelOrRun)
{
    // A trailing slash leaves the last part of a path empty.
    const std::filesystem::path whole = std::filesystem::absolute(modelOrRun).lexically_normal();
    const std::filesystem::path path = whole.filename().empty() ? whole.parent_path() : whole;
    const std::string name = path.filename();
    const std::filesystem::path parent = path.parent_path();
    if (!name.starts_with(stepPrefix) || parent.filename() != "checkpoints")
        return name;
    const auto step = parseInteger(std::string_view(name).substr(stepPrefix.size()));
    return parent.parent_path().filename().string() + "-step-" +
           (step ? std::to_string(*step) : name.substr(stepPrefix.size()));
}

} // namespace helicase
