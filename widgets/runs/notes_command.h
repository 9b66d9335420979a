// A change of what people wrote about a run, as a step that can be undone. GUI thread only.
#pragma once

#include "core/run/run_notes.h"

#include <QUndoCommand>

#include <exception>
#include <functional>

namespace helicase {

class NotesCommand final : public QUndoCommand {
public:
    struct Listener {
        std::function<void()> changed;
        std::function<void(const std::exception &error)> failed;
    };
    // listener: may be called as long as the command is in its stack.
    NotesCommand(RunFolder run, const RunNotes &before, const RunNotes &after, const QString &what,
                 Listener listener);

private:
    void undo() override { write(before_); }
    void redo() override { write(after_); }
    void write(const RunNotes &notes);

    RunFolder run_;
    RunNotes before_;
    RunNotes after_;
    Listener listener_;
};

} // namespace helicase
