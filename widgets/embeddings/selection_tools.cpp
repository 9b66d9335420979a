#include "widgets/embeddings/selection_tools.h"

#include "widgets/embeddings/cloud_pane.h"
#include "widgets/embeddings/cluster_growth.h"
#include "widgets/embeddings/contig_table_pane.h"
#include "widgets/embeddings/neighbour_pane.h"
#include "widgets/embeddings/panel_actions.h"

#include <QAction>
#include <QUndoStack>

namespace helicase {

SelectionTools::SelectionTools(const Parts &parts) : QObject(parts.panel), parts_(parts)
{
    pool_.setMaxThreadCount(1);
    buildTools();
    buildChanges();
    buildSearch();
    bindKeys();
    connect(&parts_.model, &CloudModel::selectionChanged, this, &SelectionTools::refresh);
    connect(&parts_.model, &CloudModel::dataChanged, this, &SelectionTools::refresh);
    connect(&parts_.model, &CloudModel::lookChanged, this,
            [this] { greyContext_->setChecked(parts_.model.look().greyContext); });
    setTool(CloudTool::Orbit);
    refresh();
}

SelectionTools::~SelectionTools()
{
    pool_.clear();
    pool_.waitForDone(); // what runs posts to this object
}

void SelectionTools::buildTools()
{
    const auto add = [this](const PanelActionText &text, CloudTool tool) {
        return addPanelToggle(parts_.actions, parts_.panel, text,
                              [this, tool](bool) { setTool(tool); });
    };
    orbit_ = add({"orbit", tr("Orbit"), QStringLiteral("orbit"),
                  tr("Dragging turns the clouds; right drag or Shift moves them.")},
                 CloudTool::Orbit);
    lasso_ = add({"lasso", tr("Select by lasso"), QStringLiteral("lasso"),
                  tr("Dragging selects by a line around points. Key: L in a cloud.")},
                 CloudTool::Lasso);
    box_ = add({"box", tr("Select by box"), QStringLiteral("box"),
                tr("Dragging selects by a box. Key: B in a cloud.")},
               CloudTool::Box);
    brush_ =
        add({"brush", tr("Select by brush"), QStringLiteral("brush"),
             tr("Dragging selects what the circle touches; Ctrl and wheel make it wider. Key: R "
                "in a cloud.")},
            CloudTool::Brush);
}

void SelectionTools::buildChanges()
{
    const auto add = [this](const PanelActionText &text, std::function<void()> function) {
        return addPanelAction(parts_.actions, parts_.panel, text, std::move(function));
    };
    CloudModel &model = parts_.model;
    invert_ = add({"invert", tr("Invert selection"), QStringLiteral("invert"),
                   tr("Selects the contigs that are shown and not selected. Key: I in a cloud.")},
                  [&model] { model.invertSelection(); });
    grow_ = add({"grow", tr("Grow to cluster"), QStringLiteral("grow"),
                 tr("Adds what is connected with the selection in the first cloud through places "
                    "about as dense. Key: G in a cloud.")},
                [this] { grow(); });
    neighbours_ =
        add({"neighbours", tr("Nearest neighbours"), QStringLiteral("neighbours"),
             tr("Lists the contigs most similar to the first selected one, over all vectors "
                "of the embedding.")},
            [this] { parts_.neighbours->search(); });
    undo_ = add({"undo", tr("Undo"), QStringLiteral("undo"),
                 tr("Takes the last change of selection, bins, labels, colours or filters back.")},
                [this] { parts_.undoStack.undo(); });
    redo_ = add({"redo", tr("Redo"), QStringLiteral("redo"), tr("Does again what was undone.")},
                [this] { parts_.undoStack.redo(); });
    clear_ = add({"clear", tr("Clear selection"), {}, tr("Selects nothing. Key: Esc in a cloud.")},
                 [&model] { model.setSelection({}); });
    selectAll_ = add({"selectall", tr("Select all"), {}, tr("Selects every contig that is shown.")},
                     [&model] { model.selectAll(); });
    greyContext_ =
        addPanelToggle(parts_.actions, parts_.panel,
                       {"greycontext", tr("Grey context"), QStringLiteral("cloud"),
                        tr("Contigs that are not selected are grey while some are selected.")},
                       [&model](bool isOn) { model.setGreyContext(isOn); });
    undo_->setEnabled(parts_.undoStack.canUndo());
    redo_->setEnabled(parts_.undoStack.canRedo());
    connect(&parts_.undoStack, &QUndoStack::canUndoChanged, undo_, &QAction::setEnabled);
    connect(&parts_.undoStack, &QUndoStack::canRedoChanged, redo_, &QAction::setEnabled);
}

void SelectionTools::buildSearch()
{
    const auto add = [this](const PanelActionText &text, std::function<void()> function) {
        return addPanelAction(parts_.actions, parts_.panel, text, std::move(function));
    };
    find_ = add(
        {"find", tr("Find contigs"), QStringLiteral("search"), tr("By id, species, bin or label.")},
        [this] { parts_.table->focusSearch(); });
    findNext_ = add({"find.next", tr("Next match"), {}, tr("Selects the next listed contig.")},
                    [this] { parts_.table->step(1); });
    findPrevious_ =
        add({"find.previous", tr("Previous match"), {}, tr("Selects the listed contig before.")},
            [this] { parts_.table->step(-1); });
}

void SelectionTools::bindKeys()
{
    for (CloudPane *cloud : parts_.clouds) {
        connect(cloud->view(), &CloudView::toolRequested, this, &SelectionTools::setTool);
        cloud->view()->bindKey(Qt::Key_G, grow_);
    }
}

void SelectionTools::refresh()
{
    const bool hasSelection = !parts_.model.selection().empty();
    for (QAction *action : {grow_, neighbours_, clear_})
        action->setEnabled(hasSelection && !isGrowing_);
    for (QAction *action : {invert_, selectAll_, find_, findNext_, findPrevious_})
        action->setEnabled(parts_.model.data().size() > 0);
}

void SelectionTools::setTool(CloudTool tool)
{
    orbit_->setChecked(tool == CloudTool::Orbit);
    lasso_->setChecked(tool == CloudTool::Lasso);
    box_->setChecked(tool == CloudTool::Box);
    brush_->setChecked(tool == CloudTool::Brush);
    for (CloudPane *cloud : parts_.clouds)
        cloud->view()->setTool(tool);
}

void SelectionTools::grow()
{
    const CloudView *view =
        parts_.clouds[1]->view()->hasFocus() ? parts_.clouds[1]->view() : parts_.clouds[0]->view();
    if (isGrowing_ || !view->scene().shown() || parts_.model.selection().empty())
        return;
    std::vector<bool> candidates = view->scene().shown()->present;
    for (size_t contig = 0; contig < candidates.size(); ++contig)
        candidates[contig] =
            candidates[contig] && parts_.model.isVisible(static_cast<int64_t>(contig));
    isGrowing_ = true;
    refresh();
    pool_.start([this, data = parts_.model.sharedData(), projection = view->projection(),
                 candidates = std::move(candidates), seeds = parts_.model.selection()] {
        std::vector<int> grown =
            growToCluster(data->projections[static_cast<size_t>(projection)], candidates, seeds);
        QMetaObject::invokeMethod(
            this,
            [this, data, grown = std::move(grown)] {
                isGrowing_ = false;
                if (data == parts_.model.sharedData())
                    parts_.model.setSelection(grown);
                refresh();
            },
            Qt::QueuedConnection);
    });
}

} // namespace helicase
