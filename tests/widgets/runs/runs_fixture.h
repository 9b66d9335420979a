// A Runs panel over run folders that a test writes, for the tests of this folder.
#pragma once

#include "core/base/atomic_file.h"
#include "tests/core/run/written_run.h"
#include "tests/widgets/panel_services.h"
#include "widgets/runs/run_table.h"
#include "widgets/runs/run_table_model.h"
#include "widgets/runs/runs_panel.h"

#include <QTemporaryDir>
#include <QtTest>

#include <optional>

namespace helicase::test {

// As it may be made: process 0 has ended, and so has the run.
struct SmallRun {
    std::string task = "contrastive";
    int process = 0;
    double factor = 4;                             // the loss of step n is factor / n
    std::map<std::string, double> evaluation = {}; // at step 10
    std::string config = {};
};

struct RunsFixture {
    std::filesystem::path path(const QString &name) const
    {
        return services.project.path(name).toStdString();
    }
    // Ten steps, and a checkpoint at the last one where it is evaluated.
    RunFolder makeRun(const QString &name, const SmallRun &made = {})
    {
        std::vector<Event> events{{.time = runStart, .kind = "state", .text = "running"}};
        for (int step = 1; step <= 10; ++step)
            events.push_back(lossEvent(step, made.factor / step));
        if (!made.evaluation.empty())
            events.push_back({.time = runStart + 11,
                              .kind = "evaluation",
                              .step = 10,
                              .metrics = made.evaluation});
        if (made.process == 0)
            events.push_back({.time = runStart + 60, .kind = "state", .step = 10, .text = "done"});
        const RunFolder run = writeRun(path(name), events);
        if (!made.config.empty())
            writeFileAtomically(run.config(), made.config);
        if (!made.evaluation.empty()) {
            writeJsonFile(run.checkpoint(10) / "manifest.json",
                          {{"files", nlohmann::json::object()}});
            writeFileAtomically(run.checkpoints() / "best", "step-000000010\n");
        }
        writeJsonFile(run.description(), {{"task", made.task},
                                          {"started", runStart},
                                          {"process", made.process},
                                          {"total_steps", 10}});
        return run;
    }
    // Makes and shows the panel, and waits for so many rows.
    void show(int rows)
    {
        panel.emplace(services.context);
        panel->resize(1360, 840);
        panel->show();
        QTRY_COMPARE(table()->model()->rowCount(), rows);
        table()->sortByColumn(RunTableModel::Run, Qt::AscendingOrder);
        table()->selectFirstRun();
    }
    template <typename Widget>
    Widget *find(const char *name) const
    {
        return panel->findChild<Widget *>(QLatin1String(name));
    }
    RunTable *table() const { return static_cast<RunTable *>(find<QTableView>("runs.table")); }
    QAction *action(const char *name) const { return services.actions.find(name); }
    QString cell(int row, int column) const
    {
        return table()->model()->index(row, column).data().toString();
    }
    // A column from top to bottom; of a heading its text.
    QStringList column(int column) const
    {
        QStringList cells;
        for (int row = 0; row < table()->model()->rowCount(); ++row) {
            const bool isRow =
                table()->model()->flags(table()->model()->index(row, 0)) != Qt::NoItemFlags;
            cells += cell(row, isRow ? column : 0);
        }
        return cells;
    }

    QTemporaryDir temporary;
    PanelServices services{temporary.path()};
    std::optional<RunsPanel> panel; // once it is shown
};

} // namespace helicase::test
