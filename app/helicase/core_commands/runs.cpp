// helicase runs list FOLDER..., helicase runs show RUN...
#include "app/helicase/core_commands/commands.h"
#include "core/report/svg.h"
#include "core/run/run_folder.h"

#include <cmath>
#include <ctime>
#include <iostream>

namespace helicase {

namespace {

std::string timeText(double seconds)
{
    if (seconds <= 0)
        return {};
    const auto whole = static_cast<std::time_t>(seconds);
    char text[32];
    std::tm local{};
    std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", ::localtime_r(&whole, &local));
    return text;
}

std::string lossText(const std::optional<double> &loss) { return loss ? shortNumber(*loss, 4) : ""; }

std::vector<std::string> foldersOf(const CommandLine &line)
{
    return line.inputs.empty() ? std::vector<std::string>{"."} : line.inputs;
}

void printCheckpoints(const RunFolder &run)
{
    for (const CheckpointEntry &checkpoint : listCheckpoints(run)) {
        const auto mistake = verifyCheckpoint(checkpoint.folder);
        std::cout << "checkpoint\t" << checkpoint.step << '\t' << mistake.value_or("intact") << '\n';
    }
}

} // namespace

ExitStatus runRunsList(const CommandLine &line)
{
    std::cout << "run\ttask\tstate\tstarted\tstep\ttotal_steps\tlast_loss\tsmallest_loss\tat_step\n";
    for (const std::string &folder : foldersOf(line)) {
        for (const auto &path : findRuns(folder)) {
            const RunSummary run = summarizeRun(path);
            std::cout << path.string() << '\t' << run.task << '\t' << nameOf(run.state) << '\t' << timeText(run.started)
                      << '\t' << run.step << '\t' << run.totalSteps << '\t' << lossText(run.lastLoss) << '\t'
                      << lossText(run.smallestLoss) << '\t' << run.smallestLossStep << '\n';
        }
    }
    return ExitStatus::Done;
}

ExitStatus runRunsShow(const CommandLine &line)
{
    for (const std::string &folder : foldersOf(line)) {
        const RunSummary run = summarizeRun(folder);
        std::cout << "run\t" << run.folder.string() << "\ntask\t" << run.task << "\nstate\t" << nameOf(run.state)
                  << "\nprocess\t" << run.processId << "\nstarted\t" << timeText(run.started) << "\nlast_event\t"
                  << timeText(run.lastEvent) << "\nstep\t" << run.step << " of " << run.totalSteps << "\nlast_loss\t"
                  << lossText(run.lastLoss) << "\nsmallest_loss\t" << lossText(run.smallestLoss) << "\ncommand\t"
                  << run.commandLine << '\n';
        if (!run.message.empty())
            std::cout << "message\t" << run.message << '\n';
        printCheckpoints(RunFolder(folder));
    }
    return ExitStatus::Done;
}

} // namespace helicase
