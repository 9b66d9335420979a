#include "widgets/common/project.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>

namespace helicase {

namespace {

constexpr int autosaveMilliseconds = 5000;
constexpr int undoSteps = 200;
constexpr size_t largestFile = 64 << 20;
const QString suffix = QStringLiteral(".helicase");

QString projectFileIn(const QString &folder)
{
    const QStringList files =
        QDir(folder).entryList({QLatin1Char('*') + suffix}, QDir::Files, QDir::Name);
    return QDir(folder).filePath(files.isEmpty() ? QDir(folder).dirName() + suffix : files.first());
}

QJsonObject readState(const QString &file)
{
    if (!QFileInfo::exists(file))
        return {};
    const std::string text = readFile(file.toStdString(), largestFile);
    QJsonParseError mistake;
    const QJsonDocument document =
        QJsonDocument::fromJson(QByteArray::fromStdString(text), &mistake);
    if (!document.isObject())
        throw InputError("is no Helicase project: " + mistake.errorString().toStdString(),
                         {.file = file.toStdString(), .byteOffset = mistake.offset},
                         "the former versions are beside it as .1 and .2");
    return document.object();
}

// The file becomes .1 and the former .1 becomes .2, while the file itself stays. A copy that cannot be
// made is no reason not to save.
void keepCopies(const std::filesystem::path &file)
{
    const std::filesystem::path newer = file.string() + ".1";
    const std::filesystem::path older = file.string() + ".2";
    std::error_code ignored;
    std::filesystem::rename(newer, older, ignored);
    std::error_code noLinks;
    std::filesystem::create_hard_link(file, newer, noLinks);
    if (noLinks)
        std::filesystem::copy_file(file, newer, ignored);
}

} // namespace

Project::Project(QObject *parent) : QObject(parent)
{
    undoStack_.setUndoLimit(undoSteps);
    autosaveTimer_.setSingleShot(true);
    autosaveTimer_.setInterval(autosaveMilliseconds);
    connect(&autosaveTimer_, &QTimer::timeout, this, &Project::autosave);
}

QString Project::name() const
{
    return isOpen() ? QFileInfo(file_).completeBaseName() : QString();
}

QString Project::path(const QString &relative) const
{
    return QDir::cleanPath(QDir(folder_).absoluteFilePath(relative));
}

void Project::open(const QString &fileOrFolder)
{
    const QFileInfo given(fileOrFolder);
    if (!given.exists())
        throw InputError("does not exist", {.file = fileOrFolder.toStdString()},
                         "it may have been moved or deleted");
    if (given.isDir())
        load(projectFileIn(given.absoluteFilePath()), given.absoluteFilePath());
    else
        load(given.absoluteFilePath(), given.absolutePath());
}

void Project::create(const QString &folder)
{
    QDir().mkpath(folder);
    close();
    load(projectFileIn(QFileInfo(folder).absoluteFilePath()), QFileInfo(folder).absoluteFilePath());
    save();
}

void Project::load(const QString &file, const QString &folder)
{
    const QJsonObject state = readState(file);
    close();
    file_ = file;
    folder_ = QDir::cleanPath(folder);
    state_ = state;
    savedAt_ = QFileInfo(file).lastModified();
    Q_EMIT opened();
}

void Project::saveAs(const QString &newFile)
{
    file_ = newFile.endsWith(suffix) ? newFile : newFile + suffix;
    folder_ = QFileInfo(file_).absolutePath();
    save();
}

void Project::save()
{
    if (!isOpen())
        return;
    autosaveTimer_.stop();
    QJsonObject state = state_;
    state.insert(QStringLiteral("helicase"), 1);
    // The copies move on only for a new version that is complete: a full disk takes none of them.
    const std::filesystem::path file = file_.toStdString();
    const std::filesystem::path next = file.string() + ".new";
    writeFileAtomically(next, QJsonDocument(state).toJson().toStdString());
    keepCopies(file);
    std::error_code reason;
    std::filesystem::rename(next, file, reason);
    if (reason)
        throw DiskError("rename", next, reason.value());
    unsaved_ = false;
    savedAt_ = QDateTime::currentDateTime();
    Q_EMIT saved();
}

void Project::close()
{
    if (!isOpen())
        return;
    if (unsaved_)
        autosave();
    autosaveTimer_.stop();
    undoStack_.clear();
    file_.clear();
    folder_.clear();
    state_ = {};
    unsaved_ = false;
    savedAt_ = {};
    Q_EMIT closed();
}

void Project::setSection(const QString &id, const QJsonObject &value)
{
    if (!isOpen() || state_.value(id).toObject() == value)
        return;
    state_.insert(id, value);
    unsaved_ = true;
    if (!autosaveTimer_.isActive())
        autosaveTimer_.start();
    Q_EMIT changed();
}

void Project::autosave()
{
    try {
        save();
    } catch (const Error &error) {
        Q_EMIT saveFailed(QString::fromStdString(error.line()));
        autosaveTimer_.start();
    }
}

} // namespace helicase
