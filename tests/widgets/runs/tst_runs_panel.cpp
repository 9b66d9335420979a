#include "core/run/control.h"
#include "core/run/event.h"
#include "tests/widgets/panel_services.h"
#include "widgets/runs/run_table_model.h"
#include "widgets/runs/runs_panel.h"

#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QSettings>
#include <QTableView>
#include <QTemporaryDir>
#include <QtTest>

#include <fstream>
#include <unistd.h>

using namespace helicase;

namespace {

constexpr int deadProcess = 99'999'999;

// A run folder with 20 steps of falling loss and, when asked, a checkpoint at step 10.
void makeRun(const QString &folder, const std::string &state, int process, bool hasCheckpoint)
{
    const RunFolder run(folder.toStdString());
    std::filesystem::create_directories(run.root());
    std::ofstream(run.description())
        << R"({"task": "contrastive", "started": 1700000000, "total_steps": 20, "process": )"
        << process << R"(, "command_line": "helicase train contrastive"})";
    EventWriter events(run.events());
    events.append({.kind = "state", .text = "running"});
    for (int step = 1; step <= 20; ++step) {
        events.append({.kind = "metrics", .step = step, .metrics = {{"train/loss", 4.0 / step}}});
        if (step == 10)
            events.append(
                {.kind = "evaluation", .step = step, .metrics = {{"validation/loss", 0.5}}});
    }
    if (state != "running")
        events.append({.kind = "state", .step = 20, .text = state});
    if (hasCheckpoint) {
        std::filesystem::create_directories(run.checkpoint(10));
        std::ofstream(run.checkpoint(10) / "manifest.json") << R"({"files": {}})";
    }
}

QString cell(const QTableView *table, int row, int column)
{
    return table->model()->index(row, column).data().toString();
}

void chooseColumn(QTableView *table, const QString &text)
{
    auto *menu = table->findChild<QMenu *>("runs.table.columns");
    QVERIFY(menu != nullptr);
    menu->popup(table->mapToGlobal(QPoint(0, 0)));
    for (QAction *action : menu->actions()) {
        if (action->text() != text)
            continue;
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
        menu->hide();
        return;
    }
    QFAIL(qPrintable("no column " + text));
}

} // namespace

class RunsPanelTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings_.path());
    }

    void emptyNamesTheNextStep()
    {
        QTemporaryDir folder;
        test::PanelServices services(folder.path());
        RunsPanel panel(services.context);
        panel.show();
        QTRY_VERIFY(panel.contentReady());
        QVERIFY(panel.findChild<QWidget *>("runs.empty")->isVisible());
        QVERIFY(panel.findChild<QWidget *>("runs.empty.train") != nullptr);
    }

    void listsRuns()
    {
        QTemporaryDir folder;
        test::PanelServices services(folder.path());
        makeRun(services.project.path("runs/contrastive-01"), "done", deadProcess, true);
        makeRun(services.project.path("runs/contrastive-02"), "running", getpid(), false);
        RunsPanel panel(services.context);
        panel.show();
        auto *table = panel.findChild<QTableView *>("runs.table");
        QTRY_COMPARE(table->model()->rowCount(), 2);
        table->sortByColumn(RunTableModel::Run, Qt::AscendingOrder);
        QCOMPARE(cell(table, 0, RunTableModel::State), "Done");
        QCOMPARE(cell(table, 0, RunTableModel::LastLoss), "0.200");
        QCOMPARE(cell(table, 0, RunTableModel::AtStep), "20");
        QCOMPARE(cell(table, 1, RunTableModel::State), "Running");
        QCOMPARE(cell(table, 1, RunTableModel::Steps), "20 of 20");
        QCOMPARE(panel.statusText(), "2 runs, 1 running");
        panel.findChild<QLineEdit *>("runs.filter")->setText("02");
        QCOMPARE(table->model()->rowCount(), 1);
    }

    void aNarrowTableLeavesOutWhatMattersLeast()
    {
        QTemporaryDir folder;
        test::PanelServices services(folder.path());
        makeRun(services.project.path("runs/a"), "done", deadProcess, false);
        RunsPanel panel(services.context);
        auto *table = panel.findChild<QTableView *>("runs.table");
        panel.resize(1440, 700);
        panel.show();
        QTRY_COMPARE(table->model()->rowCount(), 1);
        for (int column = 0; column < RunTableModel::ColumnCount; ++column)
            QVERIFY(!table->isColumnHidden(column));
        panel.resize(980, 640);
        QTRY_VERIFY(table->isColumnHidden(RunTableModel::Size));
        QVERIFY(!table->isColumnHidden(RunTableModel::SmallestLoss));
        QTRY_COMPARE(table->horizontalScrollBar()->maximum(), 0);
        chooseColumn(table, "Size");
        QVERIFY(!table->isColumnHidden(RunTableModel::Size));
        chooseColumn(table, "Show the main columns");
        QVERIFY(table->isColumnHidden(RunTableModel::Size));
        panel.resize(1440, 700);
        QTRY_VERIFY(!table->isColumnHidden(RunTableModel::Size));
    }

    void aRunningRunFollowsItsEvents()
    {
        QTemporaryDir folder;
        test::PanelServices services(folder.path());
        makeRun(services.project.path("runs/a"), "running", getpid(), false);
        RunsPanel panel(services.context);
        auto *table = panel.findChild<QTableView *>("runs.table");
        QTRY_COMPARE(table->model()->rowCount(), 1);
        EventWriter(RunFolder(services.project.path("runs/a").toStdString()).events())
            .append({.kind = "metrics", .step = 21, .metrics = {{"train/loss", 0.1}}});
        QTRY_COMPARE(cell(table, 0, RunTableModel::LastLoss), "0.100");
    }

    void aVanishedWorkerIsToldWithTheWayOn()
    {
        QTemporaryDir folder;
        test::PanelServices services(folder.path());
        makeRun(services.project.path("runs/lost"), "running", deadProcess, true);
        RunsPanel panel(services.context);
        auto *table = panel.findChild<QTableView *>("runs.table");
        QTRY_COMPARE(table->model()->rowCount(), 1);
        QCOMPARE(cell(table, 0, RunTableModel::State), "No signal");
        QCOMPARE(panel.band()->messages().size(), size_t{1});
        const BandMessage message = panel.band()->messages().front();
        QVERIFY(message.headline.startsWith("lost sends no events since"));
        QCOMPARE(message.actions.front().text, "Resume from 10");
        QVERIFY(services.actions.find("runs.resume")->isEnabled());
    }

    void checkpointsShowTheirValidationLoss()
    {
        QTemporaryDir folder;
        test::PanelServices services(folder.path());
        makeRun(services.project.path("runs/a"), "done", deadProcess, true);
        RunsPanel panel(services.context);
        auto *checkpoints = panel.findChild<QTableView *>("runs.checkpoints");
        QTRY_COMPARE(checkpoints->model()->rowCount(), 1);
        QCOMPARE(cell(checkpoints, 0, 0), "10");
        QCOMPARE(cell(checkpoints, 0, 1), "0.500");
    }

    void attachOpensTrain()
    {
        QTemporaryDir folder;
        test::PanelServices services(folder.path());
        const QString run = services.project.path("runs/a");
        makeRun(run, "done", deadProcess, false);
        RunsPanel panel(services.context);
        QTRY_COMPARE(panel.findChild<QTableView *>("runs.table")->model()->rowCount(), 1);
        services.actions.find("runs.attach")->trigger();
        QCOMPARE(services.opened, (QStringList{"train", run}));
    }

    void stopIsARequestToTheWorker()
    {
        QTemporaryDir folder;
        test::PanelServices services(folder.path());
        const QString run = services.project.path("runs/a");
        makeRun(run, "running", getpid(), false);
        ControlReader control(RunFolder(run.toStdString()).control());
        RunsPanel panel(services.context);
        QTRY_VERIFY(services.actions.find("runs.stop")->isEnabled());
        services.actions.find("runs.stop")->trigger();
        const auto requests = control.poll();
        QCOMPARE(requests.size(), size_t{1});
        QCOMPARE(requests.front().request, "stop");
    }

    void malformedFoldersAreTold()
    {
        QTemporaryDir folder;
        test::PanelServices services(folder.path());
        makeRun(services.project.path("runs/good"), "done", deadProcess, false);
        QDir().mkpath(services.project.path("runs/broken"));
        std::ofstream(services.project.path("runs/broken/run.json").toStdString())
            << "{\"task\": 7";
        RunsPanel panel(services.context);
        auto *table = panel.findChild<QTableView *>("runs.table");
        QTRY_COMPARE(table->model()->rowCount(), 1);
        QCOMPARE(cell(table, 0, RunTableModel::Run), "good");
        QCOMPARE(panel.band()->messages().size(), size_t{1});
        QCOMPARE(panel.band()->messages().front().headline, "broken cannot be read.");
        QVERIFY(panel.band()->messages().front().text.contains("broken/run.json"));
        QCOMPARE(services.journal.problems().size(), size_t{1});
        panel.band()->clear();
        QVERIFY(services.journal.problems().empty());
    }

private:
    QTemporaryDir settings_;
};

QTEST_MAIN(RunsPanelTest)
#include "tst_runs_panel.moc"
