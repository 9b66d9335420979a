// Whole runs of both tasks on tiny data.
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/dataset/contrastive_pairs.h"
#include "core/neural/predict/binding_predictor.h"
#include "core/neural/tasks/train_run.h"
#include "core/run/run_folder.h"
#include "core/run/training_options.h"
#include "tests/support/test_data.h"

#include <QTemporaryDir>

#include <fstream>

using namespace helicase;

namespace {

const OptionTable &runtimeOptions()
{
    static const OptionTable table({
        {.name = "threads", .kind = OptionKind::Integer, .defaultValue = "1"},
        {.name = "device", .defaultValue = "auto"},
        {.name = "precision", .defaultValue = "auto"},
        {.name = "seed", .kind = OptionKind::Integer, .defaultValue = "1"},
        {.name = "deterministic", .kind = OptionKind::Flag, .defaultValue = "true"},
    });
    return table;
}

// A "species" is a preference for some letters.
std::string fragment(RandomStream &random, std::string_view letters, int64_t length)
{
    std::string bases;
    for (int64_t i = 0; i < length; ++i)
        bases += letters[random.below(letters.size())];
    return bases;
}

void writePairFile(const std::filesystem::path &file, int64_t pairsPerSpecies, uint64_t seed)
{
    RandomStream random(seed, "pairs");
    std::vector<ContrastivePair> pairs;
    for (int64_t i = 0; i < pairsPerSpecies; ++i)
        for (const char *letters : {"AAAACGT", "ACCCCGT", "ACGGGGT", "ACGTTTT"})
            pairs.push_back(
                {fragment(random, letters, 150), fragment(random, letters, 150), letters});
    writePairs(file, pairs);
}

// Windows of 60 bases; every second one holds the motif TGACGTCA.
void writeBindingFiles(const std::filesystem::path &sequences, const std::filesystem::path &scores)
{
    constexpr int64_t windows = 80, bases = 60;
    const std::string motif = "TGACGTCA";
    RandomStream random(5, "binding");
    std::ofstream sequenceStream(sequences), scoreStream(scores);
    std::vector<std::vector<int>> values(windows, std::vector<int>(bases, 0));
    sequenceStream << "sequence\twindow_name\n";
    for (int64_t i = 0; i < windows; ++i) {
        std::string window = fragment(random, "ACGT", bases);
        if (i % 2 == 0) {
            const auto place = random.below(static_cast<uint64_t>(bases) - motif.size());
            window.replace(place, motif.size(), motif);
            std::fill_n(values[static_cast<size_t>(i)].begin() + static_cast<long>(place),
                        motif.size(), 8);
        }
        sequenceStream << window << "\tchr_" << i * bases << "_" << (i + 1) * bases - 1 << "\n";
        scoreStream << (i ? "\t" : "") << "chr_" << i * bases << "_" << (i + 1) * bases - 1;
    }
    for (int64_t base = 0; base < bases; ++base)
        for (int64_t i = 0; i < windows; ++i)
            scoreStream << (i ? "\t" : "\n")
                        << values[static_cast<size_t>(i)][static_cast<size_t>(base)];
    scoreStream << "\n";
}

std::vector<Event> eventsOf(const std::filesystem::path &run, const std::string &kind)
{
    std::vector<Event> found;
    for (Event &event : EventReader(RunFolder(run).events()).poll())
        if (event.kind == kind)
            found.push_back(std::move(event));
    return found;
}

std::string digestOf(const std::filesystem::path &run, int64_t step)
{
    const std::filesystem::path folder = RunFolder(run).checkpoint(step);
    return sha256OfFile(folder / "model.safetensors") +
           sha256OfFile(folder / "optimizer.safetensors");
}

} // namespace

class TestTrainRun : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        root_ = folder_.path().toStdString();
        writePairFile(root_ / "train.csv", 20, 1);
        writePairFile(root_ / "validation.csv", 5, 2);
        writeBindingFiles(root_ / "windows.tsv", root_ / "scores.tsv");
    }

    void contrastiveTrainingLearns_data()
    {
        QTest::addColumn<QByteArray>("precision");
        QTest::newRow("fp32") << QByteArray("fp32");
        QTest::newRow("bf16") << QByteArray("bf16");
    }

    void contrastiveTrainingLearns()
    {
        QFETCH(QByteArray, precision);
        std::filesystem::remove_all(root_ / "learns");
        TrainingRequest request = contrastive("learns");
        request.options.set("precision", precision.toStdString());
        QCOMPARE(runTraining(request, {}), ExitStatus::Done);
        const auto evaluations = eventsOf(root_ / "learns", "evaluation");
        QVERIFY(evaluations.back().metrics.at("validation/loss") <
                0.7 * evaluations.front().metrics.at("validation/loss"));
        const RunSummary summary = summarizeRun(root_ / "learns");
        QCOMPARE(summary.state, RunState::Done);
        QCOMPARE(summary.task, std::string("contrastive"));
        QCOMPARE(summary.totalSteps, int64_t{24});
        QVERIFY(
            std::filesystem::exists(root_ / "learns/checkpoints/step-000000024/tokenizer.json"));
    }

    void tensorboardFilesAreWrittenOnRequest()
    {
        TrainingRequest request = contrastive("board");
        request.options.set("metrics.tensorboard", "true");
        runTraining(request, {});
        int files = 0;
        for (const auto &entry : std::filesystem::directory_iterator(root_ / "board/tensorboard")) {
            ++files;
            const std::string content = readFile(entry.path());
            QVERIFY(content.find("train/loss") != std::string::npos);
            QVERIFY(content.find("validation/loss") != std::string::npos);
        }
        QCOMPARE(files, 1);
        QVERIFY(!std::filesystem::exists(root_ / "learns/tensorboard"));
    }

    void resumedRunsHaveTheSameBits_data()
    {
        QTest::addColumn<QByteArray>("precision");
        QTest::addColumn<int>("step");
        for (const char *precision : {"fp32", "bf16"})
            for (const int step : {1, 6, 11, 12, 17, 23})
                QTest::addRow("%s, stopped after step %d", precision, step)
                    << QByteArray(precision) << step;
    }

    void resumedRunsHaveTheSameBits()
    {
        QFETCH(QByteArray, precision);
        QFETCH(int, step);
        for (const char *name : {"whole", "parts"})
            std::filesystem::remove_all(root_ / name);
        TrainingRequest whole = contrastive("whole");
        whole.options.set("precision", precision.toStdString());
        runTraining(whole, {});
        std::stop_source stop;
        TrainingRequest first = contrastive("parts");
        first.options.set("precision", precision.toStdString());
        first.observer = [&](const Event &event) {
            if (event.kind == "metrics" && event.step == step)
                stop.request_stop();
        };
        QCOMPARE(runTraining(first, stop.get_token()), ExitStatus::Stopped);
        QVERIFY(!std::filesystem::exists(root_ / "parts/results/metrics.json"));

        TrainingRequest second = contrastive("parts");
        second.start = RunStart::Resume;
        second.options = OptionValues(trainingOptions("contrastive").with(runtimeOptions()));
        QCOMPARE(runTraining(second, {}), ExitStatus::Done);
        QCOMPARE(digestOf(root_ / "parts", 24), digestOf(root_ / "whole", 24));
    }

    void runsAreNotMixedUp()
    {
        runTraining(contrastive("one"), {});
        QVERIFY_THROWS_EXCEPTION(Error, runTraining(contrastive("one"), {}));
        TrainingRequest absent = contrastive("absent");
        absent.start = RunStart::Resume;
        QVERIFY_THROWS_EXCEPTION(Error, runTraining(absent, {}));
        QVERIFY(!std::filesystem::exists(root_ / "absent"));
        TrainingRequest changed = contrastive("one");
        changed.start = RunStart::Resume;
        changed.options.set("objective.temperature", "0.7");
        QVERIFY_THROWS_EXCEPTION(OptionError, runTraining(changed, {}));
        TrainingRequest otherTask = binding("one", "onehot");
        otherTask.start = RunStart::Resume;
        QVERIFY_THROWS_EXCEPTION(Error, runTraining(otherTask, {}));
    }

    void aFailedStartMayBeRepeated()
    {
        std::ofstream(root_ / "broken.csv") << "ACGT,ACGT,a\nACGT\n";
        TrainingRequest request = contrastive("broken");
        request.options.set("data.train", (root_ / "broken.csv").string());
        QVERIFY_THROWS_EXCEPTION(InputError, runTraining(request, {}));
        const RunSummary summary = summarizeRun(root_ / "broken");
        QCOMPARE(summary.state, RunState::Failed);
        QVERIFY(summary.message.find("broken.csv:2") != std::string::npos);
        QCOMPARE(runTraining(contrastive("broken"), {}), ExitStatus::Done);
    }

    void badOptionsWriteNothing_data()
    {
        QTest::addColumn<QString>("option");
        QTest::addColumn<QString>("value");
        QTest::newRow("device") << "device"
                                << "cuda:0";
        QTest::newRow("no data") << "data.train"
                                 << "";
    }

    void badOptionsWriteNothing()
    {
        QFETCH(QString, option);
        QFETCH(QString, value);
        TrainingRequest request = contrastive("refused");
        OptionValues values(request.options.table());
        for (const Option &known : values.table().options())
            if (known.name != option.toStdString())
                values.set(known.name, request.options.text(known.name));
        if (!value.isEmpty())
            values.set(option.toStdString(), value.toStdString());
        request.options = values;
        QVERIFY_THROWS_EXCEPTION(OptionError, runTraining(request, {}));
        QVERIFY(!std::filesystem::exists(root_ / "refused"));
    }

    void bindingBaselineLearns()
    {
        QCOMPARE(runTraining(binding("onehot", "onehot"), {}), ExitStatus::Done);
        const auto evaluations = eventsOf(root_ / "onehot", "evaluation");
        QVERIFY(evaluations.back().metrics.at("validation/pearson") > 0.5);
        const BindingPredictor predictor = BindingPredictor::load(root_ / "onehot");
        QCOMPARE(predictor.backbone(), BindingBackbone::OneHot);
        QCOMPARE(predictor.heldOut().size(), size_t{16});
        QCOMPARE(predictor.heldOut().front(), std::string("chr_3840_3899"));
    }

    void bindingHeadTrainsOnAnEncoder_data()
    {
        QTest::addColumn<bool>("frozen");
        QTest::newRow("frozen") << true;
        QTest::newRow("trained along") << false;
    }

    void bindingHeadTrainsOnAnEncoder()
    {
        QFETCH(bool, frozen);
        if (!std::filesystem::exists(root_ / "backbone"))
            runTraining(contrastive("backbone"), {});
        const char *name = frozen ? "frozen" : "unfrozen";
        TrainingRequest request = binding(name, "encoder");
        request.options.set("model.path", (root_ / "backbone").string());
        request.options.set("model.frozen", frozen ? "true" : "false");
        request.options.set("length.steps", "10");
        QCOMPARE(runTraining(request, {}), ExitStatus::Done);
        BindingPredictor predictor = BindingPredictor::load(root_ / name);
        QCOMPARE(predictor.backbone(), BindingBackbone::Encoder);
        const std::vector<std::string> windows{"ACGTACGTTGACGTCAACGT", "TTTTTTTTTTTTTTTTTTTN"};
        const Matrix scores = predictor.predict(windows);
        QCOMPARE(scores.rows(), int64_t{2});
        QCOMPARE(scores.columns(), int64_t{20});
        for (const float score : scores.row(0))
            QVERIFY(std::isfinite(score));
    }

private:
    TrainingRequest request(const std::string &task, const char *run) const
    {
        return {.task = task,
                .options = OptionValues(trainingOptions(task).with(runtimeOptions())),
                .run = root_ / run,
                .commandLine = "helicase train " + task,
                .version = "test"};
    }

    TrainingRequest contrastive(const char *run) const
    {
        TrainingRequest result = request("contrastive", run);
        const std::map<std::string, std::string> values{
            {"data.train", (root_ / "train.csv").string()},
            {"data.validation", (root_ / "validation.csv").string()},
            {"data.tokenizer", (test::sourceFolder() / "resources/demo/tokenizer").string()},
            {"model.layers", "1"},
            {"model.width", "32"},
            {"model.heads", "2"},
            {"model.feed_forward", "32"},
            {"objective.temperature", "0.2"},
            {"optimizer.lr", "1e-2"},
            {"schedule.warmup", "3"},
            {"length.steps", "24"},
            {"evaluation.every", "8"},
            {"checkpoint.every", "5"},
            {"checkpoint.keep", "10"}};
        for (const auto &[name, value] : values)
            result.options.set(name, value);
        return result;
    }

    TrainingRequest binding(const char *run, const std::string &backbone) const
    {
        TrainingRequest result = request("binding", run);
        const std::map<std::string, std::string> values{
            {"data.sequences", (root_ / "windows.tsv").string()},
            {"data.scores", (root_ / "scores.tsv").string()},
            {"model.backbone", backbone},
            {"optimizer.lr", "3e-3"},
            {"batch.windows", "16"},
            {"length.steps", "60"}};
        for (const auto &[name, value] : values)
            result.options.set(name, value);
        return result;
    }

    QTemporaryDir folder_;
    std::filesystem::path root_;
};

QTEST_GUILESS_MAIN(TestTrainRun)
#include "tst_train_run.moc"
