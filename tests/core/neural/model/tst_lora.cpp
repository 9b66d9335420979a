// Adapters on a model: what they compute, train and become when they are merged.
#include "core/neural/model/adapter_folder.h"
#include "core/neural/model/weight_init.h"
#include "tests/core/neural/model/adapted_classifier.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;
using namespace helicase::test;

namespace {

// The name under which peft 0.3.0 lists a trainable parameter.
std::string peftName(const std::string &key)
{
    std::string name = "base_model.model." + key;
    const std::string classifier = "classifier.";
    if (const size_t lora = name.rfind(".weight"); name.find(".lora_") != std::string::npos)
        name.insert(lora, ".default");
    else if (const size_t place = name.find(classifier); place != std::string::npos)
        name.insert(place + classifier.size(), "modules_to_save.default.");
    return name;
}

} // namespace

class LoraTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void publishedAdapters_data() { cases(); }
    void publishedAdapters();
    void gradientsReachOnlyTheAdapter_data() { cases(); }
    void gradientsReachOnlyTheAdapter();
    void mergedModelComputesTheSame_data() { cases(); }
    void mergedModelComputesTheSame();
    void mergedWeightsAreThePublishedOnes();
    void freshAdapterChangesNothing();
    void adaptersAreSizedAndDrawnAsPublished();
    void targetsNameWholeParts_data();
    void targetsNameWholeParts();
    void dropoutFollowsItsGenerator();
    void modelWithAdaptersIsNoFolder();
    void settingsThatFitNoAdapter_data();
    void settingsThatFitNoAdapter();

private:
    void cases();
    std::filesystem::path folder_;
    std::unique_ptr<QTemporaryDir> temporary_;
};

void LoraTest::init()
{
    temporary_ = std::make_unique<QTemporaryDir>();
    folder_ = std::filesystem::path(temporary_->path().toStdString()) / "adapter";
}

void LoraTest::cases()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("four targets") << "lora_four_targets";
    QTest::newRow("Wqkv only") << "lora_wqkv_only";
}

void LoraTest::publishedAdapters()
{
    HELICASE_NEEDS_DATA();
    QFETCH(QString, name);
    const ReferenceCase reference(name.toStdString());
    SequenceClassifier model = modelOf(reference);
    const PackedBatch batch = reference.batch();
    COMPARE_TENSORS(model(batch), reference.outputs.at("logits_base_without_adapter"),
                    reference.tolerance, "logits of the base model");
    loadAdapter(*model, StoredAdapter(reference.folder / "adapter"));
    const torch::Tensor logits = model(batch);
    COMPARE_TENSORS(logits, reference.outputs.at("logits"), reference.tolerance, "logits");
    COMPARE_TENSORS(classificationLoss(logits, reference.inputs.at("labels")),
                    reference.outputs.at("loss"), reference.tolerance, "loss");
}

void LoraTest::gradientsReachOnlyTheAdapter()
{
    HELICASE_NEEDS_DATA();
    QFETCH(QString, name);
    const ReferenceCase reference(name.toStdString());
    SequenceClassifier model = modelOf(reference);
    loadAdapter(*model, StoredAdapter(reference.folder / "adapter"));
    classificationLoss(model(reference.batch()), reference.inputs.at("labels")).backward();
    const auto trainable = trainableParameters(*model);
    QCOMPARE(trainable.size(), reference.gradients.size());
    for (const auto &parameter : trainable)
        COMPARE_TENSORS(parameter.value().grad(), reference.gradients.at(peftName(parameter.key())),
                        reference.tolerance, parameter.key());
    for (const auto &parameter : model->named_parameters())
        QCOMPARE(parameter.value().grad().defined(), trainable.contains(parameter.key()));
}

void LoraTest::mergedModelComputesTheSame()
{
    HELICASE_NEEDS_DATA();
    QFETCH(QString, name);
    const ReferenceCase reference(name.toStdString());
    SequenceClassifier model = modelOf(reference);
    const auto keys = model->named_parameters().keys();
    loadAdapter(*model, StoredAdapter(reference.folder / "adapter"));
    mergeLora(*model);
    COMPARE_TENSORS(model(reference.batch()), reference.outputs.at("logits_merged"),
                    reference.tolerance, "merged logits");
    QCOMPARE(model->named_parameters().keys(), keys);
    QCOMPARE(trainableParameters(*model).size(), keys.size());
}

void LoraTest::mergedWeightsAreThePublishedOnes()
{
    HELICASE_NEEDS_DATA();
    const ReferenceCase reference("lora_four_targets");
    SequenceClassifier model = modelOf(reference);
    loadAdapter(*model, StoredAdapter(reference.folder / "adapter"));
    mergeLora(*model);
    const NamedTensors merged = readTensors(reference.folder / "merged.safetensors");
    const auto parameters = model->named_parameters();
    QCOMPARE(parameters.size(), merged.size());
    for (const auto &[key, expected] : merged)
        COMPARE_TENSORS(parameters[key], expected, reference.tolerance, key);
}

void LoraTest::freshAdapterChangesNothing()
{
    SequenceClassifier model = smallModel();
    model->eval();
    const torch::Tensor before = model(smallBatch());
    RandomStream random(7, "adapter");
    const std::vector<std::string> adapted = attachLora(*model, {}, random);
    QCOMPARE(adapted.size(), size_t{9}); // four in each layer, and the pooler
    QCOMPARE(adapted.front(), std::string("bert.encoder.layer.0.attention.self.Wqkv"));
    QCOMPARE(adapted.back(), std::string("bert.pooler.dense"));
    QVERIFY(torch::equal(model(smallBatch()), before));
}

void LoraTest::adaptersAreSizedAndDrawnAsPublished()
{
    SequenceClassifier model = smallModel();
    RandomStream random(7, "adapter");
    attachLora(*model, {.rank = 5, .targets = {"gated_layers"}}, random);
    const auto trainable = trainableParameters(*model);
    QCOMPARE(trainable.size(), size_t{2 * 2 + 2});
    const std::string layer = "bert.encoder.layer.1.mlp.gated_layers.";
    const torch::Tensor down = trainable[layer + "lora_A.weight"];
    const torch::Tensor up = trainable[layer + "lora_B.weight"];
    QVERIFY(down.sizes() == torch::IntArrayRef({5, 12}));
    QVERIFY(up.sizes() == torch::IntArrayRef({32, 5}));
    QVERIFY(up.eq(0).all().item<bool>());
    const double bound = 1 / std::sqrt(12.0);
    const auto largest = down.abs().max().item<double>();
    QVERIFY(largest <= bound && largest > 0.8 * bound);
}

void LoraTest::targetsNameWholeParts_data()
{
    QTest::addColumn<QStringList>("targets");
    QTest::addColumn<int>("adapted");
    QTest::newRow("by the last part") << QStringList{"wo"} << 2;
    QTest::newRow("dense is also the pooler's") << QStringList{"dense"} << 3;
    QTest::newRow("by the two last parts") << QStringList{"output.dense"} << 2;
    QTest::newRow("by the whole name") << QStringList{"bert.encoder.layer.1.mlp.wo"} << 1;
    QTest::newRow("named twice") << QStringList{"wo", "mlp.wo"} << 2;
}

void LoraTest::targetsNameWholeParts()
{
    QFETCH(QStringList, targets);
    QFETCH(int, adapted);
    LoraSettings settings;
    settings.targets.clear();
    for (const QString &target : targets)
        settings.targets.push_back(target.toStdString());
    SequenceClassifier model = smallModel();
    RandomStream random(7, "adapter");
    QCOMPARE(attachLora(*model, settings, random).size(), static_cast<size_t>(adapted));
}

void LoraTest::dropoutFollowsItsGenerator()
{
    SequenceClassifier model = smallModel();
    RandomStream random(7, "adapter");
    attachLora(*model, {.dropout = 0.5, .targets = {"Wqkv"}}, random);
    const torch::NoGradGuard noGradient;
    for (const auto &parameter : trainableParameters(*model))
        parameter.value().normal_(0, 1, makeGenerator(random));
    const auto trainingOutput = [&](uint64_t seed) {
        RandomStream stream(seed, "dropout");
        model->train();
        model->setDropoutGenerator(makeGenerator(stream));
        return model(smallBatch());
    };
    QVERIFY(torch::equal(trainingOutput(1), trainingOutput(1)));
    QVERIFY(!torch::equal(trainingOutput(1), trainingOutput(2)));
    model->eval();
    QVERIFY(torch::equal(model(smallBatch()), model(smallBatch())));
}

void LoraTest::modelWithAdaptersIsNoFolder()
{
    SequenceClassifier model = smallModel();
    RandomStream random(7, "adapter");
    attachLora(*model, {}, random);
    const std::string message = messageOf([&] { saveSequenceClassifier(folder_, model); });
    QVERIFY2(message.find("merge them first") != std::string::npos, message.c_str());
    QVERIFY(!std::filesystem::exists(folder_ / "config.json"));
    const std::string twice = messageOf([&] { attachLora(*model, {}, random); });
    QVERIFY2(twice.find("adapter already") != std::string::npos, twice.c_str());
}

void LoraTest::settingsThatFitNoAdapter_data()
{
    QTest::addColumn<LoraSettings>("settings");
    QTest::addColumn<QString>("expected");
    QTest::newRow("published defaults")
        << LoraSettings{.targets = {"query", "value"}}
        << "\"query\" names no layer of the model (found Wqkv, dense, "
           "gated_layers, wo)";
    QTest::newRow("part of a name") << LoraSettings{.targets = {"qkv"}} << "names no layer";
    QTest::newRow("no target") << LoraSettings{.targets = {}} << "at least one target";
    QTest::newRow("rank 0") << LoraSettings{.rank = 0} << "rank must be between 1 and";
    QTest::newRow("huge rank") << LoraSettings{.rank = 1 << 20} << "rank must be between 1 and";
    QTest::newRow("dropout 1") << LoraSettings{.dropout = 1} << "dropout must be";
    QTest::newRow("alpha") << LoraSettings{.alpha = NAN} << "alpha must be";
}

void LoraTest::settingsThatFitNoAdapter()
{
    QFETCH(LoraSettings, settings);
    QFETCH(QString, expected);
    SequenceClassifier model = smallModel();
    RandomStream random(7, "adapter");
    const std::string message = messageOf([&] { attachLora(*model, settings, random); });
    QVERIFY2(QString::fromStdString(message).contains(expected), message.c_str());
    QCOMPARE(trainableParameters(*model).size(), model->named_parameters().size());
}

QTEST_GUILESS_MAIN(LoraTest)
#include "tst_lora.moc"
