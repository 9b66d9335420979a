// Fetches the bases of one contig from the files that an embedding was made of, on a thread of its
// own; the newest request wins. Of a very long contig only the beginning is read. GUI thread.
#pragma once

#include <QObject>
#include <QString>
#include <QThreadPool>

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace helicase {

struct ContigSequence {
    std::string id;
    std::string bases;  // all of them, or the first SequenceReading::mostBases
    int64_t length = 0; // bases of the contig
    double gc = -1;     // share of the bases read that are known, negative: none is
    std::filesystem::path file;

    bool isWhole() const { return static_cast<int64_t>(bases.size()) == length; }
};

class SequenceReading final : public QObject {
    Q_OBJECT

public:
    static constexpr int64_t mostBases = 20'000'000;

    explicit SequenceReading(QObject *parent = nullptr);
    ~SequenceReading() override;

    // From the first of the files that is there and has it.
    void read(std::vector<std::filesystem::path> files, const std::string &id);
    // What is being read is not wanted any more.
    void forget();
    bool isRunning() const { return isRunning_; }

Q_SIGNALS:
    void done(std::shared_ptr<const helicase::ContigSequence> sequence);
    void failed(const QString &message);

private:
    struct Kept;

    QThreadPool pool_;
    std::shared_ptr<Kept> kept_; // of the pool's one thread
    std::stop_source stop_;
    int newestRequest_ = 0;
    bool isRunning_ = false;
};

} // namespace helicase
