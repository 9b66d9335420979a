// What the Data panel makes of files that are broken, large, gone or not to be written.
#include "tests/widgets/data/data_panel_fixture.h"
#include "widgets/data/data_tree.h"

#include <QComboBox>
#include <QTreeWidget>

using namespace helicase;

class TestDataPanelFiles final : public test::DataPanelTest {
    Q_OBJECT
private Q_SLOTS:
    void init() { buildPanel(); }
    void cleanup() { removePanel(); }

    void aFailedRemedyIsTold()
    {
        const QString file = write("same.csv", "sequence,label\nACGTACGTAA,\nACGTACGTAC,\n");
        open(file);
        panel_->removeRows("empty");
        QTRY_VERIFY_WITH_TIMEOUT(panel_->band()->isShowing("data.job") &&
                                     panel_->band()->messages().back().kind == BandKind::Error,
                                 patience);
        QVERIFY2(panel_->band()->messages().back().details.contains("no row would be left") ||
                     panel_->band()->messages().back().text.contains("no row would be left"),
                 qPrintable(panel_->band()->messages().back().text));
    }

    void badFilesAreToldInOneLine_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("message");
        QTest::newRow("columns") << "bad.csv" << QByteArray("sequence,label\nACGT,1\nACGT,1,2\n")
                                 << "found 3 columns (expected 2 as in the header)";
        QTest::newRow("quotes") << "bad.csv" << QByteArray("sequence,label\n\"ACGT,1\n")
                                << "quotation mark";
        QTest::newRow("empty") << "bad.csv" << QByteArray() << "is empty";
        QTest::newRow("letters") << "bad.fa" << QByteArray(">a\nAC!GT\n") << "bad.fa:2";
        QTest::newRow("truncated") << "bad.fq" << QByteArray("@a\nACGT\n+\nII\n") << "bad.fq";
        QTest::newRow("binary") << "bad.csv" << QByteArray("\x1f\x8b\x08\x00garbage", 11)
                                << "bad.csv";
    }

    void badFilesAreToldInOneLine()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, content);
        QFETCH(QString, message);
        open(writeSet()); // what was there goes
        const QString file = write(name, content.toStdString());
        panel_->openArgument(file);
        QTRY_VERIFY_WITH_TIMEOUT(panel_->band()->isShowing("data.failure"), patience);
        const BandMessage told = panel_->band()->messages().back();
        QCOMPARE(told.kind, BandKind::Error);
        QVERIFY2(told.text.contains(message), qPrintable(told.text));
        QVERIFY(!told.text.contains(u'\n'));
        QVERIFY(!panel_->contentReady());
        const auto *tree = panel_->findChild<DataTree *>();
        const auto broken = std::ranges::find(tree->entries(), file, &DataEntry::path);
        QVERIFY(broken->isBroken);
        // Repaired, it opens, and the band goes.
        write(name, name.endsWith(".csv") ? "sequence,label\nACGTA,1\nACGTC,0\n" : ">a\nACGT\n");
        services_->actions.find("data.reload")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(panel_->contentReady(), patience);
        QVERIFY(panel_->band()->messages().empty());
    }

    void aBadTokenizerLeavesTheDataOnView()
    {
        write("tokens/tokenizer.json", "{\"model\": 3}");
        open(writeSet());
        panel_->openArgument(path("tokens"));
        QTRY_VERIFY_WITH_TIMEOUT(panel_->band()->isShowing("data.tokenizer"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(panel_->contentReady(), patience);
        QVERIFY(panel_->loaded()->choice.tokenizer.isEmpty());
        QCOMPARE(panel_->findChild<QComboBox *>("data.tokenizer")->currentText(), "No tokenizer");
        QCOMPARE(records()->rowCount(), 8);
    }

    void aLongReadCanBeCancelled()
    {
        std::string content = "sequence,label\n";
        for (int row = 0; row < 400'000; ++row)
            content += "ACGTACGTACGTACGTTTGACATTTGACATTTGACATTTGACATTTGACA,1\n";
        const QString file = write("long.csv", content);
        panel_->openArgument(file);
        QTRY_VERIFY_WITH_TIMEOUT(
            panel_->band()->isShowing("data.loading") || panel_->contentReady(), patience);
        if (!panel_->band()->isShowing("data.loading"))
            QSKIP("this machine reads faster than a message is shown");
        panel_->band()->messages().back().actions.front().function();
        QVERIFY(!panel_->band()->isShowing("data.loading"));
        QVERIFY(!panel_->contentReady());
        QTest::qWait(300); // a late answer must not come
        QVERIFY(!panel_->contentReady());
    }

    void theProjectKeepsTheList()
    {
        const QString set = writeSet();
        open(set);
        const QString fasta = write("contigs.fa", ">one\nACGTACGT\n");
        open(fasta);
        QTRY_COMPARE(services_->project.section("data").value("current").toString(), fasta);
        panel_.reset();
        services_->actions.find("data.open");
        services_->project.save();
        test::PanelServices *services = services_.get();
        ActionRegistry fresh;
        PanelContext context{services->project,
                             services->jobs,
                             fresh,
                             services->theme,
                             services->journal,
                             [](const QString &) {},
                             [](const QString &, const QString &) {}};
        DataPanel again(context);
        QTRY_VERIFY_WITH_TIMEOUT(again.contentReady(), patience);
        QCOMPARE(again.loaded()->choice.path, fasta);
        auto *tree = again.findChild<QTreeWidget *>("data.tree");
        QCOMPARE(tree->topLevelItemCount(), 2);
        QCOMPARE(tree->topLevelItem(0)->text(0), "Fine-tuning sets");
        QCOMPARE(tree->topLevelItem(0)->child(0)->text(1).trimmed(), "8 rows");
        tree->setCurrentItem(tree->topLevelItem(0)->child(0));
        QTRY_COMPARE_WITH_TIMEOUT(again.loaded()->choice.path, set, patience);
        fresh.find("data.remove")->trigger();
        QVERIFY(!again.findChild<DataTree *>()->holds(set));
        QVERIFY(!again.contentReady());
    }

    void brokenDataThatNobodyAskedForIsNoProblem()
    {
        const QString broken = write("demo/data/contigs.fa", ">one\nAC!T\n");
        panel_->showDemo(path("demo"));
        auto *tree = panel_->findChild<DataTree *>();
        QTRY_VERIFY_WITH_TIMEOUT(!tree->entries().empty() && tree->entries().front().isBroken,
                                 patience);
        QVERIFY(panel_->band()->messages().empty());
        QVERIFY(services_->journal.problems().empty());
        QVERIFY(services_->journal.lines().back().text.contains("contigs.fa:2"));
        panel_->openArgument(broken); // asked for, it is told
        QTRY_VERIFY_WITH_TIMEOUT(panel_->band()->isShowing("data.failure"), patience);
    }
};

QTEST_MAIN(TestDataPanelFiles)
#include "tst_data_panel_files.moc"
