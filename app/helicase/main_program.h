// What the mains of both programs share: find the command, parse, run, turn an error into one line.
#pragma once

#include "app/helicase/command.h"

#include <map>

namespace helicase {

// functions: the commands this program runs itself, by name. A command of the other program is handed
// over to it (the process is replaced). Returns the exit status.
int runProgram(int argc, char **argv, RunsIn self, const std::map<std::string, CommandFunction> &functions);

} // namespace helicase
