// Dependencies point one way: app -> widgets -> core, app -> core/neural -> core.
#include "tests/support/test_data.h"

#include <QProcess>
#include <QRegularExpression>
#include <QtTest>

#include <fstream>

namespace fs = std::filesystem;

class TestDependencyRules : public QObject {
    Q_OBJECT

    static QStringList includesBelow(const char *folder, const QRegularExpression &pattern, const char *except = nullptr)
    {
        QStringList found;
        const fs::path root = helicase::test::sourceFolder();
        for (const auto &entry : fs::recursive_directory_iterator(root / folder)) {
            const fs::path relative = fs::relative(entry.path(), root);
            if (!entry.is_regular_file() || (except && relative.string().starts_with(except)))
                continue;
            std::ifstream stream(entry.path());
            for (std::string line; std::getline(stream, line);)
                if (pattern.match(QString::fromStdString(line)).hasMatch())
                    found << QString::fromStdString(relative.string() + ": " + line);
        }
        return found;
    }

private Q_SLOTS:
    void coreKnowsNoQt()
    {
        QCOMPARE(includesBelow("core", QRegularExpression("#\\s*include\\s*[<\"](Q[A-Z]|Qt)")), QStringList());
    }

    void torchStaysBelowNeural()
    {
        const QRegularExpression torch("#\\s*include\\s*[<\"](torch|ATen|c10)/");
        for (const char *folder : {"core", "app", "widgets"})
            QCOMPARE(includesBelow(folder, torch, "core/neural/"), QStringList());
    }

    void lowerLayersDoNotSeeUpperOnes()
    {
        QCOMPARE(includesBelow("core", QRegularExpression("#\\s*include\\s*\"(widgets|app)/")), QStringList());
        QCOMPARE(includesBelow("core", QRegularExpression("#\\s*include\\s*\"core/neural/"), "core/neural/"), QStringList());
        QCOMPARE(includesBelow("widgets", QRegularExpression("#\\s*include\\s*\"(app|core/neural)/")), QStringList());
        QCOMPARE(includesBelow("app/workbench", QRegularExpression("#\\s*include\\s*\"core/neural/")), QStringList());
    }

    void programsLinkWhatTheyShould_data()
    {
        QTest::addColumn<QString>("program");
        QTest::addColumn<QString>("forbidden");
        QTest::newRow("workbench") << "helicase-workbench" << "libtorch|libc10";
        QTest::newRow("command line") << "helicase" << "libtorch|libc10|libQt";
        QTest::newRow("neural worker") << "helicase-neural" << "libQt|libvtk";
    }

    void programsLinkWhatTheyShould()
    {
        QFETCH(QString, program);
        QFETCH(QString, forbidden);
        QProcess ldd;
        ldd.start("ldd", {helicase::test::program(program)});
        QVERIFY(ldd.waitForFinished());
        const QString libraries = ldd.readAllStandardOutput();
        QVERIFY2(libraries.contains("libc.so"), qPrintable(libraries));
        QVERIFY2(!libraries.contains(QRegularExpression(forbidden)), qPrintable(libraries));
    }
};

QTEST_GUILESS_MAIN(TestDependencyRules)
#include "tst_dependency_rules.moc"
