// The window and a real worker together: start a run, watch its curve grow, lose the window, find the
// run again, stop it; and the clouds of real embeddings in OpenGL.
#include "app/workbench/main_window.h"
#include "core/base/atomic_file.h"
#include "core/base/random_stream.h"
#include "core/base/resources.h"
#include "core/dataset/genome_table.h"
#include "core/run/control.h"
#include "core/run/run_folder.h"
#include "tests/support/test_data.h"
#include "widgets/common/option_form.h"
#include "widgets/train/run_form.h"
#include "widgets/train/train_panel.h"

#include <QLineEdit>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <map>

using namespace helicase;

namespace {

constexpr int patience = 120'000; // milliseconds; a busy machine loads LibTorch slowly

std::filesystem::path pathIn(const QTemporaryDir &folder, const char *name)
{
    return std::filesystem::path(folder.path().toStdString()) / name;
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
    return static_cast<int>(std::ranges::count_if(counts, [](const auto &entry) { return entry.second >= 30; }));
}

} // namespace

class TestEndToEnd : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings_.path());
        RandomStream random(1, "end to end");
        const auto genomes = readGenomes(resourceFolder() / "demo" / "genomes", "train");
        writePairs(pathIn(project_, "data/train_pairs.csv"),
                   cutFragmentPairs(genomes, {.pairsPerLabel = 20, .shortest = 200, .longest = 400}, random));
        writePairs(pathIn(project_, "data/validation_pairs.csv"),
                   cutFragmentPairs(genomes, {.pairsPerLabel = 4, .shortest = 200, .longest = 400}, random));
    }

    void init() { openWindow(); }
    void cleanup() { window_.reset(); }

    void aRunSurvivesItsWindow()
    {
        startRun();
        QTRY_VERIFY_WITH_TIMEOUT(train()->shownRun() != nullptr, patience);
        QTRY_VERIFY_WITH_TIMEOUT(train()->shownRun()->step() >= 3, patience);
        const int64_t before = train()->shownRun()->step();
        QTRY_VERIFY_WITH_TIMEOUT(train()->shownRun()->step() > before, patience);
        const MetricSeries *loss = train()->shownRun()->history().find("train/loss");
        QVERIFY(loss != nullptr);

        const std::filesystem::path run = train()->shownRun()->folder().toStdString();
        const int64_t seen = train()->shownRun()->step();
        window_.reset();
        QCOMPARE(summarizeRun(run).state, RunState::Running);

        openWindow();
        QTRY_VERIFY_WITH_TIMEOUT(train()->shownRun() != nullptr, patience);
        QCOMPARE(train()->shownRun()->folder().toStdString(), run.string());
        QTRY_VERIFY_WITH_TIMEOUT(train()->shownRun()->step() > seen, patience);

        appendControlRequest(RunFolder(run).control(), {.request = "stop"});
        QTRY_COMPARE_WITH_TIMEOUT(train()->shownRun()->state(), RunState::Stopped, patience);
        QVERIFY(newestIntactCheckpoint(RunFolder(run)).has_value());
    }

    void cloudsAreDrawnInSeveralColours()
    {
        makeEmbedding();
        const QString picture = folder_.filePath("embeddings.png");
        QProcess program;
        program.start(test::program("helicase-workbench"),
                      {project_.path(), "--panel", "embeddings", "--screenshot", picture, "--size", "1280x800"});
        QVERIFY(program.waitForFinished(patience));
        QVERIFY2(program.exitCode() == 0, program.readAllStandardError().constData());
        const QImage image(picture);
        QCOMPARE(image.size(), QSize(1280, 800));
        QVERIFY(huesIn(image) >= 4);
    }

private:
    void openWindow()
    {
        window_ = std::make_unique<MainWindow>(theme_, folder_.filePath("jobs"));
        window_->show();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
        QVERIFY(window_->openProject(project_.path()));
        window_->showPanel("train");
        QVERIFY(train() != nullptr);
    }

    TrainPanel *train() const { return qobject_cast<TrainPanel *>(window_->panel("train")); }

    // Long enough to outlive its window, small enough to make many steps a second.
    void startRun()
    {
        RunForm *form = train()->form();
        form->setTask("contrastive");
        OptionValues values = form->options()->values();
        for (const auto &[name, value] : std::map<std::string, std::string>{
                 {"data.train", pathIn(project_, "data/train_pairs.csv").string()},
                 {"data.validation", pathIn(project_, "data/validation_pairs.csv").string()},
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
        QVERIFY2(form->isRunnable(), qPrintable(form->words().join(' ')));
        train()->primaryAction()->trigger();
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
        writeFileAtomically(pathIn(project_, "data/contigs.fa"), fasta);
        writeFileAtomically(pathIn(project_, "data/labels.tsv"), labels);
        const QString vectors = project_.filePath("embeddings/tnf.safetensors");
        runHelicase({"embed", project_.filePath("data/contigs.fa"), "--baseline", "tnf", "-o", vectors});
        runHelicase({"project", vectors, "--dims", "3", "-o", project_.filePath("projections/tnf.tsv")});
    }

    static void runHelicase(const QStringList &words)
    {
        QProcess process;
        process.start(test::program("helicase"), words);
        QVERIFY(process.waitForFinished(patience));
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
    }

    QTemporaryDir folder_;
    QTemporaryDir project_;
    QTemporaryDir settings_;
    Theme theme_;
    std::unique_ptr<MainWindow> window_;
};

QTEST_MAIN(TestEndToEnd)
#include "tst_end_to_end.moc"
