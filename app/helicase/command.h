// One command of the command line: what it is called, what it takes, which program runs it.
#pragma once

#include "core/base/error.h"
#include "core/run/option_values.h"

#include <functional>
#include <string>
#include <vector>

namespace helicase {

enum class RunsIn { Core, Neural };

struct Command {
    std::string name;      // "tokenize", "tokenizer train"
    std::string summary;   // one line
    std::string inputs;    // help for positional arguments, "INPUT..."; empty: none are taken
    OptionTable options;   // without the common ones
    RunsIn program = RunsIn::Core;
};

// What the user typed, checked against the command's table.
struct CommandLine {
    OptionValues options;             // command options and common options together
    std::vector<std::string> inputs;
    std::string text;                 // the whole line, shell-quoted, for provenance
};

using CommandFunction = std::function<ExitStatus(const CommandLine &)>;

// --threads, --device, --precision, --seed, --deterministic, --log-level, --quiet, --events, --config.
const OptionTable &commonOptions();

// Every command of both programs, in the order of the reference.
const std::vector<Command> &allCommands();

// "helicase 0.1.0 (Release)".
std::string versionText();

} // namespace helicase
