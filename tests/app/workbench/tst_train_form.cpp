// The Train form with a real worker: a run on genomes, chosen as folder or by its table, from the form's fields to the
// curve.
#include "app/workbench/main_window.h"
#include "core/base/resources.h"
#include "core/run/run_folder.h"
#include "widgets/common/option_form.h"
#include "widgets/common/path_line.h"
#include "widgets/train/metric_plot.h"
#include "widgets/train/run_form.h"
#include "widgets/train/train_panel.h"
#include "widgets/train/training_view.h"

#include <QAction>
#include <QApplication>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

namespace {

constexpr int patience = 60'000; // milliseconds; a busy machine loads LibTorch slowly

QString demo(const char *part)
{
    return QString::fromStdString((resourceFolder() / "demo" / part).string());
}

} // namespace

class TrainFormTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder_.filePath("settings"));
        QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    }

    void aRunOnGenomes_data()
    {
        QTest::addColumn<QString>("entry"); // of the menu behind the field's button
        QTest::addColumn<QString>("path");
        QTest::newRow("folder") << "Folder…" << demo("genomes");
        QTest::newRow("table") << "File…" << demo("genomes/genomes.tsv");
    }

    void aRunOnGenomes()
    {
        QFETCH(QString, entry);
        QFETCH(QString, path);
        MainWindow window(theme_, folder_.filePath("jobs"));
        window.show();
        window.project().create(folder_.filePath(QString::fromLatin1(QTest::currentDataTag())));
        window.showPanel("train");
        auto &panel = *qobject_cast<TrainPanel *>(window.panel("train"));
        RunForm *form = panel.form();
        form->setTask("contrastive");
        for (const char *field : {"data.train", "data.validation"})
            choose(form, field, entry, path);
        OptionValues values = form->options()->values();
        for (const auto &[name, value] : {std::pair<const char *, std::string>{"data.tokenizer", demo("tokenizer").toStdString()},
                                          {"data.pairs_per_species", "10"},
                                          {"data.max_tokens", "64"},
                                          {"model.layers", "1"},
                                          {"model.width", "32"},
                                          {"model.heads", "2"},
                                          {"model.feed_forward", "64"},
                                          {"batch.pairs", "4"},
                                          {"evaluation.pairs", "8"},
                                          {"schedule.warmup", "2"},
                                          {"length.steps", "5"}})
            values.set(name, value);
        form->options()->setValues(values);
        auto *start = panel.findChild<QPushButton *>("train.start");
        QVERIFY(start->isEnabled());
        QTest::mouseClick(start, Qt::LeftButton);
        QTRY_VERIFY(panel.shownRun());
        QTRY_VERIFY_WITH_TIMEOUT(!panel.shownRun()->isActive(), patience);
        QVERIFY2(panel.shownRun()->state() == RunState::Done,
                 panel.band()->messages().empty() ? "" : qPrintable(panel.band()->messages().back().details));
        QTRY_COMPARE(panel.shownRun()->step(), int64_t{5});
        QTRY_VERIFY(panel.view()->lossPlot()->graphCount() > 0);
        QVERIFY(!listCheckpoints(panel.shownRun()->files()).empty());
        QVERIFY(panel.band()->messages().empty());
    }

private:
    // Presses the button in the field, takes the entry of its menu and answers the dialog.
    static void choose(RunForm *form, const char *field, const QString &entry, const QString &path)
    {
        auto *line = form->options()->findChild<PathLine *>(QStringLiteral("contrastive.option.") + field);
        QVERIFY(line);
        line->actions().front()->trigger();
        auto *menu = form->findChild<QMenu *>(line->objectName() + ".browse");
        QVERIFY(menu && menu->isVisible());
        QTimer::singleShot(200, [path] {
            auto *dialog = qobject_cast<QFileDialog *>(QApplication::activeModalWidget());
            QVERIFY(dialog);
            dialog->findChild<QLineEdit *>("fileNameEdit")->setText(path);
            QMetaObject::invokeMethod(dialog, "accept");
        });
        for (QAction *action : menu->actions())
            if (action->text() == entry)
                action->trigger();
        menu->close();
        QCOMPARE(line->text(), path);
    }

    Theme theme_;
    QTemporaryDir folder_;
};

QTEST_MAIN(TrainFormTest)
#include "tst_train_form.moc"
