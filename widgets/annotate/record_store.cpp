#include "widgets/annotate/record_store.h"

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/sequence/sequence_reader.h"
#include "widgets/common/format.h"

#include <QFileInfo>

#include <algorithm>

namespace helicase {

namespace {

// Files with more records are listed up to here; Annotate works with records one at a time.
constexpr size_t largestIndex = 100'000;

} // namespace

RecordStore::RecordStore(QObject *parent) : QObject(parent), worker_(new QObject)
{
    thread_.setObjectName("records");
    worker_->moveToThread(&thread_);
    connect(&thread_, &QThread::finished, worker_, &QObject::deleteLater);
    thread_.start();
}

RecordStore::~RecordStore()
{
    stop_ = true;
    stopOpening_.request_stop();
    thread_.quit();
    thread_.wait();
}

void RecordStore::open(const QString &path)
{
    opening_ += path;
    Q_EMIT openingChanged();
    QMetaObject::invokeMethod(worker_, [this, path, stop = stopOpening_.get_token()] {
        try {
            throwIfStopped(stop);
            RecordFile file = listRecords(path, stop);
            QMetaObject::invokeMethod(this, [this, stop, read = std::move(file)]() mutable {
                if (stop.stop_requested())
                    return;
                opened(read.path);
                addFile(std::move(read));
            });
        } catch (const Stopped &) {
            return;
        } catch (const std::exception &error) {
            const QString message = lineOf(error);
            QMetaObject::invokeMethod(this, [this, stop, path, message] {
                if (stop.stop_requested())
                    return;
                opened(path);
                Q_EMIT failed(path, message);
            });
        }
    });
}

void RecordStore::cancelOpening()
{
    stopOpening_.request_stop();
    stopOpening_ = std::stop_source();
    opening_.clear();
    Q_EMIT openingChanged();
}

void RecordStore::opened(const QString &path)
{
    opening_.removeOne(path);
    Q_EMIT openingChanged();
}

RecordFile RecordStore::listRecords(const QString &path, const std::stop_token &stop)
{
    indexed_.erase(path);
    RecordFile file{.path = path};
    try {
        const auto entries =
            indexed_.try_emplace(path, path.toStdString(), stop).first->second.index().entries();
        file.hasMore = entries.size() > largestIndex;
        for (const FastaIndexEntry &entry : entries.first(std::min(entries.size(), largestIndex)))
            file.records.push_back({QString::fromStdString(entry.name), entry.length});
    } catch (const InputError &) {
        // No FASTA that can be indexed; the reader below takes more kinds of files, or says why not.
        return listInOrder(path, stop);
    }
    return file;
}

RecordFile RecordStore::listInOrder(const QString &path, const std::stop_token &stop)
{
    RecordFile file{.path = path};
    SequenceReader reader(path.toStdString());
    while (true) {
        throwIfStopped(stop);
        const auto record = reader.nextView();
        if (!record)
            break;
        file.hasMore = file.records.size() == largestIndex;
        if (file.hasMore)
            break;
        file.records.push_back({QString::fromUtf8(record->id.data(), std::ssize(record->id)),
                                static_cast<int64_t>(record->bases.size())});
    }
    if (file.records.empty())
        throw InputError("the file holds no sequence", {.file = path.toStdString()},
                         "Annotate opens FASTA, FASTQ and text files");
    return file;
}

void RecordStore::readRegion(const QString &path, int record, int64_t from, int64_t to)
{
    const uint64_t ticket = ++regionTicket_;
    QMetaObject::invokeMethod(worker_, [this, path, record, from, to, ticket] {
        try {
            const auto isOutdated = [this, ticket] { return stop_ || ticket != regionTicket_; };
            const Sequence part = readPart(path, record, from, to, isOutdated);
            if (isOutdated())
                return;
            if (std::ssize(part.bases) != to - from + 1)
                throw InputError("the record is shorter than when the file was opened",
                                 {.file = path.toStdString()}, "open the file again");
            const QString bases = QString::fromStdString(part.bases);
            const QString name = QString::fromStdString(part.id);
            QMetaObject::invokeMethod(
                this, [this, ticket, bases, name, from, to] {
                    if (ticket == regionTicket_)
                        Q_EMIT regionRead(bases, name, from, to);
                });
        } catch (const std::exception &error) {
            const QString message = lineOf(error);
            QMetaObject::invokeMethod(
                this, [this, path, message] { Q_EMIT failed(path, message); });
        }
    });
}

Sequence RecordStore::readPart(const QString &path, int record, int64_t from, int64_t to,
                               const std::function<bool()> &isOutdated)
{
    const auto indexed = indexed_.find(path);
    if (indexed != indexed_.end()) {
        const std::string name =
            indexed->second.index().entries()[static_cast<size_t>(record)].name;
        Sequence part = indexed->second.read({.name = name, .first = from, .last = to});
        part.id = name;
        return part;
    }
    SequenceReader reader(path.toStdString());
    std::optional<SequenceView> view = reader.nextView();
    for (int index = 0; index < record && view && !isOutdated(); ++index)
        view = reader.nextView();
    if (!view || to > std::ssize(view->bases))
        return {};
    return {.id = std::string(view->id),
            .bases = std::string(view->bases.substr(static_cast<size_t>(from - 1),
                                                    static_cast<size_t>(to - from + 1)))};
}

void RecordStore::addFile(RecordFile file)
{
    const auto same = std::ranges::find(files_, file.path, &RecordFile::path);
    if (same != files_.end()) {
        *same = std::move(file);
        Q_EMIT fileRead(static_cast<int>(same - files_.begin()));
        return;
    }
    files_.push_back(std::move(file));
    Q_EMIT fileRead(static_cast<int>(files_.size()) - 1);
}

} // namespace helicase
