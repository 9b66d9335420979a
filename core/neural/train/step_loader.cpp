#include "core/neural/train/step_loader.h"

namespace helicase {

namespace {

constexpr int64_t drawsPerAnchor = 16;

} // namespace

StepLoader::StepLoader(Task &task, int64_t microBatches, int64_t ahead)
    : task_(task), microBatches_(microBatches), ahead_(static_cast<size_t>(ahead)),
      drawn_(anchorHere()), handedOut_(drawn_)
{
}

StepLoader::~StepLoader()
{
    stop();
}

std::unique_ptr<StepInput> StepLoader::next()
{
    if (ahead_ == 0) {
        Prepared step = draw();
        handedOut_ = std::move(step.after);
        return std::move(step.input);
    }
    if (!thread_.joinable())
        thread_ = std::thread([this] { run(); });
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !prepared_.empty() || failure_; });
    if (prepared_.empty())
        std::rethrow_exception(failure_);
    Prepared step = std::move(prepared_.front());
    prepared_.pop_front();
    handedOut_ = std::move(step.after);
    changed_.notify_all();
    return std::move(step.input);
}

StepLoader::Anchor StepLoader::anchorHere() const
{
    return {std::make_shared<const nlohmann::json>(task_.samplerState())};
}

StepLoader::Prepared StepLoader::draw()
{
    Prepared step{.input = task_.draw(microBatches_)};
    if (++drawn_.draws == drawsPerAnchor)
        drawn_ = anchorHere();
    step.after = drawn_;
    return step;
}

void StepLoader::run()
{
    std::unique_lock lock(mutex_);
    while (!isStopping_) {
        if (prepared_.size() >= ahead_) {
            changed_.wait(lock);
            continue;
        }
        lock.unlock();
        Prepared step;
        std::exception_ptr failure;
        try {
            step = draw();
        } catch (...) {
            failure = std::current_exception();
        }
        lock.lock();
        failure_ = failure;
        if (failure)
            break;
        prepared_.push_back(std::move(step));
        changed_.notify_all();
    }
    changed_.notify_all();
}

void StepLoader::stop()
{
    {
        const std::scoped_lock lock(mutex_);
        isStopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable())
        thread_.join();
    isStopping_ = false;
    failure_ = nullptr;
    prepared_.clear();
}

nlohmann::json StepLoader::state() const
{
    return {{"sampler", *handedOut_.sampler}, {"draws", handedOut_.draws}};
}

void StepLoader::restore(const nlohmann::json &state)
{
    stop();
    const int64_t draws = state.at("draws");
    task_.restoreSampler(state.at("sampler"));
    drawn_ = anchorHere();
    handedOut_ = drawn_;
    // The thread is not running: these are drawn here.
    for (int64_t i = 0; i < draws; ++i)
        handedOut_ = draw().after;
}

} // namespace helicase
