// Run folders as the Runs panel keeps them: another name, a note, the trash, and folders that are
// not where they were.
#include "core/run/run_notes.h"
#include "tests/widgets/runs/runs_fixture.h"
#include "widgets/runs/note_edit.h"

#include <QFileDialog>
#include <QJsonArray>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>

#include <algorithm>
#include <unistd.h>

using namespace helicase;
using namespace helicase::test;

class RunFoldersTest final : public QObject {
    Q_OBJECT

    QTemporaryDir settings_;
    std::unique_ptr<RunsFixture> fixture_;

    // As F2, the letters and Return do.
    void rename(const QString &name)
    {
        fixture_->action("runs.rename")->trigger();
        auto *editor = fixture_->table()->findChild<QLineEdit *>();
        QVERIFY(editor);
        editor->setText(name);
        QTest::keyClick(editor, Qt::Key_Return);
    }
    QString name(int row) const { return fixture_->cell(row, RunTableModel::Run); }
    QUndoStack &stack() { return fixture_->services.project.undoStack(); }
    QMessageBox *question() { return fixture_->find<QMessageBox>("runs.delete.question"); }
    void press(const char *button)
    {
        QTRY_VERIFY(question());
        QTest::mouseClick(question()->findChild<QPushButton *>(button), Qt::LeftButton);
    }
    const BandMessage &message() const { return fixture_->panel->band()->messages().front(); }
    // The panel of a project that has this folder added.
    void showWithAdded(const QString &folder)
    {
        fixture_->services.project.setSection("runs",
                                              {{"folders", QJsonArray::fromStringList({folder})}});
        fixture_->show(1);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings_.path());
        // Where the trash is; the test mode of QStandardPaths would have one for all tests.
        qputenv("XDG_DATA_HOME", settings_.filePath("data").toUtf8());
    }
    void init() { fixture_ = std::make_unique<RunsFixture>(); }
    void cleanup() { fixture_.reset(); }

    void aRunIsRenamedAndTheFolderStays()
    {
        const RunFolder run = fixture_->makeRun("runs/a");
        fixture_->show(1);
        rename("  Double   batch ");
        QTRY_COMPARE(name(0), QString("Double batch"));
        QVERIFY(std::filesystem::exists(run.description()));
        QCOMPARE(readRunNotes(run).name, std::string("Double batch"));
        stack().undo();
        QTRY_COMPARE(name(0), QString("a"));
        QVERIFY(!std::filesystem::exists(run.notes()));
        stack().redo();
        QTRY_COMPARE(name(0), QString("Double batch"));
        // No name, or that of the folder: it has none of its own any more.
        rename("");
        QTRY_COMPARE(name(0), QString("a"));
        QVERIFY(!std::filesystem::exists(run.notes()));
    }

    void aRunningRunIsRenamedToo()
    {
        const RunFolder run = fixture_->makeRun("runs/a", {.process = ::getpid()});
        fixture_->show(1);
        rename("live");
        QTRY_COMPARE(name(0), QString("live"));
        EventWriter(run.events()).append(lossEvent(11, 0.125));
        QTRY_COMPARE(fixture_->cell(0, RunTableModel::LastLoss), QString("0.125"));
        QCOMPARE(name(0), QString("live"));
    }

    void theNameThatIsBeingWrittenOutlastsNews()
    {
        fixture_->makeRun("runs/a", {.process = ::getpid()});
        fixture_->show(1);
        fixture_->action("runs.rename")->trigger();
        auto *editor = fixture_->table()->findChild<QLineEdit *>();
        editor->setText("half a na");
        QTest::qWait(1300); // the rows were read again
        QVERIFY(editor->isVisible());
        QCOMPARE(editor->text(), QString("half a na"));
        QTest::keyClick(editor, Qt::Key_Escape);
        QCOMPARE(name(0), QString("a"));
        QCOMPARE(stack().count(), 0);
    }

    void aNoteIsKeptWithTheRun()
    {
        const RunFolder run = fixture_->makeRun("runs/a");
        const RunFolder other = fixture_->makeRun("runs/b");
        writeRunNotes(other, {.note = "of b"});
        fixture_->show(2);
        auto *note = fixture_->find<NoteEdit>("runs.note");
        QCOMPARE(note->toPlainText(), QString());
        note->setPlainText("Rate lowered.");
        fixture_->table()->selectRun(other.root()); // the note of the first is written down
        QCOMPARE(note->toPlainText(), QString("of b"));
        QCOMPARE(readRunNotes(run).note, std::string("Rate lowered."));
        QCOMPARE(readRunNotes(other).note, std::string("of b"));
        fixture_->table()->selectRun(run.root());
        QTRY_COMPARE(note->toPlainText(), QString("Rate lowered."));
        stack().undo();
        QTRY_COMPARE(note->toPlainText(), QString());
        QVERIFY(readRunNotes(run) == RunNotes());
    }

    void aNoteThatCannotBeWrittenIsTold()
    {
        const RunFolder run = fixture_->makeRun("runs/a");
        fixture_->show(1);
        auto *note = fixture_->find<NoteEdit>("runs.note");
        std::filesystem::create_directories(run.notes()); // in the place of the file
        note->setPlainText("lost");
        note->commit();
        QCOMPARE(message().headline, QString("The change was not saved."));
        QCOMPARE(stack().count(), 0);
    }

    void deletingAsksAndMovesToTheTrash()
    {
        const RunFolder run = fixture_->makeRun("runs/contrastive-03");
        writeFileAtomically(run.root() / "weights", std::string(2'000'000, 'x'));
        fixture_->makeRun("runs/other");
        fixture_->show(2);
        fixture_->table()->selectRun(run.root());
        QTest::keyClick(fixture_->table(), Qt::Key_Delete);
        QTRY_VERIFY(question());
        QCOMPARE(question()->text(), QString("Delete run contrastive-03 (2.0 MB)?"));
        const QList<QAbstractButton *> buttons = question()->buttons();
        QVERIFY(
            std::ranges::any_of(buttons, [](auto *button) { return button->text() == "Delete"; }));
        QTest::keyClick(question(), Qt::Key_Escape);
        QTRY_VERIFY(!question());
        QVERIFY(std::filesystem::exists(run.root()));
        fixture_->action("runs.delete")->trigger();
        press("runs.delete.accept");
        QTRY_COMPARE(fixture_->table()->model()->rowCount(), 1);
        QVERIFY(!std::filesystem::exists(run.root()));
        QVERIFY(QFile::exists(settings_.filePath("data/Trash/files/contrastive-03/run.json")));
        QVERIFY(fixture_->panel->band()->messages().empty());
        QCOMPARE(fixture_->services.toasts.back(),
                 QString("contrastive-03 was moved to the trash."));
    }

    void keysInTheNoteBelongToTheNote()
    {
        const RunFolder run = fixture_->makeRun("runs/a");
        writeRunNotes(run, {.note = "word"});
        fixture_->show(1);
        auto *note = fixture_->find<NoteEdit>("runs.note");
        QTRY_COMPARE(note->toPlainText(), QString("word"));
        note->setFocus();
        QTest::keyClick(note, Qt::Key_Delete);
        QCOMPARE(note->toPlainText(), QString("ord"));
        QVERIFY(!question());
    }

    void checkpointsOnAnotherDiskAreNamed()
    {
        const RunFolder run = fixture_->makeRun("runs/a");
        const QString disk = fixture_->temporary.filePath("a-checkpoints");
        QDir().mkpath(disk);
        std::filesystem::create_directory_symlink(disk.toStdString(), run.checkpoints());
        fixture_->show(1);
        fixture_->action("runs.delete")->trigger();
        QTRY_VERIFY(question());
        QVERIFY(question()->informativeText().endsWith("Its checkpoints stay in " + disk + "."));
        press("runs.delete.accept");
        QVERIFY(!std::filesystem::exists(run.root()));
        QVERIFY(QFile::exists(disk));
    }

    void withoutATrashNothingIsDeleted()
    {
        const RunFolder run = fixture_->makeRun("runs/a");
        fixture_->show(1);
        const QString file = fixture_->temporary.filePath("file");
        writeFileAtomically(file.toStdString(), "in the place of the folder");
        qputenv("XDG_DATA_HOME", (file + "/data").toUtf8());
        fixture_->action("runs.delete")->trigger();
        press("runs.delete.accept");
        qputenv("XDG_DATA_HOME", settings_.filePath("data").toUtf8());
        QVERIFY(std::filesystem::exists(run.description()));
        QCOMPARE(message().headline, QString("a was not deleted."));
        QCOMPARE(message().actions.front().text, QString("Open folder"));
    }

    void aRunningRunIsNotDeleted()
    {
        const RunFolder run = fixture_->makeRun("runs/a", {.process = ::getpid()});
        fixture_->show(1);
        fixture_->action("runs.delete")->trigger();
        QVERIFY(!question());
        QVERIFY(std::filesystem::exists(run.description()));
        QCOMPARE(message().headline, QString("a was not deleted."));
        QCOMPARE(message().text, QString("It is running: stop it before."));
        QCOMPARE(message().actions.front().text, QString("Stop and save"));
    }

    void whatBeginsMeanwhileIsNotDeletedEither()
    {
        const RunFolder run = fixture_->makeRun("runs/a");
        fixture_->show(1);
        fixture_->action("runs.delete")->trigger();
        QTRY_VERIFY(question());
        writeJsonFile(run.description(), {{"task", "contrastive"},
                                          {"started", runStart},
                                          {"process", ::getpid()},
                                          {"total_steps", 20}});
        EventWriter(run.events()).append({.kind = "state", .text = "running"});
        QTRY_COMPARE(fixture_->cell(0, RunTableModel::State), QString("Running"));
        press("runs.delete.accept");
        QVERIFY(std::filesystem::exists(run.description()));
        QCOMPARE(message().headline, QString("a was not deleted."));
    }

    void aMissingFolderIsGreyAndCanBeLocated()
    {
        const QString old = fixture_->temporary.filePath("elsewhere/a");
        const QString moved = fixture_->temporary.filePath("moved/a");
        fixture_->makeRun(moved);
        showWithAdded(old);
        QCOMPARE(name(0), QString("a"));
        QCOMPARE(fixture_->cell(0, RunTableModel::State), QString("Missing"));
        const QModelIndex run = fixture_->table()->model()->index(0, RunTableModel::Run);
        QCOMPARE(run.data(Qt::ForegroundRole).value<QColor>(),
                 QApplication::palette().color(QPalette::PlaceholderText));
        QCOMPARE(run.data(Qt::ToolTipRole).toString(), "Folder not found. It was at " + old + ".");
        QCOMPARE(message().headline, QString("Folder not found."));
        QCOMPARE(message().text, "It was at " + old + ".");
        QCOMPARE(message().actions.front().text, QString("Locate…"));
        for (const char *name : {"runs.attach", "runs.resume", "runs.stop", "runs.rename"})
            QVERIFY2(!fixture_->action(name)->isEnabled(), name);
        QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        QTimer::singleShot(0, this, [moved] {
            auto *dialog = qobject_cast<QFileDialog *>(QApplication::activeModalWidget());
            QVERIFY(dialog);
            dialog->setDirectory(moved);
            dialog->selectFile(moved);
            static_cast<QDialog *>(dialog)->done(QDialog::Accepted);
        });
        message().actions.front().function();
        QTRY_COMPARE(fixture_->cell(0, RunTableModel::State), QString("Done"));
        QVERIFY(fixture_->panel->band()->messages().empty());
        QCOMPARE(fixture_->services.project.section("runs").value("folders").toArray(),
                 QJsonArray::fromStringList({moved}));
    }

    void aMissingFolderIsTakenFromTheList()
    {
        showWithAdded(fixture_->temporary.filePath("elsewhere/a"));
        fixture_->action("runs.delete")->trigger();
        QVERIFY(!question());
        QTRY_COMPARE(fixture_->table()->model()->rowCount(), 0);
        QVERIFY(fixture_->panel->band()->messages().empty());
        QVERIFY(fixture_->services.project.section("runs").value("folders").toArray().isEmpty());
    }

    void aFolderThatComesBackIsNoLongerMissing()
    {
        const QString folder = fixture_->temporary.filePath("disk/a");
        showWithAdded(folder);
        QCOMPARE(fixture_->cell(0, RunTableModel::State), QString("Missing"));
        fixture_->makeRun(folder);
        QTRY_COMPARE(fixture_->cell(0, RunTableModel::State), QString("Done"));
        QVERIFY(fixture_->panel->band()->messages().empty());
    }
};

QTEST_MAIN(RunFoldersTest)
#include "tst_run_folders.moc"
