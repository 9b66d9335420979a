// Forms of the Models panel and the page of a tokenizer: what is asked, what is run, how it is
// left.
#include "tests/core/dataset/small_model.h"
#include "tests/support/test_data.h"
#include "tests/widgets/panel_services.h"
#include "tests/widgets/scripted_worker.h"
#include "widgets/models/model_job_form.h"
#include "widgets/models/model_view.h"
#include "widgets/models/models_panel.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTemporaryDir>
#include <QToolButton>
#include <QTreeWidget>

using namespace helicase;

namespace {

// Runs until it is stopped.
constexpr const char *patientWorker = "exec sleep 60\n";
constexpr const char *failingWorker = "echo 'helicase: the disk is full' >&2; exit 1\n";

} // namespace

class TestModelForms : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        temporary_ = std::make_unique<QTemporaryDir>();
        services_ = std::make_unique<test::PanelServices>(temporary_->path());
        panel_ = std::make_unique<ModelsPanel>(services_->context);
        panel_->resize(1364, 842);
        panel_->show();
        QVERIFY(QTest::qWaitForWindowExposed(panel_.get()));
    }

    void cleanup()
    {
        panel_.reset();
        services_.reset();
        qunsetenv("HELICASE_BIN");
    }

    void mergingAsksForTheAdapter()
    {
        open();
        action("merge")->trigger();
        QVERIFY(form()->isVisible());
        QCOMPARE(form()->title(), QString("Merge an adapter into model"));
        QCOMPARE(find<QLabel>("models.form.obstacle")->text(), QString("Choose \"Adapter\"."));
        QVERIFY(!action("form.run")->isEnabled());
        const QString adapter = temporary_->filePath("adapter");
        find<QLineEdit>("models.option.adapter")->setText(adapter);
        QVERIFY(action("form.run")->isEnabled());
        QCOMPARE(form()->words(),
                 (QStringList{"model", "merge-lora", temporary_->filePath("model"), "--adapter",
                              adapter, "-o", services_->project.path("models/model-merged")}));
        QVERIFY(find<QPlainTextEdit>("models.form.command")
                    ->toPlainText()
                    .startsWith("helicase model merge-lora "));
    }

    void aNewModelComesFromARecipe()
    {
        QVERIFY(find<QWidget>("models.empty")->isVisible());
        action("init")->trigger();
        QVERIFY(form()->isVisible()); // no model needs to be open
        auto *recipes = find<QComboBox>("models.option.recipe");
        QCOMPARE_GE(recipes->count(), 3);
        recipes->setCurrentIndex(recipes->findData("tiny_classifier"));
        find<QLineEdit>("models.option.seed")->setText("7");
        const QStringList words = form()->words();
        QCOMPARE(words.mid(0, 2), (QStringList{"model", "init"}));
        QVERIFY2(words[2].endsWith("configs/models/tiny_classifier.yaml") &&
                     QFile::exists(words[2]),
                 qPrintable(words[2]));
        QCOMPARE(words.mid(3),
                 (QStringList{"--seed", "7", "-o", services_->project.path("models/fresh-model")}));
        find<QLineEdit>("models.option.seed")->setText("many");
        QVERIFY(!action("form.run")->isEnabled());
    }

    void escapeClosesTheForm()
    {
        action("init")->trigger();
        QVERIFY(!find<QWidget>("models.empty")->isVisible());
        QTest::keyClick(find<QLineEdit>("models.option.seed"), Qt::Key_Escape);
        QVERIFY(!form()->isVisible());
        QVERIFY(find<QWidget>("models.empty")->isVisible());
        QVERIFY(services_->jobs.jobs().empty());
    }

    void aConversionIsCancelled()
    {
        test::installWorker(temporary_->filePath("bin"), patientWorker);
        open();
        action("convert")->trigger();
        action("form.run")->trigger();
        QVERIFY(panel_->isBusy());
        QCOMPARE(panel_->band()->messages().front().kind, BandKind::Progress);
        QCOMPARE(panel_->band()->messages().front().headline, QString("Convert model is running."));
        QTRY_VERIFY(stateOfJob() == JobState::Running);
        find<QToolButton>("models.band.action")->click();
        QTRY_VERIFY_WITH_TIMEOUT(stateOfJob() == JobState::Cancelled, 15000);
        QTRY_VERIFY(panel_->band()->messages().empty());
        QVERIFY(!panel_->isBusy());
        QCOMPARE(panel_->model()->folder, temporary_->filePath("model"));
        action("convert")->trigger(); // and again
        QVERIFY(action("form.run")->isEnabled());
    }

    void aFailedConversionIsTold()
    {
        test::installWorker(temporary_->filePath("bin"), failingWorker);
        open();
        action("convert")->trigger();
        action("form.run")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!panel_->band()->messages().empty() &&
                                     panel_->band()->messages().front().kind == BandKind::Error,
                                 15000);
        QCOMPARE(panel_->band()->messages().front().headline, QString("Convert model failed."));
        QCOMPARE(panel_->band()->messages().front().text, QString("the disk is full"));
        QVERIFY(!panel_->isBusy());
    }

    void aTokenizerHasAPage()
    {
        copyTokenizer();
        open();
        action("refresh")->trigger();
        QTRY_VERIFY(select("demo"));
        QVERIFY(find<QWidget>("models.tokenizer")->isVisible());
        QStringList texts;
        for (const QLabel *label : find<QWidget>("models.tokenizer")->findChildren<QLabel *>())
            texts += label->text();
        QVERIFY(texts.contains("Tokenizer demo"));
        QVERIFY(texts.contains("4,096 tokens"));
        QVERIFY(texts.contains(services_->project.path("tokenizers/demo")));
        // What stands beside it is not of the model that was shown before.
        QVERIFY(!find<QWidget>("models.file")->isVisible());
        for (const char *name : {"finetune", "embed", "convert", "merge", "export"})
            QVERIFY2(!action(name)->isEnabled(), name);
        action("tokenizer.open")->trigger();
        QCOMPARE(services_->opened,
                 (QStringList{"annotate", services_->project.path("tokenizers/demo")}));
        QVERIFY(select("model"));
        QVERIFY(!find<QWidget>("models.tokenizer")->isVisible());
        QVERIFY(find<QWidget>("models.file")->isVisible());
        QVERIFY(action("finetune")->isEnabled() && !action("tokenizer.open")->isEnabled());
    }

    void namesComeBeforeSizesWhereRoomIsShort()
    {
        open();
        auto *tree = find<QTreeWidget>("models.tree");
        QTRY_COMPARE(tree->topLevelItemCount(), 1);
        QVERIFY(!tree->isColumnHidden(1));
        tree->setFixedWidth(90);
        QTRY_VERIFY(tree->isColumnHidden(1));
        const QTreeWidgetItem *item = tree->topLevelItem(0)->child(0);
        QVERIFY2(item->toolTip(0).startsWith("model, ") && !item->text(1).isEmpty(),
                 qPrintable(item->toolTip(0)));
        tree->setFixedWidth(240);
        QTRY_VERIFY(!tree->isColumnHidden(1));
    }

private:
    void open()
    {
        test::SmallModel().write(temporary_->filePath("model").toStdString());
        panel_->openArgument(temporary_->filePath("model"));
        QTRY_VERIFY(panel_->contentReady() && panel_->model());
    }

    void copyTokenizer()
    {
        const QString source = QString::fromStdString(
            (test::sourceFolder() / "resources/demo/tokenizer/dna").string());
        const QString target = services_->project.path("tokenizers/demo");
        QDir().mkpath(target);
        for (const QString &name : QDir(source).entryList(QDir::Files))
            QVERIFY(QFile::copy(source + '/' + name, target + '/' + name));
    }

    // Whether it is in the list.
    bool select(const QString &label)
    {
        auto *tree = find<QTreeWidget>("models.tree");
        for (QTreeWidgetItemIterator item(tree); *item != nullptr; ++item)
            if ((*item)->parent() != nullptr && (*item)->text(0) == label) {
                tree->setCurrentItem(*item);
                return true;
            }
        return false;
    }

    JobState stateOfJob() const { return services_->jobs.jobs().front().state; }

    ModelJobForm *form() const { return panel_->view()->form(); }

    QAction *action(const char *name) const
    {
        return services_->actions.find(QLatin1String("models.") + QLatin1String(name));
    }

    template <typename Widget>
    Widget *find(const char *name) const
    {
        return panel_->findChild<Widget *>(QLatin1String(name));
    }

    std::unique_ptr<QTemporaryDir> temporary_;
    std::unique_ptr<test::PanelServices> services_;
    std::unique_ptr<ModelsPanel> panel_;
};

QTEST_MAIN(TestModelForms)
#include "tst_model_forms.moc"
