// The files that a run or an evaluation has read, and whether they are still the same. Reads whole files: not for
// the thread of a window.
#pragma once

#include "core/run/run_folder.h"

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace helicase {

struct RecordedInput {
    std::filesystem::path path;
    uint64_t size = 0; // bytes
    std::string sha256;
};

// {"path", "size", "sha256"} of a file as it is now. Throws InputError when it cannot be read.
nlohmann::json describeInput(const std::filesystem::path &file);

enum class InputState { Same, Changed, Missing };

std::string_view nameOf(InputState state);

// What run.json names; nothing of runs that read no files. Throws InputError for a malformed list.
std::vector<RecordedInput> recordedInputs(const RunFolder &run);

// Compares size and SHA-256 with the file as it is now; one that cannot be read counts as missing.
InputState compareWithDisk(const RecordedInput &input);

} // namespace helicase
