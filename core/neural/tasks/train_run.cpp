#include "core/neural/tasks/train_run.h"

#include "core/base/atomic_file.h"
#include "core/neural/distributed/join_ranks.h"
#include "core/neural/tasks/input_files.h"
#include "core/neural/tasks/resume_options.h"
#include "core/neural/tasks/task_factory.h"
#include "core/neural/tensor/threads.h"
#include "core/neural/train/checkpoint_move.h"
#include "core/neural/train/run_lock.h"
#include "core/neural/train/run_recorder.h"
#include "core/neural/train/trainer.h"

#include <nlohmann/json.hpp>

namespace helicase {

namespace {

// A run that failed before it made anything, say for a misspelt path, may be started again in its
// place.
void makeRoomForFreshRun(const RunFolder &run)
{
    if (!std::filesystem::exists(run.description()))
        return;
    const RunSummary summary = summarizeRun(run.root());
    if (summary.state != RunState::Failed || summary.step > 0 || !listCheckpoints(run).empty())
        throw Error(run.root().string() + ": this folder holds a run already (state " +
                        std::string(nameOf(summary.state)) + ")",
                    "continue it with --resume, or choose another folder with --run",
                    ExitStatus::WrongUsage);
    for (const auto &file : {run.description(), run.events(), run.control(), run.log()})
        std::filesystem::remove(file);
}

void requireResume(const TrainingRequest &request)
{
    if (request.start == RunStart::Fresh && request.rewindStep >= 0)
        throw OptionError("rewind", "is for runs that are resumed", "add --resume");
    if (request.rewindStep < 0 && request.skippedBatches > 0)
        throw OptionError("skip", "leaves out batches after a rewind",
                          "name the checkpoint to go back to with --rewind");
}

void refuseToResume(const TrainingRequest &request, const RunFolder &run)
{
    if (!std::filesystem::exists(run.description()))
        throw Error(run.root().string() + ": there is no run to resume in this folder",
                    "leave --resume out to start one", ExitStatus::WrongUsage);
    const std::string task = summarizeRun(run.root()).task;
    if (task != request.task)
        throw Error(run.root().string() + ": the run in this folder is of the task " + task,
                    "resume it with: helicase train " + task + " --run " + run.root().string() +
                        " --resume",
                    ExitStatus::WrongUsage);
}

void chooseArithmetic(const OptionValues &options, const RankEnvironment &environment)
{
    const std::string &device = options.text("device");
    if (device != "auto" && device != "cpu")
        throw OptionError("device", "this build trains on the CPU only",
                          "use --device cpu or auto");
    useThreads(environment.threads(options.integer("threads")));
    at::globalContext().setDeterministicAlgorithms(options.flag("deterministic"),
                                                   /*warn_only=*/false);
}

nlohmann::json describe(const TrainingRequest &request, const OptionValues &options,
                        const RankEnvironment &environment)
{
    return {{"task", request.task},
            {"command_line", request.commandLine},
            {"version", request.version},
            {"device", "cpu"},
            {"precision", options.text("precision") == "bf16" ? "bf16" : "fp32"},
            {"threads", torch::get_num_threads()},
            {"processes", environment.size},
            {"deterministic", options.flag("deterministic")},
            {"seed", options.integer("seed")},
            {"total_steps", options.integer("length.steps")},
            {"inputs", describeInputs(options)}};
}

std::string digestsOf(const nlohmann::json &description)
{
    std::string digests;
    for (const nlohmann::json &input : description.at("inputs"))
        digests += input.at("sha256").get<std::string>() + "\n";
    return digests;
}

// Every rank reads the data itself and computes its part of the steps drawn from them.
void requireSameInputs(RankGroup &ranks, const nlohmann::json &description)
{
    const std::string own = digestsOf(description);
    if (ranks.fromFirst(own) != own)
        throw Error("rank " + std::to_string(ranks.rank()) +
                        " finds other data than rank 0 in the files of the recipe",
                    "keep them in a folder that all machines share", ExitStatus::BadInput);
}

void tellShares(RunRecorder &recorder, int64_t ranks, int64_t accumulation)
{
    if (ranks == 1)
        return;
    recorder.message("info",
                     std::to_string(ranks) + " processes share the micro-batches of a step");
    if (accumulation % ranks != 0)
        recorder.message("warning", std::to_string(accumulation) +
                                        " micro-batches of a step cannot be shared evenly by " +
                                        std::to_string(ranks) +
                                        " processes; let batch.accumulation be a multiple of that");
}

CheckpointEntry checkpointOf(const RunFolder &run, int64_t step)
{
    const CheckpointEntry entry{.step = step, .folder = run.checkpoint(step)};
    if (!std::filesystem::exists(entry.folder / "manifest.json") || verifyCheckpoint(entry.folder))
        throw OptionError("rewind", "there is no intact checkpoint of step " + std::to_string(step),
                          "helicase runs show " + run.root().string() + " lists them");
    return entry;
}

void restoreNewest(Trainer &trainer, RunRecorder &recorder, RankGroup &ranks)
{
    // Another machine may see a shared folder later than it was written.
    const auto newest = newestIntactCheckpoint(recorder.run());
    const std::string step = ranks.fromFirst(newest ? std::to_string(newest->step) : "");
    if (step.empty()) {
        recorder.message("warning",
                         "there is no intact checkpoint yet: the run starts again from step 0");
        return;
    }
    trainer.restore(
        {.step = std::stoll(step), .folder = recorder.run().checkpoint(std::stoll(step))});
    recorder.message("info", "resumed from step " + step);
}

ExitStatus train(const TrainingRequest &request, const OptionValues &options,
                 const nlohmann::json &description, const RankEnvironment &environment,
                 RunRecorder &recorder, const std::stop_token &stop)
{
    const std::unique_ptr<RankGroup> ranks = joinRanks(environment, torch::kCPU, stop);
    requireSameInputs(*ranks, description);
    const std::unique_ptr<Task> task = makeTask(request.task, options);
    for (const std::string &note : task->notes())
        recorder.message("info", note);
    if (options.flag("metrics.tensorboard"))
        recorder.writeTensorboard(recordedOptions(options));
    const TrainerSettings settings = TrainerSettings::from(
        options, task->naturalSteps(), task->measure(options.integer("batch.accumulation")));
    recorder.setTotalSteps(settings.schedule.totalSteps);
    tellShares(recorder, ranks->size(), settings.accumulation);
    Trainer trainer(*task, settings, recorder, *ranks);
    if (request.start == RunStart::Resume && request.rewindStep < 0)
        restoreNewest(trainer, recorder, *ranks);
    else if (request.start == RunStart::Resume)
        trainer.rewind(checkpointOf(recorder.run(), request.rewindStep), request.skippedBatches);
    return trainer.run(stop) == TrainingEnd::Done ? ExitStatus::Done : ExitStatus::Stopped;
}

} // namespace

ExitStatus runTraining(const TrainingRequest &request, std::stop_token stop)
{
    const RankEnvironment environment = RankEnvironment::read();
    const RunFolder run(request.run);
    const bool isResumed = request.start == RunStart::Resume;
    requireResume(request);
    if (isResumed)
        refuseToResume(request, run);
    const OptionValues options =
        isResumed ? optionsForResume(run, request.options) : withAbsolutePaths(request.options);
    options.requireComplete();
    chooseArithmetic(options, environment);
    const nlohmann::json description = describe(request, options, environment);
    // Rank 0 alone writes.
    if (environment.rank != 0)
        return train(request, options, description, environment, *RunRecorder::silent(run), stop);
    const RunLock lock(run.root());
    settleMovedCheckpoints(run);
    if (!isResumed)
        makeRoomForFreshRun(run);
    writeFileAtomically(run.config(), recordedOptions(options));
    RunRecorder recorder(run, description, request.observer);
    try {
        return train(request, options, description, environment, recorder, stop);
    } catch (const Stopped &) {
        recorder.end(RunState::Stopped);
        throw;
    } catch (const Error &error) {
        // The run folder is a boundary of its own: whoever watches the run reads the reason there.
        recorder.fail(error.line());
        throw;
    } catch (const std::exception &error) {
        const std::string text = error.what();
        recorder.fail(text.substr(0, text.find('\n')));
        throw;
    }
}

} // namespace helicase
