// What the tools of the Embeddings panel do: bins, search, neighbours, projections, named views,
// files.
#include "core/dataset/label_table.h"
#include "core/sequence/sequence_reader.h"
#include "tests/widgets/embeddings/embeddings_fixture.h"
#include "widgets/common/option_form.h"
#include "widgets/embeddings/bin_list_model.h"
#include "widgets/embeddings/bin_scoring.h"
#include "widgets/embeddings/bin_tools.h"
#include "widgets/embeddings/effect_pane.h"
#include "widgets/embeddings/embedding_exports.h"
#include "widgets/embeddings/neighbour_pane.h"
#include "widgets/embeddings/projection_form.h"
#include "widgets/embeddings/saved_views.h"

#include <QComboBox>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>

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
