#include "tests/support/time_limit.h"
#include "widgets/annotate/editor_layout.h"
#include "widgets/annotate/token_places.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
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

std::shared_ptr<const Annotation> annotationOf(std::vector<AnnotatedToken> tokens)
{
    auto annotation = std::make_shared<Annotation>();
    annotation->tokens = std::move(tokens);
    return annotation;
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
        QVERIFY2(timer.elapsed() < test::timeLimit(100),
                 qPrintable(QString::number(timer.elapsed())));
    }

    // Edits give the rows that laying out anew gives.
    void editsAreAsGoodAsBuilding_data()
    {
        QTest::addColumn<QString>("letters");
        QTest::newRow("words") << "abc de ";
        QTest::newRow("lines") << "ab \n";
        QTest::newRow("bases") << "ACGT";
        QTest::newRow("tags and words") << "ACGTACGTACGT> <";
        QTest::newRow("wide letters") << QString::fromUtf8("a \xE6\xBC\xA2\t\n\xC3\xA9");
    }
    void editsAreAsGoodAsBuilding()
    {
        QFETCH(QString, letters);
        QRandomGenerator random(3);
        const auto randomText = [&](int length) {
            QString text;
            while (text.size() < length)
                text += letters[random.bounded(static_cast<int>(letters.size()))];
            return text;
        };
        for (const int columns : {4, 9, 50, 120}) {
            QString text = randomText(600);
            EditorLayout edited;
            edited.build(text, columns);
            for (int step = 0; step < 300; ++step) {
                const auto size = static_cast<int>(text.size());
                const int position = random.bounded(size + 1);
                const int removed =
                    std::min(random.bounded(step % 20 == 0 ? 80 : 3), size - position);
                const QString inserted = randomText(random.bounded(step % 20 == 1 ? 80 : 3));
                text.replace(position, removed, inserted);
                edited.edit(text, position, removed, static_cast<int32_t>(inserted.size()));
                EditorLayout built;
                built.build(text, columns);
                QCOMPARE(edited.rowCount(), built.rowCount());
                for (int64_t row = 0; row < built.rowCount(); ++row)
                    QVERIFY2(edited.row(row) == built.row(row),
                             qPrintable(QString("columns %1, step %2, row %3")
                                            .arg(columns)
                                            .arg(step)
                                            .arg(row)));
            }
        }
    }

    void aKeyInFiveMillionBasesIsQuick()
    {
        QString text(5'000'000, u'A');
        EditorLayout layout;
        QElapsedTimer timer;
        timer.start();
        layout.build(text, 100);
        const double all = static_cast<double>(timer.nsecsElapsed()) / 1e6;
        text.insert(4'000'000, u'C');
        timer.start();
        layout.edit(text, 4'000'000, 0, 1);
        const double key = static_cast<double>(timer.nsecsElapsed()) / 1e6;
        qInfo("laid out in %.2f ms, a key in %.2f ms", all, key);
        QVERIFY2(key < static_cast<double>(test::timeLimit(5)), qPrintable(QString::number(key)));
    }

    void tokensMoveWithTheText()
    {
        TokenPlaces places(annotationOf({{0, 3}, {3, 6}, {6, 9}}));
        places.edit(4, 0, 2);
        QVERIFY(places.isMoved());
        QCOMPARE(places.token(0).begin, 0);
        QCOMPARE(places.token(1).end - places.token(1).begin, 0);
        QCOMPARE(places.token(2).begin, 8);
        QCOMPARE(places.tokenAt(4), -1);
        QCOMPARE(places.tokenAt(8), 2);
        QCOMPARE(places.firstFrom(4), 2);
        places.edit(3, 0, 1);
        QCOMPARE(places.token(0).end, 3);
        QCOMPARE(places.token(2).begin, 9);
    }

    // Whatever is edited in whatever order: a token that is still there covers the same letters.
    void movedTokensCoverTheirLetters()
    {
        const QString before = "abcdefghijklmnopqrst";
        std::vector<AnnotatedToken> tokens;
        for (int32_t begin = 0; begin < 20; begin += 2)
            tokens.push_back({.begin = begin, .end = begin + 2});
        QRandomGenerator random(1);
        for (int round = 0; round < 200; ++round) {
            TokenPlaces places(annotationOf(tokens));
            QString text = before;
            for (int edit = 0; edit < 4; ++edit) {
                const int position = random.bounded(static_cast<int>(text.size()) + 1);
                const int removed =
                    random.bounded(std::min(3, static_cast<int>(text.size()) - position) + 1);
                const QString inserted(random.bounded(3), u'-');
                text.replace(position, removed, inserted);
                places.edit(position, removed, static_cast<int32_t>(inserted.size()));
            }
            int32_t last = 0;
            for (int64_t index = 0; index < places.count(); ++index) {
                const AnnotatedToken token = places.token(index);
                QVERIFY(token.begin >= last && token.end >= token.begin);
                last = token.begin;
                if (token.end > token.begin)
                    QCOMPARE(text.mid(token.begin, 2), before.mid(2 * index, 2));
            }
            QVERIFY(last <= text.size());
        }
    }

    void runsGrowInsideAndGoAtTheirTags()
    {
        const auto annotation = std::make_shared<Annotation>();
        annotation->runs = {{0, 5, 9, 15}, {20, 25, 29, 35}};
        TokenPlaces places(annotation);
        places.edit(7, 0, 3);
        QCOMPARE(places.run(0).length(), 7);
        QCOMPARE(places.runAt(24)->open, 23);
        QCOMPARE(places.runAfter(1)->open, 23);
        places.edit(2, 1, 0);
        QCOMPARE(places.run(0).length(), 0);
        QVERIFY(!places.runAt(4));
        QCOMPARE(places.run(1).open, 22);
    }
};

QTEST_GUILESS_MAIN(EditorLayoutTest)
#include "tst_editor_layout.moc"
