#include "widgets/common/option_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QtTest>

using namespace helicase;

namespace {

OptionTable exampleTable()
{
    return OptionTable({
        {.name = "data.train",
         .kind = OptionKind::Path,
         .help = "Training pairs",
         .label = "Training pairs",
         .section = "Data",
         .required = true},
        {.name = "batch.pairs",
         .kind = OptionKind::Integer,
         .defaultValue = "32",
         .help = "Pairs per batch",
         .label = "Pairs per batch",
         .section = "Objective",
         .unit = "pairs",
         .minimum = 2,
         .maximum = 4096},
        {.name = "optimizer.name",
         .kind = OptionKind::Choice,
         .defaultValue = "adamw",
         .help = "Optimiser",
         .label = "Optimiser",
         .section = "Objective",
         .choices = {"adamw", "sgd"}},
        {.name = "mixup",
         .kind = OptionKind::Flag,
         .defaultValue = "true",
         .help = "Mix instances",
         .label = "Mixup",
         .section = "Objective"},
        {.name = "secret", .kind = OptionKind::Integer, .defaultValue = "7", .help = "Not shown"},
    });
}

} // namespace

class OptionFormTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void showsDefaults()
    {
        OptionForm form(exampleTable(), "contrastive", {"secret"});
        auto *pairs = form.findChild<QLineEdit *>("contrastive.option.batch.pairs");
        QVERIFY(pairs != nullptr);
        QCOMPARE(pairs->text(), "32");
        QCOMPARE(pairs->placeholderText(), "32");
        QCOMPARE(pairs->accessibleName(), "Pairs per batch");
        QVERIFY(form.findChild<QWidget *>("contrastive.option.secret") == nullptr);
        QCOMPARE(form.text("secret"), "7");
        QVERIFY(form.changedWords().isEmpty());
    }

    void tellsValuesAndChanges()
    {
        OptionForm form(exampleTable(), "contrastive", {"secret"});
        QSignalSpy changed(&form, &OptionForm::changed);
        form.setText("data.train", "pairs.csv");
        form.findChild<QLineEdit *>("contrastive.option.batch.pairs")->setText("64");
        form.findChild<QCheckBox *>("contrastive.option.mixup")->setChecked(false);
        form.setText("optimizer.name", "sgd");
        QCOMPARE(changed.count(), 4);
        const OptionValues values = form.values();
        QCOMPARE(values.integer("batch.pairs"), 64);
        QCOMPARE(values.flag("mixup"), false);
        QCOMPARE(form.changedWords(), (QStringList{"--data.train", "pairs.csv", "--batch.pairs",
                                                   "64", "--optimizer.name", "sgd", "--no-mixup"}));
        form.resetToDefaults();
        QVERIFY(form.changedWords().isEmpty());
    }

    void anEmptyFieldMeansTheDefault()
    {
        OptionForm form(exampleTable(), "contrastive");
        form.setText("batch.pairs", "");
        QCOMPARE(form.text("batch.pairs"), "32");
        QVERIFY(!form.changedWords().contains("--batch.pairs"));
    }

    void showsMistakes_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("part");
        QTest::newRow("no number") << "many"
                                   << "not a number";
        QTest::newRow("fraction") << "2.5"
                                  << "whole number";
        QTest::newRow("too small") << "1"
                                   << "smallest value 2";
        QTest::newRow("too large") << "5000"
                                   << "largest value 4096";
    }

    void showsMistakes()
    {
        QFETCH(QString, text);
        QFETCH(QString, part);
        OptionForm form(exampleTable(), "contrastive");
        form.setText("data.train", "pairs.csv");
        QVERIFY(!form.hasErrors());
        form.setText("batch.pairs", text);
        QCOMPARE(form.mistakeCount(), 1);
        bool isShown = false;
        for (const QLabel *label : form.findChildren<QLabel *>())
            isShown = isShown || label->text().contains(part);
        QVERIFY(isShown);
        QCOMPARE(form.values().integer("batch.pairs"), 32);
    }

    void takesMistakesFromOutside()
    {
        OptionForm form(exampleTable(), "contrastive");
        form.setText("data.train", "pairs.csv");
        form.setMistake("batch.pairs", "More pairs than the data have.");
        QVERIFY(form.hasErrors());
        form.setMistake("batch.pairs", {});
        QVERIFY(!form.hasErrors());
    }

    void aRequiredFieldIsAsked()
    {
        const OptionForm form(exampleTable(), "contrastive");
        QVERIFY(form.hasErrors());
    }
};

QTEST_MAIN(OptionFormTest)
#include "tst_option_form.moc"
