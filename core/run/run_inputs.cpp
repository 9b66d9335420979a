#include "core/run/run_inputs.h"

#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/sha256.h"

#include <nlohmann/json.hpp>

namespace helicase {

nlohmann::json describeInput(const std::filesystem::path &file)
{
    std::error_code absent;
    const auto size = std::filesystem::file_size(file, absent);
    if (absent)
        throw InputError("does not exist or cannot be read", {.file = file});
    return {{"path", file.string()}, {"size", size}, {"sha256", sha256OfFile(file)}};
}

std::string_view nameOf(InputState state)
{
    switch (state) {
    case InputState::Same:
        return "same";
    case InputState::Changed:
        return "changed";
    case InputState::Missing:
        return "missing";
    }
    return "";
}

std::vector<RecordedInput> recordedInputs(const RunFolder &run)
{
    const nlohmann::json description = readJsonFile(run.description());
    std::vector<RecordedInput> inputs;
    try {
        for (const nlohmann::json &input : description.value("inputs", nlohmann::json::array()))
            inputs.push_back({.path = input.at("path").get<std::string>(),
                              .size = input.at("size").get<uint64_t>(),
                              .sha256 = input.at("sha256").get<std::string>()});
    } catch (const nlohmann::json::exception &) {
        throw InputError("has a malformed list of inputs (expected objects with path, size and "
                         "sha256)",
                         {.file = run.description()});
    }
    return inputs;
}

InputState compareWithDisk(const RecordedInput &input)
{
    std::error_code absent;
    const auto size = std::filesystem::file_size(input.path, absent);
    if (absent)
        return InputState::Missing;
    if (size != input.size)
        return InputState::Changed;
    try {
        return sha256OfFile(input.path) == input.sha256 ? InputState::Same : InputState::Changed;
    } catch (const InputError &) {
        return InputState::Missing;
    }
}

} // namespace helicase
