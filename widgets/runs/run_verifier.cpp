#include "widgets/runs/run_verifier.h"

#include <algorithm>
#include <charconv>
#include <exception>

namespace helicase {

namespace {

std::filesystem::file_time_type timeOf(const std::filesystem::path &file)
{
    std::error_code absent;
    return std::filesystem::last_write_time(file, absent);
}

// Folders of checkpoints that a worker began and did not finish.
std::vector<int64_t> incompleteCheckpoints(const RunFolder &run)
{
    std::vector<int64_t> steps;
    std::error_code missing;
    for (const auto &entry : std::filesystem::directory_iterator(run.checkpoints(), missing)) {
        const std::string name = entry.path().filename().string();
        int64_t step = -1;
        if (name.starts_with("step-"))
            std::from_chars(name.data() + 5, name.data() + name.size(), step);
        if (step >= 0 && run.checkpoint(step) == entry.path() &&
            !std::filesystem::exists(entry.path() / "manifest.json"))
            steps.push_back(step);
    }
    std::ranges::sort(steps);
    return steps;
}

} // namespace

// What was found out, until a file changes.
class RunVerifier::Memory {
public:
    InputState stateOf(const RecordedInput &input)
    {
        const auto time = timeOf(input.path);
        const auto [entry, isNew] = inputs_.try_emplace({input.path, input.sha256});
        if (isNew || entry->second.time != time)
            entry->second = {time, compareWithDisk(input)};
        return entry->second.state;
    }

    bool isIntact(const std::filesystem::path &checkpoint)
    {
        const auto time = timeOf(checkpoint / "manifest.json");
        const auto [entry, isNew] = checkpoints_.try_emplace(checkpoint);
        if (isNew || entry->second.time != time)
            entry->second = {time, !verifyCheckpoint(checkpoint)};
        return entry->second.isIntact;
    }

private:
    struct KnownInput {
        std::filesystem::file_time_type time;
        InputState state = InputState::Missing;
    };
    struct KnownCheckpoint {
        std::filesystem::file_time_type time;
        bool isIntact = false;
    };
    std::map<std::pair<std::filesystem::path, std::string>, KnownInput> inputs_;
    std::map<std::filesystem::path, KnownCheckpoint> checkpoints_;
};

RunVerifier::RunVerifier(QObject *parent) : QObject(parent), memory_(std::make_shared<Memory>())
{
    qRegisterMetaType<RunVerification>();
    pool_.setMaxThreadCount(1);
}

RunVerifier::~RunVerifier()
{
    stop_.request_stop();
    pool_.clear();
    pool_.waitForDone(); // a running task posts to this object
}

void RunVerifier::check(const std::filesystem::path &folder)
{
    stop_.request_stop();
    stop_ = {};
    pool_.clear();
    pool_.start([this, folder, memory = memory_, stop = stop_.get_token()] {
        const RunFolder run(folder);
        RunVerification result{.folder = folder, .incomplete = incompleteCheckpoints(run)};
        try {
            result.inputs = recordedInputs(run);
        } catch (const std::exception &) {
            result.inputs.clear(); // the scan of the runs tells why
        }
        Q_EMIT checked(result);
        for (const RecordedInput &input : result.inputs) {
            if (stop.stop_requested())
                return;
            result.inputStates.push_back(memory->stateOf(input));
        }
        for (const CheckpointEntry &checkpoint : listCheckpoints(run)) {
            if (stop.stop_requested())
                return;
            result.checkpoints[checkpoint.step] = memory->isIntact(checkpoint.folder);
        }
        result.isComplete = true;
        Q_EMIT checked(result);
    });
}

} // namespace helicase
