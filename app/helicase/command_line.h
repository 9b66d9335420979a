// From typed words to a checked command line.
#pragma once

#include "app/helicase/command.h"

#include <optional>
#include <span>

namespace helicase {

// The command whose name (one or two words) the words begin with; null for none.
const Command *findCommand(std::span<const std::string> words);

// words: what follows the command's name. Defaults are overlaid by --config, then by --set and the typed
// options. Throws OptionError (unknown option, bad value) or InputError (recipe). Nothing when help was
// asked for; the help has then been printed to standard output.
std::optional<CommandLine> parseCommandLine(const Command &command, std::span<const std::string> words,
                                            std::string wholeLine);

// The words as they would be typed in a shell.
std::string shellQuoted(std::span<const std::string> words);

} // namespace helicase
