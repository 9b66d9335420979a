// How values get into the form of a run: recipes, drafts of other panels, what the project holds;
// and out of it again into the preview of the data and into recipes.
#include "widgets/train/run_form.h"

#include "core/base/error.h"
#include "core/base/resources.h"
#include "core/dataset/classification_set.h"
#include "core/run/recipe.h"
#include "core/run/run_folder.h"
#include "widgets/common/format.h"
#include "widgets/common/option_form.h"
#include "widgets/common/project.h"
#include "widgets/common/run_draft.h"
#include "widgets/data/data_preview.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>

namespace helicase {

namespace {

struct ProjectFile {
    const char *option;
    const char *path;
};

// Where a project of the demo keeps what the tasks need.
constexpr ProjectFile projectFiles[] = {{"data.train", "data/train_pairs.csv"},
                                        {"data.validation", "data/validation_pairs.csv"},
                                        {"data.tokenizer", "tokenizer"},
                                        {"data.sequences", "data/binding_sequences.tsv"},
                                        {"data.scores", "data/binding_scores.tsv"}};

const QStringList splitOptions = {"data.folder", "data.train", "data.dev", "data.test"};

// A training file with a development file beside it: the folder has all splits.
QMap<QString, QString> withDataFolder(QMap<QString, QString> options)
{
    const QString train = options.value("data.train");
    if (train.isEmpty() || options.contains("data.dev"))
        return options;
    const QString folder = QFileInfo(train).absolutePath();
    const ClassificationSplits splits = findSplits(folder.toStdString());
    if (splits.dev.empty() ||
        QFileInfo(train) != QFileInfo(QString::fromStdString(splits.train.string())))
        return options;
    options.remove("data.train");
    options.insert("data.folder", folder);
    return options;
}

// Of a model folder, or of the best checkpoint of a run; empty where there is none yet.
QString tokenizerOf(const QString &model)
{
    const auto hasOne = [](const std::filesystem::path &folder) {
        return std::filesystem::exists(folder / "tokenizer.json") ||
               std::filesystem::exists(folder / "vocab.txt");
    };
    const std::filesystem::path folder = model.toStdString();
    if (model.isEmpty() || hasOne(folder))
        return model;
    const RunFolder run(folder);
    const auto best = pointedStep(run, "best");
    const std::filesystem::path checkpoint = best ? run.checkpoint(*best) : folder;
    return hasOne(checkpoint) ? QString::fromStdString(checkpoint.string()) : QString();
}

} // namespace

void RunForm::loadRecipe(const QString &file)
{
    OptionValues values = options()->values();
    try {
        applyRecipe(file.toStdString(), values);
    } catch (const std::exception &error) {
        Q_EMIT failed(tr("The recipe was not loaded."), lineOf(error));
        return;
    }
    options()->setValues(values);
    refresh();
    Q_EMIT loaded();
}

bool RunForm::takeDraft(const RunDraft &draft)
{
    if (!forms_.contains(draft.task))
        return false;
    setTask(draft.task);
    OptionForm *form = options();
    const QMap<QString, QString> values = withDataFolder(draft.options);
    // Files of one data set do not stand beside those of another.
    const auto isSplit = [](const QString &name) { return splitOptions.contains(name); };
    if (std::ranges::any_of(values.keys(), isSplit))
        for (const QString &name : splitOptions)
            if (form->table().find(name.toStdString()))
                form->setText(name, {});
    for (auto option = values.begin(); option != values.end(); ++option)
        if (form->table().find(option.key().toStdString()))
            form->setText(option.key(), option.value());
    refresh();
    if (form->hasErrors())
        form->focusMistake();
    return true;
}

void RunForm::chooseRecipe(const QString &file)
{
    OptionForm *form = options();
    OptionValues values(form->table());
    for (const Option &option : form->table().options()) {
        const QString path = form->text(QString::fromStdString(option.name));
        if (option.kind == OptionKind::Path && !path.isEmpty())
            values.set(option.name, path.toStdString());
    }
    form->setValues(values);
    if (!file.isEmpty())
        loadRecipe(file);
}

void RunForm::useDemoRecipe()
{
    std::filesystem::path recipe;
    try {
        recipe = configFolder() / "demo" / (task().toStdString() + ".yaml");
    } catch (const Error &error) {
        Q_EMIT failed(tr("The recipe was not loaded."), lineOf(error));
        return;
    }
    options()->resetToDefaults();
    const QString file = QString::fromStdString(recipe.string());
    recipe_->setCurrentIndex(std::max(0, recipe_->findData(file)));
    loadRecipe(file);
    fillFromProject();
    if (options()->hasErrors())
        options()->focusMistake();
}

void RunForm::takeProject()
{
    fillFromProject();
    if (isTaken(runName()))
        suggestName();
}

// Only fields that are still empty.
void RunForm::fillFromProject()
{
    for (OptionForm *form : forms_) {
        for (const ProjectFile &known : projectFiles) {
            const QString path = project_.path(known.path);
            if (form->table().find(known.option) && form->text(known.option).isEmpty() &&
                project_.isOpen() && QFileInfo::exists(path))
                form->setText(known.option, path);
        }
    }
    refresh();
}

void RunForm::refreshPreview()
{
    DataPreview *preview = previews_.value(task());
    if (!preview)
        return;
    const OptionForm *form = options();
    // Of k-mers the tokenizer alone says nothing: lengths are told in bases then.
    const bool isKmer = form->text("data.kmer").toInt() > 0;
    const QString chosen = form->text("data.tokenizer");
    const QString tokenizer = chosen.isEmpty() ? tokenizerOf(form->text("model.path")) : chosen;
    preview->setChoice({.path = form->text("data.folder"),
                        .train = form->text("data.train"),
                        .dev = form->text("data.dev"),
                        .test = form->text("data.test"),
                        .tokenizer = isKmer ? QString() : tokenizer,
                        .maxTokens = form->text("data.max_tokens").toLongLong()});
}

void RunForm::askAndLoad()
{
    const QString file = QFileDialog::getOpenFileName(this, tr("Load recipe"), project_.folder(),
                                                      tr("Recipes (*.yaml *.yml)"));
    if (!file.isEmpty())
        loadRecipe(file);
}

void RunForm::askAndSave()
{
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Save recipe"), project_.path(runName() + ".yaml"), tr("Recipes (*.yaml)"));
    if (path.isEmpty())
        return;
    const QByteArray text = QByteArray::fromStdString(toYaml(options()->values()));
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit())
        Q_EMIT saved(path);
    else
        Q_EMIT failed(tr("The recipe was not saved."), tr("%1: %2.").arg(path, file.errorString()));
}

} // namespace helicase
