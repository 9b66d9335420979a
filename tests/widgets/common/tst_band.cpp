#include "widgets/common/band.h"

#include <QDialog>
#include <QLabel>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QtTest>

using namespace helicase;

namespace {

QStringList shownActions(const Band &band)
{
    QStringList texts;
    for (const QToolButton *button : band.findChildren<QToolButton *>("train.band.action"))
        if (button->isVisible())
            texts += button->text();
    return texts;
}

QToolButton *action(const Band &band, const QString &text)
{
    for (QToolButton *button : band.findChildren<QToolButton *>("train.band.action"))
        if (button->isVisible() && button->text() == text)
            return button;
    return nullptr;
}

} // namespace

class BandTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theGravestMessageIsShown()
    {
        Band band("train");
        band.post({.id = "a", .kind = BandKind::Error, .headline = "Failed."});
        band.post({.id = "b", .kind = BandKind::Info, .headline = "Paused."});
        QVERIFY(band.isShowing("a"));
        QVERIFY(!band.findChild<QToolButton *>("train.band.more")->isHidden());
        band.remove("a");
        QVERIFY(band.isShowing("b"));
        QVERIFY(band.findChild<QToolButton *>("train.band.more")->isHidden());
        band.remove("b");
        QVERIFY(band.isHidden());
    }

    void onlyErrorsOfferDetailsAndLog()
    {
        Band band("train");
        band.post({.id = "a", .kind = BandKind::Warning, .headline = "Careful."});
        QCOMPARE(shownActions(band), QStringList());
        band.post({.id = "b",
                   .kind = BandKind::Error,
                   .headline = "Failed.",
                   .actions = {{"Retry", [] {}}}});
        QTRY_COMPARE(shownActions(band), (QStringList{"Retry", "Details", "Open log"}));
    }

    void detailsAreShownWithoutStoppingTheWork()
    {
        Band band("train");
        band.post({.id = "a",
                   .kind = BandKind::Error,
                   .headline = "Failed.",
                   .text = "short",
                   .details = "line one\nline two"});
        QTRY_VERIFY(action(band, "Details") != nullptr);
        action(band, "Details")->click();
        QDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = band.findChild<QDialog *>("details")) != nullptr);
        QVERIFY(dialog->isVisible());
        QVERIFY(!dialog->isModal());
        QCOMPARE(dialog->findChild<QPlainTextEdit *>()->toPlainText(), "line one\nline two");
    }

    void aLongTextLosesItsMiddle()
    {
        Band band("train");
        band.post({.id = "a",
                   .kind = BandKind::Error,
                   .headline = "Failed.",
                   .text = "model.safetensors: lacks tensors: " + QString(900, 'x') + ". hint: take another model"});
        QString shown;
        for (const QLabel *label : band.findChildren<QLabel *>())
            shown += label->text();
        QVERIFY(shown.size() < 300);
        QVERIFY(shown.contains("model.safetensors: lacks tensors"));
        QVERIFY(shown.contains("hint: take another model"));
        QVERIFY(band.accessibleName().size() > 900); // all of it is read out
    }

    void withoutAFileTheWindowsLogIsAskedFor()
    {
        Band band("train");
        QSignalSpy asked(&band, &Band::logRequested);
        band.post({.id = "a", .kind = BandKind::Error, .headline = "Failed."});
        QTRY_VERIFY(action(band, "Open log") != nullptr);
        action(band, "Open log")->click();
        QTRY_COMPARE(asked.count(), 1);
    }
};

QTEST_MAIN(BandTest)
#include "tst_band.moc"
