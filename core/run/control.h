// Requests to a running worker: lines of control.jsonl, read by the worker once per step.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace helicase {

// request: pause, resume, checkpoint, stop, set_lr, rewind, checkpoint_folder.
struct ControlRequest {
    std::string request;
    std::optional<double> learningRate = std::nullopt; // of set_lr
    std::optional<int64_t> step = std::nullopt;        // of rewind
    std::optional<int64_t> skip = std::nullopt;        // of rewind: batches to leave out
    std::optional<std::string> folder = std::nullopt;  // of checkpoint_folder: where they shall lie
};

nlohmann::json toJson(const ControlRequest &request);
// Nothing for what is no request; members of a wrong type are left out.
std::optional<ControlRequest> controlRequestFromJson(const nlohmann::json &value);

// Throws DiskError.
void appendControlRequest(const std::filesystem::path &file, const ControlRequest &request);

// Starts at the present end of the file, so that a resumed run does not obey old requests.
class ControlReader {
public:
    explicit ControlReader(std::filesystem::path file);
    std::vector<ControlRequest> poll();

private:
    std::filesystem::path file_;
    int64_t offset_ = 0;
};

} // namespace helicase
