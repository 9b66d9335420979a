#include "core/base/error.h"
#include "core/dataset/torch_writer.h"
#include "core/dataset/zip_directory.h"
#include "core/dataset/zip_writer.h"
#include "tests/support/test_data.h"

#include <QTemporaryDir>

#include <cstring>
#include <functional>

using namespace helicase;

namespace {

// An archive of three files, as writeTorchTensor makes it.
QByteArray archive()
{
    QTemporaryDir folder;
    const QString file = folder.filePath("tensor.pt");
    const std::vector<int64_t> values{1, 2, 3};
    writeTorchTensor(file.toStdString(), {"", "I64", {3}, std::as_bytes(std::span(values))});
    QFile written(file);
    return written.open(QIODevice::ReadOnly) ? written.readAll() : QByteArray();
}

std::map<std::string, ZipEntry> directoryOf(const QByteArray &bytes)
{
    return readZipDirectory(std::as_bytes(std::span(bytes.data(), size_t(bytes.size()))),
                            "weights.zip");
}

void put(QByteArray &bytes, qsizetype place, quint32 value, int count = 4)
{
    for (int i = 0; i < count; ++i)
        bytes[place + i] = static_cast<char>(value >> 8 * i);
}

qsizetype firstEntry(const QByteArray &bytes)
{
    return bytes.indexOf(QByteArray("PK\x01\x02", 4));
}

qsizetype endRecord(const QByteArray &bytes)
{
    return bytes.lastIndexOf(QByteArray("PK\x05\x06", 4));
}

} // namespace

class TestZipDirectory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void entriesAreParts()
    {
        const QByteArray bytes = archive();
        const auto entries = directoryOf(bytes);
        const auto data = std::ranges::find_if(
            entries, [](const auto &entry) { return entry.first.ends_with("/data/0"); });
        QVERIFY(data != entries.end());
        QCOMPARE(data->second.bytes.size(), size_t{24});
        int64_t second = 0;
        std::memcpy(&second, data->second.bytes.data() + 8, 8);
        QCOMPARE(second, int64_t{2});
        QCOMPARE(data->second.offset,
                 reinterpret_cast<const char *>(data->second.bytes.data()) - bytes.data());
        for (const auto &[name, entry] : entries)
            requireIntact(entry, name, "weights.zip");
    }

    void largeArchivesHave64BitNumbers()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath("large.zip");
        ZipWriter writer(path.toStdString(), ZipWriter::Numbers::Always64Bits);
        writer.add("one", "first");
        writer.add("folder/two", "");
        writer.finish();
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        const auto entries = directoryOf(bytes);
        QCOMPARE(entries.size(), size_t{2});
        QCOMPARE(entries.at("one").bytes.size(), size_t{5});
        QCOMPARE(entries.at("one").offset % 64, 0);
        requireIntact(entries.at("one"), "one", "large.zip");
    }

    void aChangedByteIsNoticed()
    {
        QByteArray bytes = archive();
        const auto entries = directoryOf(bytes);
        for (const auto &[name, entry] : entries) {
            if (entry.bytes.empty())
                continue;
            bytes[qsizetype(entry.offset)] = char(bytes[qsizetype(entry.offset)] ^ 1);
            QVERIFY_EXCEPTION_THROWN(
                requireIntact(directoryOf(bytes).at(name), name, "weights.zip"), InputError);
            bytes[qsizetype(entry.offset)] = char(bytes[qsizetype(entry.offset)] ^ 1);
        }
    }

    void malformed_data()
    {
        using Change = std::function<void(QByteArray &)>;
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("reason");
        const auto add = [](const char *name, const Change &change, const char *reason) {
            QTest::newRow(name) << change << reason;
        };
        add(
            "empty", [](QByteArray &bytes) { bytes.clear(); }, "no directory");
        add(
            "cut off", [](QByteArray &bytes) { bytes.chop(30); }, "no directory");
        add(
            "compressed", [](QByteArray &bytes) { put(bytes, firstEntry(bytes) + 10, 8, 2); },
            "compressed");
        add(
            "encrypted", [](QByteArray &bytes) { put(bytes, firstEntry(bytes) + 8, 1, 2); },
            "encrypted");
        add(
            "size beyond the end",
            [](QByteArray &bytes) {
                put(bytes, firstEntry(bytes) + 20, 1'000'000);
                put(bytes, firstEntry(bytes) + 24, 1'000'000);
            },
            "beyond its end");
        add(
            "two sizes", [](QByteArray &bytes) { put(bytes, firstEntry(bytes) + 24, 1); },
            "two different sizes");
        add(
            "entry elsewhere", [](QByteArray &bytes) { put(bytes, firstEntry(bytes) + 42, 5); },
            "not where");
        add(
            "entry beyond the end",
            [](QByteArray &bytes) { put(bytes, firstEntry(bytes) + 42, 0xFFFFFFF0); },
            "beyond its end");
        add(
            "long name", [](QByteArray &bytes) { put(bytes, firstEntry(bytes) + 28, 0xFFFF, 2); },
            "beyond its end");
        add(
            "more entries than there are",
            [](QByteArray &bytes) { put(bytes, endRecord(bytes) + 10, 60'000, 2); }, "damaged");
        add(
            "directory elsewhere", [](QByteArray &bytes) { put(bytes, endRecord(bytes) + 16, 3); },
            "damaged");
        add(
            "ZIP64 without its record",
            [](QByteArray &bytes) { put(bytes, endRecord(bytes) + 16, 0xFFFFFFFF); },
            "no directory");
        add(
            "entries overlap",
            [](QByteArray &bytes) {
                // Each entry claims all up to shortly before the end of the archive.
                for (qsizetype entry = firstEntry(bytes); entry >= 0;
                     entry = bytes.indexOf(QByteArray("PK\x01\x02", 4), entry + 4)) {
                    const auto begin = quint32(static_cast<quint8>(bytes[entry + 42])) |
                                       quint32(static_cast<quint8>(bytes[entry + 43])) << 8;
                    const quint32 size = quint32(bytes.size()) - begin - 200;
                    put(bytes, entry + 20, size);
                    put(bytes, entry + 24, size);
                }
            },
            "overlap");
        add(
            "twice",
            [](QByteArray &bytes) {
                const qsizetype first = firstEntry(bytes);
                const qsizetype second = bytes.indexOf(QByteArray("PK\x01\x02", 4), first + 4);
                const QByteArray entry = bytes.mid(first, second - first);
                bytes.insert(first, entry);
                const qsizetype end = endRecord(bytes);
                put(bytes, end + 10, quint32(static_cast<quint8>(bytes[end + 10])) + 1, 2);
            },
            "twice");
    }
    void malformed()
    {
        QFETCH(const std::function<void(QByteArray &)>, change);
        QFETCH(const QString, reason);
        QByteArray bytes = archive();
        change(bytes);
        try {
            directoryOf(bytes);
            QFAIL("a malformed archive was read");
        } catch (const InputError &error) {
            QVERIFY2(QString::fromStdString(error.line()).contains(reason), error.line().c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestZipDirectory)
#include "tst_zip_directory.moc"
