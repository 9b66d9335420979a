// The open project: a folder with runs, embeddings and evaluations, and beside them one file
// NAME.helicase (JSON) that keeps what the window knows. Changes are saved 5 s later, atomically;
// the two former versions stay as NAME.helicase.1 and .2. GUI thread only.
#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QObject>
#include <QTimer>
#include <QUndoStack>
#include <filesystem>

namespace helicase {

class Project final : public QObject {
    Q_OBJECT
public:
    explicit Project(QObject *parent = nullptr);

    bool isOpen() const { return !folder_.isEmpty(); }
    QString name() const;
    QString folder() const { return folder_; }
    QString file() const { return file_; }
    // Relative paths are below the project's folder.
    QString path(const QString &relative) const;
    QString runsFolder() const { return path(QStringLiteral("runs")); }

    // A file NAME.helicase or a folder; a folder without such a file gets one on the first change.
    // Throws InputError; the project that was open then stays open.
    void open(const QString &fileOrFolder);
    // Throws DiskError.
    void create(const QString &folder);
    void saveAs(const QString &newFile);
    void save();
    void close();

    // Free-form state of one panel or part, stored under its id ("annotate", "categories").
    QJsonObject section(const QString &id) const { return state_.value(id).toObject(); }
    void setSection(const QString &id, const QJsonObject &value);

    bool hasUnsavedChanges() const { return unsaved_; }
    QDateTime savedAt() const { return savedAt_; }
    QUndoStack &undoStack() { return undoStack_; }

Q_SIGNALS:
    void opened();
    void closed();
    void changed();
    void saved();
    // Saving failed; the changes are kept and tried again.
    void saveFailed(const QString &message);

private:
    void load(const QString &file, const QString &folder);
    void autosave();

    QString file_;
    QString folder_;
    QJsonObject state_;
    bool unsaved_ = false;
    QDateTime savedAt_;
    QTimer autosaveTimer_;
    QUndoStack undoStack_;
};

} // namespace helicase
