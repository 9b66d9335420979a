#include "core/run/event.h"

#include "core/base/error.h"
#include "core/base/text.h"

#include <cerrno>
#include <chrono>
#include <cmath>
#include <fcntl.h>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <unistd.h>

namespace helicase {

namespace {

constexpr int64_t largestPoll = 4 << 20;

double numberFromJson(const nlohmann::json &value)
{
    if (value.is_number())
        return value.get<double>();
    if (value == "Infinity")
        return std::numeric_limits<double>::infinity();
    if (value == "-Infinity")
        return -std::numeric_limits<double>::infinity();
    return std::numeric_limits<double>::quiet_NaN();
}

// Nothing for half a line, for what is no event, and for members of a wrong type.
std::optional<Event> parsedEvent(std::string_view line)
{
    const auto value = nlohmann::json::parse(line, nullptr, false);
    if (!value.is_object())
        return std::nullopt;
    try {
        return eventFromJson(value);
    } catch (const nlohmann::json::type_error &) {
        return std::nullopt;
    }
}

double now()
{
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

} // namespace

nlohmann::json jsonNumber(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "Infinity" : "-Infinity";
    return value;
}

nlohmann::json toJson(const Event &event)
{
    nlohmann::json line{{"time", event.time}, {"event", event.kind}, {"step", event.step}, {"epoch", event.epoch}};
    for (const auto &[name, value] : event.metrics)
        line["metrics"][name] = jsonNumber(value);
    if (!event.text.empty())
        line["text"] = event.text;
    if (!event.level.empty())
        line["level"] = event.level;
    if (event.total != 0 || event.done != 0) {
        line["done"] = event.done;
        line["total"] = event.total;
    }
    return line;
}

Event eventFromJson(const nlohmann::json &line)
{
    Event event;
    event.time = line.value("time", 0.0);
    event.kind = line.value("event", "");
    event.step = line.value("step", int64_t{0});
    event.epoch = line.value("epoch", 0.0);
    event.text = line.value("text", "");
    event.level = line.value("level", "");
    event.done = line.value("done", int64_t{0});
    event.total = line.value("total", int64_t{0});
    if (const auto metrics = line.find("metrics"); metrics != line.end() && metrics->is_object())
        for (const auto &[name, value] : metrics->items())
            event.metrics[name] = numberFromJson(value);
    return event;
}

EventWriter::EventWriter(const std::filesystem::path &file) : file_(file)
{
    descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (descriptor_ < 0)
        throw DiskError("open", file, errno);
    // A worker that was killed may have left half a line; the next event starts on a fresh one.
    const off_t size = ::lseek(descriptor_, 0, SEEK_END);
    char last = '\n';
    if (size > 0 && ::pread(descriptor_, &last, 1, size - 1) == 1 && last != '\n' &&
        ::write(descriptor_, "\n", 1) != 1) {
        ::close(descriptor_);
        throw DiskError("write", file, errno);
    }
}

EventWriter::~EventWriter() { ::close(descriptor_); }

void EventWriter::append(Event event)
{
    if (event.time == 0)
        event.time = now();
    kept_ += toJson(event).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    flush();
}

void EventWriter::flush()
{
    while (!kept_.empty()) {
        const ssize_t written = ::write(descriptor_, kept_.data(), kept_.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            throw DiskError("write", file_, written < 0 ? errno : ENOSPC);
        kept_.erase(0, static_cast<size_t>(written));
    }
}

EventReader::EventReader(std::filesystem::path file) : file_(std::move(file)) {}

std::vector<Event> EventReader::poll()
{
    std::vector<Event> events;
    std::ifstream stream(file_, std::ios::binary);
    if (!stream.seekg(offset_))
        return events;
    std::string block(largestPoll, '\0');
    stream.read(block.data(), largestPoll);
    block.resize(static_cast<size_t>(stream.gcount()));
    const size_t end = block.rfind('\n');
    if (end == std::string::npos)
        return events;
    offset_ += static_cast<int64_t>(end) + 1;
    for (const std::string_view line : split(std::string_view(block).substr(0, end), '\n'))
        if (auto event = parsedEvent(line))
            events.push_back(*std::move(event));
    return events;
}

} // namespace helicase
