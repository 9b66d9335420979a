#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/dataset/label_table.h"
#include "tests/support/test_data.h"

#include <QTemporaryDir>

using namespace helicase;

class TestLabelTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void columnsAreFoundByName()
    {
        const auto labels =
            read("length\tlabel\tid\r\n12\tEscherichia coli\ta\r\n\r\n7\tlambda\tb\r\n");
        QCOMPARE(labels.size(), size_t{2});
        QCOMPARE(labels.at("a"), std::string("Escherichia coli"));
        QCOMPARE(labels.at("b"), std::string("lambda"));
    }

    void commasMakeColumnsWhereTheHeaderHasThem()
    {
        const auto labels =
            read("id,note,species\na,\"x, y\",\"Vibrio cholerae, O1\"\nb,,lambda\n");
        QCOMPARE(labels.size(), size_t{2});
        QCOMPARE(labels.at("a"), std::string("Vibrio cholerae, O1"));
        QCOMPARE(labels.at("b"), std::string("lambda"));
    }

    void camiFilesMayHoldSeveralSamples()
    {
        const auto labels =
            read("# made by hand\n@Version:0.9.1\n@SampleID:one\n\n@@SEQUENCEID\tBINID\t_LENGTH\n"
                 "a\tx\t10\n@Version:0.9.1\n@SampleID:two\n@@SEQUENCEID\tTAXID\tBINID\n"
                 "b\t562\ty\n");
        QCOMPARE(labels.size(), size_t{2});
        QCOMPARE(labels.at("a"), std::string("x"));
        QCOMPARE(labels.at("b"), std::string("562"));
    }

    void errorsNameTheLine_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("line");
        QTest::newRow("no header") << "a\tx\nb\ty\n" << 1;
        QTest::newRow("CSV, too few cells") << "id,label\na,x\nb\n" << 3;
        QTest::newRow("CSV, open quotation") << "id,label\na,\"x\n" << 2;
        QTest::newRow("too few cells") << "id\tlabel\na\tx\nb\n" << 3;
        QTest::newRow("too many cells") << "id\tlabel\na\tx\ty\n" << 2;
        QTest::newRow("no id") << "id\tlabel\n\tx\n" << 2;
        QTest::newRow("no label") << "id\tlabel\na\t \n" << 2;
        QTest::newRow("repeated id") << "id\tlabel\na\tx\n\na\ty\n" << 4;
        QTest::newRow("CAMI without bins") << "@Version:0.9.0\n@@SEQUENCEID\tLENGTH\n" << 2;
        QTest::newRow("CAMI without header") << "@Version:0.9.0\na\tx\n" << 2;
    }

    void errorsNameTheLine()
    {
        QFETCH(QString, text);
        QFETCH(int, line);
        try {
            read(text.toStdString());
            QFAIL("malformed labels were accepted");
        } catch (const InputError &error) {
            QCOMPARE(error.place().line, int64_t{line});
        }
    }

    void emptyFilesAreInputErrors()
    {
        QVERIFY_THROWS_EXCEPTION(InputError, read(""));
        QVERIFY_THROWS_EXCEPTION(InputError, read("@Version:0.9.0\n"));
        QVERIFY_THROWS_EXCEPTION(InputError, readLabels(folder_.filePath("absent").toStdString()));
    }

    void sharedFiles()
    {
        HELICASE_NEEDS_DATA();
        const auto folder = test::dataFolder() / "binning";
        const auto gold = readLabels(folder / "real_assemblies/gold_standard.binning");
        const auto truth = readLabels(folder / "real_assemblies/truth.tsv");
        QCOMPARE(gold.size(), size_t{770});
        QCOMPARE(truth.size(), size_t{770});
        QCOMPARE(gold.at("contig_000002"), std::string("Staphylococcus_aureus"));
        QCOMPARE(truth.at("contig_000002"), std::string("Staphylococcus aureus"));
        QVERIFY(readLabels(folder / "amber/test_query.binning").size() > 4000);
        QVERIFY(readLabels(folder / "amber/gsa_mapping.binning").size() > 19000);
    }

private:
    std::map<std::string, std::string> read(const std::string &text) const
    {
        const std::filesystem::path file = folder_.filePath("labels").toStdString();
        writeFileAtomically(file, text);
        return readLabels(file);
    }

    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(TestLabelTable)
#include "tst_label_table.moc"
