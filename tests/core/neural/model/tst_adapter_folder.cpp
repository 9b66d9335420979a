// Adapters as folders: what is written, and what is wrong with foreign ones.
#include "core/base/atomic_file.h"
#include "core/neural/model/adapter_folder.h"
#include "core/neural/model/weight_init.h"
#include "tests/core/neural/model/adapted_classifier.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <set>

using namespace helicase;
using namespace helicase::test;

namespace {

using Damage = std::function<void(const std::filesystem::path &)>;

std::set<std::string> keysOf(const NamedTensors &tensors)
{
    std::set<std::string> keys;
    for (const auto &[name, tensor] : tensors)
        keys.insert(name);
    return keys;
}

} // namespace

class AdapterFolderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void savedAdapterHasThePublishedKeys();
    void savedAdapterComputesTheSame();
    void malformedAdaptersAreNamed_data();
    void malformedAdaptersAreNamed();

private:
    std::filesystem::path folder_;
    std::unique_ptr<QTemporaryDir> temporary_;
};

void AdapterFolderTest::init()
{
    temporary_ = std::make_unique<QTemporaryDir>();
    folder_ = std::filesystem::path(temporary_->path().toStdString()) / "adapter";
}

void AdapterFolderTest::savedAdapterHasThePublishedKeys()
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

void AdapterFolderTest::savedAdapterComputesTheSame()
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

void AdapterFolderTest::malformedAdaptersAreNamed_data()
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

void AdapterFolderTest::malformedAdaptersAreNamed()
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

QTEST_GUILESS_MAIN(AdapterFolderTest)
#include "tst_adapter_folder.moc"
