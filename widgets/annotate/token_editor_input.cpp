// Keyboard, mouse, clipboard and input method of the token editor.
#include "widgets/annotate/token_editor.h"

#include "widgets/annotate/dna_markup.h"

#include <QApplication>
#include <QClipboard>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>

#include <algorithm>

namespace helicase {

bool TokenEditor::find(const QString &what, bool forward)
{
    if (!document_ || what.isEmpty())
        return false;
    const QString &text = document_->text();
    qsizetype found = -1;
    if (forward) {
        found = text.indexOf(what, selectionEnd(), Qt::CaseInsensitive);
        if (found < 0)
            found = text.indexOf(what, 0, Qt::CaseInsensitive);
    } else {
        if (selectionBegin() > 0)
            found = text.lastIndexOf(what, selectionBegin() - 1, Qt::CaseInsensitive);
        if (found < 0)
            found = text.lastIndexOf(what, -1, Qt::CaseInsensitive);
    }
    if (found < 0)
        return false;
    select(static_cast<int32_t>(found), static_cast<int32_t>(found + what.size()));
    return true;
}

bool TokenEditor::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (isEditingKey(*key)) {
            event->accept();
            return true;
        }
    }
    return QAbstractScrollArea::event(event);
}

// Keys that are text here although the window may use them elsewhere.
bool TokenEditor::isEditingKey(const QKeyEvent &event) const
{
    static constexpr QKeySequence::StandardKey keys[] = {
        QKeySequence::Copy,      QKeySequence::Cut,    QKeySequence::Paste,
        QKeySequence::SelectAll, QKeySequence::Delete, QKeySequence::Backspace};
    if (std::ranges::any_of(keys,
                            [&](QKeySequence::StandardKey key) { return event.matches(key); }))
        return true;
    if (access_ == Access::ReadOnly)
        return false;
    const auto modifiers = event.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier);
    return modifiers == Qt::NoModifier && !event.text().isEmpty() && event.text()[0].isPrint();
}

void TokenEditor::keyPressEvent(QKeyEvent *event)
{
    if (!document_ || (!handleMovement(*event) && !handleSelecting(*event) &&
                       (!canEdit() || !handleEditing(*event))))
        QAbstractScrollArea::keyPressEvent(event);
}

bool TokenEditor::handleMovement(const QKeyEvent &event)
{
    const bool select = event.modifiers() & Qt::ShiftModifier;
    const bool control = event.modifiers() & Qt::ControlModifier;
    const EditorLayout::Row &row = layout_.row(layout_.rowOf(caret_));
    const auto end = static_cast<int32_t>(document_->text().size());
    const int page = std::max(1, verticalScrollBar()->pageStep() - 1);
    if (event.modifiers() & Qt::AltModifier)
        return false;
    switch (event.key()) {
    case Qt::Key_Left:
        moveTo(control ? nextTokenEdge(false) : steppedFrom(caret_, -1), select);
        return true;
    case Qt::Key_Right:
        moveTo(control ? nextTokenEdge(true) : steppedFrom(caret_, 1), select);
        return true;
    case Qt::Key_Home:
        moveTo(control ? 0 : row.begin, select);
        return true;
    case Qt::Key_End: {
        const bool isWrapped = row.end < end && document_->text()[row.end] != u'\n';
        moveTo(control ? end : isWrapped ? row.end - 1 : row.end, select);
        return true;
    }
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown: {
        const bool isPage = event.key() == Qt::Key_PageUp || event.key() == Qt::Key_PageDown;
        const bool isUp = event.key() == Qt::Key_Up || event.key() == Qt::Key_PageUp;
        const double wished = wishedX_ >= 0 ? wishedX_ : caretRectangle().center().x();
        wishedX_ = wished;
        moveTo(movedByRows((isUp ? -1 : 1) * (isPage ? page : 1)), select);
        wishedX_ = wished;
        return true;
    }
    default:
        return false;
    }
}

bool TokenEditor::handleSelecting(const QKeyEvent &event)
{
    if (event.matches(QKeySequence::Copy))
        copy();
    else if (event.matches(QKeySequence::SelectAll))
        selectAll();
    else if (event.key() == Qt::Key_Escape && hasSelection())
        moveTo(caret_, false);
    else
        return false;
    return true;
}

bool TokenEditor::handleEditing(const QKeyEvent &event)
{
    const bool control = event.modifiers() & Qt::ControlModifier;
    if (event.matches(QKeySequence::Cut))
        cut();
    else if (event.matches(QKeySequence::Paste))
        paste();
    else if (event.matches(QKeySequence::Undo))
        document_->undoStack().undo();
    else if (event.matches(QKeySequence::Redo))
        document_->undoStack().redo();
    else if (event.key() == Qt::Key_Backspace)
        erase(-1, control);
    else if (event.key() == Qt::Key_Delete)
        erase(1, control);
    else if ((event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter) && !control)
        insert(QStringLiteral("\n"), tr("Line break"));
    else if (isEditingKey(event))
        insert(event.text(), tr("Typing"));
    else
        return false;
    return true;
}

int32_t TokenEditor::movedByRows(int64_t rows)
{
    const int64_t target = layout_.rowOf(caret_) + rows;
    if (target < 0)
        return 0;
    if (target >= layout_.rowCount())
        return static_cast<int32_t>(document_->text().size());
    const double cell = (wishedX_ - left()) / cellWidth_;
    const EditorLayout::Row &row = layout_.row(target);
    const int32_t place = EditorLayout::positionAt(document_->text(), row, cell);
    const bool isWrapped = target + 1 < layout_.rowCount() && !layout_.row(target + 1).startsLine;
    return isWrapped ? std::min(place, std::max(row.begin, row.end - 1)) : place;
}

// The next beginning or end of a token; where there are no tokens, the next character.
int32_t TokenEditor::nextTokenEdge(bool forward) const
{
    if (forward) {
        const int64_t next = places_.firstFrom(caret_ + 1);
        return next == places_.count() ? static_cast<int32_t>(document_->text().size())
                                       : places_.token(next).begin;
    }
    const int64_t next = places_.firstFrom(caret_);
    return next == 0 ? 0 : places_.token(next - 1).begin;
}

int32_t TokenEditor::steppedFrom(int32_t position, int direction) const
{
    const QString &text = document_->text();
    const auto end = static_cast<int32_t>(text.size());
    int32_t place = std::clamp(position + direction, 0, end);
    // Surrogate pairs and combining marks are passed as one.
    while (place > 0 && place < end &&
           (text[place].isLowSurrogate() || cellsOf(text[place].unicode()) == 0))
        place += direction;
    return place;
}

void TokenEditor::moveTo(int32_t position, bool select)
{
    const auto end = static_cast<int32_t>(document_ ? document_->text().size() : 0);
    caret_ = std::clamp(position, 0, end);
    if (!select)
        anchor_ = caret_;
    wishedX_ = -1;
    caretIsOn_ = true;
    scrollToCaret();
    viewport()->update();
    Q_EMIT caretMoved(caret_);
}

void TokenEditor::insert(const QString &text, const QString &what)
{
    document_->replace(selectionBegin(), selectionEnd() - selectionBegin(), text, what);
}

void TokenEditor::erase(int direction, bool wholeToken)
{
    int32_t begin = selectionBegin();
    int32_t end = selectionEnd();
    if (begin == end) {
        const int32_t other =
            wholeToken ? nextTokenEdge(direction > 0) : steppedFrom(caret_, direction);
        begin = std::min(caret_, other);
        end = std::max(caret_, other);
    }
    document_->replace(begin, end - begin, {}, tr("Deleting"));
}

void TokenEditor::cut()
{
    if (!hasSelection() || !canEdit())
        return;
    copy();
    insert({}, tr("Cut"));
}

void TokenEditor::copy()
{
    if (hasSelection())
        QApplication::clipboard()->setText(selectedText());
}

void TokenEditor::paste()
{
    QString text = QApplication::clipboard()->text();
    text.replace(QLatin1String("\r\n"), QLatin1String("\n"));
    text.replace(u'\r', u'\n');
    if (canEdit() && !text.isEmpty())
        insert(text, tr("Paste"));
}

void TokenEditor::selectAll()
{
    if (document_)
        select(0, static_cast<int32_t>(document_->text().size()));
}

// Without a selection the tags go around the line. A run does not cross a line break.
void TokenEditor::wrapAsDna()
{
    if (!canEdit())
        return;
    const QString &text = document_->text();
    int32_t begin = selectionBegin();
    int32_t end = selectionEnd();
    if (begin == end) {
        begin = static_cast<int32_t>(begin == 0 ? 0 : text.lastIndexOf(u'\n', begin - 1) + 1);
        const qsizetype lineBreak = text.indexOf(u'\n', end);
        end = static_cast<int32_t>(lineBreak < 0 ? text.size() : lineBreak);
    }
    QString bases = text.mid(begin, end - begin);
    bases.removeIf([](QChar letter) { return letter.isSpace(); });
    document_->replace(begin, end - begin, dnaOpener.toString() + bases + dnaCloser.toString(),
                       tr("Wrap as DNA"));
}

void TokenEditor::unwrapDna()
{
    if (!canEdit())
        return;
    const DnaMarkup markup = findDnaRuns(document_->text());
    const int32_t index = runAt(markup.runs, caret_);
    if (index < 0)
        return;
    const DnaRun run = markup.runs[static_cast<size_t>(index)];
    document_->replace(run.open, run.close - run.open,
                       document_->text().mid(run.begin, run.length()), tr("Unwrap DNA"));
}

int64_t TokenEditor::rowAt(double y) const
{
    const int64_t first = verticalScrollBar()->value();
    const double offset = (y - top(first) + rulerHeight()) / rowPitch();
    return std::clamp<int64_t>(first + static_cast<int64_t>(std::max(0.0, offset)), 0,
                               layout_.rowCount() - 1);
}

int32_t TokenEditor::positionAt(const QPointF &point) const
{
    if (!document_)
        return 0;
    const double cell = (point.x() - left()) / cellWidth_;
    return EditorLayout::positionAt(document_->text(), layout_.row(rowAt(point.y())), cell);
}

// The caret goes to the nearest gap between letters; a token is what lies under the pointer itself.
int64_t TokenEditor::tokenUnder(const QPointF &point) const
{
    return places_.tokenAt(positionAt(point - QPointF(cellWidth_ / 2, 0)));
}

void TokenEditor::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        moveTo(positionAt(event->position()), event->modifiers() & Qt::ShiftModifier);
}

void TokenEditor::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons() & Qt::LeftButton)
        moveTo(positionAt(event->position()), true);
}

void TokenEditor::mouseReleaseEvent(QMouseEvent *) {}

void TokenEditor::mouseDoubleClickEvent(QMouseEvent *event)
{
    const int64_t token = tokenUnder(event->position());
    if (event->button() != Qt::LeftButton || token < 0)
        return;
    const AnnotatedToken place = places_.token(token);
    select(place.begin, place.end);
}

void TokenEditor::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    caretIsOn_ = true;
    const int flash = QApplication::cursorFlashTime();
    if (flash > 0)
        blink_.start(flash / 2);
    viewport()->update();
}

void TokenEditor::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    blink_.stop();
    viewport()->update();
}

void TokenEditor::inputMethodEvent(QInputMethodEvent *event)
{
    preedit_ = event->preeditString();
    if (canEdit() && !event->commitString().isEmpty())
        insert(event->commitString(), tr("Typing"));
    viewport()->update();
}

QVariant TokenEditor::inputMethodQuery(Qt::InputMethodQuery query) const
{
    switch (query) {
    case Qt::ImEnabled:
        return canEdit();
    case Qt::ImCursorRectangle:
        return caretRectangle();
    case Qt::ImFont:
        return font_;
    case Qt::ImCurrentSelection:
        return selectedText();
    default:
        return QAbstractScrollArea::inputMethodQuery(query);
    }
}

void TokenEditor::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    const bool selected = hasSelection();
    menu.addAction(tr("Cut"), this, &TokenEditor::cut)->setEnabled(selected && canEdit());
    menu.addAction(tr("Copy"), this, &TokenEditor::copy)->setEnabled(selected);
    menu.addAction(tr("Paste"), this, &TokenEditor::paste)->setEnabled(canEdit());
    menu.addSeparator();
    menu.addAction(tr("Wrap as DNA"), this, &TokenEditor::wrapAsDna)->setEnabled(canEdit());
    menu.addAction(tr("Unwrap DNA"), this, &TokenEditor::unwrapDna)->setEnabled(canEdit());
    menu.addSeparator();
    menu.addAction(tr("Select all"), this, &TokenEditor::selectAll);
    menu.exec(event->globalPos());
}

} // namespace helicase
