// The window and a real worker together: start a run, watch its curve grow, lose the window, find the
// run again, lose the worker, resume it; and the clouds of real embeddings in OpenGL.
#include "app/workbench/main_window.h"
#include "core/base/atomic_file.h"
#include "core/base/process.h"
#include "core/base/random_stream.h"
#include "core/base/resources.h"
#include "core/dataset/genome_table.h"
#include "core/run/control.h"
#include "core/run/run_folder.h"
#include "tests/support/test_data.h"
#include "tests/support/time_limit.h"
#include "widgets/common/action_registry.h"
#include "widgets/common/option_form.h"
#include "widgets/embeddings/opengl_probe.h"
#include "widgets/train/metric_plot.h"
#include "widgets/train/rewind_dialog.h"
#include "widgets/train/run_form.h"
#include "widgets/train/train_panel.h"
#include "widgets/train/training_view.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTimer>
#include <QtTest>

#include <algorithm>
#include <csignal>
#include <functional>
#include <map>

using namespace helicase;

namespace {

constexpr int patience = 30'000; // milliseconds; a busy machine loads LibTorch slowly
const QString windowWord = QStringLiteral("--window");

std::string fileIn(const QString &folder, const char *name)
{
    return (std::filesystem::path(folder.toStdString()) / name).string();
}

// How many clearly coloured hues a picture shows, each on at least 30 pixels.
int huesIn(const QImage &picture)
{
    std::map<int, int> counts;
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x) {
            const QColor colour = picture.pixelColor(x, y);
            if (colour.saturation() > 100 && colour.value() > 80)
                ++counts[colour.hue() / 30];
        }
    return static_cast<int>(
        std::ranges::count_if(counts, [](const auto &entry) { return entry.second >= 30; }));
}

// The longest time between two turns of an event loop, in milliseconds.
class LongestPause {
public:
    LongestPause()
    {
        timer_.setTimerType(Qt::PreciseTimer);
        QObject::connect(&timer_, &QTimer::timeout, &timer_, [this] { turn(); });
    }
    qint64 during(const std::function<void()> &work)
    {
        longest_ = 0;
        sinceTurn_.start();
        timer_.start(5);
        work();
        turn();
        timer_.stop();
        return longest_;
    }

private:
    void turn() { longest_ = std::max(longest_, sinceTurn_.restart()); }

    QTimer timer_;
    QElapsedTimer sinceTurn_;
    qint64 longest_ = 0;
};

// A window with a project, as the program opens it.
class OpenWindow {
public:
    OpenWindow(const QString &project, const QString &jobs)
        : project_(project), window_(theme_, jobs)
    {
        theme_.setMode(ThemeMode::Light);
        window_.show();
        window_.openProject(project);
        window_.showPanel("train");
    }

    MainWindow &window() { return window_; }
    TrainPanel &train() { return *qobject_cast<TrainPanel *>(window_.panel("train")); }
    FollowedRun *run() { return train().shownRun(); }
    int64_t step() { return run() ? run()->step() : 0; }

    // Long enough to outlive its window, small enough to make many steps a second.
    void startRun(const QString &data)
    {
        RunForm *form = train().form();
        form->setTask("contrastive");
        OptionValues values = form->options()->values();
        for (const auto &[name, value] : std::map<std::string, std::string>{
                 {"data.train", fileIn(data, "train_pairs.csv")},
                 {"data.validation", fileIn(data, "validation_pairs.csv")},
                 {"data.tokenizer", (resourceFolder() / "demo" / "tokenizer").string()},
                 {"model.layers", "1"},
                 {"model.width", "32"},
                 {"model.heads", "2"},
                 {"model.feed_forward", "64"},
                 {"batch.pairs", "5"},
                 {"evaluation.pairs", "10"},
                 {"length.steps", "100000"}})
            values.set(name, value);
        form->options()->setValues(values);
        train().primaryAction()->trigger();
    }

    void stopRun() { window_.actions().find("train.stop")->trigger(); }

private:
    QString project_;
    Theme theme_;
    MainWindow window_;
};

} // namespace

class TestEndToEnd : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        RandomStream random(1, "end to end");
        const auto genomes = readGenomes(resourceFolder() / "demo" / "genomes", "train");
        writePairs(fileIn(data_.path(), "train_pairs.csv"),
                   cutFragmentPairs(
                       genomes, {.pairsPerLabel = 20, .shortest = 200, .longest = 400}, random));
        writePairs(fileIn(data_.path(), "validation_pairs.csv"),
                   cutFragmentPairs(
                       genomes, {.pairsPerLabel = 4, .shortest = 200, .longest = 400}, random));
    }

    void init() { project_ = std::make_unique<QTemporaryDir>(); }

    // A test that failed leaves no worker behind.
    void cleanup()
    {
        for (const auto &run : findRuns(fileIn(project_->path(), "runs")))
            if (const int64_t worker = summarizeRun(run).processId;
                worker > 1 && processIsAlive(worker))
                ::kill(static_cast<pid_t>(worker), SIGKILL);
    }

    // The first window is a process of its own that is killed without warning.
    void aRunSurvivesItsKilledWindow()
    {
        QProcess first;
        first.start(QCoreApplication::applicationFilePath(),
                    {windowWord, project_->path(), jobsFolder(), data_.path()});
        const RunFolder run(project_->filePath("runs/contrastive-01").toStdString());
        QTRY_VERIFY_WITH_TIMEOUT(stepOf(run) >= 3, patience);
        first.kill();
        QVERIFY(first.waitForFinished(patience));
        QCOMPARE(first.exitStatus(), QProcess::CrashExit);
        const int64_t seen = stepOf(run);
        QCOMPARE(summarizeRun(run.root()).state, RunState::Running);

        OpenWindow second(project_->path(), jobsFolder());
        QVERIFY(QTest::qWaitForWindowExposed(&second.window()));
        QTRY_VERIFY_WITH_TIMEOUT(second.step() > seen + 20, patience);
        QCOMPARE(second.run()->folder().toStdString(), run.root().string());
        MetricPlot *plot = second.train().view()->lossPlot();
        QTRY_VERIFY_WITH_TIMEOUT(plot->graphCount() > 0, patience);
        QVERIFY(huesIn(second.window().grab().toImage()) >= 1);

        second.stopRun();
        QTRY_COMPARE_WITH_TIMEOUT(second.run()->state(), RunState::Stopped, patience);
        QVERIFY(newestIntactCheckpoint(run).has_value());
    }

    void theWindowAnswersWhileARunTrains_data()
    {
        QTest::addColumn<QStringList>("panels"); // the last one is watched
        QTest::newRow("curves") << QStringList{"annotate", "runs", "evaluate", "train"};
        QTest::newRow("clouds") << QStringList{"annotate", "train", "embeddings"};
    }
    void theWindowAnswersWhileARunTrains()
    {
        QFETCH(const QStringList, panels);
        if (panels.contains("embeddings"))
            makeEmbedding();
        OpenWindow opened(project_->path(), jobsFolder());
        QVERIFY(QTest::qWaitForWindowExposed(&opened.window()));
        opened.startRun(data_.path());
        QTRY_VERIFY_WITH_TIMEOUT(opened.step() >= 3, patience);

        LongestPause pause;
        const int64_t before = opened.step();
        const qint64 building = pause.during([&] { showInTurn(opened.window(), panels); });
        const qint64 watching = pause.during([] { QTest::qWait(5'000); });
        const qint64 changing = pause.during([&] { showInTurn(opened.window(), panels); });
        const int64_t steps = opened.step() - before;
        qInfo("longest pause: %lld ms while panels were built, %lld ms while watching, %lld ms while changing "
              "between panels; %lld steps",
              static_cast<long long>(building), static_cast<long long>(watching),
              static_cast<long long>(changing), static_cast<long long>(steps));
        QVERIFY(steps > (test::isTimed() ? 50 : 5));
        QCOMPARE_LE(std::max({building, watching, changing}), test::timeLimit(100));
        opened.stopRun();
        QTRY_COMPARE_WITH_TIMEOUT(opened.run()->state(), RunState::Stopped, patience);
    }

    void aKilledWorkerIsToldAndResumed()
    {
        OpenWindow opened(project_->path(), jobsFolder());
        opened.startRun(data_.path());
        QTRY_VERIFY_WITH_TIMEOUT(opened.step() >= 3, patience);
        opened.window().actions().find("train.checkpoint")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(newestIntactCheckpoint(opened.run()->files()), patience);
        const int64_t saved = newestIntactCheckpoint(opened.run()->files())->step;
        QTRY_VERIFY_WITH_TIMEOUT(opened.step() > saved, patience);
        QTRY_VERIFY(opened.run()->summary().has_value());
        const int64_t worker = opened.run()->summary()->processId;
        QVERIFY(worker > 1 && processIsAlive(worker));
        QCOMPARE(::kill(static_cast<pid_t>(worker), SIGKILL), 0);

        QTRY_COMPARE_WITH_TIMEOUT(opened.run()->state(), RunState::NoSignal, patience);
        QTRY_VERIFY(opened.train().band()->isShowing("train.state"));
        // The checkpoint to go on from is offered once the worker's folder was looked through.
        QTRY_VERIFY(!opened.train().band()->messages().back().actions.empty());
        const BandMessage message = opened.train().band()->messages().back();
        QVERIFY(message.actions.front().text.startsWith("Resume from"));
        QVERIFY(QApplication::activeModalWidget() == nullptr);

        message.actions.front().function();
        QTRY_COMPARE_WITH_TIMEOUT(opened.run()->state(), RunState::Running, patience);
        QTRY_VERIFY_WITH_TIMEOUT(opened.step() > saved + 3, patience);
        QVERIFY(opened.train().band()->messages().empty());
        opened.stopRun();
        QTRY_COMPARE_WITH_TIMEOUT(opened.run()->state(), RunState::Stopped, patience);
    }

    void aRewindFromTheWindowSplitsTheCurveAndTheRunGoesOn()
    {
        OpenWindow opened(project_->path(), jobsFolder());
        opened.startRun(data_.path());
        ActionRegistry &actions = opened.window().actions();
        QTRY_VERIFY_WITH_TIMEOUT(opened.step() >= 3, patience);
        actions.find("train.checkpoint")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(newestIntactCheckpoint(opened.run()->files()), patience);
        const int64_t saved = newestIntactCheckpoint(opened.run()->files())->step;
        QTRY_VERIFY_WITH_TIMEOUT(opened.step() > saved + 20, patience);

        actions.find("train.rewind")->trigger();
        auto *dialog = opened.window().findChild<RewindDialog *>();
        QVERIFY(dialog && dialog->isVisible());
        QCOMPARE(dialog->chosenStep().value(), saved);
        QTest::mouseClick(dialog->findChild<QPushButton *>("train.rewind.accept"), Qt::LeftButton);
        const RunHistory &history = opened.run()->history();
        // The curve is split where the steps were made again, which stand in it once.
        const auto restarts = [&] { return history.find(metric::trainLoss)->restarts(); };
        QTRY_VERIFY_WITH_TIMEOUT(!restarts().empty(), patience);
        QCOMPARE(restarts().front(), saved + 1);
        QTRY_VERIFY_WITH_TIMEOUT(opened.step() > saved + 3, patience);
        QCOMPARE(opened.run()->state(), RunState::Running);
        const auto points = history.find(metric::trainLoss)->points();
        QVERIFY(std::ranges::adjacent_find(points, std::greater_equal<>(), &MetricPoint::step) ==
                points.end());
        const MetricPlot *plot = opened.train().view()->lossPlot();
        const auto isFlagged = [plot] {
            for (int index = 0; index < plot->itemCount(); ++index)
                if (const auto *text = qobject_cast<QCPItemText *>(plot->item(index));
                    text && text->text().startsWith("rewound from "))
                    return true;
            return false;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isFlagged(), patience);
        QVERIFY(opened.train().band()->messages().empty());
        opened.stopRun();
        QTRY_COMPARE_WITH_TIMEOUT(opened.run()->state(), RunState::Stopped, patience);
    }

    void cloudsAreDrawnInSeveralColours()
    {
        makeEmbedding();
        const QString picture = data_.filePath("embeddings.png");
        QProcess program;
        program.start(test::program("helicase-workbench"),
                      {project_->path(), "--panel", "embeddings", "--screenshot", picture, "--size", "1280x800"});
        QVERIFY(program.waitForFinished(patience));
        QVERIFY2(program.exitCode() == 0, program.readAllStandardError().constData());
        const QImage image(picture);
        QCOMPARE(image.size(), QSize(1280, 800));
        QVERIFY(huesIn(image) >= 4);
    }

private:
    static void showInTurn(MainWindow &window, const QStringList &panels)
    {
        for (const QString &panel : panels) {
            window.showPanel(panel);
            QTest::qWait(500);
        }
    }

    void makeEmbedding()
    {
        std::string fasta, labels = "id\tlabel\n";
        int number = 0;
        for (const LabelledSequence &piece : readGenomes(resourceFolder() / "demo" / "genomes", "evaluation"))
            for (size_t start = 0; start + 3000 <= piece.sequence.bases.size() && start < 30'000; start += 3000) {
                const std::string id = "contig_" + std::to_string(++number);
                fasta += ">" + id + "\n" + piece.sequence.bases.substr(start, 3000) + "\n";
                labels += id + "\t" + piece.label + "\n";
            }
        writeFileAtomically(fileIn(project_->path(), "data/contigs.fa"), fasta);
        writeFileAtomically(fileIn(project_->path(), "data/labels.tsv"), labels);
        const QString vectors = project_->filePath("embeddings/tnf.safetensors");
        runHelicase({"embed", project_->filePath("data/contigs.fa"), "--baseline", "tnf", "-o", vectors});
        runHelicase({"project", vectors, "--dims", "3", "-o", project_->filePath("projections/tnf.tsv")});
    }

    static void runHelicase(const QStringList &words)
    {
        QProcess process;
        process.start(test::program("helicase"), words);
        QVERIFY(process.waitForFinished(patience));
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
    }

    QString jobsFolder() const { return project_->filePath("jobs"); }

    // 0 as long as the worker has not written its description.
    static int64_t stepOf(const RunFolder &run)
    {
        return std::filesystem::exists(run.description()) ? summarizeRun(run.root()).step : 0;
    }

    QTemporaryDir data_;
    std::unique_ptr<QTemporaryDir> project_; // one per test
};

// Called by the test itself: a window that starts a run and stays until it is killed.
static int showWindow(const QStringList &words)
{
    OpenWindow opened(words.at(2), words.at(3));
    opened.startRun(words.at(4));
    return QApplication::exec();
}

int main(int count, char **words)
{
    prepareOpenGl();
    QApplication application(count, words);
    isOpenGlAvailable();
    QStandardPaths::setTestModeEnabled(true);
    const QTemporaryDir settings;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
    if (QCoreApplication::arguments().value(1) == windowWord)
        return showWindow(QCoreApplication::arguments());
    TestEndToEnd test;
    return QTest::qExec(&test, count, words);
}

#include "tst_end_to_end.moc"
