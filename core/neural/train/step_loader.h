// Prepares the next steps' data on a thread of its own while the model computes. The order of the
// data does not depend on how far it is ahead, and its state is that of the steps handed out, not
// of those prepared. Called from one thread.
#pragma once

#include "core/neural/train/task.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>

namespace helicase {

class StepLoader {
public:
    // microBatches: asked for per step. ahead: steps that are prepared before they are asked for;
    // 0: none, and no thread.
    StepLoader(Task &task, int64_t microBatches, int64_t ahead);
    StepLoader(const StepLoader &) = delete;
    StepLoader &operator=(const StepLoader &) = delete;
    ~StepLoader();

    // Throws what drawing threw.
    std::unique_ptr<StepInput> next();
    // Draws a step and forgets it.
    void skip() { next(); }

    // After the step handed out last.
    nlohmann::json state() const;
    // Throws nlohmann::json::exception or Error.
    void restore(const nlohmann::json &state);

private:
    // A state of the sampler from which the present one is reached by drawing. States of samplers
    // can be large, so that not every step has its own.
    struct Anchor {
        std::shared_ptr<const nlohmann::json> sampler;
        int64_t draws = 0;
    };
    struct Prepared {
        std::unique_ptr<StepInput> input;
        Anchor after;
    };

    Anchor anchorHere() const;
    Prepared draw();
    void run();
    void stop();

    Task &task_;
    int64_t microBatches_;
    size_t ahead_;
    Anchor drawn_;     // after the step drawn last
    Anchor handedOut_; // after the step handed out last

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Prepared> prepared_;
    std::exception_ptr failure_;
    bool isStopping_ = false;
    std::thread thread_;
};

} // namespace helicase
