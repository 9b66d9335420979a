// The tools of the Annotate panel, clicked and typed as a user does.
#include "tests/widgets/annotate/annotate_fixture.h"
#include "widgets/annotate/bar_chart.h"
#include "widgets/annotate/counts_table.h"
#include "widgets/annotate/text_document.h"
#include "widgets/annotate/token_editor.h"

#include <QClipboard>
#include <QFileDialog>
#include <QHeaderView>
#include <QHelpEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>
#include <QToolButton>
#include <QToolTip>
#include <QTreeWidget>

using namespace helicase;

namespace {

const QString mixedText = "the gene <dna>ACGTTGCATTGACCAGGTACCATTTGGGCCCA</dna> and more";

void click(QWidget *widget)
{
    QTest::mouseClick(widget, Qt::LeftButton);
}

void type(QLineEdit *field, const QString &text)
{
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, text);
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// Answers the dialog for files that a click opens.
void answerFileDialog(const QString &path)
{
    QTimer::singleShot(0, qApp, [path] {
        auto *dialog = qobject_cast<QFileDialog *>(QApplication::activeModalWidget());
        QVERIFY(dialog != nullptr);
        dialog->findChild<QLineEdit *>("fileNameEdit")->setText(path);
        QTest::keyClick(dialog, Qt::Key_Return);
    });
}

QString tipAt(QWidget *viewport, const QPoint &place)
{
    QHelpEvent help(QEvent::ToolTip, place, viewport->mapToGlobal(place));
    QApplication::sendEvent(viewport, &help);
    return QToolTip::text();
}

} // namespace

class AnnotateToolsTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression("^(?!This plugin does not support)")); }

    void aRowThatIsClickedIsShownInTheText()
    {
        AnnotateFixture fixture(mixedText);
        QTRY_VERIFY(fixture.panel.contentReady());
        auto *editor = fixture.find<TokenEditor>("annotate.editor");
        auto *table = fixture.find<QTableView>("annotate.tokens");
        const QModelIndex cell = table->model()->index(3, 1);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(cell).center());
        QCOMPARE(editor->currentToken(), 3);
        QTest::mouseClick(editor->viewport(), Qt::LeftButton, {},
                          editor->tokenRectangle(4).center().toPoint());
        QCOMPARE(table->currentIndex().row(), 4);
    }

    void tokensAreFoundByTextAndId()
    {
        AnnotateFixture fixture(mixedText);
        QTRY_VERIFY(fixture.panel.contentReady());
        auto *table = fixture.find<QTableView>("annotate.tokens");
        auto *find = fixture.find<QLineEdit>("annotate.tokens.find");
        type(find, "gene");
        QTest::keyClick(find, Qt::Key_Return);
        QCOMPARE(table->currentIndex().siblingAtColumn(1).data().toString(), "gene");
        const QString id = table->model()->index(3, 2).data().toString();
        type(find, QString(id).remove(','));
        QTest::keyClick(find, Qt::Key_Return);
        QCOMPARE(table->currentIndex().row(), 3);
    }

    void idsAndPlainTextAreShown()
    {
        AnnotateFixture fixture(mixedText);
        QTRY_VERIFY(fixture.panel.contentReady());
        auto *editor = fixture.find<TokenEditor>("annotate.editor");
        const double tokens = editor->tokenRectangle(0).height();
        const QImage boxes = editor->viewport()->grab().toImage();
        click(fixture.find<QToolButton>("annotate.show.ids"));
        QVERIFY(editor->tokenRectangle(0).height() > tokens + 5);
        click(fixture.find<QToolButton>("annotate.show.plain"));
        QCOMPARE(editor->tokenRectangle(0).height(), tokens);
        QVERIFY(editor->viewport()->grab().toImage() != boxes);
        click(fixture.find<QToolButton>("annotate.show.tokens"));
        QCOMPARE(editor->viewport()->grab().toImage(), boxes);
    }

    void theCutIsMarkedAndTold()
    {
        AnnotateFixture fixture(mixedText);
        QTRY_VERIFY(fixture.panel.contentReady());
        auto *editor = fixture.find<TokenEditor>("annotate.editor");
        const QPoint mark(5, static_cast<int>(editor->tokenRectangle(0).center().y()));
        tipAt(editor->viewport(), mark);
        QVERIFY(!QToolTip::text().contains("Truncated"));
        type(fixture.find<QLineEdit>("annotate.limit"), "3");
        QCOMPARE(tipAt(editor->viewport(), mark),
                 "Truncated here: the limit of 3 tokens is reached.");
        const QPoint cut = editor->tokenRectangle(4).center().toPoint();
        QVERIFY(tipAt(editor->viewport(), cut).contains("Cut off by the limit of 3 tokens"));
        const QPoint kept = editor->tokenRectangle(1).center().toPoint();
        QVERIFY(!tipAt(editor->viewport(), kept).contains("Cut off"));
    }

    void theModelMaximumIsToldAndUsed()
    {
        HELICASE_NEEDS_DATA();
        AnnotateFixture fixture("the genome");
        QTRY_VERIFY(fixture.panel.contentReady());
        auto *maximum = fixture.find<QToolButton>("annotate.limit.maximum");
        auto *limitText = fixture.find<QLabel>("annotate.limitText");
        QVERIFY(!maximum->isVisible());
        QCOMPARE(limitText->text(), "All tokens are kept.");
        fixture.panel.useTokenizer(QString::fromStdString(
            (test::dataFolder() / "tokenizers" / "bert-base-uncased").string()));
        QTRY_VERIFY(maximum->isVisible());
        QCOMPARE(maximum->text(), "model maximum 512");
        QTRY_COMPARE(limitText->text(), "2 used, 510 tokens left until the model's limit.");
        click(maximum);
        QCOMPARE(fixture.find<QLineEdit>("annotate.limit")->text(), "512");
        QCOMPARE(limitText->text(), "2 used, 510 tokens left.");
    }

    void aTokenizerThatLoadsIsSaidToLoad()
    {
        AnnotateFixture fixture(mixedText);
        QTRY_VERIFY(fixture.panel.contentReady());
        auto *count = fixture.find<QLabel>("annotate.tokenCount");
        const QString before = count->text();
        fixture.panel.useTokenizer(demoTokenizerFolder());
        QCOMPARE(count->text(), QString::fromUtf8("loading …"));
        QVERIFY(!fixture.panel.contentReady());
        QTRY_COMPARE(count->text(), before);
        fixture.panel.useTokenizer(fixture.folder.path());
        QCOMPARE(count->text(), QString::fromUtf8("loading …"));
        QTRY_COMPARE(count->text(), before);
    }

    void aFileThatLoadsCanBeCancelled()
    {
        AnnotateFixture fixture(mixedText);
        QTRY_VERIFY(fixture.panel.contentReady());
        const QString path = fixture.folder.filePath("large.fa");
        writeTestFile(
            path, ">big\n" + QByteArray("ACGTTGCA").repeated(10).append('\n').repeated(1'000'000));
        for (int time = 0; time < 30; ++time)
            fixture.panel.openFile(path);
        QTRY_VERIFY(fixture.panel.band()->isShowing("annotate.opening"));
        QCOMPARE(fixture.panel.band()->messages().back().headline.left(16), "Loading large.fa");
        auto *cancel = fixture.panel.band()->findChild<QToolButton *>("annotate.band.action");
        QVERIFY(cancel != nullptr);
        QCOMPARE(cancel->text(), "Cancel");
        QCoreApplication::processEvents(); // until it is laid out
        click(cancel);
        QTRY_VERIFY(fixture.panel.band()->messages().empty());
        const QString small = fixture.folder.filePath("small.fa");
        writeTestFile(small, ">one\nACGT\n");
        fixture.panel.openFile(small);
        auto *records = fixture.find<QTreeWidget>("annotate.records");
        const auto isListed = [&] {
            return records->findItems("small.fa", Qt::MatchExactly).size() == 1;
        };
        QTRY_VERIFY(isListed());
        QVERIFY(fixture.panel.band()->messages().empty());
    }

    void regionsAreTypedAndInserted()
    {
        AnnotateFixture fixture("before ");
        const QString path = fixture.folder.filePath("two.fa");
        writeTestFile(path, ">first\nACGTACGTAC\n>second\nTTTTGGGGCCCC\n");
        fixture.panel.openFile(path);
        auto *records = fixture.find<QTreeWidget>("annotate.records");
        QTRY_COMPARE(records->topLevelItemCount(), 1);
        type(fixture.find<QLineEdit>("annotate.recordFilter"), "sec");
        QVERIFY(records->topLevelItem(0)->child(0)->isHidden());
        QTest::mouseClick(records->viewport(), Qt::LeftButton, {},
                          records->visualItemRect(records->topLevelItem(0)->child(1)).center());
        QCOMPARE(fixture.find<QLineEdit>("annotate.region.to")->text(), "12");
        type(fixture.find<QLineEdit>("annotate.region.from"), "5");
        type(fixture.find<QLineEdit>("annotate.region.to"), "9");
        fixture.find<TokenEditor>("annotate.editor")->setCaret(7);
        click(fixture.find<QPushButton>("annotate.region.insert"));
        QTRY_COMPARE(fixture.panel.document()->text(), "before <dna>GGGGC</dna>");
        fixture.services.project.undoStack().undo();
        QCOMPARE(fixture.panel.document()->text(), "before ");
    }

    void aSelectionIsWrappedByTheToolbar()
    {
        AnnotateFixture fixture("so ACGT it is");
        auto *editor = fixture.find<TokenEditor>("annotate.editor");
        editor->setCaret(3);
        for (int letter = 0; letter < 4; ++letter)
            QTest::keyClick(editor, Qt::Key_Right, Qt::ShiftModifier);
        click(fixture.find<QToolButton>("annotate.wrap.button"));
        QCOMPARE(fixture.panel.document()->text(), "so <dna>ACGT</dna> it is");
        QTRY_VERIFY(fixture.panel.contentReady());
        QVERIFY(fixture.find<CountsTable>("annotate.counts")->count("DNA tokens").toInt() > 0);
    }

    void exportsWhatTheEndingSays_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("beginning");
        QTest::newRow("JSON lines") << "t.jsonl" << QByteArray("{\"id\":\"a.txt\",\"ids\":[");
        QTest::newRow("tabs") << "t.tsv" << QByteArray("index\ttoken\tid\tid_minus_offset\tkind");
        QTest::newRow("commas") << "t.csv" << QByteArray("Index,Token,Id,");
        QTest::newRow("LaTeX") << "t.tex" << QByteArray("\\begin{tabular}");
    }
    void exportsWhatTheEndingSays()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, beginning);
        AnnotateFixture fixture(mixedText);
        QTRY_VERIFY(fixture.panel.contentReady());
        const QString path = fixture.folder.filePath(name);
        answerFileDialog(path);
        click(fixture.find<QToolButton>("annotate.export.button"));
        QTRY_COMPARE(fixture.services.toasts, QStringList(name + " written."));
        const QByteArray content = contentOf(path);
        QCOMPARE(content.left(beginning.size()), beginning);
        QVERIFY(content.endsWith('\n'));
    }

    void copiesAsTheMenuSays()
    {
        AnnotateFixture fixture(mixedText);
        QTRY_VERIFY(fixture.panel.contentReady());
        auto *copy = fixture.find<QToolButton>("annotate.copyTokens.button");
        click(copy);
        QTRY_COMPARE(fixture.services.toasts.size(), 1);
        QVERIFY(QApplication::clipboard()->text().startsWith("index\ttoken\t"));
        const QList<QAction *> formats = copy->menu()->actions();
        QCOMPARE(formats.size(), 2);
        formats.back()->trigger();
        QTRY_COMPARE(fixture.services.toasts.size(), 2);
        QVERIFY(QApplication::clipboard()->text().startsWith("{\"id\":\"a.txt\""));
    }

    void documentsAreChosenByClick()
    {
        AnnotateFixture fixture("first");
        click(fixture.find<QToolButton>("annotate.newDocument"));
        auto *documents = fixture.find<QListWidget>("annotate.documents");
        QCOMPARE(documents->count(), 2);
        QTest::keyClicks(fixture.find<TokenEditor>("annotate.editor"), "second");
        QVERIFY(documents->item(1)->text().endsWith(" *"));
        QTest::mouseClick(documents->viewport(), Qt::LeftButton, {},
                          documents->visualItemRect(documents->item(0)).center());
        QCOMPARE(fixture.panel.document()->text(), "first");
        QCOMPARE(documents->horizontalScrollBar()->maximum(), 0);
    }

    void textsAreClosed()
    {
        AnnotateFixture fixture("first");
        fixture.panel.newDocument("b.txt", "second");
        auto *documents = fixture.find<QListWidget>("annotate.documents");
        const QList<QAction *> menu = documents->actions();
        const auto close = std::ranges::find(menu, "annotate.close", &QAction::objectName);
        QVERIFY(close != menu.end());
        QTest::keyClicks(fixture.find<TokenEditor>("annotate.editor"), "x");
        const auto answer = [](const QString &text) {
            QTimer::singleShot(0, qApp, [text] {
                auto *question = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
                QVERIFY(question != nullptr);
                QCOMPARE(question->text(), "Close b.txt without saving its changes?");
                for (QAbstractButton *button : question->buttons())
                    if (button->text() == text)
                        return click(button);
            });
        };
        answer("Keep open");
        (*close)->trigger();
        QCOMPARE(documents->count(), 2);
        answer("Close without saving");
        (*close)->trigger();
        QCOMPARE(documents->count(), 1);
        QCOMPARE(fixture.panel.document()->text(), "first");
        fixture.services.project.undoStack().undo();
        QCOMPARE(fixture.panel.document()->text(), "first");
        (*close)->trigger();
        QVERIFY(fixture.panel.document() == nullptr);
        QVERIFY(fixture.find<QWidget>("annotate.empty")->isVisible());
        QVERIFY(!(*close)->isEnabled());
    }

    void histogramsTellTheirBars()
    {
        AnnotateFixture fixture("<dna>" + QString("ACGTTGCATTGACC").repeated(30) + "</dna>");
        QTRY_VERIFY(fixture.panel.contentReady());
        const auto annotation = annotate(
            {fixture.panel.document()->text(), 0, loadNamedTokenizer(demoTokenizerFolder())}, {});
        auto *lengths = fixture.find<BarChart>("annotate.lengths");
        const auto &counts = annotation->dnaTokenLengths;
        const auto most = std::ranges::max_element(counts);
        const auto length = static_cast<int>(most - counts.begin());
        QCOMPARE(lengths->accessibleDescription(),
                 QString("Most DNA tokens have %1 bases: %2").arg(length).arg(*most));
        QCOMPARE(tipAt(lengths, lengths->barArea(length - 1).center().toPoint()),
                 QString("%1 bases: %2 tokens").arg(length).arg(*most));
        auto *use = fixture.find<BarChart>("annotate.vocabularyUse");
        const auto different = std::ssize(annotation->vocabularyUse);
        QCOMPARE(use->accessibleDescription(),
                 QString("%1 different DNA tokens, the most used one %2 times")
                     .arg(different)
                     .arg(annotation->vocabularyUse.front()));
        QCOMPARE(tipAt(use, use->barArea(0).center().toPoint()),
                 QString("Rank 1: %1 times").arg(annotation->vocabularyUse.front()));
        // The highest bar reaches the top of its area, the empty ones stay at the base.
        const QImage picture = lengths->grab().toImage();
        const QRectF area = lengths->barArea(length - 1);
        const QColor fill = fixture.services.theme.color(ColorRole::DnaTokenOther);
        const double ratio = picture.devicePixelRatio();
        QCOMPARE(picture.pixelColor((QPointF(area.center().x(), area.top() + 2) * ratio).toPoint()),
                 fill);
    }

    void largerTextIsNotCutOff()
    {
        AnnotateFixture fixture(mixedText);
        fixture.panel.setComparing(true);
        QTRY_VERIFY(fixture.panel.contentReady());
        fixture.services.theme.setTextScale(1.5);
        const auto restore = qScopeGuard([&] { fixture.services.theme.setTextScale(1); });
        QCoreApplication::processEvents();
        for (const char *name : {"annotate.tokens", "annotate.counts"}) {
            const auto *table = fixture.find<QTableView>(name);
            const QHeaderView *header = table->horizontalHeader();
            for (int column = 0; column < header->count(); ++column) {
                const QString title = table->model()->headerData(column, Qt::Horizontal).toString();
                QCOMPARE_GE(header->sectionSize(column),
                            header->fontMetrics().horizontalAdvance(title));
            }
        }
        const auto *counts = fixture.find<CountsTable>("annotate.counts");
        const QString longest = counts->model()->index(1, 0).data().toString();
        QCOMPARE_GE(counts->columnWidth(0), counts->fontMetrics().horizontalAdvance(longest));
    }

    // At the sizes that the design names nothing needs to be scrolled sideways.
    void fitsNarrowWindows()
    {
        AnnotateFixture fixture(mixedText);
        fixture.panel.setComparing(true);
        fixture.panel.resize(980, 600);
        fixture.panel.setCompact(true);
        QTRY_VERIFY(fixture.panel.contentReady());
        QCOMPARE(fixture.find<QTableView>("annotate.tokens")->horizontalScrollBar()->maximum(), 0);
        auto *exporting = fixture.find<QToolButton>("annotate.export.button");
        QVERIFY(exporting->isVisible());
        QVERIFY(exporting->mapTo(&fixture.panel, exporting->rect().bottomRight()).x() < 980);
    }
};

QTEST_MAIN(AnnotateToolsTest)
#include "tst_annotate_tools.moc"
