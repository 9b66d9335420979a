#include "core/base/atomic_file.h"
#include "core/sequence/feature_reader.h"
#include "tests/core/sequence/error_place.h"
#include "tests/support/test_data.h"

#include <QTemporaryDir>

#include <map>

using namespace helicase;

using Texts = std::vector<std::string>;

class TestFeatureReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void columnsAreRead()
    {
        const auto features = read("##gff-version 3\n\n# comment\n"
                                   "chr%201\tsource\tCDS\t5\t9\t1e-3\t-\t2\tID=a\r\n"
                                   "c2\t.\tgene\t1\t1\t.\t?\t.\t.\n"
                                   "c3\t.\tgene\t1\t1\t.\t.\t.\n"
                                   "##FASTA\n>chr1\nACGT\n");
        QCOMPARE(features.size(), size_t{3});
        const Feature &first = features[0];
        QCOMPARE(first.sequence, std::string("chr 1"));
        QCOMPARE(first.source, std::string("source"));
        QCOMPARE(first.type, std::string("CDS"));
        QCOMPARE(first.start, int64_t{5});
        QCOMPARE(first.end, int64_t{9});
        QCOMPARE(first.score, 1e-3);
        QVERIFY(first.strand == FeatureStrand::Reverse);
        QCOMPARE(first.phase, 2);
        QVERIFY(!features[1].score && !features[1].phase && features[1].attributes.empty());
        QVERIFY(features[1].strand == FeatureStrand::Unknown);
        QVERIFY(features[2].strand == FeatureStrand::None && features[2].attributes.empty());
    }

    void sequencesEndTheFeatures()
    {
        writeFileAtomically(path(), line("ID=a") + ">chr1\n" + line("ID=b"));
        FeatureReader reader(path());
        QVERIFY(reader.next());
        QVERIFY(!reader.next());
        QVERIFY(!reader.next());
    }

    void attributesOfGff3()
    {
        const Feature feature =
            read(line(" ID=a%3Bb;Parent=x,y%2C;;Note=50%;Empty=;flag ; k=v=w;ID=c;")).front();
        QCOMPARE(values(feature, "ID"), (Texts{"a;b", "c"}));
        QCOMPARE(values(feature, "Parent"), (Texts{"x", "y,"}));
        QCOMPARE(values(feature, "Note"), Texts{"50%"});
        QCOMPARE(values(feature, "Empty"), Texts{});
        QCOMPARE(values(feature, "flag"), Texts{});
        QCOMPARE(values(feature, "k"), Texts{"v=w"});
        QCOMPARE(feature.attributes.size(), size_t{6});
        QCOMPARE(feature.value("ID"), std::string_view("a;b"));
        QCOMPARE(feature.value("absent"), std::string_view());
        // What would be no text stays as it is written.
        QCOMPARE(values(read(line("Note=%E9,%C3%A9,%00")).front(), "Note"),
                 (Texts{"%E9", "\xC3\xA9", "%00"}));
    }

    void attributesOfGtf()
    {
        const Feature feature =
            read(
                line(R"( gene_id "g;1"; exon_number 2; tag "a"; tag "b"; note "x=%3B"; empty "";)"))
                .front();
        QCOMPARE(values(feature, "gene_id"), Texts{"g;1"});
        QCOMPARE(values(feature, "exon_number"), Texts{"2"});
        QCOMPARE(values(feature, "tag"), (Texts{"a", "b"}));
        QCOMPARE(values(feature, "note"), Texts{"x=%3B"});
        QCOMPARE(values(feature, "empty"), Texts{});
        QCOMPARE(values(read(line("Target \"a;b\" 10 21 ; Note \"n\"")).front(), "Target"),
                 Texts{"\"a;b\" 10 21"});
    }

    void errorsNameLineAndByte_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("byte"); // in the second line, behind "#\n"
        QTest::newRow("blanks") << QByteArray("c s gene 1 2 . + . ID=a") << 0;
        QTest::newRow("too few columns") << QByteArray("c\ts\tgene\t1\t2\t.\t+") << 0;
        QTest::newRow("too many columns") << QByteArray("c\ts\tgene\t1\t2\t.\t+\t.\tID=a\tx") << 0;
        QTest::newRow("no sequence") << QByteArray("\ts\tgene\t1\t2\t.\t+\t.\t.") << 0;
        QTest::newRow("no type") << QByteArray("c\ts\t\t1\t2\t.\t+\t.\t.") << 4;
        QTest::newRow("start") << QByteArray("c\ts\tgene\tx\t2\t.\t+\t.\t.") << 9;
        QTest::newRow("start 0") << QByteArray("c\ts\tgene\t0\t2\t.\t+\t.\t.") << 9;
        QTest::newRow("huge end") << QByteArray("c\ts\tgene\t1\t99999999999999999999\t.\t+\t.\t.")
                                  << 11;
        QTest::newRow("end before start") << QByteArray("c\ts\tgene\t3\t2\t.\t+\t.\t.") << 11;
        QTest::newRow("score") << QByteArray("c\ts\tgene\t1\t2\tnan\t+\t.\t.") << 13;
        QTest::newRow("strand") << QByteArray("c\ts\tgene\t1\t2\t.\t*\t.\t.") << 15;
        QTest::newRow("phase") << QByteArray("c\ts\tgene\t1\t2\t.\t+\t3\t.") << 17;
        QTest::newRow("no key") << QByteArray("c\ts\tgene\t1\t2\t.\t+\t.\tID=a;=b") << 19;
        QTest::newRow("quotation mark") << QByteArray("c\ts\tgene\t1\t2\t.\t+\t.\tid \"a;") << 19;
        QTest::newRow("no semicolon")
            << QByteArray("c\ts\tgene\t1\t2\t.\t+\t.\tid \"a\" key 2") << 19;
        QTest::newRow("no UTF-8") << QByteArray("c\xE9\ts\tgene\t1\t2\t.\t+\t.\t.") << 1;
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

    void everyFeatureOfAGenomeIsRead()
    {
        HELICASE_NEEDS_DATA();
        const auto file = test::dataFolder() / "io/htslib/tabix/gff_file.gff";
        FeatureReader reader(file);
        std::map<std::string, int> types;
        while (const auto feature = reader.next()) {
            ++types[feature->type];
            QVERIFY(!feature->attributes.empty());
        }
        QCOMPARE(types,
                 (std::map<std::string, int>{
                     {"CDS", 15}, {"exon", 23}, {"gene", 1}, {"intron", 19}, {"transcript", 4}}));
    }

private:
    static std::string line(const std::string &attributes)
    {
        return "c\ts\tgene\t1\t2\t.\t+\t.\t" + attributes + "\n";
    }

    static Texts values(const Feature &feature, std::string_view key)
    {
        const auto found = feature.values(key);
        return {found.begin(), found.end()};
    }

    std::vector<Feature> read(const std::string &text) const
    {
        writeFileAtomically(path(), text);
        FeatureReader reader(path());
        std::vector<Feature> features;
        while (auto feature = reader.next())
            features.push_back(std::move(*feature));
        return features;
    }

    std::filesystem::path path() const { return folder_.filePath("features").toStdString(); }

    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(TestFeatureReader)
#include "tst_feature_reader.moc"
