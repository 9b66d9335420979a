// The Train form with a real worker: a run on genomes, chosen as folder or by its table, from the
// form's fields to the curve.
#include "app/workbench/main_window.h"
#include "core/base/resources.h"
#include "tests/app/workbench/train_window.h"
#include "widgets/common/path_line.h"
#include "widgets/train/metric_plot.h"
#include "widgets/train/training_view.h"

#include <QAction>
#include <QApplication>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>

using namespace helicase;

namespace {

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
        test::useSettingsIn(folder_);
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
        test::fillForm(form, {{"data.tokenizer", demo("tokenizer").toStdString()},
                              {"data.pairs_per_species", "10"},
                              {"batch.pairs", "4"},
                              {"evaluation.pairs", "8"},
                              {"schedule.warmup", "2"},
                              {"length.steps", "5"}});
        test::startAndAwait(panel, 5);
        QTRY_VERIFY(panel.view()->lossPlot()->graphCount() > 0);
        QVERIFY(!listCheckpoints(panel.shownRun()->files()).empty());
        QVERIFY(panel.band()->messages().empty());
    }

private:
    // Presses the button in the field, takes the entry of its menu and answers the dialog.
    static void choose(RunForm *form, const char *field, const QString &entry, const QString &path)
    {
        auto *line =
            form->options()->findChild<PathLine *>(QStringLiteral("contrastive.option.") + field);
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
