// The jobs behind the panel: sequences to vectors (helicase embed), vectors to coordinates
// (helicase project). Each runs in a child process; this class starts the second when the first is
// done and says where the coordinates lie. The panel's band tells of them. GUI thread.
#pragma once

#include <QObject>
#include <QString>

namespace helicase {

class PanelJobs;
struct Job;
struct JobRequest;

class EmbeddingJobs final : public QObject {
    Q_OBJECT

public:
    // Of the band's message about the jobs.
    static inline const QString messageId = QStringLiteral("load");

    explicit EmbeddingJobs(PanelJobs &jobs, QObject *parent = nullptr);

    // candidate: a run or model folder, or the name of a baseline ("tnf"). outputFolder receives
    // embeddings/NAME.safetensors and projections/NAME.tsv.
    void embed(const QString &sequences, const QString &candidate, const QString &outputFolder);
    // Principal components, at once.
    void project(const QString &embeddings, const QString &outputFolder);
    // By another method; settings: words for the command line. The table is NAME-METHOD.tsv.
    void project(const QString &embeddings, const QString &method, const QStringList &settings,
                 const QString &outputFolder);
    // The words of that command.
    static QStringList projectWords(const QString &embeddings, const QString &method,
                                    const QStringList &settings, const QString &outputFolder);
    bool isRunning() const { return running_ > 0; }

Q_SIGNALS:
    void started();
    void tableReady(const QString &file);
    void ended(); // whichever way

private:
    void start(const JobRequest &request, const QString &output, const QString &outputFolder);

    PanelJobs &jobs_;
    int running_ = 0;
};

} // namespace helicase
