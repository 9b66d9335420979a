#include "widgets/train/run_form.h"

#include "core/base/error.h"
#include "core/base/resources.h"
#include "core/run/recipe.h"
#include "core/run/training_options.h"
#include "widgets/common/command_preview.h"
#include "widgets/common/format.h"
#include "widgets/common/option_form.h"
#include "widgets/common/project.h"
#include "widgets/common/run_draft.h"
#include "widgets/common/vertical_scroll.h"
#include "widgets/common/widgets.h"

#include <QAction>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSaveFile>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

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

// Options that few runs touch start folded.
constexpr const char *foldedSections[] = {"Checkpoints"};

QString taskLabel(const std::string &task)
{
    if (task == "contrastive")
        return RunForm::tr("Contrastive");
    if (task == "binding")
        return RunForm::tr("TF binding");
    return QString::fromStdString(task);
}

} // namespace

RunForm::RunForm(Project &project, QAction *start, QWidget *parent)
    : QWidget(parent), project_(project), start_(start)
{
    setObjectName("train.form");
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildHead());
    layout->addWidget(horizontalLine(this));
    pages_ = new QStackedWidget(this);
    for (const std::string &task : trainingTasks()) {
        const QString name = QString::fromStdString(task);
        task_->addItem(taskLabel(task), name);
        auto *form = new OptionForm(trainingOptions(task), name, {}, pages_);
        for (const char *section : foldedSections)
            form->setSectionExpanded(section, false);
        connect(form, &OptionForm::changed, this, &RunForm::refresh);
        forms_.insert(name, form);
        auto *page = new QWidget(pages_);
        auto *pageLayout = new QVBoxLayout(page);
        pageLayout->setContentsMargins(0, 0, 0, 0);
        pageLayout->addWidget(form);
        pageLayout->addStretch(1);
        pages_->addWidget(new VerticalScroll(page, 0, pages_));
    }
    layout->addWidget(pages_, 1);
    layout->addWidget(horizontalLine(this));
    layout->addWidget(buildFoot(start));
    connect(task_, &QComboBox::currentIndexChanged, this, [this](int index) {
        pages_->setCurrentIndex(index);
        suggestName();
    });
    connect(name_, &QLineEdit::textChanged, this, &RunForm::refresh);
    connect(&project_, &Project::opened, this, &RunForm::takeProject);
    suggestName();
    takeProject();
}

QWidget *RunForm::buildHead()
{
    auto *head = new QWidget(this);
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(10, 4, 10, 6);
    layout->setSpacing(4);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    const auto add = [&](const char *name, const QString &text, auto function) {
        auto *button = new QToolButton(head);
        button->setObjectName(name);
        button->setText(text);
        button->setAccessibleName(text);
        connect(button, &QToolButton::clicked, this, function);
        buttons->addWidget(button);
    };
    add("train.recipe.load", tr("Load recipe…"), &RunForm::askAndLoad);
    add("train.recipe.save", tr("Save recipe…"), &RunForm::askAndSave);
    layout->addLayout(buttons);
    auto *form = new QFormLayout;
    form->setLabelAlignment(Qt::AlignRight | Qt::AlignVCenter);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setVerticalSpacing(6);
    task_ = new QComboBox(head);
    task_->setObjectName("train.task");
    task_->setAccessibleName(tr("Task"));
    form->addRow(mutedLabel(tr("Task"), head), task_);
    name_ = new QLineEdit(head);
    name_->setObjectName("train.name");
    name_->setAccessibleName(tr("Run name"));
    form->addRow(mutedLabel(tr("Run name"), head), name_);
    nameMistake_ = new QLabel(head);
    nameMistake_->setObjectName("train.name.mistake");
    nameMistake_->setWordWrap(true);
    setRole(nameMistake_, "error");
    form->addRow(QString(), nameMistake_);
    layout->addLayout(form);
    return head;
}

QWidget *RunForm::buildFoot(QAction *start)
{
    auto *foot = new QWidget(this);
    auto *layout = new QVBoxLayout(foot);
    layout->setContentsMargins(10, 6, 10, 8);
    layout->setSpacing(8);
    command_ = new CommandPreview("train.command", foot);
    layout->addWidget(command_);
    auto *line = new QHBoxLayout;
    line->addWidget(primaryButton(start, foot));
    line->addStretch(1);
    mistakes_ = new QLabel(foot);
    mistakes_->setObjectName("train.mistakes");
    setRole(mistakes_, "error");
    line->addWidget(mistakes_);
    layout->addLayout(line);
    return foot;
}

QString RunForm::task() const
{
    return task_->currentData().toString();
}

void RunForm::setTask(const QString &task)
{
    task_->setCurrentIndex(std::max(0, task_->findData(task)));
}

QString RunForm::runName() const
{
    return name_->text().trimmed();
}

OptionForm *RunForm::options() const
{
    return forms_.value(task());
}

QString RunForm::runFolder() const
{
    return project_.runsFolder() + QLatin1Char('/') + runName();
}

QStringList RunForm::words() const
{
    return QStringList{"train", task(), "--run", runFolder()} + options()->changedWords();
}

bool RunForm::isRunnable() const
{
    return project_.isOpen() && mistakeInName().isEmpty() && !options()->hasErrors();
}

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
    for (auto option = draft.options.begin(); option != draft.options.end(); ++option)
        if (form->table().find(option.key().toStdString()))
            form->setText(option.key(), option.value());
    refresh();
    if (form->hasErrors())
        form->focusMistake();
    return true;
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
    loadRecipe(QString::fromStdString(recipe.string()));
    fillFromProject();
    if (options()->hasErrors())
        options()->focusMistake();
}

void RunForm::suggestName()
{
    for (int number = 1;; ++number) {
        const QString name =
            QStringLiteral("%1-%2").arg(task()).arg(number, 2, 10, QLatin1Char('0'));
        if (project_.isOpen() && QFileInfo::exists(project_.runsFolder() + QLatin1Char('/') + name))
            continue;
        name_->setText(name);
        break;
    }
    refresh();
}

void RunForm::takeProject()
{
    fillFromProject();
    if (project_.isOpen() && QFileInfo::exists(runFolder()))
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

void RunForm::refresh()
{
    if (!command_)
        return;
    const QString nameMistake = mistakeInName();
    nameMistake_->setText(nameMistake);
    nameMistake_->setVisible(!nameMistake.isEmpty());
    name_->setProperty("mistake", !nameMistake.isEmpty());
    setRole(name_, "");
    command_->setWords(words());
    const int mistakes = options()->mistakeCount() + (nameMistake.isEmpty() ? 0 : 1);
    if (!project_.isOpen())
        mistakes_->setText(tr("No project is open"));
    else
        mistakes_->setText(mistakes == 0   ? QString()
                           : mistakes == 1 ? tr("1 field to correct")
                                           : tr("%1 fields to correct").arg(mistakes));
    start_->setEnabled(isRunnable());
}

QString RunForm::mistakeInName() const
{
    static const QRegularExpression allowed("^[A-Za-z0-9][A-Za-z0-9._-]*$");
    if (!allowed.match(runName()).hasMatch())
        return tr("Letters, digits, points and hyphens only.");
    if (project_.isOpen() && QFileInfo::exists(runFolder()))
        return tr("A run of this name exists.");
    return {};
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
        Q_EMIT failed(tr("The recipe was not saved."),
                      tr("%1: %2.").arg(path, file.errorString()));
}

} // namespace helicase
