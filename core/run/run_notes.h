// What people write about a run: a name to show in place of its folder's, and a note. They stand in
// notes.json of the run folder, which no worker writes: they can be changed while the run goes on,
// go along with the folder, and whatever names the folder (commands, recipes, other runs) stays
// right. Functions without state.
#pragma once

#include "core/run/run_folder.h"

namespace helicase {

struct RunNotes {
    std::string name; // empty: that of the folder
    std::string note;
    bool operator==(const RunNotes &) const = default;
};

// Empty ones where there is no such file. Throws InputError.
RunNotes readRunNotes(const RunFolder &run);
// Empty ones leave no file. Throws DiskError.
void writeRunNotes(const RunFolder &run, const RunNotes &notes);

} // namespace helicase
