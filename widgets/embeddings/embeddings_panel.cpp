#include "widgets/embeddings/embeddings_panel.h"

#include "widgets/common/empty_state.h"
#include "widgets/common/format.h"
#include "widgets/common/job_runner.h"
#include "widgets/common/project.h"
#include "widgets/common/theme.h"
#include "widgets/embeddings/cloud_load_job.h"
#include "widgets/embeddings/cloud_pane.h"
#include "widgets/embeddings/contig_table_pane.h"
#include "widgets/embeddings/embedding_jobs.h"
#include "widgets/embeddings/legend_pane.h"
#include "widgets/embeddings/selection_history.h"
#include "widgets/embeddings/selection_pane.h"

#include <QComboBox>
#include <QDateTime>
#include <QFileInfo>
#include <QScopedValueRollback>
#include <QSplitter>

#include <algorithm>

namespace helicase {

namespace {

// Changes when any of the files does, so that showDemo() can be called again and again.
QString fingerprintOf(const CloudSources &sources)
{
    QStringList parts;
    std::vector<std::filesystem::path> files = sources.projections;
    files.insert(files.end(), {sources.labels, sources.sequences, sources.assignments});
    for (const std::filesystem::path &file : files) {
        const QFileInfo info(QString::fromStdString(file.string()));
        parts.append(QStringLiteral("%1|%2|%3")
                         .arg(info.filePath())
                         .arg(info.size())
                         .arg(info.lastModified().toMSecsSinceEpoch()));
    }
    return parts.join(u'\n');
}

} // namespace

EmbeddingsPanel::EmbeddingsPanel(PanelContext &panelContext, QWidget *parent)
    : Panel(panelContext, QStringLiteral("embeddings"), tr("Embeddings"), parent),
      loader_(new CloudLoadJob(this)), jobs_(new EmbeddingJobs(panelContext.jobs, this))
{
    new SelectionHistory(model_, context().project.undoStack(), this);
    buildActions();
    buildToolBar();
    buildCentre();
    buildStates();
    setLeft(new LegendPane(model_), tr("Legend"), 280);
    setRight(new SelectionPane(model_, saveFasta_, clearSelection_), tr("Selection"), 240);
    connect(&context().theme, &Theme::changed, this, &EmbeddingsPanel::applyTheme);
    connect(&model_, &CloudModel::selectionChanged, this, &EmbeddingsPanel::refreshStatus);
    connect(&model_, &CloudModel::visibilityChanged, this, &EmbeddingsPanel::refreshStatus);
    applyTheme();
    setTool(CloudTool::Orbit);
    setLinked(false);
    refreshStatus();
    showEmptyState(true);
}

EmbeddingsPanel::~EmbeddingsPanel() = default;

void EmbeddingsPanel::buildCentre()
{
    clouds_ = new QSplitter(Qt::Horizontal, this);
    clouds_->setChildrenCollapsible(false);
    panes_ = {new CloudPane(model_, QStringLiteral("embeddings.cloud"), clouds_),
              new CloudPane(model_, QStringLiteral("embeddings.cloud2"), clouds_)};
    for (const View view : {View::First, View::Second}) {
        CloudView *cloud = pane(view)->view();
        clouds_->addWidget(pane(view));
        connect(cloud, &CloudView::cameraChanged, this, [this, view] { copyCamera(view); });
        connect(cloud, &CloudView::toolRequested, this, &EmbeddingsPanel::setTool);
        connect(cloud, &CloudView::snapshotRequested, snapshot_, &QAction::trigger);
        if (!cloud->usesOpenGl())
            cloud->lookAlong(AxisPair::OneTwo);
    }
    table_ = new ContigTablePane(model_, this);
    auto *centre = new QSplitter(Qt::Vertical, this);
    centre->addWidget(clouds_);
    centre->addWidget(table_);
    centre->setStretchFactor(0, 3);
    centre->setStretchFactor(1, 1);
    centre->setChildrenCollapsible(false);
    centre->setSizes({520, 250});
    setCentre(centre);
    setTabOrder(panes_[0], panes_[1]);
}

void EmbeddingsPanel::buildStates()
{
    auto *empty = new EmptyState(id(), QStringLiteral("panel-embeddings"), tr("No embedding yet"),
                                 tr("Embed sequences to see their clusters."), this);
    empty->addButton(embed_);
    empty->addButton(open_);
    setEmptyState(empty);
    connect(loader_, &CloudLoadJob::loaded, this, &EmbeddingsPanel::takeData);
    connect(loader_, &CloudLoadJob::failed, this, [this](const QString &message) {
        band()->remove(QStringLiteral("work"));
        band()->post({.id = QStringLiteral("load"),
                      .kind = BandKind::Error,
                      .headline = tr("The embedding could not be read."),
                      .text = message});
    });
    connect(jobs_, &EmbeddingJobs::started, this, [this](const QString &what) {
        band()->remove(QStringLiteral("load"));
        band()->post({.id = QStringLiteral("work"),
                      .kind = BandKind::Progress,
                      .headline = what + QStringLiteral(" …"),
                      .actions = {{tr("Cancel"), [this] { jobs_->cancel(); }}},
                      .canBeClosed = false});
        setWorking(true);
    });
    connect(jobs_, &EmbeddingJobs::progressed, this, [this](double fraction, const QString &stage) {
        if (!jobs_->isRunning())
            return;
        band()->post({.id = QStringLiteral("work"),
                      .kind = BandKind::Progress,
                      .headline = tr("Computing."),
                      .text = stage,
                      .actions = {{tr("Cancel"), [this] { jobs_->cancel(); }}},
                      .fraction = fraction,
                      .canBeClosed = false});
    });
    const auto end = [this] {
        band()->remove(QStringLiteral("work"));
        setWorking(false);
    };
    connect(jobs_, &EmbeddingJobs::cancelled, this, end);
    connect(jobs_, &EmbeddingJobs::tableReady, this, [this, end](const QString &file) {
        end();
        context().toast(tr("%1: coordinates are ready.").arg(QFileInfo(file).fileName()));
        openFile(file);
    });
    connect(jobs_, &EmbeddingJobs::failed, this, [this, end](const Job &job) {
        end();
        postFailure(job, QStringLiteral("load"), tr("The embedding was not made."));
    });
}

void EmbeddingsPanel::showDemo(const QString &folder)
{
    const CloudSources sources = findCloudSources(folder.toStdString());
    if (!sources.projections.empty())
        load(sources);
}

bool EmbeddingsPanel::contentReady() const
{
    return !loader_->isRunning() && !jobs_->isRunning() && model_.data().size() > 0;
}

void EmbeddingsPanel::openArgument(const QString &argument)
{
    const QFileInfo info(argument);
    if (info.isDir() && QFileInfo::exists(argument + QStringLiteral("/config.json")))
        return askForSequencesOf(argument);
    if (info.isDir()) {
        showDemo(argument);
        return;
    }
    if (info.isFile()) {
        const bool isResult = argument.endsWith(QStringLiteral(".safetensors")) ||
                              argument.endsWith(QStringLiteral(".tsv"));
        isResult ? openFile(argument) : askForCandidate(argument);
        return;
    }
    // Ids of contigs, one per line: another panel shows a bin or a cell of a matrix.
    const QStringList ids = argument.split(u'\n', Qt::SkipEmptyParts);
    std::vector<int> contigs;
    for (size_t row = 0; row < model_.data().ids.size(); ++row)
        if (ids.contains(QString::fromStdString(model_.data().ids[row])))
            contigs.push_back(static_cast<int>(row));
    if (!contigs.empty())
        model_.setSelection(std::move(contigs));
}

void EmbeddingsPanel::openFile(const QString &file)
{
    if (file.endsWith(QStringLiteral(".safetensors")))
        jobs_->project(file, outputFolder());
    else
        load(sourcesOfTable(file.toStdString()));
}

void EmbeddingsPanel::load(const CloudSources &sources)
{
    const QString fingerprint = fingerprintOf(sources);
    if (fingerprint == fingerprint_)
        return;
    fingerprint_ = fingerprint;
    sources_ = sources;
    if (model_.data().size() == 0)
        band()->post({.id = QStringLiteral("work"),
                      .kind = BandKind::Progress,
                      .headline = tr("Reading coordinates and contigs …"),
                      .canBeClosed = false});
    loader_->start(sources);
}

void EmbeddingsPanel::takeData(std::shared_ptr<const CloudData> cloud)
{
    band()->remove(QStringLiteral("work"));
    band()->remove(QStringLiteral("load"));
    // The same contigs with one more file (the bins, the baseline) keep what the user selected.
    std::vector<int> kept;
    if (cloud->ids == model_.data().ids)
        kept = model_.selection();
    model_.setData(std::move(cloud));
    showProjections();
    model_.setSelection(std::move(kept));
    reportLabels();
    refreshStatus();
    showEmptyState(false);
}

void EmbeddingsPanel::showProjections()
{
    const std::vector<CloudProjection> &projections = model_.data().projections;
    const QSignalBlocker quiet(choice_);
    const QString former = choice_->currentText();
    choice_->clear();
    for (const CloudProjection &projection : projections)
        choice_->addItem(CloudPane::titleOf(projection));
    choice_->setCurrentIndex(std::max(0, choice_->findText(former)));
    const auto baseline = std::ranges::find_if(projections, &CloudProjection::isBaseline);
    const bool hasSecond = projections.size() > 1;
    const auto second = baseline != projections.end() ? baseline - projections.begin() : 1;
    pane(View::Second)->setProjection(hasSecond ? static_cast<int>(second) : -1);
    twoViews_->setEnabled(hasSecond);
    setTwoViews(hasSecond && twoViews_->isChecked());
    chooseProjection(choice_->currentIndex());
}

void EmbeddingsPanel::chooseProjection(int index)
{
    pane(View::First)->setProjection(index);
    if (const CloudProjection *shown = pane(View::First)->view()->scene().shown())
        table_->setBinsOf(shown->name);
    refreshStatus();
}

void EmbeddingsPanel::reportLabels()
{
    const CloudData &cloud = model_.data();
    if (!pane(View::First)->view()->usesOpenGl())
        band()->post({.id = QStringLiteral("opengl"),
                      .kind = BandKind::Info,
                      .headline = tr("3-D is not available here (no OpenGL)."),
                      .text = tr("Showing two axes.")});
    if (!cloud.labelsRead || cloud.unlabelled == 0) {
        band()->remove(QStringLiteral("labels"));
        return;
    }
    std::vector<int> missing;
    for (size_t row = 0; row < cloud.classes.size(); ++row)
        if (cloud.classes[row] < 0)
            missing.push_back(static_cast<int>(row));
    band()->post(
        {.id = QStringLiteral("labels"),
         .kind = BandKind::Warning,
         .headline =
             tr("%1 of %2 labels matched by id.")
                 .arg(groupedNumber(cloud.size() - cloud.unlabelled), groupedNumber(cloud.size())),
         .text = tr("%1 contigs have no label.").arg(groupedNumber(cloud.unlabelled)),
         .actions = {{tr("Show them"), [this, missing] { model_.setSelection(missing); }}}});
}

void EmbeddingsPanel::applyTheme()
{
    const Theme &theme = context().theme;
    const CloudStyle style{.background = theme.color(ColorRole::Base),
                           .text = theme.color(ColorRole::Text),
                           .muted = theme.color(ColorRole::Muted),
                           .line = theme.color(ColorRole::PlotGrid),
                           .outline =
                               theme.isDark() ? QColor(Qt::white) : theme.color(ColorRole::Text),
                           .accent = theme.color(ColorRole::Accent)};
    for (CloudPane *cloud : panes_)
        cloud->view()->setStyleOf(style);
    model_.setColours(theme.isDark(), theme.color(ColorRole::GreyContext));
}

void EmbeddingsPanel::setTool(CloudTool tool)
{
    orbit_->setChecked(tool == CloudTool::Orbit);
    box_->setChecked(tool == CloudTool::Box);
    lasso_->setChecked(tool == CloudTool::Lasso);
    for (CloudPane *cloud : panes_)
        cloud->view()->setTool(tool);
}

void EmbeddingsPanel::setTwoViews(bool two)
{
    pane(View::Second)->setVisible(two);
    link_->setEnabled(two);
    if (two)
        clouds_->setSizes({1000, 1000});
}

void EmbeddingsPanel::setLinked(bool linked)
{
    link_->setChecked(linked);
    if (linked)
        copyCamera(View::First);
}

void EmbeddingsPanel::copyCamera(View from)
{
    if (!link_->isChecked() || isCopyingCamera_)
        return;
    const QScopedValueRollback<bool> guard(isCopyingCamera_, true);
    const View to = from == View::First ? View::Second : View::First;
    pane(to)->view()->setCamera(pane(from)->view()->camera());
}

CloudPane *EmbeddingsPanel::focusedPane() const
{
    return pane(View::Second)->view()->hasFocus() ? pane(View::Second) : pane(View::First);
}

void EmbeddingsPanel::refreshStatus()
{
    const bool hasSelection = !model_.selection().empty();
    saveFasta_->setEnabled(hasSelection && !model_.data().sequences.empty());
    clearSelection_->setEnabled(hasSelection);
    if (model_.data().size() == 0) {
        setStatusText({});
        return;
    }
    setStatusText(tr("%1 selected, %2 of %3 drawn")
                      .arg(groupedNumber(static_cast<qint64>(model_.selection().size())),
                           groupedNumber(static_cast<qint64>(
                               pane(View::First)->view()->scene().order.size())),
                           groupedNumber(model_.data().size())));
}

} // namespace helicase
