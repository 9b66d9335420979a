// Fine-tuning runs on tiny data: learning, resuming, adapters, early stops.
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/sha256.h"
#include "core/evaluate/prediction_table.h"
#include "core/neural/model/adapter_folder.h"
#include "core/neural/tasks/class_weights.h"
#include "core/neural/tasks/classification_task.h"
#include "tests/core/neural/tasks/classification_runs.h"

using namespace helicase;
using test::tinyOptions;

namespace {

const std::map<std::string, std::string> withAdapters{
    {"lora.enabled", "true"}, {"lora.r", "4"}, {"optimizer.lr", "1e-2"}};

std::vector<Event> eventsOf(const std::filesystem::path &run, const std::string &kind)
{
    std::vector<Event> found;
    for (Event &event : EventReader(RunFolder(run).events()).poll())
        if (event.kind == kind)
            found.push_back(std::move(event));
    return found;
}

} // namespace

class TestClassificationRun final : public test::ClassificationRuns {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { writeData(); }

    void learnsAndWritesTheResultFiles()
    {
        QCOMPARE(train("learns", {{"length.epochs", "6"}}), ExitStatus::Done);
        const auto evaluations = eventsOf(root_ / "learns", "evaluation");
        QVERIFY(evaluations.back().metrics.at("validation/loss") <
                0.5 * evaluations.front().metrics.at("validation/loss"));
        QVERIFY(evaluations.back().metrics.at("validation/auroc") > 0.95);
        // 70 examples in batches of 8 are 9 steps per epoch.
        QCOMPARE(summarizeRun(root_ / "learns").totalSteps, int64_t{54});
        QCOMPARE(eventsOf(root_ / "learns", "metrics").back().epoch, 6.0);

        const RunFolder run(root_ / "learns");
        const PredictionTable table = readPredictions(run.results() / "predictions.tsv");
        QCOMPARE(table.size(), int64_t{33});
        QCOMPARE(table.classes, (std::vector<std::string>{"a", "b"}));
        QCOMPARE(table.lines.front(), int64_t{2});
        const nlohmann::json metrics = readJsonFile(run.results() / "metrics.json");
        const nlohmann::json &scores = metrics.at("classification");
        QVERIFY(scores.at("accuracy").get<double>() > 0.9);
        QCOMPARE(scores.at("labels").dump(), std::string("[\"a\",\"b\"]"));
        QCOMPARE(scores.at("confusion")[1][0].get<int>() + scores.at("confusion")[1][1].get<int>(),
                 11);
        QCOMPARE(scores.at("split").get<std::string>(), std::string("test"));
        const nlohmann::json published = readJsonFile(run.results() / "eval_results.json");
        for (const char *key :
             {"eval_loss", "eval_accuracy", "eval_f1", "eval_matthews_correlation",
              "eval_precision", "eval_recall", "eval_runtime", "eval_samples_per_second",
              "eval_steps_per_second", "epoch"})
            QVERIFY2(published.contains(key), key);
        QCOMPARE(published.at("eval_accuracy").get<double>(), scores.at("accuracy").get<double>());
    }

    void resumedRunsHaveTheSameBits_data()
    {
        QTest::addColumn<bool>("adapters");
        QTest::newRow("all weights") << false;
        QTest::newRow("adapters") << true;
    }

    void resumedRunsHaveTheSameBits()
    {
        QFETCH(bool, adapters);
        Changes changes = adapters ? withAdapters : Changes{};
        changes["batch.accumulation"] = "2";
        const std::string whole = std::string("whole ") + QTest::currentDataTag();
        const std::string parts = std::string("parts ") + QTest::currentDataTag();
        QCOMPARE(train(whole, changes), ExitStatus::Done);

        std::stop_source stop;
        TrainingRequest first = request(parts, changes);
        first.observer = [&](const Event &event) {
            if (event.kind == "metrics" && event.step == 7)
                stop.request_stop();
        };
        QCOMPARE(runTraining(first, stop.get_token()), ExitStatus::Stopped);
        QVERIFY(!std::filesystem::exists(root_ / parts / "results/metrics.json"));
        TrainingRequest second = request(parts, {});
        second.start = RunStart::Resume;
        second.options = OptionValues(second.options.table());
        QCOMPARE(runTraining(second, {}), ExitStatus::Done);
        // Five steps of two batches per epoch.
        for (const char *file : {"model.safetensors", "optimizer.safetensors"})
            QCOMPARE(sha256OfFile(RunFolder(root_ / parts).checkpoint(15) / file),
                     sha256OfFile(RunFolder(root_ / whole).checkpoint(15) / file));
        QCOMPARE(readFile(root_ / parts / "results/predictions.tsv"),
                 readFile(root_ / whole / "results/predictions.tsv"));
    }

    void accumulationIsOneLargeBatch_data()
    {
        QTest::addColumn<QString>("weights");
        QTest::newRow("alike") << "none";
        QTest::newRow("balanced") << "balanced";
        QTest::newRow("listed") << "1,3";
    }

    // 8 x 3 sequences and 24 at once give the same gradients, also at the end of an epoch.
    void accumulationIsOneLargeBatch()
    {
        QFETCH(QString, weights);
        const Changes common{{"objective.class_weights", weights.toStdString()},
                             {"model.dropout", "0"},
                             {"length.steps", "9"},
                             {"optimizer.lr", "1e-3"}};
        Changes small = common, large = common;
        small["batch.accumulation"] = "3";
        large["batch.sequences"] = "24";
        const std::string tag = QTest::currentDataTag();
        QCOMPARE(train("small " + tag, small), ExitStatus::Done);
        QCOMPARE(train("large " + tag, large), ExitStatus::Done);
        const auto ofSmall = eventsOf(root_ / ("small " + tag), "metrics");
        const auto ofLarge = eventsOf(root_ / ("large " + tag), "metrics");
        QCOMPARE(ofSmall.size(), size_t{9});
        for (size_t i = 0; i < ofSmall.size(); ++i) {
            QVERIFY(std::abs(ofSmall[i].metrics.at("train/loss") -
                             ofLarge[i].metrics.at("train/loss")) < 1e-5);
            QVERIFY(std::abs(ofSmall[i].metrics.at("gradient_norm") -
                             ofLarge[i].metrics.at("gradient_norm")) < 1e-4);
            QCOMPARE(ofSmall[i].epoch, ofLarge[i].epoch);
        }
    }

    void rareClassesWeighMore()
    {
        const ClassList classes({"a", "b"});
        const std::vector<int64_t> numbers{0, 0, 0, 1};
        QCOMPARE(classWeights("balanced", classes, numbers), (std::vector<double>{4.0 / 6, 2.0}));
        QCOMPARE(classWeights("0.5, 3", classes, numbers), (std::vector<double>{0.5, 3.0}));
        QVERIFY(classWeights("none", classes, numbers).empty());
    }

    void adaptersTrainWhileTheRestStays()
    {
        Changes changes = withAdapters;
        changes["lora.merge"] = "false";
        changes["model.path"] = startingModel().string();
        QCOMPARE(train("adapters", changes), ExitStatus::Done);
        const RunFolder run(root_ / "adapters");
        const auto checkpoint = newestIntactCheckpoint(run);
        QVERIFY(!std::filesystem::exists(checkpoint->folder / "model.safetensors"));
        const StoredAdapter adapter(checkpoint->folder / "adapter");
        QCOMPARE(adapter.settings.rank, int64_t{4});
        QVERIFY(adapter.tensors.contains("bert.encoder.layer.0.mlp.wo.lora_A.weight"));
        QVERIFY(adapter.tensors.contains("classifier.weight"));

        // The adapter alone gives the predictions of the run, with its classes and its tokenizer.
        const Classifier classifier = loadClassifier(checkpoint->folder);
        QCOMPARE(classifier.model->labels().names, (std::vector<std::string>{"a", "b"}));
        QCOMPARE(classifier.layout.maximumTokens, int64_t{512});
        const ModelFolder before(locateModelOf(startingModel()));
        const SequenceClassifier base = [&] {
            RandomStream random(1, "unused");
            return loadSequenceClassifier(before, random);
        }();
        const auto key = "bert.embeddings.word_embeddings.weight";
        QVERIFY(
            torch::equal(classifier.model->named_parameters()[key], base->named_parameters()[key]));
        const auto merged = "bert.encoder.layer.0.attention.self.Wqkv.weight";
        QVERIFY(!torch::equal(classifier.model->named_parameters()[merged],
                              base->named_parameters()[merged]));
    }

    void mergedCheckpointsEqualTheirAdapters()
    {
        Changes changes = withAdapters;
        changes["model.path"] = startingModel().string();
        QCOMPARE(train("merged", changes), ExitStatus::Done);
        const auto folder = newestIntactCheckpoint(RunFolder(root_ / "merged"))->folder;
        const Classifier merged = loadClassifier(folder);
        const Classifier adapted = loadClassifier(folder / "adapter");
        const auto expected = adapted.model->named_parameters();
        for (const auto &parameter : merged.model->named_parameters())
            QVERIFY2(torch::allclose(parameter.value(), expected[parameter.key()], 1e-6, 1e-7),
                     parameter.key().c_str());
    }

    void patienceEndsTheRun()
    {
        const Changes changes{{"evaluation.patience", "2"},
                              {"evaluation.every", "1"},
                              {"length.steps", "400"},
                              {"optimizer.lr", "0.5"},
                              {"schedule.warmup", "0"}};
        QCOMPARE(train("patience", changes), ExitStatus::Done);
        const RunSummary summary = summarizeRun(root_ / "patience");
        QCOMPARE(summary.state, RunState::Done);
        QVERIFY(summary.step < 400);
        QVERIFY(std::filesystem::exists(root_ / "patience/results/predictions.tsv"));
    }

    void theBestCheckpointIsChosenByAnyMetric()
    {
        QCOMPARE(train("selected", {{"evaluation.select", "matthews_correlation"}}),
                 ExitStatus::Done);
        double largest = -1;
        const auto evaluations = eventsOf(root_ / "selected", "evaluation");
        for (size_t i = 1; i < evaluations.size(); ++i)
            largest =
                std::max(largest, evaluations[i].metrics.at("validation/matthews_correlation"));
        const nlohmann::json metrics = readJsonFile(root_ / "selected/results/metrics.json");
        QCOMPARE(metrics.at("best").at("validation/matthews_correlation").get<double>(), largest);
    }

    void pairsAndKmersAndNumbers()
    {
        const auto folder = root_ / "pairs";
        std::filesystem::create_directories(folder);
        RandomStream random(5, "pairs");
        for (const char *split : {"train.csv", "dev.csv"}) {
            std::ofstream stream(folder / split);
            stream << "first,second,label\n";
            for (int i = 0; i < 24; ++i)
                stream << test::randomBases(random, 30) << ',' << test::randomBases(random, 20)
                       << ',' << i % 3 << '\n';
        }
        QCOMPARE(runTraining(request("pairs run", {{"data.folder", folder.string()},
                                                   {"data.max_tokens", "12"},
                                                   {"data.kmer", "3"},
                                                   {"length.steps", "2"}}),
                             {}),
                 ExitStatus::Done);
        const nlohmann::json metrics = readJsonFile(root_ / "pairs run/results/metrics.json");
        QCOMPARE(metrics.at("classification").at("labels").size(), size_t{3});
        QCOMPARE(metrics.at("classification").at("split").get<std::string>(), std::string("dev"));
        QCOMPARE(runTraining(request("numbers", {{"data.folder", folder.string()},
                                                 {"data.task", "regression"},
                                                 {"evaluation.select", "pearson"},
                                                 {"length.steps", "2"}}),
                             {}),
                 ExitStatus::Done);
        const nlohmann::json values = readJsonFile(root_ / "numbers/results/eval_results.json");
        QVERIFY(values.contains("eval_pearson") && values.contains("eval_loss"));
    }
};

QTEST_GUILESS_MAIN(TestClassificationRun)
#include "tst_classification_run.moc"
