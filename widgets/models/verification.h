// Whether this build computes what the published implementations compute: runs `helicase verify` on
// a folder of reference cases and shows its verdicts. A section of the inspector. GUI thread.
#pragma once

#include <QStringList>
#include <QWidget>

class QAction;
class QStandardItemModel;
class QTableView;

namespace helicase {

class PanelJobs;
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
    // Of the band's message that tells how it goes.
    static inline const QString messageId = QStringLiteral("verify");

    Verification(PanelJobs &jobs, QAction *verify, QWidget *parent = nullptr);

    void verify(const QString &folder);

Q_SIGNALS:
    // Ended with verdicts.
    void verified(int passed, int all);

private:
    void takeEnd(const Job &job);
    void showCases(const std::vector<VerifiedCase> &cases);

    PanelJobs &jobs_;
    QAction *verify_;
    bool isRunning_ = false;
    SectionHeader *header_ = nullptr;
    QTableView *table_ = nullptr;
    QStandardItemModel *cases_ = nullptr;
};

} // namespace helicase
