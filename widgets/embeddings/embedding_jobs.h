// The jobs behind the panel: sequences to vectors (helicase embed), vectors to coordinates
// (helicase project). Each runs in a child process; this class starts the second when the first is
// done and says where the coordinates lie. GUI thread.
#pragma once

#include <QObject>
#include <QString>

namespace helicase {

class JobRunner;
struct Job;

class EmbeddingJobs final : public QObject {
    Q_OBJECT

public:
    explicit EmbeddingJobs(JobRunner &jobs, QObject *parent = nullptr);

    // candidate: a run or model folder, or the name of a baseline ("tnf"). outputFolder receives
    // embeddings/NAME.safetensors and projections/NAME.tsv.
    void embed(const QString &sequences, const QString &candidate, const QString &outputFolder);
    void project(const QString &embeddings, const QString &outputFolder);
    bool isRunning() const { return !job_.isEmpty(); }
    void cancel();

Q_SIGNALS:
    void started(const QString &what);
    void progressed(double fraction, const QString &stage); // fraction negative: unknown
    void tableReady(const QString &file);
    void failed(const helicase::Job &job);
    void cancelled();

private:
    void start(const QStringList &words, const QString &output, const QString &what);
    void takeChange(const QString &id);
    void takeEnd(const QString &id);

    JobRunner &jobs_;
    QString job_;
    QString output_;
    QString outputFolder_;
};

} // namespace helicase
