#include "tests/support/test_data.h"
#include "widgets/annotate/annotate_panel.h"
#include "widgets/annotate/text_document.h"
#include "widgets/annotate/token_editor.h"
#include "widgets/annotate/token_table_model.h"
#include "widgets/common/action_registry.h"
#include "widgets/common/job_runner.h"
#include "widgets/common/journal.h"
#include "widgets/common/project.h"
#include "widgets/common/section_header.h"
#include "widgets/common/theme.h"

#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QToolButton>
#include <QTreeWidget>
#include <QtTest>

using namespace helicase;

namespace {

struct Services {
    explicit Services(const QString &folder) : jobs(folder + "/jobs")
    {
        project.create(folder + "/project");
    }
    Theme theme;
    ActionRegistry actions;
    Journal journal;
    Project project;
    JobRunner jobs;
    PanelContext context{project,
                         jobs,
                         actions,
                         theme,
                         journal,
                         [](const QString &) {},
                         [](const QString &, const QString &) {}};
};

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

// A panel with the demo's tokenizer and a document.
struct Fixture {
    explicit Fixture(const QString &text)
    {
        panel.resize(1200, 800);
        panel.show();
        panel.useTokenizer(
            QString::fromStdString((test::sourceFolder() / "resources/demo/tokenizer").string()));
        panel.newDocument("a.txt", text);
    }
    template <typename Widget>
    Widget *find(const char *name)
    {
        return panel.findChild<Widget *>(name);
    }
    QTemporaryDir folder;
    Services services{folder.path()};
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
        Services services(folder.path());
        AnnotatePanel panel(services.context);
        panel.show();
        QVERIFY(!panel.contentReady());
        QVERIFY(panel.findChild<QWidget *>("annotate.empty")->isVisible());
    }

    void typingTokenizesAgain()
    {
        Fixture fixture("<dna>ACGT</dna>");
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
                      loadNamedTokenizer(QString::fromStdString(
                          (test::sourceFolder() / "resources/demo/tokenizer").string()))},
                     {});
        QCOMPARE(editor->tokens().size(), expected->tokens.size());
        QCOMPARE(editor->tokens().back().begin, expected->tokens.back().begin);
    }

    void caretAndTableFollowEachOther()
    {
        Fixture fixture("<dna>ACGTTGCATTGACCAGGTACCA</dna>");
        QTRY_VERIFY(fixture.panel.contentReady());
        auto *editor = fixture.find<TokenEditor>("annotate.editor");
        auto *table = fixture.find<QTableView>("annotate.tokens");
        QVERIFY(table->model()->rowCount() > 2);
        table->selectRow(2);
        QCOMPARE(editor->currentToken(), 2);
        editor->setCaret(editor->tokens()[1].begin);
        QCOMPARE(table->currentIndex().row(), 1);
        QCOMPARE(fixture.panel.statusText(),
                 QString("Line 1, base %1 of 22").arg(editor->tokens()[1].begin - 5));
    }

    void badLettersAreListedAndReplaced()
    {
        Fixture fixture("<dna>ACGTXACGT</dna>");
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
        Fixture fixture("<dna>ACGT\nmore");
        QTRY_VERIFY(fixture.panel.contentReady());
        fixture.find<QToolButton>("annotate.remedy.0")->click();
        QCOMPARE(fixture.panel.document()->text(), "<dna>ACGT</dna>\nmore");
    }

    void theLimitSaysWhatIsCut()
    {
        Fixture fixture("<dna>ACGTTGCATTGACCAGGTACCA</dna>");
        QTRY_VERIFY(fixture.panel.contentReady());
        auto *editor = fixture.find<TokenEditor>("annotate.editor");
        const auto tokens = static_cast<int64_t>(editor->tokens().size());
        fixture.find<QLineEdit>("annotate.limit")->setText("2");
        const int32_t base = editor->tokens()[1].end - 5;
        QCOMPARE(
            fixture.find<QLabel>("annotate.limitText")->text(),
            QString("%1 tokens are cut off after base %2 of run 1.").arg(tokens - 2).arg(base));
        fixture.find<QLineEdit>("annotate.limit")->setText("");
        QCOMPARE(fixture.find<QLabel>("annotate.limitText")->text(), "All tokens are kept.");
    }

    void countsAreShown()
    {
        Fixture fixture("<dna>ACGTTGCATTGACCAGGTACCA</dna>");
        QTRY_VERIFY(fixture.panel.contentReady());
        auto *counts = fixture.find<FactList>("annotate.counts");
        QCOMPARE(counts->fact("DNA tokens"), QString::number(counts->fact("Tokens").toInt()));
        QCOMPARE(counts->fact("Unknown tokens"), "0");
    }

    void regionsOfRecordsAreInserted()
    {
        Fixture fixture("");
        const QString path = fixture.folder.filePath("two.fa");
        write(path, ">first\nACGTACGTAC\n>second\nTTTTGGGGCCCC\n");
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

    void aBrokenFileIsReportedInTheBand()
    {
        Fixture fixture("text");
        const QString path = fixture.folder.filePath("broken.fa");
        write(path, ">only a name\n");
        fixture.panel.openFile(path);
        QTRY_VERIFY(fixture.panel.band()->isShowing("annotate.failure"));
        QVERIFY(fixture.panel.band()->messages().front().text.contains("broken.fa"));
        QCOMPARE(fixture.panel.document()->text(), "text");
    }

    void theDemoBringsAnExample()
    {
        QTemporaryDir folder;
        Services services(folder.path());
        QDir(services.project.folder()).mkpath("data");
        write(services.project.path("data/contigs.fa"), ">contig_1\n" + QByteArray(600, 'A') +
                                                            "\n>contig_2\n" +
                                                            QByteArray("ACGT").repeated(50) + "\n");
        AnnotatePanel panel(services.context);
        panel.useTokenizer(
            QString::fromStdString((test::sourceFolder() / "resources/demo/tokenizer").string()));
        panel.showDemo(services.project.folder());
        QTRY_VERIFY(panel.contentReady());
        QCOMPARE(panel.document()->text().count("<dna>"), 2);
        QVERIFY(panel.document()->text().contains("Bases 1 to 420 of contig 1"));
    }

    void textSurvivesTheWindow()
    {
        QTemporaryDir folder;
        Services services(folder.path());
        {
            AnnotatePanel panel(services.context);
            panel.useTokenizer(QString::fromStdString(
                (test::sourceFolder() / "resources/demo/tokenizer").string()));
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
        Fixture fixture("text");
        for (const QWidget *widget : fixture.panel.findChildren<QWidget *>()) {
            const bool isOurs = !widget->objectName().startsWith("qt_") && widget->isVisible();
            if (isOurs && (widget->focusPolicy() & Qt::TabFocus))
                QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
        }
    }
};

QTEST_MAIN(AnnotatePanelTest)
#include "tst_annotate_panel.moc"
