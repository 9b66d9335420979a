// The two programs as a shell sees them: exit statuses, streams, one-line errors.
#include "tests/support/test_data.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

class TestPrograms : public QObject {
    Q_OBJECT

    struct Outcome {
        int status = -1;
        QString output;
        QString errors;
    };

    static Outcome run(const QStringList &words, const QString &program = "helicase")
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char *display : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
            environment.remove(display);
        process.setProcessEnvironment(environment);
        process.start(helicase::test::program(program), words);
        process.closeWriteChannel();
        process.waitForFinished(60'000);
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
                process.readAllStandardOutput(), process.readAllStandardError()};
    }

private Q_SLOTS:
    void helpAndVersion()
    {
        const Outcome help = run({"--help"});
        QCOMPARE(help.status, 0);
        QVERIFY(help.output.contains("demo") && help.output.contains("train contrastive"));
        const Outcome version = run({"--version"});
        QCOMPARE(version.status, 0);
        QVERIFY2(version.output.contains("LibTorch 2.11.0"), qPrintable(version.output));
    }

    void mistakesAreOneLine_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("message");
        QTest::newRow("no command") << QStringList{"tokenise"} << 2 << "unknown command \"tokenise\". hint: did you mean tokenize?";
        QTest::newRow("no option") << QStringList{"report", "--outptu", "x"} << 2 << "did you mean output?";
        QTest::newRow("no folder") << QStringList{"report", "/nonexistent"} << 3 << "/nonexistent: is no run, evaluation or project folder";
        QTest::newRow("no run") << QStringList{"runs", "show", "/nonexistent"} << 3 << "/nonexistent: there is no run in this folder";
        QTest::newRow("no recipe") << QStringList{"demo", "--config", "/nonexistent.yaml"} << 3 << "/nonexistent.yaml: cannot be read";
        QTest::newRow("unwritable") << QStringList{"demo", "-o", "/proc/helicase-demo"} << 1 << "/proc/helicase-demo";
    }

    void mistakesAreOneLine()
    {
        QFETCH(QStringList, words);
        const Outcome outcome = run(words);
        QTEST(outcome.status, "status");
        QCOMPARE(outcome.errors.count('\n'), 1);
        QVERIFY2(outcome.errors.startsWith("helicase: "), qPrintable(outcome.errors));
        QFETCH(QString, message);
        QVERIFY2(outcome.errors.contains(message), qPrintable(outcome.errors));
        QVERIFY(outcome.output.isEmpty());
    }

    void theWorkbenchWithoutADisplay()
    {
        const QString workbench = "helicase-workbench";
        const Outcome outcome = run({}, workbench);
        QCOMPARE(outcome.status, 1);
        QCOMPARE(outcome.errors.count('\n'), 1);
        QVERIFY2(outcome.errors.contains("there is no display"), qPrintable(outcome.errors));
        const Outcome help = run({"--help"}, workbench);
        QCOMPARE(help.status, 0);
        QVERIFY(help.output.contains("--demo"));
        QCOMPARE(run({"--panel", "nonsense"}, workbench).status, 2);
    }

    void runsListOfAnEmptyFolderIsATableWithoutRows()
    {
        const QTemporaryDir folder;
        const Outcome outcome = run({"runs", "list", folder.path()});
        QCOMPARE(outcome.status, 0);
        QCOMPARE(outcome.output.count('\n'), 1);
        QVERIFY(outcome.output.startsWith("run  state  task"));
    }
};

QTEST_GUILESS_MAIN(TestPrograms)
#include "tst_programs.moc"
