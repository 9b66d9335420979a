// Forms of the Models panel and the page of a tokenizer: what is asked, what is run, how it is
// left.
#include "tests/support/test_data.h"
#include "tests/widgets/models/models_fixture.h"
#include "tests/widgets/scripted_worker.h"
#include "widgets/models/model_job_form.h"
#include "widgets/models/model_view.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
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
        fixture_ = std::make_unique<ModelsFixture>();
        QVERIFY(QTest::qWaitForWindowExposed(&fixture_->panel));
    }

    void cleanup() { fixture_.reset(); }

    void mergingAsksForTheAdapter()
    {
        fixture_->open();
        fixture_->action("merge")->trigger();
        QVERIFY(form()->isVisible());
        QCOMPARE(form()->title(), QString("Merge an adapter into model"));
        QCOMPARE(fixture_->find<QLabel>("models.form.obstacle")->text(),
                 QString("Choose \"Adapter\"."));
        QVERIFY(!fixture_->action("form.run")->isEnabled());
        const QString adapter = fixture_->temporary.filePath("adapter");
        fixture_->find<QLineEdit>("models.option.adapter")->setText(adapter);
        QVERIFY(fixture_->action("form.run")->isEnabled());
        QCOMPARE(form()->words(),
                 (QStringList{"model", "merge-lora", fixture_->modelFolder(), "--adapter", adapter,
                              "-o", fixture_->services.project.path("models/model-merged")}));
        QVERIFY(fixture_->find<QPlainTextEdit>("models.form.command")
                    ->toPlainText()
                    .startsWith("helicase model merge-lora "));
    }

    void aNewModelComesFromARecipe()
    {
        QVERIFY(fixture_->find<QWidget>("models.empty")->isVisible());
        fixture_->action("init")->trigger();
        QVERIFY(form()->isVisible()); // no model needs to be open
        auto *recipes = fixture_->find<QComboBox>("models.option.recipe");
        QCOMPARE_GE(recipes->count(), 3);
        recipes->setCurrentIndex(recipes->findData("tiny_classifier"));
        fixture_->find<QLineEdit>("models.option.seed")->setText("7");
        const QStringList words = form()->words();
        QCOMPARE(words.mid(0, 2), (QStringList{"model", "init"}));
        QVERIFY2(words[2].endsWith("configs/models/tiny_classifier.yaml") &&
                     QFile::exists(words[2]),
                 qPrintable(words[2]));
        QCOMPARE(words.mid(3),
                 (QStringList{"--seed", "7", "-o",
                              fixture_->services.project.path("models/fresh-model")}));
        fixture_->find<QLineEdit>("models.option.seed")->setText("many");
        QVERIFY(!fixture_->action("form.run")->isEnabled());
    }

    void escapeClosesTheForm()
    {
        fixture_->action("init")->trigger();
        QVERIFY(!fixture_->find<QWidget>("models.empty")->isVisible());
        QTest::keyClick(fixture_->find<QLineEdit>("models.option.seed"), Qt::Key_Escape);
        QVERIFY(!form()->isVisible());
        QVERIFY(fixture_->find<QWidget>("models.empty")->isVisible());
        QVERIFY(fixture_->services.jobs.jobs().empty());
    }

    void aConversionIsCancelled()
    {
        test::installWorker(fixture_->temporary.filePath("bin"), patientWorker);
        fixture_->open();
        fixture_->action("convert")->trigger();
        fixture_->action("form.run")->trigger();
        QVERIFY(fixture_->panel.isBusy());
        QCOMPARE(fixture_->panel.band()->messages().front().kind, BandKind::Progress);
        QCOMPARE(fixture_->panel.band()->messages().front().headline,
                 QString("Convert model is running."));
        QTRY_VERIFY(stateOfJob() == JobState::Running);
        fixture_->find<QToolButton>("models.band.action")->click();
        QTRY_VERIFY_WITH_TIMEOUT(stateOfJob() == JobState::Cancelled, 15000);
        QTRY_VERIFY(fixture_->panel.band()->messages().empty());
        QVERIFY(!fixture_->panel.isBusy());
        QCOMPARE(fixture_->panel.model()->folder, fixture_->modelFolder());
        fixture_->action("convert")->trigger(); // and again
        QVERIFY(fixture_->action("form.run")->isEnabled());
    }

    void aFailedConversionIsTold()
    {
        test::installWorker(fixture_->temporary.filePath("bin"), failingWorker);
        fixture_->open();
        fixture_->action("convert")->trigger();
        fixture_->action("form.run")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!fixture_->panel.band()->messages().empty() &&
                                     fixture_->panel.band()->messages().front().kind ==
                                         BandKind::Error,
                                 15000);
        QCOMPARE(fixture_->panel.band()->messages().front().headline,
                 QString("Convert model failed."));
        QCOMPARE(fixture_->panel.band()->messages().front().text, QString("the disk is full"));
        QVERIFY(!fixture_->panel.isBusy());
    }

    void aTokenizerHasAPage()
    {
        copyTokenizer();
        fixture_->open();
        fixture_->action("refresh")->trigger();
        QTRY_VERIFY(select("demo"));
        QVERIFY(fixture_->find<QWidget>("models.tokenizer")->isVisible());
        QStringList texts;
        for (const QLabel *label :
             fixture_->find<QWidget>("models.tokenizer")->findChildren<QLabel *>())
            texts += label->text();
        QVERIFY(texts.contains("Tokenizer demo"));
        QVERIFY(texts.contains("4,096 tokens"));
        QVERIFY(texts.contains(fixture_->services.project.path("tokenizers/demo")));
        // What stands beside it is not of the model that was shown before.
        QVERIFY(!fixture_->find<QWidget>("models.file")->isVisible());
        for (const char *name : {"finetune", "embed", "convert", "merge", "export"})
            QVERIFY2(!fixture_->action(name)->isEnabled(), name);
        fixture_->action("tokenizer.open")->trigger();
        QCOMPARE(fixture_->services.opened,
                 (QStringList{"annotate", fixture_->services.project.path("tokenizers/demo")}));
        QVERIFY(select("model"));
        QVERIFY(!fixture_->find<QWidget>("models.tokenizer")->isVisible());
        QVERIFY(fixture_->find<QWidget>("models.file")->isVisible());
        QVERIFY(fixture_->action("finetune")->isEnabled() &&
                !fixture_->action("tokenizer.open")->isEnabled());
    }

    void namesComeBeforeSizesWhereRoomIsShort()
    {
        fixture_->open();
        auto *tree = fixture_->find<QTreeWidget>("models.tree");
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
    void copyTokenizer()
    {
        const QString source = QString::fromStdString(
            (test::sourceFolder() / "resources/demo/tokenizer/dna").string());
        const QString target = fixture_->services.project.path("tokenizers/demo");
        QDir().mkpath(target);
        for (const QString &name : QDir(source).entryList(QDir::Files))
            QVERIFY(QFile::copy(source + '/' + name, target + '/' + name));
    }

    // Whether it is in the list.
    bool select(const QString &label)
    {
        auto *tree = fixture_->find<QTreeWidget>("models.tree");
        for (QTreeWidgetItemIterator item(tree); *item != nullptr; ++item)
            if ((*item)->parent() != nullptr && (*item)->text(0) == label) {
                tree->setCurrentItem(*item);
                return true;
            }
        return false;
    }

    JobState stateOfJob() const { return fixture_->services.jobs.jobs().front().state; }

    ModelJobForm *form() const { return fixture_->panel.view()->form(); }

    std::unique_ptr<ModelsFixture> fixture_;
};

QTEST_MAIN(TestModelForms)
#include "tst_model_forms.moc"
