// What a run was told and what it ran with: its options, the build and device, the digests of its
// inputs; and how several runs differ in these. Functions without state.
#pragma once

#include "core/run/option_table.h"
#include "core/run/run_folder.h"

#include <optional>
#include <string>
#include <vector>

namespace helicase {

struct RunSetting {
    std::string name; // of an option, or "threads used", "data.train (SHA-256)"
    std::string value;
};

// The options of config.yaml in its order; none when there is no such file. Throws InputError.
std::vector<RunSetting> recordedOptionsOf(const RunFolder &run);

// Those whose value is not the table's default, and those that the table does not know.
std::vector<RunSetting> changedOptions(const std::vector<RunSetting> &options,
                                       const OptionTable &table);

// recordedOptionsOf() and what run.json adds: version, device, precision, threads and the digest of
// each input. Throws InputError.
std::vector<RunSetting> recordedSettings(const RunFolder &run);

// One setting of several runs.
struct ComparedSetting {
    std::string name;
    std::vector<std::optional<std::string>> values; // by run; nothing: the run has no such setting
    bool differs() const;
    bool operator==(const ComparedSetting &) const = default;
};

// Every setting that any of the runs has, in the order of the first that has it.
std::vector<ComparedSetting> compareSettings(const std::vector<std::vector<RunSetting>> &runs);

} // namespace helicase
