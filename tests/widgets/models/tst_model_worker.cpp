// The Models panel with the program itself: a model is made, converted, merged, and predicts.
#include "tests/support/test_data.h"
#include "tests/widgets/panel_services.h"
#include "widgets/common/figure_tiles.h"
#include "widgets/models/model_view.h"
#include "widgets/models/models_panel.h"
#include "widgets/models/prediction_table_model.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcess>
#include <QTableView>
#include <QTemporaryDir>
#include <QToolButton>

#include <algorithm>
#include <numeric>

using namespace helicase;

namespace {

constexpr int patience = 60'000; // milliseconds

} // namespace

class TestModelWorker : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const QString recipe = QString::fromStdString(
            (test::sourceFolder() / "configs/models/tiny_classifier.yaml").string());
        QProcess worker;
        worker.start(test::program("helicase"),
                     {"model", "init", recipe, "-o", made_.filePath("classifier")});
        QVERIFY(worker.waitForFinished(patience));
        QVERIFY2(worker.exitCode() == 0, worker.readAllStandardError());
    }

    void init()
    {
        temporary_ = std::make_unique<QTemporaryDir>();
        services_ = std::make_unique<test::PanelServices>(temporary_->path());
        panel_ = std::make_unique<ModelsPanel>(services_->context);
        panel_->resize(1364, 842);
        panel_->show();
    }

    void cleanup()
    {
        panel_.reset();
        services_.reset();
    }

    void pastedSequencesArePredicted()
    {
        openClassifier();
        const QString first = "ACGTTTGACCATGGACCATTGACA";
        paste(first + "\nGGGCCCGGGCCCTTTAAACCC\n");
        predict();
        const SequenceClasses &predicted = predictions();
        QCOMPARE(predicted.labels, (QStringList{"no", "yes"}));
        QCOMPARE(predicted.rows.size(), size_t{2});
        QCOMPARE(predicted.rows[1].id, QString("sequence-2"));
        for (const SequenceClasses::Row &row : predicted.rows) {
            const double sum =
                std::accumulate(row.probabilities.begin(), row.probabilities.end(), 0.0);
            QVERIFY2(std::abs(sum - 1) < 1e-4, qPrintable(QString::number(sum)));
            const auto largest = std::ranges::max_element(row.probabilities);
            QCOMPARE(row.label, predicted.labels[largest - row.probabilities.begin()]);
        }
        QCOMPARE(find<QLabel>("models.predict.summary")->text(),
                 QString("2 sequences, in classifier-01"));
        // Alone it gets what it got among others.
        const double together = predicted.rows[0].probabilities[1];
        paste(">mine\n" + first);
        predict();
        QCOMPARE(predictions().rows.size(), size_t{1});
        QCOMPARE(predictions().rows[0].id, QString("mine"));
        QVERIFY(std::abs(predictions().rows[0].probabilities[1] - together) < 1e-4);
        QVERIFY(panel_->band()->messages().empty());
        QVERIFY(
            QFile::exists(services_->project.path("predictions/classifier-02/predictions.tsv")));
    }

    void lettersThatAreNoBasesAreToldWithTheirPlace()
    {
        openClassifier();
        paste("ACGT!\n");
        panel_->view()->predict()->predict();
        QTRY_VERIFY_WITH_TIMEOUT(!panel_->view()->predict()->isRunning(), patience);
        const BandMessage &message = panel_->band()->messages().front();
        QCOMPARE(message.kind, BandKind::Error);
        QVERIFY2(message.text.contains("sequences.fa:2") &&
                     message.text.contains("is not a nucleotide code"),
                 qPrintable(message.text));
        QVERIFY(predictions().rows.empty());
    }

    void aLongPredictionIsCancelled()
    {
        openClassifier();
        panel_->view()->predict()->setFile(manySequences());
        panel_->view()->predict()->predict();
        QTRY_VERIFY_WITH_TIMEOUT(services_->jobs.jobs().front().done > 0, patience);
        QCOMPARE(panel_->band()->messages().front().kind, BandKind::Progress);
        QVERIFY(!services_->actions.find("models.predict.run")->isEnabled());
        find<QToolButton>("models.band.action")->click();
        QTRY_VERIFY_WITH_TIMEOUT(!panel_->view()->predict()->isRunning(), patience);
        QVERIFY(services_->jobs.jobs().front().state == JobState::Cancelled);
        QVERIFY(panel_->band()->messages().empty());
        QVERIFY(predictions().rows.empty());
        QVERIFY(
            !QFile::exists(services_->project.path("predictions/classifier-01/predictions.tsv")));
        QVERIFY(services_->actions.find("models.predict.run")->isEnabled());
    }

    void aRecipeBecomesAModelAndIsConverted()
    {
        action("init")->trigger();
        choose("recipe", "tiny_classifier");
        action("form.run")->trigger();
        const QString fresh = services_->project.path("models/fresh-model");
        QTRY_VERIFY_WITH_TIMEOUT(panel_->model() && panel_->model()->folder == fresh, patience);
        QCOMPARE(panel_->view()->figures()->value("Classes"), QString("2"));
        QCOMPARE(panel_->view()->figures()->value("Precision"), QString("F32"));
        QTRY_VERIFY(panel_->contentReady());
        action("convert")->trigger();
        choose("dtype", "bf16");
        action("form.run")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(panel_->model()->folder, fresh + "-converted", patience);
        QCOMPARE(panel_->view()->figures()->value("Precision"), QString("BF16"));
        QVERIFY(panel_->band()->messages().empty());
    }

    void anAdapterIsMergedIntoItsModel()
    {
        HELICASE_NEEDS_DATA();
        const QString reference = QString::fromStdString(
            (test::dataFolder() / "reference_models/lora_four_targets").string());
        open(reference);
        action("merge")->trigger();
        find<QLineEdit>("models.option.adapter")->setText(reference + "/adapter");
        const QString merged = services_->project.path("models/lora_four_targets-merged");
        action("form.run")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(panel_->model()->folder == merged ||
                                     (!panel_->band()->messages().empty() &&
                                      panel_->band()->messages().front().kind == BandKind::Error),
                                 patience);
        QVERIFY2(panel_->band()->messages().empty(),
                 panel_->band()->messages().empty()
                     ? ""
                     : qPrintable(panel_->band()->messages().front().text));
        QVERIFY(!panel_->model()->isAdapter());
    }

private:
    void open(const QString &folder)
    {
        panel_->openArgument(folder);
        QTRY_VERIFY(panel_->contentReady() && panel_->model());
    }

    void openClassifier()
    {
        open(made_.filePath("classifier"));
        panel_->view()->showPredict();
    }

    void paste(const QString &text)
    {
        find<QPlainTextEdit>("models.predict.text")->setPlainText(text);
    }

    void predict()
    {
        const QSignalSpy done(panel_->view()->predict(), &PredictView::done);
        panel_->view()->predict()->predict();
        QTRY_VERIFY_WITH_TIMEOUT(!done.isEmpty() || !panel_->view()->predict()->isRunning(),
                                 patience);
        QTRY_COMPARE(done.size(), 1);
    }

    const SequenceClasses &predictions() const
    {
        return static_cast<const PredictionTableModel *>(
                   panel_->view()->predict()->table()->model())
            ->predictions();
    }

    // Some minutes of work.
    QString manySequences() const
    {
        const QString path = temporary_->filePath("many.fa");
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly))
            qFatal("the sequences cannot be written");
        for (int i = 0; i < 200'000; ++i)
            file.write(QByteArray(">s") + QByteArray::number(i) + '\n' +
                       QByteArray("ACGTTTGACCATGGACCATTGACA").repeated(12) + '\n');
        return path;
    }

    void choose(const char *option, const char *value)
    {
        auto *box = find<QComboBox>((QByteArray("models.option.") + option).constData());
        QVERIFY(box->findData(value) >= 0);
        box->setCurrentIndex(box->findData(value));
    }

    QAction *action(const char *name) const
    {
        return services_->actions.find(QLatin1String("models.") + QLatin1String(name));
    }

    template <typename Widget>
    Widget *find(const char *name) const
    {
        return panel_->findChild<Widget *>(QLatin1String(name));
    }

    QTemporaryDir made_;
    std::unique_ptr<QTemporaryDir> temporary_;
    std::unique_ptr<test::PanelServices> services_;
    std::unique_ptr<ModelsPanel> panel_;
};

QTEST_MAIN(TestModelWorker)
#include "tst_model_worker.moc"
