#include "core/run/control.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

class TestControl : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void requestsArriveOnce()
    {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("control.jsonl").toStdString();
        ControlReader reader(path);
        QVERIFY(reader.poll().empty());
        appendControlRequest(path, {.request = "set_lr", .learningRate = 1e-4});
        appendControlRequest(path, {.request = "rewind", .step = 200});
        appendControlRequest(path, {.request = "checkpoint_folder", .folder = "/disk"});
        const auto requests = reader.poll();
        QCOMPARE(requests.size(), size_t{3});
        QCOMPARE(requests[2].folder.value(), std::string("/disk"));
        QVERIFY(!requests[0].folder);
        QCOMPARE(requests[0].learningRate.value(), 1e-4);
        QCOMPARE(requests[1].step.value(), int64_t{200});
        QVERIFY(reader.poll().empty());
    }

    void oldRequestsAreNotObeyed()
    {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("control.jsonl").toStdString();
        appendControlRequest(path, {.request = "stop"});
        ControlReader reader(path);
        QVERIFY(reader.poll().empty());
        appendControlRequest(path, {.request = "pause"});
        QCOMPARE(reader.poll().at(0).request, std::string("pause"));
    }

    void malformedLinesAreSkipped()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath("control.jsonl");
        ControlReader reader(path.toStdString());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("nonsense\n{\"request\": 5}\n{\"request\":\"set_lr\",\"learning_rate\":\"x\"}\n{\"request\":\"st");
        file.close();
        const auto requests = reader.poll();
        QCOMPARE(requests.size(), size_t{1});
        QVERIFY(!requests[0].learningRate);
    }
};

QTEST_GUILESS_MAIN(TestControl)
#include "tst_control.moc"
