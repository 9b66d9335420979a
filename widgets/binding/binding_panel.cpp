#include "widgets/binding/binding_panel.h"

#include "core/base/error.h"
#include "core/base/resources.h"
#include "widgets/binding/binding_centre.h"
#include "widgets/binding/binding_inputs.h"
#include "widgets/binding/binding_inspector.h"
#include "widgets/binding/comparison_model.h"
#include "widgets/binding/score_scatter.h"
#include "widgets/common/format.h"
#include "widgets/common/panel_jobs.h"
#include "widgets/common/project.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QRegularExpression>
#include <QSignalBlocker>

#include <algorithm>

namespace helicase {

namespace {

constexpr const char *sequencesKey = "sequences";
constexpr const char *scoresKey = "scores";
constexpr const char *motifsKey = "motifs";
constexpr const char *loadingMessage = "loading";

struct DataFiles {
    QString sequences;
    QString scores;
};

// The pair of files in a folder, plain or packed; empty: there is none.
DataFiles bindingFilesIn(const QString &folder)
{
    for (const QString &ending : {QString(), QStringLiteral(".gz")}) {
        const DataFiles files{QDir(folder).filePath("binding_sequences.tsv" + ending),
                              QDir(folder).filePath("binding_scores.tsv" + ending)};
        if (QFileInfo::exists(files.sequences) && QFileInfo::exists(files.scores))
            return files;
    }
    return {};
}

QString sectionId()
{
    return QStringLiteral("binding");
}

} // namespace

void BindingPanel::showDemo(const QString &folder)
{
    const bool isAnother = folder != project_;
    project_ = folder;
    if (isAnother) {
        wanted_.clear();
        const QJsonObject kept = context().project.section(sectionId());
        DataFiles files{kept.value(sequencesKey).toString(), kept.value(scoresKey).toString()};
        if (!QFileInfo::exists(files.sequences) || !QFileInfo::exists(files.scores))
            files = bindingFilesIn(QDir(folder).filePath("data"));
        if (!files.sequences.isEmpty())
            openData(files.sequences, files.scores);
    }
    scanner_->scan(folder);
}

bool BindingPanel::contentReady() const
{
    return !loader_->isBusy() && !scanner_->isBusy() && data_ != nullptr;
}

void BindingPanel::openArgument(const QString &argument)
{
    if (!QFileInfo::exists(argument + QStringLiteral("/metrics.json")))
        return;
    wanted_ = argument;
    loader_->openResult(argument);
}

void BindingPanel::openData(const QString &sequences, const QString &scores)
{
    const QFileInfo file(scores);
    band()->remove(QStringLiteral("data"));
    band()->post({.id = loadingMessage,
                  .kind = BandKind::Progress,
                  .headline = tr("Reading %1.").arg(file.fileName()),
                  .text = sizeText(file.size()),
                  .actions = {{tr("Cancel"),
                               [this] {
                                   loader_->drop(BindingLoader::Kind::Data);
                                   band()->remove(loadingMessage);
                                   setWorking(false);
                                   listData();
                               }}},
                  .canBeClosed = false});
    setWorking(true);
    loader_->openData(sequences, scores);
}

void BindingPanel::useDemoSet()
{
    try {
        const DataFiles files = bindingFilesIn(
            QString::fromStdString((resourceFolder() / "demo" / "binding").string()));
        if (!files.sequences.isEmpty())
            openData(files.sequences, files.scores);
    } catch (const Error &error) {
        tellFailure(BindingLoader::Kind::Data, QString::fromStdString(error.line()));
    }
}

void BindingPanel::askForData()
{
    const QString filter = tr("Tables (*.tsv *.tsv.gz *.txt *.txt.gz);;All files (*)");
    const QString sequences = QFileDialog::getOpenFileName(
        this, tr("Windows (columns sequence and window_name)"), project_, filter);
    if (sequences.isEmpty())
        return listData();
    const QString scores =
        QFileDialog::getOpenFileName(this, tr("Scores (a column per window, a row per base)"),
                                     QFileInfo(sequences).absolutePath(), filter);
    if (scores.isEmpty())
        return listData();
    openData(sequences, scores);
}

// The first entry is what is shown; the others open something.
void BindingPanel::listData()
{
    const QSignalBlocker quiet(choice_);
    choice_->clear();
    if (data_)
        choice_->addItem(data_->title());
    choice_->addItem(open_->text(), open_->objectName());
    choice_->addItem(demo_->text(), demo_->objectName());
    choice_->setCurrentIndex(data_ ? 0 : -1);
    if (data_)
        choice_->setToolTip(QString::fromStdString(data_->sequenceFile().string()) + u'\n' +
                            QString::fromStdString(data_->scoreFile().string()));
}

void BindingPanel::chooseData(int index)
{
    const QString action = choice_->itemData(index).toString();
    listData(); // until something else is opened
    if (action == open_->objectName())
        open_->trigger();
    else if (action == demo_->objectName())
        demo_->trigger();
}

void BindingPanel::takeData(std::shared_ptr<const BindingData> opened)
{
    band()->remove(loadingMessage);
    setWorking(false);
    data_ = std::move(opened);
    result_.reset();
    window_ = -1;
    inputs_->setData(data_);
    inspector_->setResult(nullptr);
    listData();
    keepChoice();
    showEmptyState(data_->windows() == 0);
    newest_.clear();
    if (wanted_.isEmpty())
        openNewestResult();
    else
        loader_->openResult(wanted_);
    inputs_->step(0);
    refreshActions();
}

void BindingPanel::keepChoice()
{
    if (!context().project.isOpen())
        return;
    QJsonObject kept = context().project.section(sectionId());
    kept.insert(sequencesKey, QString::fromStdString(data_->sequenceFile().string()));
    kept.insert(scoresKey, QString::fromStdString(data_->scoreFile().string()));
    context().project.setSection(sectionId(), kept);
}

void BindingPanel::tellFailure(BindingLoader::Kind kind, const QString &message)
{
    if (kind == BindingLoader::Kind::Data) {
        band()->remove(loadingMessage);
        setWorking(false);
        listData();
    }
    const QString headlines[] = {
        tr("The windows could not be read."), tr("The result could not be read."),
        tr("The substitutions could not be read."), tr("The log-likelihood could not be read.")};
    const QString ids[] = {QStringLiteral("data"), QStringLiteral("result"),
                           QStringLiteral("explanation"), QStringLiteral("likelihood")};
    const auto place = static_cast<size_t>(kind);
    band()->post(
        {.id = ids[place], .kind = BandKind::Error, .headline = headlines[place], .text = message});
}

void BindingPanel::takeScan(const ProjectScan &scan)
{
    scan_ = scan;
    inputs_->setRuns(scan.runs);
    openNewestResult();
    if (std::exchange(isEvaluationDue_, false))
        startEvaluation();
    refreshActions();
}

// A newer one takes the place of what is shown; a project that is looked at again changes nothing.
void BindingPanel::openNewestResult()
{
    const auto newest = std::ranges::find(scan_.results, "binding", &EvaluationEntry::task);
    if (!data_ || newest == scan_.results.end())
        return;
    const QString folder = QString::fromStdString(newest->folder.string());
    if (std::exchange(newest_, folder) != folder && wanted_ != folder)
        loader_->openResult(folder);
}

void BindingPanel::takeResult(std::shared_ptr<const BindingResult> result)
{
    band()->remove(QStringLiteral("result"));
    if (!data_)
        return;
    const auto isKnown = [this](const std::string &name) { return data_->rowOf(name) >= 0; };
    if (result->bases != data_->windowLength() || std::ranges::none_of(result->windows, isKnown)) {
        band()->post(
            {.id = QStringLiteral("result"),
             .kind = BandKind::Info,
             .headline = tr("%1 is a result of other windows.").arg(result->evaluation->name()),
             .text = tr("Open its windows to see it.")});
        return;
    }
    const bool isFirst = result_ == nullptr;
    result_ = std::move(result);
    inspector_->setResult(result_); // chooses a model, which tells the table
    if (isFirst) {
        window_ = -1;
        inputs_->chooseWindow(inputs_->windows()->rowCount() > 0 ? inputs_->windows()->windowAt(0)
                                                                 : -1);
    }
    if (window_ < 0)
        showWindow(inputs_->chosenWindow());
    else
        refreshWindow();
    refreshActions();
}

void BindingPanel::showWindow(qint64 window)
{
    if (!data_ || window < 0 || window == window_)
        return;
    window_ = window;
    refreshWindow();
}

void BindingPanel::refreshWindow()
{
    if (window_ < 0)
        return;
    const WindowTableModel &table = *inputs_->windows();
    const int row = table.rowOf(window_);
    centre_->showWindow(*data_, window_, result_.get(),
                        row < 0 ? tr("not in the table")
                                : tr("window %1").arg(countOf(row + 1, table.rowCount())));
    position_->setText(data_->placeText(window_).section(u'–', 0, 0));
    inspector_->setWindow(*data_, window_, std::nullopt);
    band()->remove(QStringLiteral("explanation"));
    findExplanation();
    if (likelihood_->isChecked())
        computeLikelihood();
    refreshActions();
}

QString BindingPanel::windowName() const
{
    return data_ && window_ >= 0 ? QString::fromStdString(data_->name(window_)) : QString();
}

bool BindingPanel::goTo(const QString &text)
{
    if (!data_)
        return false;
    int64_t window = data_->rowOf(text.trimmed().toStdString());
    const QString sequence = text.section(u':', 0, -2).trimmed();
    const QString last = text.section(u':', -1).section(QRegularExpression("[–-]"), 0, 0);
    bool isNumber = false;
    const qlonglong base = QString(last).remove(u',').trimmed().toLongLong(&isNumber);
    for (int64_t row = 0; isNumber && window < 0 && row < data_->windows(); ++row) {
        const auto &place = data_->place(row);
        const bool isOnSequence =
            place && (sequence.isEmpty() || sequence.toStdString() == place->sequence);
        if (isOnSequence && place->first <= base && base <= place->last)
            window = row;
    }
    if (window < 0) {
        band()->post({.id = QStringLiteral("position"),
                      .kind = BandKind::Warning,
                      .headline = tr("No window is at %1.").arg(text)});
        return false;
    }
    band()->remove(QStringLiteral("position"));
    inputs_->chooseWindow(window);
    showWindow(window); // also one that the filter hides
    return true;
}

void BindingPanel::refreshActions()
{
    const bool hasWindow = window_ >= 0;
    for (QAction *action : {previous_, next_, zoomIn_, home_, letters_, motifBands_, likelihood_,
                            attention_, export_})
        action->setEnabled(hasWindow);
    position_->setEnabled(data_ != nullptr);
    train_->setEnabled(data_ != nullptr && !project_.isEmpty() && trainingsLeft_ == 0);
    mutate_->setEnabled(hasWindow && !runOf(inspector_->candidate()).isEmpty());
    copyHits_->setEnabled(centre_->explanation() != nullptr);
    report_->setEnabled(result_ != nullptr);
    reportPdf_->setEnabled(result_ != nullptr);
}

QString BindingPanel::runOf(const std::string &candidate) const
{
    const auto run = std::ranges::find_if(scan_.runs, [&](const MeasurableRun &one) {
        return one.task == "binding" && one.name.toStdString() == candidate;
    });
    return run == scan_.runs.end() ? QString() : run->folder;
}

QString BindingPanel::motifFile() const
{
    return context().project.section(sectionId()).value(motifsKey).toString();
}

void BindingPanel::setMotifFile(const QString &file)
{
    if (context().project.isOpen()) {
        QJsonObject kept = context().project.section(sectionId());
        kept.insert(motifsKey, file);
        context().project.setSection(sectionId(), kept);
    }
    context().toast(tr("%1 is looked for by Mutate window.").arg(QFileInfo(file).fileName()));
}

void BindingPanel::askForMotifs()
{
    const QString file = QFileDialog::getOpenFileName(
        this, tr("Motif matrices"), motifFile().isEmpty() ? project_ : motifFile(),
        tr("Matrices (*.transfac *.transfac.gz *.jaspar *.pfm *.meme *.txt *.gz);;All files (*)"));
    if (!file.isEmpty())
        setMotifFile(file);
}

} // namespace helicase
