#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/neural/model/adapter_folder.h"
#include "core/neural/model/sequence_classifier.h"
#include "core/neural/model/weight_init.h"
#include "tests/core/neural/model/reference_case.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;
using helicase::test::ReferenceCase;

namespace {

const EncoderConfig smallConfig{.vocabularySize = 20,
                                .width = 12,
                                .layers = 2,
                                .heads = 2,
                                .feedForwardWidth = 16,
                                .paddingIndex = 0};

SequenceClassifier smallModel()
{
    RandomStream random(3, "weights");
    return SequenceClassifier(Encoder(smallConfig, random), LabelSet::numbered(3), random);
}

SequenceClassifier modelOf(const ReferenceCase &reference)
{
    RandomStream random(1, "head");
    return loadSequenceClassifier(ModelFolder(reference.folder), random);
}

PackedBatch smallBatch()
{
    const std::vector<std::vector<TokenId>> rows{{1, 5, 9, 2}, {1, 7, 2}};
    return pack(rows);
}

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

std::set<std::string> keysOf(const NamedTensors &tensors)
{
    std::set<std::string> keys;
    for (const auto &[name, tensor] : tensors)
        keys.insert(name);
    return keys;
}

// The message of an InputError or an Error; "no error" without one.
std::string messageOf(const std::function<void()> &action)
{
    try {
        action();
    } catch (const Error &error) {
        return error.line();
    }
    return "no error";
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
    void savedAdapterHasThePublishedKeys();
    void savedAdapterComputesTheSame();
    void freshAdapterChangesNothing();
    void adaptersAreSizedAndDrawnAsPublished();
    void targetsNameWholeParts_data();
    void targetsNameWholeParts();
    void dropoutFollowsItsGenerator();
    void modelWithAdaptersIsNoFolder();
    void settingsThatFitNoAdapter_data();
    void settingsThatFitNoAdapter();
    void malformedAdaptersAreNamed_data();
    void malformedAdaptersAreNamed();

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

void LoraTest::savedAdapterHasThePublishedKeys()
{
    HELICASE_NEEDS_DATA();
    const ReferenceCase reference("lora_four_targets");
    SequenceClassifier model = modelOf(reference);
    const StoredAdapter stored(reference.folder / "adapter");
    loadAdapter(*model, stored);
    saveAdapter(folder_, *model, stored.settings, "published/model");
    const NamedTensors published = readTensors(reference.folder / "adapter" / "adapter_model.bin");
    std::set<std::string> expected = keysOf(published);
    // The pooler comes in addition, since checkpoints of the encoder lack it.
    expected.insert("base_model.model.bert.pooler.dense.weight");
    expected.insert("base_model.model.bert.pooler.dense.bias");
    const NamedTensors written = readTensors(folder_ / "adapter_model.bin");
    QCOMPARE(keysOf(written), expected);
    for (const auto &[key, tensor] : published)
        QVERIFY2(torch::equal(written.at(key), tensor), key.c_str());
    nlohmann::json config = readJsonFile(folder_ / "adapter_config.json");
    QCOMPARE(config.at("base_model_name_or_path").get<std::string>(), "published/model");
    config["base_model_name_or_path"] = "";
    QVERIFY(config == readJsonFile(reference.folder / "adapter" / "adapter_config.json"));
}

void LoraTest::savedAdapterComputesTheSame()
{
    SequenceClassifier trained = smallModel();
    RandomStream random(7, "adapter");
    const LoraSettings settings{.rank = 2, .alpha = 6, .dropout = 0};
    attachLora(*trained, settings, random);
    {
        const torch::NoGradGuard noGradient;
        for (const auto &parameter : trainableParameters(*trained))
            parameter.value().normal_(0, 1, makeGenerator(random));
    }
    saveAdapter(folder_, *trained, settings);
    // The base model of a reader has another classifier and another pooler.
    SequenceClassifier read = smallModel();
    {
        const torch::NoGradGuard noGradient;
        for (const auto &parameter : read->named_parameters())
            if (parameter.key().find("pooler") != std::string::npos ||
                parameter.key().starts_with("classifier."))
                parameter.value().zero_();
    }
    loadAdapter(*read, StoredAdapter(folder_));
    trained->eval();
    read->eval();
    QVERIFY(torch::equal(read(smallBatch()), trained(smallBatch())));
    // As newer versions of peft store it.
    writeTensors(folder_ / "adapter_model.safetensors", readTensors(folder_ / "adapter_model.bin"));
    std::filesystem::remove(folder_ / "adapter_model.bin");
    SequenceClassifier again = smallModel();
    loadAdapter(*again, StoredAdapter(folder_));
    again->eval();
    QVERIFY(torch::equal(again(smallBatch()), trained(smallBatch())));
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
    QTest::newRow("published defaults") << LoraSettings{.targets = {"query", "value"}}
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

using Damage = std::function<void(const std::filesystem::path &)>;

void LoraTest::malformedAdaptersAreNamed_data()
{
    QTest::addColumn<Damage>("damage");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const Damage &damage, const char *expected) {
        QTest::newRow(name) << damage << QString(expected);
    };
    const auto config = [&](const char *key, const nlohmann::json &value, const char *expected) {
        row(
            key,
            [=](const auto &folder) {
                nlohmann::json object = readJsonFile(folder / "adapter_config.json");
                object[key] = value;
                writeJsonFile(folder / "adapter_config.json", object);
            },
            expected);
    };
    const auto tensors = [&](const char *name, const std::function<void(NamedTensors &)> &change,
                             const char *expected) {
        row(
            name,
            [=](const auto &folder) {
                NamedTensors all = readTensors(folder / "adapter_model.bin");
                change(all);
                writePytorchTensors(folder / "adapter_model.bin", all);
            },
            expected);
    };
    const std::string layer = "base_model.model.bert.encoder.layer.1.mlp.wo.";
    row(
        "no configuration",
        [](const auto &folder) { std::filesystem::remove(folder / "adapter_config.json"); },
        "adapter_config.json is missing");
    row(
        "no weights",
        [](const auto &folder) { std::filesystem::remove(folder / "adapter_model.bin"); },
        "adapter_model.bin is missing");
    row(
        "configuration is a list",
        [](const auto &folder) { writeFileAtomically(folder / "adapter_config.json", "[]"); },
        "is not a JSON object");
    row(
        "cut weights",
        [](const auto &folder) {
            const auto file = folder / "adapter_model.bin";
            std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
        },
        "adapter_model.bin");
    config("r", 3, "has shape");
    config("r", "two", "r must be a whole number");
    config("peft_type", "IA3", "kind \"IA3\", expected LORA");
    config("bias", "all", "adapts biases");
    config("use_dora", true, "sets use_dora");
    config("rank_pattern", {{"wo", 3}}, "sets rank_pattern");
    config("target_modules", "all-linear", "target_modules must be a list of texts");
    config("target_modules", {"query"}, "\"query\" names no layer");
    config("target_modules", {"Wqkv"}, "does not have: bert.encoder.layer.0.attention.output");
    tensors(
        "missing half", [=](NamedTensors &all) { all.erase(layer + "lora_B.weight"); },
        "lacks tensors of the model: bert.encoder.layer.1.mlp.wo.lora_B.weight");
    tensors(
        "foreign tensor",
        [=](NamedTensors &all) { all.emplace(layer + "lora_C.weight", torch::ones({1})); },
        "does not have: bert.encoder.layer.1.mlp.wo.lora_C.weight");
    tensors(
        "foreign name", [](NamedTensors &all) { all.emplace("weight", torch::ones({1})); },
        "expected names that begin with base_model.model.");
    tensors(
        "not a number", [=](NamedTensors &all) { all[layer + "lora_A.weight"][1][2] = NAN; },
        "mlp.wo.lora_A.weight holds 1 NaN");
    tensors(
        "another number of labels",
        [](NamedTensors &all) { all["base_model.model.classifier.bias"] = torch::zeros({4}); },
        "classifier.bias has shape [4], expected [3]");
}

void LoraTest::malformedAdaptersAreNamed()
{
    QFETCH(Damage, damage);
    QFETCH(QString, expected);
    SequenceClassifier model = smallModel();
    RandomStream random(7, "adapter");
    const LoraSettings settings{.rank = 2};
    attachLora(*model, settings, random);
    saveAdapter(folder_, *model, settings);
    damage(folder_);
    SequenceClassifier other = smallModel();
    QVERIFY_THROWS_EXCEPTION(InputError, loadAdapter(*other, StoredAdapter(folder_)));
    SequenceClassifier another = smallModel();
    const std::string message = messageOf([&] { loadAdapter(*another, StoredAdapter(folder_)); });
    QVERIFY2(QString::fromStdString(message).contains(expected), message.c_str());
}

QTEST_GUILESS_MAIN(LoraTest)
#include "tst_lora.moc"
