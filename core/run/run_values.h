// The metrics of a run in order of their steps, read as a stream: what a resumed run computed again
// comes once. Functions without state.
#pragma once

#include "core/run/event.h"

#include <filesystem>
#include <functional>

namespace helicase {

// Calls the function for every event that carries metrics, each with those that still count. Steps
// do not decrease. Memory does not grow with the file, which is read twice; a missing one has none.
void forEachMetrics(const std::filesystem::path &events,
                    const std::function<void(const Event &)> &function);

} // namespace helicase
