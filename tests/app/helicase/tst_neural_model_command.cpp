// The commands model init, model forward and model merge-lora as a pipeline runs them.
#include "core/base/atomic_file.h"
#include "core/base/json_file.h"
#include "core/base/resources.h"
#include "core/dataset/weights_file.h"
#include "tests/app/helicase/run_helicase.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

using namespace helicase;
using namespace helicase::test;

namespace {

QString referenceFolder(const QString &name)
{
    return QString::fromStdString((dataFolder() / "reference_models").string()) + "/" + name;
}

std::vector<float> numbers(const TensorView &tensor)
{
    std::vector<float> values(tensor.bytes.size() / sizeof(float));
    std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
    return values;
}

// Largest difference relative to max(1, largest reference value); infinite for other shapes.
double difference(const TensorView &found, const TensorView &expected)
{
    if (found.type != "F32" || expected.type != "F32" || found.shape != expected.shape)
        return INFINITY;
    const std::vector<float> left = numbers(found);
    const std::vector<float> right = numbers(expected);
    double largest = 0;
    double scale = 1;
    for (size_t i = 0; i < left.size(); ++i) {
        largest = std::max(largest, std::abs(double{left[i]} - double{right[i]}));
        scale = std::max(scale, std::abs(double{right[i]}));
    }
    return largest / scale;
}

} // namespace

class NeuralModelCommandTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void recipesGiveModels_data();
    void recipesGiveModels();
    void freshModelsRun();
    void wrongRecipesAreRefused_data();
    void wrongRecipesAreRefused();
    void publishedOutputs_data();
    void publishedOutputs();
    void publishedGradients();
    void wrongInputsAreRefused_data();
    void wrongInputsAreRefused();
    void mergedModelComputesTheSame_data();
    void mergedModelComputesTheSame();
    void wrongAdaptersAreRefused();

private:
    QString path(const QString &name) const { return folder_.filePath(name); }
    std::filesystem::path file(const QString &name) const { return path(name).toStdString(); }

    QTemporaryDir folder_;
};

void NeuralModelCommandTest::recipesGiveModels_data()
{
    QTest::addColumn<QString>("recipe");
    QTest::addColumn<QString>("architecture");
    QTest::addColumn<QString>("key");
    QTest::newRow("encoder") << "tiny.yaml"
                             << "BertModel"
                             << "pooler.dense.weight";
    QTest::newRow("classifier") << "tiny_classifier.yaml"
                                << "BertForSequenceClassification"
                                << "classifier.weight";
}

void NeuralModelCommandTest::recipesGiveModels()
{
    QFETCH(QString, recipe);
    QFETCH(QString, architecture);
    QFETCH(QString, key);
    const QString source =
        QString::fromStdString((configFolder() / "models").string()) + "/" + recipe;
    const QString model = path("of_" + recipe);
    const Outcome outcome = runHelicase({"model", "init", source, "-o", model, "--seed", "5"});
    QVERIFY2(outcome.status == 0, qPrintable(outcome.errors));
    const nlohmann::json config = readJsonFile(model.toStdString() + "/config.json");
    QCOMPARE(config.at("architectures").at(0).get<std::string>(), architecture.toStdString());
    QVERIFY(std::filesystem::exists(model.toStdString() + "/tokenizer.json"));
    const WeightsFile weights(model.toStdString() + "/model.safetensors");
    QVERIFY(weights.tensors().contains(key.toStdString()));
    QCOMPARE(config.at("hidden_size").get<int>(), 128);
    // The same seed gives the same bytes.
    QCOMPARE(runHelicase({"model", "init", source, "-o", path("again"), "--seed", "5"}).status, 0);
    QVERIFY(readFile(file("again/model.safetensors")) ==
            readFile(model.toStdString() + "/model.safetensors"));
    QCOMPARE(runHelicase({"model", "init", source, "-o", path("other"), "--seed", "6"}).status, 0);
    QVERIFY(readFile(file("other/model.safetensors")) !=
            readFile(model.toStdString() + "/model.safetensors"));
}

void NeuralModelCommandTest::freshModelsRun()
{
    HELICASE_NEEDS_DATA();
    writeFileAtomically(file("mlm.yaml"),
                        "kind: mlm\nmodel: {vocabulary: 64, layers: 1, width: 16, "
                        "heads: 2, feed_forward: 24}\n");
    Outcome outcome = runHelicase({"model", "init", path("mlm.yaml"), "-o", path("mlm")});
    QVERIFY2(outcome.status == 0, qPrintable(outcome.errors));
    outcome = runHelicase({"model", "forward", path("mlm"), "--task", "mlm", "--inputs",
                           referenceFolder("mlm_h36_12heads/inputs.safetensors"), "-o",
                           path("mlm.safetensors")});
    QVERIFY2(outcome.status == 0, qPrintable(outcome.errors));
    const SafetensorsFile results(file("mlm.safetensors"));
    const float loss = numbers(results.at("loss")).at(0);
    // Weights this small leave all 64 tokens about equally likely.
    QVERIFY2(std::abs(loss - std::log(64.0F)) < 0.1F, qPrintable(QString::number(loss)));
}

void NeuralModelCommandTest::wrongRecipesAreRefused_data()
{
    QTest::addColumn<QString>("recipe");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("expected");
    QTest::newRow("unknown key") << "layers: 2" << 3 << "recipe.yaml";
    QTest::newRow("no layers") << "model: {layers: 0}" << 3 << "model.layers";
    QTest::newRow("heads that do not divide the width")
        << "model: {width: 10, heads: 3}" << 3 << "recipe.yaml: hidden_size must be divisible";
    QTest::newRow("more than the memory")
        << "model: {width: 65536, heads: 64, layers: 256, feed_forward: 262144}" << 1
        << "of memory";
    QTest::newRow("no labels") << "kind: classify\nlabels: 0" << 2 << "labels";
    QTest::newRow("no such tokenizer") << "tokenizer: nowhere" << 3 << "nowhere";
}

void NeuralModelCommandTest::wrongRecipesAreRefused()
{
    QFETCH(QString, recipe);
    QFETCH(int, status);
    QFETCH(QString, expected);
    writeFileAtomically(file("recipe.yaml"), recipe.toStdString() + "\n");
    const Outcome outcome =
        runHelicase({"model", "init", path("recipe.yaml"), "-o", path("never")});
    QVERIFY2(outcome.errors.contains(expected), qPrintable(outcome.errors));
    QCOMPARE(outcome.status, status);
    QCOMPARE(outcome.errors.count('\n'), 1);
    QVERIFY(!std::filesystem::exists(file("never")));
}

void NeuralModelCommandTest::publishedOutputs_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("task");
    QTest::newRow("encoder, several batches") << "encoder_h40_8heads"
                                              << "encoder";
    QTest::newRow("half precision") << "encoder_h40_5heads_fp16"
                                    << "encoder";
    QTest::newRow("masked language") << "mlm_h40_8heads_tied_twice"
                                     << "mlm";
    QTest::newRow("classes") << "seqcls_3labels"
                             << "classify";
}

void NeuralModelCommandTest::publishedOutputs()
{
    HELICASE_NEEDS_DATA();
    QFETCH(QString, name);
    QFETCH(QString, task);
    const QString reference = referenceFolder(name);
    const Outcome outcome =
        runHelicase({"model", "forward", reference, "--inputs", reference + "/inputs.safetensors",
                     "--task", task, "-o", path("outputs.safetensors")});
    QVERIFY2(outcome.status == 0, qPrintable(outcome.errors));
    const SafetensorsFile found(file("outputs.safetensors"));
    const SafetensorsFile expected(reference.toStdString() + "/outputs.safetensors");
    for (const auto &[key, tensor] : expected.tensors())
        QVERIFY2(difference(found.at(key), tensor) <= 1e-5, key.c_str());
}

void NeuralModelCommandTest::publishedGradients()
{
    HELICASE_NEEDS_DATA();
    const QString reference = referenceFolder("seqcls_2labels");
    const Outcome outcome =
        runHelicase({"model", "forward", reference, "--inputs", reference + "/inputs.safetensors",
                     "--task", "classify", "-o", path("outputs.safetensors"), "--gradients",
                     path("gradients.safetensors")});
    QVERIFY2(outcome.status == 0, qPrintable(outcome.errors));
    const SafetensorsFile found(file("gradients.safetensors"));
    const SafetensorsFile expected(reference.toStdString() + "/grads.safetensors");
    QCOMPARE(found.tensors().size(), expected.tensors().size());
    for (const auto &[key, tensor] : expected.tensors())
        QVERIFY2(difference(found.at(key), tensor) <= 1e-5, key.c_str());
}

void NeuralModelCommandTest::wrongInputsAreRefused_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("expected");
    const QString model = referenceFolder("seqcls_2labels");
    const QString inputs = model + "/inputs.safetensors";
    QTest::newRow("no inputs") << QStringList{model} << 2 << "inputs";
    QTest::newRow("no model") << QStringList{"--inputs", inputs} << 2 << "MODEL";
    QTest::newRow("model that is none")
        << QStringList{model + "/config.json", "--inputs", inputs} << 3 << "config.json";
    QTest::newRow("inputs that are no tensors")
        << QStringList{model, "--inputs", model + "/config.json"} << 3 << "config.json";
    QTest::newRow("weights as inputs")
        << QStringList{model, "--inputs", model + "/model.safetensors"} << 3
        << "holds no tensor input_ids";
    QTest::newRow("task without its head")
        << QStringList{model, "--inputs", inputs, "--task", "mlm"} << 3 << "begins with cls.";
    QTest::newRow("unknown task") << QStringList{model, "--inputs", inputs, "--task", "paint"} << 2
                                  << "paint";
    QTest::newRow("gradients of hidden states")
        << QStringList{model, "--inputs", inputs, "--gradients", "g.safetensors"} << 3
        << "holds no labels";
    QTest::newRow("another device")
        << QStringList{model, "--inputs", inputs, "--device", "cuda"} << 2 << "device";
}

void NeuralModelCommandTest::wrongInputsAreRefused()
{
    HELICASE_NEEDS_DATA();
    QFETCH(QStringList, words);
    QFETCH(int, status);
    QFETCH(QString, expected);
    const Outcome outcome = runHelicase(QStringList{"model", "forward"} + words +
                                        QStringList{"-o", path("never.safetensors")});
    QVERIFY2(outcome.errors.contains(expected), qPrintable(outcome.errors));
    QCOMPARE(outcome.status, status);
    QCOMPARE(outcome.errors.count('\n'), 1);
    QVERIFY(!std::filesystem::exists(file("never.safetensors")));
}

void NeuralModelCommandTest::mergedModelComputesTheSame_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("format");
    QTest::newRow("four targets") << "lora_four_targets"
                                  << "safetensors";
    QTest::newRow("Wqkv only") << "lora_wqkv_only"
                               << "pytorch";
}

void NeuralModelCommandTest::mergedModelComputesTheSame()
{
    HELICASE_NEEDS_DATA();
    QFETCH(QString, name);
    QFETCH(QString, format);
    const QString reference = referenceFolder(name);
    Outcome outcome = runHelicase({"model", "merge-lora", reference, "--adapter",
                                   reference + "/adapter", "-o", path(name), "--format", format});
    QVERIFY2(outcome.status == 0, qPrintable(outcome.errors));
    outcome =
        runHelicase({"model", "forward", path(name), "--inputs", reference + "/inputs.safetensors",
                     "--task", "classify", "-o", path("merged.safetensors")});
    QVERIFY2(outcome.status == 0, qPrintable(outcome.errors));
    const SafetensorsFile found(file("merged.safetensors"));
    const SafetensorsFile expected(reference.toStdString() + "/outputs.safetensors");
    QVERIFY(difference(found.at("logits"), expected.at("logits_merged")) <= 1e-5);
    QVERIFY(difference(found.at("loss"), expected.at("loss")) <= 1e-5);
}

void NeuralModelCommandTest::wrongAdaptersAreRefused()
{
    HELICASE_NEEDS_DATA();
    const QString reference = referenceFolder("lora_wqkv_only");
    Outcome outcome = runHelicase(
        {"model", "merge-lora", reference, "--adapter", reference, "-o", path("never")});
    QCOMPARE(outcome.status, 3);
    QVERIFY2(outcome.errors.contains("is no adapter folder"), qPrintable(outcome.errors));
    outcome = runHelicase({"model", "merge-lora", referenceFolder("seqcls_3labels"), "--adapter",
                           reference + "/adapter", "-o", path("never")});
    QCOMPARE(outcome.status, 3);
    QVERIFY2(outcome.errors.contains("adapter_model.bin"), qPrintable(outcome.errors));
    QVERIFY(!std::filesystem::exists(file("never")));
    outcome = runHelicase(
        {"model", "merge-lora", reference, "--adapter", reference + "/adapter", "-o", reference});
    QCOMPARE(outcome.status, 2);
}

QTEST_GUILESS_MAIN(NeuralModelCommandTest)
#include "tst_neural_model_command.moc"
