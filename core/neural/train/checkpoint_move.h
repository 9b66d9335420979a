// Puts the checkpoints of a run into another folder, for a disk that is full: those that there are
// are copied and checked, and the run's "checkpoints" becomes a link to them. Whoever reads or
// writes checkpoints of the run, a resumed one among them, follows the link without knowing of it.
// One thread at a time; nobody may be writing checkpoints of the run.
#pragma once

#include "core/run/run_folder.h"

namespace helicase {

// Into FOLDER/NAME-checkpoints, which it gives back; the former ones are removed. neededBytes: what
// must be free there beside them. Throws InputError for a folder that does not suit, DiskError;
// the run is then as it was.
std::filesystem::path moveCheckpoints(const RunFolder &run, const std::filesystem::path &folder,
                                      int64_t neededBytes);

// After an interruption between taking the former folder away and putting the link in its place:
// the former folder is back. Throws DiskError.
void settleMovedCheckpoints(const RunFolder &run);

} // namespace helicase
