// The small controls that lay themselves out by the room they have.
#include "widgets/common/flow_layout.h"
#include "widgets/common/path_line.h"
#include "widgets/common/section_header.h"
#include "widgets/common/vertical_scroll.h"

#include <QDragEnterEvent>
#include <QLabel>
#include <QMimeData>
#include <QScrollBar>
#include <QVBoxLayout>
#include <QtTest>

using namespace helicase;

class SmallWidgetsTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aLongPathLosesItsMiddle()
    {
        QWidget window;
        PathLine line(&window);
        const QString path = "/home/someone/projects/seven-species/data/train_pairs.csv";
        line.setText(path);
        line.resize(220, 26);
        QVERIFY(line.shownText().startsWith("/home"));
        QVERIFY(line.shownText().endsWith("…/train_pairs.csv"));
        line.resize(130, 26);
        QVERIFY(line.shownText().startsWith("train_"));
        QVERIFY(line.shownText().endsWith(".csv"));
        QCOMPARE(line.text(), path);
        line.resize(900, 26);
        QCOMPARE(line.shownText(), path);
    }

    void aDroppedFileFillsThePath()
    {
        QWidget window;
        PathLine line(&window);
        line.setText("/before");
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile("/data/with space/contigs.fa")});
        QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&line, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&line, &drop);
        QVERIFY(drop.isAccepted());
        QCOMPARE(line.text(), "/data/with space/contigs.fa");
    }

    void aFlowBeginsNewLines()
    {
        QWidget window;
        auto *flow = new FlowLayout(10, 2, &window);
        flow->setContentsMargins(0, 0, 0, 0);
        std::vector<QWidget *> boxes;
        for (int i = 0; i < 3; ++i) {
            auto *box = new QWidget(&window);
            box->setFixedSize(100, 20);
            flow->addWidget(box);
            boxes.push_back(box);
        }
        QCOMPARE(flow->sizeHint(), QSize(320, 20));
        QCOMPARE(flow->minimumSize(), QSize(100, 20));
        QCOMPARE(flow->heightForWidth(320), 20);
        QCOMPARE(flow->heightForWidth(319), 42);
        QCOMPARE(flow->heightForWidth(100), 64);
        window.resize(250, 100);
        window.show();
        QCOMPARE(boxes[1]->pos(), QPoint(110, 0));
        QCOMPARE(boxes[2]->pos(), QPoint(0, 22));
        delete flow->takeAt(0);
        QCOMPARE(flow->count(), 2);
        QVERIFY(flow->takeAt(5) == nullptr);
    }

    void longFactsKeepAllTheirLines_data()
    {
        QTest::addColumn<int>("width");
        for (const int width : {200, 230, 288, 400})
            QTest::addRow("%d pixels", width) << width;
    }

    void longFactsKeepAllTheirLines()
    {
        QFETCH(int, width);
        auto *content = new QWidget;
        auto *facts = new FactList(content);
        auto *layout = new QVBoxLayout(content);
        layout->addWidget(facts);
        layout->addStretch(1);
        VerticalScroll scroll(content, 288);
        scroll.resize(width, 400);
        scroll.show();
        facts->setFact("State", "done");
        facts->setFact("Trained on", "3,000 sequences of five species of bacteria");
        facts->setFact("Stopped", "at step 1,840 of 3,000, when the validation loss rose");
        QVERIFY(QTest::qWaitForWindowExposed(&scroll));
        for (const QLabel *label : facts->findChildren<QLabel *>())
            QTRY_VERIFY2(label->height() >= label->heightForWidth(label->width()),
                         qPrintable(label->text()));
        facts->setFact("State", {});
        QCOMPARE(facts->fact("State"), QString());
        QCOMPARE(facts->fact("Trained on"), "3,000 sequences of five species of bacteria");
    }

    void aVerticalScrollIsAsWideAsItsContent()
    {
        auto *content = new QWidget;
        content->setMinimumSize(300, 1000);
        VerticalScroll scroll(content);
        QCOMPARE_GE(scroll.minimumSizeHint().width(), 300);
        scroll.resize(scroll.minimumSizeHint().width(), 200);
        scroll.show();
        QVERIFY(scroll.verticalScrollBar()->maximum() > 0);
        QCOMPARE(scroll.horizontalScrollBar()->maximum(), 0);
        QCOMPARE_GE(scroll.viewport()->width(), 300);
    }
};

QTEST_MAIN(SmallWidgetsTest)
#include "tst_small_widgets.moc"
