#include "tests/widgets/embeddings/embeddings_fixture.h"
#include "widgets/common/section_header.h"
#include "widgets/embeddings/legend_model.h"

#include <QAbstractScrollArea>
#include <QComboBox>
#include <QSignalSpy>
#include <QTableView>
#include <QToolButton>

#include <algorithm>

using namespace helicase;

class TestEmbeddingsPanel : public QObject, test::EmbeddingsFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { openPanel(); }
    void cleanup() { closePanel(); }
    void startsEmpty();
    void showsModelBesideBaseline();
    void beginsWithPcaAndTheBaseline();
    void tellsWhatIsMissing();
    void tableAndCloudsShareTheSelection();
    void legendHidesAndIsolates();
    void linkedCamerasMoveTogether();
    void readsAgainOnlyWhatChanged();
    void keepsOldContentOnABadFile();
    void projectsEmbeddingFiles();
    void everyControlHasAName();
};

void TestEmbeddingsPanel::startsEmpty()
{
    QVERIFY(find<QWidget>("embeddings.empty")->isVisible());
    QVERIFY(!find<QTableView>("embeddings.table")->isVisible());
    QVERIFY(!panel_->contentReady());
    QVERIFY(!panel_->primaryAction()->isEnabled());
}

void TestEmbeddingsPanel::showsModelBesideBaseline()
{
    load();
    QVERIFY(!find<QWidget>("embeddings.empty")->isVisible());
    const CloudPane *model = paneOf("embeddings.cloud");
    const CloudPane *baseline = paneOf("embeddings.cloud2");
    QCOMPARE(model->title(), QStringLiteral("model-01, PCA"));
    QCOMPARE(model->subtitle(), QStringLiteral("60 of 60 contigs. Variance 38, 25, 15 %."));
    QCOMPARE(baseline->title(), QStringLiteral("Baseline: TNF"));
    QVERIFY(model->view()->isVisible() && baseline->view()->isVisible());
    QVERIFY(model->geometry().right() < baseline->geometry().left());
    QCOMPARE(panel_->statusText(), QStringLiteral("0 selected, 60 of 60 drawn"));
    action("twoviews")->trigger();
    QVERIFY(!baseline->isVisible());
}

void TestEmbeddingsPanel::beginsWithPcaAndTheBaseline()
{
    const std::string points = readFile(root_ / "projections" / "tnf.tsv");
    for (const char *name : {"model-01-tsne", "tnf-umap"})
        writeFileAtomically(root_ / "projections" / (std::string(name) + ".tsv"), points);
    writeFileAtomically(root_ / "projections" / "model-01-tsne.json", R"({"method": "tsne"})");
    writeFileAtomically(root_ / "projections" / "tnf-umap.json", R"({"method": "umap"})");
    load();
    QCOMPARE(paneOf("embeddings.cloud")->title(), QStringLiteral("model-01, PCA"));
    QCOMPARE(paneOf("embeddings.cloud2")->title(), QStringLiteral("Baseline: TNF"));
    action("tsne")->trigger(); // it is there: nothing is asked
    QCOMPARE(paneOf("embeddings.cloud")->title(), QStringLiteral("model-01, t-SNE"));
    // What is shown stays when another table appears.
    writeFileAtomically(root_ / "projections" / "another.tsv", points);
    panel_->showDemo(folder_->path());
    QTRY_COMPARE(panel_->model().data().projections.size(), size_t{5});
    QCOMPARE(paneOf("embeddings.cloud")->title(), QStringLiteral("model-01, t-SNE"));
    QCOMPARE(panel_->findChild<QComboBox *>(QStringLiteral("embeddings.choice"))->count(), 3);
}

void TestEmbeddingsPanel::tellsWhatIsMissing()
{
    load();
    const std::vector<BandMessage> &messages = panel_->band()->messages();
    const auto labels = std::ranges::find(messages, QStringLiteral("labels"), &BandMessage::id);
    QVERIFY(labels != messages.end());
    QCOMPARE(labels->headline, QStringLiteral("59 of 60 labels matched by id."));
    labels->actions.front().function();
    QCOMPARE(panel_->model().selection(), std::vector<int>{59});
    const auto opengl = std::ranges::find(messages, QStringLiteral("opengl"), &BandMessage::id);
    QVERIFY(opengl != messages.end()); // the painter stands in on this platform
}

void TestEmbeddingsPanel::tableAndCloudsShareTheSelection()
{
    load();
    auto *table = find<QTableView>("embeddings.table");
    QCOMPARE(table->model()->rowCount(), 60);
    table->selectRow(0); // the longest contig
    QCOMPARE(panel_->model().selection(), std::vector<int>{59});
    panel_->model().setSelection({3, 4, 5});
    QCOMPARE(table->selectionModel()->selectedRows().size(), 3);
    auto *selection = find<QWidget>("embeddings.selection");
    QCOMPARE(selection->findChild<FactList *>()->fact(QStringLiteral("Contigs")),
             QStringLiteral("3 of 60"));
    QCOMPARE(selection->findChild<FactList *>()->fact(QStringLiteral("Bases")),
             QStringLiteral("3,120 bp"));
    QVERIFY(panel_->primaryAction()->isEnabled());
    action("undo")->trigger();
    QCOMPARE(table->selectionModel()->selectedRows().size(), 1);
}

void TestEmbeddingsPanel::legendHidesAndIsolates()
{
    load();
    auto *legend = find<QTableView>("embeddings.legend");
    QCOMPARE(legend->model()->rowCount(), 4);
    const QRect eye = legend->visualRect(legend->model()->index(0, LegendModel::Eye));
    QTest::mouseClick(legend->viewport(), Qt::LeftButton, {}, eye.center());
    QVERIFY(panel_->model().look().isHidden(0));
    QCOMPARE(panel_->statusText(), QStringLiteral("0 selected, 40 of 60 drawn"));
    const QPoint name = legend->visualRect(legend->model()->index(1, LegendModel::Name)).center();
    QTest::mouseClick(legend->viewport(), Qt::LeftButton, {}, name);
    QTest::mouseDClick(legend->viewport(), Qt::LeftButton, {}, name);
    QCOMPARE(panel_->model().look().isolated, 1);
    find<QToolButton>("embeddings.legend.showall")->click();
    QCOMPARE(panel_->model().visibleCount(), int64_t{60});
}

void TestEmbeddingsPanel::linkedCamerasMoveTogether()
{
    load();
    auto *first = find<CloudView>("embeddings.cloud");
    auto *second = find<CloudView>("embeddings.cloud2");
    QTest::keyClick(first, Qt::Key_Left);
    QVERIFY(first->camera() != second->camera());
    action("link")->trigger();
    QCOMPARE(second->camera(), first->camera());
    QTest::keyClick(second, Qt::Key_Up);
    QCOMPARE(first->camera(), second->camera());
}

void TestEmbeddingsPanel::readsAgainOnlyWhatChanged()
{
    load();
    const QSignalSpy reloads(&panel_->model(), &CloudModel::dataChanged);
    panel_->model().setSelection({1});
    panel_->showDemo(folder_->path());
    QVERIFY(panel_->contentReady()); // nothing changed, nothing is read
    std::filesystem::remove(root_ / "evaluations" / "binning-01" / "assignments.tsv");
    panel_->showDemo(folder_->path());
    QTRY_COMPARE(reloads.count(), 1);
    QCOMPARE(panel_->model().selection(),
             std::vector<int>{1}); // the same contigs keep their selection
}

void TestEmbeddingsPanel::keepsOldContentOnABadFile()
{
    load();
    const std::filesystem::path file = root_ / "broken.tsv";
    writeFileAtomically(file, "id\tx\ty\tz\na\t1\t2\tthree\n");
    panel_->openFile(QString::fromStdString(file.string()));
    QTRY_VERIFY(
        panel_->band()->isShowing(QStringLiteral("load")) ||
        std::ranges::count(panel_->band()->messages(), QStringLiteral("load"), &BandMessage::id));
    QCOMPARE(panel_->model().data().size(), int64_t{60});
}

void TestEmbeddingsPanel::projectsEmbeddingFiles()
{
    qputenv("HELICASE_BIN", "/nowhere"); // the job fails at once; its command line is what counts
    const QString file = folder_->filePath("vectors.safetensors");
    panel_->openFile(file);
    QCOMPARE(services_->jobs.jobs().size(), size_t{1});
    const Job &job = services_->jobs.jobs().front();
    QCOMPARE(job.words, (QStringList{"project", file, "--method", "pca", "--dims", "3", "-o",
                                     folder_->filePath("projections/vectors.tsv")}));
    const auto &messages = panel_->band()->messages();
    const auto failure = std::ranges::find(messages, QStringLiteral("load"), &BandMessage::id);
    QVERIFY(failure != messages.end());
    QVERIFY(failure->text.contains(QStringLiteral("cannot be started")));
    qunsetenv("HELICASE_BIN");
}

void TestEmbeddingsPanel::everyControlHasAName()
{
    load();
    for (const QWidget *widget : panel_->findChildren<QWidget *>()) {
        if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus) ||
            qobject_cast<const QAbstractScrollArea *>(widget->parentWidget()))
            continue;
        const bool isInner = widget->objectName().startsWith(QStringLiteral("qt_"));
        QVERIFY2(isInner || !widget->accessibleName().isEmpty() ||
                     widget->property("text").isValid(),
                 qPrintable(widget->objectName() + QStringLiteral(" ") +
                            QLatin1String(widget->metaObject()->className())));
    }
}

QTEST_MAIN(TestEmbeddingsPanel)
#include "tst_embeddings_panel.moc"
