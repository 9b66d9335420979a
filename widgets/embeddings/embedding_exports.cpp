#include "widgets/embeddings/embedding_exports.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "widgets/common/figure_export.h"
#include "widgets/common/format.h"
#include "widgets/common/table_tools.h"
#include "widgets/embeddings/cloud_pane.h"
#include "widgets/embeddings/cloud_picture.h"
#include "widgets/embeddings/cloud_view.h"
#include "widgets/embeddings/contig_export.h"
#include "widgets/embeddings/contig_table_pane.h"
#include "widgets/embeddings/panel_actions.h"
#include "widgets/embeddings/vtk_cloud_surface.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include <numeric>

namespace helicase {

namespace {

bool endsWith(const QString &file, const char *ending)
{
    return file.endsWith(QLatin1String(ending), Qt::CaseInsensitive);
}

AttributeList attributesFor(const CloudModel &model)
{
    AttributeList list;
    for (const AttributeInfo &info : model.attributes())
        list.push_back(model.attribute(info.key));
    return list;
}

} // namespace

EmbeddingExports::EmbeddingExports(const Parts &parts) : QObject(parts.panel), parts_(parts)
{
    const auto add = [this](const PanelActionText &text, std::function<void()> function) {
        return addPanelAction(parts_.actions, parts_.panel, text, std::move(function));
    };
    exportView_ = add(
        {"export", tr("Export"), QStringLiteral("export"),
         tr("Saves the clouds as a picture, or the coordinates as a table.")},
        [this] {
            const QString visible = tr("Coordinates of the contigs shown (*.csv)");
            const QString all = tr("Coordinates of all contigs (*.csv *.tsv)");
            const QString print = tr("PNG picture for print, 300 dpi (*.png)");
            const QStringList kinds = {tr("SVG picture (*.svg)"),
                                       tr("PNG picture (*.png)"),
                                       print,
                                       tr("PDF (*.pdf)"),
                                       visible,
                                       all};
            save(tr("Export"), QStringLiteral("clouds.svg"), kinds.join(QStringLiteral(";;")),
                 [this, visible, print](const QString &file, const QString &kind) {
                     if (endsWith(file, ".csv") || endsWith(file, ".tsv"))
                         writeCoordinates(file, kind == visible);
                     else
                         writePicture(file, kind == print ? PictureUse::Print : PictureUse::Screen);
                 });
        });
    saveFasta_ =
        add({"savefasta", tr("Save FASTA…"), QStringLiteral("export"),
             tr("Writes the sequences of the selected contigs.")},
            [this] {
                save(tr("Save FASTA"), QStringLiteral("selection.fa"), tr("FASTA (*.fa *.fasta)"),
                     [this](const QString &file, const QString &) { writeSelection(file); });
            });
    saveSelection_ =
        add({"saveselection",
             tr("Save selection…"),
             {},
             tr("Writes the selected contigs as a table, NumPy arrays or FASTA.")},
            [this] {
                save(tr("Save selection"), QStringLiteral("selection.csv"),
                     tr("Table (*.csv *.tsv);;NumPy arrays (*.npz);;FASTA (*.fa *.fasta)"),
                     [this](const QString &file, const QString &) { writeSelection(file); });
            });
    exportBins_ =
        add({"exportbins", tr("Export bins…"), QStringLiteral("export"),
             tr("One FASTA file per bin and a CAMI table in a folder; a CAMI table alone "
                "where the sequences are not at hand.")},
            [this] {
                if (parts_.model.data().sequences.empty()) {
                    save(tr("Export bins"), QStringLiteral("bins.tsv"), tr("CAMI (*.tsv)"),
                         [this](const QString &file, const QString &) { writeBinTable(file); });
                    return;
                }
                const QString folder = QFileDialog::getExistingDirectory(
                    parts_.panel, tr("Folder for the bins"), parts_.folder());
                if (!folder.isEmpty())
                    attempt([&] { writeBins(folder); });
            });
    exportLabels_ =
        add({"exportlabels",
             tr("Export own labels…"),
             {},
             tr("Writes id and label of the contigs that you labelled.")},
            [this] {
                save(tr("Export labels"), QStringLiteral("labels.tsv"), tr("Table (*.tsv)"),
                     [this](const QString &file, const QString &) { writeLabels(file); });
            });
    exportTable_ =
        add({"exporttable", tr("Export table…"), QStringLiteral("export"),
             tr("Writes the rows of the table as it is shown.")},
            [this] {
                save(tr("Export table"), QStringLiteral("contigs.tsv"),
                     tr("Table (*.tsv);;Comma-separated (*.csv);;Markdown (*.md);;LaTeX "
                        "(*.tex)"),
                     [this](const QString &file, const QString &) {
                         exportTable(table_->table(), file);
                         writeProvenance(file, tr("table of contigs"), parts_.model.data().size());
                     });
            });
    for (const auto signal :
         {&CloudModel::selectionChanged, &CloudModel::dataChanged, &CloudModel::attributesChanged})
        connect(&parts_.model, signal, this, &EmbeddingExports::refresh);
    refresh();
}

void EmbeddingExports::refresh()
{
    const CloudModel &model = parts_.model;
    const bool hasData = model.data().size() > 0;
    const bool hasSelection = !model.selection().empty();
    exportView_->setEnabled(hasData);
    exportTable_->setEnabled(hasData);
    saveFasta_->setEnabled(hasSelection && !model.data().sequences.empty());
    saveSelection_->setEnabled(hasSelection);
    exportBins_->setEnabled(!model.binGroups().groups().empty());
    exportLabels_->setEnabled(!model.labelGroups().groups().empty());
}

const CloudPane *EmbeddingExports::focused() const
{
    return parts_.clouds[1]->view()->hasFocus() ? parts_.clouds[1] : parts_.clouds[0];
}

void EmbeddingExports::save(
    const QString &title, const QString &suggestion, const QString &kinds,
    const std::function<void(const QString &file, const QString &kind)> &write)
{
    QString kind;
    const QString file = QFileDialog::getSaveFileName(
        parts_.panel, title, QDir(parts_.folder()).filePath(suggestion), kinds, &kind);
    if (!file.isEmpty())
        attempt([&] { write(file, kind); });
}

// The boundary of what this panel writes.
void EmbeddingExports::attempt(const std::function<void()> &function)
{
    try {
        function();
    } catch (const Error &error) {
        parts_.tellMistake(tr("The file was not saved."), QString::fromStdString(error.line()));
    }
}

void EmbeddingExports::writePicture(const QString &file, PictureUse use)
{
    QList<PictureOfCloud> clouds;
    QSize size;
    for (const CloudPane *pane : parts_.clouds) {
        if (pane->isHidden())
            continue;
        clouds.append({pane->title(), pane->subtitle(), pane->view()->scene()});
        size = QSize(size.width() + pane->width(), pane->height());
    }
    constexpr int legendRoom = 200;
    size.rwidth() += legendRoom;
    const bool isPrint = use == PictureUse::Print && endsWith(file, ".png");
    DrawPoints draw;
    if (isPrint && parts_.clouds[0]->view()->usesOpenGl())
        draw = [](const CloudScene &scene, const QSize &view, double pixelsPerUnit) {
            return VtkCloudSurface(scene, nullptr).picture(view, pixelsPerUnit);
        };
    savePicture(
        file, tr("Embedding"), size,
        [&](QPainter &painter) { paintCloudFigure(painter, size, parts_.model, clouds, draw); },
        isPrint ? printScale : screenScale);
    writeProvenance(file, isPrint ? tr("picture of clouds, 300 dpi") : tr("picture of clouds"),
                    parts_.model.visibleCount());
}

void EmbeddingExports::writeCoordinates(const QString &file, bool onlyVisible)
{
    std::vector<int> contigs;
    for (int contig = 0; contig < static_cast<int>(parts_.model.data().size()); ++contig)
        if (!onlyVisible || parts_.model.isVisible(contig))
            contigs.push_back(contig);
    saveContigTable(parts_.model.data(), focused()->view()->scene().shown(), contigs,
                    attributesFor(parts_.model), file.toStdString());
    writeProvenance(file, tr("coordinates"), static_cast<qint64>(contigs.size()));
}

void EmbeddingExports::writeSelection(const QString &file)
{
    const CloudModel &model = parts_.model;
    const CloudProjection *shown = focused()->view()->scene().shown();
    auto written = static_cast<qint64>(model.selection().size());
    if (endsWith(file, ".npz"))
        written = saveArrays(model.data(), *shown, model.selection(), file.toStdString());
    else if (endsWith(file, ".csv") || endsWith(file, ".tsv"))
        saveContigTable(model.data(), shown, model.selection(), attributesFor(model),
                        file.toStdString());
    else
        written = helicase::saveFasta(model.data(), model.selection(), file.toStdString());
    writeProvenance(file, tr("selection"), written);
}

// Below the folder under the first free name: nothing that is there is replaced.
void EmbeddingExports::writeBins(const QString &folder)
{
    QString name = QStringLiteral("bins");
    for (int number = 2; QFileInfo::exists(QDir(folder).filePath(name)); ++number)
        name = QStringLiteral("bins-%1").arg(number);
    const QString place = QDir(folder).filePath(name);
    const int64_t bins =
        saveBins(parts_.model.data(), parts_.model.binGroups(), place.toStdString());
    writeProvenance(place + QStringLiteral(".tsv"), tr("bins"), parts_.model.data().size());
    parts_.toast(tr("%1: %2 bins saved.").arg(name, groupedNumber(bins)));
}

void EmbeddingExports::writeBinTable(const QString &file)
{
    saveCami(parts_.model.data(), parts_.model.binGroups(),
             QFileInfo(file).completeBaseName().toStdString(), file.toStdString());
    writeProvenance(file, tr("bins"), parts_.model.data().size());
}

void EmbeddingExports::writeLabels(const QString &file)
{
    const ContigGroups &labels = parts_.model.labelGroups();
    AtomicFile output(file.toStdString());
    output.write("id\tlabel\n");
    qint64 written = 0;
    for (size_t contig = 0; contig < labels.all().size(); ++contig) {
        if (labels.all()[contig] == ContigGroups::none)
            continue;
        output.write(parts_.model.data().ids[contig] + "\t" +
                     labels.nameOf(labels.all()[contig]).toStdString() + "\n");
        ++written;
    }
    output.commit();
    writeProvenance(file, tr("own labels"), written);
}

// NAME.json beside NAME.csv, as every export of the window has it.
void EmbeddingExports::writeProvenance(const QString &file, const QString &what, qint64 contigs)
{
    QJsonArray clouds;
    for (const CloudPane *pane : parts_.clouds) {
        const CloudProjection *shown = pane->view()->scene().shown();
        if (pane->isHidden() || !shown)
            continue;
        QJsonObject cloud{
            {QStringLiteral("title"), pane->title()},
            {QStringLiteral("camera"), pane->view()->camera().toJson()},
            {QStringLiteral("vectors"), QString::fromStdString(shown->vectors.string())}};
        if (shown->seed)
            cloud[QStringLiteral("seed")] = static_cast<qint64>(*shown->seed);
        clouds.append(cloud);
    }
    const QJsonObject description{
        {QStringLiteral("file"), QFileInfo(file).fileName()},
        {QStringLiteral("content"), what},
        {QStringLiteral("contigs"), contigs},
        {QStringLiteral("clouds"), clouds},
        {QStringLiteral("look"), parts_.model.look().toJson()},
        {QStringLiteral("sequences"),
         QString::fromStdString(parts_.model.data().sequences.string())},
        {QStringLiteral("version"),
         QStringLiteral("helicase ") + QCoreApplication::applicationVersion()}};
    writeFileAtomically((file + QStringLiteral(".json")).toStdString(),
                        QJsonDocument(description).toJson().toStdString());
    parts_.toast(
        tr("%1 saved: %2 contigs.").arg(QFileInfo(file).fileName(), groupedNumber(contigs)));
}

} // namespace helicase
