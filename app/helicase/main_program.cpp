#include "app/helicase/main_program.h"

#include "app/helicase/command_line.h"
#include "core/base/text.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <new>
#include <unistd.h>

namespace helicase {

namespace {

void printOverview()
{
    std::cout << "helicase: a workbench for DNA language models\n\n"
                 "Usage: helicase COMMAND [options] [inputs]\n\nCommands:\n";
    for (const Command &command : allCommands())
        std::cout << "  " << command.name << std::string(std::max<size_t>(2, 24 - command.name.size()), ' ')
                  << command.summary << '\n';
    std::cout << "\nhelicase COMMAND --help lists the options of a command; helicase --version tells the build.\n";
}

// Replaces this process by the sibling program. Waiting OpenMP threads must not spin beside the window or
// a second run; libgomp reads that setting before main, which is why it is made here.
[[noreturn]] void handOver(char **argv)
{
    const std::filesystem::path sibling =
        std::filesystem::read_symlink("/proc/self/exe").parent_path() / "helicase-neural";
    ::setenv("OMP_WAIT_POLICY", "passive", 0);
    ::execv(sibling.c_str(), argv);
    throw Error("cannot start " + sibling.string(), "the installation is incomplete; build it again");
}

[[noreturn]] void refuseCommand(const std::vector<std::string> &words)
{
    std::vector<std::string> names;
    std::ranges::transform(allCommands(), std::back_inserter(names), &Command::name);
    const std::string typed = words[0] + (words.size() > 1 && words[1][0] != '-' ? " " + words[1] : "");
    const auto nearest = nearestName(typed, names);
    throw Error("unknown command " + printable(typed),
                nearest ? "did you mean " + *nearest + "?" : "helicase --help lists the commands",
                ExitStatus::WrongUsage);
}

ExitStatus dispatch(char **argv, const std::vector<std::string> &words, const Program &program)
{
    if (words.empty() || words[0] == "--help" || words[0] == "-h") {
        printOverview();
        return words.empty() ? ExitStatus::WrongUsage : ExitStatus::Done;
    }
    if (words[0] == "--version") {
        if (!program.version)
            handOver(argv);
        std::cout << program.version() << '\n';
        return ExitStatus::Done;
    }
    const Command *command = findCommand(words);
    if (!command)
        refuseCommand(words);
    std::vector<std::string> line = words;
    line.insert(line.begin(), "helicase");
    const size_t nameWords = split(command->name, ' ').size();
    const auto parsed =
        parseCommandLine(*command, std::span(words).subspan(nameWords), shellQuoted(line));
    if (!parsed)
        return ExitStatus::Done;
    if (command->program == RunsIn::Neural && program.self == RunsIn::Core)
        handOver(argv);
    return program.functions.at(command->name)(*parsed);
}

} // namespace

int runProgram(int argc, char **argv, const Program &program)
{
    std::ios::sync_with_stdio(false);
    try {
        return static_cast<int>(dispatch(argv, {argv + 1, argv + argc}, program));
    } catch (const Error &error) {
        std::cerr << "helicase: " << error.line() << std::endl;
        return static_cast<int>(error.status());
    } catch (const std::bad_alloc &) {
        std::cerr << "helicase: not enough memory. hint: use smaller batches or a smaller model" << std::endl;
    } catch (const std::exception &error) {
        // LibTorch appends its stack to the message; the first line is what a user can read.
        const std::string text = error.what();
        std::cerr << "helicase: " << text.substr(0, text.find('\n')) << std::endl;
    }
    return static_cast<int>(ExitStatus::Failed);
}

} // namespace helicase
