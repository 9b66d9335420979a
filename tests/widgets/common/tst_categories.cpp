#include "widgets/common/categories.h"

#include <QSet>
#include <QtTest>

using namespace helicase;

class CategoriesTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void stylesAreDistinct()
    {
        for (const bool dark : {false, true}) {
            QSet<QString> seen;
            for (int i = 0; i < 216; ++i) {
                const CategoryStyle style = categoryStyle(i, dark);
                seen.insert(style.color.name() + QString::number(int(style.marker)));
            }
            QCOMPARE(seen.size(), 216);
        }
    }

    void followsTheSortedLabels()
    {
        const QStringList sorted = sortedLabels({"Vibrio", "", "Escherichia", "Vibrio"});
        QCOMPARE(sorted, (QStringList{"Escherichia", "Vibrio"}));
        QCOMPARE(categoryIndex("Vibrio", sorted), 1);
        QCOMPARE(categoryIndex("", sorted), -1);
        QCOMPARE(categoryIndex("Other", sorted), -1);
        QCOMPARE(categoryStyle(0, false).color, QColor("#0072B2"));
    }

    void everyMarkerHasAShape()
    {
        for (int marker = 0; marker <= int(Marker::Star); ++marker) {
            const QRectF box = markerPath(Marker(marker), 10).boundingRect();
            QVERIFY(box.width() > 7 && box.width() < 13 && box.contains(QPointF(0, 0)));
        }
    }
};

QTEST_MAIN(CategoriesTest)
#include "tst_categories.moc"
