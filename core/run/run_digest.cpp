#include "core/run/run_digest.h"

#include "core/base/process.h"

#include <algorithm>
#include <utility>

namespace helicase {

namespace {

void takeDescription(const RunSummary &described, RunSummary &summary)
{
    summary.name = described.name;
    summary.note = described.note;
    summary.task = described.task;
    summary.processId = described.processId;
    summary.started = described.started;
    summary.totalSteps = described.totalSteps;
    summary.commandLine = described.commandLine;
}

void takeLoss(const MetricSummaries &metrics, RunSummary &summary)
{
    const auto loss = metrics.find("train/loss");
    const MetricSummary found = loss == metrics.end() ? MetricSummary{} : loss->second;
    summary.lastLoss = found.count > 0 ? std::optional(found.last.value) : std::nullopt;
    summary.smallestLoss = found.minimum ? std::optional(found.minimum->value) : std::nullopt;
    summary.smallestLossStep = found.minimum ? found.minimum->step : 0;
}

} // namespace

RunDigest::RunDigest(const std::filesystem::path &folder, DigestRequest request)
    : run_(folder), request_(std::move(request)), events_(run_.events())
{
    startOver();
}

void RunDigest::startOver()
{
    summary_ = {};
    summary_.folder = run_.root();
    summary_.name = run_.name();
    recordedState_ = RunState::Starting;
    metrics_.clear();
    curves_.clear();
    events_ = EventReader(run_.events());
    restarts_ = {};
}

void RunDigest::update(int mostBlocks)
{
    std::error_code absent;
    const auto size = std::filesystem::file_size(run_.events(), absent);
    const auto bytesBefore = std::exchange(bytes_, absent ? 0 : size);
    // A run that failed at its start may have been started again in its place.
    if (bytes_ < bytesBefore)
        startOver();
    const RunSummary described = describedRun(run_.root());
    takeDescription(described, summary_);
    readEvents(mostBlocks);
    takeLoss(metrics_, summary_);
    summary_.bestStep = pointedStep(run_, "best");
    summary_.state = hasReadAll_ ? recordedState_ : described.state;
    if (summary_.isActive() && !processIsAlive(summary_.processId))
        summary_.state = RunState::NoSignal;
}

void RunDigest::readEvents(int mostBlocks)
{
    bool wentBack = false;
    hasReadAll_ = false;
    for (int block = 0; block < mostBlocks && !hasReadAll_; ++block) {
        const std::vector<Event> events = events_.poll();
        for (const Event &event : events) {
            takeState(event);
            if (event.metrics.empty())
                continue;
            wentBack |= restarts_.see(event);
            takeValues(event, restarts_.seen() - 1);
        }
        hasReadAll_ = events.empty();
    }
    if (wentBack)
        countAgain();
}

void RunDigest::takeState(const Event &event)
{
    summary_.lastEvent = event.time;
    summary_.step = event.step;
    if (event.kind == "state")
        recordedState_ = runStateNamed(event.text).value_or(recordedState_);
    else if (event.kind == "message" && event.level == "error")
        summary_.message = event.text;
}

// A minimum cannot forget one of its values: the file is read once more, now that it is known which
// ones no longer count. What has been appended meanwhile is left to the next update.
void RunDigest::countAgain()
{
    metrics_.clear();
    curves_.clear();
    EventReader again(run_.events());
    int64_t index = 0;
    while (index < restarts_.seen()) {
        const std::vector<Event> events = again.poll();
        if (events.empty())
            return;
        for (const Event &event : events)
            if (!event.metrics.empty() && index < restarts_.seen())
                takeValues(event, index++);
    }
}

void RunDigest::takeValues(const Event &event, int64_t index)
{
    for (const auto &[name, value] : event.metrics) {
        if (restarts_.supersede(name, index, event.step))
            continue;
        metrics_[name].add({event.step, value}, request_.steps);
        if (std::ranges::find(request_.curves, name) != request_.curves.end())
            curves_[name].add({event.step, value});
    }
}

} // namespace helicase
