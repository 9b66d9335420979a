#include "app/helicase/child_process.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <spawn.h>
#include <sys/wait.h>

extern "C" char **environ; // the POSIX name

namespace helicase {

namespace {

volatile std::sig_atomic_t runningChild = 0;

extern "C" void passOn(int signal)
{
    if (runningChild != 0)
        ::kill(static_cast<pid_t>(runningChild), signal);
}

// Passes SIGINT and SIGTERM on for as long as it lives.
class SignalRelay {
public:
    SignalRelay()
    {
        struct sigaction relay = {};
        relay.sa_handler = passOn;
        ::sigaction(SIGINT, &relay, &oldInterrupt_);
        ::sigaction(SIGTERM, &relay, &oldTerminate_);
    }
    SignalRelay(const SignalRelay &) = delete;
    SignalRelay &operator=(const SignalRelay &) = delete;
    ~SignalRelay()
    {
        ::sigaction(SIGINT, &oldInterrupt_, nullptr);
        ::sigaction(SIGTERM, &oldTerminate_, nullptr);
        runningChild = 0;
    }

private:
    struct sigaction oldInterrupt_ = {};
    struct sigaction oldTerminate_ = {};
};

} // namespace

ExitStatus runHelicase(const std::vector<std::string> &words)
{
    const std::string program =
        (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "helicase").string();
    std::vector<char *> arguments{const_cast<char *>("helicase")};
    for (const std::string &word : words)
        arguments.push_back(const_cast<char *>(word.c_str()));
    arguments.push_back(nullptr);
    const SignalRelay relay;
    pid_t child = 0;
    const int failure = ::posix_spawn(&child, program.c_str(), nullptr, nullptr, arguments.data(), environ);
    if (failure != 0)
        throw Error("cannot start " + program + ": " + std::strerror(failure));
    runningChild = static_cast<std::sig_atomic_t>(child);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            throw Error(std::string("cannot wait for a child process: ") + std::strerror(errno));
    return WIFEXITED(status) ? static_cast<ExitStatus>(WEXITSTATUS(status)) : ExitStatus::Failed;
}

} // namespace helicase
