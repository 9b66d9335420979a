// What shows a regression: key figures, predicted against measured values, the examples; in Train's
// way and as a result of the Evaluate panel.
#include "core/base/error.h"
#include "tests/widgets/evaluate/small_values.h"
#include "tests/widgets/panel_services.h"
#include "widgets/common/band.h"
#include "widgets/common/figure_tiles.h"
#include "widgets/common/theme.h"
#include "widgets/evaluate/classification_view.h"
#include "widgets/evaluate/evaluate_panel.h"
#include "widgets/evaluate/prediction_loader.h"
#include "widgets/evaluate/regression_view.h"
#include "widgets/evaluate/result_table.h"
#include "widgets/evaluate/result_view.h"
#include "widgets/evaluate/value_scatter.h"
#include "widgets/evaluate/value_table.h"

#include <QHeaderView>
#include <QImage>
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

using namespace helicase;

namespace {

std::shared_ptr<const RegressionRecord> recordOf(const QTemporaryDir &folder)
{
    const std::filesystem::path run = folder.filePath("values-01").toStdString();
    test::writeSmallRegression(run, folder.filePath("test.csv").toStdString());
    return readRegression(*predictionsOfRun(RunFolder(run)));
}

struct Fixture {
    Fixture()
    {
        view.resize(900, 600);
        view.show();
        view.setRecord(recordOf(folder));
    }
    QString cell(int row, int column) const
    {
        return view.examples()->model()->index(row, column).data().toString();
    }
    QTemporaryDir folder;
    Theme theme;
    RegressionView view{theme, "train", ResultHead::Extent::Full};
};

} // namespace

class RegressionViewTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression("^(?!This plugin does not support)")); }

    void figuresHaveTheirNumbersAndDefinitions()
    {
        const Fixture fixture;
        const QStringList lines = fixture.view.figures()->text().split(u'\n');
        QCOMPARE(lines,
                 (QStringList{"Pearson r 0.981, n = 6", "Spearman rho 0.943, n = 6",
                              "Loss 0.120, (Expression (log2))²", "Examples 6, test split"}));
        int explained = 0;
        for (const QWidget *tile : fixture.view.figures()->findChildren<QWidget *>())
            explained += !tile->toolTip().isEmpty();
        QCOMPARE(explained, 4);
    }

    void axesNameWhatWasMeasured()
    {
        const Fixture fixture;
        const ValueScatter &scatter = *fixture.view.scatter();
        QCOMPARE(scatter.xAxis->label(), QString("Measured: Expression (log2)"));
        QCOMPARE(scatter.yAxis->label(), QString("Predicted: Expression (log2)"));
        // The line of agreement reaches past all points, the axes are alike.
        QCOMPARE(scatter.graphCount(), 2);
        QCOMPARE(scatter.graph(0)->data()->at(0)->key, scatter.graph(0)->data()->at(0)->value);
        QVERIFY(scatter.graph(0)->data()->at(0)->key < 0);
        QVERIFY(scatter.graph(0)->data()->at(1)->key > 4.5);
        QCOMPARE(scatter.graph(1)->data()->size(), 6);
        QCOMPARE(scatter.accessibleDescription(),
                 QString("Predicted and measured values of 6 examples, Pearson r 0.981"));
    }

    void aHeaderWithoutANameSaysNothing()
    {
        Fixture fixture;
        const std::filesystem::path data = fixture.folder.filePath("test.csv").toStdString();
        const std::filesystem::path run = fixture.folder.filePath("values-01").toStdString();
        writeFileAtomically(data, "sequence,label\nACGT,1\n");
        fixture.view.setRecord(readRegression(*predictionsOfRun(RunFolder(run))));
        QCOMPARE(fixture.view.scatter()->xAxis->label(), QString("Measured value"));
        // A data file that is gone is told.
        std::filesystem::remove(data);
        fixture.view.setRecord(readRegression(*predictionsOfRun(RunFolder(run))));
        const auto *note = fixture.view.findChild<QLabel *>("train.regression.results.note");
        QVERIFY(note->isVisible());
        QVERIFY(note->text().contains("test.csv"));
    }

    void theLargestErrorsComeFirst()
    {
        const Fixture fixture;
        QCOMPARE(fixture.cell(0, ValueTableModel::Line), QString("5"));
        QCOMPARE(fixture.cell(0, ValueTableModel::Measured), QString("3.00"));
        QCOMPARE(fixture.cell(0, ValueTableModel::Predicted), QString("2.40"));
        QCOMPARE(fixture.cell(0, ValueTableModel::Error), QString("−0.600"));
        QCOMPARE(fixture.cell(1, ValueTableModel::Line), QString("7"));
        QCOMPARE(fixture.cell(5, ValueTableModel::Line), QString("2"));
    }

    // Also where the view is as narrow as beside two docks at 1024 pixels.
    void theTitlesOfTheTableAreWhole()
    {
        Fixture fixture;
        fixture.view.resize(590, 560);
        QVERIFY(QTest::qWaitForWindowExposed(&fixture.view));
        QCoreApplication::processEvents();
        const QHeaderView *header = fixture.view.examples()->horizontalHeader();
        for (int column = 0; column < header->count(); ++column) {
            const QString title = header->model()->headerData(column, Qt::Horizontal).toString();
            const int needed = QFontMetrics(header->font()).horizontalAdvance(title);
            QVERIFY2(header->sectionSize(column) >= needed + 16, qPrintable(title));
        }
        QVERIFY(fixture.view.scatter()->width() >= 220);
    }

    void aRowCirclesItsPointAndAPointPicksItsRow()
    {
        Fixture fixture;
        QVERIFY(QTest::qWaitForWindowExposed(&fixture.view));
        ValueScatter *scatter = fixture.view.scatter();
        fixture.view.examples()->selectRow(0);
        QCOMPARE(scatter->chosen(), int64_t{3});
        QCOMPARE(scatter->graphCount(), 3);
        QCOMPARE(scatter->graph(2)->data()->at(0)->key, 3.0);
        scatter->replot();
        const QPoint second(int(scatter->xAxis->coordToPixel(1)),
                            int(scatter->yAxis->coordToPixel(0.8)));
        QTest::mouseClick(scatter, Qt::LeftButton, {}, second);
        QCOMPARE(scatter->chosen(), int64_t{1});
        const QModelIndex row = fixture.view.examples()->currentIndex();
        QCOMPARE(row.siblingAtColumn(ValueTableModel::Line).data().toString(), QString("3"));
    }

    void figuresAreSaved()
    {
        Fixture fixture;
        fixture.view.scatter()->savePicture(fixture.folder.filePath("scatter.png"));
        QVERIFY(!QImage(fixture.folder.filePath("scatter.png")).isNull());
        const QString file = fixture.folder.filePath("scatter.csv");
        fixture.view.scatter()->saveTable(file, false);
        QFile table(file);
        QVERIFY(table.open(QIODevice::ReadOnly));
        QVERIFY(table.readAll().contains("examples,3,2.3999999999999999\n"));
        const auto *button =
            fixture.view.findChild<QToolButton *>("train.regression.results.export");
        QStringList texts;
        for (const QAction *action : button->menu()->actions())
            if (!action->isSeparator())
                texts.append(action->text());
        QCOMPARE(texts, (QStringList{"Predicted and measured…", "Table of examples…"}));
    }

    void theLoaderTellsOfBrokenFiles()
    {
        QTemporaryDir folder;
        recordOf(folder);
        const std::filesystem::path run = folder.filePath("values-01").toStdString();
        PredictionLoader loader;
        QSignalSpy loaded(&loader, &PredictionLoader::valuesLoaded);
        QSignalSpy failed(&loader, &PredictionLoader::failed);
        loader.loadRun(run);
        QTRY_COMPARE(loaded.count(), 1);
        writeFileAtomically(run / "results" / "predictions.tsv",
                            "line\tlabel\tpredicted\n2\t1\thigh\n");
        loader.loadRun(run);
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(failed[0][0].toString().contains("predictions.tsv:2"));
    }

    void aResultOfAnEvaluationShowsEachCandidate()
    {
        QTemporaryDir folder;
        test::PanelServices services{folder.path()};
        EvaluatePanel panel{services.context};
        panel.resize(1364, 842);
        panel.show();
        const std::filesystem::path project = services.project.folder().toStdString();
        const auto result = project / "evaluations" / "classify-01";
        test::writeSmallRegressionResult(result, project / "data" / "test.csv");
        panel.showDemo(services.project.folder());
        panel.openArgument(QString::fromStdString(result.string()));
        const RegressionView *view = panel.resultView()->regression();
        QTRY_VERIFY(view->isVisible());
        QVERIFY(!panel.resultView()->classification()->isVisible());
        QCOMPARE(view->record()->source.name, QString("values-01"));
        QCOMPARE(view->scatter()->objectName(), QString("evaluate.regression.scatter"));
        QVERIFY(!view->figures()->isVisible()); // they stand in the table of candidates
        QVERIFY(std::ranges::any_of(panel.findChildren<QLabel *>(), [](const QLabel *label) {
            return label->isVisible() && label->text() == "Regression";
        }));
        panel.resultView()->results()->selectRow(1);
        QTRY_COMPARE(view->record()->source.name, QString("Mean of the training split"));
        QCOMPARE(view->record()->table.size(), int64_t{3});
        QVERIFY(!view->record()->scores.pearson);
        QVERIFY(panel.band()->messages().empty());
    }

    void everythingHasAName()
    {
        const Fixture fixture;
        for (const QWidget *widget : fixture.view.findChildren<QWidget *>()) {
            const bool isOurs = !widget->objectName().startsWith("qt_") && widget->isVisible();
            if (isOurs && (widget->focusPolicy() & Qt::TabFocus))
                QVERIFY2(!widget->accessibleName().isEmpty(),
                         qPrintable(widget->objectName() + widget->metaObject()->className()));
        }
    }
};

QTEST_MAIN(RegressionViewTest)
#include "tst_regression_view.moc"
