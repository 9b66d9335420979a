// The name and the note that people give a run.
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/run/run_digest.h"
#include "core/run/run_notes.h"
#include "tests/core/run/written_run.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;
using namespace helicase::test;

class RunNotesTest final : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    RunFolder run(const char *name) const
    {
        return writeRun(folder_.filePath(name).toStdString(), {lossEvent(1, 2)});
    }

private Q_SLOTS:
    void withoutNotesTheFolderNamesTheRun()
    {
        const RunFolder run = this->run("plain");
        QVERIFY(readRunNotes(run) == RunNotes());
        QCOMPARE(summarizeRun(run.root()).name, std::string("plain"));
        QVERIFY(summarizeRun(run.root()).note.empty());
    }

    void notesAreReadAsTheyWereWritten()
    {
        const RunFolder run = this->run("noted");
        const RunNotes notes{.name = "Höhere Rate", .note = "Two\nlines, \"quoted\"."};
        writeRunNotes(run, notes);
        QVERIFY(readRunNotes(run) == notes);
        const RunSummary summary = summarizeRun(run.root());
        QCOMPARE(summary.name, notes.name);
        QCOMPARE(summary.note, notes.note);
        QCOMPARE(summary.folder, run.root());
    }

    void aDigestFollowsThem()
    {
        const RunFolder run = this->run("followed");
        RunDigest digest(run.root());
        digest.update();
        QCOMPARE(digest.summary().name, std::string("followed"));
        writeRunNotes(run, {.name = "new"});
        digest.update();
        QCOMPARE(digest.summary().name, std::string("new"));
        QCOMPARE(digest.summary().lastLoss.value(), 2.0);
    }

    void emptyOnesLeaveNoFile()
    {
        const RunFolder run = this->run("emptied");
        writeRunNotes(run, {.note = "for a while"});
        QVERIFY(std::filesystem::exists(run.notes()));
        writeRunNotes(run, {});
        QVERIFY(!std::filesystem::exists(run.notes()));
        writeRunNotes(run, {}); // nothing to remove
    }

    void malformedNotesAreTold_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("no JSON") << "{";
        QTest::newRow("no object") << "[1]";
        QTest::newRow("no text") << R"({"name": 7})";
    }
    void malformedNotesAreTold()
    {
        QFETCH(const QString, text);
        const RunFolder run = this->run("malformed");
        writeFileAtomically(run.notes(), text.toStdString());
        QVERIFY_THROWS_EXCEPTION(InputError, readRunNotes(run));
    }
};

QTEST_GUILESS_MAIN(RunNotesTest)
#include "tst_run_notes.moc"
