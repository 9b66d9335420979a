// From one start of the window to the next: the start page, a project made, saved and opened through the menus, and what
// a window that is killed without warning leaves to the next one.
#include "app/workbench/bottom_dock.h"
#include "app/workbench/main_window.h"
#include "tests/widgets/scripted_worker.h"
#include "widgets/annotate/annotate_panel.h"
#include "widgets/annotate/text_document.h"

#include <QAbstractButton>
#include <QApplication>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

namespace {

const QString windowWord = QStringLiteral("--window");
const QString typedText = QStringLiteral("A promoter <dna>TATAAT</dna>");

// Types the path into the file dialog that opens next, and accepts it.
void answerFileDialog(const QString &path)
{
    QTimer::singleShot(200, [path] {
        auto *dialog = qobject_cast<QFileDialog *>(QApplication::activeModalWidget());
        QVERIFY(dialog);
        dialog->findChild<QLineEdit *>("fileNameEdit")->setText(path);
        QMetaObject::invokeMethod(dialog, "accept");
    });
}

AnnotatePanel &annotatePanel(MainWindow &window)
{
    window.showPanel("annotate");
    return *qobject_cast<AnnotatePanel *>(window.panel("annotate"));
}

void typeTextIn(MainWindow &window)
{
    AnnotatePanel &panel = annotatePanel(window);
    QTRY_VERIFY_WITH_TIMEOUT(panel.document(), 30'000); // the example of a new project
    panel.newDocument("notes.txt", {});
    QTest::keyClicks(panel.findChild<QWidget *>("annotate.editor"), typedText);
}

} // namespace

class SessionTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QApplication::setAttribute(Qt::AA_DontUseNativeDialogs); }

    void init()
    {
        QSettings("Helicase", "helicase-workbench").clear();
        folder_ = std::make_unique<QTemporaryDir>();
    }

    void theStartPageHasNoGaps()
    {
        openWindow();
        window_->resize(1440, 900);
        const QWidget *page = find<QWidget>("start.page");
        const auto place = [page](const QWidget *widget) {
            return QRect(widget->mapTo(page, QPoint(0, 0)), widget->size());
        };
        const QRect first = place(find<QWidget>("start.file.new"));
        const QRect last = place(find<QWidget>("start.file.demo"));
        QTRY_VERIFY(last.top() - first.bottom() < 3 * first.height());
        QVERIFY(first.top() < 220);
        for (const QLabel *label : page->findChildren<QLabel *>())
            if (label->isVisible() && !label->text().isEmpty())
                QVERIFY2(label->height() <= 4 * label->fontMetrics().height(), qPrintable(label->text()));
    }

    void aProjectIsMadeSavedAndOpenedThroughTheMenu()
    {
        openWindow();
        const QString folder = folder_->filePath("seven-species");
        answerFileDialog(folder);
        action("file.new")->trigger();
        QCOMPARE(window_->project().folder(), folder);
        QVERIFY(QFile::exists(folder + "/seven-species.helicase"));
        QVERIFY(!find<QWidget>("start.page")->isVisible());

        typeTextIn(*window_);
        QTRY_VERIFY(window_->project().hasUnsavedChanges());
        QVERIFY(find<QLabel>("main.project")->text().endsWith('*'));
        QCOMPARE(find<QLabel>("status.saved")->text(), "Unsaved changes");
        action("file.save")->trigger();
        QVERIFY(find<QLabel>("status.saved")->text().startsWith("Saved "));
        QCOMPARE(find<QLabel>("main.project")->text(), "seven-species");

        answerFileDialog(folder_->filePath("copy.helicase"));
        action("file.saveas")->trigger();
        QVERIFY(QFile::exists(folder_->filePath("copy.helicase")));
        action("file.close")->trigger();
        QVERIFY(find<QWidget>("start.page")->isVisible());

        answerFileDialog(folder + "/seven-species.helicase");
        action("file.open")->trigger();
        QCOMPARE(window_->project().name(), "seven-species");
        QCOMPARE(typed(), typedText);
    }

    void aChangeIsSavedByItselfAfterFiveSeconds()
    {
        openWindow();
        window_->project().create(folder_->filePath("p"));
        typeTextIn(*window_);
        QTRY_VERIFY(window_->project().hasUnsavedChanges());
        QElapsedTimer clock;
        clock.start();
        QTRY_VERIFY_WITH_TIMEOUT(!window_->project().hasUnsavedChanges(), 10'000);
        QVERIFY(clock.elapsed() > 3'000);
        QVERIFY(savedText(window_->project().file()).contains("TATAAT"));
    }

    void aMissingProjectIsLocated()
    {
        QDir().mkpath(folder_->filePath("here"));
        openWindow();
        window_->project().create(folder_->filePath("here"));
        window_->project().close();
        window_->settings().clearRecentProjects();
        window_->settings().addRecentProject(folder_->filePath("gone/here.helicase"));
        window_->showStartPage();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete); // the former list
        auto *entry = find<QAbstractButton>("start.recent");
        QVERIFY(entry->accessibleName().contains("Locate"));
        answerFileDialog(folder_->filePath("here/here.helicase"));
        entry->click();
        QCOMPARE(window_->project().name(), "here");
        QCOMPARE(window_->settings().recentProjects().size(), size_t{1});
        QCOMPARE(window_->settings().recentProjects().front().path, window_->project().file());
    }

    void afterAProperEndNothingIsSaid()
    {
        openWindow();
        window_->project().create(folder_->filePath("p"));
        window_->close();
        openWindow();
        QVERIFY(!find<QWidget>("start.note")->isVisible());
    }

    void aWindowWithAQueueAsksBeforeItCloses()
    {
        openWindow();
        const auto restore = qScopeGuard([before = qgetenv("HELICASE_BIN")] {
            qputenv("HELICASE_BIN", before);
        });
        test::installWorker(folder_->filePath("bin"), "exec sleep 60\n");
        JobRunner &jobs = window_->jobs();
        const QString running = jobs.start({.words = {"embed"}, .title = "first"});
        const QString waiting = jobs.start({.words = {"embed"}, .title = "second"});
        QVERIFY(jobs.job(waiting)->state == JobState::Queued);
        QString asked;
        const auto answer = [&asked](const QString &text) {
            QTimer::singleShot(200, [&asked, text] {
                auto *question = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
                QVERIFY(question);
                asked = question->text() + question->informativeText();
                for (QAbstractButton *button : question->buttons())
                    if (button->text() == text)
                        button->click();
            });
        };
        answer("Keep open");
        QVERIFY(!window_->close());
        QVERIFY(window_->isVisible());
        QVERIFY2(asked.startsWith("1 run waits in the queue.second"), qPrintable(asked));
        QVERIFY(jobs.job(waiting)->state == JobState::Queued);
        answer("Close without them");
        QVERIFY(window_->close());
        QVERIFY(jobs.job(running)->state == JobState::Running); // it goes on
        // Without a queue nothing is asked.
        jobs.cancel(waiting);
        window_->show();
        QVERIFY(window_->close());
        jobs.cancel(running);
        QTRY_VERIFY(jobs.job(running)->state == JobState::Cancelled);
    }

    void aKilledWindowLosesNothing()
    {
        QProcess first;
        first.start(QCoreApplication::applicationFilePath(), {windowWord, folder_->path()});
        const QString file = folder_->filePath("p/p.helicase");
        QTRY_VERIFY_WITH_TIMEOUT(savedText(file).contains("TATAAT"), 30'000);
        first.kill();
        QVERIFY(first.waitForFinished());
        QCOMPARE(first.exitStatus(), QProcess::CrashExit);

        openWindow();
        QVERIFY(find<QWidget>("start.note")->isVisible());
        bool isTold = false;
        for (const QLabel *label : find<QWidget>("start.note")->findChildren<QLabel *>())
            isTold = isTold || label->text().startsWith("Helicase closed unexpectedly last time.");
        QVERIFY(isTold);
        find<QAbstractButton>("start.note.changes")->click();
        QCOMPARE(window_->project().file(), file);
        QCOMPARE(typed(), typedText);
        QVERIFY(window_->bottom().isOpenAt(BottomPage::Log));
        QVERIFY(window_->journal().lines().back().text.startsWith("p is as it was saved on"));
    }

private:
    void openWindow()
    {
        window_.reset();
        window_ = std::make_unique<MainWindow>(theme_, folder_->filePath("jobs"));
        window_->show();
    }
    QString typed() const
    {
        const TextDocument *document = annotatePanel(*window_).document();
        return document ? document->text() : QString();
    }
    QAction *action(const QString &name) const { return window_->actions().find(name); }
    template <typename Widget>
    Widget *find(const char *name) const
    {
        return window_->findChild<Widget *>(QLatin1String(name));
    }
    static QString savedText(const QString &file)
    {
        QFile input(file);
        return input.open(QIODevice::ReadOnly) ? QString::fromUtf8(input.readAll()) : QString();
    }

    Theme theme_;
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<MainWindow> window_;
};

// Called by the test itself: a window with a text in a project, until it is killed.
static int showWindow(const QString &folder)
{
    Theme theme;
    MainWindow window(theme, folder + "/jobs");
    window.show();
    window.project().create(folder + "/p");
    typeTextIn(window);
    return QApplication::exec();
}

int main(int count, char **words)
{
    QApplication application(count, words);
    QStandardPaths::setTestModeEnabled(true);
    const bool isWindow = QCoreApplication::arguments().value(1) == windowWord;
    const QTemporaryDir ownSettings;
    const QString settings = isWindow ? qEnvironmentVariable("HELICASE_TEST_SETTINGS") : ownSettings.path();
    qputenv("HELICASE_TEST_SETTINGS", settings.toUtf8());
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings);
    if (isWindow)
        return showWindow(QCoreApplication::arguments().at(2));
    SessionTest test;
    return QTest::qExec(&test, count, words);
}

#include "tst_session.moc"
