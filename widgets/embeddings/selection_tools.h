// What selects contigs: the tools of the clouds, growing, neighbours, search; and undo. Owns their
// actions. GUI thread.
#pragma once

#include "widgets/embeddings/cloud_view.h"

#include <QList>
#include <QThreadPool>

#include <array>

class QUndoStack;

namespace helicase {

class ActionRegistry;
class CloudPane;
class ContigTablePane;
class NeighbourPane;
class Panel;

class SelectionTools final : public QObject {
    Q_OBJECT

public:
    struct Parts {
        Panel *panel;
        ActionRegistry &actions;
        CloudModel &model;
        QUndoStack &undoStack;
        std::array<CloudPane *, 2> clouds;
        ContigTablePane *table;
        NeighbourPane *neighbours;
    };

    explicit SelectionTools(const Parts &parts);
    ~SelectionTools() override;

    void setTool(CloudTool tool);
    // Of the selection by what is dense around it in the first cloud; on a thread of its own.
    void grow();
    bool isGrowing() const { return isGrowing_; }

    // In the order of the toolbar.
    QList<QAction *> gestures() const { return {orbit_, lasso_, box_, brush_}; }
    QList<QAction *> changes() const { return {invert_, grow_, neighbours_, undo_}; }
    QAction *clear() const { return clear_; }
    QAction *invert() const { return invert_; }
    QAction *selectAll() const { return selectAll_; }
    QAction *find() const { return find_; }
    QAction *findNext() const { return findNext_; }
    QAction *findPrevious() const { return findPrevious_; }
    QAction *greyContext() const { return greyContext_; }

private:
    void buildTools();
    void buildChanges();
    void buildSearch();
    void bindKeys();
    void refresh();

    Parts parts_;
    QThreadPool pool_;
    bool isGrowing_ = false;
    QAction *orbit_ = nullptr;
    QAction *lasso_ = nullptr;
    QAction *box_ = nullptr;
    QAction *brush_ = nullptr;
    QAction *invert_ = nullptr;
    QAction *grow_ = nullptr;
    QAction *neighbours_ = nullptr;
    QAction *undo_ = nullptr;
    QAction *redo_ = nullptr;
    QAction *clear_ = nullptr;
    QAction *selectAll_ = nullptr;
    QAction *greyContext_ = nullptr;
    QAction *find_ = nullptr;
    QAction *findNext_ = nullptr;
    QAction *findPrevious_ = nullptr;
};

} // namespace helicase
