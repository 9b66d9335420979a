#include "widgets/train/run_form.h"

#include "core/run/training_options.h"
#include "widgets/common/command_preview.h"
#include "widgets/common/job_runner.h"
#include "widgets/common/option_form.h"
#include "widgets/common/project.h"
#include "widgets/common/shown_names.h"
#include "widgets/common/vertical_scroll.h"
#include "widgets/common/widgets.h"
#include "widgets/data/data_preview.h"
#include "widgets/train/form_rules.h"
#include "widgets/train/recipe_list.h"

#include <QAction>
#include <QComboBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace helicase {

namespace {

// Options that few runs touch start folded.
constexpr const char *foldedSections[] = {"Checkpoints", "Low-rank adapter", "As published",
                                          "Device"};

} // namespace

RunForm::RunForm(Project &project, const JobRunner &jobs, QAction *start, QAction *queue,
                 QWidget *parent)
    : QWidget(parent), project_(project), jobs_(jobs), start_(start), queue_(queue)
{
    setObjectName("train.form");
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildHead());
    layout->addWidget(horizontalLine(this));
    pages_ = new QStackedWidget(this);
    for (const std::string &task : trainingTasks())
        addForm(QString::fromStdString(task));
    layout->addWidget(pages_, 1);
    layout->addWidget(horizontalLine(this));
    layout->addWidget(buildFoot());
    connect(task_, &QComboBox::currentIndexChanged, this, [this](int index) {
        pages_->setCurrentIndex(index);
        listRecipes();
        suggestName();
    });
    connect(recipe_, &QComboBox::activated, this,
            [this](int row) { chooseRecipe(recipe_->itemData(row).toString()); });
    connect(name_, &QLineEdit::textChanged, this, &RunForm::refresh);
    connect(&project_, &Project::opened, this, &RunForm::takeProject);
    connect(&jobs_, &JobRunner::queueChanged, this, &RunForm::refresh); // names become free
    listRecipes();
    suggestName();
    takeProject();
}

void RunForm::addForm(const QString &task)
{
    task_->addItem(taskTitle(task), task);
    auto *form = new OptionForm(runFormOptions(task.toStdString()), task, {}, pages_);
    for (const char *section : foldedSections)
        form->setSectionExpanded(section, false);
    forms_.insert(task, form);
    if (form->table().find("data.folder"))
        addPreview(form);
    connect(form, &OptionForm::changed, this, &RunForm::refresh);
    auto *page = new QWidget(pages_);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(form);
    layout->addStretch(1);
    pages_->addWidget(new VerticalScroll(page, 0, pages_));
}

void RunForm::addPreview(OptionForm *form)
{
    auto *preview = new DataPreview("train.preview", form);
    form->addToSection("Data", preview);
    previews_.insert(forms_.key(form), preview);
    connect(preview, &DataPreview::detailsRequested, this, &RunForm::dataRequested);
}

void RunForm::listRecipes()
{
    const QSignalBlocker quiet(recipe_);
    recipe_->clear();
    recipe_->addItem(tr("Defaults"), QString());
    for (const OfferedRecipe &entry : recipesFor(task().toStdString()))
        recipe_->addItem(QString::fromStdString(entry.name),
                         QString::fromStdString(entry.file.string()));
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
    recipe_ = new QComboBox(head);
    recipe_->setObjectName("train.recipe");
    recipe_->setAccessibleName(tr("Recipe"));
    recipe_->setToolTip(
        tr("Sets every option as the recipe says; files that it does not name stay."));
    recipe_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    form->addRow(mutedLabel(tr("Recipe"), head), recipe_);
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

QWidget *RunForm::buildFoot()
{
    auto *foot = new QWidget(this);
    auto *layout = new QVBoxLayout(foot);
    layout->setContentsMargins(10, 6, 10, 8);
    layout->setSpacing(8);
    command_ = new CommandPreview("train.command", foot);
    layout->addWidget(command_);
    auto *line = new QHBoxLayout;
    line->addWidget(primaryButton(start_, foot));
    line->addWidget(actionButton(queue_, foot));
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

void RunForm::suggestName()
{
    for (int number = 1;; ++number) {
        const QString name =
            QStringLiteral("%1-%2").arg(task()).arg(number, 2, 10, QLatin1Char('0'));
        if (isTaken(name))
            continue;
        name_->setText(name);
        break;
    }
    refresh();
}

void RunForm::refresh()
{
    if (!command_)
        return;
    applyFormRules(*options());
    refreshPreview();
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
    queue_->setEnabled(isRunnable());
}

bool RunForm::isTaken(const QString &name) const
{
    if (!project_.isOpen())
        return false;
    const QString folder = project_.runsFolder() + QLatin1Char('/') + name;
    const Job *job = jobs_.jobOfFolder(folder);
    return QFileInfo::exists(folder) || (job != nullptr && !isOver(job->state));
}

QString RunForm::mistakeInName() const
{
    static const QRegularExpression allowed("^[A-Za-z0-9][A-Za-z0-9._-]*$");
    if (!allowed.match(runName()).hasMatch())
        return tr("Letters, digits, points and hyphens only.");
    if (isTaken(runName()))
        return QFileInfo::exists(runFolder()) ? tr("A run of this name exists.")
                                              : tr("A run of this name waits or begins.");
    return {};
}

} // namespace helicase
