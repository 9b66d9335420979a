// What the tools of the Embeddings panel do: bins, search, neighbours, projections, named views,
// files.
#include "core/dataset/label_table.h"
#include "core/sequence/sequence_reader.h"
#include "tests/widgets/embeddings/embeddings_fixture.h"
#include "widgets/common/option_form.h"
#include "widgets/embeddings/bin_list_model.h"
#include "widgets/embeddings/bin_scoring.h"
#include "widgets/embeddings/bin_tools.h"
#include "widgets/embeddings/contig_table_header.h"
#include "widgets/embeddings/contig_table_model.h"
#include "widgets/embeddings/effect_pane.h"
#include "widgets/embeddings/embedding_exports.h"
#include "widgets/embeddings/neighbour_pane.h"
#include "widgets/embeddings/projection_form.h"
#include "widgets/embeddings/saved_views.h"
#include "widgets/embeddings/sequence_pane.h"

#include <QClipboard>
#include <QComboBox>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>

#include <algorithm>

using namespace helicase;

class TestEmbeddingsTools : public QObject, test::EmbeddingsFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { openPanel(); }
    void cleanup() { closePanel(); }
    void editsBinsAndTellsTheEffect();
    void findsAndStepsThroughMatches();
    void neighboursComeFromTheVectors();
    void showsTheSequenceOfAContig();
    void saysWhereSequencesAreMissing();
    void tellsHowWellContigsFitTheirBins();
    void sortsBySeveralColumns();
    void picturesForPrintHaveTheirResolution();
    void asksForSettingsOfUmap();
    void reportsWhatIsShown();
    void keepsNamedViews();
    void joinsATableAndKeepsIt();
    void exportsAreReadBack();
    void everyActionIsRegistered();
};

void TestEmbeddingsTools::editsBinsAndTellsTheEffect()
{
    load();
    auto *bins = find<QTableView>("embeddings.bins");
    QCOMPARE(bins->model()->rowCount(), 3);
    QTRY_VERIFY(panel_->scoring().isCurrent());
    QCOMPARE(bins->model()->index(0, 1).data().toString(), QStringLiteral("20"));
    QCOMPARE(find<QLabel>("embeddings.bins.agreement")->text(),
             QStringLiteral("ARI 1.000 over the labelled contigs in bins"));
    panel_->model().setSelection({0, 3}); // of bin 0
    bins->setCurrentIndex(bins->model()->index(1, 0));
    QAction *move = action("movetobin");
    QCOMPARE(move->text(), QStringLiteral("Move to bin 1"));
    auto *effect = find<EffectPane>("embeddings.effect");
    QTRY_VERIFY(effect->isVisible());
    QCOMPARE(effect->text(EffectPane::Contamination, 0), QStringLiteral("0.0"));
    const QString then = effect->text(EffectPane::Contamination, 1);
    QVERIFY(effect->text(EffectPane::Contamination, 2).startsWith(u'+'));
    move->trigger();
    QTRY_COMPARE(bins->model()->index(1, BinListModel::Contamination).data().toString(), then);
    QCOMPARE(bins->model()->index(1, 0).data().toString(), QStringLiteral("bin 1 *"));
    panel_->model().setSelection({5, 8});
    panel_->primaryAction()->trigger();
    QTRY_COMPARE(bins->model()->rowCount(), 4);
    QTRY_COMPARE(bins->model()->index(3, 1).data().toString(), QStringLiteral("2"));
    panel_->binTools().setQuestion([](const QString &, const QString &, const QString &,
                                      const QStringList &) { return QStringLiteral("mine"); });
    action("bin.rename")->trigger();
    QCOMPARE(bins->model()->index(3, 0).data().toString(), QStringLiteral("mine *"));
    action("label")->trigger();
    QCOMPARE(panel_->model().attribute(attribute_key::label)->text(8), QStringLiteral("mine"));
    action("bin.remove")->trigger();
    QCOMPARE(bins->model()->rowCount(), 3);
    for (int step = 0; step < 4; ++step) // removal, label, name, creation
        services_->project.undoStack().undo();
    QCOMPARE(bins->model()->rowCount(), 3);
    QCOMPARE(panel_->model().binGroups().groupOf(5), 2);
}

void TestEmbeddingsTools::findsAndStepsThroughMatches()
{
    load();
    auto *field = find<QLineEdit>("embeddings.find.field");
    action("find")->trigger();
    field->setText(QStringLiteral("vibrio"));
    auto *table = find<QTableView>("embeddings.table");
    QCOMPARE(table->model()->rowCount(), 19);
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(panel_->model().selection().size(), size_t{19});
    panel_->model().setSelection({});
    action("find.next")->trigger();
    QCOMPARE(panel_->model().selection(), std::vector<int>{56}); // the longest
    action("find.next")->trigger();
    QCOMPARE(panel_->model().selection(), std::vector<int>{53});
    action("find.previous")->trigger();
    QCOMPARE(panel_->model().selection(), std::vector<int>{56});
}

void TestEmbeddingsTools::neighboursComeFromTheVectors()
{
    loadWithVectors();
    panel_->model().setSelection({7});
    auto *pane = find<NeighbourPane>("embeddings.nearest");
    QTRY_COMPARE(pane->neighbours().size(), size_t{NeighbourPane::neighbourCount});
    QVERIFY(pane->isVisible());
    for (const SimilarContig &neighbour : pane->neighbours())
        QCOMPARE(neighbour.contig % 3, 1); // of its species
    pane->selectAll();
    QCOMPARE(panel_->model().selection().size(), size_t{11});
}

// From the file that the embedding names, not from the one beside it.
void TestEmbeddingsTools::showsTheSequenceOfAContig()
{
    const std::string bases = std::string(2000, 'A') + std::string(1995, 'C') + "GATTA";
    writeFileAtomically(root_ / "embedded.fa", ">other\nAC\n>contig_7 long\n" + bases + "\n");
    loadWithVectors(R"(, "embedding": {"inputs": "[{\"path\": \"embedded.fa\"}]"})");
    auto *pane = find<SequencePane>("embeddings.sequence");
    QVERIFY(!pane->isVisible());
    panel_->model().setSelection({7});
    QTRY_VERIFY(pane->isVisible() && !pane->isReading());
    QCOMPARE(find<QLabel>("embeddings.sequence.facts")->text(),
             QStringLiteral("4,000 bp, GC 49.9 %"));
    auto *shown = find<QPlainTextEdit>("embeddings.sequence.bases");
    QVERIFY(shown->toPlainText().startsWith(QStringLiteral("    1  AAAAAAAAAA AAAAAAAAAA\n")));
    QCOMPARE(shown->blockCount(), 100);
    QCOMPARE(pane->pageCount(), int64_t{2});
    QVERIFY(!find<QToolButton>("embeddings.sequence.back")->isEnabled());
    QTest::mouseClick(find<QToolButton>("embeddings.sequence.forward"), Qt::LeftButton);
    QVERIFY(shown->toPlainText().endsWith(QStringLiteral("\n3,981  CCCCCCCCCC CCCCCGATTA")));
    QCOMPARE(find<QLabel>("embeddings.sequence.place")->text(),
             QStringLiteral("Bases 2,001 to 4,000"));
    QTest::mouseClick(find<QToolButton>("embeddings.sequence.copy"), Qt::LeftButton);
    const QString copied = QGuiApplication::clipboard()->text();
    QVERIFY(copied.startsWith(QStringLiteral(">contig_7\nAAAA")));
    QCOMPARE(QString(copied).remove(u'\n').size(), qsizetype{9 + 4000});
    QCOMPARE(services_->toasts.last(),
             QStringLiteral("The sequence of contig_7 is in the clipboard."));
    panel_->model().setSelection({7, 8});
    QCOMPARE(find<QLabel>("embeddings.sequence.note")->text(),
             QStringLiteral("Choose one contig to see its bases."));
    QVERIFY(!shown->isVisible());
    panel_->model().setSelection({8}); // the project's own file has it
    QTRY_COMPARE(find<QLabel>("embeddings.sequence.facts")->text(),
                 QStringLiteral("1,080 bp, GC 50.0 %"));
    panel_->model().setSelection({});
    QVERIFY(!pane->isVisible());
}

void TestEmbeddingsTools::saysWhereSequencesAreMissing()
{
    loadWithVectors();
    std::filesystem::remove(root_ / "data" / "contigs.fa");
    panel_->model().setSelection({3});
    auto *pane = find<SequencePane>("embeddings.sequence");
    QTRY_VERIFY(!pane->isReading());
    const QString note = find<QLabel>("embeddings.sequence.note")->text();
    QVERIFY2(note.contains(QStringLiteral("the sequences are not where they were embedded")) &&
                 note.contains(QStringLiteral("data/contigs.fa")),
             qPrintable(note));
    QVERIFY(!find<QPlainTextEdit>("embeddings.sequence.bases")->isVisible());
}

void TestEmbeddingsTools::tellsHowWellContigsFitTheirBins()
{
    loadWithVectors();
    const CloudModel &model = panel_->model();
    const auto numbers = [&] { return model.attribute(attribute_key::similarity)->numbers; };
    QTRY_COMPARE(numbers().size(), size_t{60});
    // By the definition, in plain steps.
    const auto expected = [&](int contig) {
        const auto &points = model.data().projections[0].coordinates;
        std::array<double, 3> mean{};
        const auto length = [](const auto &v) {
            return std::hypot(double(v[0]), double(v[1]), double(v[2]));
        };
        for (const int member : model.binGroups().membersOf(model.binGroups().groupOf(contig)))
            for (size_t i = 0; i < 3; ++i)
                mean[i] += points[size_t(member)][i] / length(points[size_t(member)]);
        const auto &own = points[size_t(contig)];
        return (own[0] * mean[0] + own[1] * mean[1] + own[2] * mean[2]) /
               (length(own) * length(mean));
    };
    for (const int contig : {0, 1, 2, 30, 59})
        QVERIFY(std::abs(numbers()[size_t(contig)] - expected(contig)) < 1e-6);
    panel_->model().bins().move({0, 3}, 1); // species A into the bin of species B
    QTRY_VERIFY(numbers()[0] < 0.6);
    for (const int contig : {0, 1, 2, 3, 6, 59})
        QVERIFY(std::abs(numbers()[size_t(contig)] - expected(contig)) < 1e-6);
    panel_->model().bins().move({6}, ContigGroups::none);
    QTRY_VERIFY(std::isnan(numbers()[6]));
    auto *table = find<QTableView>("embeddings.table");
    const auto *contigs = qobject_cast<const ContigTableModel *>(table->model());
    const int column = contigs->columnOf(attribute_key::similarity);
    QCOMPARE(contigs->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(),
             QStringLiteral("Similarity to bin"));
    table->model()->sort(column, Qt::AscendingOrder);
    QVERIFY(contigs->contigAt(0) == 0 || contigs->contigAt(0) == 3);
    QCOMPARE(contigs->contigAt(59), 6); // in no bin
}

void TestEmbeddingsTools::sortsBySeveralColumns()
{
    load();
    auto *table = find<QTableView>("embeddings.table");
    const auto *contigs = qobject_cast<const ContigTableModel *>(table->model());
    auto *header = qobject_cast<ContigTableHeader *>(table->horizontalHeader());
    QVERIFY(header);
    QCOMPARE(header->sortPlaceOf(contigs->columnOf(attribute_key::length)).first, 1);
    const auto click = [&](int column, Qt::KeyboardModifiers keys) {
        QTest::mouseClick(
            header->viewport(), Qt::LeftButton, keys,
            QPoint(header->sectionViewportPosition(column) + 12, header->height() / 2));
    };
    const int bin = contigs->columnOf(attribute_key::bin);
    const int length = contigs->columnOf(attribute_key::length);
    click(bin, Qt::NoModifier);
    QCOMPARE(header->sortPlaceOf(length).first, 0);
    click(length, Qt::ShiftModifier);
    QCOMPARE(header->sortPlaceOf(bin).first, 1);
    QCOMPARE(header->sortPlaceOf(length), std::pair(2, Qt::AscendingOrder));
    QCOMPARE(contigs->contigAt(0), 0); // of bin 0 the shortest
    QCOMPARE(contigs->contigAt(19), 57);
    QCOMPARE(contigs->contigAt(20), 1);
    click(length, Qt::ShiftModifier);
    QCOMPARE(header->sortPlaceOf(length), std::pair(2, Qt::DescendingOrder));
    QCOMPARE(contigs->contigAt(0), 57);
    click(bin, Qt::NoModifier); // alone again
    QCOMPARE(header->sortPlaceOf(length).first, 0);
    // The same by the menu, which the keyboard reaches.
    auto *sorting = find<QToolButton>("embeddings.table.sort");
    QVERIFY(sorting->focusPolicy() & Qt::TabFocus);
    const auto entry = [&](QMenu *menu, const QString &text) {
        for (QAction *action : menu->actions())
            if (action->text().startsWith(text))
                return action;
        return static_cast<QAction *>(nullptr);
    };
    Q_EMIT sorting->menu()->aboutToShow();
    entry(sorting->menu(), QStringLiteral("Species"))->trigger();
    Q_EMIT sorting->menu()->aboutToShow();
    entry(entry(sorting->menu(), QStringLiteral("Then by"))->menu(), QStringLiteral("Length"))
        ->trigger();
    QCOMPARE(header->sortPlaceOf(length).first, 2);
    QVERIFY(sorting->toolTip().contains(QStringLiteral("Species (label file), then Length")));
    // A column alone turns round when it is clicked again.
    click(length, Qt::NoModifier);
    QCOMPARE(header->sortPlaceOf(length), std::pair(1, Qt::AscendingOrder));
    click(length, Qt::NoModifier);
    QCOMPARE(header->sortPlaceOf(length), std::pair(1, Qt::DescendingOrder));
}

void TestEmbeddingsTools::picturesForPrintHaveTheirResolution()
{
    load();
    const QString screen = folder_->filePath("screen.png");
    const QString print = folder_->filePath("print.png");
    panel_->exports().writePicture(screen);
    panel_->exports().writePicture(print, EmbeddingExports::PictureUse::Print);
    const QImage onScreen(screen);
    const QImage printed(print);
    QCOMPARE(onScreen.dotsPerMeterX(), 7559); // 192 an inch
    QCOMPARE(printed.dotsPerMeterX(), 11811); // 300 an inch
    QCOMPARE(printed.dotsPerMeterY(), 11811);
    // Both are of the same size on paper.
    const double inches = onScreen.width() / 192.0;
    QVERIFY(std::abs(printed.width() / 300.0 - inches) < 0.01);
    QVERIFY(std::abs(printed.height() / 300.0 - onScreen.height() / 192.0) < 0.01);
}

void TestEmbeddingsTools::asksForSettingsOfUmap()
{
    loadWithVectors();
    QAction *umap = action("umap");
    QVERIFY(action("pca")->isChecked());
    QVERIFY(umap->isEnabled());
    umap->trigger();
    QVERIFY(!umap->isChecked()); // nothing is computed yet
    auto *form = find<ProjectionForm>("embeddings.projection");
    QVERIFY(form && form->isVisible());
    QVERIFY(form->form()->field(QStringLiteral("neighbors")));
    QVERIFY(!form->form()->field(QStringLiteral("perplexity"))); // t-SNE's
    form->form()->setText(QStringLiteral("seed"), QStringLiteral("7"));
    form->form()->setText(QStringLiteral("neighbors"), QStringLiteral("30"));
    qputenv("HELICASE_BIN", "/nowhere"); // the job fails at once; its command line is what counts
    form->findChild<QPushButton *>(QStringLiteral("embeddings.projection.run"))->click();
    QCOMPARE(services_->jobs.jobs().back().words,
             (QStringList{"project", folder_->filePath("embeddings/model-01.safetensors"),
                          "--method", "umap", "--neighbors", "30", "--seed", "7", "-o",
                          folder_->filePath("projections/model-01-umap.tsv")}));
    qunsetenv("HELICASE_BIN");
    // A finished one is shown under the same name.
    writeFileAtomically(root_ / "projections" / "model-01-umap.tsv",
                        readFile(root_ / "projections" / "tnf.tsv"));
    writeFileAtomically(
        root_ / "projections" / "model-01-umap.json",
        R"({"method": "umap", "seed": 7, "source": "embeddings/model-01.safetensors"})");
    panel_->openFile(folder_->filePath("projections/model-01-umap.tsv"));
    QTRY_COMPARE(paneOf("embeddings.cloud")->title(), QStringLiteral("model-01, UMAP"));
    QCOMPARE(find<QLabel>("embeddings.seed")->text(), QStringLiteral("Seed 7"));
    QVERIFY(umap->isChecked());
    action("pca")->trigger(); // at once
    QCOMPARE(paneOf("embeddings.cloud")->title(), QStringLiteral("model-01, PCA"));
}

void TestEmbeddingsTools::reportsWhatIsShown()
{
    load();
    QVERIFY(!action("report")->isEnabled()); // the vectors are not at hand
    closePanel();
    openPanel();
    loadWithVectors();
    QVERIFY(action("report")->isEnabled());
    qputenv("HELICASE_BIN", "/nowhere"); // the job fails at once; its command line is what counts
    action("report")->trigger();
    QCOMPARE(services_->jobs.jobs().back().words,
             (QStringList{"report", folder_->filePath("embeddings/model-01.safetensors"),
                          "--labels", folder_->filePath("data/labels.tsv"), "--output",
                          folder_->filePath("reports/model-01.html")}));
    qunsetenv("HELICASE_BIN");
    QVERIFY(
        std::ranges::count(panel_->band()->messages(), QStringLiteral("report"), &BandMessage::id));
}

void TestEmbeddingsTools::keepsNamedViews()
{
    load();
    auto *first = find<CloudView>("embeddings.cloud");
    QTest::keyClick(first, Qt::Key_Left);
    const CloudCamera camera = first->camera();
    panel_->model().colourBy(attribute_key::gc);
    QTest::keyClick(first, Qt::Key_P);
    QCOMPARE(panel_->savedViews().names(), QStringList{QStringLiteral("View 1")});
    QTest::keyClick(first, Qt::Key_0);
    panel_->model().colourBy(attribute_key::species);
    panel_->savedViews().keep(QStringLiteral("front"));
    action("twoviews")->trigger();
    panel_->savedViews().rename(QStringLiteral("View 1"), QStringLiteral("by GC"));
    panel_->savedViews().show(QStringLiteral("by GC"));
    QCOMPARE(panel_->model().look().colourKey, attribute_key::gc);
    QVERIFY((first->camera().position() - camera.position()).length() < 1e-4F);
    QVERIFY(find<CloudView>("embeddings.cloud2")->isVisible());
    panel_->savedViews().remove(QStringLiteral("front"));
    QCOMPARE(panel_->savedViews().names(), QStringList{QStringLiteral("by GC")});
    services_->project.save();
    Project again;
    again.open(folder_->path());
    QCOMPARE(again.section(QStringLiteral("embeddings"))["views"].toArray().size(), 1);
}

void TestEmbeddingsTools::joinsATableAndKeepsIt()
{
    load();
    const std::filesystem::path table = root_ / "data" / "samples.tsv";
    writeFileAtomically(table, "id\tsample\ncontig_1\tnorth\ncontig_2\tsouth\n");
    panel_->joinTable(QString::fromStdString(table.string()));
    QTRY_COMPARE(panel_->model().data().columns.size(), size_t{1});
    auto *choice = find<QComboBox>("embeddings.colourby");
    choice->setCurrentIndex(choice->findText(QStringLiteral("sample")));
    Q_EMIT choice->activated(choice->currentIndex());
    QCOMPARE(find<QTableView>("embeddings.legend")->model()->rowCount(), 3);
    QCOMPARE(services_->project.section(QStringLiteral("embeddings"))["tables"].toArray(),
             QJsonArray{QStringLiteral("data/samples.tsv")});
    // A bad one is refused, and what was joined stays.
    const std::filesystem::path bad = root_ / "data" / "bad.tsv";
    writeFileAtomically(bad, "name\tsample\nx\ty\n");
    panel_->joinTable(QString::fromStdString(bad.string()));
    QTRY_VERIFY(
        std::ranges::count(panel_->band()->messages(), QStringLiteral("load"), &BandMessage::id));
    QCOMPARE(panel_->model().data().columns.size(), size_t{1});
    panel_->showDemo(folder_->path());
    QTRY_VERIFY(panel_->contentReady());
    QCOMPARE(panel_->model().data().columns.size(), size_t{1});
}

void TestEmbeddingsTools::exportsAreReadBack()
{
    load();
    EmbeddingExports &exports = panel_->exports();
    panel_->model().setSelection({1, 2, 59});
    exports.writeSelection(folder_->filePath("out/selection.fa"));
    QCOMPARE(readSequences(root_ / "out" / "selection.fa").size(), size_t{3});
    exports.writeSelection(folder_->filePath("out/selection.csv"));
    const std::string csv = readFile(root_ / "out" / "selection.csv");
    QCOMPARE(std::ranges::count(csv, '\n'), 4);
    QVERIFY(csv.find("contig_2,") != std::string::npos);
    exports.writeSelection(folder_->filePath("out/selection.npz"));
    QVERIFY(readFile(root_ / "out" / "selection.npz").starts_with("PK"));
    panel_->model().setClassHidden(0, true);
    exports.writeCoordinates(folder_->filePath("out/visible.csv"), true);
    exports.writeCoordinates(folder_->filePath("out/all.tsv"), false);
    QCOMPARE(std::ranges::count(readFile(root_ / "out" / "visible.csv"), '\n'), 41);
    QCOMPARE(std::ranges::count(readFile(root_ / "out" / "all.tsv"), '\n'), 61);
    exports.writeBins(folder_->filePath("out"));
    exports.writeBins(folder_->filePath("out")); // the former one stays
    QCOMPARE(readLabels(root_ / "out" / "bins-2.tsv").size(), size_t{60});
    exports.writePicture(folder_->filePath("out/clouds.svg"));
    const std::string svg = readFile(root_ / "out" / "clouds.svg");
    QVERIFY(svg.find("<svg") != std::string::npos &&
            svg.find("model-01, PCA") != std::string::npos);
    exports.writePicture(folder_->filePath("out/clouds.pdf"));
    QVERIFY(readFile(root_ / "out" / "clouds.pdf").starts_with("%PDF"));
    exports.writePicture(folder_->filePath("out/clouds.png"));
    const QImage picture(folder_->filePath("out/clouds.png"));
    QCOMPARE(picture.pixelColor(2, 2), QColor(Qt::white));
    const QJsonObject provenance =
        QJsonDocument::fromJson(
            QByteArray::fromStdString(readFile(root_ / "out" / "clouds.svg.json")))
            .object();
    QCOMPARE(provenance["contigs"].toInt(), 40);
    QCOMPARE(provenance["clouds"].toArray().size(), 2);
    exports.writeSelection(folder_->filePath("out/selection.fa")); // replaced, not appended
    QCOMPARE(readSequences(root_ / "out" / "selection.fa").size(), size_t{3});
}

void TestEmbeddingsTools::everyActionIsRegistered()
{
    for (const char *name :
         {"open",       "embed",        "join",          "pca",        "umap",      "tsne",
          "orbit",      "lasso",        "box",           "brush",      "invert",    "grow",
          "neighbours", "undo",         "redo",          "clear",      "selectall", "greycontext",
          "find",       "find.next",    "find.previous", "newbin",     "movetobin", "takeout",
          "label",      "bin.select",   "bin.rename",    "bin.remove", "savefasta", "saveselection",
          "exportbins", "exportlabels", "exporttable",   "export",     "snapshot",  "report",
          "reset",      "twoviews",     "link"}) {
        const QAction *found = action(name);
        QVERIFY2(found, name);
        QVERIFY2(!services_->actions.specOf(found)->help.isEmpty(), name);
    }
}

QTEST_MAIN(TestEmbeddingsTools)
#include "tst_embeddings_tools.moc"
