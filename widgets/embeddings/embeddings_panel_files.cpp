// The files of the Embeddings panel: what is opened, embedded, projected and joined.
#include "widgets/common/project.h"
#include "widgets/common/report_job.h"
#include "widgets/common/widgets.h"
#include "widgets/embeddings/cloud_pane.h"
#include "widgets/embeddings/embedding_jobs.h"
#include "widgets/embeddings/embeddings_panel.h"
#include "widgets/embeddings/group_keeper.h"
#include "widgets/embeddings/panel_actions.h"
#include "widgets/embeddings/projection_form.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QJsonArray>
#include <QSet>

#include <algorithm>

namespace helicase {

namespace {

const QString tablesKey = QStringLiteral("tables");

} // namespace

void EmbeddingsPanel::buildFileActions()
{
    const auto add = [this](const PanelActionText &text, std::function<void()> function) {
        return addPanelAction(context().actions, this, text, std::move(function));
    };
    open_ = add({"open", tr("Open embedding…"), QStringLiteral("folder-open"),
                 tr("Shows vectors (.safetensors) or a table of coordinates (.tsv).")},
                [this] { askForFile(); });
    embed_ = add({"embed", tr("Embed…"), QStringLiteral("panel-embeddings"),
                  tr("Computes one vector per sequence of a FASTA file.")},
                 [this] { askForSequences(); });
    join_ = add({"join", tr("Join table…"), QStringLiteral("columns"),
                 tr("Joins the columns of a table to the contigs by id, to colour and filter by "
                    "them.")},
                [this] { askForTable(); });
    report_ = add({"report", tr("Report"), QStringLiteral("report"),
                   tr("Writes one page about the embedding of the first cloud, with the baseline "
                      "beside it, and opens it.")},
                  [this] { makeReport(QStringLiteral("html")); });
    reportPdf_ = add({"report.pdf", tr("Report as PDF"), QStringLiteral("report"),
                      tr("The same page as a PDF file.")},
                     [this] { makeReport(QStringLiteral("pdf")); });
}

void EmbeddingsPanel::makeReport(const QString &suffix)
{
    const QString vectors = shownVectors();
    if (vectors.isEmpty())
        return;
    const QString name = QFileInfo(vectors).completeBaseName();
    QStringList options;
    if (!sources_.labels.empty())
        options << QStringLiteral("--labels") << QString::fromStdString(sources_.labels.string());
    startReport({.about = {vectors},
                 .file = QStringLiteral("%1/reports/%2.%3").arg(outputFolder(), name, suffix),
                 .title = tr("Report of %1").arg(name),
                 .options = options},
                ownJobs(), context());
}

void EmbeddingsPanel::openArgument(const QString &argument)
{
    const QFileInfo info(argument);
    if (info.isDir() && QFileInfo::exists(argument + QStringLiteral("/config.json")))
        return askForSequencesOf(argument);
    if (info.isDir()) {
        showDemo(argument);
        return;
    }
    if (info.isFile()) {
        const bool isResult = argument.endsWith(QStringLiteral(".safetensors")) ||
                              argument.endsWith(QStringLiteral(".tsv"));
        isResult ? openFile(argument) : askForCandidate(argument);
        return;
    }
    // Ids of contigs, one per line: another panel shows a bin or a cell of a matrix.
    const QStringList lines = argument.split(u'\n', Qt::SkipEmptyParts);
    const QSet<QString> ids(lines.begin(), lines.end());
    std::vector<int> contigs;
    for (size_t row = 0; row < model_.data().ids.size(); ++row)
        if (ids.contains(QString::fromStdString(model_.data().ids[row])))
            contigs.push_back(static_cast<int>(row));
    if (!contigs.empty())
        model_.setSelection(std::move(contigs));
}

void EmbeddingsPanel::openFile(const QString &file)
{
    if (file.endsWith(QStringLiteral(".safetensors"))) {
        jobs_->project(file, outputFolder());
        return;
    }
    opensTable_ = true;
    load(sourcesOfTable(file.toStdString()));
}

void EmbeddingsPanel::joinTable(const QString &file)
{
    const std::filesystem::path table = file.toStdString();
    if (std::ranges::find(tables_, table) == tables_.end())
        tables_.push_back(table);
    load(sources_);
}

// Those that the project remembers and that are still there.
std::vector<std::filesystem::path> EmbeddingsPanel::keptTables() const
{
    std::vector<std::filesystem::path> tables;
    for (const QJsonValue &value :
         context().project.section(GroupKeeper::section)[tablesKey].toArray())
        if (const QString file = context().project.path(value.toString()); QFileInfo::exists(file))
            tables.emplace_back(file.toStdString());
    return tables;
}

void EmbeddingsPanel::keepTables()
{
    if (tables_ == keptTables() || !context().project.isOpen())
        return;
    QJsonArray files;
    for (const std::filesystem::path &table : tables_)
        files.append(QDir(context().project.folder())
                         .relativeFilePath(QString::fromStdString(table.string())));
    QJsonObject all = context().project.section(GroupKeeper::section);
    all[tablesKey] = files;
    context().project.setSection(GroupKeeper::section, all);
}

void EmbeddingsPanel::askForTable()
{
    const QString file = QFileDialog::getOpenFileName(
        this, tr("Join table"), outputFolder(),
        tr("Tables (*.tsv *.csv *.txt *.tsv.gz *.csv.gz);;All files (*)"));
    if (!file.isEmpty())
        joinTable(file);
}

QString EmbeddingsPanel::shownVectors() const
{
    const CloudProjection *shown = shownIn(View::First);
    return shown ? QString::fromStdString(shown->vectors.string()) : QString();
}

void EmbeddingsPanel::askForSettings(const QString &method)
{
    const QString vectors = shownVectors();
    if (vectors.isEmpty())
        return;
    delete form_;
    const QString folder = outputFolder();
    form_ = new ProjectionForm(
        method, CloudPane::nameOf(*shownIn(View::First)),
        [vectors, method, folder](const QStringList &settings) {
            return EmbeddingJobs::projectWords(vectors, method, settings, folder);
        },
        this);
    connect(form_, &ProjectionForm::runRequested, this,
            [this, vectors, folder](const QString &chosen, const QStringList &settings) {
                jobs_->project(vectors, chosen, settings, folder);
            });
    form_->show();
}

QString EmbeddingsPanel::outputFolder() const
{
    return context().project.isOpen() ? context().project.folder() : QDir::currentPath();
}

void EmbeddingsPanel::askForFile()
{
    const QString file = QFileDialog::getOpenFileName(
        this, tr("Open embedding"), outputFolder(),
        tr("Vectors or coordinates (*.safetensors *.tsv);;All files (*)"));
    if (!file.isEmpty())
        openFile(file);
}

QString EmbeddingsPanel::chosenSequences()
{
    return QFileDialog::getOpenFileName(
        this, tr("Sequences to embed"), outputFolder(),
        tr("Sequences (*.fa *.fasta *.fna *.fa.gz *.fasta.gz *.fna.gz "
           "*.fastq *.fastq.gz);;All files (*)"));
}

void EmbeddingsPanel::askForSequencesOf(const QString &modelFolder)
{
    if (const QString file = chosenSequences(); !file.isEmpty())
        embed(file, modelFolder);
}

void EmbeddingsPanel::askForSequences()
{
    const QString file = chosenSequences();
    if (!file.isEmpty())
        askForCandidate(file);
}

void EmbeddingsPanel::askForCandidate(const QString &file)
{
    QStringList candidates;
    if (context().project.isOpen())
        candidates =
            QDir(context().project.runsFolder()).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    const QString baseline = QStringLiteral("tnf");
    const QString elsewhere = tr("Model in another folder…");
    candidates.append({baseline, elsewhere});
    bool chosen = false;
    const QString name = QInputDialog::getItem(this, tr("Embed"), tr("Model or baseline"),
                                               candidates, 0, false, &chosen);
    if (!chosen)
        return;
    QString candidate = name;
    if (name == elsewhere)
        candidate = QFileDialog::getExistingDirectory(this, tr("Model folder"), outputFolder());
    else if (name != baseline)
        candidate = QDir(context().project.runsFolder()).filePath(name);
    if (!candidate.isEmpty())
        embed(file, candidate);
}

void EmbeddingsPanel::embed(const QString &sequences, const QString &candidate)
{
    jobs_->embed(sequences, candidate, outputFolder());
}

} // namespace helicase
