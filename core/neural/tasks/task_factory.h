// Makes the task that a name stands for.
#pragma once

#include "core/neural/train/task.h"
#include "core/run/option_values.h"

#include <memory>

namespace helicase {

// Reads the data and builds the model. Throws OptionError and InputError.
std::unique_ptr<Task> makeTask(const std::string &name, const OptionValues &options);

} // namespace helicase
