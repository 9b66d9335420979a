// Fine-tuning under the window with a real worker: from the fields of the form over the curves to
// the confusion matrix, and the same run measured again in Evaluate.
#include "app/workbench/main_window.h"
#include "core/base/resources.h"
#include "tests/app/workbench/train_window.h"
#include "widgets/common/figure_tiles.h"
#include "widgets/evaluate/candidate_list.h"
#include "widgets/evaluate/classification_view.h"
#include "widgets/evaluate/confusion_matrix.h"
#include "widgets/evaluate/evaluate_panel.h"
#include "widgets/evaluate/result_view.h"
#include "widgets/train/run_results.h"
#include "widgets/train/training_view.h"

#include <QApplication>
#include <QListWidget>

#include <fstream>
#include <random>

using namespace helicase;

namespace {

constexpr int patience = 90'000; // milliseconds; a busy machine loads LibTorch slowly

// Sequences of two kinds that are easily told apart: mostly A and T, or mostly G and C.
void writeSplit(const QString &file, int examples, unsigned seed)
{
    std::mt19937 random(seed);
    std::ofstream out(file.toStdString());
    out << "sequence,label\n";
    for (int i = 0; i < examples; ++i) {
        const bool isRich = i % 2 == 1;
        std::string sequence;
        for (int base = 0; base < 60; ++base)
            sequence += (random() % 10 < 8) == isRich ? "GC"[random() % 2] : "AT"[random() % 2];
        out << sequence << ',' << (isRich ? "rich" : "poor") << '\n';
    }
}

} // namespace

class FineTuningTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        test::useSettingsIn(folder_);
        const QString data = folder_.filePath("task");
        QDir().mkpath(data);
        writeSplit(data + "/train.csv", 64, 1);
        writeSplit(data + "/dev.csv", 24, 2);
        writeSplit(data + "/test.csv", 30, 3);
        window_ = std::make_unique<MainWindow>(theme_, folder_.filePath("jobs"));
        window_->resize(1440, 900);
        window_->show();
        window_->project().create(folder_.filePath("project"));
    }

    void cleanupTestCase() { window_.reset(); }

    void theFormStartsARunAndItsResultAppears()
    {
        window_->showPanel("train");
        auto &panel = *qobject_cast<TrainPanel *>(window_->panel("train"));
        RunForm *form = panel.form();
        form->setTask("classify");
        const auto tokenizer = resourceFolder() / "demo" / "tokenizer";
        test::fillForm(form, {{"data.folder", folder_.filePath("task").toStdString()},
                              {"data.tokenizer", tokenizer.string()},
                              {"batch.sequences", "16"},
                              {"length.steps", "24"},
                              {"schedule.warmup", "4"},
                              {"optimizer.lr", "3e-3"},
                              {"evaluation.every", "8"},
                              {"evaluation.select", "matthews_correlation"}});
        test::startAndAwait(panel, 24);
        QTRY_COMPARE(panel.page(), TrainPanel::Page::Results);
        const ClassificationView *view = panel.results()->classes();
        QCOMPARE(view->record()->table.size(), int64_t{30});
        QCOMPARE(view->record()->table.classes, (std::vector<std::string>{"poor", "rich"}));
        QCOMPARE(view->record()->split, QString("test"));
        QVERIFY(view->record()->note.isEmpty());
        int64_t counted = 0;
        for (const auto &row : view->matrix()->counts().counts)
            for (const int64_t count : row)
                counted += count;
        QCOMPARE(counted, int64_t{30});
        QVERIFY2(view->record()->scores.accuracy > 0.8, qPrintable(view->figures()->text()));
        // The curves of the run: its loss and the metrics of the task.
        panel.showPage(TrainPanel::Page::Curves);
        const RunHistory &history = panel.shownRun()->history();
        QCOMPARE(history.find("train/loss")->points().size(), size_t{24});
        QCOMPARE(history.find("validation/matthews_correlation")->points().size(), size_t{4});
        auto *plot = panel.findChild<MetricPlot *>("train.plot.matthews_correlation");
        QTRY_VERIFY(plot && plot->isVisible() && plot->graphCount() == 2);
        QVERIFY(panel.shownRun()->summary()->bestStep);
        QTRY_COMPARE(plot->graph(1)->data()->constBegin()->key,
                     double(*panel.shownRun()->summary()->bestStep));
        QVERIFY(panel.band()->messages().empty());
        run_ = panel.shownRun()->folder();
    }

    void theRunIsMeasuredInEvaluate()
    {
        QVERIFY(!run_.isEmpty());
        window_->showPanel("evaluate");
        auto &panel = *qobject_cast<EvaluatePanel *>(window_->panel("evaluate"));
        panel.showDemo(window_->project().folder());
        auto *tasks = panel.findChild<QListWidget *>("evaluate.tasks");
        const auto found = tasks->findItems("Classification", Qt::MatchExactly);
        QCOMPARE(found.size(), 1);
        tasks->setCurrentItem(found.first());
        auto *candidates = panel.findChild<CandidateList *>("evaluate.candidates");
        QTRY_COMPARE(candidates->tickedCount(), 3); // the run and two baselines
        QTRY_VERIFY(panel.primaryAction()->isEnabled());
        panel.primaryAction()->trigger();
        ClassificationView *view = panel.resultView()->classification();
        QTRY_VERIFY_WITH_TIMEOUT(view->isVisible() || !panel.band()->messages().empty(), patience);
        QTRY_VERIFY2_WITH_TIMEOUT(view->isVisible(),
                                  panel.band()->messages().empty()
                                      ? "no message"
                                      : qPrintable(panel.band()->messages().back().text),
                                  patience);
        QCOMPARE(view->record()->table.size(), int64_t{30});
        QCOMPARE(view->record()->table.classes, (std::vector<std::string>{"poor", "rich"}));
    }

private:
    Theme theme_;
    QTemporaryDir folder_;
    QString run_;
    std::unique_ptr<MainWindow> window_;
};

QTEST_MAIN(FineTuningTest)
#include "tst_fine_tuning.moc"
