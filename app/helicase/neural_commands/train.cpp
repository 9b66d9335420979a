// helicase train TASK --config RECIPE.yaml --run DIR [--resume]
#include "app/helicase/neural_commands/commands.h"
#include "app/helicase/stop_signals.h"
#include "app/helicase/terminal.h"
#include "core/neural/tasks/train_run.h"

#include <iostream>

namespace helicase {

namespace {

// Messages and evaluations as lines on standard error, steps as a progress bar.
class TerminalObserver {
public:
    explicit TerminalObserver(const CommandLine &line)
        : progress_(makeProgress(line)), isQuiet_(line.options.flag("quiet"))
    {
    }

    void see(const Event &event)
    {
        if (event.kind == "progress")
            progress_->update(event.done, event.total, event.text);
        else if (event.kind == "message" && event.level != "error" && !isQuiet_)
            std::cerr << "helicase: " << event.text << std::endl;
        else if (event.kind == "evaluation" && !isQuiet_)
            show(event);
    }

private:
    void show(const Event &event) const
    {
        std::cerr << "helicase: step " << event.step;
        for (const auto &[name, value] : event.metrics)
            std::cerr << "  " << name << ' ' << value;
        std::cerr << std::endl;
    }

    std::unique_ptr<Progress> progress_;
    bool isQuiet_;
};

} // namespace

ExitStatus runTrain(const std::string &task, const CommandLine &line)
{
    if (line.options.text("run").empty())
        throw OptionError("run", "a value is needed", "name the run folder, --run runs/NAME");
    const StopSignals signals;
    TerminalObserver observer(line);
    return runTraining({.task = task,
                        .options = line.options,
                        .run = line.options.path("run"),
                        .start = line.options.flag("resume") ? RunStart::Resume : RunStart::Fresh,
                        .rewindStep = line.options.integer("rewind"),
                        .skippedBatches = line.options.integer("skip"),
                        .commandLine = line.text,
                        .version = versionText(),
                        .observer = [&observer](const Event &event) { observer.see(event); }},
                       signals.token());
}

ExitStatus runTrainContrastive(const CommandLine &line)
{
    return runTrain("contrastive", line);
}

ExitStatus runTrainBinding(const CommandLine &line)
{
    return runTrain("binding", line);
}

ExitStatus runTrainClassify(const CommandLine &line)
{
    return runTrain("classify", line);
}

ExitStatus runTrainGpt(const CommandLine &line)
{
    return runTrain("gpt", line);
}

} // namespace helicase
