// A run folder as a worker writes it, for tests.
#pragma once

#include "core/base/json_file.h"
#include "core/run/event.h"
#include "core/run/run_folder.h"

#include <nlohmann/json.hpp>

#include <vector>

namespace helicase::test {

constexpr double runStart = 1'700'000'000; // seconds since the epoch

// A training value at a step, one second after the one before.
inline Event lossEvent(int64_t step, double loss)
{
    return {.time = runStart + static_cast<double>(step),
            .kind = "metrics",
            .step = step,
            .epoch = static_cast<double>(step) / 100,
            .metrics = {{"train/loss", loss}}};
}

inline Event validationEvent(int64_t step, double loss)
{
    return {.time = runStart + static_cast<double>(step),
            .kind = "evaluation",
            .step = step,
            .metrics = {{"validation/loss", loss}}};
}

// Adds to what the folder holds.
inline RunFolder writeRun(const std::filesystem::path &folder, const std::vector<Event> &events)
{
    const RunFolder run(folder);
    std::filesystem::create_directories(folder);
    if (!std::filesystem::exists(run.description()))
        writeJsonFile(run.description(), {{"task", "contrastive"},
                                          {"started", runStart},
                                          {"total_steps", 100},
                                          {"command_line", "helicase train contrastive"}});
    EventWriter writer(run.events());
    for (const Event &event : events)
        writer.append(event);
    return run;
}

} // namespace helicase::test
