// Which checkpoints of a run exist: writes new ones, keeps the newest few and the best ones, and
// the text files "latest" and "best" that name a step's folder. One thread at a time.
#pragma once

#include "core/run/run_folder.h"

#include <functional>

namespace helicase {

class CheckpointKeeper {
public:
    // keep: how many of the newest checkpoints stay, at least 1. interval: above 0, the newest one
    // at a multiple of so many steps stays as well.
    CheckpointKeeper(RunFolder run, int64_t keep, int64_t interval = 0);

    // write fills the folder it is given. best: the steps whose checkpoints stay as the best ones,
    // the best of all first. Throws DiskError; then earlier checkpoints are untouched.
    void save(int64_t step, const std::function<void(const std::filesystem::path &)> &write,
              const std::vector<int64_t> &best);
    // Forgets the checkpoints after a step, because the run was rewound to it. best: those up to
    // there.
    void removeAfter(int64_t step, const std::vector<int64_t> &best);

private:
    void point(const char *name, int64_t step) const;
    void pointToBest(const std::vector<int64_t> &best) const;
    void prune(const std::vector<int64_t> &best) const;
    bool isOfInterval(const CheckpointEntry &entry) const
    {
        return interval_ > 0 && entry.step % interval_ == 0;
    }

    RunFolder run_;
    int64_t keep_;
    int64_t interval_;
};

} // namespace helicase
