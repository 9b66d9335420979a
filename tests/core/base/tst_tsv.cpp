#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/tsv.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

class TestTsv : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writtenTableReadsBack()
    {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("t.tsv").toStdString();
        writeTsv(path, {.columns = {"id", "label"}, .rows = {{"a", "x\ty"}, {"b", ""}}});
        const TsvTable table = readTsv(path);
        QCOMPARE(table.column("label"), 1);
        QCOMPARE(table.column("bin"), -1);
        QCOMPARE(table.rows.size(), size_t{2});
        QCOMPARE(table.rows[0][1], std::string("x y"));
    }

    void windowsLineEndsAreAccepted()
    {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("t.tsv").toStdString();
        writeFileAtomically(path, "id\tlabel\r\na\tx\r\n");
        QCOMPARE(readTsv(path).rows[0][1], std::string("x"));
    }

    void shortRowNamesItsLine()
    {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("t.tsv").toStdString();
        writeFileAtomically(path, "id\tlabel\na\tx\nb\n");
        try {
            readTsv(path);
            QFAIL("the short row was accepted");
        } catch (const InputError &error) {
            QCOMPARE(error.place().line.value(), int64_t{3});
        }
    }

    void emptyFileIsRefused()
    {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("t.tsv").toStdString();
        writeFileAtomically(path, "");
        QVERIFY_THROWS_EXCEPTION(InputError, readTsv(path));
    }

    void columnsAreAlignedByCharacters()
    {
        const TsvTable table{.columns = {"name", "ARI"},
                             .rows = {{"TNF", "0.9 \u00b10.1"}, {"model \u2212 TNF", "\u22120.2"}}};
        QCOMPARE(alignedText(table), std::string("name              ARI\n"
                                                 "TNF          0.9 \u00b10.1\n"
                                                 "model \u2212 TNF      \u22120.2\n"));
    }
};

QTEST_GUILESS_MAIN(TestTsv)
#include "tst_tsv.moc"
