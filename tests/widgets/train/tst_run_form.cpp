#include "tests/widgets/panel_services.h"
#include "widgets/common/option_form.h"
#include "widgets/common/run_draft.h"
#include "widgets/train/run_form.h"
#include "widgets/train/train_panel.h"

#include <QLineEdit>
#include <QTemporaryDir>
#include <QtTest>

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
};

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
