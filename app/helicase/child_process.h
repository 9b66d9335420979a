// Runs another helicase command as a child and waits for it.
#pragma once

#include "core/base/error.h"

#include <string>
#include <vector>

namespace helicase {

// words: the command line without the program's name. The child shares this process's standard streams.
// SIGINT and SIGTERM that arrive while it runs are passed on to it. Throws Error when it cannot be started;
// a child that a signal ended counts as Failed.
ExitStatus runHelicase(const std::vector<std::string> &words);

} // namespace helicase
