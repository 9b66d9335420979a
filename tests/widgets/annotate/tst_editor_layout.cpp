#include "widgets/annotate/editor_layout.h"
#include "widgets/annotate/token_shift.h"

#include <QElapsedTimer>
#include <QtTest>

using namespace helicase;

namespace {

QStringList rowsOf(const QString &text, int columns)
{
    EditorLayout layout;
    layout.build(text, columns);
    QStringList rows;
    for (int64_t row = 0; row < layout.rowCount(); ++row)
        rows << text.mid(layout.row(row).begin, layout.row(row).end - layout.row(row).begin);
    return rows;
}

} // namespace

class EditorLayoutTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void wraps_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("columns");
        QTest::addColumn<QStringList>("rows");
        QTest::newRow("empty") << "" << 10 << QStringList{""};
        QTest::newRow("short lines") << "ab\ncd\n" << 10 << QStringList{"ab", "cd", ""};
        QTest::newRow("at blanks") << "one two three" << 8 << QStringList{"one two ", "three"};
        QTest::newRow("bases anywhere") << "ACGTACGTAC" << 4 << QStringList{"ACGT", "ACGT", "AC"};
        QTest::newRow("bases after a tag")
            << "ab <dna>ACGTACGT" << 10 << QStringList{"ab <dna>AC", "GTACGT"};
        QTest::newRow("wide letters")
            << QString::fromUtf8("\xE6\xBC\xA2\xE6\xBC\xA2\xE6\xBC\xA2") << 4
            << QStringList{QString::fromUtf8("\xE6\xBC\xA2\xE6\xBC\xA2"),
                           QString::fromUtf8("\xE6\xBC\xA2")};
    }
    void wraps()
    {
        QFETCH(QString, text);
        QFETCH(int, columns);
        QTEST(rowsOf(text, columns), "rows");
    }

    void placesAndCells()
    {
        const QString text = "ACGTACGT\nAC";
        EditorLayout layout;
        layout.build(text, 4);
        QCOMPARE(layout.rowOf(3), 0);
        QCOMPARE(layout.rowOf(4), 1);
        QCOMPARE(layout.rowOf(8), 1);
        QCOMPARE(layout.rowOf(9), 2);
        QCOMPARE(layout.lineCount(), 2);
        QCOMPARE(EditorLayout::cellOf(text, layout.row(1), 6), 2);
        QCOMPARE(EditorLayout::positionAt(text, layout.row(1), 1.2), 5);
        QCOMPARE(EditorLayout::positionAt(text, layout.row(1), 99), 8);
        QCOMPARE(EditorLayout::positionAt(text, layout.row(1), -3), 4);
    }

    void aLineOfFiveMillionBasesIsQuick()
    {
        const QString text(5'000'000, u'A');
        EditorLayout layout;
        QElapsedTimer timer;
        timer.start();
        layout.build(text, 100);
        QCOMPARE(layout.rowCount(), 50'000);
        QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
    }

    void tokensMoveWithTheText()
    {
        std::vector<AnnotatedToken> tokens = {
            {.begin = 0, .end = 3}, {.begin = 3, .end = 6}, {.begin = 6, .end = 9}};
        shiftTokens(tokens, 4, 0, 2);
        QCOMPARE(tokens.size(), 2U);
        QCOMPARE(tokens[0].begin, 0);
        QCOMPARE(tokens[1].begin, 8);
        shiftTokens(tokens, 3, 0, 1);
        QCOMPARE(tokens[0].end, 3);
        QCOMPARE(tokens[1].begin, 9);
    }

    void runsGrowInsideAndGoAtTheirTags()
    {
        std::vector<DnaRun> runs = {{0, 5, 9, 15}, {20, 25, 29, 35}};
        shiftRuns(runs, 7, 0, 3);
        QCOMPARE(runs[0].length(), 7);
        QCOMPARE(runs[1].open, 23);
        shiftRuns(runs, 2, 1, 0);
        QCOMPARE(runs.size(), 1U);
        QCOMPARE(runs[0].open, 22);
    }
};

QTEST_GUILESS_MAIN(EditorLayoutTest)
#include "tst_editor_layout.moc"
