#include "widgets/evaluate/evaluate_inputs.h"

#include "core/run/evaluation_options.h"
#include "widgets/common/command_preview.h"
#include "widgets/common/format.h"
#include "widgets/common/option_form.h"
#include "widgets/common/section_header.h"
#include "widgets/common/widgets.h"
#include "widgets/evaluate/candidate_list.h"
#include "widgets/evaluate/note_delegate.h"

#include <QAction>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace helicase {

namespace {

// Chosen by check boxes or by the panel itself.
const QStringList hiddenOptions = {QStringLiteral("model"), QStringLiteral("baseline"),
                                   QStringLiteral("embeddings"), QStringLiteral("output")};

// Where the demo and a project keep the data of a task.
struct DataField {
    const char *task;
    const char *option;
    const char *file;
};
constexpr DataField dataFields[] = {
    {"binning", "data", "data/contigs.fa"},
    {"binning", "labels", "data/labels.tsv"},
    {"bins", "gold", "data/labels.tsv"},
    {"bins", "data", "data/contigs.fa"},
    {"clustering", "data", "data/contigs.fa"},
    {"clustering", "labels", "data/labels.tsv"},
    {"few-shot", "data", "data/contigs.fa"},
    {"few-shot", "labels", "data/labels.tsv"},
    {"binding", "data", "data/binding_sequences.tsv"},
    {"binding", "scores", "data/binding_scores.tsv"},
};

// What some baselines multiply with is not part of the program.
constexpr std::pair<const char *, const char *> tablesOfBaselines[] = {
    {"tnf-k", "kernel"}, {"tnf-k-compat", "kernel"}, {"dna2vec", "word-vectors"}};

QListWidget *makeTaskList(QWidget *parent)
{
    auto *tasks = new QListWidget(parent);
    tasks->setObjectName(QStringLiteral("evaluate.tasks"));
    tasks->setAccessibleName(EvaluateInputs::tr("Task"));
    tasks->setFrameShape(QFrame::NoFrame);
    setRole(tasks, "clear");
    tasks->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    tasks->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    for (const std::string &task : evaluationTasks()) {
        auto *item = new QListWidgetItem(titleOfTask(task), tasks);
        item->setData(Qt::UserRole, QString::fromStdString(task));
    }
    tasks->setItemDelegate(new NoteDelegate(tasks));
    tasks->setFixedHeight(tasks->count() * tasks->sizeHintForRow(0) + 4);
    return tasks;
}

} // namespace

EvaluateInputs::EvaluateInputs(QAction *run, QAction *addCandidate, QWidget *parent)
    : QWidget(parent), run_(run)
{
    tasks_ = makeTaskList(this);
    formPlace_ = new QVBoxLayout;
    formPlace_->setSpacing(0);
    candidatesPlace_ = new QWidget(this);
    candidatesHeader_ = new SectionHeader(tr("Candidates"), candidatesPlace_);
    candidates_ = new CandidateList(candidatesPlace_);
    auto *add = linkButton(addCandidate->text(),
                           addCandidate->objectName() + QStringLiteral(".link"), this);
    connect(add, &QToolButton::clicked, addCandidate, &QAction::trigger);
    obstacle_ = mutedLabel({}, this);
    obstacle_->setObjectName(QStringLiteral("evaluate.obstacle"));
    obstacle_->setWordWrap(true);
    preview_ = new CommandPreview(QStringLiteral("evaluate.command"), this);

    auto *candidates = new QVBoxLayout(candidatesPlace_);
    candidates->setContentsMargins(0, 0, 0, 4);
    candidates->setSpacing(0);
    candidates->addWidget(candidatesHeader_);
    candidates->addWidget(candidates_);
    auto *addRow = new QHBoxLayout;
    addRow->setContentsMargins(8, 0, 8, 0);
    addRow->addWidget(add, 0, Qt::AlignLeft);
    candidates->addLayout(addRow);
    auto *foot = new QVBoxLayout;
    foot->setContentsMargins(12, 8, 12, 12);
    foot->setSpacing(8);
    foot->addWidget(obstacle_);
    foot->addWidget(primaryButton(run_, this));
    foot->addWidget(preview_);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(new SectionHeader(tr("Task"), this));
    layout->addWidget(tasks_);
    layout->addLayout(formPlace_);
    layout->addWidget(candidatesPlace_);
    layout->addWidget(horizontalLine(this));
    layout->addLayout(foot);
    layout->addStretch();

    connect(tasks_, &QListWidget::currentRowChanged, this, &EvaluateInputs::showTask);
    connect(candidates_, &CandidateList::changed, this, &EvaluateInputs::refresh);
    tasks_->setCurrentRow(0);
}

OptionForm *EvaluateInputs::form() const
{
    return forms_.at(task());
}

OptionForm *EvaluateInputs::makeForm()
{
    auto *options = new OptionForm(evaluationOptions(task()), QString::fromStdString(task()),
                                   hiddenOptions, this);
    for (const char *section : {"Method", "Embedding", "Tables of baselines"})
        options->setSectionExpanded(QLatin1String(section), false);
    connect(options, &OptionForm::changed, this, &EvaluateInputs::refresh);
    formPlace_->addWidget(options);
    return options;
}

std::string EvaluateInputs::task() const
{
    return tasks_->currentItem()->data(Qt::UserRole).toString().toStdString();
}

void EvaluateInputs::setTask(const std::string &task)
{
    for (int row = 0; row < tasks_->count(); ++row)
        if (tasks_->item(row)->data(Qt::UserRole).toString().toStdString() == task)
            tasks_->setCurrentRow(row);
}

void EvaluateInputs::setProject(const QString &folder)
{
    project_ = folder;
    fillDataFields();
    refresh();
}

void EvaluateInputs::setScan(const ProjectScan &scan)
{
    scan_ = scan;
    for (int row = 0; row < tasks_->count(); ++row) {
        const std::string name = tasks_->item(row)->data(Qt::UserRole).toString().toStdString();
        const auto results = std::ranges::count(scan.results, name, &EvaluationEntry::task);
        const QString note = results == 0   ? QString()
                             : results == 1 ? tr("1 result")
                                            : tr("%1 results").arg(groupedNumber(results));
        tasks_->item(row)->setData(NoteDelegate::noteRole, note);
        tasks_->item(row)->setData(Qt::AccessibleDescriptionRole, note);
    }
    candidates_->setCandidates(task(), scan_.runs);
    fillDataFields();
}

void EvaluateInputs::addCandidate(const QString &path)
{
    candidates_->addFile(path);
}

// Empty fields get what the project holds: its files, or the data of its newest classification.
void EvaluateInputs::fillDataFields()
{
    const auto tested = std::ranges::find_if(
        scan_.runs, [](const MeasurableRun &run) { return !run.dataFile.isEmpty(); });
    const auto fill = [this](const std::string &task, const QString &option, const QString &file) {
        const auto options = forms_.find(task);
        if (options != forms_.end() && options->second->text(option).isEmpty())
            options->second->setText(option, file);
    };
    if (tested != scan_.runs.end())
        fill(tested->task, QStringLiteral("data"), tested->dataFile);
    if (project_.isEmpty())
        return;
    for (const DataField &field : dataFields) {
        const QString file = QDir(project_).filePath(QLatin1String(field.file));
        if (QFileInfo::exists(file))
            fill(field.task, QLatin1String(field.option), file);
    }
}

void EvaluateInputs::showTask()
{
    if (!forms_.contains(task())) {
        forms_[task()] = makeForm();
        fillDataFields();
    }
    for (const auto &[name, options] : forms_)
        options->setVisible(name == task());
    candidatesPlace_->setVisible(hasCandidates());
    candidates_->setCandidates(task(), scan_.runs);
    Q_EMIT taskChanged();
}

QString EvaluateInputs::outputFolder() const
{
    const QDir evaluations(QDir(project_).filePath(QStringLiteral("evaluations")));
    for (int number = 1;; ++number) {
        const QString name = QStringLiteral("%1-%2")
                                 .arg(QString::fromStdString(task()))
                                 .arg(number, 2, 10, QLatin1Char('0'));
        if (!evaluations.exists(name))
            return evaluations.filePath(name);
    }
}

QStringList EvaluateInputs::words() const
{
    QStringList words = {QStringLiteral("evaluate"), QString::fromStdString(task())};
    words.append(form()->changedWords());
    if (hasCandidates())
        words.append(candidates_->words());
    words.append({QStringLiteral("-o"), outputFolder()});
    return words;
}

QString EvaluateInputs::obstacle() const
{
    if (project_.isEmpty())
        return tr("Open a project: the result is a folder in it.");
    for (const Option &option : form()->table().options()) {
        const QString name = QString::fromStdString(option.name);
        if (option.required && !hiddenOptions.contains(name) && form()->text(name).isEmpty())
            return tr("Choose a file for \"%1\".").arg(QString::fromStdString(option.label));
    }
    for (const auto &[baseline, option] : tablesOfBaselines)
        if (hasCandidates() && candidates_->hasTicked(QLatin1String(baseline)) &&
            form()->text(QLatin1String(option)).isEmpty())
            return tr("%1 needs a table: choose a file for \"%2\".")
                .arg(QLatin1String(baseline),
                     QString::fromStdString(form()->table().at(option).label));
    if (form()->hasErrors())
        return tr("A field has a mistake.");
    return hasCandidates() && candidates_->tickedCount() == 0 ? tr("Tick at least one candidate.")
                                                              : QString();
}

void EvaluateInputs::refresh()
{
    const QString reason = obstacle();
    obstacle_->setText(reason);
    obstacle_->setVisible(!reason.isEmpty());
    run_->setEnabled(reason.isEmpty());
    candidatesHeader_->setSummary(countOf(candidates_->tickedCount(), candidates_->count()));
    preview_->setWords(words());
    Q_EMIT changed();
}

} // namespace helicase
