// Progress on a terminal: a bar with rate and time left on standard error when that is a terminal, nothing
// otherwise or with --quiet; JSON lines to --events when given.
#pragma once

#include "app/helicase/command.h"
#include "core/base/progress.h"

#include <memory>

namespace helicase {

std::unique_ptr<Progress> makeProgress(const CommandLine &line);

} // namespace helicase
