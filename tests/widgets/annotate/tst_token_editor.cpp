#include "tests/support/test_data.h"
#include "widgets/annotate/token_editor.h"

#include <QApplication>
#include <QClipboard>
#include <QInputMethodEvent>
#include <QtTest>

using namespace helicase;

namespace {

std::shared_ptr<const NamedTokenizer> demoTokenizer()
{
    static const auto tokenizer = loadNamedTokenizer(
        QString::fromStdString((test::sourceFolder() / "resources/demo/tokenizer").string()));
    return tokenizer;
}

struct Fixture {
    explicit Fixture(const QString &text)
    {
        document.load(text);
        editor.setDocument(&document);
        editor.resize(600, 300);
        editor.show();
        annotateNow();
    }
    void annotateNow()
    {
        editor.setAnnotation(annotate({document.text(), document.revision(), demoTokenizer()}, {}));
    }
    QUndoStack undo;
    TextDocument document{undo, "a.txt"};
    TokenEditor editor;
};

} // namespace

class TokenEditorTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression("^(?!This plugin does not support)")); }

    void typesAndDeletes()
    {
        Fixture fixture("");
        QTest::keyClicks(&fixture.editor, "<dna>ACG</dna>");
        QCOMPARE(fixture.document.text(), "<dna>ACG</dna>");
        QTest::keyClick(&fixture.editor, Qt::Key_Home);
        QTest::keyClick(&fixture.editor, Qt::Key_Delete);
        QCOMPARE(fixture.document.text(), "dna>ACG</dna>");
        QTest::keyClick(&fixture.editor, Qt::Key_End);
        QTest::keyClick(&fixture.editor, Qt::Key_Backspace);
        QCOMPARE(fixture.document.text(), "dna>ACG</dna");
        QTest::keyClick(&fixture.editor, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(fixture.document.text(), "dna>ACG</dna>");
    }

    void copiesAndPastes()
    {
        Fixture fixture("ACGT rest");
        fixture.editor.select(0, 4);
        QTest::keyClick(&fixture.editor, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), "ACGT");
        QTest::keyClick(&fixture.editor, Qt::Key_X, Qt::ControlModifier);
        QCOMPARE(fixture.document.text(), " rest");
        QTest::keyClick(&fixture.editor, Qt::Key_V, Qt::ControlModifier);
        QTest::keyClick(&fixture.editor, Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(fixture.document.text(), "ACGTACGT rest");
    }

    void movesByTokens()
    {
        Fixture fixture("<dna>ACGTTGCATTGACCAGGTACC</dna>");
        const auto &tokens = fixture.editor.tokens();
        QVERIFY(tokens.size() > 2);
        fixture.editor.setCaret(tokens[0].begin);
        QTest::keyClick(&fixture.editor, Qt::Key_Right, Qt::ControlModifier);
        QCOMPARE(fixture.editor.caret(), tokens[1].begin);
        QCOMPARE(fixture.editor.currentToken(), 1);
        QTest::keyClick(&fixture.editor, Qt::Key_Left, Qt::ControlModifier);
        QCOMPARE(fixture.editor.caret(), tokens[0].begin);
    }

    void doubleClickSelectsAToken()
    {
        Fixture fixture("<dna>ACGTTGCATTGACCAGGTACC</dna>");
        const AnnotatedToken token = fixture.editor.tokens()[1];
        const QPoint centre = fixture.editor.tokenRectangle(1).center().toPoint();
        QTest::mouseDClick(fixture.editor.viewport(), Qt::LeftButton, {}, centre);
        QCOMPARE(fixture.editor.selectionBegin(), token.begin);
        QCOMPARE(fixture.editor.selectionEnd(), token.end);
    }

    void boxesStandSideBySide()
    {
        Fixture fixture("<dna>ACGTTGCATTGACCA</dna>");
        const auto count = static_cast<int64_t>(fixture.editor.tokens().size());
        for (int64_t token = 1; token < count; ++token) {
            const QRectF left = fixture.editor.tokenRectangle(token - 1);
            const QRectF right = fixture.editor.tokenRectangle(token);
            QVERIFY(std::abs(left.right() - right.left()) < 0.01);
            QCOMPARE(left.top(), right.top());
        }
    }

    void boxesMoveAlongUntilTheNextAnnotation()
    {
        Fixture fixture("one <dna>ACGTTGCA</dna>");
        const AnnotatedToken before = fixture.editor.tokens().back();
        fixture.editor.setCaret(0);
        QTest::keyClicks(&fixture.editor, "xy");
        QVERIFY(!fixture.editor.isAnnotated());
        QCOMPARE(fixture.editor.tokens().back().begin, before.begin + 2);
        fixture.annotateNow();
        QVERIFY(fixture.editor.isAnnotated());
        QCOMPARE(fixture.editor.tokens().back().begin, before.begin + 2);
    }

    void anOldAnnotationIsRefused()
    {
        Fixture fixture("ACGT");
        const auto old =
            annotate({fixture.document.text(), fixture.document.revision(), demoTokenizer()}, {});
        QTest::keyClicks(&fixture.editor, "A");
        fixture.editor.setAnnotation(old);
        QVERIFY(!fixture.editor.isAnnotated());
    }

    void wrapsAndUnwraps()
    {
        Fixture fixture("text\nACGT ACGT");
        fixture.editor.setCaret(7);
        fixture.editor.wrapAsDna();
        QCOMPARE(fixture.document.text(), "text\n<dna>ACGTACGT</dna>");
        fixture.editor.setCaret(12);
        fixture.editor.unwrapDna();
        QCOMPARE(fixture.document.text(), "text\nACGTACGT");
    }

    void finds()
    {
        Fixture fixture("gene one, gene two");
        QVERIFY(fixture.editor.find("GENE", true));
        QCOMPARE(fixture.editor.selectionBegin(), 0);
        QVERIFY(fixture.editor.find("gene", true));
        QCOMPARE(fixture.editor.selectionBegin(), 10);
        QVERIFY(fixture.editor.find("gene", false));
        QCOMPARE(fixture.editor.selectionBegin(), 0);
        QVERIFY(!fixture.editor.find("protein", true));
    }

    void inputMethodCommits()
    {
        Fixture fixture("");
        QInputMethodEvent event("e", {});
        event.setCommitString(QString::fromUtf8("\xC3\xA9"));
        QApplication::sendEvent(&fixture.editor, &event);
        QCOMPARE(fixture.document.text(), QString::fromUtf8("\xC3\xA9"));
    }

    void drawsItsBoxes()
    {
        Fixture fixture("<dna>ACGTTGCATTGACCA</dna>");
        TokenColors colors;
        colors.base = Qt::white;
        colors.text = Qt::black;
        colors.dna[0] = QColor(10, 20, 200);
        colors.dna[1] = QColor(10, 200, 20);
        fixture.editor.setColors(colors);
        const QImage picture = fixture.editor.viewport()->grab().toImage();
        const double ratio = picture.devicePixelRatio();
        for (const int64_t token : {int64_t{0}, int64_t{1}}) {
            const QRectF box = fixture.editor.tokenRectangle(token);
            const QPointF corner = QPointF(box.left() + 1, box.top() + 3) * ratio;
            QCOMPARE(picture.pixelColor(corner.toPoint()), colors.dna[token]);
        }
    }
};

QTEST_MAIN(TokenEditorTest)
#include "tst_token_editor.moc"
