#include "core/neural/train/train_run.h"

#include "core/base/atomic_file.h"
#include "core/neural/tensor/threads.h"
#include "core/neural/train/input_files.h"
#include "core/neural/train/resume_options.h"
#include "core/neural/train/run_lock.h"
#include "core/neural/train/run_recorder.h"
#include "core/neural/train/task_factory.h"
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

void chooseArithmetic(const OptionValues &options)
{
    const std::string &device = options.text("device");
    if (device != "auto" && device != "cpu")
        throw OptionError("device", "this build trains on the CPU only",
                          "use --device cpu or auto");
    if (options.text("precision") == "bf16")
        throw OptionError("precision", "training computes in fp32 on this device",
                          "use --precision fp32 or auto");
    useThreads(options.integer("threads"));
    at::globalContext().setDeterministicAlgorithms(options.flag("deterministic"),
                                                   /*warn_only=*/false);
}

nlohmann::json describe(const TrainingRequest &request, const OptionValues &options)
{
    return {{"task", request.task},
            {"command_line", request.commandLine},
            {"version", request.version},
            {"device", "cpu"},
            {"precision", "fp32"},
            {"threads", torch::get_num_threads()},
            {"deterministic", options.flag("deterministic")},
            {"seed", options.integer("seed")},
            {"total_steps", options.integer("length.steps")},
            {"inputs", describeInputs(options)}};
}

void restoreNewest(Trainer &trainer, RunRecorder &recorder)
{
    const auto checkpoint = newestIntactCheckpoint(recorder.run());
    if (!checkpoint) {
        recorder.message("warning",
                         "there is no intact checkpoint yet: the run starts again from step 0");
        return;
    }
    trainer.restore(*checkpoint);
    recorder.message("info", "resumed from step " + std::to_string(checkpoint->step));
}

TrainingEnd train(const TrainingRequest &request, const OptionValues &options,
                  RunRecorder &recorder, const std::stop_token &stop)
{
    const std::unique_ptr<Task> task = makeTask(request.task, options);
    for (const std::string &note : task->notes())
        recorder.message("info", note);
    TrainerSettings settings = TrainerSettings::from(options);
    if (settings.schedule.totalSteps == 0) {
        settings.schedule.totalSteps = task->naturalSteps();
        recorder.setTotalSteps(settings.schedule.totalSteps);
    }
    Trainer trainer(*task, settings, recorder);
    if (request.start == RunStart::Resume)
        restoreNewest(trainer, recorder);
    return trainer.run(stop);
}

} // namespace

ExitStatus runTraining(const TrainingRequest &request, std::stop_token stop)
{
    const RunFolder run(request.run);
    const bool isResumed = request.start == RunStart::Resume;
    if (isResumed)
        refuseToResume(request, run);
    const OptionValues options =
        isResumed ? optionsForResume(run, request.options) : withAbsolutePaths(request.options);
    options.requireComplete();
    chooseArithmetic(options);
    const nlohmann::json description = describe(request, options);
    const RunLock lock(run.root());
    if (!isResumed)
        makeRoomForFreshRun(run);
    writeFileAtomically(run.config(), recordedOptions(options));
    RunRecorder recorder(run, description, request.observer);
    try {
        const TrainingEnd end = train(request, options, recorder, stop);
        return end == TrainingEnd::Done ? ExitStatus::Done : ExitStatus::Stopped;
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
