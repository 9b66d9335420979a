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
    // Restarted: resumed or rewound. BadStep: NaN, infinite. Spike: a number that stands out.
    enum class Kind { Checkpoint, Restarted, RateChanged, BadStep, Spike };
    Kind kind = Kind::Checkpoint;
    int64_t step = 0;
    double seconds = 0;
    std::string text;
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
    // Of every metric but the training loss, whose values are all kept.
    static constexpr size_t mostOfOthers = 1'000'000;

    void take(std::span<const Event> events);
    void setSmoothing(double factor);

    // Null when the run has sent no such metric.
    const MetricSeries *find(std::string_view metric) const;
    // What validation is judged by: a loss, or the squared error of regressions. Null without one.
    const MetricSeries *validationLoss() const;
    const std::map<std::string, MetricSeries, std::less<>> &series() const { return series_; }
    // Of any metric, also of those that have no curve (seconds_left, peak_memory_bytes).
    std::optional<double> latest(std::string_view metric) const;
    AxisMap axisMap(TrainingAxis axis) const;
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
    // What holds the run up; empty: nothing does.
    const std::string &diskFullText() const { return diskFullText_; }
    const std::string &stallText() const { return stallText_; }
    // How often the worker has answered such a request (core/run/control.h).
    int64_t answers(std::string_view request) const;
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
    void takeMeaning(const Event &event);
    // The first step that is made again.
    void restartAt(int64_t firstStep);
    void answer(std::string_view request);
    void addMark(RunMark::Kind kind, const Event &event, std::string text);
    void addLog(const Event &event, RunLogEntry::Level level, std::string text);

    std::map<std::string, MetricSeries, std::less<>> series_;
    std::map<std::string, double, std::less<>> latest_;
    StepCurve epochs_;
    StepCurve tokens_;
    std::map<std::string, int64_t, std::less<>> answers_;
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
    std::string diskFullText_;
    std::string stallText_;
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
inline constexpr std::string_view sampleRate = "samples_per_second";
inline constexpr std::string_view tokensSeen = "tokens_seen";
inline constexpr std::string_view samplesSeen = "samples_seen";
inline constexpr std::string_view secondsLeft = "seconds_left";
inline constexpr std::string_view peakMemory = "peak_memory_bytes";
inline constexpr std::string_view utilization = "model_flops_utilization";
} // namespace metric

} // namespace helicase
