#include "tests/support/test_data.h"
#include "widgets/annotate/token_editor.h"

#include <QApplication>
#include <QClipboard>
#include <QHelpEvent>
#include <QInputMethodEvent>
#include <QToolTip>
#include <QtTest>

using namespace helicase;

namespace {

std::shared_ptr<const NamedTokenizer> demoTokenizer()
{
    static const auto tokenizer = loadNamedTokenizer(
        QString::fromStdString((test::sourceFolder() / "resources/demo/tokenizer").string()));
    return tokenizer;
}

// The largest difference of a channel.
int difference(const QColor &one, const QColor &other)
{
    return std::max({std::abs(one.red() - other.red()), std::abs(one.green() - other.green()),
                     std::abs(one.blue() - other.blue())});
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
        const TokenPlaces &places = fixture.editor.places();
        QVERIFY(places.count() > 2);
        fixture.editor.setCaret(places.token(0).begin);
        QTest::keyClick(&fixture.editor, Qt::Key_Right, Qt::ControlModifier);
        QCOMPARE(fixture.editor.caret(), places.token(1).begin);
        QCOMPARE(fixture.editor.currentToken(), 1);
        QTest::keyClick(&fixture.editor, Qt::Key_Left, Qt::ControlModifier);
        QCOMPARE(fixture.editor.caret(), places.token(0).begin);
    }

    void doubleClickSelectsAToken()
    {
        Fixture fixture("<dna>ACGTTGCATTGACCAGGTACC</dna>");
        const AnnotatedToken token = fixture.editor.places().token(1);
        const QPoint centre = fixture.editor.tokenRectangle(1).center().toPoint();
        QTest::mouseDClick(fixture.editor.viewport(), Qt::LeftButton, {}, centre);
        QCOMPARE(fixture.editor.selectionBegin(), token.begin);
        QCOMPARE(fixture.editor.selectionEnd(), token.end);
    }

    void boxesStandSideBySide()
    {
        Fixture fixture("<dna>ACGTTGCATTGACCA</dna>");
        const int64_t count = fixture.editor.places().count();
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
        const int64_t last = fixture.editor.places().count() - 1;
        const AnnotatedToken before = fixture.editor.places().token(last);
        fixture.editor.setCaret(0);
        QTest::keyClicks(&fixture.editor, "xy");
        QVERIFY(!fixture.editor.isAnnotated());
        QCOMPARE(fixture.editor.places().token(last).begin, before.begin + 2);
        fixture.annotateNow();
        QVERIFY(fixture.editor.isAnnotated());
        const int64_t newLast = fixture.editor.places().count() - 1;
        QCOMPARE(fixture.editor.places().token(newLast).begin, before.begin + 2);
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

    void readOnlyKeepsTheText()
    {
        Fixture fixture("<dna>ACGT</dna>");
        fixture.editor.setAccess(TokenEditor::Access::ReadOnly);
        QTest::keyClicks(&fixture.editor, "x");
        QTest::keyClick(&fixture.editor, Qt::Key_Delete);
        QApplication::clipboard()->setText("pasted");
        fixture.editor.paste();
        fixture.editor.selectAll();
        fixture.editor.cut();
        fixture.editor.wrapAsDna();
        QCOMPARE(fixture.document.text(), "<dna>ACGT</dna>");
        QTest::keyClick(&fixture.editor, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), "<dna>ACGT</dna>");
    }

    void tellsWhatATokenIs()
    {
        Fixture fixture("ab <dna>ACGTTGCATTGACCAGGTACC</dna>");
        const int64_t last = fixture.editor.places().count() - 1;
        const AnnotatedToken token = fixture.editor.places().token(last);
        const QPoint centre = fixture.editor.tokenRectangle(last).center().toPoint();
        QHelpEvent help(QEvent::ToolTip, centre, fixture.editor.viewport()->mapToGlobal(centre));
        QApplication::sendEvent(fixture.editor.viewport(), &help);
        const QString tip = QToolTip::text();
        const NamedTokenizer &named = *demoTokenizer();
        QVERIFY(tip.startsWith("<b>" + QString::fromStdString(named.tokenizer->token(token.id))));
        const QString id = QLocale().toString(token.id);
        const QString dnaId = QLocale().toString(token.id - static_cast<int>(named.dnaOffset));
        QVERIFY2(tip.contains(QString("Token %1, id %2 (DNA id %3)").arg(last).arg(id, dnaId)),
                 qPrintable(tip));
        QVERIFY(tip.contains(QString("Characters %1 to %2").arg(token.begin).arg(token.end)));
        QVERIFY(
            tip.contains(QString("Bases %1 to %2 of 21").arg(token.begin - 8).arg(token.end - 8)));
    }

    void theRulerMakesRoomAboveTheLetters()
    {
        Fixture fixture("<dna>" + QString("ACGT").repeated(60) + "</dna>");
        const QRectF before = fixture.editor.tokenRectangle(0);
        fixture.editor.setRulerShown(true);
        const QRectF after = fixture.editor.tokenRectangle(0);
        QVERIFY(after.top() > before.top() + 5);
        QCOMPARE(after.height(), before.height());
        QTest::mouseClick(fixture.editor.viewport(), Qt::LeftButton, {},
                          fixture.editor.tokenRectangle(3).center().toPoint());
        QCOMPARE(fixture.editor.currentToken(), 3);
        QVERIFY(!fixture.editor.viewport()->grab().isNull());
    }

    void knowsLineAndColumn()
    {
        Fixture fixture("one\n" + QString("A").repeated(500) + "\nthree");
        fixture.editor.setCaret(4 + 400);
        QCOMPARE(fixture.editor.caretPlace().line, 2);
        QCOMPARE(fixture.editor.caretPlace().column, 400);
    }

    void inputMethodCommits()
    {
        Fixture fixture("");
        QInputMethodEvent event("e", {});
        event.setCommitString(QString::fromUtf8("\xC3\xA9"));
        QApplication::sendEvent(&fixture.editor, &event);
        QCOMPARE(fixture.document.text(), QString::fromUtf8("\xC3\xA9"));
    }

    // Text and DNA differ by shape as well as by colour; tags, unknown words and bad letters have
    // an outline. At either scale of the screen.
    void kindsOfTokensLookDifferent_data()
    {
        QTest::addColumn<int>("scale");
        QTest::newRow("1x") << 1;
        QTest::newRow("2x") << 2;
    }
    void kindsOfTokensLookDifferent()
    {
        QFETCH(int, scale);
        Fixture fixture(QString::fromUtf8("gene \xE2\x98\xA3 <dna>ACGTTGCAX</dna>"));
        TokenColors colors;
        colors.base = Qt::white;
        colors.text = Qt::black;
        colors.dna[0] = colors.dna[1] = QColor(0, 0, 255);
        colors.words[0] = colors.words[1] = QColor(255, 200, 0);
        colors.special = QColor(220, 220, 220);
        colors.specialOutline = QColor(90, 90, 90);
        colors.unknown = QColor(255, 200, 210);
        colors.unknownOutline = QColor(180, 0, 60);
        fixture.editor.setColors(colors);
        fixture.editor.setCaret(static_cast<int32_t>(fixture.document.text().size()));
        QWidget *viewport = fixture.editor.viewport();
        QImage picture(viewport->size() * scale, QImage::Format_RGB32);
        picture.setDevicePixelRatio(scale);
        viewport->render(&picture);
        const auto at = [&](const QPointF &place) {
            return picture.pixelColor((place * scale).toPoint());
        };
        const TokenPlaces &places = fixture.editor.places();
        const auto boxOf = [&](TokenKind kind, bool isDna) {
            for (int64_t token = 0; token < places.count(); ++token)
                if (places.token(token).kind == kind && places.token(token).isDna == isDna)
                    return fixture.editor.tokenRectangle(token);
            return QRectF();
        };
        const QRectF word = boxOf(TokenKind::Text, false);
        const QRectF dna = boxOf(TokenKind::Dna, true);
        const QRectF unknown = boxOf(TokenKind::Unknown, false);
        const QRectF letter = boxOf(TokenKind::Unknown, true);
        for (const QRectF &box : {word, dna, unknown, letter})
            QVERIFY(!box.isEmpty());
        QCOMPARE(at({word.left() + 6, word.top() + 3}), colors.words[0]);
        QVERIFY(difference(at({std::round(word.left()), word.top() + 2}), colors.base) < 40);
        QCOMPARE(at({std::round(dna.left()), dna.top() + 2}), colors.dna[0]);
        for (const QRectF &box : {unknown, letter})
            QCOMPARE(at({box.center().x(), box.bottom() - 3}), colors.unknownOutline);
        const QPointF tag(dna.left() - 12, dna.top() + 2);
        QVERIFY(difference(at(tag), colors.specialOutline) < 40);
        QVERIFY(difference(at(tag + QPointF(0, 2)), colors.special) < 40);
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
