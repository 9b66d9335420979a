#include "widgets/train/run_history.h"

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
    if (event.step < lastMetricsStep_)
        resumeAt(event);
    lastMetricsStep_ = event.step;
    for (const auto &[name, value] : event.metrics) {
        auto &series = series_[name];
        series.setSmoothing(smoothing_);
        // The same step again, after a resume from just before it: the later value holds.
        series.dropFrom(event.step);
        series.append({event.step, event.time - started_, value});
        if (name == metric::trainLoss && !std::isfinite(value))
            addMark(RunMark::Kind::NotFinite, event, std::isnan(value) ? "NaN" : "infinite");
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
    addLog(event,
           event.text == "failed" ? RunLogEntry::Level::Error : RunLogEntry::Level::Information,
           capitalised(event.text));
}

void RunHistory::takeCheckpoint(const Event &event)
{
    addMark(RunMark::Kind::Checkpoint, event, event.text);
    addLog(event, RunLogEntry::Level::Information, "Checkpoint " + grouped(event.step) + " saved");
    log_.back().checkpoint = event.step;
}

void RunHistory::takeMessage(const Event &event)
{
    const RunLogEntry::Level level = levelOf(event);
    if (level == RunLogEntry::Level::Error)
        errorText_ = event.text;
    const std::string rateChange = "rate set to ";
    if (const size_t at = event.text.find(rateChange); at != std::string::npos) {
        const std::string rest = event.text.substr(at + rateChange.size());
        addMark(RunMark::Kind::RateChanged, event,
                "rate " + rest.substr(0, rest.find_first_of("; ")));
    }
    addLog(event, level, capitalised(event.text));
}

void RunHistory::resumeAt(const Event &event)
{
    for (auto &[name, series] : series_)
        series.dropFrom(event.step);
    std::erase_if(marks_, [&](const RunMark &mark) { return mark.step >= event.step; });
    addMark(RunMark::Kind::Resumed, event, "resumed");
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
