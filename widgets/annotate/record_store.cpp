#include "widgets/annotate/record_store.h"

#include "core/base/error.h"
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
    thread_.quit();
    thread_.wait();
}

void RecordStore::open(const QString &path)
{
    QMetaObject::invokeMethod(worker_, [this, path] {
        RecordFile file{.path = path};
        try {
            SequenceReader reader(path.toStdString());
            while (file.records.size() < largestIndex && !stop_) {
                const auto record = reader.next();
                if (!record)
                    break;
                file.records.push_back({QString::fromStdString(record->id),
                                        static_cast<int64_t>(record->bases.size())});
            }
            if (file.records.empty())
                throw InputError("the file holds no sequence", {.file = path.toStdString()},
                                 "Annotate opens FASTA, FASTQ and text files");
        } catch (const std::exception &error) {
            const QString message = lineOf(error);
            QMetaObject::invokeMethod(this, [this, message] { Q_EMIT failed(message); });
            return;
        }
        QMetaObject::invokeMethod(
            this, [this, read = std::move(file)]() mutable { addFile(std::move(read)); });
    });
}

void RecordStore::readRegion(const QString &path, int record, int64_t from, int64_t to)
{
    const uint64_t ticket = ++regionTicket_;
    QMetaObject::invokeMethod(worker_, [this, path, record, from, to, ticket] {
        try {
            SequenceReader reader(path.toStdString());
            std::optional<Sequence> sequence = reader.next();
            for (int index = 0; index < record && sequence; ++index) {
                if (stop_ || ticket != regionTicket_)
                    return;
                sequence = reader.next();
            }
            if (!sequence || to > static_cast<int64_t>(sequence->bases.size()))
                throw InputError("the record is shorter than when the file was opened",
                                 {.file = path.toStdString()}, "open the file again");
            const QString bases = QString::fromStdString(sequence->bases.substr(
                static_cast<size_t>(from - 1), static_cast<size_t>(to - from + 1)));
            const QString name = QString::fromStdString(sequence->id);
            QMetaObject::invokeMethod(
                this, [this, bases, name, from, to] { Q_EMIT regionRead(bases, name, from, to); });
        } catch (const std::exception &error) {
            const QString message = lineOf(error);
            QMetaObject::invokeMethod(this, [this, message] { Q_EMIT failed(message); });
        }
    });
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
