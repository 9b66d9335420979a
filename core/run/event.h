// The stream of events of a run: one JSON object per line, appended by the worker, tailed by anyone.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace helicase {

// event kinds: metrics, state, progress, checkpoint, evaluation, message.
struct Event {
    double time = 0; // seconds since the epoch
    std::string kind;
    int64_t step = 0;
    double epoch = 0;
    std::map<std::string, double> metrics; // "train/loss", "validation/loss", "learning_rate", ...
    std::string text;                      // message text, name of a state, name of a checkpoint
    std::string level;                     // of a message: info, warning, error
    int64_t done = 0;                      // of progress
    int64_t total = 0;
};

// A number as files of this project write it in JSON: NaN and infinities as strings.
nlohmann::json jsonNumber(double value);

// Unknown members are ignored when reading.
nlohmann::json toJson(const Event &event);
Event eventFromJson(const nlohmann::json &line);

// Appends whole lines with one write each, so that a reader never sees half of two. What cannot be written is kept and
// written before the next event.
class EventWriter {
public:
    explicit EventWriter(const std::filesystem::path &file);
    EventWriter(const EventWriter &) = delete;
    EventWriter &operator=(const EventWriter &) = delete;
    ~EventWriter();
    // Sets the time when it is 0. Throws DiskError; the event is then among the kept ones.
    void append(Event event);
    // Writes what was kept. Throws DiskError.
    void flush();
    size_t keptBytes() const { return kept_.size(); }

private:
    std::filesystem::path file_;
    int descriptor_ = -1;
    std::string kept_; // begins in the middle of a line when a write was cut
};

// Follows a file that grows. A missing file gives no events; a half-written or malformed line is
// skipped, the former until it is complete. Reads at most 4 MB per call.
class EventReader {
public:
    explicit EventReader(std::filesystem::path file);
    std::vector<Event> poll();

private:
    std::filesystem::path file_;
    int64_t offset_ = 0;
};

} // namespace helicase
