// What the mains of both programs share: find the command, parse, run, turn an error into one line.
#pragma once

#include "app/helicase/command.h"

#include <map>

namespace helicase {

struct Program {
    RunsIn self = RunsIn::Core;
    std::map<std::string, CommandFunction> functions; // the commands it runs itself, by name
    std::string (*version)() = nullptr;               // of the program that answers --version
};

// A command of the other program, and --version where this one has no answer, is handed over to the
// other (the process is replaced). Returns the exit status.
int runProgram(int argc, char **argv, const Program &program);

} // namespace helicase
