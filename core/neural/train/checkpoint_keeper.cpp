#include "core/neural/train/checkpoint_keeper.h"

#include "core/base/atomic_file.h"
#include "core/neural/train/checkpoint_draft.h"

namespace helicase {

namespace {

void removeCheckpoint(const std::filesystem::path &folder)
{
    // Without its manifest the folder is no checkpoint, whatever interrupts the rest.
    std::error_code ignored;
    std::filesystem::remove(folder / "manifest.json", ignored);
    std::filesystem::remove_all(folder, ignored);
}

} // namespace

CheckpointKeeper::CheckpointKeeper(RunFolder run, int64_t keep) : run_(std::move(run)), keep_(keep)
{
    removeDrafts(run_);
}

void CheckpointKeeper::save(int64_t step,
                            const std::function<void(const std::filesystem::path &)> &write)
{
    CheckpointDraft draft(run_, step);
    write(draft.folder());
    draft.commit();
    point("latest", step);
    lastSaved_ = step;
    prune();
}

void CheckpointKeeper::markBest(int64_t step)
{
    point("best", step);
    prune();
}

void CheckpointKeeper::removeAfter(int64_t step, std::optional<int64_t> bestStep)
{
    point("latest", step);
    if (bestStep)
        point("best", *bestStep);
    else
        std::filesystem::remove(run_.checkpoints() / "best");
    for (const CheckpointEntry &entry : listCheckpoints(run_))
        if (entry.step > step)
            removeCheckpoint(entry.folder);
    lastSaved_ = step;
}

void CheckpointKeeper::point(const char *name, int64_t step) const
{
    writeFileAtomically(run_.checkpoints() / name,
                        run_.checkpoint(step).filename().string() + "\n");
}

void CheckpointKeeper::prune() const
{
    const std::vector<CheckpointEntry> entries = listCheckpoints(run_);
    const std::optional<int64_t> best = pointedStep(run_, "best");
    for (int64_t i = 0; i + keep_ < std::ssize(entries); ++i)
        if (const CheckpointEntry &entry = entries[static_cast<size_t>(i)]; entry.step != best)
            removeCheckpoint(entry.folder);
}

} // namespace helicase
