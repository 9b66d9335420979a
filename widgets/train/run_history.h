// What the events of one run add up to: a series per metric, marks for the plots and lines for the
// event list. Fed with batches from a RunFollower; no Qt; used by the GUI thread only.
#pragma once

#include "core/run/event.h"
#include "widgets/train/metric_series.h"

#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace helicase {

// A place on the horizontal axis that the plots point out.
struct RunMark {
    enum class Kind { Checkpoint, Resumed, RateChanged, NotFinite };
    Kind kind = Kind::Checkpoint;
    int64_t step = 0;
    double seconds = 0;
    std::string text;

    double x(TrainingAxis axis) const
    {
        return axis == TrainingAxis::Step ? static_cast<double>(step) : seconds;
    }
};

// A line of the event list.
struct RunLogEntry {
    enum class Level { Information, Warning, Error };
    double time = 0; // seconds since the epoch
    Level level = Level::Information;
    std::string text;
    int64_t checkpoint = -1; // the step that was saved; -1: the line tells of something else
};

class RunHistory {
public:
    // The newest entries are kept; the folder's log has them all.
    static constexpr size_t largestLog = 1000;

    void take(std::span<const Event> events);
    void setSmoothing(double factor);

    // Null when the run has sent no such metric.
    const MetricSeries *find(std::string_view metric) const;
    // What validation is judged by: a loss, or the squared error of regressions. Null without one.
    const MetricSeries *validationLoss() const;
    const std::map<std::string, MetricSeries, std::less<>> &series() const { return series_; }
    const std::vector<RunMark> &marks() const { return marks_; }
    // Oldest first.
    const std::deque<RunLogEntry> &log() const { return log_; }
    double started() const { return started_; }
    int64_t lastStep() const { return lastStep_; }
    double lastEpoch() const { return lastEpoch_; }
    // What is being loaded or done, from the newest progress event.
    const std::string &activity() const { return activity_; }
    // The newest of the run's own error messages.
    const std::string &errorText() const { return errorText_; }
    // The state that the newest state event names.
    const std::string &stateName() const { return stateName_; }
    // The checkpoint that the worker has judged best; until it has, the step with the smallest
    // validation loss; -1 without either.
    int64_t bestStep() const;
    void setBestStep(std::optional<int64_t> step) { bestStep_ = step; }

private:
    void takeOne(const Event &event);
    void takeMetrics(const Event &event);
    void takeState(const Event &event);
    void takeCheckpoint(const Event &event);
    void takeMessage(const Event &event);
    void resumeAt(const Event &event);
    void addMark(RunMark::Kind kind, const Event &event, std::string text);
    void addLog(const Event &event, RunLogEntry::Level level, std::string text);

    std::map<std::string, MetricSeries, std::less<>> series_;
    std::vector<RunMark> marks_;
    std::deque<RunLogEntry> log_;
    double smoothing_ = 0;
    double started_ = 0;
    int64_t lastStep_ = 0;
    int64_t lastMetricsStep_ = -1;
    double lastEpoch_ = 0;
    std::string activity_;
    std::string errorText_;
    std::string stateName_;
    std::optional<int64_t> bestStep_;
};

// Names of the metrics that the panel knows by heart.
namespace metric {
inline constexpr std::string_view trainLoss = "train/loss";
inline constexpr std::string_view validationLoss = "validation/loss";
inline constexpr std::string_view validationError = "validation/mse";
inline constexpr std::string_view learningRate = "learning_rate";
inline constexpr std::string_view gradientNorm = "gradient_norm";
inline constexpr std::string_view throughput = "tokens_per_second";
} // namespace metric

} // namespace helicase
