#include "tests/widgets/evaluate/small_predictions.h"
#include "widgets/common/figure_tiles.h"
#include "widgets/common/theme.h"
#include "widgets/evaluate/classification_tables.h"
#include "widgets/evaluate/classification_view.h"
#include "widgets/evaluate/confusion_matrix.h"
#include "widgets/evaluate/prediction_loader.h"
#include "widgets/evaluate/ranking_plot.h"

#include <QImage>
#include <QLabel>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

using namespace helicase;

namespace {

std::shared_ptr<const ClassificationRecord> recordOf(const QTemporaryDir &folder)
{
    const std::filesystem::path run = folder.filePath("run").toStdString();
    test::writeSmallClassification(run, folder.filePath("test.csv").toStdString());
    return readClassification(*predictionsOfRun(RunFolder(run)));
}

// Of so many classes with two examples each; every first one is predicted as the next class.
std::shared_ptr<const ClassificationRecord> manyClasses(int count)
{
    auto record = std::make_shared<ClassificationRecord>();
    PredictionTable &table = record->table;
    table.probabilities = Matrix(2 * count, count);
    for (int i = 0; i < 2 * count; ++i) {
        const int truth = i / 2;
        const int predicted = i % 2 == 0 ? (truth + 1) % count : truth;
        if (i % 2 == 0)
            table.classes.push_back("species number " + std::to_string(truth));
        table.lines.push_back(i + 2);
        table.truth.push_back(truth);
        table.predicted.push_back(predicted);
        table.probabilities(i, predicted) = 1;
    }
    record->scores = classificationScores(table.truth, table.predicted);
    for (int number = 0; number < count; ++number)
        record->rankings.push_back(rankingOfClass(table, number));
    record->mistakeCount = count;
    return record;
}

struct Fixture {
    Fixture()
    {
        view.resize(760, 700);
        view.show();
        view.setRecord(recordOf(folder));
    }
    QTemporaryDir folder;
    Theme theme;
    ClassificationView view{theme, "train", ResultHead::Extent::Full};
};

QString cell(const QTableView *table, int row, int column)
{
    return table->model()->index(row, column).data().toString();
}

} // namespace

class ClassificationViewTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression("^(?!This plugin does not support)")); }

    void readsARun()
    {
        QTemporaryDir folder;
        const auto record = recordOf(folder);
        QCOMPARE(record->name, QString("run"));
        QCOMPARE(record->split, QString("test"));
        QCOMPARE(record->mistakeCount, int64_t{4});
        QCOMPARE(record->rightCount(), int64_t{8});
        QCOMPARE(record->mistakes.front().sequence, std::string("GGGGTTTT"));
        QVERIFY(record->note.isEmpty());
        QCOMPARE(*record->loss, 0.75);
    }

    void anotherRunHasNoPredictions()
    {
        QTemporaryDir folder;
        const std::filesystem::path run = folder.filePath("run").toStdString();
        QVERIFY(!predictionsOfRun(RunFolder(run)));
        writeFileAtomically(run / "results" / "metrics.json", R"({"step": 40})");
        test::writeSmallPredictions(run / "results" / "predictions.tsv");
        QVERIFY(!predictionsOfRun(RunFolder(run)));
    }

    void aDataFileThatHasChangedIsTold_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("reason");
        QTest::newRow("missing") << QByteArray() << "test.csv";
        QTest::newRow("shorter") << QByteArray("sequence,label\nACGT,a\n") << "fewer lines";
        QTest::newRow("other labels")
            << QByteArray("sequence,label\nA,a\nA,a\nA,x\nA,x\nA,x\nA,x\nA,x\nA,x\nA,x\nA,x\nA,x\n")
            << "other labels";
        QTest::newRow("no table") << QByteArray("hello\n") << "test.csv";
    }

    void aDataFileThatHasChangedIsTold()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, reason);
        QTemporaryDir folder;
        recordOf(folder);
        const std::filesystem::path data = folder.filePath("test.csv").toStdString();
        std::filesystem::remove(data);
        if (!content.isEmpty())
            writeFileAtomically(data, content.toStdString());
        const auto record =
            readClassification(*predictionsOfRun(RunFolder(folder.filePath("run").toStdString())));
        QVERIFY2(record->note.contains(reason), qPrintable(record->note));
        QCOMPARE(record->mistakeCount, int64_t{4});
        QVERIFY(record->mistakes.front().sequence.empty());
    }

    void figuresHaveTheirDenominators()
    {
        Fixture fixture;
        const QStringList lines = fixture.view.figures()->text().split(u'\n');
        QCOMPARE(lines[0], QString("Accuracy 0.667, 8 of 12"));
        QCOMPARE(lines[1], QString("MCC 0.500, n = 12"));
        QCOMPARE(lines[3], QString("AUROC 0.870, 3 classes"));
        QCOMPARE(lines[6], QString("Loss 0.750, nats, n = 12"));
    }

    void theMatrixCounts()
    {
        Fixture fixture;
        const ConfusionMatrix &matrix = *fixture.view.matrix();
        QCOMPARE(matrix.counts().counts,
                 (std::vector<std::vector<int64_t>>{{3, 1, 0}, {1, 2, 1}, {0, 1, 3}}));
        QCOMPARE(matrix.textOf({1, 2}), QString("True b, predicted c: 1 of 4 (25 %)"));
        QVERIFY(matrix.accessibleDescription().contains("8 of 12"));
    }

    void aCellListsItsMistakes()
    {
        Fixture fixture;
        ConfusionMatrix *matrix = fixture.view.matrix();
        QTableView *mistakes = fixture.view.mistakes();
        QCOMPARE(mistakes->model()->rowCount(), 4);
        matrix->setFocus();
        QTest::keyClick(matrix, Qt::Key_Down); // the cursor appears at the first cell
        QTest::keyClick(matrix, Qt::Key_Down);
        QTest::keyClick(matrix, Qt::Key_Down);
        QTest::keyClick(matrix, Qt::Key_Right);
        QTest::keyClick(matrix, Qt::Key_Return);
        QCOMPARE(matrix->chosen(), (std::optional<ConfusionMatrix::Cell>({2, 1})));
        QCOMPARE(mistakes->model()->rowCount(), 1);
        QVERIFY(mistakes->isVisible());
        QCOMPARE(cell(mistakes, 0, MistakeTableModel::Line), QString("12"));
        QCOMPARE(cell(mistakes, 0, MistakeTableModel::Sequence), QString("GGGGTTTT"));
        QCOMPARE(cell(mistakes, 0, MistakeTableModel::Length), QString("8"));
        QCOMPARE(fixture.view.findChild<QLabel *>("train.errors.filter")->text(),
                 matrix->textOf({2, 1}));
        fixture.view.findChild<QToolButton *>("train.errors.all")->click();
        QCOMPARE(mistakes->model()->rowCount(), 4);
        QVERIFY(!matrix->chosen());
    }

    void aClickOnACellChoosesIt()
    {
        Fixture fixture;
        ConfusionMatrix *matrix = fixture.view.matrix();
        QVERIFY(QTest::qWaitForWindowExposed(&fixture.view));
        QSignalSpy chosen(matrix, &ConfusionMatrix::cellChosen);
        // Somewhere in the middle lies the cell of the second class.
        for (int x = matrix->width() / 4; x < matrix->width() && chosen.isEmpty(); x += 10)
            QTest::mouseClick(matrix, Qt::LeftButton, {}, {x, matrix->height() / 2});
        QVERIFY(!chosen.isEmpty());
        QVERIFY(matrix->chosen());
        QTest::keyClick(matrix, Qt::Key_Escape);
        QVERIFY(!matrix->chosen());
    }

    void theSurestMistakesComeFirst()
    {
        Fixture fixture;
        const QTableView *mistakes = fixture.view.mistakes();
        QCOMPARE(cell(mistakes, 0, MistakeTableModel::Probability), QString("0.700"));
        QCOMPARE(cell(mistakes, 0, MistakeTableModel::ProbabilityOfTruth), QString("0.200"));
        QCOMPARE(cell(mistakes, 3, MistakeTableModel::Probability), QString("0.500"));
    }

    void classesHaveTheirScores()
    {
        Fixture fixture;
        const QTableView *classes = fixture.view.classes();
        QCOMPARE(classes->model()->rowCount(), 3);
        QCOMPARE(cell(classes, 1, ClassTableModel::Class), QString("b"));
        QCOMPARE(cell(classes, 1, ClassTableModel::Examples), QString("4"));
        QCOMPARE(cell(classes, 1, ClassTableModel::Predicted), QString("4"));
        QCOMPARE(cell(classes, 1, ClassTableModel::Recall), QString("0.500"));
        QCOMPARE(cell(classes, 1, ClassTableModel::Auroc), QString("0.797"));
        QCOMPARE(cell(classes, 1, ClassTableModel::Auprc), QString("0.650"));
    }

    void curvesOfThreeClasses()
    {
        Fixture fixture;
        const RankingPlot *roc = fixture.view.roc();
        QCOMPARE(roc->drawnClasses(), (std::vector<int>{0, 1, 2}));
        QCOMPARE(roc->graphCount(), 4);
        QCOMPARE(roc->graph(0)->name(), QString("chance"));
        QCOMPARE(roc->graph(1)->name(), QString("a, AUROC 0.953"));
        QCOMPARE(roc->legend->itemCount(), 4);
        const auto last = std::prev(roc->graph(1)->data()->constEnd());
        QCOMPARE(last->key, 1.0);
        QCOMPARE(last->value, 1.0);
        QVERIFY(roc->accessibleDescription().contains("b, AUROC 0.797"));
        QCOMPARE(fixture.view.precisionRecall()->graph(2)->name(), QString("b, AUPRC 0.650"));
    }

    void aChosenClassStandsOut()
    {
        Fixture fixture;
        fixture.view.classes()->selectRow(1);
        const RankingPlot *roc = fixture.view.roc();
        QCOMPARE(roc->graph(3)->name(), QString("b, AUROC 0.797"));
        QCOMPARE(roc->graph(1)->pen().color(), fixture.theme.color(ColorRole::GreyContext));
    }

    void twoClassesHaveOneCurve()
    {
        Fixture fixture;
        fixture.view.setRecord(manyClasses(2));
        QCOMPARE(fixture.view.roc()->drawnClasses(), std::vector<int>{1});
    }

    // Painting says nothing of what it drew; that it fits is seen in its geometry.
    void manyClassesFit_data()
    {
        QTest::addColumn<int>("classes");
        QTest::addColumn<int>("width");
        QTest::newRow("12") << 12 << 400;
        QTest::newRow("25") << 25 << 500;
        QTest::newRow("25 in little room") << 25 << 230;
        QTest::newRow("200") << 200 << 400;
    }

    void manyClassesFit()
    {
        QFETCH(int, classes);
        QFETCH(int, width);
        Fixture fixture;
        fixture.view.setRecord(manyClasses(classes));
        ConfusionMatrix *matrix = fixture.view.matrix();
        matrix->resize(width, 300);
        const QImage picture = matrix->grab().toImage();
        QCOMPARE(picture.size(), QSize(width, 300) * matrix->devicePixelRatioF());
        // The first cell of the diagonal holds half of its class, the last of the row nothing.
        QCOMPARE(matrix->counts().share(0, 0), 0.5);
        // The legend names chance and, where it is chosen, one class; the table names all.
        QCOMPARE(fixture.view.roc()->legend->itemCount(), 1);
        fixture.view.classes()->selectRow(3);
        QCOMPARE(fixture.view.roc()->legend->itemCount(), 2);
    }

    void figuresAreExported()
    {
        Fixture fixture;
        const QString csv = fixture.folder.filePath("confusion.csv");
        fixture.view.matrix()->saveTable(csv);
        QFile table(csv);
        QVERIFY(table.open(QIODevice::ReadOnly));
        QCOMPARE(table.readAll(),
                 QByteArray("true \\ predicted,a,b,c\na,3,1,0\nb,1,2,1\nc,0,1,3\n"));
        for (const char *ending : {"svg", "png", "pdf"}) {
            const QString file = fixture.folder.filePath(QString("confusion.") + ending);
            fixture.view.matrix()->savePicture(file);
            QVERIFY2(QFileInfo(file).size() > 500, ending);
        }
        QVERIFY(!QImage(fixture.folder.filePath("confusion.png")).isNull());
        QFile svg(fixture.folder.filePath("confusion.svg"));
        QVERIFY(svg.open(QIODevice::ReadOnly));
        QVERIFY(svg.readAll().contains("Predicted class"));
        const QString roc = fixture.folder.filePath("roc.csv");
        fixture.view.roc()->saveTable(roc, false);
        QFile curve(roc);
        QVERIFY(curve.open(QIODevice::ReadOnly));
        QVERIFY(curve.readAll().contains("\"a, AUROC 0.953\",0.125,0.75\n"));
    }

    void theLoaderTellsOfBrokenFiles()
    {
        QTemporaryDir folder;
        recordOf(folder);
        const std::filesystem::path run = folder.filePath("run").toStdString();
        PredictionLoader loader;
        QSignalSpy loaded(&loader, &PredictionLoader::classesLoaded);
        QSignalSpy failed(&loader, &PredictionLoader::failed);
        QSignalSpy absent(&loader, &PredictionLoader::absent);
        loader.loadRun(run);
        QTRY_COMPARE(loaded.count(), 1);
        writeFileAtomically(run / "results" / "predictions.tsv", "line\tlabel\n");
        loader.loadRun(run);
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(failed[0][0].toString().contains("predictions.tsv:1"));
        loader.loadRun(folder.filePath("nothing").toStdString());
        QTRY_COMPARE(absent.count(), 1);
        // Of wishes in a row the last counts.
        loader.loadRun(run);
        loader.loadRun(folder.filePath("nothing").toStdString());
        QTRY_COMPARE(absent.count(), 2);
        QCOMPARE(failed.count(), 1);
        QVERIFY(!loader.isBusy());
    }

    void everythingHasAName()
    {
        Fixture fixture;
        for (const QWidget *widget : fixture.view.findChildren<QWidget *>()) {
            const bool isOurs = !widget->objectName().startsWith("qt_") && widget->isVisible();
            if (isOurs && (widget->focusPolicy() & Qt::TabFocus))
                QVERIFY2(!widget->accessibleName().isEmpty(),
                         qPrintable(widget->objectName() + widget->metaObject()->className()));
        }
    }
};

QTEST_MAIN(ClassificationViewTest)
#include "tst_classification_view.moc"
