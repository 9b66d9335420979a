// Which checkpoints of a run exist: writes new ones, keeps the newest few and the best one, and the
// text files "latest" and "best" that name a step's folder. One thread at a time.
#pragma once

#include "core/run/run_folder.h"

#include <functional>

namespace helicase {

class CheckpointKeeper {
public:
    // keep: how many of the newest checkpoints stay, at least 1.
    CheckpointKeeper(RunFolder run, int64_t keep);

    // write fills the folder it is given. Throws DiskError; then earlier checkpoints are untouched.
    void save(int64_t step, const std::function<void(const std::filesystem::path &)> &write);
    // A saved step.
    void markBest(int64_t step);
    // Forgets the checkpoints after a step, because the run was rewound to it. bestStep: the best
    // one up to there, if there is one.
    void removeAfter(int64_t step, std::optional<int64_t> bestStep);
    // The step whose checkpoint this object wrote last.
    std::optional<int64_t> lastSaved() const { return lastSaved_; }

private:
    void point(const char *name, int64_t step) const;
    void prune() const;

    RunFolder run_;
    int64_t keep_;
    std::optional<int64_t> lastSaved_;
};

} // namespace helicase
