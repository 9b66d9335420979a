#include "widgets/binding/binding_track.h"
#include "widgets/common/theme.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QWheelEvent>
#include <QtTest>

#include <cmath>

using namespace helicase;

namespace {

TrackScene sceneOf(int64_t bases)
{
    TrackScene scene;
    scene.title = QStringLiteral("chr1:1,001–2,000");
    scene.firstBase = 1001;
    scene.bases.assign(static_cast<size_t>(bases), 'A');
    scene.measured.assign(static_cast<size_t>(bases), 0);
    if (bases > 20)
        std::fill_n(scene.measured.begin() + 10, 10, 8.0F);
    scene.motifs = motifBands(scene.measured);
    scene.curves.push_back(
        {.name = QStringLiteral("CNN"), .category = 0, .values = scene.measured});
    return scene;
}

} // namespace

class TestBindingTrack : public QObject {
    Q_OBJECT

    Theme theme_;

    static void turnWheel(BindingTrack &track, const QPointF &place, int steps)
    {
        QWheelEvent event(place, track.mapToGlobal(place), {}, {0, 120 * steps}, Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&track, &event);
    }

private Q_SLOTS:
    void rangesStayWithinTheWindow()
    {
        const TrackRange whole = TrackRange::whole(300);
        QCOMPARE(whole.zoomed(2, 150, 300).size(), 300.0);
        const TrackRange half = whole.zoomed(0.5, 100, 300);
        QCOMPARE(half.size(), 150.0);
        QCOMPARE(half.first, 50.0); // base 100 stays a third from the left
        QCOMPARE(half.moved(-500, 300).first, 0.0);
        QCOMPARE(half.moved(500, 300).last, 300.0);
        QCOMPARE(whole.zoomed(1e-9, 10, 300).size(), TrackRange::fewestBases);
        QCOMPARE(TrackRange::whole(4).zoomed(0.1, 2, 4).size(), 4.0);
    }

    void basesAndPixelsAgree()
    {
        const TrackScene scene = sceneOf(300);
        const TrackLayout at = trackLayout(scene, {}, TrackRange{100, 200}, {868, 300});
        QCOMPARE(at.pixelsPerBase(), 8.0);
        QCOMPARE(at.baseAt(at.plot.left()), int64_t{100});
        QCOMPARE(at.baseAt(at.plot.right() - 0.5), int64_t{199});
        QCOMPARE(at.baseAt(at.plot.left() - 1), int64_t{-1});
        for (const int64_t base : {100, 133, 199})
            QCOMPARE(at.baseAt(at.xOf(double(base) + 0.5)), base);
        QVERIFY(at.yOf(8) < at.yOf(0));
        QCOMPARE(at.yOf(0), at.plot.bottom());
        QVERIFY(!at.letters.isEmpty());
        QVERIFY(trackLayout(scene, {}, TrackRange::whole(300), {868, 300}).letters.isEmpty());
        QVERIFY(
            trackLayout(scene, {.motifs = false}, TrackRange{100, 200}, {868, 300}).lane.isEmpty());
    }

    void columnsKeepExtremes()
    {
        std::vector<float> values(1000, 1);
        values[537] = 9;
        values[538] = -3;
        const auto columns = columnExtremes(values, TrackRange::whole(1000), 10);
        QCOMPARE(columns[5].high, 9.0F);
        QCOMPARE(columns[5].low, -3.0F);
        QCOMPARE(columns[4].high, 1.0F);
    }

    void wheelKeysAndDragMoveTheView()
    {
        BindingTrack track(theme_);
        track.resize(868, 300);
        track.setScene(sceneOf(1000));
        QCOMPARE(track.range().size(), 1000.0);
        const QPointF place(track.layoutNow().xOf(250), 100);
        turnWheel(track, place, 3);
        QVERIFY(track.range().size() < 600);
        QVERIFY(std::abs(track.layoutNow().xOf(250) - place.x()) < 0.01);
        const double first = track.range().first;
        QTest::keyClick(&track, Qt::Key_Right);
        QVERIFY(track.range().first > first);
        QTest::mousePress(&track, Qt::LeftButton, {}, {300, 100});
        QTest::mouseMove(&track, {400, 100});
        QTest::mouseRelease(&track, Qt::LeftButton, {}, {400, 100});
        QVERIFY(track.range().first < first + 60);
        QTest::keyClick(&track, Qt::Key_Home);
        QCOMPARE(track.range().size(), 1000.0);
        QTest::keyClick(&track, Qt::Key_Plus);
        QCOMPARE(track.range().size(), 800.0);
        QTest::keyClick(&track, Qt::Key_Minus);
        QCOMPARE(track.range().size(), 1000.0);
        QSignalSpy wanted(&track, &BindingTrack::windowWanted);
        QTest::keyClick(&track, Qt::Key_PageDown);
        QTest::keyClick(&track, Qt::Key_PageUp);
        QCOMPARE(wanted.count(), 2);
        QCOMPARE(wanted[0][0].toInt(), 1);
        QCOMPARE(wanted[1][0].toInt(), -1);
    }

    void shiftDragChoosesASpan()
    {
        BindingTrack track(theme_);
        track.resize(868, 300);
        track.setScene(sceneOf(100)); // 8 pixels a base
        QSignalSpy chosen(&track, &BindingTrack::spanChosen);
        const auto at = [&](double base) {
            return QPoint(static_cast<int>(track.layoutNow().xOf(base + 0.5)), 100);
        };
        QTest::mousePress(&track, Qt::LeftButton, Qt::ShiftModifier, at(40));
        QTest::mouseMove(&track, at(20));
        QTest::mouseRelease(&track, Qt::LeftButton, Qt::ShiftModifier, at(20));
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(track.span()->begin, int64_t{20});
        QCOMPARE(track.span()->end, int64_t{41});
        QVERIFY(track.accessibleDescription().contains("span 1,021 to 1,041"));
        QCOMPARE(track.range().size(), 100.0);
    }

    void tellsTheBaseUnderThePointer()
    {
        BindingTrack track(theme_);
        track.setScene(sceneOf(300));
        QCOMPARE(track.textAt(10), QStringLiteral("Base 1,011 (A): measured 8.00, CNN 8.00"));
        QVERIFY(track.textAt(-1).isEmpty());
        track.setVariant(
            TrackCurve{.name = QStringLiteral("A to T"), .values = std::vector<float>(300, 2.5F)});
        QVERIFY(track.textAt(10).endsWith(QStringLiteral(", A to T 2.50")));
    }

    void measuredScoresArePainted()
    {
        BindingTrack track(theme_);
        theme_.setMode(ThemeMode::Light);
        track.resize(868, 300);
        TrackScene scene = sceneOf(100);
        scene.curves.clear();
        track.setScene(scene);
        const QImage picture = track.grab().toImage();
        const TrackLayout at = track.layoutNow();
        const auto darkAt = [&](double base, double score) {
            int darkest = 255;
            for (int shift = -2; shift <= 2; ++shift)
                darkest = std::min(darkest,
                                   qGray(picture.pixel(static_cast<int>(at.xOf(base)),
                                                       static_cast<int>(at.yOf(score)) + shift)));
            return darkest < 100;
        };
        QVERIFY(darkAt(15.5, 8));  // the top of the motif
        QVERIFY(!darkAt(40.5, 8)); // beside it
        QVERIFY(darkAt(40.5, 0));
    }

    void aMillionBasesArePaintedInColumns()
    {
        BindingTrack track(theme_);
        track.resize(868, 300);
        TrackScene scene = sceneOf(1'000'000);
        scene.measured[654'321] = 20;
        track.setScene(std::move(scene));
        const QImage picture = track.grab().toImage();
        const TrackLayout at = track.layoutNow();
        const auto x = static_cast<int>(at.xOf(654'321.5));
        bool isSeen = false;
        for (int column = x - 1; column <= x + 1; ++column)
            isSeen |= qGray(picture.pixel(column, static_cast<int>(at.yOf(10)))) < 128;
        QVERIFY(isSeen); // one base among a thousand of its pixel
    }

    void picturesAndTablesAreSaved()
    {
        QTemporaryDir folder;
        BindingTrack track(theme_);
        track.resize(600, 260);
        track.setScene(sceneOf(30));
        track.savePicture(folder.filePath("t.png"));
        QVERIFY(!QImage(folder.filePath("t.png")).isNull());
        track.saveTable(folder.filePath("t.csv"));
        QFile table(folder.filePath("t.csv"));
        QVERIFY(table.open(QIODevice::ReadOnly));
        QCOMPARE(table.readLine(), QByteArray("base,letter,measured,CNN\n"));
        QCOMPARE(table.readLine(), QByteArray("1001,A,0,0\n"));
    }
};

QTEST_MAIN(TestBindingTrack)
#include "tst_binding_track.moc"
