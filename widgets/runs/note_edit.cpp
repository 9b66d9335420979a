#include "widgets/runs/note_edit.h"

#include <QFocusEvent>

#include <utility>

namespace helicase {

namespace {

constexpr int shownLines = 4;

} // namespace

NoteEdit::NoteEdit(QWidget *parent) : QPlainTextEdit(parent)
{
    setObjectName(QStringLiteral("runs.note"));
    setAccessibleName(tr("Note on the run"));
    setPlaceholderText(tr("What this run was for, what came out"));
    setTabChangesFocus(true);
    const int frame = 2 * int(document()->documentMargin()) + 2 * frameWidth();
    setFixedHeight(shownLines * fontMetrics().lineSpacing() + frame);
}

void NoteEdit::show(const std::filesystem::path &run, const QString &note)
{
    if (run != run_)
        commit();
    const bool isBeingWritten = run == run_ && toPlainText() != note_;
    if (isBeingWritten)
        return;
    run_ = run;
    note_ = note;
    if (toPlainText() != note)
        setPlainText(note);
}

void NoteEdit::commit()
{
    const QString text = toPlainText();
    if (!run_.empty() && std::exchange(note_, text) != text)
        Q_EMIT written(run_, text);
}

void NoteEdit::focusOutEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason)
        commit();
}

} // namespace helicase
