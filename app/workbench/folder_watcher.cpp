#include "app/workbench/folder_watcher.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>

#include <optional>

namespace helicase {

namespace {

constexpr int lookMilliseconds = 1000;
constexpr int mostEntries = 5000;

// Files that grow while a run goes on (events, logs) are followed by others; they count by name
// only.
bool growsAllTheTime(const QString &name)
{
    return name.endsWith(QStringLiteral(".jsonl")) || name == QStringLiteral("log.txt");
}

void addFolder(QCryptographicHash &hash, const QString &folder, int depth)
{
    const QDir dir(folder);
    int count = 0;
    for (const QFileInfo &entry :
         dir.entryInfoList(QDir::AllEntries | QDir::NoDotAndDotDot, QDir::Name)) {
        if (++count > mostEntries)
            return;
        hash.addData(entry.fileName().toUtf8());
        if (entry.isDir()) {
            if (depth > 0 && entry.fileName() != QStringLiteral("checkpoints"))
                addFolder(hash, entry.filePath(), depth - 1);
        } else if (!growsAllTheTime(entry.fileName())) {
            hash.addData(QByteArray::number(entry.size()));
            hash.addData(QByteArray::number(entry.lastModified().toMSecsSinceEpoch()));
        }
    }
}

QByteArray signatureOf(const QString &folder)
{
    QCryptographicHash hash(QCryptographicHash::Sha1);
    for (const char *part :
         {"runs", "embeddings", "projections", "evaluations", "tokenizer", "data"}) {
        hash.addData(part);
        addFolder(hash, folder + QLatin1Char('/') + QLatin1String(part), 1);
    }
    const QFileInfo report(folder + QStringLiteral("/report.html"));
    hash.addData(
        QByteArray::number(report.exists() ? report.lastModified().toMSecsSinceEpoch() : 0));
    return hash.result();
}

class Looker final : public QObject {
public:
    Looker(FolderWatcher *watcher, QString folder) : watcher_(watcher), folder_(std::move(folder))
    {
    }

    void start()
    {
        auto *timer = new QTimer(this);
        connect(timer, &QTimer::timeout, this, &Looker::look);
        timer->start(lookMilliseconds);
        look();
    }

private:
    void look()
    {
        const QByteArray signature = signatureOf(folder_);
        if (signature != signature_) {
            signature_ = signature;
            Q_EMIT watcher_->contentChanged(folder_);
        }
        const DemoState demo = readDemoState(folder_);
        if (demo != demo_) {
            demo_ = demo;
            Q_EMIT watcher_->demoStateChanged(demo);
        }
    }

    FolderWatcher *watcher_;
    QString folder_;
    QByteArray signature_;
    DemoState demo_;
};

} // namespace

DemoState readDemoState(const QString &folder)
{
    QFile file(folder + QStringLiteral("/demo.json"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QJsonObject object = QJsonDocument::fromJson(file.read(1 << 16)).object();
    return {object.value("state").toString(), object.value("stage").toString(),
            object.value("process").toInteger()};
}

FolderWatcher::FolderWatcher(QString folder, QObject *parent)
    : QObject(parent), folder_(std::move(folder))
{
    qRegisterMetaType<DemoState>();
    // Later, so that whoever made this object has connected its signals: none is lost.
    QMetaObject::invokeMethod(this, &FolderWatcher::start, Qt::QueuedConnection);
}

void FolderWatcher::start()
{
    auto *looker = new Looker(this, folder_);
    looker->moveToThread(&thread_);
    connect(&thread_, &QThread::started, looker, [looker] { looker->start(); });
    connect(&thread_, &QThread::finished, looker, &QObject::deleteLater);
    thread_.setObjectName(QStringLiteral("folder watcher"));
    thread_.start(QThread::LowPriority);
}

FolderWatcher::~FolderWatcher()
{
    thread_.quit();
    thread_.wait();
}

} // namespace helicase
