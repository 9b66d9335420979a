#include "widgets/runs/notes_command.h"

#include "core/base/error.h"

#include <utility>

namespace helicase {

NotesCommand::NotesCommand(RunFolder run, const RunNotes &before, const RunNotes &after,
                           const QString &what, Listener listener)
    : QUndoCommand(what), run_(std::move(run)), before_(before), after_(after),
      listener_(std::move(listener))
{
}

// A folder that is gone is not made again for the sake of its notes.
void NotesCommand::write(const RunNotes &notes)
{
    try {
        if (!std::filesystem::exists(run_.description()))
            throw InputError("is no longer there", {.file = run_.root()});
        writeRunNotes(run_, notes);
        listener_.changed();
    } catch (const Error &error) {
        setObsolete(true);
        listener_.failed(error);
    }
}

} // namespace helicase
