#include "widgets/annotate/text_document.h"

#include <QtTest>

using namespace helicase;

class TextDocumentTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void undoAndRedo()
    {
        QUndoStack undo;
        TextDocument document(undo, "a.txt");
        document.load("ACGT");
        QVERIFY(!document.isModified());
        document.replace(1, 2, "NN", "Replace");
        QCOMPARE(document.text(), "ANNT");
        QVERIFY(document.isModified());
        undo.undo();
        QCOMPARE(document.text(), "ACGT");
        QVERIFY(!document.isModified());
        undo.redo();
        QCOMPARE(document.text(), "ANNT");
    }

    void typingBecomesOneStep()
    {
        QUndoStack undo;
        TextDocument document(undo, "a.txt");
        for (const QChar letter : QString("hello"))
            document.replace(static_cast<int32_t>(document.text().size()), 0, letter, "Typing");
        QCOMPARE(undo.count(), 1);
        document.replace(2, 0, "x", "Typing");
        QCOMPARE(undo.count(), 2);
        undo.undo();
        undo.undo();
        QCOMPARE(document.text(), "");
    }

    void deletingBackwardsBecomesOneStep()
    {
        QUndoStack undo;
        TextDocument document(undo, "a.txt");
        document.load("ACGT");
        for (int place = 3; place > 0; --place)
            document.replace(place, 1, {}, "Deleting");
        QCOMPARE(document.text(), "A");
        QCOMPARE(undo.count(), 1);
        undo.undo();
        QCOMPARE(document.text(), "ACGT");
    }

    void severalReplacementsAreOneStep()
    {
        QUndoStack undo;
        TextDocument document(undo, "a.txt");
        document.load("AXCX");
        document.replaceAll({{1, "X", "NN"}, {3, "X", "N"}}, "Replace all");
        QCOMPARE(document.text(), "ANNCN");
        undo.undo();
        QCOMPARE(document.text(), "AXCX");
    }

    void editsTellTheirPlace()
    {
        QUndoStack undo;
        TextDocument document(undo, "a.txt");
        document.load("ACGT");
        QSignalSpy spy(&document, &TextDocument::edited);
        document.replace(2, 1, "TTT", "Replace");
        QCOMPARE(spy.takeFirst(), (QVariantList{2, 1, 3}));
        // Out of range is clamped, nothing to do is no step.
        document.replace(99, 5, {}, "Nothing");
        QCOMPARE(undo.count(), 1);
    }

    void stepsOfAClosedDocumentDoNothing()
    {
        QUndoStack undo;
        {
            TextDocument document(undo, "a.txt");
            document.replace(0, 0, "text", "Typing");
        }
        undo.undo();
        undo.redo();
    }
};

QTEST_GUILESS_MAIN(TextDocumentTest)
#include "tst_text_document.moc"
