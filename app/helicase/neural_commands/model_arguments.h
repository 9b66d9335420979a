// What the commands that act on one model have in common. Functions without state.
#pragma once

#include "app/helicase/command.h"
#include "core/neural/embed/baseline.h"

#include <filesystem>

namespace helicase {

// The one input of a command. Throws OptionError that shows the usage when there is none or more.
std::filesystem::path modelArgument(const CommandLine &line, const std::string &usage);

// Throws OptionError for a device or a precision that the command does not compute in.
void requireCpuInFloat32(const CommandLine &line);

// The tables of --kernel and --word-vectors. Throws InputError.
BaselineTables baselineTablesFrom(const OptionValues &options);

// Throws OptionError when the output folder is the given one.
void requireOtherFolder(const CommandLine &line, const std::filesystem::path &folder);

} // namespace helicase
