#include "tests/widgets/annotate/annotate_fixture.h"
#include "widgets/annotate/counts_table.h"
#include "widgets/annotate/text_document.h"
#include "widgets/annotate/token_editor.h"
#include "widgets/annotate/token_table_model.h"

#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>
#include <QTreeWidget>

using namespace helicase;

namespace {

// A project with two contigs, and the panel of a window that was just opened.
struct DemoProject {
    explicit DemoProject(const QByteArray &contigs = ">contig_1\n" + QByteArray(600, 'A') +
                                                     "\n>contig_2\n" +
                                                     QByteArray("ACGT").repeated(50) + "\n")
    {
        QDir(folder()).mkpath("data");
        writeTestFile(folder() + "/data/contigs.fa", contigs);
        panel.useTokenizer(demoTokenizerFolder());
    }
    QString folder() const { return services.project.folder(); }

    QTemporaryDir place;
    test::PanelServices services{place.path()};
    AnnotatePanel panel{services.context};
};

} // namespace

class AnnotatePanelTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression("^(?!This plugin does not support)")); }

    void startsEmptyAndNamesTheNextStep()
    {
        QTemporaryDir folder;
        test::PanelServices services(folder.path());
        AnnotatePanel panel(services.context);
        panel.show();
        QVERIFY(!panel.contentReady());
        QVERIFY(panel.findChild<QWidget *>("annotate.empty")->isVisible());
    }

    void typingTokenizesAgain()
    {
        AnnotateFixture fixture("<dna>ACGT</dna>");
        QTRY_VERIFY(fixture.panel.contentReady());
        auto *editor = fixture.find<TokenEditor>("annotate.editor");
        auto *table = fixture.find<QTableView>("annotate.tokens");
        const int before = table->model()->rowCount();
        editor->setCaret(9);
        QTest::keyClicks(editor, "TTGACCAGGTACCA");
        QTRY_VERIFY(fixture.panel.contentReady());
        QVERIFY(table->model()->rowCount() > before);
        const auto expected =
            annotate({fixture.panel.document()->text(), 0,
                      loadNamedTokenizer(demoTokenizerFolder())},
                     {});
        QCOMPARE(editor->places().count(), std::ssize(expected->tokens));
        QCOMPARE(editor->places().token(editor->places().count() - 1).begin,
                 expected->tokens.back().begin);
    }

    void caretAndTableFollowEachOther()
    {
        AnnotateFixture fixture("<dna>ACGTTGCATTGACCAGGTACCA</dna>");
        QTRY_VERIFY(fixture.panel.contentReady());
        auto *editor = fixture.find<TokenEditor>("annotate.editor");
        auto *table = fixture.find<QTableView>("annotate.tokens");
        QVERIFY(table->model()->rowCount() > 2);
        table->selectRow(2);
        QCOMPARE(editor->currentToken(), 2);
        editor->setCaret(editor->places().token(1).begin);
        QCOMPARE(table->currentIndex().row(), 1);
        QCOMPARE(fixture.panel.statusText(),
                 QString("Line 1, base %1 of 22").arg(editor->places().token(1).begin - 5));
    }

    void badLettersAreListedAndReplaced()
    {
        AnnotateFixture fixture("<dna>ACGTXACGT</dna>");
        QTRY_VERIFY(fixture.panel.contentReady());
        auto *problems = fixture.find<QListWidget>("annotate.problems");
        QCOMPARE(problems->count(), 1);
        auto *remedy = fixture.find<QToolButton>("annotate.remedy.0");
        QCOMPARE(remedy->text(), "Replace by N");
        remedy->click();
        QCOMPARE(fixture.panel.document()->text(), "<dna>ACGTNACGT</dna>");
        QTRY_COMPARE(problems->count(), 0);
        fixture.services.project.undoStack().undo();
        QCOMPARE(fixture.panel.document()->text(), "<dna>ACGTXACGT</dna>");
        QTRY_COMPARE(problems->count(), 1);
    }

    void anOpenRunIsClosed()
    {
        AnnotateFixture fixture("<dna>ACGT\nmore");
        QTRY_VERIFY(fixture.panel.contentReady());
        fixture.find<QToolButton>("annotate.remedy.0")->click();
        QCOMPARE(fixture.panel.document()->text(), "<dna>ACGT</dna>\nmore");
    }

    void theLimitSaysWhatIsCut()
    {
        AnnotateFixture fixture("<dna>ACGTTGCATTGACCAGGTACCA</dna>");
        QTRY_VERIFY(fixture.panel.contentReady());
        auto *editor = fixture.find<TokenEditor>("annotate.editor");
        const int64_t tokens = editor->places().count();
        fixture.find<QLineEdit>("annotate.limit")->setText("2");
        const int32_t base = editor->places().token(1).end - 5;
        QCOMPARE(
            fixture.find<QLabel>("annotate.limitText")->text(),
            QString("%1 tokens are cut off after base %2 of run 1.").arg(tokens - 2).arg(base));
        fixture.find<QLineEdit>("annotate.limit")->setText("");
        QCOMPARE(fixture.find<QLabel>("annotate.limitText")->text(), "All tokens are kept.");
    }

    void countsAreShown()
    {
        AnnotateFixture fixture("<dna>ACGTTGCATTGACCAGGTACCA</dna>");
        QTRY_VERIFY(fixture.panel.contentReady());
        auto *counts = fixture.find<CountsTable>("annotate.counts");
        QVERIFY(counts->count("Tokens").toInt() > 0);
        QCOMPARE(counts->count("Bases per DNA token"),
                 QString::number(22.0 / counts->count("Tokens").toInt(), 'f', 2));
        QCOMPARE(counts->count("DNA tokens"), counts->count("Tokens"));
        QCOMPARE(counts->count("Unknown tokens"), "0");
        QVERIFY(counts->isColumnHidden(2));
    }

    void regionsOfRecordsAreInserted()
    {
        AnnotateFixture fixture("");
        const QString path = fixture.folder.filePath("two.fa");
        writeTestFile(path, ">first\nACGTACGTAC\n>second\nTTTTGGGGCCCC\n");
        fixture.panel.openFile(path);
        auto *records = fixture.find<QTreeWidget>("annotate.records");
        QTRY_COMPARE(records->topLevelItemCount(), 1);
        QCOMPARE(records->topLevelItem(0)->childCount(), 2);
        QCOMPARE(records->topLevelItem(0)->child(1)->text(1), "12");
        records->setCurrentItem(records->topLevelItem(0)->child(1));
        fixture.find<QLineEdit>("annotate.region.from")->setText("5");
        auto *to = fixture.find<QLineEdit>("annotate.region.to");
        auto *insert = fixture.find<QPushButton>("annotate.region.insert");
        to->setText("13");
        QVERIFY(!insert->isEnabled());
        QCOMPARE(fixture.find<QLabel>("annotate.region.mistake")->text(),
                 "The record has bases 1 to 12.");
        to->setText("8");
        QVERIFY(insert->isEnabled());
        insert->click();
        QTRY_COMPARE(fixture.panel.document()->text(), "<dna>GGGG</dna>");
    }

    void aTextOfAnotherPanelIsShown()
    {
        AnnotateFixture fixture("before");
        fixture.panel.openArgument("train.csv line 2\nACGTACGTAA\nGGCC");
        QCOMPARE(fixture.panel.document()->name(), "train.csv line 2");
        QCOMPARE(fixture.panel.document()->text(), "ACGTACGTAA\nGGCC");
        QVERIFY(fixture.panel.band()->messages().empty());
    }

    void aBrokenFileIsReportedInTheBand_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("reason");
        QTest::newRow("no bases") << QByteArray(">only a name\n") << "no bases";
        QTest::newRow("protein") << QByteArray(">p\nMKVLEF\n") << "not a nucleotide code";
        QTest::newRow("blank lines first") << QByteArray("\n\n>p\nMKVLEF\n") << "nucleotide";
        QTest::newRow("cut off") << QByteArray("@r\nACGT\n+\nII") << "broken.fa";
        QTest::newRow("no gzip") << QByteArray("\x1f\x8b\x08\x00zzzzzzzz", 12) << "broken.fa";
        QTest::newRow("empty") << QByteArray() << "is empty";
        QTest::newRow("binary") << QByteArray("\x7f" "ELF\0\1", 6) << "neither text nor";
    }

    void aBrokenFileIsReportedInTheBand()
    {
        QFETCH(QByteArray, content);
        AnnotateFixture fixture("text");
        const QString path = fixture.folder.filePath("broken.fa");
        writeTestFile(path, content);
        fixture.panel.openFile(path);
        QTRY_VERIFY(fixture.panel.band()->isShowing("annotate.failure"));
        const QString told = fixture.panel.band()->messages().back().text;
        QFETCH(QString, reason);
        QVERIFY2(told.contains("broken.fa") && told.contains(reason), qPrintable(told));
        QCOMPARE(fixture.panel.document()->text(), "text");
        QVERIFY(QApplication::activeModalWidget() == nullptr);
        // The tokenizer that arrives in the meantime does not take the message away.
        QTRY_VERIFY(fixture.panel.contentReady());
        QVERIFY(fixture.panel.band()->isShowing("annotate.failure"));
        writeTestFile(path, ">good\nACGT\n");
        fixture.panel.openFile(path);
        QTRY_VERIFY(fixture.panel.band()->messages().empty());
    }

    void aBrokenTokenizerIsReportedInTheBand_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut off") << QByteArray("{\"model\": {\"type\": \"BPE\", \"vo");
        QTest::newRow("no object") << QByteArray("[]");
        QTest::newRow("wrong types") << QByteArray(R"({"model": {"type": "BPE", "vocab": 7}})");
    }

    void aBrokenTokenizerIsReportedInTheBand()
    {
        QFETCH(QByteArray, content);
        AnnotateFixture fixture("<dna>ACGT</dna>");
        QTRY_VERIFY(fixture.panel.contentReady());
        writeTestFile(fixture.folder.filePath("tokenizer.json"), content);
        fixture.panel.openFile(fixture.folder.path());
        QTRY_VERIFY(fixture.panel.band()->isShowing("annotate.tokenizer"));
        QVERIFY(fixture.panel.band()->messages().back().text.contains("tokenizer.json"));
        QVERIFY(fixture.panel.contentReady());
        QCOMPARE(fixture.services.journal.problems().size(), size_t{1});
        fixture.panel.useTokenizer(
            demoTokenizerFolder());
        QTRY_VERIFY(fixture.services.journal.problems().empty());
    }

    // Whatever other tools were tested with is opened or refused with a reason.
    void everyForeignFileIsAnswered()
    {
        HELICASE_NEEDS_DATA();
        AnnotateFixture fixture("text");
        QTRY_VERIFY(fixture.panel.contentReady());
        auto *records = fixture.find<QTreeWidget>("annotate.records");
        const auto folder = test::dataFolder() / "malformed";
        const TextDocument *first = fixture.panel.document();
        int refused = 0;
        for (const auto &entry : std::filesystem::recursive_directory_iterator(folder)) {
            if (!entry.is_regular_file())
                continue;
            fixture.panel.band()->clear();
            const int before = records->topLevelItemCount();
            fixture.panel.openFile(QString::fromStdString(entry.path().string()));
            const auto isRefused = [&] {
                return fixture.panel.band()->isShowing("annotate.failure");
            };
            QTRY_VERIFY2(isRefused() || records->topLevelItemCount() > before ||
                             fixture.panel.document() != first,
                         entry.path().c_str());
            refused += isRefused() ? 1 : 0;
            first = fixture.panel.document();
        }
        QCOMPARE_GE(refused, 20);
        QVERIFY(QApplication::activeModalWidget() == nullptr);
    }

    void theDemoBringsAnExample()
    {
        DemoProject demo;
        demo.panel.showDemo(demo.folder());
        QTRY_VERIFY(demo.panel.contentReady());
        QCOMPARE(demo.panel.document()->text().count("<dna>"), 2);
        QVERIFY(demo.panel.document()->text().contains("Bases 1 to 420 of contig 1"));
    }

    // What the user works on when the example arrives stays where it is.
    void theExampleNeverTakesThePlaceOfAText()
    {
        DemoProject demo;
        demo.panel.show();
        demo.panel.showDemo(demo.folder());
        const TextDocument *own = demo.panel.newDocument("own.txt", "mine");
        auto *texts = demo.panel.findChild<QListWidget *>("annotate.documents");
        QTRY_COMPARE(texts->count(), 2);
        QVERIFY(demo.panel.document() == own);
        QCOMPARE(texts->currentRow(), 0);
        texts->setCurrentRow(1);
        QVERIFY(demo.panel.document()->text().contains("Bases 1 to 420 of contig 1"));
    }

    // Asked for beside a text, it comes to the front, unless that text was edited meanwhile.
    void anExampleThatWasAskedForIsShown()
    {
        for (const bool isTyping : {false, true}) {
            AnnotateFixture fixture("mine");
            TextDocument *own = fixture.panel.document();
            fixture.services.actions.find("annotate.example")->trigger();
            if (isTyping)
                QTest::keyClicks(fixture.find<TokenEditor>("annotate.editor"), "x");
            QTRY_COMPARE(fixture.find<QListWidget>("annotate.documents")->count(), 2);
            QCOMPARE(fixture.panel.document() == own, isTyping);
        }
    }

    // The example is a courtesy: that its file is broken is for the panel to tell that is to use it.
    void aBrokenExampleIsNoProblem()
    {
        DemoProject demo(">contig_1\nAC!T\n");
        demo.panel.showDemo(demo.folder());
        const Journal &journal = demo.services.journal;
        QTRY_COMPARE(journal.lines().size(), size_t{1});
        QVERIFY(journal.lines().front().severity == Severity::Info);
        QVERIFY(journal.lines().front().text.contains("contigs.fa"));
        demo.panel.showDemo(demo.folder()); // files appeared beside it
        QTest::qWait(200);
        QCOMPARE(journal.lines().size(), size_t{1});
        QVERIFY(journal.problems().empty());
        QVERIFY(demo.panel.band()->messages().empty());
        demo.panel.openFile(demo.folder() + "/data/contigs.fa"); // asked for, it is told
        QTRY_VERIFY(demo.panel.band()->isShowing("annotate.failure"));
    }

    void textSurvivesTheWindow()
    {
        QTemporaryDir folder;
        test::PanelServices services(folder.path());
        {
            AnnotatePanel panel(services.context);
            panel.useTokenizer(demoTokenizerFolder());
            panel.newDocument("kept.txt", "<dna>ACGT</dna>");
            QTRY_VERIFY(!services.project.section("annotate").isEmpty());
        }
        AnnotatePanel again(services.context);
        QVERIFY(again.document() != nullptr);
        QCOMPARE(again.document()->text(), "<dna>ACGT</dna>");
        QTRY_VERIFY(again.contentReady());
    }

    void everythingHasAName()
    {
        AnnotateFixture fixture("text");
        for (const QWidget *widget : fixture.panel.findChildren<QWidget *>()) {
            const bool isOurs = !widget->objectName().startsWith("qt_") && widget->isVisible();
            if (isOurs && (widget->focusPolicy() & Qt::TabFocus))
                QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
        }
    }
};

QTEST_MAIN(AnnotatePanelTest)
#include "tst_annotate_panel.moc"
