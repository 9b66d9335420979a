// The note on a run. It is told when somebody has written it: the focus has gone, or another run is
// shown. GUI thread only.
#pragma once

#include <QPlainTextEdit>

#include <filesystem>

namespace helicase {

class NoteEdit final : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit NoteEdit(QWidget *parent = nullptr);
    // What is being written is not replaced by what the folder says meanwhile.
    void show(const std::filesystem::path &run, const QString &note);
    // Tells of what was written since the last time.
    void commit();

Q_SIGNALS:
    void written(const std::filesystem::path &run, const QString &note);

private:
    void focusOutEvent(QFocusEvent *event) override;

    std::filesystem::path run_;
    QString note_; // as the folder has it, or was told to
};

} // namespace helicase
