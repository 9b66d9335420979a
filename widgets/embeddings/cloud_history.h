// Makes changes of the selection and of the look undoable. GUI thread.
#pragma once

#include "widgets/embeddings/cloud_look.h"

#include <QObject>

#include <functional>
#include <memory>
#include <vector>

class QUndoStack;

namespace helicase {

class CloudModel;

class CloudHistory final : public QObject {
    Q_OBJECT

public:
    CloudHistory(CloudModel &model, QUndoStack &stack, QObject *parent = nullptr);
    ~CloudHistory() override;

private:
    class Step;
    using Selection = std::shared_ptr<const std::vector<int>>; // two steps share each

    void recordSelection();
    void recordLook();
    void push(const QString &text, std::function<void()> undo, std::function<void()> redo);

    CloudModel &model_;
    QUndoStack &stack_;
    Selection selection_;
    CloudLook look_;
    int generation_ = 0; // of the data
    bool isRestoring_ = false;
};

} // namespace helicase
