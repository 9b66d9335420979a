// What the Data panel does with a data set: opening, handing on, remedies, copies.
#include "core/base/error.h"
#include "widgets/common/format.h"
#include "widgets/common/panel_jobs.h"
#include "widgets/common/project.h"
#include "widgets/common/run_draft.h"
#include "widgets/common/table_tools.h"
#include "widgets/data/check_view.h"
#include "widgets/data/data_panel.h"
#include "widgets/data/data_tree.h"
#include "widgets/data/data_words.h"
#include "widgets/data/pair_build_view.h"
#include "widgets/data/record_inspector.h"
#include "widgets/data/record_view.h"
#include "widgets/data/statistics_view.h"

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QTabWidget>
#include <QTableView>
#include <QTableWidget>

namespace helicase {

namespace {

// Annotate works with texts; a longer record is opened there by its file.
constexpr int64_t longestText = 10'000;

// A name that is not taken.
QString freeFolder(const QString &wanted)
{
    QString folder = wanted;
    for (int number = 2; QFileInfo::exists(folder); ++number)
        folder = QStringLiteral("%1-%2").arg(wanted).arg(number);
    return folder;
}

QString columnsText(const DataSurvey &survey)
{
    QString text;
    for (const SurveySplit &split : survey.splits) {
        text +=
            QStringLiteral("%1\t%2").arg(QString::fromStdString(split.file.split)).arg(split.rows);
        for (size_t label = 0; label < survey.labels.size(); ++label)
            text += QStringLiteral("\t%1 %2")
                        .arg(QString::fromStdString(survey.labels[label]))
                        .arg(split.labelRows[label]);
        text += QLatin1Char('\n');
    }
    return text;
}

} // namespace

void DataPanel::askAndOpen()
{
    const QStringList files = QFileDialog::getOpenFileNames(
        this, tr("Open data"), context().project.folder(),
        tr("Rows and sequences (*.csv *.tsv *.csv.gz *.tsv.gz *.fa *.fasta *.fna *.fq *.fastq "
           "*.fa.gz *.fasta.gz *.fna.gz *.fq.gz *.fastq.gz);;All files (*)"));
    for (const QString &file : files)
        openPath(file);
}

void DataPanel::askAndOpenFolder()
{
    const QString folder =
        QFileDialog::getExistingDirectory(this, tr("Open data folder"), context().project.folder());
    if (!folder.isEmpty())
        openPath(folder);
}

void DataPanel::askAndUseTokenizer()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Open tokenizer folder"),
                                                             context().project.folder());
    if (!folder.isEmpty())
        useTokenizer(folder);
    else
        listTokenizers(); // the choice goes back to the one in use
}

void DataPanel::removeFromList()
{
    const QString path = tree_->current();
    if (path.isEmpty())
        return;
    tree_->remove(path);
    offered_.insert(path); // its folder does not offer it again
    if (choice_.path == path) {
        loader_.cancel();
        band()->remove(QStringLiteral("data.loading"));
        band()->remove(QStringLiteral("data.failure"));
        choice_.path.clear();
        loaded_.reset();
        showNothing();
    }
    keep_.start();
}

void DataPanel::fineTune()
{
    if (!loaded_)
        return;
    RunDraft draft{.task = QStringLiteral("classify"), .options = {}};
    const QString path = loaded_->choice.path;
    draft.options.insert(QFileInfo(path).isDir() ? QStringLiteral("data.folder")
                                                 : QStringLiteral("data.train"),
                         path);
    if (!loaded_->choice.tokenizer.isEmpty())
        draft.options.insert(QStringLiteral("data.tokenizer"), loaded_->choice.tokenizer);
    if (loaded_->choice.maxTokens > 0)
        draft.options.insert(QStringLiteral("data.max_tokens"),
                             QString::number(loaded_->choice.maxTokens));
    context().openPanel(QStringLiteral("train"), draft.argument());
}

void DataPanel::embed()
{
    if (loaded_)
        context().openPanel(QStringLiteral("embeddings"), loaded_->choice.path);
}

// Annotate takes a text with its name in the first line, or a file.
void DataPanel::tokenize()
{
    const qint64 record = inspector_->record();
    if (!loaded_ || record < 0)
        return;
    const DataSurvey &survey = *loaded_->survey;
    const SurveyRow &row = survey.rows[static_cast<size_t>(record)];
    if (!loaded_->choice.tokenizer.isEmpty())
        context().openPanel(QStringLiteral("annotate"), loaded_->choice.tokenizer);
    if (row.bases > longestText) {
        context().openPanel(QStringLiteral("annotate"), loaded_->choice.path);
        return;
    }
    const DataSurvey::RowText text = survey.text(static_cast<size_t>(record));
    const bool isUnified = QFileInfo::exists(loaded_->choice.tokenizer +
                                             QStringLiteral("/dna_text_tokenizer_config.json"));
    QStringList lines;
    for (const std::string_view sequence : {text.first, text.second}) {
        const QString letters = QString::fromUtf8(sequence.data(), std::ssize(sequence));
        if (!letters.isEmpty())
            lines += isUnified ? QStringLiteral("<dna>%1</dna>").arg(letters) : letters;
    }
    const QString name = tr("%1 line %2").arg(DataTree::nameOf(loaded_->choice.path)).arg(row.line);
    context().openPanel(QStringLiteral("annotate"),
                        name + QLatin1Char('\n') + lines.join(QLatin1Char('\n')));
}

void DataPanel::copySummary()
{
    if (!loaded_)
        return;
    QString text = loaded_->choice.path + QLatin1Char('\n') + headlineOf(*loaded_) +
                   QLatin1Char('\n') + columnsText(*loaded_->survey);
    for (const DataCheck &check : loaded_->checks)
        text += QStringLiteral("%1\t%2\t%3\n")
                    .arg(verdictText(check.verdict), QString::fromStdString(check.title),
                         QString::fromStdString(check.result));
    for (qsizetype file = 0; file < loaded_->digests.size(); ++file)
        text += QStringLiteral("SHA-256 %1\t%2\n")
                    .arg(QString::fromStdString(
                             loaded_->survey->splits[static_cast<size_t>(file)].file.split),
                         loaded_->digests[file]);
    QGuiApplication::clipboard()->setText(text);
    context().toast(tr("The summary is in the clipboard."));
}

void DataPanel::exportTable()
{
    const QTableView *table = tabs_->currentWidget() == records_ ? records_->table()
                              : tabs_->currentWidget() == checks_
                                  ? static_cast<QTableView *>(checks_->table())
                                  : statistics_->classes();
    const QString file = QFileDialog::getSaveFileName(
        this, tr("Export table"), context().project.path(QStringLiteral("data.tsv")),
        tr("Table (*.tsv *.csv *.md *.tex)"));
    if (file.isEmpty())
        return;
    try {
        helicase::exportTable(table, file);
        context().toast(tr("%1 saved.").arg(QFileInfo(file).fileName()));
    } catch (const Error &error) {
        band()->post({.id = QStringLiteral("data.write"),
                      .kind = BandKind::Error,
                      .headline = tr("The table was not saved."),
                      .text = QString::fromStdString(error.line())});
    }
}

QString DataPanel::removeRows(const QString &remedy)
{
    if (!loaded_)
        return {};
    const QString path = loaded_->choice.path;
    const QString name =
        QFileInfo(path).isDir() ? QDir(path).dirName() : QFileInfo(path).baseName();
    const QString parent = QFileInfo(path).dir().dirName();
    // "2" of mouse/2 says little without its parent.
    constexpr qsizetype shortName = 4;
    const QString stem = name.size() < shortName ? parent + QLatin1Char('_') + name : name;
    const QString folder =
        freeFolder(context().project.path(QStringLiteral("data/%1-without-%2").arg(stem, remedy)));
    return ownJobs().start(
        {.words = {QStringLiteral("data"), QStringLiteral("clean"), path, QStringLiteral("-o"),
                   folder, QStringLiteral("--remove"), remedy},
         .folder = folder,
         .title = tr("Cleaning %1").arg(DataTree::nameOf(path)),
         .isLong = false},
        QStringLiteral("data.job"), [this](const Job &job) {
            if (job.state == JobState::Done)
                openPath(job.folder);
        });
}

QAction *DataPanel::primaryAction()
{
    return tabs_->currentWidget() == pairs_ ? build_ : open_;
}

void DataPanel::showPairBuilding()
{
    const bool isSequences = loaded_ && loaded_->survey->kind == DataKind::Sequences;
    pairs_->suggest(isSequences ? loaded_->choice.path : QString(),
                    freeFolder(context().project.path(QStringLiteral("data/pairs"))));
    showEmptyState(false);
    tabs_->setCurrentWidget(pairs_);
}

QString DataPanel::buildPairs()
{
    if (!pairs_->obstacle().isEmpty())
        return {};
    const QString folder = pairs_->outputFolder();
    return ownJobs().start({.words = pairs_->words(),
                            .folder = folder,
                            .title = tr("Pairs of %1").arg(DataTree::nameOf(pairs_->input())),
                            .isLong = false},
                           QStringLiteral("data.job"), [this](const Job &job) {
                               if (job.state != JobState::Done)
                                   return;
                               openPath(QDir(job.folder).filePath(QStringLiteral("train.csv")));
                               tabs_->setCurrentWidget(records_);
                           });
}

} // namespace helicase
