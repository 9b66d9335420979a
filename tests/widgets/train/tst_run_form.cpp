#include "core/base/resources.h"
#include "tests/widgets/panel_services.h"
#include "widgets/common/option_form.h"
#include "widgets/common/run_draft.h"
#include "widgets/data/data_preview.h"
#include "widgets/train/run_form.h"
#include "widgets/train/train_panel.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QtTest>

#include <fstream>

using namespace helicase;

namespace {

struct Fixture {
    Fixture()
    {
        panel.resize(1364, 842);
        panel.show();
    }
    QTemporaryDir folder;
    test::PanelServices services{folder.path()};
    TrainPanel panel{services.context};
    RunForm &form = *panel.form();

    QWidget *field(const char *name) const { return form.options()->field(QLatin1String(name)); }
    // The line below a field.
    QString mistakeAt(const char *name) const
    {
        for (const QLabel *label : field(name)->parentWidget()->findChildren<QLabel *>())
            if (label->property("role").toString() == "error" && label->wordWrap() &&
                label->buddy() == nullptr)
                return label->text();
        return {};
    }
};

void writeSplits(const QString &folder, const QStringList &names)
{
    QDir().mkpath(folder);
    for (const QString &name : names)
        std::ofstream((folder + "/" + name).toStdString()) << "sequence,label\nACGT,a\nAACC,b\n";
}

} // namespace

class RunFormTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression("^(?!This plugin does not support)")); }

    void aDraftOfAnotherPanelFillsTheForm()
    {
        Fixture fixture;
        fixture.panel.openArgument(RunDraft{
            "binding",
            {{"model.path", "/models/one"},
             {"no.such.option", "1"}}}.argument());
        QCOMPARE(fixture.form.task(), QString("binding"));
        QCOMPARE(fixture.form.options()->text("model.path"), QString("/models/one"));
        QCOMPARE(fixture.form.runName(), QString("binding-01"));
        QVERIFY(fixture.form.words().contains("--model.path"));
        QVERIFY(fixture.panel.band()->messages().empty());
        // Another draft leaves what it does not name.
        fixture.panel.openArgument(
            RunDraft{"binding", {{"data.sequences", "/data/windows.tsv"}}}.argument());
        QCOMPARE(fixture.form.options()->text("model.path"), QString("/models/one"));
        QCOMPARE(fixture.form.options()->text("data.sequences"), QString("/data/windows.tsv"));
    }

    void aDataSetOfAnotherPanelReplacesTheFormer()
    {
        Fixture fixture;
        const QString one = fixture.folder.filePath("one");
        const QString two = fixture.folder.filePath("two");
        writeSplits(one, {"train.csv", "dev.csv"});
        writeSplits(two, {"train.csv"});
        const auto text = [&](const char *name) {
            return fixture.form.options()->text(QLatin1String(name));
        };
        fixture.form.setTask("classify");
        fixture.form.options()->setText("data.test", "/else/test.csv");
        fixture.panel.openArgument(RunDraft{"classify", {{"data.folder", one}}}.argument());
        QCOMPARE(text("data.folder"), one);
        QCOMPARE(text("data.test"), QString());
        // Of a file beside the other splits the folder is taken; alone it is a training split.
        fixture.panel.openArgument(
            RunDraft{"classify", {{"data.train", two + "/train.csv"}}}.argument());
        QCOMPARE(text("data.folder"), QString());
        QCOMPARE(text("data.train"), two + "/train.csv");
        fixture.panel.openArgument(
            RunDraft{"classify", {{"data.train", one + "/train.csv"}}}.argument());
        QCOMPARE(text("data.folder"), one);
        QCOMPARE(text("data.train"), QString());
        // A model leaves the data as it is.
        fixture.panel.openArgument(RunDraft{"classify", {{"model.path", "/m"}}}.argument());
        QCOMPARE(text("data.folder"), one);
    }

    void classificationNamesWhatItNeeds()
    {
        Fixture fixture;
        fixture.form.setTask("classify");
        QCOMPARE(fixture.form.runName(), QString("classify-01"));
        QVERIFY(!fixture.form.isRunnable());
        QCOMPARE(fixture.mistakeAt("data.folder"),
                 QString("Choose a data folder, or the files of the splits."));
        QVERIFY(fixture.mistakeAt("data.tokenizer").startsWith("Choose a tokenizer"));
        const QString data = fixture.folder.filePath("task");
        writeSplits(data, {"test.csv"});
        fixture.form.options()->setText("data.folder", data);
        QCOMPARE(fixture.mistakeAt("data.folder"), QString("It holds no train.csv."));
        writeSplits(data, {"train.csv"});
        fixture.form.options()->setText("data.folder", data + "/");
        QCOMPARE(fixture.mistakeAt("data.folder"), QString("It holds no dev.csv."));
        writeSplits(data, {"dev.tsv"});
        fixture.form.options()->setText("data.folder", data);
        QCOMPARE(fixture.mistakeAt("data.folder"), QString());
        QCOMPARE(qobject_cast<QLineEdit *>(fixture.field("data.dev"))->placeholderText(),
                 QString("dev.tsv of the folder"));
        fixture.form.options()->setText("model.path", "/models/one");
        QCOMPARE(fixture.mistakeAt("data.tokenizer"), QString());
        QVERIFY(fixture.form.isRunnable());
        QCOMPARE(fixture.form.words().mid(0, 2), (QStringList{"train", "classify"}));
        fixture.form.options()->setText("data.train", data + "/none.csv");
        QCOMPARE(fixture.mistakeAt("data.train"), QString("There is no such file."));
        QVERIFY(!fixture.form.isRunnable());
    }

    void fieldsWithoutEffectAreOff()
    {
        Fixture fixture;
        fixture.form.setTask("classify");
        OptionForm *options = fixture.form.options();
        QVERIFY(fixture.field("model.layers")->isEnabled());
        QVERIFY(!fixture.field("lora.r")->isEnabled());
        options->setText("model.path", "/models/one");
        QVERIFY(!fixture.field("model.layers")->isEnabled());
        options->setText("lora.enabled", "true");
        QVERIFY(fixture.field("lora.r")->isEnabled());
        options->setText("data.task", "regression");
        QVERIFY(!fixture.field("objective.class_weights")->isEnabled());
        options->setText("evaluation.select", "f1");
        QVERIFY(fixture.mistakeAt("evaluation.select").startsWith("A regression"));
        options->setText("evaluation.select", "pearson");
        QCOMPARE(fixture.mistakeAt("evaluation.select"), QString());
    }

    void aWarmupBeyondTheRunIsTold()
    {
        Fixture fixture;
        fixture.form.options()->setText("schedule.warmup", "4000");
        fixture.form.options()->setText("length.steps", "3000");
        QCOMPARE(fixture.mistakeAt("schedule.warmup"),
                 QString("Longer than the run (3,000 steps)."));
        fixture.form.options()->setText("schedule.warmup", "300");
        QCOMPARE(fixture.mistakeAt("schedule.warmup"), QString());
        fixture.form.options()->setText("schedule.warmup", "4000ba");
        QCOMPARE(fixture.mistakeAt("schedule.warmup"),
                 QString("Longer than the run (3,000 steps)."));
        fixture.form.options()->setText("schedule.warmup", "1.2dur");
        QCOMPARE(fixture.mistakeAt("schedule.warmup"),
                 QString("1.2dur is more than the whole run."));
        // How many steps epochs are is not known before the data are read.
        for (const char *length : {"3000ba", "0.06dur", "1dur", "9ep", "9000sp", "9000tok"}) {
            fixture.form.options()->setText("schedule.warmup", length);
            QCOMPARE(fixture.mistakeAt("schedule.warmup"), QString());
        }
    }

    void recipesOfTheTaskAreOffered()
    {
        Fixture fixture;
        auto *recipe = fixture.panel.findChild<QComboBox *>("train.recipe");
        QCOMPARE(recipe->itemText(0), QString("Defaults"));
        QCOMPARE(recipe->itemText(1), QString("demo/contrastive"));
        fixture.form.options()->setText("model.path", "/models/one");
        recipe->setCurrentIndex(1);
        Q_EMIT recipe->activated(1);
        QCOMPARE(fixture.form.options()->text("model.layers"), QString("1"));
        QVERIFY(fixture.form.options()->text("data.train").endsWith("demo/genomes"));
        // A file that the recipe does not name stays; all else goes back.
        QCOMPARE(fixture.form.options()->text("model.path"), QString("/models/one"));
        fixture.form.options()->setText("model.dropout", "0.4");
        Q_EMIT recipe->activated(0);
        QCOMPARE(fixture.form.options()->text("model.dropout"), QString("0.1"));
        QCOMPARE(fixture.form.options()->text("model.layers"), QString("4"));
        fixture.form.setTask("binding");
        QCOMPARE(recipe->itemText(1), QString("demo/binding"));
        fixture.form.setTask("classify");
        QCOMPARE(recipe->itemText(1), QString("demo/classify"));
        const int published = recipe->findText("gue/tf");
        QVERIFY(published > 1 && recipe->findText("gue/small/tf") > 1);
        Q_EMIT recipe->activated(published);
        QCOMPARE(fixture.form.options()->text("data.max_tokens"), QString("30"));
        QCOMPARE(fixture.form.options()->text("seed"), QString("42"));
        QVERIFY(fixture.form.words().contains("--seed"));
    }

    void thePreviewFollowsTheDataFields()
    {
        Fixture fixture;
        fixture.form.setTask("classify");
        auto *preview = fixture.panel.findChild<DataPreview *>("train.preview");
        QVERIFY(preview->choice().isEmpty());
        const QString data = fixture.folder.filePath("task");
        writeSplits(data, {"train.csv", "dev.csv"});
        fixture.form.options()->setText("data.folder", data);
        QCOMPARE(preview->choice().path, data);
        QCOMPARE(preview->choice().maxTokens, 512);
        fixture.form.options()->setText("data.max_tokens", "64");
        QCOMPARE(preview->choice().maxTokens, 64);
        QTRY_VERIFY(preview->loaded());
        Q_EMIT preview->detailsRequested(data);
        QCOMPARE(fixture.services.opened, (QStringList{"data", data}));
    }

    // As in the run itself.
    void thePreviewTakesTheDnaPartOfAUnifiedTokenizer()
    {
        Fixture fixture;
        fixture.form.setTask("classify");
        const QString data = fixture.folder.filePath("task");
        QDir().mkpath(data);
        for (const char *name : {"train.csv", "dev.csv"})
            std::ofstream((data + "/" + name).toStdString())
                << "sequence,label\nACGTTGCAACGATCGATTACGGCATCAG,a\nTTGACCATGCAATCGGATACATTGCA,b\n";
        const auto tokenizer = resourceFolder() / "demo" / "tokenizer";
        fixture.form.options()->setText("data.folder", data);
        fixture.form.options()->setText("data.tokenizer",
                                        QString::fromStdString(tokenizer.string()));
        auto *preview = fixture.panel.findChild<DataPreview *>("train.preview");
        QTRY_VERIFY(preview->loaded());
        QVERIFY(preview->loaded()->unit == LengthUnit::Tokens);
        QVERIFY(preview->loaded()->lengths.median > 4);
    }

    void theTokenizerOfARunIsThatOfItsBestCheckpoint()
    {
        Fixture fixture;
        fixture.form.setTask("classify");
        auto *preview = fixture.panel.findChild<DataPreview *>("train.preview");
        const QString run = fixture.folder.filePath("run");
        const QString best = run + "/checkpoints/step-000000020";
        QDir().mkpath(best);
        std::ofstream((run + "/checkpoints/best").toStdString()) << "step-000000020\n";
        fixture.form.options()->setText("model.path", run);
        QCOMPARE(preview->choice().tokenizer, QString());
        std::ofstream((best + "/tokenizer.json").toStdString()) << "{}";
        fixture.form.options()->setText("model.path", run + "/");
        QCOMPARE(QDir::cleanPath(preview->choice().tokenizer), best);
        fixture.form.options()->setText("data.tokenizer", "/tokenizers/own");
        QCOMPARE(preview->choice().tokenizer, QString("/tokenizers/own"));
    }

    void aDraftOfAnUnknownTaskIsTold()
    {
        Fixture fixture;
        fixture.panel.openArgument(RunDraft{"guess", {}}.argument());
        QVERIFY(fixture.panel.band()->isShowing("train.mistake"));
        QCOMPARE(fixture.panel.band()->messages().back().text,
                 QString("guess is no training task."));
        fixture.panel.openArgument(RunDraft{"contrastive", {}}.argument());
        QVERIFY(fixture.panel.band()->messages().empty());
    }
};

QTEST_MAIN(RunFormTest)
#include "tst_run_form.moc"
