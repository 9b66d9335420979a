// One click with the programs of this build: a head on a small GPT and the baseline are trained on
// the demo's windows and compared, then a window is explained.
#include "core/base/atomic_file.h"
#include "tests/support/test_data.h"
#include "tests/widgets/panel_services.h"
#include "widgets/binding/binding_centre.h"
#include "widgets/binding/binding_inputs.h"
#include "widgets/binding/binding_inspector.h"
#include "widgets/binding/binding_panel.h"
#include "widgets/binding/live_training.h"
#include "widgets/train/metric_plot.h"

#include <QComboBox>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QSettings>
#include <QTableView>
#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

class TestBindingComparison : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    // A GPT of two steps, whose context holds a window.
    void trainLanguageModel()
    {
        std::string bases = ">part\n";
        for (int i = 0; i < 8000; ++i)
            bases += "ACGT"[(i * i + i / 7) % 4];
        writeFileAtomically(folder_.filePath("part.fa").toStdString(), bases + "\n");
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(test::program("helicase"), {"train",
                                                  "gpt",
                                                  "--run",
                                                  folder_.filePath("runs/gpt-01"),
                                                  "--data.sequences",
                                                  folder_.filePath("part.fa"),
                                                  "--model.layers",
                                                  "1",
                                                  "--model.width",
                                                  "16",
                                                  "--model.heads",
                                                  "2",
                                                  "--model.context",
                                                  "320",
                                                  "--batch.windows",
                                                  "2",
                                                  "--length.steps",
                                                  "2",
                                                  "--evaluation.every",
                                                  "2"});
        QVERIFY(process.waitForFinished(60'000));
        QVERIFY2(process.exitCode() == 0, process.readAll());
    }

private Q_SLOTS:
    void oneClickComparesHeadAndBaseline()
    {
        if (!QFileInfo::exists(test::program("helicase-neural")))
            QSKIP("helicase-neural is not built");
        qputenv("HELICASE_BIN", QFileInfo(test::program("helicase")).absolutePath().toUtf8());
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope,
                           folder_.filePath("settings"));
        trainLanguageModel();
        if (QTest::currentTestFailed())
            return;
        test::PanelServices services(folder_.path(), test::OpenProject::None);
        services.theme.apply();
        BindingPanel panel(services.context);
        panel.resize(1364, 842);
        panel.show();
        panel.showDemo(folder_.path());
        panel.useDemoSet();
        QTRY_VERIFY_WITH_TIMEOUT(panel.contentReady(), 20'000);
        auto *backbone = panel.findChild<QComboBox *>("binding.backbone");
        QCOMPARE(backbone->currentText(), QStringLiteral("gpt-01"));
        auto *epochs = panel.findChild<QLineEdit *>("binding.option.length.epochs");
        epochs->setText(QStringLiteral("1"));
        QTest::mouseClick(panel.findChild<QPushButton *>("binding.train"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(services.toasts.size(), 1, 180'000);
        QVERIFY2(panel.band()->messages().empty(),
                 panel.band()->messages().empty()
                     ? ""
                     : qPrintable(panel.band()->messages().front().text));
        // Both curves were followed while they grew.
        const LiveTraining *training = panel.inspector()->training();
        QTRY_VERIFY2(training->text().count(QStringLiteral("validation r")) == 2,
                     qPrintable(training->text()));
        QVERIFY(training->plot()->graphCount() >= 2);
        // Table, track and scatter show both models.
        auto *model = panel.findChild<QComboBox *>("binding.model");
        QTRY_VERIFY_WITH_TIMEOUT(model->count() >= 2, 20'000);
        QVERIFY(model->findData("binding-cnn-01") >= 0);
        QVERIFY(model->findData("binding-head-01") >= 0);
        QVERIFY(panel.findChild<QTableView *>("binding.windows")->model()->rowCount() > 0);
        QCOMPARE(panel.centre()->track()->scene().curves.size(), size_t{2});

        services.actions.find("binding.mutate")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(panel.centre()->explanation() != nullptr, 60'000);
        QVERIFY2(panel.band()->messages().empty(), "the explanation fits");
        QCOMPARE(panel.centre()->explanation()->bases(), int64_t{300});
        services.actions.find("binding.layer.likelihood")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(panel.centre()->meanLikelihood().has_value(), 60'000);
        QVERIFY(*panel.centre()->meanLikelihood() < 0);
    }
};

QTEST_MAIN(TestBindingComparison)
#include "tst_binding_comparison.moc"
