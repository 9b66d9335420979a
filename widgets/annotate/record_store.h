// The sequences of opened FASTA and FASTQ files: an index of names and lengths, and regions read on
// demand. No sequence is kept. FASTA that faidx can index (plain or BGZF, lines of one length) is read
// in place; other files are read from their beginning. Files are read on a worker thread; a later
// region request replaces an earlier one.
#pragma once

#include "core/sequence/indexed_fasta.h"

#include <QObject>
#include <QString>
#include <QStringList>
#include <QThread>

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <stop_token>
#include <vector>

namespace helicase {

struct RecordEntry {
    QString name;
    int64_t length = 0; // bases
};

struct RecordFile {
    QString path;
    std::vector<RecordEntry> records;
    // The file holds more records than are listed.
    bool hasMore = false;
};

class RecordStore final : public QObject {
    Q_OBJECT
public:
    explicit RecordStore(QObject *parent = nullptr);
    ~RecordStore() override;

    // Answered by fileRead or failed, or by neither after cancelOpening().
    void open(const QString &path);
    void cancelOpening();
    // Files that are being opened, in the order of the requests.
    const QStringList &opening() const { return opening_; }
    // Bases from..to, 1-based, both ends included. Answered by regionRead or failed.
    void readRegion(const QString &path, int record, int64_t from, int64_t to);

    const std::vector<RecordFile> &files() const { return files_; }

Q_SIGNALS:
    void fileRead(int file);
    void regionRead(const QString &bases, const QString &recordName, qint64 from, qint64 to);
    void failed(const QString &path, const QString &message);
    void openingChanged();

private:
    void opened(const QString &path);
    void addFile(RecordFile file);
    // Worker thread. Throw InputError and Stopped.
    RecordFile listRecords(const QString &path, const std::stop_token &stop);
    RecordFile listInOrder(const QString &path, const std::stop_token &stop);
    Sequence readPart(const QString &path, int record, int64_t from, int64_t to,
                      const std::function<bool()> &isOutdated);

    QThread thread_;
    QObject *worker_ = nullptr; // lives in thread_
    std::map<QString, IndexedFasta> indexed_; // worker thread only
    std::atomic<bool> stop_ = false;
    std::atomic<uint64_t> regionTicket_ = 0;
    std::vector<RecordFile> files_;
    QStringList opening_;
    std::stop_source stopOpening_;
};

} // namespace helicase
