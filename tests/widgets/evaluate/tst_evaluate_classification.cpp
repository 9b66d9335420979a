// The task "classify" in the Evaluate panel: a stored result with its figures, and the run that is
// offered as candidate.
#include "tests/widgets/evaluate/small_predictions.h"
#include "tests/widgets/panel_services.h"
#include "widgets/common/band.h"
#include "widgets/common/figure_tiles.h"
#include "widgets/evaluate/candidate_list.h"
#include "widgets/evaluate/classification_view.h"
#include "widgets/evaluate/confusion_matrix.h"
#include "widgets/evaluate/evaluate_panel.h"
#include "widgets/evaluate/result_table.h"
#include "widgets/evaluate/result_view.h"

#include <QListWidget>
#include <QPlainTextEdit>
#include <QTableView>
#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

namespace {

struct Fixture {
    Fixture()
    {
        test::writeSmallClassificationResult(result(), data());
        const std::filesystem::path run = project() / "runs" / "classify-01";
        writeFileAtomically(run / "run.json", R"({"task": "classify", "started": 1700000000})");
        writeFileAtomically(run / "checkpoints" / "step-000000010" / "manifest.json",
                            R"({"files": {}})");
        test::writeSmallClassification(run, data());
        panel.resize(1364, 842);
        panel.show();
        panel.showDemo(services.project.folder());
    }
    std::filesystem::path project() const { return services.project.folder().toStdString(); }
    std::filesystem::path data() const { return project() / "data" / "test.csv"; }
    std::filesystem::path result() const { return project() / "evaluations" / "classify-01"; }
    template <typename Widget>
    Widget *find(const char *name)
    {
        return panel.findChild<Widget *>(name);
    }
    QTemporaryDir folder;
    test::PanelServices services{folder.path()};
    EvaluatePanel panel{services.context};
};

} // namespace

class EvaluateClassificationTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression("^(?!This plugin does not support)")); }

    void aResultShowsItsFigures()
    {
        Fixture fixture;
        fixture.panel.openArgument(QString::fromStdString(fixture.result().string()));
        ClassificationView *view = fixture.panel.resultView()->classification();
        QTRY_VERIFY(view->isVisible());
        QCOMPARE(view->record()->name, QString("classify-01"));
        QCOMPARE(view->matrix()->counts().counts,
                 (std::vector<std::vector<int64_t>>{{3, 1, 0}, {1, 2, 1}, {0, 1, 3}}));
        QCOMPARE(view->matrix()->objectName(), QString("evaluate.confusion"));
        // The scores stand in the table of candidates above.
        QVERIFY(!view->figures()->isVisible());
        QCOMPARE(view->record()->mistakes.front().sequence, std::string("GGGGTTTT"));
        QVERIFY(!fixture.find<QTableView>("evaluate.details")->isVisible());
        // Another candidate, another matrix.
        fixture.panel.resultView()->results()->selectRow(1);
        QTRY_COMPARE(view->record()->name, QString("Majority class"));
        QVERIFY(fixture.panel.band()->messages().empty());
    }

    void predictionsThatAreBrokenAreTold()
    {
        Fixture fixture;
        writeFileAtomically(fixture.result() / "predictions_majority.tsv", "nothing\n");
        fixture.panel.openArgument(QString::fromStdString(fixture.result().string()));
        ClassificationView *view = fixture.panel.resultView()->classification();
        QTRY_VERIFY(view->isVisible());
        fixture.panel.resultView()->results()->selectRow(1);
        QTRY_VERIFY(fixture.panel.band()->isShowing("predictions"));
        QVERIFY(fixture.panel.band()->messages().back().text.contains("predictions_majority.tsv"));
        QVERIFY(!view->isVisible());
        fixture.panel.resultView()->results()->selectRow(0);
        QTRY_VERIFY(view->isVisible());
        QVERIFY(fixture.panel.band()->messages().empty());
    }

    void theFormOffersRunsOfTheTask()
    {
        Fixture fixture;
        auto *tasks = fixture.find<QListWidget>("evaluate.tasks");
        const QList<QListWidgetItem *> found = tasks->findItems("Classification", Qt::MatchExactly);
        QCOMPARE(found.size(), 1);
        tasks->setCurrentItem(found.first());
        auto *candidates = fixture.find<CandidateList>("evaluate.candidates");
        QTRY_COMPARE(candidates->count(), 3);
        QCOMPARE(candidates->item(0)->text(), QString("classify-01, best checkpoint"));
        QVERIFY(candidates->words().contains("majority,4-mer-regression"));
        // The data that the run was tested on is the first guess.
        auto *command = fixture.find<QPlainTextEdit>("evaluate.command");
        QTRY_VERIFY(command->toPlainText().contains("evaluate classify"));
        QTRY_VERIFY2(command->toPlainText().contains("test.csv"),
                     qPrintable(command->toPlainText()));
    }
};

QTEST_MAIN(EvaluateClassificationTest)
#include "tst_evaluate_classification.moc"
