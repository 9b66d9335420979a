#include "tests/widgets/evaluate/small_results.h"
#include "tests/widgets/panel_services.h"
#include "tests/widgets/scripted_worker.h"
#include "widgets/common/band.h"
#include "widgets/evaluate/candidate_list.h"
#include "widgets/evaluate/evaluate_panel.h"
#include "widgets/evaluate/learning_curve_plot.h"
#include "widgets/evaluate/result_table.h"
#include "widgets/evaluate/result_view.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>

using namespace helicase;

namespace {

// A worker that copies a finished result to the folder behind -o, or fails with one line.
constexpr const char *doneWorker = R"(while [ "$1" != "-o" ]; do shift; done
mkdir -p "$2" && cp -r RESULT/. "$2"
)";
constexpr const char *failingWorker =
    R"(echo "helicase: labels.tsv:3: the id is repeated. hint: remove one" >&2
exit 3
)";

} // namespace

class TestEvaluatePanel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void startsEmpty();
    void showsTheNewestResult();
    void saysAWorseModelInWords();
    void aProjectWithAnotherTasksResultShowsIt();
    void binsMadeElsewhereAreTheCandidates();
    void savesTheBinsOfTheChosenCandidate();
    void binsThatCannotBeSavedAreTold();
    void candidatesFollowTheTask();
    void buttonRunsTheCommandThatIsShown();
    void failureStaysInThePanel();
    void unreadableResultKeepsTheOldOne();
    void matrixOpensContigs();
    void buttonOpensTheChosenBin();
    void columnsAreChosen();
    void aNarrowTableShowsTheFirstMetricsWithoutScrolling();
    void anotherTasksResultIsOpened();
    void nothingStaysWhenATaskHasNoResult();
    void showsTheLearningCurve();
    void aLearningCurveWithOtherColumnsIsRefused();
    void baselinesWithTablesAskForThem();

private:
    void load();
    void installWorker(QByteArray script);
    template <typename Widget>
    Widget *find(const char *name) const
    {
        return panel_->findChild<Widget *>(QLatin1String(name));
    }

    std::unique_ptr<QTemporaryDir> folder_;
    std::filesystem::path root_;
    std::unique_ptr<test::PanelServices> services_;
    std::unique_ptr<EvaluatePanel> panel_;
};

void TestEvaluatePanel::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope,
                       folder_->filePath("settings"));
    root_ = folder_->path().toStdString();
    services_ = std::make_unique<test::PanelServices>(folder_->path(), test::OpenProject::None);
    services_->theme.setMode(ThemeMode::Light);
    services_->theme.apply();
    panel_ = std::make_unique<EvaluatePanel>(services_->context);
    panel_->resize(1364, 842);
    panel_->show();
    QVERIFY(QTest::qWaitForWindowExposed(panel_.get()));
}

void TestEvaluatePanel::cleanup()
{
    panel_.reset();
    services_.reset();
    qunsetenv("HELICASE_BIN");
}

void TestEvaluatePanel::load()
{
    test::writeSmallProject(root_);
    panel_->showDemo(folder_->path());
    QTRY_VERIFY(panel_->contentReady());
}

void TestEvaluatePanel::installWorker(QByteArray script)
{
    const QString source = folder_->filePath("finished");
    test::writeSmallResult(source.toStdString());
    test::installWorker(folder_->filePath("bin"), script.replace("RESULT", source.toUtf8()));
}

void TestEvaluatePanel::startsEmpty()
{
    QVERIFY(find<QWidget>("evaluate.empty")->isVisible());
    QVERIFY(!panel_->primaryAction()->isEnabled());
    QVERIFY(find<QLabel>("evaluate.obstacle")->text().contains(QStringLiteral("project")));
}

void TestEvaluatePanel::showsTheNewestResult()
{
    load();
    QVERIFY(!find<QWidget>("evaluate.empty")->isVisible());
    auto *results = find<QTableView>("evaluate.results");
    QCOMPARE(results->model()->rowCount(), 3);
    QCOMPARE(results->model()->index(2, 1).data().toString(), QStringLiteral("−0.031"));
    auto *details = find<QTableView>("evaluate.details");
    QCOMPARE(details->model()->rowCount(), 2);
    results->selectRow(1); // the baseline's bins
    QCOMPARE(details->model()->rowCount(), 1);
    const QList<QLabel *> definitions =
        find<QWidget>("evaluate.definitions")->findChildren<QLabel *>();
    QVERIFY(std::ranges::any_of(definitions,
                                [](const QLabel *label) { return label->text() == "1 − purity"; }));
    QVERIFY(!find<QPushButton>("evaluate.report")); // a toolbar button, disabled without a report
    QVERIFY(!services_->actions.find(QStringLiteral("evaluate.report"))->isEnabled());
}

void TestEvaluatePanel::saysAWorseModelInWords()
{
    load();
    QCOMPARE(panel_->resultView()->sentence(),
             QStringLiteral("The model is 0.031 ARI below the best baseline (TNF)."));
    QVERIFY(find<QLabel>("evaluate.difference")->isVisible());
    QVERIFY(find<QLabel>("evaluate.notes")->text().startsWith(QStringLiteral("133 contigs")));
}

void TestEvaluatePanel::aProjectWithAnotherTasksResultShowsIt()
{
    test::writeSmallFewShot(root_ / "evaluations" / "few-shot-01");
    panel_->showDemo(folder_->path());
    QTRY_VERIFY(panel_->contentReady());
    QCOMPARE(find<QListWidget>("evaluate.tasks")->currentItem()->text(),
             QStringLiteral("Few-shot classification"));
    QVERIFY(find<LearningCurvePlot>("evaluate.learning")->isVisible());
    // From now on the user's choice counts.
    find<QListWidget>("evaluate.tasks")->setCurrentRow(0);
    QVERIFY(find<QWidget>("evaluate.empty")->isVisible());
    services_->actions.find(QStringLiteral("evaluate.refresh"))->trigger();
    QTest::qWait(300);
    QVERIFY(find<QWidget>("evaluate.empty")->isVisible());
}

void TestEvaluatePanel::binsMadeElsewhereAreTheCandidates()
{
    load();
    auto *tasks = find<QListWidget>("evaluate.tasks");
    tasks->setCurrentRow(1);
    QCOMPARE(tasks->currentItem()->text(), QStringLiteral("Bins made elsewhere"));
    QVERIFY(!find<CandidateList>("evaluate.candidates")->isVisible());
    auto *obstacle = find<QLabel>("evaluate.obstacle");
    QCOMPARE(obstacle->text(), QStringLiteral("Choose a file for \"Bins\"."));
    QVERIFY(!panel_->primaryAction()->isEnabled());
    auto *bins = find<QLineEdit>("bins.option.bins");
    QVERIFY(bins && bins->isVisible());
    bins->setText(QStringLiteral("metabat.tsv,maxbin"));
    QVERIFY(panel_->primaryAction()->isEnabled());
    installWorker(doneWorker);
    panel_->runEvaluation();
    QCOMPARE(
        services_->jobs.jobs().front().words,
        (QStringList{"evaluate", "bins", "--gold", folder_->filePath("data/labels.tsv"), "--bins",
                     "metabat.tsv,maxbin", "--data", folder_->filePath("data/contigs.fa"), "-o",
                     folder_->filePath("evaluations/bins-01")}));
    tasks->setCurrentRow(0);
    QVERIFY(find<CandidateList>("evaluate.candidates")->isVisible());
}

void TestEvaluatePanel::savesTheBinsOfTheChosenCandidate()
{
    load();
    QAction *save = services_->actions.find(QStringLiteral("evaluate.savebins"));
    QVERIFY(save->isEnabled());
    find<QTableView>("evaluate.results")->selectRow(1);
    installWorker("exit 0\n");
    const QSignalSpy finished(&services_->jobs, &JobRunner::jobFinished);
    panel_->saveBins(folder_->filePath("out"));
    QCOMPARE(services_->jobs.jobs().front().words,
             (QStringList{"data", "bins", folder_->filePath("evaluations/binning-01"),
                          "--candidate", "tnf", "-o", folder_->filePath("out")}));
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 15000);
    QCOMPARE(panel_->band()->messages().size(), size_t{1});
    const BandMessage &message = panel_->band()->messages().front();
    QCOMPARE(message.headline, QStringLiteral("The bins of tnf are saved."));
    QVERIFY(message.text.contains(folder_->filePath("out/tnf.binning")));
    test::writeSmallFewShot(root_ / "evaluations" / "few-shot-01");
    panel_->openArgument(folder_->filePath("evaluations/few-shot-01"));
    QTRY_VERIFY(!save->isEnabled());
}

void TestEvaluatePanel::binsThatCannotBeSavedAreTold()
{
    load();
    installWorker(failingWorker);
    const QSignalSpy finished(&services_->jobs, &JobRunner::jobFinished);
    panel_->saveBins(folder_->filePath("out"));
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 15000);
    QCOMPARE(panel_->band()->messages().size(), size_t{1});
    QCOMPARE(panel_->band()->messages().front().headline,
             QStringLiteral("The bins were not saved."));
}

void TestEvaluatePanel::candidatesFollowTheTask()
{
    load();
    auto *candidates = find<CandidateList>("evaluate.candidates");
    QCOMPARE(candidates->words(), (QStringList{"--model", folder_->filePath("runs/model-01"),
                                               "--baseline", "tnf,tnf-merged"}));
    candidates->item(1)->setCheckState(Qt::Unchecked);
    QCOMPARE(candidates->words().last(), QStringLiteral("tnf-merged"));
    find<QListWidget>("evaluate.tasks")->setCurrentRow(4); // TF binding
    QCOMPARE(candidates->words(),
             (QStringList{"--model", folder_->filePath("runs/binding-01"), "--baseline", "mean"}));
    QVERIFY(find<QWidget>("evaluate.empty")->isVisible()); // no result of this task yet
}

void TestEvaluatePanel::buttonRunsTheCommandThatIsShown()
{
    load();
    installWorker(doneWorker);
    const QStringList words = {"evaluate",   "binning",
                               "--data",     folder_->filePath("data/contigs.fa"),
                               "--labels",   folder_->filePath("data/labels.tsv"),
                               "--model",    folder_->filePath("runs/model-01"),
                               "--baseline", "tnf,tnf-merged",
                               "-o",         folder_->filePath("evaluations/binning-02")};
    QVERIFY(find<QWidget>("evaluate.command")->isVisible());
    const QSignalSpy finished(&services_->jobs, &JobRunner::jobFinished);
    QTest::mouseClick(find<QPushButton>("evaluate.run"), Qt::LeftButton);
    QCOMPARE(services_->jobs.jobs().size(), size_t{1});
    QCOMPARE(services_->jobs.jobs().front().words, words);
    QVERIFY(panel_->band()->isShowing(QStringLiteral("run")));
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 15000);
    QTRY_COMPARE(services_->toasts.size(), 1);
    QVERIFY(services_->toasts.front().startsWith(QStringLiteral("binning-02 done in ")));
    QTRY_VERIFY(panel_->statusText().startsWith(QStringLiteral("binning-02")));
    QVERIFY(panel_->band()->messages().empty());
}

void TestEvaluatePanel::failureStaysInThePanel()
{
    load();
    installWorker(failingWorker);
    const QSignalSpy finished(&services_->jobs, &JobRunner::jobFinished);
    panel_->runEvaluation();
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 15000);
    QCOMPARE(panel_->band()->messages().size(), size_t{1});
    const BandMessage &message = panel_->band()->messages().front();
    QCOMPARE(message.kind, BandKind::Error);
    QCOMPARE(message.headline, QStringLiteral("binning-02 failed."));
    QCOMPARE(message.text, QStringLiteral("labels.tsv:3: the id is repeated. hint: remove one"));
    QVERIFY(message.details.startsWith(QStringLiteral("helicase: labels.tsv:3")));
    QVERIFY(QFile::exists(message.logFile));
    QCOMPARE(find<QTableView>("evaluate.results")->model()->rowCount(), 3); // the old result stays
}

void TestEvaluatePanel::unreadableResultKeepsTheOldOne()
{
    load();
    const QString broken = folder_->filePath("evaluations/binning-09");
    writeFileAtomically(broken.toStdString() + "/metrics.json", "{");
    panel_->openArgument(broken);
    QTRY_VERIFY(panel_->band()->isShowing(QStringLiteral("result")));
    QCOMPARE(find<QTableView>("evaluate.results")->model()->rowCount(), 3);
}

void TestEvaluatePanel::matrixOpensContigs()
{
    load();
    auto *details = find<QTableView>("evaluate.details");
    const QRect row = details->visualRect(details->model()->index(0, 1));
    QTest::mouseClick(details->viewport(), Qt::LeftButton, {}, row.center());
    QTest::mouseDClick(details->viewport(), Qt::LeftButton, {}, row.center());
    QCOMPARE(services_->opened, (QStringList{"embeddings", "a\nb"}));
}

void TestEvaluatePanel::buttonOpensTheChosenBin()
{
    load();
    QAction *show = services_->actions.find(QStringLiteral("evaluate.showbin"));
    QVERIFY(!show->isEnabled()); // no bin is chosen
    find<QTableView>("evaluate.details")->selectRow(1);
    show->trigger();
    QCOMPARE(services_->opened, (QStringList{"embeddings", "c"}));
}

void TestEvaluatePanel::columnsAreChosen()
{
    test::writeSmallProject(root_);
    test::writeResultWithManyMetrics(root_ / "evaluations" / "binning-02", 11);
    panel_->showDemo(folder_->path());
    QTRY_VERIFY(panel_->contentReady());
    auto *results = find<QTableView>("evaluate.results");
    QCOMPARE(results->model()->columnCount(), 12);
    QVERIFY(!results->isColumnHidden(ResultTable::mainMetrics));
    QVERIFY(results->isColumnHidden(ResultTable::mainMetrics + 1));
    for (int column = 0; column <= ResultTable::mainMetrics; ++column)
        QVERIFY(results->columnWidth(column) >=
                results->horizontalHeader()->sectionSizeHint(column));
    const auto definitions = [this] {
        return find<QWidget>("evaluate.definitions")->findChildren<QLabel *>().size();
    };
    QCOMPARE(definitions(), 2 * ResultTable::mainMetrics); // a name and a formula of each
    services_->actions.find(QStringLiteral("evaluate.columns"))->trigger();
    auto *menu = find<QMenu>("evaluate.results.columns");
    QVERIFY(menu->isVisible());
    menu->actions().at(ResultTable::mainMetrics)->trigger();
    menu->close();
    QVERIFY(!results->isColumnHidden(ResultTable::mainMetrics + 1));
    QCOMPARE(definitions(), 2 * ResultTable::mainMetrics + 2);
}

void TestEvaluatePanel::aNarrowTableShowsTheFirstMetricsWithoutScrolling()
{
    test::writeSmallProject(root_);
    test::writeResultWithManyMetrics(root_ / "evaluations" / "binning-02", 11);
    panel_->showDemo(folder_->path());
    QTRY_VERIFY(panel_->contentReady());
    auto *results = qobject_cast<ResultTable *>(find<QTableView>("evaluate.results"));
    results->setMinimumWidth(0);
    panel_->setCompact(true);
    panel_->resize(980, 630);
    QTRY_VERIFY(results->isColumnHidden(ResultTable::mainMetrics));
    QVERIFY(!results->isColumnHidden(1) && !results->isColumnHidden(2));
    QVERIFY(!results->horizontalScrollBar()->isVisible());
    QAction *columns = services_->actions.find(QStringLiteral("evaluate.columns"));
    QCOMPARE(columns->iconText(),
             QStringLiteral("%1 of 11 metrics").arg(results->shownMetrics().size()));
    columns->trigger(); // a choice stays, and is scrolled
    auto *menu = find<QMenu>("evaluate.results.columns");
    menu->actions().at(ResultTable::mainMetrics)->trigger();
    menu->close();
    QCOMPARE(results->shownMetrics().size(), size_t{ResultTable::mainMetrics + 1});
    QTRY_VERIFY(results->horizontalScrollBar()->isVisible());
    panel_->resize(1800, 842);
    QTRY_VERIFY(!results->horizontalScrollBar()->isVisible());
}

void TestEvaluatePanel::anotherTasksResultIsOpened()
{
    load();
    for (const char *name : {"many-01", "many-02"}) {
        const std::filesystem::path folder = root_ / "evaluations" / name;
        test::writeResultWithManyMetrics(folder, 5, "binding");
    }
    panel_->openArgument(folder_->filePath("evaluations/many-01"));
    QTRY_COMPARE(find<QTableView>("evaluate.results")->model()->columnCount(), 6);
    QCOMPARE(find<QListWidget>("evaluate.tasks")->currentRow(), 4);
    QVERIFY(panel_->statusText().startsWith(QStringLiteral("many-01")));
    QVERIFY(!find<QWidget>("evaluate.empty")->isVisible());
}

void TestEvaluatePanel::nothingStaysWhenATaskHasNoResult()
{
    load();
    auto *definitions = find<QWidget>("evaluate.definitions");
    QVERIFY(definitions->isVisible());
    find<QListWidget>("evaluate.tasks")->setCurrentRow(1);
    QVERIFY(find<QWidget>("evaluate.empty")->isVisible());
    QVERIFY(!definitions->isVisible());
    QVERIFY(!services_->actions.find(QStringLiteral("evaluate.export"))->isEnabled());
    QVERIFY(panel_->statusText().isEmpty());
    find<QListWidget>("evaluate.tasks")->setCurrentRow(0); // and back
    QTRY_VERIFY(definitions->isVisible());
    QVERIFY(services_->actions.find(QStringLiteral("evaluate.export"))->isEnabled());
}

void TestEvaluatePanel::showsTheLearningCurve()
{
    test::writeSmallFewShot(root_ / "evaluations" / "few-shot-01");
    load();
    panel_->openArgument(folder_->filePath("evaluations/few-shot-01"));
    auto *curve = find<LearningCurvePlot>("evaluate.learning");
    QTRY_VERIFY(curve->isVisible());
    QVERIFY(!find<QWidget>("evaluate.recovered")->isVisible());
    QCOMPARE(curve->graphCount(), 2);
    QCOMPARE(curve->graph(0)->name(), QStringLiteral("model-01"));
    QCOMPARE(curve->graph(1)->name(), QStringLiteral("TNF"));
    QCOMPARE(curve->graph(0)->data()->at(1)->value, 0.8);
    int intervals = 0;
    for (int i = 0; i < curve->plottableCount(); ++i)
        if (const auto *bars = qobject_cast<QCPErrorBars *>(curve->plottable(i))) {
            ++intervals;
            QCOMPARE(bars->data()->size(), 2);
        }
    QCOMPARE(intervals, 2);
    auto *results = find<QTableView>("evaluate.results");
    const QModelIndex cell = results->model()->index(0, 1);
    QCOMPARE(cell.data().toString(), QStringLiteral("0.700 ±0.020"));
    QVERIFY(cell.data(Qt::ToolTipRole)
                .toString()
                .startsWith(QStringLiteral("95 % interval 0.650 to 0.760.")));
    QCOMPARE(find<QListWidget>("evaluate.tasks")->currentRow(), 3);
}

void TestEvaluatePanel::aLearningCurveWithOtherColumnsIsRefused()
{
    test::writeSmallFewShot(root_ / "evaluations" / "few-shot-01");
    writeFileAtomically(root_ / "evaluations" / "few-shot-01" / "learning_curve.tsv",
                        "candidate\tshots\nmodel-01\t1\n");
    load();
    panel_->openArgument(folder_->filePath("evaluations/few-shot-01"));
    QTRY_VERIFY(panel_->band()->isShowing(QStringLiteral("result")));
}

void TestEvaluatePanel::baselinesWithTablesAskForThem()
{
    load();
    auto *candidates = find<CandidateList>("evaluate.candidates");
    auto *obstacle = find<QLabel>("evaluate.obstacle");
    const auto tick = [&](const QString &label) {
        for (int row = 0; row < candidates->count(); ++row)
            if (candidates->item(row)->text() == label)
                candidates->item(row)->setCheckState(Qt::Checked);
    };
    QVERIFY(panel_->primaryAction()->isEnabled());
    tick(QStringLiteral("3-mers"));
    QVERIFY(panel_->primaryAction()->isEnabled());
    QCOMPARE(candidates->words().last(), QStringLiteral("tnf,tnf-merged,3-mers"));
    tick(QStringLiteral("TNF-K"));
    QVERIFY(!panel_->primaryAction()->isEnabled());
    QVERIFY2(obstacle->text().contains(QStringLiteral("Kernel of TNF-K")),
             qPrintable(obstacle->text()));
}

QTEST_MAIN(TestEvaluatePanel)
#include "tst_evaluate_panel.moc"
