#include "core/base/atomic_file.h"
#include "core/sequence/bed_reader.h"
#include "tests/core/sequence/error_place.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

class TestBedReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void columnsAreRead()
    {
        const auto intervals = read("browser position c1:1-5\ntrack name=x\n# comment\n\nc1\t0\t5\n"
                                    "c2\t5\t5\tname\t3.5\t-\t5\t5\t255,0,0\t1\t5\t0\r\nc3 1 2\n"
                                    "tracks\t1\t2\tn\t.\t.\n");
        QCOMPARE(intervals.size(), size_t{4});
        QCOMPARE(intervals[0].sequence, std::string("c1"));
        QCOMPARE(intervals[0].begin, int64_t{0});
        QCOMPARE(intervals[0].end, int64_t{5});
        QVERIFY(intervals[0].name.empty() && !intervals[0].score);
        QCOMPARE(intervals[0].strand, '.');
        QCOMPARE(intervals[1].name, std::string("name"));
        QCOMPARE(intervals[1].score, 3.5);
        QCOMPARE(intervals[1].strand, '-');
        QCOMPARE(intervals[2].end, int64_t{2});
        QVERIFY(!intervals[3].score);
    }

    void errorsNameLineAndByte_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("byte"); // in the second line, behind "#\n"
        QTest::newRow("too few columns") << QByteArray("c\t1") << 0;
        QTest::newRow("no sequence") << QByteArray("\t1\t2") << 0;
        QTest::newRow("begin") << QByteArray("c\t1.5\t2") << 2;
        QTest::newRow("negative begin") << QByteArray("c\t-1\t2") << 2;
        QTest::newRow("end before begin") << QByteArray("c\t3\t2") << 4;
        QTest::newRow("score") << QByteArray("c\t1\t2\tn\tx") << 8;
        QTest::newRow("strand") << QByteArray("c\t1\t2\tn\t0\t?") << 10;
        QTest::newRow("empty strand") << QByteArray("c\t1\t2\tn\t0\t") << 10;
        QTest::newRow("no UTF-8") << QByteArray("c\t1\t2\t\xFF") << 6;
    }

    void errorsNameLineAndByte()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, byte);
        const auto place = test::errorPlaceOf([&] { read("#\n" + text.toStdString() + "\n"); });
        QVERIFY2(place, "a malformed line was accepted");
        QCOMPARE(place->line, int64_t{2});
        QCOMPARE(place->byteOffset, int64_t{byte + 2});
    }

private:
    std::vector<BedInterval> read(const std::string &text) const
    {
        const std::filesystem::path file = folder_.filePath("intervals").toStdString();
        writeFileAtomically(file, text);
        BedReader reader(file);
        std::vector<BedInterval> intervals;
        while (auto interval = reader.next())
            intervals.push_back(std::move(*interval));
        return intervals;
    }

    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(TestBedReader)
#include "tst_bed_reader.moc"
