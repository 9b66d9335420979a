#include "widgets/common/elided_label.h"

#include <QToolTip>
#include <QtTest>

using namespace helicase;

class ElidedLabelTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void endsInAnEllipsisWhereItMust()
    {
        ElidedLabel label(QStringLiteral("Enterobacteria phage lambda"));
        label.resize(label.sizeHint());
        QVERIFY(!label.isElided());
        label.resize(label.sizeHint().width() / 2, label.height());
        QVERIFY(label.isElided());
        QVERIFY(label.minimumSizeHint().width() < label.sizeHint().width() / 2);
    }

    void toolTipTellsTheWholeText()
    {
        ElidedLabel label(QStringLiteral("Enterobacteria phage lambda"));
        label.resize(60, 20);
        label.show();
        QHelpEvent help(QEvent::ToolTip, QPoint(5, 5), label.mapToGlobal(QPoint(5, 5)));
        QApplication::sendEvent(&label, &help);
        QCOMPARE(QToolTip::text(), label.text());
    }
};

QTEST_MAIN(ElidedLabelTest)
#include "tst_elided_label.moc"
