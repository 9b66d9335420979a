#include "core/run/control.h"

#include "core/base/error.h"
#include "core/base/text.h"

#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace helicase {

nlohmann::json toJson(const ControlRequest &request)
{
    nlohmann::json value{{"request", request.request}};
    if (request.learningRate)
        value["learning_rate"] = *request.learningRate;
    if (request.step)
        value["step"] = *request.step;
    if (request.skip)
        value["skip"] = *request.skip;
    if (request.folder)
        value["folder"] = *request.folder;
    return value;
}

std::optional<ControlRequest> controlRequestFromJson(const nlohmann::json &value)
{
    if (!value.is_object() || !value.contains("request") || !value["request"].is_string())
        return std::nullopt;
    ControlRequest request{.request = value["request"]};
    if (const auto rate = value.find("learning_rate"); rate != value.end() && rate->is_number())
        request.learningRate = rate->get<double>();
    if (const auto step = value.find("step"); step != value.end() && step->is_number_integer())
        request.step = step->get<int64_t>();
    if (const auto skip = value.find("skip"); skip != value.end() && skip->is_number_integer())
        request.skip = skip->get<int64_t>();
    if (const auto folder = value.find("folder"); folder != value.end() && folder->is_string())
        request.folder = folder->get<std::string>();
    return request;
}

void appendControlRequest(const std::filesystem::path &file, const ControlRequest &request)
{
    const std::string line = toJson(request).dump() + "\n";
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (descriptor < 0)
        throw DiskError("open", file, errno);
    const bool complete = ::write(descriptor, line.data(), line.size()) == std::ssize(line);
    const int reason = errno;
    ::close(descriptor);
    if (!complete)
        throw DiskError("write", file, reason);
}

ControlReader::ControlReader(std::filesystem::path file) : file_(std::move(file))
{
    std::error_code missing;
    const auto size = std::filesystem::file_size(file_, missing);
    offset_ = missing ? 0 : static_cast<int64_t>(size);
}

std::vector<ControlRequest> ControlReader::poll()
{
    std::vector<ControlRequest> requests;
    std::ifstream stream(file_, std::ios::binary);
    if (!stream.seekg(offset_))
        return requests;
    std::string line;
    while (std::getline(stream, line) && !stream.eof()) {
        offset_ += static_cast<int64_t>(line.size()) + 1;
        if (const auto request =
                controlRequestFromJson(nlohmann::json::parse(line, nullptr, false)))
            requests.push_back(*request);
    }
    return requests;
}

} // namespace helicase
