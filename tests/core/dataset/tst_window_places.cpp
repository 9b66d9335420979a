#include "core/dataset/window_places.h"

#include <QtTest>

using namespace helicase;

class TestWindowPlaces : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void namesTellPlaces()
    {
        const auto place = windowPlace("chr22_KI270_v1_10510500_10510799");
        QVERIFY(place.has_value());
        QCOMPARE(place->sequence, std::string("chr22_KI270_v1"));
        QCOMPARE(place->first, int64_t{10510500});
        QCOMPARE(place->last, int64_t{10510799});
        for (const char *name : {"window7", "_1_2", "a_1", "a_x_2", "a_1_y", "a_9_2", ""})
            QVERIFY2(!windowPlace(name), name);
    }

    void sharedBasesAreCounted()
    {
        // The trained windows cover 0 to 149 and 300 to 399 of a, and 0 to 99 of b.
        const std::vector<std::string> names{"a_0_99",    "a_50_149",  "a_300_399", "b_0_99",
                                             "a_100_199", "a_150_249", "a_140_339", "c_0_99"};
        const std::vector<int64_t> training{0, 1, 2, 3}, heldOut{4, 5, 6, 7};
        const auto leakage = leakageOf(names, training, heldOut);
        QVERIFY(leakage.has_value());
        QCOMPARE(leakage->windows, int64_t{4});
        QCOMPARE(leakage->overlapping, int64_t{2});
        QCOMPARE(leakage->meanShare, (0.5 + 50.0 / 200) / 4);
        QCOMPARE(leakage->text(),
                 std::string("2 of 4 held-out windows (50.0 %) share bases with training windows; "
                             "training has seen 18.8 % of the held-out bases"));
    }

    void placesAreNeededForAllWindows()
    {
        const std::vector<std::string> names{"a_0_99", "window2"};
        const std::vector<int64_t> first{0}, second{1};
        QVERIFY(!leakageOf(names, first, second));
        QVERIFY(!leakageOf(names, second, first));
        QVERIFY(!leakageOf(names, first, {}));
    }
};

QTEST_GUILESS_MAIN(TestWindowPlaces)
#include "tst_window_places.moc"
