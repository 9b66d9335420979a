#include "widgets/annotate/text_document.h"

#include <QPointer>

#include <algorithm>
#include <chrono>

namespace helicase {

class EditCommand final : public QUndoCommand {
public:
    EditCommand(TextDocument &document, TextEdit edit, const QString &what)
        : QUndoCommand(what), document_(&document), edit_(std::move(edit)), time_(Clock::now())
    {
    }

    void redo() override
    {
        if (document_)
            document_->apply(edit_.position, edit_.removed.size(), edit_.inserted);
    }

    void undo() override
    {
        if (document_)
            document_->apply(edit_.position, edit_.inserted.size(), edit_.removed);
    }

    int id() const override { return 1; }

    bool mergeWith(const QUndoCommand *other) override
    {
        const auto *next = dynamic_cast<const EditCommand *>(other);
        if (!next || next->document_ != document_ || next->text() != text() ||
            next->time_ - time_ > std::chrono::seconds(1))
            return false;
        if (!joinTyping(next->edit_) && !joinBackspace(next->edit_))
            return false;
        time_ = next->time_;
        return true;
    }

private:
    using Clock = std::chrono::steady_clock;

    // Inserted right after what was inserted before, one line at a time.
    bool joinTyping(const TextEdit &next)
    {
        const bool follows = next.position == edit_.position + edit_.inserted.size();
        if (!follows || !next.removed.isEmpty() || next.inserted.size() != 1 ||
            edit_.inserted.isEmpty() || edit_.inserted.endsWith(u'\n'))
            return false;
        edit_.inserted += next.inserted;
        return true;
    }

    bool joinBackspace(const TextEdit &next)
    {
        const bool precedes = next.position + next.removed.size() == edit_.position;
        if (!precedes || !next.inserted.isEmpty() || !edit_.inserted.isEmpty() ||
            next.removed.size() != 1)
            return false;
        edit_.position = next.position;
        edit_.removed.prepend(next.removed);
        return true;
    }

    QPointer<TextDocument> document_;
    TextEdit edit_;
    Clock::time_point time_;
};

TextDocument::TextDocument(QUndoStack &undo, const QString &name, QObject *parent)
    : QObject(parent), undo_(undo), name_(name)
{
}

void TextDocument::setName(const QString &name)
{
    name_ = name;
    Q_EMIT renamed();
}

void TextDocument::setSaved()
{
    savedText_ = text_;
    Q_EMIT savedChanged();
}

void TextDocument::replace(int32_t position, int32_t length, const QString &inserted,
                           const QString &what)
{
    const auto begin = static_cast<int32_t>(std::clamp<qsizetype>(position, 0, text_.size()));
    const auto removed = std::clamp<qsizetype>(length, 0, text_.size() - begin);
    if ((removed == 0 && inserted.isEmpty()) ||
        text_.size() - removed + inserted.size() > largestText)
        return;
    undo_.push(new EditCommand(*this, {begin, text_.mid(begin, removed), inserted}, what));
}

void TextDocument::replaceAll(std::vector<TextEdit> edits, const QString &what)
{
    if (edits.empty())
        return;
    // From the end, so that earlier places stay right.
    std::ranges::sort(edits, std::greater(), &TextEdit::position);
    undo_.beginMacro(what);
    for (const TextEdit &edit : edits)
        replace(edit.position, static_cast<int32_t>(edit.removed.size()), edit.inserted, what);
    undo_.endMacro();
}

void TextDocument::load(const QString &text)
{
    apply(0, text_.size(), text.left(largestText));
    setSaved();
}

void TextDocument::apply(int32_t position, qsizetype removed, const QString &inserted)
{
    text_.replace(position, removed, inserted);
    ++revision_;
    Q_EMIT edited(position, static_cast<int>(removed), static_cast<int>(inserted.size()));
}

} // namespace helicase
