// The right dock of Runs: what the selected run says of itself, its checkpoints, its command,
// its inputs and what people wrote about it. GUI thread only; files are checked on the verifier's
// thread.
#pragma once

#include "widgets/runs/run_scanner.h"
#include "widgets/runs/run_verifier.h"

#include <QWidget>
#include <optional>

class QAction;
class QLabel;
class QStandardItemModel;
class QTableView;

namespace helicase {

class CommandPreview;
class FactList;
class NoteEdit;
class SectionHeader;

class RunDetails final : public QWidget {
    Q_OBJECT
public:
    // The actions become buttons: of the run (Attach, Stop and save, Open folder, Open log), of its
    // checkpoints (Rewind…, Use model).
    RunDetails(const std::vector<QAction *> &runActions,
               const std::vector<QAction *> &checkpointActions, QWidget *parent = nullptr);
    void show(const std::optional<RunRow> &row);
    // The row that is selected among the checkpoints.
    std::optional<int64_t> chosenCheckpoint() const;

Q_SIGNALS:
    void noteWritten(const std::filesystem::path &run, const QString &note);

private:
    QWidget *makeButtons(const std::vector<QAction *> &actions);
    QTableView *makeCheckpointTable();
    void showCheckpoints(const std::vector<CheckpointRow> &checkpoints);
    void verify(const RunRow &row);
    void takeVerification(const RunVerification &result);
    void showInputs();
    QString verdictOn(const CheckpointRow &checkpoint) const;

    QLabel *name_ = nullptr;
    QLabel *stateIcon_ = nullptr;
    QLabel *stateWord_ = nullptr;
    QWidget *body_ = nullptr;
    FactList *facts_ = nullptr;
    SectionHeader *checkpointHeader_ = nullptr;
    QTableView *checkpointTable_ = nullptr;
    QStandardItemModel *checkpointModel_ = nullptr;
    std::vector<CheckpointRow> shownCheckpoints_;
    CommandPreview *command_ = nullptr;
    SectionHeader *inputHeader_ = nullptr;
    FactList *inputs_ = nullptr;
    NoteEdit *note_ = nullptr;
    std::filesystem::path folder_; // of the shown run
    RunVerification verification_;
    RunVerifier verifier_; // last: its signals reach the members above
};

} // namespace helicase
