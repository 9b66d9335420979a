// The options of every training task: one table per task drives `helicase train TASK`, recipes, the
// window's form and the reference. Tables are built once and may be read from any thread.
#pragma once

#include "core/run/option_table.h"

#include <string>
#include <string_view>
#include <vector>

namespace helicase {

// "contrastive", "binding", "classify", "gpt": the words that may follow `helicase train`.
const std::vector<std::string> &trainingTasks();

// Throws OptionError for a task that does not exist.
const OptionTable &trainingOptions(std::string_view task);

// The options that a resumed run may change ("length.steps", "checkpoint.every", ...); all others
// must stay what they were, or the run would no longer be the same one.
bool mayChangeOnResume(std::string_view option);

} // namespace helicase
