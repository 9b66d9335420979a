// The order of the table of runs: the baseline first, then task by task below headings, sorted and
// filtered within; and the metric that picks the best checkpoint.
#include "tests/widgets/runs/runs_fixture.h"
#include "widgets/common/table_tools.h"

#include <QComboBox>
#include <QLineEdit>
#include <QSettings>

using namespace helicase;
using namespace helicase::test;

class RunGroupsTest final : public QObject {
    Q_OBJECT

    QTemporaryDir settings_;
    std::unique_ptr<RunsFixture> fixture_;

    // Three contrastive runs and two of classification.
    void makeRuns()
    {
        fixture_->makeRun("runs/c1", {.factor = 3});
        fixture_->makeRun("runs/c2", {.factor = 1});
        fixture_->makeRun("runs/c3", {.factor = 2});
        fixture_->makeRun("runs/k1", {.task = "classify"});
        fixture_->makeRun("runs/k2", {.task = "classify"});
    }
    QStringList names() const { return fixture_->column(RunTableModel::Run); }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings_.path());
    }
    void init() { fixture_ = std::make_unique<RunsFixture>(); }
    void cleanup() { fixture_.reset(); }

    void runsOfOneTaskNeedNoHeading()
    {
        fixture_->makeRun("runs/c1");
        fixture_->makeRun("runs/c2");
        fixture_->show(2);
        QCOMPARE(names(), (QStringList{"c1", "c2"}));
    }

    void headingsNameTasksAndCountRuns()
    {
        makeRuns();
        fixture_->show(7);
        QCOMPARE(names(), (QStringList{"Classification, 2 runs", "k1", "k2", "Contrastive, 3 runs",
                                       "c1", "c2", "c3"}));
        // No heading is selected, ticked or exported.
        QCOMPARE(fixture_->table()->selectedRun()->summary.name, std::string("k1"));
        QTest::keyClick(fixture_->table(), Qt::Key_Down);
        QTest::keyClick(fixture_->table(), Qt::Key_Down);
        QCOMPARE(fixture_->table()->selectedRun()->summary.name, std::string("c1"));
        fixture_->table()->clearSelection();
        QVERIFY(!tableText(fixture_->table(), TableFormat::Tsv).contains("Contrastive"));
        QCOMPARE(tableText(fixture_->table(), TableFormat::Tsv).count('\n'), 6);
    }

    void sortingStaysWithinTheTasks()
    {
        makeRuns();
        fixture_->show(7);
        fixture_->table()->sortByColumn(RunTableModel::LastLoss, Qt::DescendingOrder);
        QCOMPARE(names().mid(3), (QStringList{"Contrastive, 3 runs", "c1", "c3", "c2"}));
        fixture_->table()->sortByColumn(RunTableModel::LastLoss, Qt::AscendingOrder);
        QCOMPARE(names().mid(3), (QStringList{"Contrastive, 3 runs", "c2", "c3", "c1"}));
    }

    void theBaselineStandsFirst()
    {
        makeRuns();
        fixture_->show(7);
        fixture_->table()->selectRun(fixture_->path("runs/c2"));
        fixture_->action("runs.baseline")->trigger();
        const QStringList pinned{
            "c2", "Classification, 2 runs", "k1", "k2", "Contrastive, 3 runs", "c1", "c3"};
        QCOMPARE(names(), pinned);
        fixture_->table()->sortByColumn(RunTableModel::Run, Qt::DescendingOrder);
        QCOMPARE(names(), (QStringList{"c2", "Classification, 2 runs", "k2", "k1",
                                       "Contrastive, 3 runs", "c3", "c1"}));
        // The rows are read again once a second.
        QTest::qWait(1200);
        QCOMPARE(names().front(), QString("c2"));
        QCOMPARE(fixture_->table()->selectedRun()->summary.name, std::string("c2"));
        fixture_->action("runs.baseline")->trigger();
        QCOMPARE(names().front(), QString("Classification, 2 runs"));
    }

    void filteredHeadingsTellHowManyAreLeft()
    {
        makeRuns();
        fixture_->show(7);
        fixture_->find<QLineEdit>("runs.filter")->setText("1");
        QCOMPARE(names(), (QStringList{"Classification, 1 of 2 runs", "k1",
                                       "Contrastive, 1 of 3 runs", "c1"}));
        fixture_->find<QLineEdit>("runs.filter")->clear();
        auto *tasks = fixture_->find<QComboBox>("runs.tasks");
        tasks->setCurrentIndex(tasks->findText("Contrastive"));
        QCOMPARE(names(), (QStringList{"Contrastive, 3 runs", "c1", "c2", "c3"}));
    }

    void headingsGoAcrossTheTable()
    {
        makeRuns();
        fixture_->show(7);
        const QImage picture = fixture_->table()->viewport()->grab().toImage();
        const int y = fixture_->table()->rowViewportPosition(3) + 3;
        const QRgb background = picture.pixel(picture.width() / 2, y);
        QCOMPARE(background, picture.pixel(picture.width() - 4, y));
        QCOMPARE(background, fixture_->table()->palette().color(QPalette::Window).rgb());
    }

    void theMainMetricIsThatOfTheBestCheckpoint()
    {
        fixture_->makeRun("runs/a", {.evaluation = {{"validation/loss", 0.5}}});
        fixture_->makeRun("runs/b", {.evaluation = {{"validation/loss", 0.25},
                                                    {"validation/matthews_correlation", 0.618}},
                                     .config = "evaluation:\n  select: matthews_correlation\n"});
        fixture_->makeRun("runs/c");
        fixture_->show(3);
        QCOMPARE(fixture_->column(RunTableModel::MainMetric),
                 (QStringList{"Loss 0.500", "MCC 0.618", ""}));
        const QString meaning = fixture_->table()
                                    ->model()
                                    ->index(1, RunTableModel::MainMetric)
                                    .data(Qt::ToolTipRole)
                                    .toString();
        QVERIFY2(meaning.startsWith("MCC of the best checkpoint (step 10). Matthews"),
                 qPrintable(meaning));
    }
};

QTEST_MAIN(RunGroupsTest)
#include "tst_run_groups.moc"
