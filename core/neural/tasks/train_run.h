// One training run in one run folder: what `helicase train` and the demo call. No LibTorch type
// here. Call from one thread; only one run per process at a time, because the number of threads and
// the determinism of the arithmetic are settings of the process.
#pragma once

#include "core/base/error.h"
#include "core/run/event.h"
#include "core/run/option_values.h"

#include <filesystem>
#include <functional>
#include <stop_token>

namespace helicase {

enum class RunStart { Fresh, Resume };

struct TrainingRequest {
    std::string task; // one of trainingTasks()
    // trainingOptions(task) and at least threads, device, precision, seed, deterministic. For a
    // resumed run, values that are not the table's defaults overlay those in the folder's
    // config.yaml.
    OptionValues options;
    std::filesystem::path run; // the run folder
    RunStart start = RunStart::Fresh;
    // Of a resumed run: the checkpoint to go back to, below 0 for the newest; and the batches to
    // leave out from there.
    int64_t rewindStep = -1;
    int64_t skippedBatches = 0;
    std::string commandLine;
    std::string version;
    std::function<void(const Event &)> observer = {}; // sees every event; may be empty
};

// Done, or Stopped when a stop was requested (the state is saved). Throws OptionError, InputError,
// DiskError, Error; the run folder then says "failed" and why, unless it was refused before
// anything was written: because it holds a run already (Fresh), holds none (Resume), or another
// process writes there.
ExitStatus runTraining(const TrainingRequest &request, std::stop_token stop);

} // namespace helicase
