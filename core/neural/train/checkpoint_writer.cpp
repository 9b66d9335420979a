#include "core/neural/train/checkpoint_writer.h"

#include <utility>

namespace helicase {

CheckpointWriter::~CheckpointWriter()
{
    if (thread_.joinable())
        thread_.join();
}

void CheckpointWriter::begin(int64_t step, std::function<void(const std::filesystem::path &)> fill,
                             std::vector<int64_t> best)
{
    step_ = step;
    isOver_ = false;
    thread_ = std::thread([this, step, fill = std::move(fill), best = std::move(best)] {
        try {
            keeper_.save(step, fill, best);
        } catch (...) {
            failure_ = std::current_exception();
        }
        isOver_ = true;
    });
}

std::optional<int64_t> CheckpointWriter::takeCompleted()
{
    return isOver_ ? finish() : std::nullopt;
}

std::optional<int64_t> CheckpointWriter::finish()
{
    if (!thread_.joinable())
        return std::nullopt;
    thread_.join();
    isOver_ = false;
    if (failure_)
        std::rethrow_exception(std::exchange(failure_, nullptr));
    return step_;
}

} // namespace helicase
