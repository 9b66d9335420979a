// Tables and event files of runs. That TensorBoard reads the latter is checked by itself, where a
// Python with it is found; HELICASE_PYTHON names one.
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/run/crc32c.h"
#include "core/run/run_export.h"
#include "core/run/tensorboard_writer.h"
#include "tests/core/run/written_run.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <bit>
#include <cmath>
#include <cstring>

using namespace helicase;
using namespace helicase::test;

namespace {

constexpr int packageMissing = 77;
constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

uint64_t numberAt(std::string_view bytes, size_t at, size_t count)
{
    uint64_t value = 0;
    for (size_t i = 0; i < count; ++i)
        value |= uint64_t{static_cast<uint8_t>(bytes.at(at + i))} << 8 * i;
    return value;
}

// What stands between the checksums, which must hold: the mask is undone here, not made again.
std::vector<std::string> recordsOf(std::string_view file)
{
    const auto checksum = [](uint64_t stored) {
        return std::rotl(static_cast<uint32_t>(stored) - 0xA282EAD8u, 15);
    };
    std::vector<std::string> records;
    while (!file.empty()) {
        const uint64_t length = numberAt(file, 0, 8);
        if (checksum(numberAt(file, 8, 4)) != crc32c(file.substr(0, 8)) ||
            checksum(numberAt(file, 12 + length, 4)) != crc32c(file.substr(12, length)))
            throw Error("a checksum does not hold");
        records.emplace_back(file.substr(12, length));
        file.remove_prefix(16 + length);
    }
    return records;
}

// One field of a protocol buffer.
struct Field {
    uint64_t number = 0;
    uint64_t value = 0; // of numbers
    std::string bytes;
};

uint64_t takeVarint(std::string_view &bytes)
{
    uint64_t value = 0;
    for (int shift = 0;; shift += 7) {
        const auto byte = static_cast<uint8_t>(bytes.at(0));
        bytes.remove_prefix(1);
        value |= uint64_t{byte} << shift & (uint64_t{0x7F} << shift);
        if (byte < 0x80)
            return value;
    }
}

std::vector<Field> fieldsOf(std::string_view bytes)
{
    std::vector<Field> fields;
    while (!bytes.empty()) {
        const uint64_t key = takeVarint(bytes);
        Field field{.number = key >> 3};
        size_t length = key % 8 == 1 ? 8 : key % 8 == 5 ? 4 : 0;
        if (length > 0)
            field.value = numberAt(bytes, 0, length);
        else if (key % 8 == 0)
            field.value = takeVarint(bytes);
        else
            length = takeVarint(bytes), field.bytes = bytes.substr(0, length);
        bytes.remove_prefix(length);
        fields.push_back(std::move(field));
    }
    return fields;
}

} // namespace

class TestRunExport : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    std::filesystem::path path(const char *name) const
    {
        return folder_->filePath(name).toStdString();
    }

    // Resumed from step 2 after it had come to 3.
    RunFolder resumedRun(const char *name) const
    {
        return writeRun(path(name),
                        {validationEvent(0, 2.5), lossEvent(1, 3), lossEvent(2, notANumber),
                         lossEvent(3, 0.125), lossEvent(3, 1.5), validationEvent(3, -INFINITY)});
    }

    // What reads_events.py says of a folder; false when TensorBoard is missing.
    bool tensorboardReads(const std::filesystem::path &folder, QJsonObject &scalars) const
    {
        QProcess python;
        python.start(qEnvironmentVariable("HELICASE_PYTHON", QStringLiteral("python3")),
                     {QFINDTESTDATA("reads_events.py"), QString::fromStdString(folder.string())});
        if (!python.waitForStarted() || !python.waitForFinished(120'000) ||
            python.exitCode() == packageMissing)
            return false;
        if (python.exitCode() != 0)
            throw Error(python.readAllStandardError().toStdString());
        scalars = QJsonDocument::fromJson(python.readAllStandardOutput()).object();
        return true;
    }

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void knownChecksums_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<uint>("checksum");
        // RFC 3720, appendix B.4, and the check value of the CRC catalogue.
        QTest::newRow("nothing") << QByteArray() << 0u;
        QTest::newRow("32 zeros") << QByteArray(32, '\0') << 0x8A9136AAu;
        QTest::newRow("32 ones") << QByteArray(32, '\xFF') << 0x62A8AB43u;
        QByteArray rising;
        for (char byte = 0; byte < 32; ++byte)
            rising += byte;
        QTest::newRow("rising") << rising << 0x46DD794Eu;
        std::ranges::reverse(rising);
        QTest::newRow("falling") << rising << 0x113FDB5Cu;
        QTest::newRow("digits") << QByteArray("123456789") << 0xE3069283u;
    }

    void knownChecksums()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(uint, checksum);
        QCOMPARE(crc32c({bytes.data(), static_cast<size_t>(bytes.size())}), checksum);
    }

    void aTableHasARowPerStep()
    {
        const RunFolder run = resumedRun("a");
        exportMetrics({run.root()}, MetricsFormat::Csv, path("out.csv"));
        QCOMPARE(readFile(path("out.csv")),
                 std::string("run,step,epoch,time,train/loss,validation/loss\n"
                             "a,0,0,1700000000.000,,2.5\n"
                             "a,1,0.01,1700000001.000,3,\n"
                             "a,2,0.02,1700000002.000,NaN,\n"
                             "a,3,0.03,1700000003.000,1.5,-Infinity\n"));
    }

    void severalRunsShareATable()
    {
        writeRun(path("x/a"), {lossEvent(1, 3)});
        writeRun(path("y/a"), {validationEvent(7, 4)});
        exportMetrics({path("x/a"), path("y/a")}, MetricsFormat::Tsv, path("out.tsv"));
        QCOMPARE(readFile(path("out.tsv")),
                 std::string("run\tstep\tepoch\ttime\ttrain/loss\tvalidation/loss\n"
                             "x/a\t1\t0.01\t1700000001.000\t3\t\n"
                             "y/a\t7\t0\t1700000007.000\t\t4\n"));
    }

    void namesWithCommasAreQuoted()
    {
        writeRun(path("a, b"), {lossEvent(1, 3)});
        exportMetrics({path("a, b")}, MetricsFormat::Csv, path("out.csv"));
        QVERIFY(readFile(path("out.csv")).find("\n\"a, b\",1,") != std::string::npos);
    }

    void whatIsNoRunLeavesTheOutputAlone()
    {
        writeFileAtomically(path("out.csv"), "precious");
        writeRun(path("a"), {lossEvent(1, 3)});
        QVERIFY_THROWS_EXCEPTION(
            InputError, exportMetrics({path("a"), path("b")}, MetricsFormat::Csv, path("out.csv")));
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(Stopped, exportMetrics({path("a")}, MetricsFormat::Csv,
                                                        path("out.csv"), stop.get_token()));
        QCOMPARE(readFile(path("out.csv")), std::string("precious"));
    }

    void recordsHoldWhatTheyWereGiven()
    {
        TensorboardEncoder encoder;
        const Event event{
            .time = 1.5, .step = 300, .metrics = {{"train/loss", 0.25}, {"x", notANumber}}};
        const auto records =
            recordsOf(TensorboardEncoder::fileVersion(1.5) + encoder.scalars(event));
        QCOMPARE(records.size(), size_t{2});
        const auto first = fieldsOf(records[0]);
        QCOMPARE(std::bit_cast<double>(first[0].value), 1.5);
        QCOMPARE(first[1].number, uint64_t{3});
        QCOMPARE(first[1].bytes, std::string("brain.Event:2"));
        const auto second = fieldsOf(records[1]);
        QCOMPARE(second[1].number, uint64_t{2});
        QCOMPARE(second[1].value, uint64_t{300});
        QCOMPARE(second[2].number, uint64_t{5});
        const auto values = fieldsOf(second[2].bytes);
        QCOMPARE(values.size(), size_t{2});
        const auto loss = fieldsOf(values[0].bytes);
        QCOMPARE(loss[0].bytes, std::string("train/loss"));
        QCOMPARE(loss[1].number, uint64_t{2});
        QCOMPARE(std::bit_cast<float>(static_cast<uint32_t>(loss[1].value)), 0.25f);
        QVERIFY(std::isnan(
            std::bit_cast<float>(static_cast<uint32_t>(fieldsOf(values[1].bytes)[1].value))));
    }

    void stepsThatGoBackBeginASession()
    {
        TensorboardEncoder encoder;
        QCOMPARE(recordsOf(encoder.scalars(lossEvent(5, 1))).size(), size_t{1});
        QCOMPARE(recordsOf(encoder.scalars(lossEvent(5, 1))).size(), size_t{1});
        const auto records = recordsOf(encoder.scalars(lossEvent(3, 1)));
        QCOMPARE(records.size(), size_t{2});
        const auto session = fieldsOf(records[0]);
        QCOMPARE(session[1].value, uint64_t{3});
        QCOMPARE(session[2].number, uint64_t{7});
        QVERIFY(encoder.scalars({.kind = "message", .text = "no metrics"}).empty());
    }

    void exportingAgainReplacesWhatWasExported()
    {
        const RunFolder run = resumedRun("a");
        for (int i = 0; i < 2; ++i)
            exportMetrics({run.root()}, MetricsFormat::Tensorboard, path("board"));
        std::vector<std::filesystem::path> files;
        for (const auto &entry : std::filesystem::directory_iterator(path("board/a")))
            files.push_back(entry.path());
        QCOMPARE(files.size(), size_t{1});
        QCOMPARE(files[0].filename(),
                 std::filesystem::path("events.out.tfevents.1700000000.helicase"));
        QCOMPARE(recordsOf(readFile(files[0])).size(), size_t{6}); // the version and five events
    }

    void tensorboardReadsWhatIsExported()
    {
        const RunFolder run = resumedRun("a");
        writeFileAtomically(run.config(), "optimizer:\n  lr: 0.5\n");
        exportMetrics({run.root()}, MetricsFormat::Tensorboard, path("board"));
        QJsonObject read;
        if (!tensorboardReads(path("board/a"), read))
            QSKIP("needs a Python with tensorboard (HELICASE_PYTHON)");
        const QJsonObject expected{
            {"scalars",
             QJsonObject{{"train/loss", QJsonArray{QJsonArray{1, "3.0", 1700000001.0},
                                                   QJsonArray{2, "nan", 1700000002.0},
                                                   QJsonArray{3, "1.5", 1700000003.0}}},
                         {"validation/loss", QJsonArray{QJsonArray{0, "2.5", 1700000000.0},
                                                        QJsonArray{3, "-inf", 1700000003.0}}}}},
            {"texts", QJsonObject{{"config", "```yaml\noptimizer:\n  lr: 0.5\n```\n"}}}};
        QCOMPARE(read, expected);
    }

    void tensorboardReadsARunThatGoesOn()
    {
        TensorboardWriter first(path("board/a"));
        first.appendText("config", "seed: 1");
        for (int step = 0; step < 5; ++step)
            first.append(lossEvent(step, step));
        first.append({.kind = "progress", .done = 3});
        // Resumed from step 2, in a process of its own.
        TensorboardWriter second(path("board/a"));
        QVERIFY(first.file() != second.file());
        for (int step = 3; step < 6; ++step)
            second.append(lossEvent(step, 10 * step));
        QJsonObject read;
        if (!tensorboardReads(path("board/a"), read))
            QSKIP("needs a Python with tensorboard (HELICASE_PYTHON)");
        QStringList points;
        for (const QJsonValue point : read["scalars"].toObject()["train/loss"].toArray())
            points += QString::number(point[0].toInt()) + ":" + point[1].toString();
        QCOMPARE(points.join(" "), "0:0.0 1:1.0 2:2.0 3:30.0 4:40.0 5:50.0");
        QCOMPARE(read["texts"].toObject()["config"].toString(), "seed: 1");
    }

    void aFolderThatCannotBeMadeIsTold()
    {
        writeFileAtomically(path("file"), "");
        QVERIFY_THROWS_EXCEPTION(DiskError, TensorboardWriter(path("file/board")));
    }
};

QTEST_GUILESS_MAIN(TestRunExport)
#include "tst_run_export.moc"
