// Asks to which of its checkpoints a running worker shall go back and how many batches it shall
// leave out then, and says what is lost. GUI thread only.
#pragma once

#include <QDialog>

#include <optional>
#include <vector>

class QLabel;
class QPushButton;
class QSpinBox;
class QTableWidget;

namespace helicase {

class FollowedRun;

class RewindDialog final : public QDialog {
    Q_OBJECT
public:
    // The run must outlive the dialog. step: chosen at first; without it the newest one.
    RewindDialog(const FollowedRun &run, std::optional<int64_t> step, QWidget *parent = nullptr);

    // Nothing: the run has no checkpoint.
    std::optional<int64_t> chosenStep() const;
    int64_t skippedBatches() const;

private:
    QTableWidget *checkpointTable(std::optional<int64_t> step);
    QString lossAt(int64_t step) const;
    QString whatIsLost() const;
    void refresh();

    const FollowedRun &run_;
    std::vector<int64_t> steps_; // of the rows: newest first
    QTableWidget *table_ = nullptr;
    QSpinBox *skip_ = nullptr;
    QLabel *lost_ = nullptr;
    QPushButton *rewind_ = nullptr;
};

} // namespace helicase
