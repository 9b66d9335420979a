// Child processes that work together: signals to this process reach all of them, and when one fails
// the others are ended. One crew per process; one thread, made before any other.
#pragma once

#include "core/base/error.h"

#include <csignal>
#include <map>
#include <string>
#include <sys/types.h>
#include <vector>

namespace helicase {

class ProcessCrew {
public:
    ProcessCrew();
    ProcessCrew(const ProcessCrew &) = delete;
    ProcessCrew &operator=(const ProcessCrew &) = delete;
    // Ends what still runs.
    ~ProcessCrew();

    struct Member {
        std::string name;                             // for messages
        std::vector<std::string> words;               // the command, with its program
        std::map<std::string, std::string> variables; // on top of the environment
        // Its standard error is shown as it comes, that of others only when they fail by
        // themselves.
        bool isShown = false;
        // Gets time to leave things in order when another fails.
        bool keepsState = false;
    };

    // Throws Error when the process cannot be started.
    void start(Member member);
    // Until all have ended: the worst of their exit statuses. Throws Error for one that a signal
    // ended.
    ExitStatus wait();

private:
    struct Process {
        Member member;
        pid_t id = 0;
        int errors = -1; // what it wrote to its standard error; -1: shown at once
        int result = 0;  // as waitpid told
        bool hasEnded = false;
        bool wasKilled = false; // by this crew
    };

    void passOn(int signal);
    void collect();
    void endOthers();
    bool isRunning() const;
    void showErrors() const;
    ExitStatus outcome() const;

    sigset_t signals_ = {};
    sigset_t oldSignals_ = {};
    std::vector<Process> processes_;
    double endTime_ = 0; // when those that keep state are ended, too; 0: never
};

} // namespace helicase
