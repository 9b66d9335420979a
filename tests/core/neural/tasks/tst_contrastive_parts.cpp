// A batch computed in parts has the loss and the gradient of the whole.
#include "core/neural/train/gradient_accumulator.h"
#include "tests/core/neural/distributed/thread_ranks.h"
#include "tests/core/neural/tasks/contrastive_fixture.h"

#include <new>

using namespace helicase;
using helicase::test::ContrastiveFixture;
using helicase::test::OptionChanges;

namespace {

constexpr uint64_t dropoutSeed = 99;

struct StepResult {
    StepGradient step;
    std::map<std::string, torch::Tensor> gradients;
};

// A task whose memory ends with so many pairs at once.
class SmallMemory final : public Task {
public:
    SmallMemory(ContrastiveTask &task, int64_t mostPairs) : task_(task), mostPairs_(mostPairs) {}

    std::vector<ParameterGroup> parameterGroups() override { return task_.parameterGroups(); }
    std::unique_ptr<StepInput> draw(int64_t count) override { return task_.draw(count); }
    nlohmann::json samplerState() const override { return task_.samplerState(); }
    void restoreSampler(const nlohmann::json &state) override { task_.restoreSampler(state); }
    void prepare(StepInput &input, const DropoutSeeds &seeds, RankGroup &ranks) override
    {
        task_.prepare(input, seeds, ranks);
    }
    MicroStep loss(const StepInput &input, int64_t index, uint64_t seed) override
    {
        // The first part fits, so that a gradient is there already when memory runs out.
        if (index > 0 && dynamic_cast<const ContrastiveStep &>(input).at(index).pairs > mostPairs_)
            throw std::bad_alloc();
        return task_.loss(input, index, seed);
    }
    std::map<std::string, double> evaluate() override { return task_.evaluate(); }
    Selection selection() const override { return task_.selection(); }
    ModelContent modelContent() const override { return task_.modelContent(); }
    void loadModel(const std::filesystem::path &folder) override { task_.loadModel(folder); }

private:
    ContrastiveTask &task_;
    int64_t mostPairs_;
};

std::map<std::string, torch::Tensor> gradientsOf(Task &task)
{
    std::map<std::string, torch::Tensor> gradients;
    for (const ParameterGroup &group : task.parameterGroups())
        for (const NamedParameter &parameter : group.parameters)
            if (parameter.tensor.grad().defined())
                gradients.emplace(parameter.name, parameter.tensor.grad().clone());
    return gradients;
}

// The first step of the options' training.
StepResult firstStep(const OptionValues &options, RankGroup &ranks, int64_t halvings = 0,
                     TrainingPrecision precision = TrainingPrecision::Fp32)
{
    ContrastiveTask task(options);
    std::vector<torch::Tensor> watched;
    for (const ParameterGroup &group : task.parameterGroups())
        for (const NamedParameter &parameter : group.parameters)
            watched.push_back(parameter.tensor);
    ranks.watch(watched);
    GradientAccumulator accumulator(task, ranks, precision);
    accumulator.setHalvings(halvings);
    const auto input = task.draw(options.integer("batch.accumulation"));
    StepResult result;
    result.step = accumulator.accumulate(*input, dropoutSeed, [] {});
    result.gradients = gradientsOf(task);
    return result;
}

StepResult firstStep(const OptionValues &options, int64_t halvings = 0)
{
    SingleRank alone;
    return firstStep(options, alone, halvings);
}

// The largest difference, relative to the largest entry of the gradient.
double gradientDifference(const StepResult &found, const StepResult &expected)
{
    if (found.gradients.size() != expected.gradients.size())
        return INFINITY;
    double difference = 0, largest = 0;
    for (const auto &[name, gradient] : expected.gradients) {
        difference =
            std::max(difference, (found.gradients.at(name) - gradient).abs().max().item<double>());
        largest = std::max(largest, gradient.abs().max().item<double>());
    }
    return difference / largest;
}

void addSettings()
{
    QTest::addColumn<QString>("dropout");
    QTest::addColumn<QString>("mixup");
    QTest::addColumn<QString>("layer");
    for (const char *dropout : {"0", "0.2"}) {
        QTest::addRow("dropout %s", dropout) << dropout << "false"
                                             << "-1";
        for (const char *layer : {"0", "1", "2", "-1"})
            QTest::addRow("dropout %s, mixup after %s", dropout, layer)
                << dropout << "true" << layer;
    }
}

} // namespace

class TestContrastiveParts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // The model is too small to be shared out.
    void initTestCase() { torch::set_num_threads(1); }

    void partsGiveTheWholeGradient_data() { addSettings(); }

    void partsGiveTheWholeGradient()
    {
        const OptionChanges settings = fetchedSettings();
        const StepResult whole = firstStep(fixture_.options(settings));
        QCOMPARE(whole.step.parts, int64_t{1});
        QVERIFY(whole.gradients.size() > 20);
        // 8 pairs: 3, 3 and 2; and one by one.
        for (const auto &[pairs, parts] : {std::pair<const char *, int64_t>{"3", 3}, {"1", 8}}) {
            OptionChanges cut = settings;
            cut["batch.pairs_at_once"] = pairs;
            const StepResult found = firstStep(fixture_.options(cut));
            QCOMPARE(found.step.parts, parts);
            QCOMPARE(found.step.tokens, whole.step.tokens);
            QVERIFY(std::abs(found.step.loss - whole.step.loss) < 1e-5 * whole.step.loss);
            QVERIFY2(gradientDifference(found, whole) < 1e-5,
                     qPrintable(QString::number(gradientDifference(found, whole))));
        }
    }

    // Another seed of the dropout gives another gradient: the test above tells them apart.
    void dropoutMatters()
    {
        const StepResult first = firstStep(fixture_.options({{"model.dropout", "0.2"}}));
        const StepResult other = firstStep(fixture_.options({{"model.dropout", "0"}}));
        QVERIFY(gradientDifference(first, other) > 1e-2);
    }

    void mixupMatters()
    {
        const StepResult first = firstStep(fixture_.options({{"objective.mixup", "true"}}));
        QVERIFY(gradientDifference(first, firstStep(fixture_.options())) > 1e-2);
    }

    // What happens when memory runs out: the trainer halves micro-batches.
    void halvedStepsGiveTheWholeGradient_data() { addSettings(); }

    void halvedStepsGiveTheWholeGradient()
    {
        OptionChanges settings = fetchedSettings();
        settings["batch.accumulation"] = "2";
        const OptionValues options = fixture_.options(settings);
        const StepResult whole = firstStep(options);
        for (const auto &[halvings, parts] : {std::pair{1, 4}, {2, 8}, {3, 16}, {9, 16}}) {
            const StepResult found = firstStep(options, halvings);
            QCOMPARE(found.step.parts, int64_t{parts});
            QVERIFY(std::abs(found.step.loss - whole.step.loss) < 1e-5 * whole.step.loss);
            QVERIFY2(gradientDifference(found, whole) < 1e-5,
                     qPrintable(QString::number(gradientDifference(found, whole))));
        }
    }

    void whenMemoryRunsOutBatchesAreCut()
    {
        const OptionValues options = fixture_.options(
            {{"model.dropout", "0.2"}, {"objective.mixup", "true"}, {"batch.accumulation", "2"}});
        const StepResult whole = firstStep(options);
        ContrastiveTask task(options);
        SmallMemory small(task, 3);
        SingleRank alone;
        GradientAccumulator accumulator(small, alone, TrainingPrecision::Fp32);
        const auto input = small.draw(2);
        StepResult found;
        found.step = accumulator.accumulate(*input, dropoutSeed, [&] {
            for (const ParameterGroup &group : task.parameterGroups())
                for (const NamedParameter &parameter : group.parameters)
                    parameter.tensor.mutable_grad() = torch::Tensor();
        });
        found.gradients = gradientsOf(task);
        // Twice 8 pairs as eight times 2.
        QCOMPARE(found.step.parts, int64_t{8});
        QCOMPARE(accumulator.halvings(), int64_t{2});
        QVERIFY(gradientDifference(found, whole) < 1e-5);
        QVERIFY(std::abs(found.step.loss - whole.step.loss) < 1e-5 * whole.step.loss);
    }

    // One batch, more ranks than batches: it is cut and shared.
    void ranksShareABatch_data() { addSettings(); }

    void ranksShareABatch()
    {
        const OptionChanges settings = fetchedSettings();
        const OptionValues options = fixture_.options(settings);
        const StepResult whole = firstStep(options);
        for (const int64_t size : {2, 3}) {
            std::vector<StepResult> found(static_cast<size_t>(size));
            test::onRanks(size, [&](RankGroup &ranks) {
                found[static_cast<size_t>(ranks.rank())] = firstStep(options, ranks);
            });
            for (const StepResult &result : found) {
                QVERIFY(result.step.parts >= size);
                QCOMPARE(result.step.tokens, whole.step.tokens);
                QVERIFY(std::abs(result.step.loss - whole.step.loss) < 1e-5 * whole.step.loss);
                QVERIFY2(gradientDifference(result, whole) < 1e-5,
                         qPrintable(QString::number(gradientDifference(result, whole))));
            }
        }
    }

    // The shards of the published mixup are parts of their own; cutting them further changes
    // nothing.
    void shardsAreCutToo()
    {
        OptionChanges settings{
            {"objective.mixup", "true"}, {"published.shards", "3"}, {"model.dropout", "0.2"}};
        const StepResult shards = firstStep(fixture_.options(settings));
        QCOMPARE(shards.step.parts, int64_t{3});
        settings["batch.pairs_at_once"] = "1";
        const StepResult cut = firstStep(fixture_.options(settings));
        QCOMPARE(cut.step.parts, int64_t{8});
        QVERIFY(gradientDifference(cut, shards) < 1e-5);
    }

    // In bfloat16 masks depend on the parts: without dropout the numbers agree as far as it
    // reaches.
    void bfloat16()
    {
        SingleRank alone;
        OptionChanges settings{{"model.dropout", "0"}, {"objective.mixup", "true"}};
        const StepResult whole =
            firstStep(fixture_.options(settings), alone, 0, TrainingPrecision::Bf16);
        settings["batch.pairs_at_once"] = "3";
        const StepResult cut =
            firstStep(fixture_.options(settings), alone, 0, TrainingPrecision::Bf16);
        QVERIFY2(gradientDifference(cut, whole) < 0.05,
                 qPrintable(QString::number(gradientDifference(cut, whole))));
    }

private:
    static OptionChanges fetchedSettings()
    {
        QFETCH(QString, dropout);
        QFETCH(QString, mixup);
        QFETCH(QString, layer);
        return {{"model.dropout", dropout.toStdString()},
                {"objective.mixup", mixup.toStdString()},
                {"objective.mixup_layer", layer.toStdString()}};
    }

    ContrastiveFixture fixture_;
};

QTEST_GUILESS_MAIN(TestContrastiveParts)
#include "tst_contrastive_parts.moc"
