#include "widgets/annotate/dna_markup.h"

#include <QtTest>

using namespace helicase;

class DnaMarkupTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void finds_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("runs");
        QTest::addColumn<int>("strayTags");
        QTest::newRow("closed") << "a <dna>ACGT</dna> b" << QStringList{"ACGT"} << 0;
        QTest::newRow("closed by an opener") << "<dna>AC<dna>GT" << QStringList{"AC"} << 0;
        QTest::newRow("two in a line") << "<dna>A</dna><dna>C</dna>" << QStringList{"A", "C"} << 0;
        QTest::newRow("empty run") << "<dna></dna>" << QStringList{""} << 0;
        QTest::newRow("not across lines") << "<dna>AC\nGT</dna>" << QStringList{} << 2;
        QTest::newRow("stray closer first") << "x</dna> <dna>A</dna>" << QStringList{"A"} << 1;
        QTest::newRow("no tags") << "plain text" << QStringList{} << 0;
    }
    void finds()
    {
        QFETCH(QString, text);
        const DnaMarkup markup = findDnaRuns(text);
        QStringList runs;
        for (const DnaRun &run : markup.runs)
            runs << text.mid(run.begin, run.length());
        QTEST(runs, "runs");
        QTEST(static_cast<int>(markup.strayTags.size()), "strayTags");
    }

    void tagsBelongToTheirRun()
    {
        const QString text = "a <dna>ACGT</dna> b";
        const auto runs = findDnaRuns(text).runs;
        QCOMPARE(runAt(runs, 1), -1);
        QCOMPARE(runAt(runs, 2), 0);
        QCOMPARE(runAt(runs, 16), 0);
        QCOMPARE(runAt(runs, 17), -1);
    }

    void knowsNucleotideCodes()
    {
        for (const char16_t letter : std::u16string(u"ACGTUNRYSWKMBDHVacgtn"))
            QVERIFY(isNucleotideCode(letter));
        for (const char16_t letter : std::u16string(u"XZ*- 1é"))
            QVERIFY(!isNucleotideCode(letter));
    }
};

QTEST_GUILESS_MAIN(DnaMarkupTest)
#include "tst_dna_markup.moc"
