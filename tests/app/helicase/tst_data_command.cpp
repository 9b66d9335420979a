// helicase data: check and clean, as a shell sees them.
#include "tests/app/helicase/run_helicase.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

using namespace helicase;
using namespace helicase::test;

class TestDataCommand : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    QString path(const QString &name) const { return folder_.filePath(name); }

    void write(const QString &name, const QByteArray &content)
    {
        QVERIFY(QDir().mkpath(QFileInfo(path(name)).path()));
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
    }

private Q_SLOTS:
    void initTestCase()
    {
        write("set/train.csv", "sequence,label\n"
                               "ACGTACGTAA,a\n" // its other strand is in test
                               "GGGGTTTTAC,a\n"
                               "GGGGTTTTAC,b\n" // contradicts the row above
                               "CCCATCCCAT,b\n");
        write("set/test.csv", "sequence,label\nTTACGTACGT,a\nCACACAGAGA,b\n");
    }

    void checkTellsWhatThereIs()
    {
        const Outcome outcome = runHelicase({"data", "check", path("set"), "--json"});
        QCOMPARE(outcome.status, 0);
        const QJsonObject data = QJsonDocument::fromJson(outcome.output).object();
        QCOMPARE(data["rows"].toInt(), 6);
        QCOMPARE(data["splits"][0]["labels"]["b"].toInt(), 2);
        QCOMPARE(data["lengths"]["longest"].toInt(), 10);
        const QJsonArray duplicates = data["duplicates"].toArray();
        QCOMPARE(duplicates.size(), 3);
        QCOMPARE(
            duplicates[1].toObject(),
            QJsonObject({{"in", "train"}, {"of", "test"}, {"rows", 1}, {"other_strand_only", 1}}));
        const Outcome text = runHelicase({"data", "check", path("set")});
        QVERIFY2(
            text.output.contains("check\twarning\toverlap\t1 row also occurs in another split: "
                                 "1 of test in train. 1 on the other strand only. "
                                 "test.csv:2."),
            text.output);
    }

    void whatTrainingRefusesHasItsExitStatus()
    {
        write("refused.csv", "sequence,label\nACGTACGT,a\nACGTACGA,\n");
        const Outcome outcome = runHelicase({"data", "check", path("refused.csv")});
        QCOMPARE(outcome.status, 3);
        QVERIFY(outcome.output.contains("check\terror\tempty-fields"));
    }

    void checkCountsTokens()
    {
        HELICASE_NEEDS_DATA();
        const QString tokenizer =
            QString::fromStdString((test::dataFolder() / "tokenizers/dnabert2").string());
        const Outcome outcome = runHelicase({"data", "check", path("set"), "--tokenizer", tokenizer,
                                             "--max-tokens", "5", "--json"});
        QCOMPARE(outcome.status, 0);
        const QJsonObject data = QJsonDocument::fromJson(outcome.output).object();
        QVERIFY(data["tokens"]["longest"].toInt() > 2);
    }

    void cleanWritesANewFolder()
    {
        const QByteArray before = contentOf(path("set/train.csv"));
        const Outcome outcome = runHelicase({"data", "clean", path("set"), "-o", path("clean")});
        QVERIFY2(outcome.status == 0, qPrintable(outcome.errors));
        QVERIFY(outcome.errors.contains("train.csv: 3 rows, 1 removed"));
        QCOMPARE(contentOf(path("clean/train.csv")),
                 QByteArray("sequence,label\nGGGGTTTTAC,a\nGGGGTTTTAC,b\nCCCATCCCAT,b\n"));
        QCOMPARE(contentOf(path("clean/test.csv")), contentOf(path("set/test.csv")));
        QCOMPARE(contentOf(path("set/train.csv")), before);
        QCOMPARE(runHelicase({"data", "clean", path("set"), "-o", path("clean")}).status,
                 1); // there
        const Outcome all = runHelicase({"data", "clean", path("set"), "-o", path("all"),
                                         "--remove", "overlap,contradictions"});
        QCOMPARE(all.status, 0);
        QCOMPARE(contentOf(path("all/train.csv")), QByteArray("sequence,label\nCCCATCCCAT,b\n"));
    }

    void mistakesAreToldInOneLine_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("message");
        const QStringList check{"data", "check"};
        QTest::newRow("nothing") << check << 2 << "one folder or file is expected";
        QTest::newRow("no such path")
            << check + QStringList{path("none")} << 3 << "there is no such file or folder";
        QTest::newRow("no splits")
            << check + QStringList{folder_.path()} << 3 << "holds no data set";
        QTest::newRow("unknown remedy")
            << QStringList{"data", "clean", path("set"), "-o", path("x"), "--remove", "doubts"} << 2
            << "expected overlap, repeats, contradictions or empty";
        QTest::newRow("no output") << QStringList{"data", "clean", path("set")} << 2 << "output";
    }

    void mistakesAreToldInOneLine()
    {
        QFETCH(QStringList, words);
        QFETCH(int, status);
        QFETCH(QString, message);
        const Outcome outcome = runHelicase(words);
        QCOMPARE(outcome.status, status);
        QVERIFY2(outcome.errors.contains(message), qPrintable(outcome.errors));
        QCOMPARE(outcome.errors.count(u'\n'), 1);
    }
};

QTEST_GUILESS_MAIN(TestDataCommand)
#include "tst_data_command.moc"
