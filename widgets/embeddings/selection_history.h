// Makes changes of the selection undoable. GUI thread.
#pragma once

#include <QObject>

#include <vector>

class QUndoStack;

namespace helicase {

class CloudModel;

class SelectionHistory final : public QObject {
    Q_OBJECT

public:
    SelectionHistory(CloudModel &model, QUndoStack &stack, QObject *parent = nullptr);
    ~SelectionHistory() override;

private:
    class Step;
    void record();
    void restore(const std::vector<int> &contigs, int generation);

    CloudModel &model_;
    QUndoStack &stack_;
    std::vector<int> last_;
    int generation_ = 0; // steps of data that were replaced do nothing
    bool isRestoring_ = false;
};

} // namespace helicase
