#include "widgets/models/models_panel.h"

#include "widgets/common/empty_state.h"
#include "widgets/common/format.h"
#include "widgets/common/panel_jobs.h"
#include "widgets/common/project.h"
#include "widgets/common/theme.h"
#include "widgets/models/model_inspector.h"
#include "widgets/models/model_tree.h"
#include "widgets/models/model_view.h"
#include "widgets/models/tensor_pane.h"
#include "widgets/models/verification.h"

#include <QAction>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace helicase {

namespace {

// Where the project keeps what was opened, and what was shown last.
const QString foldersKey = QStringLiteral("folders");
const QString shownKey = QStringLiteral("shown");

const QString loadMessage = QStringLiteral("load");
const QString statisticsMessage = QStringLiteral("statistics");

// Work that is done sooner is not worth a message.
constexpr int quietMilliseconds = 150;
// A model may have thousands of small tensors.
constexpr int postMilliseconds = 50;

bool isModelFolder(const QString &folder)
{
    return QFileInfo::exists(folder + QStringLiteral("/config.json"));
}

} // namespace

ModelsPanel::ModelsPanel(PanelContext &panelContext, QWidget *parent)
    : Panel(panelContext, QStringLiteral("models"), tr("Models"), parent),
      loader_(new ModelLoader(this)), scanner_(new ModelScanner(this)),
      examiner_(new TensorExaminer(this))
{
    buildActions();
    buildToolBar();
    tree_ = new ModelTree(open_, remove_, this);
    view_ = new ModelView(context().theme, context().project, ownJobs(),
                          {.runForm = runForm_,
                           .closeForm = closeForm_,
                           .copyTensorDigest = copyTensorDigest_,
                           .openTokenizer = openTokenizer_,
                           .predict = {predict_, openSequences_, fineTune_}},
                          this);
    inspector_ = new ModelInspector(ownJobs(), verify_, copyFileDigest_, this);
    setLeft(tree_, tr("Models"), 248);
    setRight(inspector_, tr("Model"), 288);
    setCentre(view_);
    buildEmptyState();
    connectParts();
    connectJobs();
    refreshActions();
    showEmptyState(true);
    if (context().project.isOpen())
        showDemo(context().project.folder());
}

void ModelsPanel::buildEmptyState()
{
    auto *empty = new EmptyState(id(), QStringLiteral("panel-models"), tr("No model is open"),
                                 tr("Open a model folder or a checkpoint."), this);
    empty->addButton(open_);
    empty->addButton(verify_);
    setEmptyState(empty);
}

void ModelsPanel::connectParts()
{
    connect(tree_, &ModelTree::chosen, this, &ModelsPanel::choose);
    connect(tree_, &ModelTree::activated, this, &ModelsPanel::activate);
    connect(scanner_, &ModelScanner::scanned, this, &ModelsPanel::takeEntries);
    connect(loader_, &ModelLoader::loaded, this, &ModelsPanel::takeModel);
    connect(loader_, &ModelLoader::failed, this, &ModelsPanel::takeFailure);
    connect(view_->tensors(), &TensorPane::tensorChosen, examiner_, &TensorExaminer::examineTensor);
    connect(examiner_, &TensorExaminer::detailReady, view_->tensors(), &TensorPane::setDetail);
    connect(examiner_, &TensorExaminer::statisticsReady, this, &ModelsPanel::takeStatistics);
    connect(examiner_, &TensorExaminer::progressed, this, [this](qint64 bytes, qint64 ofBytes) {
        const bool isDue = !posted_.isValid() || posted_.elapsed() > postMilliseconds;
        if (examining_.elapsed() < quietMilliseconds || bytes >= ofBytes || !isDue)
            return;
        posted_.start();
        postProgress(statisticsMessage, tr("Statistics of the tensors:"),
                     tr("%1 of %2").arg(sizeText(bytes), sizeText(ofBytes)),
                     double(bytes) / double(std::max<qint64>(ofBytes, 1)),
                     [this] { examiner_->stopStatistics(); });
    });
    connect(examiner_, &TensorExaminer::statisticsEnded, this,
            [this] { band()->remove(statisticsMessage); });
    connect(examiner_, &TensorExaminer::digestReady, this, [this](const QString &digest) {
        digest_ = digest;
        inspector_->setDigest(digest);
    });
    connect(examiner_, &TensorExaminer::failed, this, [this](const QString &message) {
        band()->post({.id = statisticsMessage,
                      .kind = BandKind::Error,
                      .headline = tr("The numbers could not be read."),
                      .text = message});
    });
    connect(&context().project, &Project::opened, this,
            [this] { showDemo(context().project.folder()); });
}

void ModelsPanel::connectJobs()
{
    connect(inspector_->verification(), &Verification::verified, this, [this](int passed, int all) {
        if (passed == all)
            return context().toast(tr("This build computes what the reference does: %1 cases hold.")
                                       .arg(groupedNumber(all)));
        band()->post(
            {.id = Verification::messageId,
             .kind = BandKind::Error,
             .headline = tr("%1 reference cases do not hold.").arg(countOf(all - passed, all)),
             .text = tr("This build computes something else on this machine.")});
    });
    connect(view_->predict(), &PredictView::unreadable, this, [this](const QString &message) {
        band()->post({.id = PredictView::messageId,
                      .kind = BandKind::Error,
                      .headline = tr("The predictions cannot be shown."),
                      .text = message});
    });
}

void ModelsPanel::postProgress(const QString &messageId, const QString &headline,
                               const QString &text, double fraction, std::function<void()> cancel)
{
    band()->post({.id = messageId,
                  .kind = BandKind::Progress,
                  .headline = headline,
                  .text = text,
                  .actions = {{tr("Cancel"), std::move(cancel)}},
                  .fraction = fraction,
                  .canBeClosed = false});
}

void ModelsPanel::showDemo(const QString &folder)
{
    if (folder != project_) {
        project_ = folder;
        hasScanned_ = false;
        const QJsonObject state = context().project.section(id());
        for (const QJsonValue &known : state.value(foldersKey).toArray())
            if (!opened_.contains(known.toString()))
                opened_ += known.toString();
    }
    rescan();
}

bool ModelsPanel::contentReady() const
{
    return hasScanned_ && !scanner_->isBusy() && !loader_->isBusy() && !examiner_->isBusy();
}

void ModelsPanel::openArgument(const QString &argument)
{
    if (argument == verifyArgument)
        return askForReference();
    const QFileInfo info(QDir::cleanPath(argument));
    QString folder = info.isFile() ? info.absolutePath() : info.absoluteFilePath();
    if (const QString checkpoint = checkpointOfRun(folder);
        !checkpoint.isEmpty() && !isModelFolder(folder))
        folder = checkpoint;
    isNewFolder_ = true;
    open(folder);
}

void ModelsPanel::rescan()
{
    scanner_->scan(project_, opened_);
}

void ModelsPanel::takeEntries(const std::vector<ModelEntry> &entries)
{
    const bool isFirst = !std::exchange(hasScanned_, true);
    if (entries != tree_->entries())
        tree_->setEntries(entries);
    if (model_)
        tree_->showSelected(model_->folder);
    refreshEmptyState();
    if (!isFirst || model_ || loader_->isBusy())
        return;
    const QString last = context().project.section(id()).value(shownKey).toString();
    const auto isModel = [](const ModelEntry &entry) {
        return entry.kind != ModelEntryKind::Tokenizer && !entry.isMissing;
    };
    auto first = std::ranges::find_if(
        entries, [&](const ModelEntry &entry) { return isModel(entry) && entry.folder == last; });
    if (first == entries.end())
        first = std::ranges::find_if(entries, isModel);
    if (first != entries.end())
        open(first->folder);
}

void ModelsPanel::choose(const ModelEntry &entry)
{
    if (entry.kind == ModelEntryKind::Tokenizer) {
        view_->showTokenizer(entry);
        inspector_->showModel(false);
        openTokenizer_->setEnabled(true);
        refreshActions();
        return refreshEmptyState();
    }
    isNewFolder_ = false;
    open(entry.folder);
}

void ModelsPanel::activate(const ModelEntry &entry)
{
    if (entry.kind == ModelEntryKind::Tokenizer)
        context().openPanel(QStringLiteral("annotate"), entry.folder);
}

void ModelsPanel::open(const QString &folder)
{
    view_->showModel();
    inspector_->showModel(true);
    openTokenizer_->setEnabled(false);
    refreshActions();
    if (model_ && model_->folder == folder && !loader_->isBusy()) {
        tree_->showSelected(folder);
        refreshEmptyState();
        return;
    }
    wanted_ = folder;
    band()->remove(loadMessage);
    loader_->open(folder);
    // Its size is told before anything of it is read into memory.
    QTimer::singleShot(quietMilliseconds, this, [this, folder] {
        if (!loader_->isBusy() || wanted_ != folder)
            return;
        qint64 bytes = 0;
        for (const QFileInfo &file :
             QDir(folder).entryInfoList({QStringLiteral("*.safetensors"), QStringLiteral("*.bin")}))
            bytes = std::max(bytes, file.size());
        postProgress(loadMessage, tr("Reading %1").arg(modelName(folder)), sizeText(bytes), -1,
                     [this] {
                         loader_->cancel();
                         band()->remove(loadMessage);
                         if (model_)
                             tree_->showSelected(model_->folder);
                     });
    });
}

void ModelsPanel::takeModel(const ModelPointer &model)
{
    band()->remove(loadMessage);
    band()->remove(statisticsMessage);
    model_ = model;
    nanTensors_.clear();
    digest_.clear();
    examining_.start();
    examiner_->examine(model);
    inspector_->setModel(model);
    view_->setModel(model);
    if (std::exchange(isNewFolder_, false) &&
        std::ranges::find(tree_->entries(), model->folder, &ModelEntry::folder) ==
            tree_->entries().end()) {
        opened_ += model->folder;
        rescan();
    }
    tree_->showSelected(model->folder);
    keepList();
    refreshActions();
    refreshEmptyState();
    setStatusText(tr("%1, %2 tensors")
                      .arg(model->name, groupedNumber(qint64(model->description.tensors.size()))));
}

void ModelsPanel::takeFailure(const ModelFailure &failure)
{
    isNewFolder_ = false;
    band()->remove(loadMessage);
    band()->post({.id = loadMessage,
                  .kind = BandKind::Error,
                  .headline = failure.headline,
                  .text = failure.text,
                  .details = failure.details});
    if (model_)
        tree_->showSelected(model_->folder);
    refreshEmptyState();
}

void ModelsPanel::takeStatistics(int tensor, const std::optional<TensorStatistics> &statistics)
{
    view_->tensors()->setStatistics(tensor, statistics);
    if (!statistics || statistics->nanCount == 0)
        return;
    nanTensors_ +=
        QString::fromStdString(model_->description.tensors[static_cast<size_t>(tensor)].name);
    inspector_->setNanTensors(nanTensors_);
}

void ModelsPanel::removeChosen()
{
    const ModelEntry *entry = tree_->selected();
    if (entry == nullptr || entry->kind != ModelEntryKind::Opened)
        return;
    const QString folder = entry->folder;
    opened_.removeAll(folder);
    if (model_ && model_->folder == folder)
        showNothing();
    keepList();
    rescan();
}

void ModelsPanel::showNothing()
{
    model_.reset();
    examiner_->examine(nullptr);
    inspector_->setModel(nullptr);
    view_->setModel(nullptr);
    band()->remove(statisticsMessage);
    setStatusText({});
    refreshActions();
    refreshEmptyState();
}

void ModelsPanel::keepList()
{
    Project &project = context().project;
    if (!project.isOpen())
        return;
    QJsonObject state = project.section(id());
    state.insert(foldersKey, QJsonArray::fromStringList(opened_));
    state.insert(shownKey, model_ ? model_->folder : QString());
    if (state != project.section(id()))
        project.setSection(id(), state);
}

void ModelsPanel::verify(const QString &referenceFolder)
{
    inspector_->verification()->verify(referenceFolder);
}

} // namespace helicase
