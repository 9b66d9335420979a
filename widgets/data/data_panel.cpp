#include "widgets/data/data_panel.h"

#include "core/tokenizer/model_maximum.h"
#include "widgets/common/action_registry.h"
#include "widgets/common/format.h"
#include "widgets/common/journal.h"
#include "widgets/data/check_view.h"
#include "widgets/data/data_places.h"
#include "widgets/data/data_words.h"
#include "widgets/data/record_inspector.h"
#include "widgets/data/record_view.h"
#include "widgets/data/statistics_view.h"

#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QTabWidget>

#include <algorithm>

namespace helicase {

namespace {

// What is faster needs no message.
constexpr int loadingMilliseconds = 150;
// The project saves itself some seconds later.
constexpr int keepMilliseconds = 1000;

DataGroup groupOf(DataKind kind)
{
    return hasLabels(kind)               ? DataGroup::FineTuning
           : kind == DataKind::Sequences ? DataGroup::Sequences
                                         : DataGroup::Other;
}

QString noteOf(const DataSurvey &survey)
{
    return survey.kind == DataKind::Sequences
               ? DataPanel::tr("%1 bp").arg(groupedNumber(survey.bases()))
               : rowsText(std::ssize(survey.rows));
}

} // namespace

DataPanel::DataPanel(PanelContext &context, QWidget *parent)
    : Panel(context, QStringLiteral("data"), tr("Data"), parent), loader_(DataDetail::WithRecords)
{
    buildActions();
    buildToolBar();
    setCentre(buildCentre());
    buildSides();
    connectParts();
    loadingShown_.setSingleShot(true);
    loadingShown_.setInterval(loadingMilliseconds);
    keep_.setSingleShot(true);
    keep_.setInterval(keepMilliseconds);
    showNothing();
    restoreState();
}

void DataPanel::openArgument(const QString &argument)
{
    if (holdsTokenizer(argument) && !holdsSplits(argument))
        useTokenizer(argument);
    else
        openPath(argument);
}

void DataPanel::openPath(const QString &path)
{
    if (path.isEmpty())
        return;
    const QString clean = QDir::cleanPath(path);
    if (!tree_->holds(clean)) {
        newPaths_.insert(clean);
        tree_->put({.path = clean, .group = likelyGroup(clean), .note = {}});
    }
    tree_->setCurrent(clean);
    choice_.path = clean;
    unasked_.clear();
    load();
    keep_.start();
}

void DataPanel::load()
{
    if (choice_.path.isEmpty())
        return;
    band()->remove(QStringLiteral("data.failure"));
    loadingText_ = tr("Reading %1").arg(DataTree::nameOf(choice_.path));
    loadingFraction_ = -1;
    loadingShown_.start();
    loader_.load(choice_);
    setWorking(true);
}

void DataPanel::showLoading()
{
    if (!loader_.isLoading())
        return;
    band()->post({.id = QStringLiteral("data.loading"),
                  .kind = BandKind::Progress,
                  .headline = loadingText_ + QStringLiteral(" …"),
                  .actions = {{tr("Cancel"), [this] { cancelLoading(); }}},
                  .fraction = loadingFraction_,
                  .canBeClosed = false});
}

void DataPanel::cancelLoading()
{
    loader_.cancel();
    loadingShown_.stop();
    band()->remove(QStringLiteral("data.loading"));
    setWorking(false);
    if (loaded_) { // what was shown stays, and so does its name
        choice_ = loaded_->choice;
        tree_->setCurrent(choice_.path);
        listTokenizers();
        setLimit(choice_.maxTokens);
    } else {
        choice_.path.clear();
        tree_->setCurrent({});
    }
}

void DataPanel::take(std::shared_ptr<const LoadedData> loaded)
{
    loadingShown_.stop();
    band()->remove(QStringLiteral("data.loading"));
    band()->remove(QStringLiteral("data.failure"));
    setWorking(false);
    loaded_ = std::move(loaded);
    const DataSurvey &survey = *loaded_->survey;
    const QString path = loaded_->choice.path;
    tree_->put({.path = path, .group = groupOf(survey.kind), .note = noteOf(survey)});
    tree_->setCurrent(path);
    inspector_->setLoaded(loaded_); // before the table chooses a row
    records_->setLoaded(loaded_);
    statistics_->setLoaded(loaded_);
    checks_->setLoaded(loaded_);
    if (newPaths_.remove(path))
        context().toast(
            tr("%1: %2 added to Data.")
                .arg(DataTree::nameOf(path), rowsText(std::ssize(survey.rows), survey.kind)));
    refreshTitle();
    refreshActions();
    showEmptyState(false);
    keep_.start();
}

void DataPanel::takeFailure(const QString &message)
{
    loadingShown_.stop();
    band()->remove(QStringLiteral("data.loading"));
    setWorking(false);
    if (!choice_.tokenizer.isEmpty() && message.startsWith(choice_.tokenizer)) {
        band()->post({.id = QStringLiteral("data.tokenizer"),
                      .kind = BandKind::Error,
                      .headline = tr("The tokenizer cannot be used."),
                      .text = message});
        choice_.tokenizer.clear(); // the data are shown without it
        listTokenizers();
        load();
        return;
    }
    const QString path = choice_.path;
    const QString headline = tr("%1 cannot be read.").arg(DataTree::nameOf(path));
    newPaths_.remove(path);
    tree_->put(
        {.path = path, .group = likelyGroup(path), .note = tr("cannot be read"), .isBroken = true});
    loaded_.reset();
    if (path == unasked_) {
        context().journal.write(Severity::Info, title(), headline + QLatin1Char(' ') + message);
        tree_->setCurrent({}); // whoever chooses it is told
        choice_.path.clear();
    } else {
        band()->post({.id = QStringLiteral("data.failure"),
                      .kind = BandKind::Error,
                      .headline = headline,
                      .text = message});
        tree_->setCurrent(path);
    }
    showNothing();
    keep_.start();
}

void DataPanel::showNothing()
{
    records_->setLoaded(loaded_);
    statistics_->setLoaded(loaded_);
    checks_->setLoaded(loaded_);
    inspector_->setLoaded(loaded_);
    refreshTitle();
    refreshActions();
    showEmptyState(true);
}

void DataPanel::refreshTitle()
{
    if (!loaded_) {
        title_->clear();
        subtitle_->clear();
        setStatusText({});
        return;
    }
    const DataSurvey &survey = *loaded_->survey;
    title_->setText(DataTree::nameOf(loaded_->choice.path));
    const auto files = std::ssize(survey.splits);
    subtitle_->setText(QStringLiteral("%1, %2, %3")
                           .arg(kindText(survey.kind),
                                files == 1 ? tr("1 file") : tr("%1 files").arg(files),
                                rowsText(std::ssize(survey.rows), survey.kind)));
    const int warnings = loaded_->warningCount();
    tabs_->setTabText(2, warnings == 0 ? tr("Checks") : tr("Checks (%1)").arg(warnings));
    setStatusText(QStringLiteral("%1: %2, %3")
                      .arg(title_->text(), rowsText(std::ssize(survey.rows), survey.kind),
                           warnings == 0   ? tr("no doubts")
                           : warnings == 1 ? tr("1 doubt")
                                           : tr("%1 doubts").arg(warnings)));
}

void DataPanel::refreshActions()
{
    const ActionRegistry &actions = context().actions;
    const bool isShown = loaded_ != nullptr;
    const bool isLabelled = isShown && hasLabels(loaded_->survey->kind);
    const bool isSequences = isShown && loaded_->survey->kind == DataKind::Sequences;
    actions.find(QStringLiteral("data.finetune"))->setEnabled(isLabelled);
    actions.find(QStringLiteral("data.embed"))->setEnabled(isSequences);
    for (const char *name :
         {"data.copy", "data.export", "data.find.focus", "data.record.previous", "data.record.next",
          "data.tokenize", "data.remark.previous", "data.remark.next"})
        actions.find(QLatin1String(name))->setEnabled(isShown);
    actions.find(QStringLiteral("data.remove"))->setEnabled(!tree_->current().isEmpty());
    actions.find(QStringLiteral("data.reload"))->setEnabled(!choice_.path.isEmpty());
}

void DataPanel::showRows(const QString &what, const std::vector<uint32_t> &rows)
{
    records_->showOnly(what, rows);
    tabs_->setCurrentWidget(records_);
}

bool DataPanel::contentReady() const
{
    return loaded_ != nullptr && !loader_.isLoading();
}

void DataPanel::useTokenizer(const QString &folder)
{
    choice_.tokenizer = folder;
    band()->remove(QStringLiteral("data.tokenizer"));
    listTokenizers();
    if (!folder.isEmpty() && choice_.maxTokens == 0) {
        try {
            setLimit(modelMaximum(folder.toStdString()).value_or(0));
        } catch (const Error &) {
            // Whoever loads the tokenizer tells what is wrong with it.
        }
    }
    load();
    keep_.start();
}

void DataPanel::setLimit(qint64 tokens)
{
    const QString text = tokens > 0 ? QString::number(tokens) : QString();
    if (limit_->text().toLongLong() != tokens)
        limit_->setText(text);
    if (choice_.maxTokens == tokens)
        return;
    choice_.maxTokens = tokens;
    if (loaded_)
        load();
    keep_.start();
}

} // namespace helicase
