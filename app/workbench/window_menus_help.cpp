// The smaller parts of the menus: recent files, clipboard, text size, tools and help.
#include "app/workbench/device_list.h"
#include "app/workbench/main_window.h"
#include "app/workbench/tour.h"
#include "app/workbench/window_menus.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/widgets.h"
#include "widgets/models/models_panel.h"

#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QDir>
#include <QDockWidget>
#include <QFileInfo>
#include <QHeaderView>
#include <QMenuBar>
#include <QMessageBox>
#include <QStandardItemModel>
#include <QSysInfo>
#include <QTableView>
#include <QVBoxLayout>
#include <QWhatsThis>

namespace helicase {

void WindowMenus::addToolsMenu()
{
    QMenu *menu = addMenu(tr("&Tools"));
    add(menu, {.objectName = "tools.verify",
               .text = tr("Verify this build…"),
               .icon = "check",
               .help = tr("Whether this build computes what the published implementations compute"),
               .function = [this] {
                   window_.showPanel(QStringLiteral("models"), ModelsPanel::verifyArgument);
               }});
    add(menu, {.objectName = "tools.devices",
               .text = tr("Devices…"),
               .icon = "chip",
               .help = tr("Processor and graphics cards, with the reason where one is not used"),
               .function = [this] { window_.showDevices(); }});
    add(menu, {.objectName = "tools.shortcuts",
               .text = tr("Keyboard shortcuts…"),
               .function = [this] { showShortcuts(); }});
    add(menu, {.objectName = "tools.logs",
               .text = tr("Open log folder"),
               .icon = "folder",
               .function = [this] { openInSystem(window_.jobs().recordsFolder()); }});
    add(menu, {.objectName = "tools.diagnostics",
               .text = tr("Copy diagnostics"),
               .icon = "copy",
               .function = [this] { copyDiagnostics(); }});
}

void WindowMenus::addHelpMenu()
{
    QMenu *menu = addMenu(tr("&Help"));
    add(menu, {.objectName = "help.tour",
               .text = tr("Five-minute tour"),
               .help = tr("The panels one after the other, on the demo's content"),
               .function = [this] { showTour(); }});
    add(menu, {.objectName = "help.metrics",
               .text = tr("Metric definitions"),
               .help = tr("Of the metrics that Evaluate shows"),
               .function = [this] { showMetricDefinitions(); }});
    add(menu, {.objectName = "help.focus",
               .text = tr("Help for the focused control"),
               .shortcut = QKeySequence("F1"),
               .icon = "help",
               .function = [this] { helpForFocus(); }});
    add(menu, {.objectName = "help.about",
               .text = tr("About Helicase"),
               .icon = "info",
               .function = [this] { showAbout(); }});
}

void WindowMenus::fillRecent()
{
    recentMenu_->clear();
    for (const RecentProject &project : window_.settings().recentProjects()) {
        QAction *action = recentMenu_->addAction(QFileInfo(project.path).completeBaseName());
        action->setToolTip(project.path);
        action->setEnabled(QFileInfo::exists(project.path));
        connect(action, &QAction::triggered, &window_,
                [this, path = project.path] { window_.openProject(path); });
    }
    if (recentMenu_->isEmpty())
        recentMenu_->addAction(tr("None yet"))->setEnabled(false);
}

void WindowMenus::addCopyAsMenu(QMenu *menu)
{
    QMenu *formats = menu->addMenu(tr("Copy table as"));
    formats->setObjectName(QStringLiteral("menu.copyas"));
    const auto addFormat = [&](const char *name, const QString &text, TableFormat format) {
        add(formats, {.objectName = QLatin1String(name),
                      .text = text,
                      .function = [this, format] { copyTableAs(format); }});
    };
    addFormat("edit.copyas.tsv", tr("Copy table as TSV"), TableFormat::Tsv);
    addFormat("edit.copyas.csv", tr("Copy table as CSV"), TableFormat::Csv);
    addFormat("edit.copyas.markdown", tr("Copy table as Markdown"), TableFormat::Markdown);
    addFormat("edit.copyas.latex", tr("Copy table as LaTeX"), TableFormat::Latex);
}

// The table with focus, else the first one that the panel shows.
void WindowMenus::copyTableAs(TableFormat format)
{
    const auto *table = qobject_cast<const QTableView *>(QApplication::focusWidget());
    if (table == nullptr && window_.currentPanel() != nullptr)
        for (const QTableView *shown : window_.currentPanel()->findChildren<QTableView *>())
            if (table == nullptr && shown->isVisible())
                table = shown;
    if (table == nullptr) {
        window_.toast(tr("There is no table here."));
        return;
    }
    copyTable(table, format);
    window_.toast(tr("%1: the table is on the clipboard.").arg(table->accessibleName()));
}

// Text fields have the slot themselves; tables copy their rows.
void WindowMenus::toClipboardSlot(const char *slot)
{
    QWidget *focus = QApplication::focusWidget();
    if (focus == nullptr)
        return;
    if (auto *table = qobject_cast<QTableView *>(focus);
        table != nullptr && qstrcmp(slot, "copy") == 0)
        copyTable(table);
    else if (focus->metaObject()->indexOfMethod(QByteArray(slot) + "()") >= 0)
        QMetaObject::invokeMethod(focus, slot);
}

void WindowMenus::changeTextSize(double factor)
{
    const double scale = factor == 0 ? 1 : window_.theme().textScale() * factor;
    window_.theme().setTextScale(scale);
    window_.settings().setTextScale(window_.theme().textScale());
}

void WindowMenus::showShortcuts()
{
    auto *dialog = new QDialog(&window_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("tools.shortcuts.dialog"));
    dialog->setWindowTitle(tr("Keyboard shortcuts"));
    auto *layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(0, 0, 0, 0);
    auto *table = new QTableView(dialog);
    auto *model = new QStandardItemModel(0, 2, table);
    model->setHorizontalHeaderLabels({tr("Action"), tr("Keys")});
    for (const QAction *action : window_.actions().actions())
        if (!action->shortcut().isEmpty())
            model->appendRow(
                {new QStandardItem(action->text()),
                 new QStandardItem(action->shortcut().toString(QKeySequence::NativeText))});
    table->setModel(model);
    setUpTable(table, QStringLiteral("tools.shortcuts.table"), tr("Keyboard shortcuts"));
    table->setColumnWidth(0, 300);
    table->horizontalHeader()->setStretchLastSection(true);
    layout->addWidget(table);
    dialog->resize(480, 600);
    dialog->show();
}

void WindowMenus::showTour()
{
    auto *tour = new Tour([this](const QString &id) { window_.showPanel(id); }, &window_);
    tour->show();
}

// They belong to the evaluation that is shown; where there is none the panel says how to get one.
void WindowMenus::showMetricDefinitions()
{
    const QString evaluate = QStringLiteral("evaluate");
    window_.showPanel(evaluate);
    QDockWidget *inspector = window_.panel(evaluate)->rightDock();
    inspector->show();
    inspector->raise();
}

void WindowMenus::showAbout()
{
    QMessageBox::about(
        &window_, tr("About Helicase"),
        tr("<b>Helicase %1</b><br>Workbench for DNA language models.<br><br>Licensed under the GNU "
           "General Public License, version 3 or later.<br>Built with Qt %2, VTK and QCustomPlot.")
            .arg(QCoreApplication::applicationVersion(), QString::fromLatin1(qVersion())));
}

void WindowMenus::helpForFocus()
{
    const QWidget *focus = QApplication::focusWidget();
    if (focus == nullptr)
        return;
    QStringList lines{focus->accessibleName(), focus->accessibleDescription(), focus->toolTip()};
    lines.removeAll(QString());
    lines.removeDuplicates();
    if (!lines.isEmpty())
        QWhatsThis::showText(focus->mapToGlobal(QPoint(0, focus->height())),
                             lines.join(QLatin1Char('\n')));
}

void WindowMenus::copyDiagnostics()
{
    QStringList lines{QStringLiteral("Helicase %1").arg(QCoreApplication::applicationVersion()),
                      QStringLiteral("Qt %1, %2")
                          .arg(QString::fromLatin1(qVersion()), QGuiApplication::platformName()),
                      QSysInfo::prettyProductName(), JobRunner::program()};
    lines += deviceLines();
    for (const Problem &problem : window_.journal().problems())
        lines += problem.place + QStringLiteral(": ") + problem.text;
    QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')) + QLatin1Char('\n'));
    window_.toast(tr("Diagnostics are on the clipboard."));
}

} // namespace helicase
