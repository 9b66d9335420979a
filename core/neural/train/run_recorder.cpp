#include "core/neural/train/run_recorder.h"

#include "core/base/error.h"
#include "core/base/json_file.h"

#include <cerrno>
#include <chrono>
#include <ctime>
#include <fstream>
#include <unistd.h>

namespace helicase {

namespace {

constexpr size_t mostKeptBytes = size_t{4} << 20;

double secondsSinceEpoch()
{
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::string utcTime()
{
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

} // namespace

RunRecorder::RunRecorder(RunFolder run, nlohmann::json description, EventObserver observer)
    : run_(std::move(run)), description_(std::move(description)), observer_(std::move(observer))
{
    files_.emplace(run_);
    description_["process"] = ::getpid();
    description_["started"] = secondsSinceEpoch();
    if (std::filesystem::exists(run_.description())) {
        const nlohmann::json previous = readJsonFile(run_.description());
        description_["resumed"] = description_["started"];
        if (previous.contains("started"))
            description_["started"] = previous["started"];
    }
    description_["ended"] = nullptr;
    description_["state"] = nameOf(RunState::Starting);
    writeDescription();
    state(RunState::Starting);
}

std::unique_ptr<RunRecorder> RunRecorder::silent(RunFolder run)
{
    return std::unique_ptr<RunRecorder>(new RunRecorder(std::move(run)));
}

std::vector<ControlRequest> RunRecorder::requests()
{
    return files_ ? files_->control.poll() : std::vector<ControlRequest>();
}

void RunRecorder::writeTensorboard(std::string_view options)
{
    if (!files_)
        return;
    files_->tensorboard.emplace(run_.root() / "tensorboard");
    files_->tensorboard->appendText("config", "```yaml\n" + std::string(options) + "```");
}

void RunRecorder::setTotalSteps(int64_t steps)
{
    description_["total_steps"] = steps;
    writeDescription();
}

void RunRecorder::setPosition(int64_t step, double epoch)
{
    const std::scoped_lock lock(mutex_);
    step_ = step;
    epoch_ = epoch;
}

void RunRecorder::metrics(std::map<std::string, double> values)
{
    append({.kind = "metrics", .metrics = std::move(values)});
}

void RunRecorder::evaluation(std::map<std::string, double> values)
{
    append({.kind = "evaluation", .metrics = std::move(values)});
}

void RunRecorder::checkpoint(const std::string &name)
{
    append({.kind = "checkpoint", .text = name});
    log("info", "checkpoint " + name);
}

void RunRecorder::progress(int64_t done, int64_t total, const std::string &what)
{
    append({.kind = "progress", .text = what, .done = done, .total = total});
}

void RunRecorder::message(const std::string &level, const std::string &text)
{
    append({.kind = "message", .text = text, .level = level});
    log(level, text);
}

void RunRecorder::state(RunState state)
{
    append({.kind = "state", .text = std::string(nameOf(state))});
    log("info", "state " + std::string(nameOf(state)));
}

void RunRecorder::end(RunState state)
{
    description_["ended"] = secondsSinceEpoch();
    description_["state"] = nameOf(state);
    writeDescription();
    this->state(state);
    if (files_)
        files_->events.flush();
}

void RunRecorder::fail(const std::string &reason) noexcept
{
    // The reason itself may be a full disk; it is reported by the caller in any case.
    try {
        message("error", reason);
        end(RunState::Failed);
    } catch (const std::exception &) {
        return;
    }
}

void RunRecorder::append(Event event)
{
    if (!files_)
        return;
    const std::scoped_lock lock(mutex_);
    event.time = secondsSinceEpoch();
    event.step = step_;
    event.epoch = epoch_;
    try {
        files_->events.append(event);
        if (files_->tensorboard)
            files_->tensorboard->append(event);
    } catch (const DiskError &) {
        // A disk that fails for a while does not end a run of days.
        if (files_->events.keptBytes() > mostKeptBytes)
            throw;
    }
    if (observer_)
        observer_(event);
}

void RunRecorder::log(const std::string &level, const std::string &text)
{
    if (!files_)
        return;
    const std::scoped_lock lock(mutex_);
    std::ofstream stream(run_.log(), std::ios::app);
    stream << utcTime() << ' ' << level << ' ' << "step " << step_ << ": " << text << '\n';
    // The events tell the same; a line that a full disk swallows is no reason to end a run.
}

void RunRecorder::writeDescription()
{
    if (files_)
        writeJsonFile(run_.description(), description_);
}

} // namespace helicase
