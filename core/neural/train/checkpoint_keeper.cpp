#include "core/neural/train/checkpoint_keeper.h"

#include "core/base/atomic_file.h"
#include "core/neural/train/checkpoint_draft.h"

#include <algorithm>
#include <ranges>

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

CheckpointKeeper::CheckpointKeeper(RunFolder run, int64_t keep, int64_t interval)
    : run_(std::move(run)), keep_(keep), interval_(interval)
{
    removeDrafts(run_);
}

void CheckpointKeeper::save(int64_t step,
                            const std::function<void(const std::filesystem::path &)> &write,
                            const std::vector<int64_t> &best)
{
    CheckpointDraft draft(run_, step);
    write(draft.folder());
    draft.commit();
    point("latest", step);
    pointToBest(best);
    prune(best);
}

void CheckpointKeeper::removeAfter(int64_t step, const std::vector<int64_t> &best)
{
    point("latest", step);
    pointToBest(best);
    for (const CheckpointEntry &entry : listCheckpoints(run_))
        if (entry.step > step)
            removeCheckpoint(entry.folder);
}

void CheckpointKeeper::point(const char *name, int64_t step) const
{
    writeFileAtomically(run_.checkpoints() / name,
                        run_.checkpoint(step).filename().string() + "\n");
}

void CheckpointKeeper::pointToBest(const std::vector<int64_t> &best) const
{
    if (best.empty())
        std::filesystem::remove(run_.checkpoints() / "best");
    else if (pointedStep(run_, "best") != best.front())
        point("best", best.front());
}

void CheckpointKeeper::prune(const std::vector<int64_t> &best) const
{
    const std::vector<CheckpointEntry> entries = listCheckpoints(run_);
    const auto newestFirst = entries | std::views::reverse;
    const auto lastOfInterval = std::ranges::find_if(
        newestFirst, [this](const CheckpointEntry &entry) { return isOfInterval(entry); });
    const int64_t kept = lastOfInterval == newestFirst.end() ? -1 : lastOfInterval->step;
    for (int64_t i = 0; i + keep_ < std::ssize(entries); ++i)
        if (const CheckpointEntry &entry = entries[static_cast<size_t>(i)];
            entry.step != kept && std::ranges::find(best, entry.step) == best.end())
            removeCheckpoint(entry.folder);
}

} // namespace helicase
