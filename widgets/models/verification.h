// Whether this build computes what the published implementations compute: runs `helicase verify` on
// a folder of reference cases and shows its verdicts. A section of the inspector. GUI thread.
#pragma once

#include <QStringList>
#include <QWidget>

class QAction;
class QStandardItemModel;
class QTableView;

namespace helicase {

class JobRunner;
class SectionHeader;
struct Job;

struct VerifiedCase {
    QString name;
    QString kind;
    qint64 compared = 0; // tensors
    double difference = 0;
    double tolerance = 0;
    bool isPassed = false;
    QString worstTensor = {};  // where the difference was found
    QStringList problems = {}; // why it could not be compared
};

// What `helicase verify --json` wrote; nothing when it is no such list.
std::vector<VerifiedCase> readVerifiedCases(const QByteArray &json);

class Verification final : public QWidget {
    Q_OBJECT

public:
    Verification(JobRunner &jobs, QAction *verify, QWidget *parent = nullptr);

    void verify(const QString &folder);
    bool isRunning() const { return !job_.isEmpty(); }
    void cancel();

Q_SIGNALS:
    void progressed(double fraction, const QString &stage);
    // Ended with verdicts.
    void verified(int passed, int all);
    void failed(const helicase::Job &job);
    void cancelled();

private:
    void takeChange(const QString &id);
    void takeEnd(const QString &id);
    void showCases(const std::vector<VerifiedCase> &cases);

    JobRunner &jobs_;
    QAction *verify_;
    QString job_;
    SectionHeader *header_ = nullptr;
    QTableView *table_ = nullptr;
    QStandardItemModel *cases_ = nullptr;
};

} // namespace helicase
