// Tokenises a changing document on a worker thread. The newest request wins: older ones are stopped
// or never begun. Only value snapshots and shared immutable results cross the thread.
#pragma once

#include "widgets/annotate/token_export.h"

#include <QObject>
#include <QThread>

#include <mutex>
#include <optional>

namespace helicase {

class Annotator final : public QObject {
    Q_OBJECT
public:
    explicit Annotator(QObject *parent = nullptr);
    ~Annotator() override;

    // GUI thread. Takes over from any request that is not finished.
    void request(AnnotationRequest request);
    // Answered by tokenizerLoaded or failed, unless another one is asked for in the meantime.
    void loadTokenizer(const QString &folder);
    // Answered by exported, or by exportFailed. An empty path: the text itself is the answer.
    void exportTokens(const AnnotationRequest &request, const QString &documentName,
                      TokenFormat format, const QString &path);
    // A request is waiting or under way.
    bool isBusy() const { return busy_; }

Q_SIGNALS:
    // GUI thread, for the newest request only.
    void annotated(std::shared_ptr<const helicase::Annotation> annotation);
    void tokenizerLoaded(std::shared_ptr<const helicase::NamedTokenizer> tokenizer);
    void failed(const QString &message);
    void exported(const QByteArray &text, const QString &path);
    void exportFailed(const QString &message);

private:
    void work();
    void finish(uint64_t ticket, std::shared_ptr<const Annotation> annotation,
                const QString &failure);

    QThread thread_;
    QObject *worker_ = nullptr; // lives in thread_

    std::mutex mutex_; // guards the three below
    std::optional<AnnotationRequest> waiting_;
    uint64_t waitingTicket_ = 0;
    std::stop_source running_;

    std::stop_source ending_; // this object goes away
    uint64_t ticket_ = 0;     // GUI thread only
    uint64_t loadTicket_ = 0; // GUI thread only
    bool busy_ = false;
};

} // namespace helicase
