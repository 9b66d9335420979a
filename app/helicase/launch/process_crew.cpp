#include "app/helicase/launch/process_crew.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <iostream>
#include <iterator>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

extern "C" char **environ; // the POSIX name

namespace helicase {

namespace {

constexpr timespec watchInterval{.tv_sec = 0, .tv_nsec = 200'000'000};
constexpr double graceSeconds = 30;

double now()
{
    timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

// The environment with some variables replaced.
std::vector<std::string> environmentWith(const std::map<std::string, std::string> &variables)
{
    std::vector<std::string> lines;
    for (char **entry = environ; *entry; ++entry) {
        const std::string line = *entry;
        if (!variables.contains(line.substr(0, line.find('='))))
            lines.push_back(line);
    }
    for (const auto &[name, value] : variables)
        lines.push_back(name + "=" + value);
    return lines;
}

std::vector<char *> pointersTo(const std::vector<std::string> &texts)
{
    std::vector<char *> pointers;
    for (const std::string &text : texts)
        pointers.push_back(const_cast<char *>(text.c_str()));
    pointers.push_back(nullptr);
    return pointers;
}

// From the worst to the best; a process that a signal ended has failed.
ExitStatus statusOf(int result)
{
    const int code = WIFEXITED(result) ? WEXITSTATUS(result) : 1;
    return code <= static_cast<int>(ExitStatus::Stopped) ? static_cast<ExitStatus>(code)
                                                         : ExitStatus::Failed;
}

// Mistakes in the input or the usage are causes, failures often consequences of another's.
int severityOf(ExitStatus status)
{
    switch (status) {
    case ExitStatus::Done:
        return 0;
    case ExitStatus::Stopped:
        return 1;
    case ExitStatus::Failed:
        return 2;
    case ExitStatus::WrongUsage:
        return 3;
    case ExitStatus::BadInput:
        return 4;
    }
    return 2;
}

bool hasFailed(int result)
{
    return severityOf(statusOf(result)) >= severityOf(ExitStatus::Failed);
}

std::string contentOf(int descriptor)
{
    std::string text;
    char block[4096];
    ::lseek(descriptor, 0, SEEK_SET);
    while (true) {
        const ssize_t count = ::read(descriptor, block, sizeof block);
        if (count <= 0)
            return text;
        text.append(block, static_cast<size_t>(count));
    }
}

// In the child, between fork and exec: nothing here allocates.
[[noreturn]] void become(const char *program, char **words, char **environment, int errors,
                         const sigset_t &signals, pid_t parent)
{
    // Out of the terminal's group, so that its Ctrl-C arrives once, through the parent; and a
    // request to stop when the parent is gone.
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent)
        ::_exit(1);
    ::sigprocmask(SIG_SETMASK, &signals, nullptr);
    if (const int nothing = ::open("/dev/null", O_RDONLY); nothing >= 0)
        ::dup2(nothing, STDIN_FILENO);
    if (errors >= 0)
        ::dup2(errors, STDERR_FILENO);
    ::execve(program, words, environment);
    ::_exit(127);
}

} // namespace

ProcessCrew::ProcessCrew()
{
    ::sigemptyset(&signals_);
    for (const int signal : {SIGINT, SIGTERM, SIGCHLD})
        ::sigaddset(&signals_, signal);
    ::sigprocmask(SIG_BLOCK, &signals_, &oldSignals_);
}

ProcessCrew::~ProcessCrew()
{
    for (const Process &process : processes_) {
        if (!process.hasEnded) {
            ::kill(process.id, SIGKILL);
            ::waitpid(process.id, nullptr, 0);
        }
        if (process.errors >= 0)
            ::close(process.errors);
    }
    ::sigprocmask(SIG_SETMASK, &oldSignals_, nullptr);
}

void ProcessCrew::start(Member member)
{
    Process process{.member = std::move(member)};
    const std::vector<std::string> environment = environmentWith(process.member.variables);
    const std::vector<char *> words = pointersTo(process.member.words);
    const std::vector<char *> variables = pointersTo(environment);
    if (!process.member.isShown)
        process.errors = ::memfd_create("standard error", MFD_CLOEXEC);
    const pid_t parent = ::getpid();
    process.id = ::fork();
    if (process.id == 0)
        become(words.front(), const_cast<char **>(words.data()),
               const_cast<char **>(variables.data()), process.errors, oldSignals_, parent);
    if (process.id < 0)
        throw Error("cannot start " + process.member.name + ": " + std::strerror(errno));
    processes_.push_back(std::move(process));
}

ExitStatus ProcessCrew::wait()
{
    while (isRunning()) {
        const int signal = ::sigtimedwait(&signals_, nullptr, &watchInterval);
        if (signal == SIGINT || signal == SIGTERM)
            passOn(signal);
        collect();
        endOthers();
    }
    showErrors();
    return outcome();
}

bool ProcessCrew::isRunning() const
{
    return !std::ranges::all_of(processes_, &Process::hasEnded);
}

void ProcessCrew::passOn(int signal)
{
    for (const Process &process : processes_)
        if (!process.hasEnded)
            ::kill(process.id, signal);
}

void ProcessCrew::collect()
{
    for (Process &process : processes_)
        if (!process.hasEnded)
            process.hasEnded = ::waitpid(process.id, &process.result, WNOHANG) == process.id;
}

void ProcessCrew::endOthers()
{
    const bool isFailure = std::ranges::any_of(processes_, [](const Process &process) {
        return process.hasEnded && hasFailed(process.result);
    });
    if (!isFailure)
        return;
    const bool isFirstTime = endTime_ == 0;
    if (isFirstTime)
        endTime_ = now() + graceSeconds;
    for (Process &process : processes_) {
        if (process.hasEnded)
            continue;
        if (!process.member.keepsState || now() > endTime_) {
            process.wasKilled = true;
            ::kill(process.id, SIGKILL);
        } else if (isFirstTime) {
            ::kill(process.id, SIGTERM);
        }
    }
}

// What processes say that are not shown, unless it is what the shown one says of the same mistake.
void ProcessCrew::showErrors() const
{
    std::vector<std::string> texts;
    for (const Process &process : processes_) {
        const ExitStatus status = statusOf(process.result);
        if (process.member.isShown && severityOf(status) > severityOf(ExitStatus::Failed))
            return;
        if (process.errors < 0 || process.wasKilled || !hasFailed(process.result))
            continue;
        std::string text = contentOf(process.errors);
        if (std::ranges::find(texts, text) == texts.end())
            texts.push_back(std::move(text));
    }
    for (const std::string &text : texts)
        std::cerr << text << std::flush;
}

ExitStatus ProcessCrew::outcome() const
{
    ExitStatus worst = ExitStatus::Done;
    for (const Process &process : processes_) {
        if (process.wasKilled)
            continue;
        if (WIFSIGNALED(process.result)) {
            const int signal = WTERMSIG(process.result);
            throw Error(process.member.name + " was ended by signal " + std::to_string(signal) +
                            " (" + ::strsignal(signal) + ")",
                        signal == SIGKILL ? "the system ends processes so when memory runs out"
                                          : "");
        }
        if (severityOf(statusOf(process.result)) > severityOf(worst))
            worst = statusOf(process.result);
    }
    return worst;
}

} // namespace helicase
