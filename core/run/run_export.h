// The metrics of runs as files for other programs: tables and TensorBoard's event files. Read and
// written as streams; every file appears when it is complete. Functions without state.
#pragma once

#include <filesystem>
#include <stop_token>
#include <vector>

namespace helicase {

enum class MetricsFormat { Csv, Tsv, Tensorboard };

// Csv, Tsv: one file with a row per run and step (run, step, epoch, time, then a column per metric;
// NaN and Infinity stand for themselves, an empty cell for no value). Tensorboard: a folder with a
// folder per run, named as distinctNames() does. Throws InputError for what is no run, DiskError,
// and Stopped.
void exportMetrics(const std::vector<std::filesystem::path> &runs, MetricsFormat format,
                   const std::filesystem::path &output, const std::stop_token &stop = {});

} // namespace helicase
