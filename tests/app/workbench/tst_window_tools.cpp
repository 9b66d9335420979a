// Views, copies and help that the menus offer beside the panels.
#include "app/workbench/bottom_dock.h"
#include "app/workbench/desktop_notice.h"
#include "app/workbench/main_window.h"
#include "tests/widgets/scripted_worker.h"

#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTextBrowser>
#include <QTextCursor>
#include <QtTest>

using namespace helicase;

class WindowToolsTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings_.path());
        theme_.setMode(ThemeMode::Light);
    }

    void init() { window_ = std::make_unique<MainWindow>(theme_, folder_.filePath("jobs")); }
    void cleanup() { window_.reset(); }

    void whatEndsInTheBackgroundIsToldOnTheDesktop()
    {
        test::installWorker(folder_.filePath("bin"), "exit 0\n");
        QSignalSpy told(window_->findChild<DesktopNotice *>(), &DesktopNotice::shown);
        const auto runJob = [this](const QString &title) {
            const QString id = window_->jobs().start(
                {.words = {"tokenize"}, .folder = folder_.filePath(title), .title = title});
            QTRY_VERIFY(isOver(window_->jobs().job(id)->state));
        };
        window_->show();
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
        runJob("watched");
        QCOMPARE(told.count(), 0);
        window_->hide();
        QTRY_COMPARE(QApplication::activeWindow(), nullptr);
        runJob("unwatched");
        QTRY_COMPARE(told.count(), 1);
        QCOMPARE(told.front().value(0).toString(), QString("unwatched"));
        QVERIFY(told.front().value(1).toString().startsWith("unwatched finished in "));
        qunsetenv("HELICASE_BIN");
    }

    void aPanelOpensInAWindowAndComesBack_data()
    {
        QTest::addColumn<QString>("id");
        for (const PanelEntry &entry : availablePanels())
            QTest::newRow(qPrintable(entry.id)) << entry.id;
    }

    void aPanelOpensInAWindowAndComesBack()
    {
        QFETCH(QString, id);
        window_->show();
        window_->showPanel(id);
        Panel *panel = window_->currentPanel();
        auto *pages = window_->findChild<QStackedWidget *>("main.panels");
        const int place = pages->indexOf(panel);
        const auto openWindow = [&] {
            window_->actions().find("view.window")->trigger();
            return panel->window();
        };

        QWidget *own = openWindow();
        QVERIFY(own != window_.get());
        QVERIFY(QTest::qWaitForWindowExposed(own));
        QVERIFY(panel->isVisible() && !panel->grab().isNull());
        auto *back = window_->findChild<QPushButton *>("panelwindow." + id + ".back");
        QVERIFY(back != nullptr && back->isVisible());
        const QString other = availablePanels()[id == availablePanels()[0].id ? 1 : 0].id;
        window_->findChild<QAbstractButton *>("panel." + other)->click();
        QVERIFY(!back->isVisible() && panel->isVisible());
        window_->findChild<QAbstractButton *>("panel." + id)->click();
        QVERIFY(back->isVisible());
        QTRY_VERIFY(own->isActiveWindow());
        QCOMPARE(window_->currentPanel(), panel);

        QTest::mouseClick(back, Qt::LeftButton);
        QCOMPARE(panel->window(), window_.get());
        QCOMPARE(pages->currentWidget(), panel);
        QCOMPARE(pages->indexOf(panel), place);
        QVERIFY(panel->isVisible() && !panel->grab().isNull());

        openWindow()->close();
        QCOMPARE(panel->window(), window_.get());
        openWindow();
        window_->close();
        QCOMPARE(panel->window(), window_.get());
    }

    void tablesAreCopiedInEveryFormat()
    {
        window_->show();
        auto *table = window_->findChild<QTableView *>("jobs.table");
        window_->bottom().open(BottomPage::Jobs);
        window_->jobs().start({.words = {"no-command"}, .folder = folder_.path(), .title = "a job"});
        window_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
        table->setFocus();
        window_->actions().find("edit.copyas.markdown")->trigger();
        QVERIFY(QApplication::clipboard()->text().startsWith("| State | Job |"));
        QVERIFY(QApplication::clipboard()->text().contains("| a job |"));
        window_->actions().find("edit.copyas.csv")->trigger();
        QVERIFY(QApplication::clipboard()->text().startsWith("State,Job,"));
    }

    void theTourShowsThePanelsItNames()
    {
        window_->show();
        window_->actions().find("help.tour")->trigger();
        auto *text = window_->findChild<QTextBrowser *>("help.tour.text");
        QVERIFY(text != nullptr && text->isVisible());
        QVERIFY(text->toPlainText().startsWith("Train."));
        const QString source = text->toMarkdown();
        for (const PanelEntry &entry : availablePanels())
            QVERIFY2(source.contains("(panel:" + entry.id + ")"), qPrintable(entry.id));
        // The first link is the first word.
        QTextCursor cursor(text->document());
        cursor.movePosition(QTextCursor::Right);
        const QPoint place = text->cursorRect(cursor).center() + QPoint(4, 0);
        QCOMPARE(text->anchorAt(place), "panel:train");
        QTest::mouseClick(text->viewport(), Qt::LeftButton, {}, place);
        QVERIFY(window_->currentPanel() != nullptr);
        QCOMPARE(window_->currentPanel()->id(), "train");
        text->window()->close();
    }

    void metricDefinitionsAreThoseOfTheInspector()
    {
        window_->show();
        window_->showPanel("evaluate");
        window_->currentPanel()->rightDock()->hide();
        window_->showPanel("runs");
        window_->actions().find("help.metrics")->trigger();
        QCOMPARE(window_->currentPanel()->id(), "evaluate");
        QVERIFY(window_->currentPanel()->rightDock()->isVisible());
        QVERIFY(window_->findChild<QWidget *>("evaluate.definitions") != nullptr);
    }

    void devicesAreListed()
    {
        window_->show();
        window_->actions().find("tools.devices")->trigger();
        auto *menu = window_->findChild<QMenu *>("status.devices");
        QVERIFY(menu && menu->isVisible());
        QVERIFY(!menu->actions().isEmpty());
        menu->close();
    }

private:
    QTemporaryDir settings_;
    QTemporaryDir folder_;
    Theme theme_;
    std::unique_ptr<MainWindow> window_;
};

QTEST_MAIN(WindowToolsTest)
#include "tst_window_tools.moc"
