// Writes checkpoints on a thread of its own while training goes on. At most one is being written;
// the next one waits for it. Called from one thread.
#pragma once

#include "core/neural/train/checkpoint_keeper.h"

#include <atomic>
#include <exception>
#include <thread>

namespace helicase {

class CheckpointWriter {
public:
    explicit CheckpointWriter(CheckpointKeeper &keeper) : keeper_(keeper) {}
    CheckpointWriter(const CheckpointWriter &) = delete;
    CheckpointWriter &operator=(const CheckpointWriter &) = delete;
    // Waits; what the writing throws then is lost.
    ~CheckpointWriter();

    // Begins to write. fill: writes the files into the folder it is given, on the other thread;
    // what it reads must not change meanwhile. best: the steps whose checkpoints are to stay as the
    // best ones, the best of all first. The checkpoint before must be finished: call finish().
    void begin(int64_t step, std::function<void(const std::filesystem::path &)> fill,
               std::vector<int64_t> best);
    // The step whose checkpoint was completed since the last call, if one was. Throws what writing
    // it threw.
    std::optional<int64_t> takeCompleted();
    // Waits until nothing is being written; then as takeCompleted.
    std::optional<int64_t> finish();
    bool isWriting() const { return thread_.joinable(); }

private:
    CheckpointKeeper &keeper_;
    std::thread thread_;
    std::atomic<bool> isOver_ = false;
    int64_t step_ = 0;
    std::exception_ptr failure_;
};

} // namespace helicase
