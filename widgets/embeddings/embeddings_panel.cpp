#include "widgets/embeddings/embeddings_panel.h"

#include "widgets/common/empty_state.h"
#include "widgets/common/format.h"
#include "widgets/common/project.h"
#include "widgets/common/section_header.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"
#include "widgets/embeddings/bin_scoring.h"
#include "widgets/embeddings/bin_similarity.h"
#include "widgets/embeddings/bin_tools.h"
#include "widgets/embeddings/bins_pane.h"
#include "widgets/embeddings/cloud_history.h"
#include "widgets/embeddings/cloud_load_job.h"
#include "widgets/embeddings/cloud_pane.h"
#include "widgets/embeddings/contig_table_pane.h"
#include "widgets/embeddings/effect_pane.h"
#include "widgets/embeddings/embedding_exports.h"
#include "widgets/embeddings/embedding_jobs.h"
#include "widgets/embeddings/filter_pane.h"
#include "widgets/embeddings/group_keeper.h"
#include "widgets/embeddings/legend_pane.h"
#include "widgets/embeddings/neighbour_pane.h"
#include "widgets/embeddings/saved_views.h"
#include "widgets/embeddings/selection_pane.h"
#include "widgets/embeddings/selection_tools.h"
#include "widgets/embeddings/sequence_pane.h"

#include <QAction>
#include <QDateTime>
#include <QFileInfo>
#include <QJsonArray>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace helicase {

namespace {

// Changes when any of the files does, so that showDemo() can be called again and again.
QString fingerprintOf(const CloudSources &sources)
{
    QStringList parts;
    std::vector<std::filesystem::path> files = sources.projections;
    files.insert(files.end(),
                 {sources.labels, sources.sequences, sources.depths, sources.assignments});
    files.insert(files.end(), sources.tables.begin(), sources.tables.end());
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
      model_(nullptr, &panelContext.project.undoStack()), loader_(new CloudLoadJob(this)),
      jobs_(new EmbeddingJobs(ownJobs(), this))
{
    keeper_ = new GroupKeeper(model_, context().project, this);
    new CloudHistory(model_, context().project.undoStack(), this);
    buildCentre();
    buildParts();
    buildFileActions();
    buildViewActions();
    buildToolBar();
    buildDocks();
    buildStates();
    connect(&context().theme, &Theme::changed, this, &EmbeddingsPanel::applyTheme);
    connect(&model_, &CloudModel::selectionChanged, this, &EmbeddingsPanel::refreshStatus);
    connect(&model_, &CloudModel::visibilityChanged, this, &EmbeddingsPanel::refreshStatus);
    applyTheme();
    setLinked(false);
    refreshMethods();
    refreshStatus();
    showEmptyState(true);
}

EmbeddingsPanel::~EmbeddingsPanel() = default;

QAction *EmbeddingsPanel::primaryAction()
{
    return binTools_->newBin();
}

void EmbeddingsPanel::buildCentre()
{
    scoring_ = new BinScoring(model_, this);
    similarity_ = new BinSimilarity(model_, this);
    connect(similarity_, &BinSimilarity::failed, this, [this](const QString &message) {
        band()->post({.id = QStringLiteral("similarity"),
                      .kind = BandKind::Warning,
                      .headline = tr("The similarity to the bins could not be computed."),
                      .text = message});
    });
    clouds_ = new QSplitter(Qt::Horizontal, this);
    clouds_->setChildrenCollapsible(false);
    panes_ = {new CloudPane(model_, QStringLiteral("embeddings.cloud"), clouds_),
              new CloudPane(model_, QStringLiteral("embeddings.cloud2"), clouds_)};
    for (const View view : {View::First, View::Second}) {
        CloudView *cloud = pane(view)->view();
        clouds_->addWidget(pane(view));
        connect(cloud, &CloudView::cameraChanged, this, [this, view] { copyCamera(view); });
        connect(pane(view), &CloudPane::projectionChosen, this,
                [this, view](int projection) { showIn(view, projection); });
        if (!cloud->usesOpenGl())
            cloud->lookAlong(AxisPair::OneTwo);
    }
    exports_ =
        new EmbeddingExports({.panel = this,
                              .actions = context().actions,
                              .model = model_,
                              .clouds = panes_,
                              .folder = [this] { return outputFolder(); },
                              .toast = [this](const QString &text) { context().toast(text); },
                              .tellMistake =
                                  [this](const QString &headline, const QString &text) {
                                      band()->post({.id = QStringLiteral("write"),
                                                    .kind = BandKind::Error,
                                                    .headline = headline,
                                                    .text = text});
                                  }});
    table_ = new ContigTablePane(model_, exports_->exportTableAction(), this);
    exports_->setTable(table_);
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

void EmbeddingsPanel::buildParts()
{
    neighbours_ = new NeighbourPane(model_, this);
    sequence_ = new SequencePane(model_, this);
    connect(sequence_, &SequencePane::copied, this,
            [this](const QString &what) { context().toast(what); });
    selectionTools_ = new SelectionTools({.panel = this,
                                          .actions = context().actions,
                                          .model = model_,
                                          .undoStack = context().project.undoStack(),
                                          .clouds = panes_,
                                          .table = table_,
                                          .neighbours = neighbours_});
    binTools_ = new BinTools(this, context().actions, model_, *scoring_);
    savedViews_ =
        new SavedViews({.panel = this,
                        .actions = context().actions,
                        .project = context().project,
                        .state = [this] { return viewState(); },
                        .showState = [this](const QJsonObject &state) { showViewState(state); },
                        .toast = [this](const QString &text) { context().toast(text); }});
    for (CloudPane *cloud : panes_) {
        cloud->view()->bindKey(Qt::Key_N, binTools_->newBin());
        cloud->view()->bindKey(Qt::Key_P, savedViews_->snapshot());
    }
    setStandardAction(StandardAction::Export, exports_->exportView());
    setStandardAction(StandardAction::InvertSelection, selectionTools_->invert());
    setStandardAction(StandardAction::SelectAll, selectionTools_->selectAll());
    setStandardAction(StandardAction::Find, selectionTools_->find());
    setStandardAction(StandardAction::FindNext, selectionTools_->findNext());
    setStandardAction(StandardAction::FindPrevious, selectionTools_->findPrevious());
}

void EmbeddingsPanel::buildDocks()
{
    auto *left = new QWidget(this);
    auto *filterHead = new SectionHeader(tr("Filter"), left);
    auto *filter = new FilterPane(model_, left);
    filterHead->setContent(filter);
    auto *binsHead = new SectionHeader(tr("Bins"), left);
    QList<QAction *> binActions = binTools_->ofTarget();
    binActions.append(exports_->exportBins());
    auto *bins = new BinsPane(model_, *scoring_, *keeper_, binActions, left);
    binsHead->setContent(bins);
    auto *layout = new QVBoxLayout(left);
    layout->setContentsMargins(0, 0, 0, 8);
    layout->setSpacing(0);
    layout->addWidget(new LegendPane(model_, left));
    for (auto [head, content] : {std::pair<QWidget *, QWidget *>{filterHead, filter},
                                 std::pair<QWidget *, QWidget *>{binsHead, bins}}) {
        layout->addWidget(horizontalLine(left));
        layout->addWidget(head);
        layout->addWidget(content);
    }
    layout->addStretch();
    const auto refreshFilter = [this, filterHead] {
        filterHead->setSummary(tr("%1 pass").arg(groupedNumber(model_.passingFilterCount())));
    };
    connect(&model_, &CloudModel::dataChanged, this, refreshFilter);
    connect(&model_, &CloudModel::visibilityChanged, this, refreshFilter);
    connect(bins, &BinsPane::summaryChanged, this,
            [binsHead, bins] { binsHead->setSummary(bins->summary()); });
    connect(bins, &BinsPane::binActivated, binTools_, &BinTools::selectBin);
    setLeft(left, tr("Legend"), 280);

    auto *right = new SelectionPane(model_, binTools_->newBin(),
                                    {binTools_->move(), exports_->saveFasta(), binTools_->label(),
                                     binTools_->takeOut(), exports_->saveSelection(),
                                     selectionTools_->clear()});
    right->addSection(horizontalLine(right));
    right->addSection(new EffectPane(model_, *scoring_, right));
    right->addSection(neighbours_);
    right->addSection(sequence_);
    setRight(right, tr("Selection"), 256);
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
        band()->remove(QStringLiteral("reading"));
        band()->post({.id = QStringLiteral("load"),
                      .kind = BandKind::Error,
                      .headline = tr("The embedding could not be read."),
                      .text = message});
        tables_ = keptTables(); // without one that has just been refused
        setWorking(false);
    });
    connect(jobs_, &EmbeddingJobs::tableReady, this, [this](const QString &file) {
        context().toast(tr("%1: coordinates are ready.").arg(QFileInfo(file).fileName()));
        openFile(file);
    });
}

void EmbeddingsPanel::showDemo(const QString &folder)
{
    const CloudSources sources = findCloudSources(folder.toStdString());
    if (sources.projections.empty())
        return;
    if (tables_.empty())
        tables_ = keptTables();
    load(sources);
}

bool EmbeddingsPanel::contentReady() const
{
    return !loader_->isRunning() && !jobs_->isRunning() && model_.data().size() > 0;
}

void EmbeddingsPanel::load(const CloudSources &sources)
{
    CloudSources all = sources;
    all.tables = tables_;
    const QString fingerprint = fingerprintOf(all);
    if (fingerprint == fingerprint_) {
        if (opensTable_)
            listEmbeddings();
        return;
    }
    fingerprint_ = fingerprint;
    sources_ = all;
    band()->post({.id = QStringLiteral("reading"),
                  .kind = BandKind::Progress,
                  .headline = tr("Reading coordinates and contigs …"),
                  .canBeClosed = false});
    setWorking(true);
    loader_->start(all);
}

void EmbeddingsPanel::takeData(std::shared_ptr<const CloudData> cloud)
{
    band()->remove(QStringLiteral("reading"));
    band()->remove(QStringLiteral("load"));
    setWorking(false);
    keepTables();
    // The same contigs with one more file (the bins, the baseline) keep what the user selected.
    std::vector<int> kept;
    CloudLook look;
    if (cloud->ids == model_.data().ids) {
        kept = model_.selection();
        look = model_.look();
    }
    model_.setData(std::move(cloud));
    listEmbeddings();
    model_.setLook(look);
    model_.setSelection(std::move(kept));
    reportLabels();
    refreshStatus();
    showEmptyState(false);
}

void EmbeddingsPanel::reportLabels()
{
    const CloudData &cloud = model_.data();
    if (!pane(View::First)->view()->usesOpenGl())
        band()->post({.id = QStringLiteral("opengl"),
                      .kind = BandKind::Info,
                      .headline = tr("3-D is not available here (no OpenGL)."),
                      .text = tr("Showing two axes."),
                      .actions = {{tr("Choose axes"), [this] { axes_->showMenu(); }}}});
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

void EmbeddingsPanel::refreshStatus()
{
    if (model_.data().size() == 0) {
        setStatusText({});
        return;
    }
    const auto hidden = std::ranges::count_if(
        model_.selection(), [this](int contig) { return !model_.isVisible(contig); });
    QString text =
        tr("%1 selected").arg(groupedNumber(static_cast<qint64>(model_.selection().size())));
    if (hidden > 0)
        text += tr(" (%1 of them hidden)").arg(groupedNumber(hidden));
    setStatusText(tr("%1, %2 of %3 drawn")
                      .arg(text,
                           groupedNumber(static_cast<qint64>(
                               pane(View::First)->view()->scene().order.size())),
                           groupedNumber(model_.data().size())));
}

} // namespace helicase
