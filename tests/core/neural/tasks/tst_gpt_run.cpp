// Whole runs of the task gpt on tiny genomes: learning, resume, published files, refusals.
#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/random_stream.h"
#include "core/base/sha256.h"
#include "core/dataset/genome_tokens.h"
#include "core/dataset/torch_checkpoint.h"
#include "core/neural/tasks/train_run.h"
#include "core/run/event.h"
#include "core/run/recipe.h"
#include "core/run/run_folder.h"
#include "core/run/training_options.h"
#include "tests/support/test_data.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

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

// After A comes C, after C mostly G, after G T or A, after T A: 0.4 nats of chance.
void writeGenome(const std::filesystem::path &file, int64_t length)
{
    RandomStream random(4, "genome");
    std::string bases = "A";
    while (std::ssize(bases) < length) {
        const bool isUsual = random.below(4) > 0;
        bases += bases.back() == 'A'   ? 'C'
                 : bases.back() == 'C' ? (isUsual ? 'G' : 'C')
                 : bases.back() == 'G' ? (isUsual ? 'T' : 'A')
                                       : 'A';
    }
    std::ofstream(file) << ">chr1\n" << bases << "\n";
}

std::vector<Event> evaluationsOf(const std::filesystem::path &run)
{
    std::vector<Event> found;
    EventReader reader(RunFolder(run).events());
    for (std::vector<Event> events = reader.poll(); !events.empty(); events = reader.poll())
        for (Event &event : events)
            if (event.kind == "evaluation")
                found.push_back(std::move(event));
    return found;
}

} // namespace

class TestGptRun : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        root_ = folder_.path().toStdString();
        writeGenome(root_ / "genome.fa", 6000);
        SilentProgress silent;
        writeGenomeTokens(root_ / "genome.fa", GenomeAlphabet::Bases, root_ / "vocab4", silent, {});
        writeGenomeTokens(root_ / "genome.fa", GenomeAlphabet::Genome, root_ / "full", silent, {});
    }

    void lossFallsTowardsTheChanceOfTheGenome()
    {
        TrainingRequest request = small("learns");
        request.options.set("length.steps", "120");
        request.options.set("evaluation.every", "60");
        QCOMPARE(runTraining(request, {}), ExitStatus::Done);
        const std::vector<Event> evaluations = evaluationsOf(root_ / "learns");
        QVERIFY(std::abs(evaluations.front().metrics.at("validation/loss") - std::log(4)) < 0.1);
        const auto &last = evaluations.back().metrics;
        QVERIFY2(last.at("validation/loss") < 0.75,
                 qPrintable(QString::number(last.at("validation/loss"))));
        QVERIFY(std::abs(last.at("validation/perplexity") - std::exp(last.at("validation/loss"))) <
                1e-9);
        QVERIFY(last.contains("evaluation/train_loss"));
        // The first update has the rate 0, as published.
        EventReader reader(RunFolder(root_ / "learns").events());
        for (const Event &event : reader.poll())
            if (event.kind == "metrics" && event.step == 1)
                QCOMPARE(event.metrics.at("learning_rate"), 0.0);
    }

    void resumedRunsHaveTheSameBits()
    {
        const auto weights = [&](const char *run) {
            return sha256OfFile(RunFolder(root_ / run).checkpoint(12) / "model.safetensors");
        };
        TrainingRequest whole = small("whole");
        runTraining(whole, {});
        TrainingRequest first = small("parts");
        std::stop_source stop;
        first.observer = [&](const Event &event) {
            if (event.kind == "metrics" && event.step == 5)
                stop.request_stop();
        };
        QCOMPARE(runTraining(first, stop.get_token()), ExitStatus::Stopped);
        TrainingRequest second = small("parts");
        second.start = RunStart::Resume;
        QCOMPARE(runTraining(second, {}), ExitStatus::Done);
        QCOMPARE(weights("whole"), weights("parts"));
    }

    void publishedFiles_data()
    {
        QTest::addColumn<QString>("mode");
        QTest::addColumn<int>("letters");
        QTest::newRow("full") << "full" << 40;
        QTest::newRow("vocab4") << "vocab4" << 4;
    }
    void publishedFiles()
    {
        QFETCH(const QString, mode);
        QFETCH(const int, letters);
        const std::string name = mode.toStdString();
        TrainingRequest request = small("published-" + name);
        request.options.set("data.sequences", "");
        request.options.set("data.tokens", (root_ / name).string());
        request.options.set("published.results", (root_ / "outputs").string());
        request.options.set("published.attention_dropout", "true");
        request.options.set("evaluation.every", "6");
        QCOMPARE(runTraining(request, {}), ExitStatus::Done);
        const nlohmann::json losses =
            readJsonFile(root_ / "outputs" / ("losses_" + name + ".json"));
        QCOMPARE(losses.at("iterations"), nlohmann::json({0, 6, 12}));
        QCOMPARE(losses.at("train_losses").size(), size_t{3});
        QCOMPARE(losses.at("vocab_size"), letters);
        const nlohmann::json summary =
            readJsonFile(root_ / "outputs" / ("summary_" + name + ".json"));
        const std::vector<double> validation = losses.at("val_losses");
        QCOMPARE(summary.at("best_val_loss").get<double>(), std::min(validation[1], validation[2]));
        const TorchCheckpoint checkpoint(summary.at("checkpoint").get<std::string>());
        QCOMPARE(std::get<int64_t>(checkpoint.values().at("model_args.vocab_size")), letters);
        QCOMPARE(std::get<double>(checkpoint.values().at("best_val_loss")),
                 summary.at("best_val_loss").get<double>());
        QVERIFY(checkpoint.tensors().contains("model.transformer.h.0.attn.c_attn.weight"));
        QVERIFY(std::filesystem::exists(root_ / "outputs" / ("loss_" + name + ".svg")));
        // The plot of both times follows the second mode.
        QCOMPARE(std::filesystem::exists(root_ / "outputs/training_time_comparison.svg"),
                 name == "vocab4");
    }

    void vocabularyOfAnotherCheckpoint()
    {
        TrainingRequest request = small("mismatch");
        request.options.set("model.path", (root_ / "outputs/ckpt_full.pt").string());
        try {
            runTraining(request, {});
            QFAIL("no error");
        } catch (const InputError &error) {
            QVERIFY2(
                std::string(error.what())
                        .find("Vocabulary of the checkpoint (40) does not match the data (4).") !=
                    std::string::npos,
                error.what());
        }
    }

    void badInputIsRefused()
    {
        TrainingRequest both = small("both");
        both.options.set("data.tokens", (root_ / "vocab4").string());
        QVERIFY_THROWS_EXCEPTION(OptionError, runTraining(both, {}));
        TrainingRequest none = small("none");
        none.options.set("data.sequences", "");
        QVERIFY_THROWS_EXCEPTION(OptionError, runTraining(none, {}));
        TrainingRequest longContext = small("long");
        longContext.options.set("model.context", "1000");
        QVERIFY_THROWS_EXCEPTION(InputError, runTraining(longContext, {}));
        TrainingRequest strands = small("strands");
        strands.options.set("data.sequences", "");
        strands.options.set("data.tokens", (root_ / "full").string());
        strands.options.set("data.reverse_complement", "true");
        QVERIFY_THROWS_EXCEPTION(OptionError, runTraining(strands, {}));
    }

    void publishedRecipesAreThePublishedSettings_data()
    {
        QTest::addColumn<QString>("file");
        for (const char *file : {"dnallm/gpt_full.yaml", "dnallm/gpt_vocab4.yaml"})
            QTest::newRow(file) << file;
    }
    void publishedRecipesAreThePublishedSettings()
    {
        QFETCH(const QString, file);
        OptionValues options(trainingOptions("gpt"));
        applyRecipe(test::sourceFolder() / "configs" / file.toStdString(), options);
        QCOMPARE(options.integer("length.steps"), 4000);
        QCOMPARE(options.integer("batch.windows"), 64);
        QCOMPARE(options.integer("model.context"), 300);
        QCOMPARE(options.real("optimizer.lr"), 1e-3);
        QCOMPARE(options.real("optimizer.weight_decay"), 0.1);
        QCOMPARE(options.real("optimizer.clip"), 0.0);
        QCOMPARE(options.text("schedule.kind"), std::string("cosine"));
        QCOMPARE(options.real("schedule.final"), 0.1);
        QCOMPARE(options.integer("evaluation.every"), 1000);
        QCOMPARE(options.integer("evaluation.batches"), 100);
        QVERIFY(options.flag("published.attention_dropout"));
    }

private:
    TrainingRequest small(const std::string &run)
    {
        TrainingRequest request{.task = "gpt",
                                .options =
                                    OptionValues(trainingOptions("gpt").with(runtimeOptions())),
                                .run = root_ / run,
                                .commandLine = "helicase train gpt",
                                .version = "test"};
        for (const auto &[name, value] :
             std::map<std::string, std::string>{{"data.sequences", (root_ / "genome.fa").string()},
                                                {"model.layers", "1"},
                                                {"model.width", "32"},
                                                {"model.heads", "2"},
                                                {"model.context", "24"},
                                                {"batch.windows", "8"},
                                                {"optimizer.lr", "1e-2"},
                                                {"schedule.warmup", "4"},
                                                {"length.steps", "12"},
                                                {"evaluation.every", "0"},
                                                {"evaluation.batches", "4"}})
            request.options.set(name, value);
        return request;
    }

    QTemporaryDir folder_;
    std::filesystem::path root_;
};

QTEST_GUILESS_MAIN(TestGptRun)
#include "tst_gpt_run.moc"
