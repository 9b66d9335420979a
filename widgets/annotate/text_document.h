// The text of one document with its undo history. GUI thread only.
#pragma once

#include <QObject>
#include <QString>
#include <QUndoStack>

#include <cstdint>
#include <vector>

namespace helicase {

// One replacement. All edits of a document are of this form.
struct TextEdit {
    int32_t position = 0;
    QString removed;
    QString inserted;
};

class TextDocument final : public QObject {
    Q_OBJECT
public:
    // Positions are 32 bits wide, and nothing sensible is larger.
    static constexpr qsizetype largestText = 64 << 20;

    // The stack is shared by all documents of a project and outlives them or goes with them;
    // commands of a document that is gone do nothing.
    TextDocument(QUndoStack &undo, const QString &name, QObject *parent = nullptr);

    const QString &name() const { return name_; }
    void setName(const QString &name);
    // Where it was read from or saved to; empty for a new one.
    const QString &file() const { return file_; }
    void setFile(const QString &file) { file_ = file; }

    const QString &text() const { return text_; }
    // Grows with every change, undo included.
    uint64_t revision() const { return revision_; }
    QUndoStack &undoStack() { return undo_; }
    bool isModified() const { return text_ != savedText_; }
    void setSaved();

    // Undoable. Typing and deleting at one place within a second become one step.
    void replace(int32_t position, int32_t length, const QString &inserted, const QString &what);
    // Several replacements as one step; places count in the present text and must not overlap.
    void replaceAll(std::vector<TextEdit> edits, const QString &what);
    // First content, without history. For a document that was not edited yet.
    void load(const QString &text);

Q_SIGNALS:
    void edited(int position, int removed, int inserted);
    void renamed();
    void savedChanged();

private:
    friend class EditCommand;
    void apply(int32_t position, qsizetype removed, const QString &inserted);

    QUndoStack &undo_;
    QString name_;
    QString file_;
    QString text_;
    QString savedText_;
    uint64_t revision_ = 0;
};

} // namespace helicase
