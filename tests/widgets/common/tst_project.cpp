#include "core/base/error.h"
#include "widgets/common/project.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

namespace {

void write(const QString &file, const QByteArray &text)
{
    QFile output(file);
    QVERIFY(output.open(QIODevice::WriteOnly));
    output.write(text);
}

} // namespace

class ProjectTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void remembersSections()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath("binning");
        {
            Project project;
            project.create(path);
            QCOMPARE(project.name(), "binning");
            project.setSection("annotate", {{"text", "ACGT"}});
            QVERIFY(project.hasUnsavedChanges());
            project.save();
            QVERIFY(!project.hasUnsavedChanges());
        }
        Project project;
        QSignalSpy opened(&project, &Project::opened);
        project.open(path);
        QCOMPARE(opened.count(), 1);
        QCOMPARE(project.section("annotate").value("text").toString(), "ACGT");
    }

    void savesByItselfAndKeepsTwoCopies()
    {
        QTemporaryDir folder;
        Project project;
        project.create(folder.path());
        QSignalSpy saved(&project, &Project::saved);
        project.setSection("a", {{"n", 1}});
        QTRY_COMPARE_WITH_TIMEOUT(saved.count(), 1, 7000);
        project.setSection("a", {{"n", 2}});
        project.save();
        QVERIFY(QFile::exists(project.file() + ".1"));
        QVERIFY(QFile::exists(project.file() + ".2"));
    }

    void anEqualValueIsNoChange()
    {
        QTemporaryDir folder;
        Project project;
        project.create(folder.path());
        project.setSection("a", {{"n", 1}});
        project.save();
        project.setSection("a", {{"n", 1}});
        QVERIFY(!project.hasUnsavedChanges());
    }

    void refusesWhatIsNoProject_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut off") << QByteArray("{\"annotate\": {");
        QTest::newRow("no object") << QByteArray("[1, 2]");
    }

    void refusesWhatIsNoProject()
    {
        QFETCH(QByteArray, content);
        QTemporaryDir folder;
        const QString file = folder.filePath("broken.helicase");
        write(file, content);
        Project project;
        project.create(folder.filePath("good"));
        QVERIFY_THROWS_EXCEPTION(InputError, project.open(file));
        QVERIFY_THROWS_EXCEPTION(InputError, project.open(folder.filePath("missing.helicase")));
        QCOMPARE(project.name(), "good");
    }
};

QTEST_MAIN(ProjectTest)
#include "tst_project.moc"
