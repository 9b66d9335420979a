// helicase verify, as a shell sees it: table, JSON, filters and exit status.
#include "tests/app/helicase/run_helicase.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

using namespace helicase;
using namespace helicase::test;

namespace {

Outcome verify(const QStringList &words)
{
    return runHelicase(QStringList{"verify", "--threads", "1"} + words);
}

QJsonArray listOf(const Outcome &outcome)
{
    return QJsonDocument::fromJson(outcome.output).array();
}

} // namespace

class TestVerifyCommand : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        HELICASE_NEEDS_DATA();
        folder_ = std::make_unique<QTemporaryDir>();
        reference_ = QString::fromStdString((test::dataFolder() / "reference_models").string());
        copy("lr_curves", {"case.json", "curves.json", "curves.safetensors"});
        copy("optim_adamw_linear", {"case.json", "inputs.safetensors", "lr.safetensors",
                                    "outputs.safetensors", "settings.json"});
        write("later/case.json", R"({"kind": "later", "tolerance": 0.5})");
    }

    void tableAndExitStatus()
    {
        const Outcome outcome = verify({folder_->path()});
        QVERIFY2(outcome.status == 0, qPrintable(outcome.output + outcome.errors));
        const QStringList lines = QString(outcome.output).split('\n');
        QCOMPARE(lines[0].simplified(), QString("case kind tensors difference tolerance verdict"));
        QCOMPARE(lines[1].simplified(), QString("later later - - 5.0e-01 not checked"));
        QVERIFY(lines[2].startsWith("lr_curves") && lines[2].endsWith("passed"));
        QVERIFY(lines[3].startsWith("optim_adamw_linear") && lines[3].endsWith("passed"));
        QVERIFY(outcome.output.endsWith("3 cases: 2 passed, 0 failed, 1 not checked (kinds this "
                                        "build does not know)\n"));
    }

    void jsonListsTheSame()
    {
        const Outcome outcome = verify({folder_->path(), "--json"});
        QCOMPARE(outcome.status, 0);
        const QJsonArray list = listOf(outcome);
        QCOMPARE(list.size(), 3);
        QVERIFY(list[0].toObject()["passed"].isNull());
        const QJsonObject curves = list[1].toObject();
        QCOMPARE(curves["case"].toString(), QString("lr_curves"));
        QCOMPARE(curves["kind"].toString(), QString("learning_rate_curves"));
        QCOMPARE(curves["compared"].toInt(), 11);
        QCOMPARE(curves["tolerance"].toDouble(), 1e-12);
        QVERIFY(curves["difference"].isDouble());
        QCOMPARE(curves["passed"].toBool(), true);
        QVERIFY(curves["problems"].toArray().isEmpty());
    }

    void oneKindOnly()
    {
        const Outcome outcome =
            verify({folder_->path(), "--json", "--strict", "--kind", "optimizer, lora"});
        QCOMPARE(outcome.status, 0);
        QCOMPARE(listOf(outcome).size(), 1);
        QCOMPARE(listOf(outcome)[0].toObject()["kind"].toString(), QString("optimizer"));
    }

    void strictRefusesUnknownKinds()
    {
        const Outcome outcome = verify({folder_->path(), "--strict"});
        QCOMPARE(outcome.status, 1);
        QVERIFY(outcome.output.contains("later: this build does not know the kind \"later\""));
        QCOMPARE(verify({folder_->filePath("later")}).status, 1); // nothing was checked
    }

    void toleranceScales()
    {
        const QStringList words{folder_->path(), "--kind", "optimizer", "--json"};
        const Outcome none = verify(words + QStringList{"--tolerance-scale", "0"});
        QCOMPARE(none.status, 1);
        QCOMPARE(listOf(none)[0].toObject()["tolerance"].toDouble(), 0.0);
        const Outcome tenfold = verify(words + QStringList{"--tolerance-scale", "10"});
        QCOMPARE(tenfold.status, 0);
        QCOMPARE(listOf(tenfold)[0].toObject()["tolerance"].toDouble(), 1e-4);
        QCOMPARE(verify(words + QStringList{"--tolerance-scale", "-1"}).status, 2);
    }

    void whatFailsIsNamed()
    {
        // One byte inside the values of the last curve, which is a double near 1.
        QFile file(folder_->filePath("lr_curves/curves.safetensors"));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(file.size() - 2));
        file.write("\x10", 1);
        file.close();
        const Outcome outcome = verify({folder_->path()});
        QCOMPARE(outcome.status, 1);
        QVERIFY(outcome.output.contains("FAILED"));
        QVERIFY2(QString(outcome.output)
                     .contains(QRegularExpression(
                         "\nlr_curves: curve\\d+ \\[\\d+\\] is \\S+, the reference \\S+\n")),
                 qPrintable(outcome.output));
        QVERIFY(outcome.output.contains("1 passed, 1 failed, 1 not checked"));
        const Outcome json = verify({folder_->path(), "--json"});
        QCOMPARE(json.status, 1);
        QCOMPARE(listOf(json)[1].toObject()["passed"].toBool(true), false);
    }

    void badInputIsOneLine_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("status");
        QTest::newRow("no folder given") << QStringList{} << 2;
        QTest::newRow("no such folder") << QStringList{"FOLDER/nowhere"} << 3;
        QTest::newRow("no case") << QStringList{"FOLDER/empty"} << 3;
        QTest::newRow("bad case") << QStringList{"FOLDER/bad"} << 3;
        QTest::newRow("slip in a kind") << QStringList{"FOLDER", "--kind", "optimiser"} << 2;
        QTest::newRow("no case of the kind") << QStringList{"FOLDER", "--kind", "lora"} << 3;
        QTest::newRow("device") << QStringList{"FOLDER", "--device", "cuda:7"} << 2;
        QTest::newRow("precision") << QStringList{"FOLDER", "--precision", "bf16"} << 2;
    }

    void badInputIsOneLine()
    {
        QFETCH(QStringList, words);
        QFETCH(int, status);
        if (words.contains("FOLDER/bad"))
            write("bad/case.json", "{\"kind\": \"encoder\"");
        QVERIFY(QDir(folder_->path()).mkdir("empty"));
        words.replaceInStrings("FOLDER", folder_->path());
        const Outcome outcome = verify(words);
        QVERIFY2(outcome.status == status, qPrintable(outcome.errors));
        QCOMPARE(outcome.output, QString());
        QVERIFY2(outcome.errors.startsWith("helicase: ") && outcome.errors.count('\n') == 1,
                 qPrintable(outcome.errors));
    }

private:
    void copy(const QString &name, const QStringList &files)
    {
        QVERIFY(QDir(folder_->path()).mkdir(name));
        for (const QString &file : files) {
            const QString target = folder_->filePath(name + "/" + file);
            QVERIFY(QFile::copy(reference_ + "/" + name + "/" + file, target));
            QVERIFY(QFile::setPermissions(target, QFile::ReadOwner | QFile::WriteOwner));
        }
    }

    void write(const QString &name, const QByteArray &text)
    {
        QVERIFY(QDir(folder_->path()).mkpath(QFileInfo(name).path()));
        QFile file(folder_->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(text), qint64(text.size()));
    }

    std::unique_ptr<QTemporaryDir> folder_;
    QString reference_;
};

QTEST_GUILESS_MAIN(TestVerifyCommand)
#include "tst_verify_command.moc"
