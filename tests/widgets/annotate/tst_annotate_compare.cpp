#include "tests/widgets/annotate/annotate_fixture.h"
#include "widgets/annotate/counts_table.h"
#include "widgets/annotate/text_document.h"
#include "widgets/annotate/token_editor.h"

#include <QClipboard>
#include <QComboBox>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QScrollBar>
#include <QTableView>

using namespace helicase;

namespace {

QString dataTokenizer(const char *name)
{
    return QString::fromStdString((test::dataFolder() / "tokenizers" / name).string());
}

} // namespace

class AnnotateCompareTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression("^(?!This plugin does not support)")); }

    void twoTokenizersStandSideBySide()
    {
        HELICASE_NEEDS_DATA();
        AnnotateFixture fixture("ACGTTGCATTGACCAGGTACCATTTGGGCCCAACGT");
        QTRY_VERIFY(fixture.panel.contentReady());
        auto *second = fixture.find<TokenEditor>("annotate.editor2");
        QVERIFY(!second->isVisible());
        fixture.services.actions.find("annotate.compare")->trigger();
        QVERIFY(second->isVisible());
        fixture.panel.useTokenizer(dataTokenizer("dnabert2"), TokenizerSide::B);
        QTRY_VERIFY(second->isAnnotated());
        auto *first = fixture.find<TokenEditor>("annotate.editor");
        auto *counts = fixture.find<CountsTable>("annotate.counts");
        QVERIFY(!counts->isColumnHidden(2));
        QCOMPARE(counts->count("Tokens", 1).toLongLong(), first->places().count());
        QCOMPARE(counts->count("Tokens", 2).toLongLong(), second->places().count());
        QVERIFY(first->places().count() != second->places().count());
        QCOMPARE(fixture.find<QComboBox>("annotate.tokenizer2")->currentText(), "dnabert2");
        fixture.services.actions.find("annotate.compare")->trigger();
        QVERIFY(!second->isVisible());
        QVERIFY(counts->isColumnHidden(2));
    }

    void aClickSelectsTheTokenOfTheSameBase()
    {
        HELICASE_NEEDS_DATA();
        AnnotateFixture fixture("ACGTTGCATTGACCAGGTACCATTTGGGCCCAACGT");
        fixture.panel.setComparing(true);
        fixture.panel.useTokenizer(dataTokenizer("dnabert2"), TokenizerSide::B);
        auto *first = fixture.find<TokenEditor>("annotate.editor");
        auto *second = fixture.find<TokenEditor>("annotate.editor2");
        QTRY_VERIFY(first->isAnnotated() && second->isAnnotated());
        const int64_t clicked = second->places().count() - 1;
        const AnnotatedToken token = second->places().token(clicked);
        QTest::mouseClick(second->viewport(), Qt::LeftButton, {},
                          second->tokenRectangle(clicked).center().toPoint());
        QCOMPARE(second->currentToken(), clicked);
        QCOMPARE(first->caret(), second->caret());
        QVERIFY(token.begin <= first->caret() && first->caret() <= token.end);
        QCOMPARE(fixture.find<QTableView>("annotate.tokens")->currentIndex().row(),
                 first->currentToken());
        fixture.find<QTableView>("annotate.tokens")->selectRow(0);
        QCOMPARE(second->caret(), 0);
        QCOMPARE(second->currentToken(), 0);
    }

    void bothViewsScrollTogether()
    {
        AnnotateFixture fixture(QString("line\n").repeated(400));
        fixture.panel.setComparing(true);
        auto *first = fixture.find<TokenEditor>("annotate.editor");
        auto *second = fixture.find<TokenEditor>("annotate.editor2");
        QTRY_VERIFY(fixture.panel.contentReady());
        first->verticalScrollBar()->setValue(120);
        QCOMPARE(second->firstVisible(), first->firstVisible());
        second->verticalScrollBar()->setValue(40);
        QCOMPARE(first->firstVisible(), 40 * 5);
    }

    void bothFollowTyping()
    {
        AnnotateFixture fixture("<dna>ACGTACGT</dna>");
        fixture.panel.setComparing(true);
        fixture.panel.useTokenizer(demoTokenizerFolder(), TokenizerSide::B);
        QTRY_VERIFY(fixture.panel.contentReady());
        auto *first = fixture.find<TokenEditor>("annotate.editor");
        auto *second = fixture.find<TokenEditor>("annotate.editor2");
        first->setCaret(7);
        QTest::keyClicks(first, "GGGATTC");
        QTest::keyClicks(second, "GGG");
        QCOMPARE(fixture.panel.document()->text(), "<dna>ACGGGATTCGTACGT</dna>");
        QTRY_VERIFY(fixture.panel.contentReady());
        QVERIFY(second->isAnnotated());
        QCOMPARE(second->places().count(), first->places().count());
    }

    void specialTokensAreAChoice()
    {
        HELICASE_NEEDS_DATA();
        AnnotateFixture fixture("the genome");
        fixture.panel.useTokenizer(dataTokenizer("bert-base-uncased"));
        auto *editor = fixture.find<TokenEditor>("annotate.editor");
        QTRY_COMPARE(editor->places().count(), 2);
        auto *choice = fixture.find<QComboBox>("annotate.special");
        choice->setFocus();
        QTest::keyClick(choice, Qt::Key_Down);
        QCOMPARE(choice->currentText(), "As the model wants");
        QTRY_COMPARE(editor->places().count(), 4);
        auto *table = fixture.find<QTableView>("annotate.tokens");
        QCOMPARE(table->model()->index(0, 1).data().toString(), "[CLS]");
        QCOMPARE(table->model()->index(3, 1).data().toString(), "[SEP]");
        QCOMPARE(fixture.find<CountsTable>("annotate.counts")->count("Special tokens"), "2");
    }

    void theRoundTripGoesToTheDifference()
    {
        AnnotateFixture fixture("<dna>ACGT</dna>");
        QTRY_VERIFY(fixture.panel.contentReady());
        QAction *action = fixture.services.actions.find("annotate.roundTrip");
        action->trigger();
        QCOMPARE(fixture.services.toasts.back(), "Identical after decoding.");
        auto *editor = fixture.find<TokenEditor>("annotate.editor");
        editor->setCaret(0);
        QTest::keyClick(editor, Qt::Key_Return);
        QTest::keyClick(editor, Qt::Key_Up);
        QTest::keyClicks(editor, "gene");
        QTRY_VERIFY(fixture.panel.contentReady());
        action->trigger();
        QCOMPARE(editor->selectionBegin(), 4);
        QCOMPARE(fixture.services.toasts.back(),
                 "Decoded text differs at character 4: line breaks are lost.");
    }

    void problemsAreStepped()
    {
        AnnotateFixture fixture("<dna>ACXGT</dna>\n<dna>ACGTJ</dna>");
        QTRY_VERIFY(fixture.panel.contentReady());
        auto *editor = fixture.find<TokenEditor>("annotate.editor");
        QAction *next = fixture.panel.standardAction(StandardAction::NextProblem);
        next->trigger();
        QCOMPARE(editor->selectedText(), "X");
        next->trigger();
        QCOMPARE(editor->selectedText(), "J");
        fixture.panel.standardAction(StandardAction::PreviousProblem)->trigger();
        QCOMPARE(editor->selectedText(), "X");
    }

    void tokensAreWrittenAsJsonLines()
    {
        const QString text = QString::fromUtf8("\xF0\x9F\xA7\xAC gene <dna>ACGTTGCATTGACC</dna>");
        AnnotateFixture fixture(text);
        QTRY_VERIFY(fixture.panel.contentReady());
        const QString path = fixture.folder.filePath("tokens.jsonl");
        fixture.panel.exportTokens(path);
        QTRY_COMPARE(fixture.services.toasts, QStringList("tokens.jsonl written."));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray content = file.readAll();
        QCOMPARE(content.count('\n'), 1);
        const QJsonObject record = QJsonDocument::fromJson(content).object();
        const Encoding expected = loadNamedTokenizer(demoTokenizerFolder())
                                      ->tokenizer->encode(text.toStdString(), SpecialTokens::Omit);
        QCOMPARE(record["id"].toString(), "a.txt");
        for (const char *column : {"ids", "tokens", "offsets", "type_ids", "attention_mask",
                                   "special_tokens_mask", "modality_mask"})
            QVERIFY2(record[column].toArray().size() == std::ssize(expected.ids), column);
        QCOMPARE(record["ids"].toArray().last().toInt(), expected.ids.back());
        QCOMPARE(record["offsets"].toArray().last().toArray()[1].toInt(),
                 expected.offsets.back().end);
        QCOMPARE(record["modality_mask"].toArray().last().toInt(), 1);
    }

    void tokensAreCopiedAsATable()
    {
        AnnotateFixture fixture("<dna>ACGTTGCATTGACC</dna>");
        QTRY_VERIFY(fixture.panel.contentReady());
        fixture.services.actions.find("annotate.copyTokens")->trigger();
        QTRY_COMPARE(fixture.services.toasts, QStringList("Tokens copied."));
        const QStringList lines = QApplication::clipboard()->text().split('\n', Qt::SkipEmptyParts);
        auto *editor = fixture.find<TokenEditor>("annotate.editor");
        QCOMPARE(lines.size(), editor->places().count() + 1);
        const QStringList last = lines.back().split('\t');
        QCOMPARE(last.size(), lines.front().split('\t').size());
        QCOMPARE(last[4], "DNA");
        QCOMPARE(last[8], "14");
    }

    void choicesSurviveTheWindow()
    {
        QTemporaryDir folder;
        test::PanelServices services(folder.path());
        {
            AnnotatePanel panel(services.context);
            panel.useTokenizer(demoTokenizerFolder());
            panel.useTokenizer(demoTokenizerFolder(), TokenizerSide::B);
            panel.newDocument("kept.txt", "<dna>ACGT</dna>");
            panel.setComparing(true);
            services.actions.find("annotate.ruler")->trigger();
            QTRY_VERIFY(services.project.section("annotate").value("compare").toBool());
        }
        AnnotatePanel again(services.context);
        QVERIFY(services.actions.find("annotate.compare")->isChecked());
        QVERIFY(services.actions.find("annotate.ruler")->isChecked());
        QTRY_VERIFY(again.contentReady());
        QTRY_VERIFY(again.findChild<TokenEditor *>("annotate.editor2")->isAnnotated());
    }
};

QTEST_MAIN(AnnotateCompareTest)
#include "tst_annotate_compare.moc"
