#include "widgets/train/run_history.h"

#include "core/run/run_folder.h"
#include "widgets/train/run_message.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace helicase {

namespace {

// Grouped with commas as the window does elsewhere: 1,840.
std::string grouped(int64_t number)
{
    std::string digits = std::to_string(number);
    for (auto place = static_cast<std::ptrdiff_t>(digits.size()) - 3; place > 0; place -= 3)
        digits.insert(static_cast<size_t>(place), ",");
    return digits;
}

std::string compactNumber(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", value);
    return text;
}

std::string capitalised(std::string text)
{
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text;
}

RunLogEntry::Level levelOf(const Event &event)
{
    if (event.level == "error")
        return RunLogEntry::Level::Error;
    return event.level == "warning" ? RunLogEntry::Level::Warning : RunLogEntry::Level::Information;
}

// Of these only the newest value matters.
bool hasCurve(std::string_view name)
{
    return name != metric::tokensSeen && name != metric::samplesSeen &&
           name != metric::secondsLeft && name != metric::peakMemory;
}

} // namespace

void RunHistory::take(std::span<const Event> events)
{
    for (const Event &event : events)
        takeOne(event);
}

void RunHistory::setSmoothing(double factor)
{
    smoothing_ = factor;
    for (auto &[name, series] : series_)
        series.setSmoothing(factor);
}

const MetricSeries *RunHistory::find(std::string_view metric) const
{
    const auto found = series_.find(metric);
    return found == series_.end() ? nullptr : &found->second;
}

const MetricSeries *RunHistory::validationLoss() const
{
    const MetricSeries *loss = find(metric::validationLoss);
    return loss ? loss : find(metric::validationError);
}

std::optional<double> RunHistory::latest(std::string_view metric) const
{
    const auto found = latest_.find(metric);
    return found == latest_.end() ? std::nullopt : std::optional(found->second);
}

AxisMap RunHistory::axisMap(TrainingAxis axis) const
{
    return {axis, axis == TrainingAxis::Epoch    ? &epochs_
                  : axis == TrainingAxis::Tokens ? &tokens_
                                                 : nullptr};
}

int64_t RunHistory::answers(std::string_view request) const
{
    const auto found = answers_.find(request);
    return found == answers_.end() ? 0 : found->second;
}

int64_t RunHistory::bestStep() const
{
    if (bestStep_)
        return *bestStep_;
    const MetricSeries *validation = validationLoss();
    if (!validation || !validation->statistics())
        return -1;
    return validation->statistics()->minimumStep;
}

void RunHistory::takeOne(const Event &event)
{
    if (started_ == 0)
        started_ = event.time;
    lastStep_ = event.step;
    if (event.epoch > 0)
        lastEpoch_ = event.epoch;
    if (!event.metrics.empty())
        takeMetrics(event);
    if (event.kind == "state")
        takeState(event);
    else if (event.kind == "checkpoint")
        takeCheckpoint(event);
    else if (event.kind == "message")
        takeMessage(event);
    else if (event.kind == "progress" && !event.text.empty())
        activity_ = event.text;
}

void RunHistory::takeMetrics(const Event &event)
{
    if (event.step < lastMetricsStep_) {
        restartAt(event.step);
        addMark(RunMark::Kind::Restarted, event, "resumed");
    }
    lastMetricsStep_ = event.step;
    stallText_.clear();
    if (event.epoch > 0)
        epochs_.add(event.step, event.epoch);
    for (const auto &[name, value] : event.metrics) {
        latest_[name] = value;
        if (name == metric::tokensSeen)
            tokens_.add(event.step, value);
        if (!hasCurve(name))
            continue;
        const bool isLoss = name == metric::trainLoss;
        auto &series = series_.try_emplace(name, isLoss ? MetricSeries::defaultMost : mostOfOthers)
                           .first->second;
        series.setSmoothing(smoothing_);
        // The same step again, after a resume from just before it: the later value holds.
        series.dropFrom(event.step);
        series.append({event.step, event.time - started_, value});
        if (isLoss && !std::isfinite(value))
            addMark(RunMark::Kind::BadStep, event, std::isnan(value) ? "NaN" : "infinite");
    }
    auto validation = event.metrics.find(std::string(metric::validationLoss));
    if (validation == event.metrics.end())
        validation = event.metrics.find(std::string(metric::validationError));
    if (validation != event.metrics.end())
        addLog(event, RunLogEntry::Level::Information,
               "Validation loss " + compactNumber(validation->second));
}

void RunHistory::takeState(const Event &event)
{
    if (event.text == stateName_)
        return;
    stateName_ = event.text;
    if (event.text != "paused")
        diskFullText_.clear();
    answer(event.text == "paused" ? "pause" : event.text == "running" ? "resume" : "stop");
    addLog(event,
           event.text == "failed" ? RunLogEntry::Level::Error : RunLogEntry::Level::Information,
           capitalised(event.text));
}

void RunHistory::takeCheckpoint(const Event &event)
{
    Event saved = event;
    saved.step = stepOfCheckpoint(event.text).value_or(event.step);
    addMark(RunMark::Kind::Checkpoint, saved, event.text);
    addLog(event, RunLogEntry::Level::Information, "Checkpoint " + grouped(saved.step) + " saved");
    log_.back().checkpoint = saved.step;
    answer("checkpoint");
}

void RunHistory::takeMessage(const Event &event)
{
    const RunLogEntry::Level level = levelOf(event);
    if (level == RunLogEntry::Level::Error)
        errorText_ = event.text;
    takeMeaning(event);
    addLog(event, level, capitalised(event.text));
}

void RunHistory::takeMeaning(const Event &event)
{
    using Kind = RunMessage::Kind;
    const RunMessage message = understood(event);
    switch (message.kind) {
    case Kind::RateSet:
    case Kind::RateRefused:
        answer("set_lr");
        break;
    case Kind::Rewound:
    case Kind::RewindRefused:
        answer("rewind");
        break;
    case Kind::DiskFull:
        diskFullText_ = event.text;
        break;
    case Kind::MoveRefused:
        if (!diskFullText_.empty())
            diskFullText_ = event.text;
        [[fallthrough]];
    case Kind::CheckpointsMoved:
        answer("checkpoint_folder");
        break;
    case Kind::Stalled:
        stallText_ = event.text;
        break;
    default:
        break;
    }
    if (message.step)
        restartAt(*message.step + 1);
    if (message.flag.empty())
        return;
    const bool isRestart = message.kind == Kind::Rewound || message.kind == Kind::Resumed;
    addMark(isRestart                       ? RunMark::Kind::Restarted
            : message.kind == Kind::RateSet ? RunMark::Kind::RateChanged
            : message.isSpike               ? RunMark::Kind::Spike
                                            : RunMark::Kind::BadStep,
            event, message.flag);
    if (message.step)
        marks_.back().step = *message.step;
}

void RunHistory::restartAt(int64_t firstStep)
{
    for (auto &[name, series] : series_)
        series.restartAt(firstStep);
    epochs_.dropAfter(firstStep - 1);
    tokens_.dropAfter(firstStep - 1);
    std::erase_if(marks_, [&](const RunMark &mark) { return mark.step >= firstStep; });
    lastMetricsStep_ = std::min(lastMetricsStep_, firstStep - 1);
}

void RunHistory::answer(std::string_view request)
{
    ++answers_[std::string(request)];
}

void RunHistory::addMark(RunMark::Kind kind, const Event &event, std::string text)
{
    marks_.push_back({kind, event.step, event.time - started_, std::move(text)});
}

void RunHistory::addLog(const Event &event, RunLogEntry::Level level, std::string text)
{
    log_.push_back({event.time, level, std::move(text)});
    if (log_.size() > largestLog)
        log_.pop_front();
}

} // namespace helicase
