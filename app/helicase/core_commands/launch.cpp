// helicase launch [--nproc N] [--nnodes N] [--node-rank R] [--master HOST] [--port P] -- train ...
#include "app/helicase/command_line.h"
#include "app/helicase/core_commands/commands.h"
#include "app/helicase/launch/launch_plan.h"
#include "app/helicase/launch/process_crew.h"

#include <filesystem>

namespace helicase {

namespace {

// Mistakes of usage are told once, not by every process. False when only help was asked for.
bool isMeant(const std::vector<std::string> &words)
{
    constexpr const char *example = "helicase launch --nproc 2 -- train TASK ...";
    if (words.empty())
        throw Error("the command to launch is missing", example, ExitStatus::WrongUsage);
    const Command *command = findCommand(words);
    if (!command || !command->name.starts_with("train "))
        throw Error("only helicase train runs on several processes", example,
                    ExitStatus::WrongUsage);
    return parseCommandLine(*command, std::span(words).subspan(2), "").has_value();
}

} // namespace

ExitStatus runLaunch(const CommandLine &line)
{
    const LaunchPlan plan = LaunchPlan::from(line.options);
    if (!isMeant(line.inputs))
        return ExitStatus::Done;
    std::vector<std::string> words = line.inputs;
    words.insert(words.begin(),
                 std::filesystem::read_symlink("/proc/self/exe").parent_path() / "helicase");
    ProcessCrew crew;
    for (int64_t process = 0; process < plan.processes; ++process)
        crew.start({.name = "rank " + std::to_string(plan.rankOf(process)),
                    .words = words,
                    .variables = plan.variablesOf(process),
                    .isShown = process == 0,
                    .keepsState = plan.rankOf(process) == 0});
    return crew.wait();
}

} // namespace helicase
