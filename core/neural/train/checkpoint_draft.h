// A checkpoint while it is being written: files go into a folder beside the final one, which takes
// its name only when everything is on the disk. Dropped without commit(), nothing remains of it.
// Layout and manifest: core/run/run_folder.h.
#pragma once

#include "core/run/run_folder.h"

namespace helicase {

class CheckpointDraft {
public:
    // Throws DiskError.
    CheckpointDraft(const RunFolder &run, int64_t step);
    CheckpointDraft(const CheckpointDraft &) = delete;
    CheckpointDraft &operator=(const CheckpointDraft &) = delete;
    ~CheckpointDraft();

    const std::filesystem::path &folder() const { return draft_; }
    // Flushes every file, writes the manifest with their SHA-256, gives the folder its name and
    // flushes the parent. An older folder of that name is replaced. Throws DiskError.
    void commit();

private:
    int64_t step_;
    std::filesystem::path final_;
    std::filesystem::path draft_;
};

// Removes what an interrupted process left behind.
void removeDrafts(const RunFolder &run);

} // namespace helicase
