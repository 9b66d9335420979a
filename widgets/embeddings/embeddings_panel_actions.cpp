// The actions of the Embeddings panel: toolbar, files to open, files to write.
#include "widgets/embeddings/embeddings_panel.h"

#include "core/base/error.h"
#include "widgets/common/action_registry.h"
#include "widgets/common/format.h"
#include "widgets/common/project.h"
#include "widgets/common/widgets.h"
#include "widgets/embeddings/cloud_pane.h"
#include "widgets/embeddings/contig_export.h"
#include "widgets/embeddings/embedding_jobs.h"

#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QInputDialog>
#include <QMenu>
#include <QSplitter>
#include <QToolButton>
#include <QUndoStack>

#include <numeric>

namespace helicase {

QAction *EmbeddingsPanel::addAction(const QString &name, const QString &text,
                                    const QString &iconName, const QString &help,
                                    const std::function<void()> &function)
{
    return context().actions.add({.objectName = QStringLiteral("embeddings.") + name,
                                  .text = text,
                                  .panel = id(),
                                  .icon = iconName,
                                  .help = help,
                                  .function = function},
                                 this);
}

QAction *EmbeddingsPanel::addToggle(const QString &name, const QString &text,
                                    const QString &iconName, const QString &help,
                                    const std::function<void(bool)> &function)
{
    QAction *action = context().actions.add({.objectName = QStringLiteral("embeddings.") + name,
                                             .text = text,
                                             .panel = id(),
                                             .icon = iconName,
                                             .help = help,
                                             .isCheckable = true},
                                            this);
    connect(action, &QAction::triggered, this, function);
    return action;
}

void EmbeddingsPanel::buildActions()
{
    open_ = addAction(QStringLiteral("open"), tr("Open embedding…"), QStringLiteral("folder-open"),
                      tr("Shows vectors (.safetensors) or a table of coordinates (.tsv)."),
                      [this] { askForFile(); });
    embed_ = addAction(QStringLiteral("embed"), tr("Embed…"), QStringLiteral("panel-embeddings"),
                       tr("Computes one vector per sequence of a FASTA file."),
                       [this] { askForSequences(); });
    orbit_ =
        addToggle(QStringLiteral("orbit"), tr("Orbit"), QStringLiteral("orbit"),
                  tr("Dragging turns the clouds."), [this](bool) { setTool(CloudTool::Orbit); });
    box_ = addToggle(QStringLiteral("box"), tr("Select by box"), QStringLiteral("box"),
                     tr("Dragging selects by a box. Key: B in a cloud."),
                     [this](bool) { setTool(CloudTool::Box); });
    lasso_ = addToggle(QStringLiteral("lasso"), tr("Select by lasso"), QStringLiteral("lasso"),
                       tr("Dragging selects by a line around points. Key: L in a cloud."),
                       [this](bool) { setTool(CloudTool::Lasso); });
    invert_ =
        addAction(QStringLiteral("invert"), tr("Invert selection"), QStringLiteral("invert"),
                  tr("Selects the contigs that are shown and not selected. Key: I in a cloud."),
                  [this] { model_.invertSelection(); });
    undo_ = addAction(QStringLiteral("undo"), tr("Undo selection"), QStringLiteral("undo"),
                      tr("Takes the last change of the selection back."),
                      [this] { context().project.undoStack().undo(); });
    reset_ = addAction(QStringLiteral("reset"), tr("Reset view"), QStringLiteral("home"),
                       tr("Shows all points from the first side. Key: 0 in a cloud."), [this] {
                           for (CloudPane *cloud : panes_)
                               cloud->view()->resetView();
                       });
    twoViews_ = addToggle(QStringLiteral("twoviews"), tr("Two views"), QStringLiteral("two-views"),
                          tr("Shows the baseline beside the model."),
                          [this](bool two) { setTwoViews(two); });
    twoViews_->setChecked(true);
    link_ =
        addToggle(QStringLiteral("link"), tr("Link cameras"), QStringLiteral("link"),
                  tr("Both clouds turn and zoom together."), [this](bool on) { setLinked(on); });
    snapshot_ = addAction(QStringLiteral("snapshot"), tr("Snapshot"), QStringLiteral("snapshot"),
                          tr("Saves a picture of the clouds. Key: P in a cloud."),
                          [this] { exportView(); });
    export_ = addAction(QStringLiteral("export"), tr("Export"), QStringLiteral("export"),
                        tr("Saves the picture or the coordinates."), [this] { exportView(); });
    saveFasta_ =
        addAction(QStringLiteral("savefasta"), tr("Save FASTA…"), QString(),
                  tr("Writes the sequences of the selected contigs."), [this] { askForFasta(); });
    clearSelection_ =
        addAction(QStringLiteral("clear"), tr("Clear selection"), QString(),
                  tr("Selects nothing. Key: Esc in a cloud."), [this] { model_.setSelection({}); });
    setStandardAction(StandardAction::Export, export_);
    setStandardAction(StandardAction::InvertSelection, invert_);
    QUndoStack &stack = context().project.undoStack();
    undo_->setEnabled(stack.canUndo());
    connect(&stack, &QUndoStack::canUndoChanged, undo_, &QAction::setEnabled);
}

void EmbeddingsPanel::buildToolBar()
{
    choice_ = new QComboBox(this);
    choice_->setObjectName(QStringLiteral("embeddings.choice"));
    choice_->setAccessibleName(tr("Embedding in the first view"));
    choice_->setToolTip(choice_->accessibleName());
    choice_->setMinimumWidth(190);
    choice_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    connect(choice_, &QComboBox::activated, this, &EmbeddingsPanel::chooseProjection);
    toolBar()->addWidget(choice_);
    toolBar()->addSeparator();
    for (QAction *action : {orbit_, lasso_, box_, invert_, undo_})
        toolBar()->addWidget(toolButton(action, ButtonText::Hidden, this));
    toolBar()->addSeparator();
    toolBar()->addWidget(toolButton(reset_, ButtonText::Hidden, this));

    axes_ = new QToolButton(this);
    axes_->setObjectName(QStringLiteral("embeddings.axes"));
    axes_->setText(tr("Axes"));
    axes_->setAccessibleName(tr("Look along an axis"));
    axes_->setToolTip(tr("Shows two axes in the plane of the view."));
    axes_->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(axes_);
    const std::array<std::pair<QString, AxisPair>, 3> pairs = {
        {{tr("PC1 and PC2"), AxisPair::OneTwo},
         {tr("PC1 and PC3"), AxisPair::OneThree},
         {tr("PC2 and PC3"), AxisPair::TwoThree}}};
    for (const auto &[text, axes] : pairs)
        menu->addAction(text, this, [this, axes = axes] {
            for (CloudPane *cloud : panes_)
                cloud->view()->lookAlong(axes);
        });
    axes_->setMenu(menu);
    toolBar()->addWidget(axes_);
    for (QAction *action : {twoViews_, link_})
        toolBar()->addWidget(toolButton(action, ButtonText::WhileRoom, this));
    toolBar()->addAtEnd(toolButton(open_, ButtonText::Hidden, this));
    toolBar()->addAtEnd(toolButton(snapshot_, ButtonText::WhileRoom, this));
    toolBar()->addAtEnd(toolButton(export_, ButtonText::Beside, this));
}

QString EmbeddingsPanel::outputFolder() const
{
    return context().project.isOpen() ? context().project.folder() : QDir::currentPath();
}

void EmbeddingsPanel::askForFile()
{
    const QString file = QFileDialog::getOpenFileName(
        this, tr("Open embedding"), outputFolder(),
        tr("Vectors or coordinates (*.safetensors *.tsv);;All files (*)"));
    if (!file.isEmpty())
        openFile(file);
}

QString EmbeddingsPanel::chosenSequences()
{
    return QFileDialog::getOpenFileName(
        this, tr("Sequences to embed"), outputFolder(),
        tr("Sequences (*.fa *.fasta *.fna *.fa.gz *.fasta.gz *.fna.gz "
           "*.fastq *.fastq.gz);;All files (*)"));
}

void EmbeddingsPanel::askForSequencesOf(const QString &modelFolder)
{
    if (const QString file = chosenSequences(); !file.isEmpty())
        embed(file, modelFolder);
}

void EmbeddingsPanel::askForSequences()
{
    const QString file = chosenSequences();
    if (!file.isEmpty())
        askForCandidate(file);
}

void EmbeddingsPanel::askForCandidate(const QString &file)
{
    QStringList candidates;
    if (context().project.isOpen())
        candidates =
            QDir(context().project.runsFolder()).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    const QString baseline = QStringLiteral("tnf");
    const QString elsewhere = tr("Model in another folder…");
    candidates.append({baseline, elsewhere});
    bool chosen = false;
    const QString name = QInputDialog::getItem(this, tr("Embed"), tr("Model or baseline"),
                                               candidates, 0, false, &chosen);
    if (!chosen)
        return;
    QString candidate = name;
    if (name == elsewhere)
        candidate = QFileDialog::getExistingDirectory(this, tr("Model folder"), outputFolder());
    else if (name != baseline)
        candidate = QDir(context().project.runsFolder()).filePath(name);
    if (!candidate.isEmpty())
        embed(file, candidate);
}

void EmbeddingsPanel::embed(const QString &sequences, const QString &candidate)
{
    jobs_->embed(sequences, candidate, outputFolder());
}

void EmbeddingsPanel::askForFasta()
{
    const QString file = QFileDialog::getSaveFileName(
        this, tr("Save FASTA"), QDir(outputFolder()).filePath(QStringLiteral("selection.fa")),
        tr("FASTA (*.fa *.fasta)"));
    if (file.isEmpty())
        return;
    write(tr("The sequences were not saved."), [this, file] {
        const int64_t written = saveFasta(model_.data(), model_.selection(), file.toStdString());
        context().toast(
            tr("%1: %2 contigs saved.").arg(QFileInfo(file).fileName(), groupedNumber(written)));
    });
}

void EmbeddingsPanel::exportView()
{
    const QString picture = tr("Picture of the clouds (*.png)");
    const QString coordinates = tr("Coordinates of the view with focus (*.tsv)");
    QString kind;
    QString file = QFileDialog::getSaveFileName(
        this, tr("Export"), QDir(outputFolder()).filePath(QStringLiteral("clouds.png")),
        picture + QStringLiteral(";;") + coordinates, &kind);
    if (file.isEmpty())
        return;
    const bool isTable = kind == coordinates || file.endsWith(QStringLiteral(".tsv"));
    write(tr("The file was not saved."), [this, file, isTable] {
        if (isTable) {
            std::vector<int> contigs(static_cast<size_t>(model_.data().size()));
            std::iota(contigs.begin(), contigs.end(), 0);
            if (const CloudProjection *shown = focusedPane()->view()->scene().shown())
                saveCoordinates(model_.data(), *shown, contigs, file.toStdString());
        } else if (!clouds_->grab().save(file, "PNG")) {
            throw DiskError("write", file.toStdString(), EIO);
        }
        context().toast(tr("%1 saved.").arg(QFileInfo(file).fileName()));
    });
}

// The boundary of what this panel writes itself.
void EmbeddingsPanel::write(const QString &what, const std::function<void()> &function)
{
    try {
        function();
    } catch (const Error &error) {
        band()->post({.id = QStringLiteral("write"),
                      .kind = BandKind::Error,
                      .headline = what,
                      .text = QString::fromStdString(error.line())});
    }
}

} // namespace helicase
