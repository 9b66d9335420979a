// Every sequence-like file of the shared malformed/ folder is either read or refused: malformed.tsv
// says which, what comes out, and why and where.
#include "core/base/error.h"
#include "core/base/tsv.h"
#include "core/sequence/fasta_index.h"
#include "core/sequence/feature_reader.h"
#include "core/sequence/sequence_reader.h"
#include "tests/support/test_data.h"

#include <array>
#include <set>

using namespace helicase;

namespace {

// Of records and bases, or of features and values of their attributes.
struct Content {
    int64_t items = 0;
    int64_t parts = 0;
};

Content readAll(const std::filesystem::path &file, const QString &reader)
{
    Content content;
    if (reader == "sequences") {
        SequenceReader records(file);
        while (const auto record = records.nextView()) {
            ++content.items;
            content.parts += std::ssize(record->bases);
        }
    } else if (reader == "features") {
        FeatureReader features(file);
        while (const auto feature = features.next()) {
            ++content.items;
            for (const FeatureAttribute &attribute : feature->attributes)
                content.parts += std::ssize(attribute.values);
        }
    } else {
        for (const FastaIndexEntry &entry : FastaIndex::build(file).entries()) {
            ++content.items;
            content.parts += entry.length;
        }
    }
    return content;
}

TsvTable expectations()
{
    return readTsv(test::sourceFolder() / "tests/core/sequence/malformed.tsv");
}

bool isSequenceLike(const std::filesystem::path &file)
{
    constexpr std::array<std::string_view, 14> suffixes{".fa",   ".fas", ".fasta", ".fna", ".fastq",
                                                        ".fq",   ".gff", ".gff3",  ".gtf", ".bed",
                                                        ".2bit", ".gz",  ".bgz",   ".txt"};
    return std::ranges::find(suffixes, file.extension().string()) != suffixes.end();
}

} // namespace

class TestMalformedFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFileIsReadOrRefused_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("reader");
        QTest::addColumn<bool>("isRead");
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("second");
        QTest::addColumn<QString>("reason");
        for (const auto &row : expectations().rows)
            QTest::addRow("%s: %s", row[0].c_str(), row[1].c_str())
                << QString::fromStdString(row[0]) << QString::fromStdString(row[1])
                << (row[2] == "read") << std::stoi(row[3]) << std::stoi(row[4])
                << QString::fromStdString(row[5]);
    }

    void everyFileIsReadOrRefused()
    {
        HELICASE_NEEDS_DATA();
        QFETCH(QString, file);
        QFETCH(QString, reader);
        QFETCH(bool, isRead);
        QFETCH(int, first);
        QFETCH(int, second);
        QFETCH(QString, reason);
        const auto path = test::dataFolder() / "malformed" / file.toStdString();
        try {
            const Content content = readAll(path, reader);
            QVERIFY2(isRead, "a malformed file was accepted");
            QCOMPARE(content.items, int64_t{first});
            QCOMPARE(content.parts, int64_t{second});
        } catch (const InputError &error) {
            QVERIFY2(!isRead, error.what());
            QCOMPARE(error.place().line, int64_t{first});
            QCOMPARE(error.place().byteOffset, int64_t{second});
            QVERIFY2(QString(error.what()).contains(reason), error.what());
        }
    }

    void noFileIsForgotten()
    {
        HELICASE_NEEDS_DATA();
        std::set<std::string> known;
        for (const auto &row : expectations().rows)
            known.insert(row[0]);
        const auto folder = test::dataFolder() / "malformed";
        for (const auto &entry : std::filesystem::recursive_directory_iterator(folder)) {
            const std::string name = entry.path().lexically_relative(folder).string();
            if (entry.is_regular_file() && isSequenceLike(entry.path()))
                QVERIFY2(known.contains(name), name.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestMalformedFiles)
#include "tst_malformed_files.moc"
