// What the Runs panel does with several runs and with the files of one: comparing, added columns,
// baseline, inputs and checkpoints as they are on the disk, rewinding.
#include "core/base/atomic_file.h"
#include "core/base/sha256.h"
#include "core/run/control.h"
#include "tests/core/run/written_run.h"
#include "tests/widgets/panel_services.h"
#include "widgets/common/plot_view.h"
#include "widgets/common/section_header.h"
#include "widgets/common/table_tools.h"
#include "widgets/runs/run_comparison.h"
#include "widgets/runs/run_table.h"
#include "widgets/runs/run_table_model.h"
#include "widgets/runs/runs_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QJsonObject>
#include <QLabel>
#include <QMenu>
#include <QSettings>
#include <QTemporaryDir>
#include <QtTest>

#include <unistd.h>

using namespace helicase;
using namespace helicase::test;

class RunComparisonTest final : public QObject {
    Q_OBJECT

    QTemporaryDir settings_;
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<PanelServices> services_;
    std::unique_ptr<RunsPanel> panel_;

    std::filesystem::path path(const QString &name) const
    {
        return services_->project.path(name).toStdString();
    }

    // Ten steps of falling loss; process 0: the run is done.
    RunFolder makeRun(const QString &name, const std::string &rate, double factor, int process = 0)
    {
        std::vector<Event> events{{.time = runStart, .kind = "state", .text = "running"}};
        for (int step = 1; step <= 10; ++step)
            events.push_back(lossEvent(step, factor / step));
        if (process == 0)
            events.push_back({.time = runStart + 60, .kind = "state", .step = 10, .text = "done"});
        const RunFolder run = writeRun(path("runs/" + name), events);
        writeFileAtomically(run.config(), "optimizer:\n  lr: " + rate + "\nseed: 1\n");
        writeJsonFile(run.description(), {{"task", "contrastive"},
                                          {"started", runStart},
                                          {"process", process},
                                          {"total_steps", 10}});
        return run;
    }

    void makeCheckpoint(const RunFolder &run, int64_t step, const std::string &content)
    {
        writeFileAtomically(run.checkpoint(step) / "model.safetensors", content);
        writeJsonFile(run.checkpoint(step) / "manifest.json",
                      {{"files", {{"model.safetensors", sha256Of("weights")}}}});
    }

    template <typename Widget>
    Widget *find(const char *name) const
    {
        return panel_->findChild<Widget *>(name);
    }
    RunTable *table() const { return static_cast<RunTable *>(find<QTableView>("runs.table")); }
    QAction *action(const char *name) const { return services_->actions.find(name); }

    QString cell(const QTableView *view, int row, int column) const
    {
        return view->model()->index(row, column).data().toString();
    }

    // Shows the panel with the runs in the order of their names.
    void show(int runs)
    {
        panel_.reset(); // its actions have names that are given once
        panel_ = std::make_unique<RunsPanel>(services_->context);
        panel_->resize(1360, 840);
        panel_->show();
        QTRY_COMPARE(table()->model()->rowCount(), runs);
        table()->sortByColumn(RunTableModel::Run, Qt::AscendingOrder);
        table()->selectRow(0);
    }

    void tick(int row)
    {
        table()->selectRow(row);
        QTest::keyClick(table(), Qt::Key_Space);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings_.path());
    }

    void init()
    {
        QSettings().clear();
        folder_ = std::make_unique<QTemporaryDir>();
        services_ = std::make_unique<PanelServices>(folder_->path());
    }

    void cleanup()
    {
        panel_.reset();
        services_.reset();
    }

    void twoTickedRunsCanBeCompared()
    {
        makeRun("a", "0.5", 4);
        makeRun("b", "0.25", 2);
        makeRun("c", "0.5", 1);
        show(3);
        QVERIFY(!action("runs.compare")->isEnabled());
        tick(0);
        QVERIFY(!action("runs.compare")->isEnabled());
        tick(1);
        QCOMPARE(action("runs.compare")->text(), "Compare 2");
        QVERIFY(!find<QWidget>("runs.comparison")->isVisible());
        action("runs.compare")->trigger();
        QVERIFY(find<QWidget>("runs.comparison")->isVisible());
        auto *differences = find<QTableView>("runs.diff");
        QCOMPARE(differences->model()->rowCount(), 1);
        QCOMPARE(cell(differences, 0, 0), "optimizer.lr");
        QCOMPARE(cell(differences, 0, 1), "0.5");
        QCOMPARE(cell(differences, 0, 2), "0.25");
        QVERIFY(differences->model()->index(0, 2).data(Qt::FontRole).value<QFont>().bold());
        QCOMPARE(differences->model()->headerData(1, Qt::Horizontal).toString(), "a (baseline)");
        find<QCheckBox>("runs.diff.only")->click();
        QCOMPARE(differences->model()->rowCount(), 2);
        // Unticked, there is nothing to compare.
        tick(1);
        QVERIFY(!find<QWidget>("runs.comparison")->isVisible());
        QVERIFY(!action("runs.compare")->isChecked());
    }

    void theirCurvesShareAPlotThatGrows()
    {
        makeRun("a", "0.5", 4);
        const RunFolder live = makeRun("b", "0.25", 2, ::getpid());
        writeRun(live.root(), {validationEvent(10, 3)});
        show(2);
        tick(0);
        tick(1);
        action("runs.compare")->trigger();
        auto *metric = find<QComboBox>("runs.plot.metric");
        QCOMPARE(metric->currentText(), "validation/loss");
        auto *plot = static_cast<PlotView *>(find<QWidget>("runs.plot"));
        QTRY_COMPARE(plot->graphCount(), 1);
        QCOMPARE(plot->graph(0)->name(), "b");
        metric->setCurrentText("train/loss");
        Q_EMIT metric->activated(metric->currentIndex());
        QTRY_COMPARE(plot->graphCount(), 2);
        QCOMPARE(plot->graph(0)->data()->at(0)->value, 4.0);
        QCOMPARE(plot->graph(1)->dataCount(), 10);
        QVERIFY(plot->graph(0)->pen().color() != plot->graph(1)->pen().color());
        QVERIFY(plot->graph(0)->scatterStyle().shape() != plot->graph(1)->scatterStyle().shape());
        writeRun(live.root(), {lossEvent(11, 0.125)});
        QTRY_COMPARE(plot->graph(1)->dataCount(), 11);
        QCOMPARE(plot->xAxis->range().upper > 10.5, true);
        find<QToolButton>("runs.plot.log")->click();
        QVERIFY(plot->isLogarithmic());
    }

    void theBaselineStandsFirstAndIsKept()
    {
        makeRun("a", "0.5", 4);
        makeRun("b", "0.25", 2);
        show(2);
        tick(0);
        table()->selectRow(1);
        action("runs.baseline")->trigger();
        action("runs.compare")->trigger();
        QCOMPARE(find<QTableView>("runs.diff")->model()->headerData(1, Qt::Horizontal).toString(),
                 "b (baseline)");
        QCOMPARE(cell(table(), 0, RunTableModel::Run), "b");
        QVERIFY(!table()->model()->index(0, RunTableModel::Run).data(Qt::DecorationRole).isNull());
        QCOMPARE(services_->project.section("runs").value("baseline").toString(),
                 services_->project.path("runs/b"));
    }

    void metricsAndSettingsCanBeColumns()
    {
        using Figure = AddedColumn::Figure;
        makeRun("a", "0.5", 4);
        makeRun("b", "0.25", 2);
        show(2);
        table()->setAddedColumns({{Figure::Maximum, "train/loss"},
                                  {Figure::MinimumStep, "train/loss"},
                                  {Figure::AtStep, "train/loss", 4},
                                  {Figure::Setting, "optimizer.lr"},
                                  {Figure::Last, "nothing"}});
        const int first = RunTableModel::ColumnCount;
        QCOMPARE(cell(table(), 0, first), "4.000");
        QCOMPARE(cell(table(), 0, first + 1), "10");
        QTRY_COMPARE(cell(table(), 0, first + 2), "1.000");
        QCOMPARE(cell(table(), 1, first + 2), "0.5000");
        QCOMPARE(cell(table(), 1, first + 3), "0.25");
        QCOMPARE(cell(table(), 1, first + 4), "");
        table()->sortByColumn(first + 3, Qt::AscendingOrder);
        QCOMPARE(cell(table(), 0, RunTableModel::Run), "b");
        // Kept for the next window.
        show(2);
        QCOMPARE(table()->model()->headerData(first + 2, Qt::Horizontal).toString(),
                 "train/loss at 4");
        QTRY_COMPARE(cell(table(), 0, first + 2), "1.000");
    }

    void theColumnMenuOffersWhatTheRunsHave()
    {
        makeRun("a", "0.5", 4);
        show(1);
        QMenu *menu = table()->columnMenu();
        menu->popup({});
        const auto submenu = [](const QMenu *parent, const QString &title) -> QMenu * {
            for (const QAction *entry : parent->actions())
                if (entry->text() == title)
                    return entry->menu();
            return nullptr;
        };
        QVERIFY(submenu(menu, "Metrics") != nullptr);
        const QMenu *loss = submenu(submenu(menu, "Metrics"), "train/loss");
        QVERIFY(loss != nullptr);
        loss->actions().at(1)->trigger();
        QCOMPARE(
            table()->model()->headerData(RunTableModel::ColumnCount, Qt::Horizontal).toString(),
            "train/loss, minimum");
        QCOMPARE(cell(table(), 0, RunTableModel::ColumnCount), "0.4000");
        menu->hide();
    }

    void keysOfColumns_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<bool>("isKnown");
        for (const char *key : {"last:train/loss", "minimum:a:b", "minimum-step:x", "maximum:x",
                                "maximum-step:x", "at-500:train/loss", "setting:optimizer.lr"})
            QTest::newRow(key) << key << true;
        for (const char *key : {"", "last", "last:", "at-x:y", "median:x"})
            QTest::newRow(key) << key << false;
    }

    void keysOfColumns()
    {
        QFETCH(QString, key);
        QFETCH(bool, isKnown);
        const auto column = AddedColumn::fromKey(key);
        QCOMPARE(column.has_value(), isKnown);
        if (column)
            QCOMPARE(column->key(), key);
    }

    void inputsAndCheckpointsAreComparedWithTheDisk()
    {
        const RunFolder run = makeRun("a", "0.5", 4);
        makeCheckpoint(run, 5, "weights");
        makeCheckpoint(run, 10, "damaged");
        std::filesystem::create_directories(run.checkpoint(15));
        const auto input = [&](const char *name, const std::string &content) {
            return nlohmann::json{{"path", path(name).string()},
                                  {"size", content.size()},
                                  {"sha256", sha256Of(content)}};
        };
        writeFileAtomically(path("same.csv"), "abc");
        writeFileAtomically(path("other.csv"), "abd");
        writeJsonFile(run.description(), {{"task", "contrastive"},
                                          {"inputs",
                                           {input("same.csv", "abc"), input("other.csv", "abc"),
                                            input("gone.csv", "abc")}}});
        show(1);
        auto *inputs = static_cast<FactList *>(find<QWidget>("runs.inputs"));
        QTRY_COMPARE(inputs->fact("same.csv"), "same");
        QCOMPARE(inputs->fact("other.csv"), "changed");
        QCOMPARE(inputs->fact("gone.csv"), "missing");
        auto *checkpoints = find<QTableView>("runs.checkpoints");
        QCOMPARE(checkpoints->model()->rowCount(), 2);
        QCOMPARE(cell(checkpoints, 0, 2), "broken");
        QCOMPARE(cell(checkpoints, 1, 2), "");
        bool isTold = false;
        for (const SectionHeader *header : panel_->findChildren<SectionHeader *>())
            isTold |= header->summary() == "2 kept, 1 incomplete";
        QVERIFY(isTold);
    }

    void rewindAsksTheWorker()
    {
        const RunFolder run = makeRun("a", "0.5", 4, ::getpid());
        makeCheckpoint(run, 5, "weights");
        makeCheckpoint(run, 10, "weights");
        makeRun("b", "0.5", 4);
        ControlReader control(run.control());
        show(2);
        QTRY_VERIFY(action("runs.rewind")->isEnabled());
        find<QTableView>("runs.checkpoints")
            ->setCurrentIndex(find<QTableView>("runs.checkpoints")->model()->index(1, 0));
        action("runs.rewind")->trigger();
        const auto requests = control.poll();
        QCOMPARE(requests.size(), size_t{1});
        QCOMPARE(requests[0].request, "rewind");
        QCOMPARE(requests[0].step.value(), int64_t{5});
        table()->selectRow(1);
        QVERIFY(!action("runs.rewind")->isEnabled());
    }

    void anEndedRunStartsAgainFromACheckpoint()
    {
        const RunFolder run = makeRun("a", "0.5", 4);
        makeCheckpoint(run, 5, "weights");
        makeCheckpoint(run, 10, "weights");
        show(1);
        QTRY_VERIFY(action("runs.rewind")->isEnabled());
        auto *checkpoints = find<QTableView>("runs.checkpoints");
        checkpoints->setCurrentIndex(checkpoints->model()->index(1, 0));
        action("runs.rewind")->trigger();
        QCOMPARE(services_->jobs.jobs().size(), size_t{1});
        const QStringList words = services_->jobs.jobs().front().words;
        QCOMPARE(words.mid(words.size() - 3), (QStringList{"--resume", "--rewind", "5"}));
    }

    void aModelIsHandedToModels()
    {
        const RunFolder run = makeRun("a", "0.5", 4);
        makeCheckpoint(run, 5, "weights");
        makeCheckpoint(run, 10, "weights");
        writeFileAtomically(run.checkpoints() / "best", "step-000000005\n");
        show(1);
        QTRY_VERIFY(action("runs.use")->isEnabled());
        action("runs.use")->trigger();
        QCOMPARE(services_->opened,
                 (QStringList{"models", QString::fromStdString(run.checkpoint(5).string())}));
    }

    void aRunWithMalformedSettingsIsShownAndTold()
    {
        const RunFolder run = makeRun("a", "0.5", 4);
        writeFileAtomically(run.config(), "optimizer: [lr: {");
        show(1);
        QCOMPARE(panel_->band()->messages().size(), size_t{1});
        QVERIFY(panel_->band()->messages().front().text.contains("config.yaml"));
    }
};

QTEST_MAIN(RunComparisonTest)
#include "tst_run_comparison.moc"
