#include "app/workbench/bottom_dock.h"
#include "app/workbench/command_palette.h"
#include "app/workbench/main_window.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QTemporaryDir>
#include <QToolBar>
#include <QToolButton>
#include <QtTest>

using namespace helicase;

namespace {

bool isInternal(const QWidget *widget)
{
    return widget->objectName().startsWith("qt_") ||
           qobject_cast<const QMenu *>(widget) != nullptr ||
           widget->window()->windowType() == Qt::Popup;
}

// The widget and where it stands: the named ones above it.
QString describe(const QWidget *widget)
{
    QStringList path{QString::fromLatin1(widget->metaObject()->className()) + "(" +
                     widget->objectName() + ")"};
    for (const QWidget *step = widget->parentWidget(); step != nullptr; step = step->parentWidget())
        if (!step->objectName().isEmpty())
            path.prepend(step->objectName());
    return path.join(" > ");
}

} // namespace

class MainWindowTest final : public QObject {
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

    void startsWithTheStartPage()
    {
        window_->show();
        QVERIFY(window_->findChild<QWidget *>("start.page")->isVisible());
        QVERIFY(window_->currentPanel() == nullptr);
        QVERIFY(window_->minimumWidth() == 960 && window_->minimumHeight() == 640);
    }

    void everyPanelOpens()
    {
        window_->show();
        for (const PanelEntry &entry : availablePanels()) {
            auto *button = window_->findChild<QAbstractButton *>("panel." + entry.id);
            QVERIFY2(button != nullptr, qPrintable(entry.id));
            button->click();
            QVERIFY(window_->currentPanel() != nullptr);
            QCOMPARE(window_->currentPanel()->id(), entry.id);
            QVERIFY(button->isChecked());
            QVERIFY(window_->currentPanel()->findChild<QToolBar *>(entry.id + ".toolbar") !=
                    nullptr);
        }
    }

    void shortcutsAreUnique()
    {
        buildAllPanels();
        QHash<QString, QString> owners;
        for (const QAction *action : window_->actions().actions()) {
            const QString key = action->shortcut().toString();
            if (key.isEmpty())
                continue;
            QVERIFY2(!owners.contains(key),
                     qPrintable(key + ": " + owners.value(key) + ", " + action->objectName()));
            owners.insert(key, action->objectName());
        }
        QCOMPARE_GE(owners.size(), 25);
    }

    void keysOfTheDesign_data()
    {
        QTest::addColumn<QString>("key");
        for (const char *key :
             {"Ctrl+1",       "Ctrl+P",       "F1",           "Ctrl+O",   "Ctrl+S",
              "Ctrl+Shift+S", "Ctrl+W",       "Ctrl+Return",  "Ctrl+.",   "Ctrl+0",
              "Ctrl+J",       "F6",           "Shift+F6",     "Alt+Left", "Alt+Right",
              "Ctrl+Z",       "Ctrl+Shift+Z", "Ctrl+F",       "F3",       "Shift+F3",
              "Ctrl+E",       "Ctrl+Shift+E", "Ctrl+Shift+C", "F4",       "Shift+F4",
              "Ctrl+B",       "Ctrl+I",       "Ctrl++",       "Ctrl+-",   "Ctrl+Alt+0",
              "F5",           "F11"})
            QTest::newRow(key) << key;
    }

    void keysOfTheDesign()
    {
        QFETCH(QString, key);
        bool isThere = false;
        for (const QAction *action : window_->actions().actions())
            isThere = isThere || action->shortcut() == QKeySequence(key);
        QVERIFY(isThere);
    }

    void thePaletteListsEveryAction()
    {
        buildAllPanels();
        window_->show();
        window_->openPalette(">");
        const QStringList shown =
            window_->findChild<CommandPalette *>("main.palette")->shownTexts();
        for (const QAction *action : window_->actions().actions()) {
            const bool isOfPanel = !window_->actions().specOf(action)->panel.isEmpty();
            if (action->isEnabled() || isOfPanel)
                QVERIFY2(shown.contains(action->text()), qPrintable(action->text()));
        }
    }

    void everythingHasAnAccessibleName()
    {
        buildAllPanels();
        QStringList nameless;
        for (const QWidget *widget : window_->findChildren<QWidget *>())
            if ((widget->focusPolicy() & Qt::TabFocus) != 0 && widget->accessibleName().isEmpty() &&
                !isInternal(widget))
                nameless += describe(widget);
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join('\n')));
    }

    void nothingIsClippedInASmallWindow()
    {
        window_->show();
        window_->resize(1024, 700);
        QStringList clipped;
        const auto check = [&] {
            QCoreApplication::processEvents();
            for (const QAbstractButton *button : window_->findChildren<QAbstractButton *>()) {
                if (!button->isVisible() || button->text().isEmpty() || isInternal(button))
                    continue;
                auto *tool = qobject_cast<const QToolButton *>(button);
                if (tool != nullptr && tool->toolButtonStyle() == Qt::ToolButtonIconOnly)
                    continue;
                if (button->width() <
                    button->fontMetrics().horizontalAdvance(button->text().remove('&')))
                    clipped += describe(button) + ": " + button->text();
            }
        };
        check();
        for (const PanelEntry &entry : availablePanels()) {
            window_->showPanel(entry.id);
            check();
        }
        clipped.removeDuplicates();
        QVERIFY2(clipped.isEmpty(), qPrintable(clipped.join('\n')));
    }

    void theSmallWindowHasIconsOnly()
    {
        window_->show();
        window_->resize(1440, 900);
        QCoreApplication::processEvents();
        const int full = window_->findChild<QToolBar *>("main.activity")->width();
        window_->resize(1024, 700);
        QTRY_COMPARE_LT(window_->findChild<QToolBar *>("main.activity")->width(), full);
        window_->resize(1440, 900);
        QTRY_COMPARE(window_->findChild<QToolBar *>("main.activity")->width(), full);
    }

    void docksHaveTheirWidths_data()
    {
        QTest::addColumn<QString>("panel");
        QTest::addColumn<int>("left");
        QTest::addColumn<int>("right");
        QTest::newRow("annotate") << "annotate" << 232 << 260;
        QTest::newRow("train") << "train" << 344 << 290;
        QTest::newRow("models") << "models" << 248 << 288;
        QTest::newRow("runs") << "runs" << 0 << 268;
    }

    void docksHaveTheirWidths()
    {
        QFETCH(QString, panel);
        QFETCH(int, left);
        QFETCH(int, right);
        window_->resize(1440, 900);
        window_->show();
        window_->showPanel(panel);
        const auto widthOf = [](const QDockWidget *dock) { return dock ? dock->width() : 0; };
        // Wider only where a font needs it.
        constexpr int slack = 40;
        QTRY_COMPARE_GE(widthOf(window_->currentPanel()->leftDock()), left);
        QCOMPARE_LE(widthOf(window_->currentPanel()->leftDock()), left + slack);
        QCOMPARE_GE(widthOf(window_->currentPanel()->rightDock()), right);
        QCOMPARE_LE(widthOf(window_->currentPanel()->rightDock()), right + slack);
    }

    void aProjectIsOpenedSavedAndClosed()
    {
        const QString folder = folder_.filePath("seven-species");
        QDir().mkpath(folder);
        window_->show();
        QVERIFY(window_->openProject(folder));
        QVERIFY(window_->findChild<QLabel *>("main.project")->text().startsWith("seven-species"));
        QVERIFY(window_->currentPanel() != nullptr);
        window_->actions().find("file.save")->trigger();
        QVERIFY(QFile::exists(folder + "/seven-species.helicase"));
        window_->actions().find("file.close")->trigger();
        QVERIFY(window_->currentPanel() == nullptr);
        QCOMPARE(window_->settings().recentProjects().front().path,
                 folder + "/seven-species.helicase");
    }

    void abrokenProjectIsAProblemNotADialog()
    {
        const QString file = folder_.filePath("broken.helicase");
        QFile output(file);
        QVERIFY(output.open(QIODevice::WriteOnly));
        output.write("{\"a\":");
        output.close();
        window_->show();
        QVERIFY(!window_->openProject(file));
        QCOMPARE(window_->journal().problems().size(), size_t{1});
        QVERIFY(window_->journal().problems().front().text.contains("broken.helicase"));
        QVERIFY(window_->bottom().isOpenAt(BottomPage::Problems));
        QVERIFY(QApplication::activeModalWidget() == nullptr);
    }

    void aDroppedUnknownFileIsAnswered()
    {
        const QString file = folder_.filePath("thing.bin");
        QFile output(file);
        QVERIFY(output.open(QIODevice::WriteOnly));
        output.write(QByteArray("\x7f\x45\0\0", 4));
        output.close();
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(file)});
        QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, &data, Qt::LeftButton,
                              Qt::NoModifier);
        QCoreApplication::sendEvent(window_.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(window_.get(), &drop);
        QVERIFY(window_->journal().problems().front().text.contains("7f 45 00 00"));
    }

    void regionsAreWalked()
    {
        window_->show();
        window_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
        window_->showPanel(availablePanels().front().id);
        QSet<QWidget *> visited;
        for (int i = 0; i < 8; ++i) {
            window_->focusRegion(1);
            visited.insert(QApplication::focusWidget());
        }
        QCOMPARE_GE(visited.size(), 3);
    }

    void historyGoesBackAndForward()
    {
        if (availablePanels().size() < 2)
            QSKIP("one panel only");
        const QString first = availablePanels()[0].id;
        const QString second = availablePanels()[1].id;
        window_->showPanel(first);
        window_->showPanel(second);
        window_->goInHistory(-1);
        QCOMPARE(window_->currentPanel()->id(), first);
        window_->goInHistory(1);
        QCOMPARE(window_->currentPanel()->id(), second);
    }

    void theLowerPagesOpenByKeyAndButton_data()
    {
        QTest::addColumn<QString>("button");
        QTest::addColumn<int>("key");
        QTest::addColumn<int>("page");
        QTest::newRow("jobs") << "status.jobs" << int(Qt::Key_J) << int(BottomPage::Jobs);
        QTest::newRow("log") << "status.log" << int(Qt::Key_0) << int(BottomPage::Log);
        QTest::newRow("problems") << "status.problems" << 0 << int(BottomPage::Problems);
    }

    void theLowerPagesOpenByKeyAndButton()
    {
        QFETCH(QString, button);
        QFETCH(int, key);
        QFETCH(int, page);
        const auto isOpen = [&] { return window_->bottom().isOpenAt(BottomPage(page)); };
        window_->show();
        window_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
        auto *toggle = window_->findChild<QToolButton *>(button);
        QTest::mouseClick(toggle, Qt::LeftButton);
        QVERIFY(isOpen() && toggle->isChecked());
        QTest::mouseClick(toggle, Qt::LeftButton);
        QVERIFY(!isOpen() && !toggle->isChecked());
        if (key == 0)
            return;
        QTest::keyClick(window_.get(), Qt::Key(key), Qt::ControlModifier);
        QVERIFY(isOpen());
    }

    void themesSwitchWhileShown()
    {
        buildAllPanels();
        window_->show();
        window_->actions().find("view.theme.dark")->trigger();
        QVERIFY(theme_.isDark());
        QVERIFY(!window_->grab().isNull());
        window_->actions().find("view.theme.light")->trigger();
        QVERIFY(!theme_.isDark());
    }

private:
    void buildAllPanels()
    {
        for (const PanelEntry &entry : availablePanels())
            window_->showPanel(entry.id);
    }

    QTemporaryDir settings_;
    QTemporaryDir folder_;
    Theme theme_;
    std::unique_ptr<MainWindow> window_;
};

QTEST_MAIN(MainWindowTest)
#include "tst_main_window.moc"
