// The right dock of Runs: what the selected run says of itself, its checkpoints, its command. GUI
// thread only.
#pragma once

#include "widgets/runs/run_scanner.h"

#include <QWidget>
#include <optional>

class QAction;
class QLabel;
class QStandardItemModel;
class QTableView;

namespace helicase {

class CommandPreview;
class FactList;
class SectionHeader;

class RunDetails final : public QWidget {
    Q_OBJECT
public:
    // The actions become buttons: Attach, Stop and save, Open folder, Open log.
    explicit RunDetails(const std::vector<QAction *> &actions, QWidget *parent = nullptr);
    void show(const std::optional<RunRow> &row);

private:
    void showCheckpoints(const std::vector<CheckpointRow> &checkpoints);

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
};

} // namespace helicase
