// What is written for the published programs: names as Python formats them, folders per saved step,
// the best of them.
#include "core/base/atomic_file.h"
#include "core/base/json_file.h"
#include "core/neural/model/model_folder.h"
#include "core/neural/tasks/published_results.h"
#include "tests/core/neural/tasks/contrastive_fixture.h"

#include <fstream>
#include <nlohmann/json.hpp>

using namespace helicase;
using helicase::test::ContrastiveFixture;
using helicase::test::OptionChanges;

class TestPublishedResults : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // As repr() gives them in Python 3.
    void numbersAsPythonWritesThem_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("expected");
        QTest::newRow("published rate") << 3e-6 << "3e-06";
        QTest::newRow("digits") << 1.25e-7 << "1.25e-07";
        QTest::newRow("smallest plain") << 1e-4 << "0.0001";
        QTest::newRow("below") << 9.9e-5 << "9.9e-05";
        QTest::newRow("temperature") << 0.05 << "0.05";
        QTest::newRow("whole") << 1.0 << "1.0";
        QTest::newRow("large") << 1e15 << "1000000000000000.0";
        QTest::newRow("larger") << 1e16 << "1e+16";
        QTest::newRow("three digits") << 1e-100 << "1e-100";
        QTest::newRow("zero") << 0.0 << "0.0";
        QTest::newRow("long") << 0.1 + 0.2 << "0.30000000000000004";
    }

    void numbersAsPythonWritesThem()
    {
        QFETCH(double, value);
        QFETCH(QString, expected);
        QCOMPARE(QString::fromStdString(pythonFloat(value)), expected);
    }

    void namesTellTheSettings()
    {
        OptionValues options(test::contrastiveOptions());
        for (const auto &[name, value] : OptionChanges{{"data.train", "pairs/train_2m.csv"},
                                                       {"data.max_tokens", "2000"},
                                                       {"optimizer.lr", "3e-6"},
                                                       {"optimizer.head_lr_scale", "100"},
                                                       {"batch.pairs", "48"},
                                                       {"objective.mixup", "true"},
                                                       {"objective.curriculum", "true"}})
            options.set(name, value);
        QCOMPARE(
            publishedName(options),
            std::string("epoch3.train_2m.csv.lr3e-06.lrscale100.bs48.maxlength2000.tmp0.05."
                        "seed1.con_methodsame_species.mixTrue.mix_layer_num-1.curriculumTrue"));
    }

    // 7 steps, saved every second: folders 0, 2, 4 and 6; candidates 2, 4 and 6.
    void stepsAreSavedAndTheBestIsChosen()
    {
        const std::filesystem::path results = fixture_.root / "results";
        const OptionChanges changes{{"published.results", results.string()},
                                    {"checkpoint.every", "2"},
                                    {"length.steps", "7"}};
        QCOMPARE(runTraining(fixture_.request("run", changes), {}), ExitStatus::Done);
        const std::filesystem::path folder = results / publishedName(fixture_.options(changes));
        std::set<std::string> names;
        for (const auto &entry : std::filesystem::directory_iterator(folder))
            names.insert(entry.path().filename().string());
        QCOMPARE(names, (std::set<std::string>{"0", "2", "4", "6", "best"}));
        for (const char *file : {"pytorch_model.bin", "con_weights.ckpt", "config.json",
                                 "tokenizer.json", "tokenizer_config.json"})
            QVERIFY2(std::filesystem::exists(folder / "best" / file), file);

        const nlohmann::json told =
            readJsonFile(fixture_.root / "run/results/metrics.json").at("published");
        const nlohmann::json losses = told.at("validation_loss");
        QCOMPARE(losses.size(), size_t{3});
        double smallest = INFINITY;
        std::string best;
        for (const char *step : {"2", "4", "6"})
            if (losses.at(step).get<double>() < smallest) {
                smallest = losses.at(step);
                best = step;
            }
        QCOMPARE(std::to_string(told.at("best_step").get<int64_t>()), best);
        QVERIFY(readFile(folder / best / "pytorch_model.bin") ==
                readFile(folder / "best/pytorch_model.bin"));
        // Its loss again, from the folder alone.
        ContrastiveTask task(fixture_.options(changes));
        task.loadModel(folder / "best");
        QVERIFY(std::abs(task.evaluate().at("validation/loss") - smallest) < 1e-6);
    }

    // Folder 4 holds the weights after the fifth step, under the published keys.
    void foldersHoldTheWeightsAfterTheirStep()
    {
        const OptionChanges changes{{"published.results", (fixture_.root / "again").string()},
                                    {"checkpoint.every", "4"},
                                    {"length.steps", "5"}};
        runTraining(fixture_.request("weights", changes), {});
        const std::filesystem::path saved =
            fixture_.root / "again" / publishedName(fixture_.options(changes)) / "4";
        const NamedTensors published = readTensors(saved / "pytorch_model.bin");
        const NamedTensors head = readTensors(saved / "con_weights.ckpt");
        const NamedTensors ours =
            readTensors(RunFolder(fixture_.root / "weights").checkpoint(5) / "model.safetensors");
        QCOMPARE(published.size() + head.size(), ours.size());
        for (const auto &[name, tensor] : published)
            QVERIFY2(torch::equal(tensor, ours.at(name)), name.c_str());
        for (const char *name : {"0.weight", "2.weight"})
            QVERIFY(torch::equal(head.at(name), ours.at(std::string("contrast_head.") + name)));
        const nlohmann::json config = readJsonFile(saved / "config.json");
        QCOMPARE(config.at("auto_map").at("AutoModel").get<std::string>(),
                 std::string("bert_layers.BertModel"));
        QCOMPARE(ModelFolder(saved).loadEncoder()->config().layers, int64_t{3});
    }

    void withoutCheckpointsNothingCouldBeSaved()
    {
        const OptionValues options = fixture_.options(
            {{"published.results", (fixture_.root / "none").string()}, {"checkpoint.every", "0"}});
        QVERIFY_THROWS_EXCEPTION(OptionError, ContrastiveTask{options});
    }

private:
    ContrastiveFixture fixture_;
};

QTEST_GUILESS_MAIN(TestPublishedResults)
#include "tst_published_results.moc"
