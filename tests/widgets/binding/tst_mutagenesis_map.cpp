#include "tests/widgets/binding/small_binding.h"
#include "widgets/binding/diverging_colours.h"
#include "widgets/binding/mutagenesis_map.h"
#include "widgets/common/theme.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

class TestMutagenesisMap : public QObject {
    Q_OBJECT

    Theme theme_;
    QTemporaryDir folder_;
    std::shared_ptr<const Explanation> explanation_;

    using Cell = MutagenesisMap::Cell;

    std::unique_ptr<MutagenesisMap> map()
    {
        auto map = std::make_unique<MutagenesisMap>(theme_);
        map->resize(868, 200);
        map->setExplanation(explanation_, 101);
        return map;
    }

private Q_SLOTS:
    void initTestCase()
    {
        theme_.setMode(ThemeMode::Light);
        const std::filesystem::path folder = folder_.path().toStdString();
        test::writeSmallExplanation(folder, 0, "cnn"); // ACGT..., letter L adds L - letter there
        explanation_ = readExplanation(folder);
    }

    void coloursDivergeAroundZero()
    {
        QCOMPARE(divergingColour(0, false), QColor(0xF7, 0xF8, 0xF9));
        QCOMPARE(divergingColour(-1, false), QColor(0x21, 0x54, 0x96));
        QCOMPARE(divergingColour(1, false), QColor(0xB3, 0x58, 0x06));
        QCOMPARE(divergingColour(7, false), divergingColour(1, false));
        QCOMPARE(divergingColour(0, true), QColor(0x3B, 0x41, 0x49));
    }

    void cellsHaveTheColourOfTheirChange()
    {
        const auto shown = map();
        QCOMPARE(shown->colourOf({.base = 0, .letter = 3}), divergingColour(1, false)); // A to T
        QCOMPARE(shown->colourOf({.base = 3, .letter = 0}), divergingColour(-1, false));
        QCOMPARE(shown->colourOf({.base = 0, .letter = 0}), divergingColour(0, false));
        const QImage picture = shown->grab().toImage();
        const auto colourAt = [&](Cell cell) {
            const QRectF box = shown->rectangleOf(cell);
            return QColor(picture.pixel(box.topLeft().toPoint() + QPoint(4, 4)));
        };
        QCOMPARE(colourAt({.base = 0, .letter = 3}), divergingColour(1, false));
        QCOMPARE(colourAt({.base = 3, .letter = 0}), divergingColour(-1, false));
        // The dot of the reference base.
        const QPointF centre = shown->rectangleOf({.base = 1, .letter = 1}).center();
        QVERIFY(qGray(picture.pixel(centre.toPoint())) < 140);
    }

    void aClickChoosesASubstitution()
    {
        const auto shown = map();
        QSignalSpy chosen(shown.get(), &MutagenesisMap::cellChosen);
        const Cell cell{.base = 6, .letter = 0};
        const QPoint place = shown->rectangleOf(cell).center().toPoint();
        QCOMPARE(shown->cellAt(place), std::optional(cell));
        QTest::mouseClick(shown.get(), Qt::LeftButton, {}, place);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(shown->chosen(), std::optional(cell));
        QCOMPARE(shown->textOf(cell), QStringLiteral("Base 107, G to A: −2.00"));
        QTest::mouseClick(shown.get(), Qt::LeftButton, {}, place); // again: none
        QVERIFY(!shown->chosen());
        // The letter that stands there changes nothing.
        QTest::mouseClick(shown.get(), Qt::LeftButton, {},
                          shown->rectangleOf({.base = 6, .letter = 2}).center().toPoint());
        QVERIFY(!shown->chosen());
        QVERIFY(!shown->cellAt({2, 2}));
    }

    void keysDoWhatClicksDo()
    {
        const auto shown = map();
        QTest::keyClick(shown.get(), Qt::Key_Right); // the first cell
        QTest::keyClick(shown.get(), Qt::Key_Right);
        QTest::keyClick(shown.get(), Qt::Key_Down);
        QTest::keyClick(shown.get(), Qt::Key_Down);
        QTest::keyClick(shown.get(), Qt::Key_Return);
        QCOMPARE(shown->chosen(), std::optional(Cell{.base = 1, .letter = 2}));
        QVERIFY(shown->accessibleDescription().contains("Base 102, C to G: +1.00"));
        QTest::keyClick(shown.get(), Qt::Key_Escape);
        QVERIFY(!shown->chosen());
    }

    void aSpanShowsItsBasesOnly()
    {
        const auto shown = map();
        shown->setSpan({10, 20});
        QCOMPARE(shown->cellAt(shown->rectangleOf({.base = 10}).center())->base, int64_t{10});
        QVERIFY(shown->rectangleOf({.base = 10}).width() > 3 * leastLetterWidth);
        shown->setSpan({-5, 400});
        QCOMPARE(shown->span().begin, int64_t{0});
        QCOMPARE(shown->span().end, int64_t{40});
        shown->setSpan({10, 11});
        shown->saveTable(folder_.filePath("c.csv"));
        QFile table(folder_.filePath("c.csv"));
        QVERIFY(table.open(QIODevice::ReadOnly));
        QCOMPARE(table.readAll(), QByteArray("position,reference,alternative,change\n111,G,A,-2\n"
                                             "111,G,C,-1\n111,G,T,1\n"));
        shown->savePicture(folder_.filePath("c.svg"));
        QVERIFY(QFileInfo(folder_.filePath("c.svg")).size() > 500);
    }

    void withoutAnExplanationItSaysWhatToDo()
    {
        MutagenesisMap empty(theme_);
        empty.resize(600, 200);
        QVERIFY(!empty.cellAt({300, 80}));
        QTest::keyClick(&empty, Qt::Key_Right);
        QTest::keyClick(&empty, Qt::Key_Return);
        QVERIFY(!empty.chosen());
        QVERIFY(!empty.grab().isNull());
    }
};

QTEST_MAIN(TestMutagenesisMap)
#include "tst_mutagenesis_map.moc"
