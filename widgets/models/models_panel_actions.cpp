// The actions of the Models panel: toolbar, what is asked, commands that are started, files that
// are written.
#include "core/base/error.h"
#include "core/base/resources.h"
#include "core/run/command_options.h"
#include "core/run/model_options.h"
#include "core/run/option_builders.h"
#include "widgets/common/action_registry.h"
#include "widgets/common/column_chooser.h"
#include "widgets/common/format.h"
#include "widgets/common/job_runner.h"
#include "widgets/common/panel_jobs.h"
#include "widgets/common/project.h"
#include "widgets/common/run_draft.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/widgets.h"
#include "widgets/models/model_job_form.h"
#include "widgets/models/model_tree.h"
#include "widgets/models/model_view.h"
#include "widgets/models/models_panel.h"
#include "widgets/models/tensor_pane.h"
#include "widgets/models/tensor_table.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QHeaderView>
#include <QMenu>

namespace helicase {

namespace {

// Of `model init`: the recipe is its input, the seed one of the options that all commands have.
OptionTable freshModelOptions(const QStringList &recipes)
{
    std::vector<std::string> names;
    for (const QString &name : recipes)
        names.push_back(name.toStdString());
    Option recipe =
        choice("recipe", names.front(), "Recipe", "", "Sizes and kind of the new model", names);
    return OptionTable({std::move(recipe),
                        wholeNumber("seed", "1", "Seed", "", "Seed of the fresh weights", 0, 9e15),
                        requiredPath("output", "Output folder", "", "Model folder to write")});
}

} // namespace

QAction *ModelsPanel::addAction(const char *name, const QString &text, const QString &iconName,
                                const QString &help, std::function<void()> function)
{
    return context().actions.add({.objectName = QStringLiteral("models.") + QLatin1String(name),
                                  .text = text,
                                  .panel = id(),
                                  .icon = iconName,
                                  .help = help,
                                  .function = std::move(function)},
                                 this);
}

void ModelsPanel::buildActions()
{
    open_ = addAction("open", tr("Open…"), QStringLiteral("folder-open"),
                      tr("Shows a model folder or a checkpoint."), [this] { askForModel(); });
    remove_ = addAction("remove", tr("Remove from list"), QStringLiteral("close"),
                        tr("Takes the chosen model out of the list; its files stay."),
                        [this] { removeChosen(); });
    fineTune_ = addAction("finetune", tr("Fine-tune…"), QStringLiteral("panel-train"),
                          tr("Fills the form of Train with this model."), [this] { fineTune(); });
    embed_ =
        addAction("embed", tr("Embed…"), QStringLiteral("panel-embeddings"),
                  tr("Computes one vector per sequence with this model."), [this] { embed(); });
    convert_ =
        addAction("convert", tr("Convert…"), QStringLiteral("refresh"),
                  tr("Writes the weights in another format or precision."), [this] { convert(); });
    merge_ = addAction("merge", tr("Merge LoRA…"), QStringLiteral("link"),
                       tr("Folds an adapter into the weights of this model."),
                       [this] { mergeAdapter(); });
    fresh_ = addAction("init", tr("New from recipe…"), QStringLiteral("plus"),
                       tr("Writes a model with fresh weights."), [this] { makeFromRecipe(); });
    runForm_ =
        addAction("form.run", tr("Write model"), QStringLiteral("play"),
                  tr("Runs the command that is shown; the new model is opened when it is done."),
                  [this] { runForm(); });
    closeForm_ = addAction("form.close", tr("Close the form"), QStringLiteral("close"),
                           tr("Nothing is written."), [this] {
                               view_->form()->close();
                               refreshActions();
                               refreshEmptyState();
                           });
    verify_ = addAction("verify.run", tr("Verify this build…"), QStringLiteral("check"),
                        tr("Recomputes a folder of reference cases with this build and compares."),
                        [this] { askForReference(); });
    predict_ =
        addAction("predict.run", tr("Predict"), QStringLiteral("play"),
                  tr("Predicts the classes of the sequences with the command that is shown."),
                  [this] { view_->predict()->predict(); });
    openSequences_ = addAction("predict.open", tr("Open FASTA…"), QStringLiteral("folder-open"),
                               tr("Takes the sequences of a file in place of the text."),
                               [this] { askForSequences(); });
    openTokenizer_ =
        addAction("tokenizer.open", tr("Open in Annotate"), QStringLiteral("panel-annotate"),
                  tr("Shows texts and DNA as tokens of this tokenizer."), [this] {
                      if (const ModelEntry *entry = tree_->selected())
                          activate(*entry);
                  });
    copyTensorDigest_ =
        addAction("tensor.digest", tr("Copy digest"), QStringLiteral("copy"),
                  tr("Copies the SHA-256 of the selected tensor."), [this] {
                      QApplication::clipboard()->setText(view_->tensors()->digest());
                      context().toast(tr("The digest of the tensor is on the clipboard."));
                  });
    copyFileDigest_ =
        addAction("digest", tr("Copy digest of the file"), QStringLiteral("copy"),
                  tr("Copies the SHA-256 of the weights file."), [this] {
                      QApplication::clipboard()->setText(digest_);
                      context().toast(tr("The digest of the file is on the clipboard."));
                  });
    columns_ =
        addAction("columns", tr("Columns"), QStringLiteral("columns"),
                  tr("Chooses what the table of tensors shows."), [this] { openColumnMenu(); });
    copy_ =
        addAction("copy", tr("Copy table"), QStringLiteral("copy"),
                  tr("Copies the table of tensors as tab-separated text with a header."), [this] {
                      view_->tensors()->table()->clearSelection();
                      copyTable(view_->tensors()->table());
                      context().toast(tr("The table is on the clipboard."));
                  });
    export_ = addAction("export", tr("Export"), QStringLiteral("export"),
                        tr("Saves the table of tensors as TSV, CSV, Markdown or LaTeX."),
                        [this] { exportTensors(); });
    find_ =
        addAction("find", tr("Find tensor"), QStringLiteral("search"),
                  tr("Shows tensors by a part of their name."), [this] { view_->findTensor(); });
    refresh_ =
        addAction("refresh", tr("Read again"), QStringLiteral("refresh"),
                  tr("Looks for models of the project and reads the shown one again."), [this] {
                      rescan();
                      if (model_)
                          loader_->open(model_->folder);
                  });
    runForm_->setEnabled(false);
    openTokenizer_->setEnabled(false);
    setStandardAction(StandardAction::Export, export_);
    setStandardAction(StandardAction::CopyTable, copy_);
    setStandardAction(StandardAction::Find, find_);
    setStandardAction(StandardAction::Reload, refresh_);
}

void ModelsPanel::buildToolBar()
{
    toolBar()->addWidget(toolButton(open_, ButtonText::WhileRoom, this));
    toolBar()->addWidget(toolButton(fresh_, ButtonText::WhileRoom, this));
    toolBar()->addSeparator();
    for (QAction *action : {convert_, merge_})
        toolBar()->addWidget(toolButton(action, ButtonText::WhileRoom, this));
    toolBar()->addSeparator();
    for (QAction *action : {fineTune_, embed_})
        toolBar()->addWidget(toolButton(action, ButtonText::WhileRoom, this));
    for (QAction *action : {columns_, copy_})
        toolBar()->addAtEnd(toolButton(action, ButtonText::Hidden, this));
    toolBar()->addAtEnd(toolButton(export_, ButtonText::Beside, this));
}

void ModelsPanel::refreshActions()
{
    const bool hasModel = model_ != nullptr && !view_->showsTokenizer();
    for (QAction *action : {columns_, copy_, export_, find_})
        action->setEnabled(hasModel);
    const bool isAdapter = hasModel && model_->isAdapter();
    for (QAction *action : {embed_, convert_})
        action->setEnabled(hasModel && !isAdapter);
    merge_->setEnabled(hasModel && (!isAdapter || !model_->baseModel.isEmpty()));
    fineTune_->setEnabled(hasModel && model_->keys.isKnown && model_->keys.missing.empty());
    closeForm_->setEnabled(view_ != nullptr && view_->form()->isOpen());
}

void ModelsPanel::refreshEmptyState()
{
    showEmptyState(!model_ && !view_->form()->isOpen() && !view_->showsTokenizer());
}

void ModelsPanel::askForModel()
{
    const QString folder = QFileDialog::getExistingDirectory(
        this, tr("Open a model folder or a checkpoint"), project_);
    if (!folder.isEmpty())
        openArgument(folder);
}

void ModelsPanel::askForReference()
{
    const QString folder =
        QFileDialog::getExistingDirectory(this, tr("Folder of reference cases"), project_);
    if (!folder.isEmpty())
        verify(folder);
}

void ModelsPanel::askForSequences()
{
    const QString file = QFileDialog::getOpenFileName(
        this, tr("Sequences to predict"), project_,
        tr("Sequences (*.fa *.fasta *.fna *.fq *.fastq *.gz *.csv *.tsv *.txt);;All files (*)"));
    if (!file.isEmpty())
        view_->predict()->setFile(file);
}

void ModelsPanel::fineTune()
{
    if (model_)
        context().openPanel(
            QStringLiteral("train"),
            RunDraft{QStringLiteral("classify"), {{QStringLiteral("model.path"), model_->folder}}}
                .argument());
}

void ModelsPanel::embed()
{
    if (model_)
        context().openPanel(QStringLiteral("embeddings"), model_->folder);
}

// "contrastive-07-step-1800-merged"
QString ModelsPanel::nameWith(const QString &ending) const
{
    return folderNameText(model_->name) + QLatin1Char('-') + ending;
}

QString ModelsPanel::suggestedFolder(const QString &name) const
{
    const QDir project(project_.isEmpty() ? QDir::homePath() : project_);
    for (int number = 1;; ++number) {
        const QString free = number == 1 ? name : QStringLiteral("%1-%2").arg(name).arg(number);
        if (const QString folder = project.filePath(QStringLiteral("models/") + free);
            !QFileInfo::exists(folder))
            return folder;
    }
}

void ModelsPanel::openForm(const ModelJobRequest &request)
{
    view_->form()->open(request);
    refreshActions();
    refreshEmptyState();
}

void ModelsPanel::convert()
{
    if (model_)
        openForm({.title = tr("Convert %1").arg(model_->name),
                  .words = {QStringLiteral("model"), QStringLiteral("convert")},
                  .input = model_->folder,
                  .options = modelConvertOptions(),
                  .outputFolder = suggestedFolder(nameWith(QStringLiteral("converted")))});
}

// From a model the adapter is asked for; from an adapter its model is known.
void ModelsPanel::mergeAdapter()
{
    if (!model_)
        return;
    openForm({.title = tr("Merge an adapter into %1")
                           .arg(model_->isAdapter() ? model_->baseModel : model_->name),
              .words = {QStringLiteral("model"), QStringLiteral("merge-lora")},
              .input = model_->isAdapter() ? model_->baseModel : model_->folder,
              .options = modelMergeOptions(),
              .values = {{QStringLiteral("adapter"), model_->adapterFolder}},
              .outputFolder = suggestedFolder(nameWith(QStringLiteral("merged")))});
}

void ModelsPanel::makeFromRecipe()
{
    QMap<QString, QString> recipes;
    try {
        const QDir folder(QString::fromStdString((configFolder() / "models").string()));
        for (const QFileInfo &file :
             folder.entryInfoList({QStringLiteral("*.yaml")}, QDir::Files, QDir::Name))
            recipes.insert(file.completeBaseName(), file.absoluteFilePath());
    } catch (const Error &) {
        recipes.clear();
    }
    if (recipes.isEmpty()) {
        band()->post(
            {.id = QStringLiteral("form"),
             .kind = BandKind::Error,
             .headline = tr("There are no recipes."),
             .text = tr("The folder configs/models of this installation is missing or empty.")});
        return;
    }
    openForm({.title = tr("New model from a recipe"),
              .words = {QStringLiteral("model"), QStringLiteral("init")},
              .input = {},
              .recipes = recipes,
              .options = freshModelOptions(recipes.keys()),
              .outputFolder = suggestedFolder(QStringLiteral("fresh-model"))});
}

void ModelsPanel::runForm()
{
    ModelJobForm *form = view_->form();
    if (!form->isOpen() || !form->obstacle().isEmpty())
        return;
    const QString id = ownJobs().start({.words = form->words(),
                                        .folder = form->outputFolder(),
                                        .title = form->title(),
                                        .isLong = false},
                                       QStringLiteral("form"), [this](const Job &job) {
                                           if (job.state == JobState::Done)
                                               openArgument(job.folder);
                                       });
    if (context().jobs.job(id)->state == JobState::Failed)
        return; // it could not be started
    form->close();
    refreshActions();
    refreshEmptyState();
}

// At the right end of the titles.
void ModelsPanel::openColumnMenu()
{
    const TensorTable *table = view_->tensors()->table();
    QMenu *menu = table->columns()->menu();
    const QPoint place(table->width() - menu->sizeHint().width(),
                       table->horizontalHeader()->height());
    menu->popup(table->mapToGlobal(place));
}

void ModelsPanel::exportTensors()
{
    const QString file = QFileDialog::getSaveFileName(
        this, tr("Export the table of tensors"), project_ + QStringLiteral("/tensors.tsv"),
        tr("Tab-separated (*.tsv);;Comma-separated (*.csv);;Markdown (*.md);;LaTeX (*.tex)"));
    if (file.isEmpty())
        return;
    try {
        view_->tensors()->table()->clearSelection();
        exportTable(view_->tensors()->table(), file);
        context().toast(tr("%1 saved.").arg(QFileInfo(file).fileName()));
    } catch (const Error &error) {
        band()->post({.id = QStringLiteral("write"),
                      .kind = BandKind::Error,
                      .headline = tr("The table was not saved."),
                      .text = lineOf(error)});
    }
}

} // namespace helicase
