#include "core/base/error.h"
#include "core/run/event.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <nlohmann/json.hpp>

using namespace helicase;

class TestEvent : public QObject {
    Q_OBJECT

    static void append(const QString &path, const QByteArray &text)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::Append));
        file.write(text);
    }

private Q_SLOTS:
    void eventsArriveOnceAndInOrder()
    {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("events.jsonl").toStdString();
        EventReader reader(path);
        QVERIFY(reader.poll().empty());
        EventWriter writer(path);
        writer.append({.kind = "metrics", .step = 1, .metrics = {{"train/loss", 2.5}}});
        writer.append({.kind = "state", .text = "running"});
        const auto events = reader.poll();
        QCOMPARE(events.size(), size_t{2});
        QCOMPARE(events[0].metrics.at("train/loss"), 2.5);
        QCOMPARE(events[1].text, std::string("running"));
        QVERIFY(events[0].time > 1.6e9);
        QVERIFY(reader.poll().empty());
    }

    void numbersThatAreNoneTravelAsStrings()
    {
        const Event event{.time = 1, .kind = "metrics",
                          .metrics = {{"a", std::nan("")}, {"b", HUGE_VAL}, {"c", -HUGE_VAL}}};
        const nlohmann::json line = nlohmann::json::parse(toJson(event).dump());
        QVERIFY(line["metrics"]["a"] == "NaN");
        const Event back = eventFromJson(line);
        QVERIFY(std::isnan(back.metrics.at("a")));
        QCOMPARE(back.metrics.at("b"), HUGE_VAL);
        QCOMPARE(back.metrics.at("c"), -HUGE_VAL);
    }

    void halfLineWaitsAndGarbageIsSkipped()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath("events.jsonl");
        EventReader reader(path.toStdString());
        append(path, "{\"event\":\"state\",\"te");
        QVERIFY(reader.poll().empty());
        append(path, "xt\":\"done\"}\nnot json\n[1]\n{\"event\":7}\n"
                     "{\"event\":\"metrics\",\"time\":\"noon\"}\n{\"event\":\"message\"}\n");
        const auto events = reader.poll();
        QCOMPARE(events.size(), size_t{2});
        QCOMPARE(events[0].text, std::string("done"));
        QCOMPARE(events[1].kind, std::string("message"));
    }

    void writerStartsOnAFreshLineAfterAKill()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath("events.jsonl");
        append(path, "{\"event\":\"metr");
        EventWriter(path.toStdString()).append({.kind = "state", .text = "running"});
        const auto events = EventReader(path.toStdString()).poll();
        QCOMPARE(events.size(), size_t{1});
        QCOMPARE(events[0].text, std::string("running"));
    }

    void unwritablePlaceIsADiskError() { QVERIFY_THROWS_EXCEPTION(DiskError, EventWriter("/proc/none/e")); }
};

QTEST_GUILESS_MAIN(TestEvent)
#include "tst_event.moc"
