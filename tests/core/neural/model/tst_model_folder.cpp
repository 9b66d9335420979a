#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/neural/model/heads.h"
#include "tests/core/neural/model/reference_case.h"
#include "tests/support/test_data.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

namespace {

const EncoderConfig config{.vocabularySize = 20,
                           .width = 12,
                           .layers = 1,
                           .heads = 2,
                           .feedForwardWidth = 16,
                           .paddingIndex = 0};

Encoder makeEncoder()
{
    RandomStream random(3, "weights");
    return Encoder(config, random);
}

void saveEncoder(const std::filesystem::path &folder, const std::string &prefix = {})
{
    Encoder encoder = makeEncoder();
    const ModelPart part{prefix, encoder.get()};
    saveModel(folder, config.toJson(), {&part, 1});
}

// Rewrites the folder's tensors by a function.
template <typename Change>
void changeTensors(const std::filesystem::path &folder, Change change)
{
    NamedTensors tensors = readTensors(folder / "model.safetensors");
    change(tensors);
    writeTensors(folder / "model.safetensors", tensors);
}

void changeConfig(const std::filesystem::path &folder, const std::string &key,
                  const nlohmann::json &value)
{
    nlohmann::json object = readJsonFile(folder / "config.json");
    object[key] = value;
    writeJsonFile(folder / "config.json", object);
}

std::string messageOf(const std::filesystem::path &folder)
{
    try {
        ModelFolder(folder).loadEncoder();
    } catch (const InputError &error) {
        return error.line();
    }
    return "no error";
}

} // namespace

class ModelFolderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void roundTrip();
    void configRoundTrip();
    void anyPrefixIsFound();
    void poolerMayBeMissing();
    void pickledWeightsGiveTheSameModel_data();
    void pickledWeightsGiveTheSameModel();
    void headBesideEncoder();
    void halfPrecisionBecomesFloat();
    void headsStandBesideTheEncoder_data();
    void headsStandBesideTheEncoder();
    void repeatedDecoderMustBeTheTiedOne();
    void contrastiveHeadStandsApart();
    void malformedFoldersAreNamed_data();
    void malformedFoldersAreNamed();

private:
    std::filesystem::path folder_;
    std::unique_ptr<QTemporaryDir> temporary_;
};

void ModelFolderTest::init()
{
    temporary_ = std::make_unique<QTemporaryDir>();
    folder_ = std::filesystem::path(temporary_->path().toStdString()) / "model";
}

void ModelFolderTest::roundTrip()
{
    saveEncoder(folder_);
    Encoder written = makeEncoder();
    Encoder read = ModelFolder(folder_).loadEncoder();
    QVERIFY(!read->is_training());
    const auto expected = written->named_parameters();
    for (const auto &parameter : read->named_parameters())
        QVERIFY2(torch::equal(parameter.value(), expected[parameter.key()]),
                 parameter.key().c_str());
}

void ModelFolderTest::configRoundTrip()
{
    saveEncoder(folder_);
    const EncoderConfig read = EncoderConfig::read(folder_ / "config.json");
    QVERIFY(read.toJson() == config.toJson());
    writeFileAtomically(folder_ / "config.json", "{\"hidden_size\": 24, \"unknown_key\": [1, 2]}");
    const EncoderConfig defaults = EncoderConfig::read(folder_ / "config.json");
    QCOMPARE(defaults.width, 24);
    QCOMPARE(defaults.layers, 12);
    QCOMPARE(defaults.layerNormEpsilon, 1e-12);
}

void ModelFolderTest::anyPrefixIsFound()
{
    for (const std::string prefix : {"bert.", "state.model.model.bert."}) {
        saveEncoder(folder_, prefix);
        const ModelFolder folder(folder_);
        QCOMPARE(folder.encoderPrefix(), prefix);
        QVERIFY(
            torch::equal(folder.loadEncoder()->wordEmbeddings(), makeEncoder()->wordEmbeddings()));
    }
}

void ModelFolderTest::poolerMayBeMissing()
{
    saveEncoder(folder_, "bert.");
    changeTensors(folder_, [](NamedTensors &tensors) {
        tensors.erase("bert.pooler.dense.weight");
        tensors.erase("bert.pooler.dense.bias");
        tensors.emplace("bert.embeddings.position_ids", torch::zeros({1, 4}, torch::kInt64));
    });
    QCOMPARE(messageOf(folder_), std::string("no error"));
}

void ModelFolderTest::pickledWeightsGiveTheSameModel_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("weights");
    QTest::newRow("archive") << "encoder_h48_12heads"
                             << "pytorch_model.bin";
    QTest::newRow("old") << "encoder_h48_12heads"
                         << "pytorch_model_legacy.bin";
    QTest::newRow("half precision") << "encoder_h40_5heads_fp16"
                                    << "pytorch_model.bin";
    QTest::newRow("masked language model") << "mlm_h36_12heads"
                                           << "pytorch_model.bin";
}

void ModelFolderTest::pickledWeightsGiveTheSameModel()
{
    HELICASE_NEEDS_DATA();
    QFETCH(const QString, model);
    QFETCH(const QString, weights);
    const auto reference = test::dataFolder() / "reference_models" / model.toStdString();
    std::filesystem::create_directories(folder_);
    std::filesystem::copy_file(reference / "config.json", folder_ / "config.json");
    std::filesystem::copy_file(reference / weights.toStdString(), folder_ / "pytorch_model.bin");
    const Encoder pickled = ModelFolder(folder_).loadEncoder();
    const Encoder expected = ModelFolder(reference).loadEncoder();
    const auto parameters = pickled->named_parameters();
    for (const auto &parameter : expected->named_parameters())
        QVERIFY2(torch::equal(parameter.value(), parameters[parameter.key()]),
                 parameter.key().c_str());
}

void ModelFolderTest::headBesideEncoder()
{
    Encoder encoder = makeEncoder();
    RandomStream random(5, "head");
    ContrastiveHead head(config.width, 4, random);
    const std::vector<ModelPart> parts{{"", encoder.get()}, {"contrast_head.", head.get()}};
    saveModel(folder_, config.toJson(), parts);
    const ModelFolder folder(folder_);
    QVERIFY(folder.hasPart("contrast_head."));
    QVERIFY(!folder.hasPart("cls."));
    ContrastiveHead read(config.width, 4, random);
    folder.loadPart(*read, "contrast_head.");
    const torch::Tensor rows = torch::randn({3, config.width});
    QVERIFY(torch::equal(read(rows), head(rows)));
    folder.loadEncoder();
}

void ModelFolderTest::halfPrecisionBecomesFloat()
{
    saveEncoder(folder_);
    changeTensors(folder_, [](NamedTensors &tensors) {
        for (auto &[name, tensor] : tensors)
            tensor = tensor.to(torch::kBFloat16);
    });
    Encoder read = ModelFolder(folder_).loadEncoder();
    QCOMPARE(read->wordEmbeddings().scalar_type(), torch::kFloat32);
    QVERIFY(torch::equal(read->wordEmbeddings(),
                         makeEncoder()->wordEmbeddings().to(torch::kBFloat16).to(torch::kFloat32)));
}

void ModelFolderTest::headsStandBesideTheEncoder_data()
{
    QTest::addColumn<QString>("encoderPrefix");
    QTest::addColumn<QString>("headPrefix");
    QTest::newRow("DNABERT-2") << "bert."
                               << "";
    QTest::newRow("Composer") << "state.model.model.bert."
                              << "state.model.model.";
    QTest::newRow("DNABERT-S in training") << "dnabert2."
                                           << "";
    QTest::newRow("on several devices") << "module.dnabert2."
                                        << "module.";
    QTest::newRow("bare") << ""
                          << "";
}

void ModelFolderTest::headsStandBesideTheEncoder()
{
    QFETCH(const QString, encoderPrefix);
    QFETCH(const QString, headPrefix);
    Encoder encoder = makeEncoder();
    RandomStream random(5, "head");
    MaskedLanguageHead head(config, random);
    const std::string outer = headPrefix.toStdString();
    const std::vector<ModelPart> parts{{encoderPrefix.toStdString(), encoder.get()},
                                       {outer + "cls.", head.get()}};
    NamedTensors tensors = tensorsOf(parts);
    // What Composer's file holds beside the model.
    tensors.emplace("state.optimizers.step", torch::ones({1}));
    saveModel(folder_, config.toJson(), tensors);
    const ModelFolder folder(folder_);
    QVERIFY(folder.hasPart("cls."));
    QVERIFY(!folder.hasPart("classifier."));
    MaskedLanguageHead read(config, random);
    folder.loadPart(*read, "cls.");
    QVERIFY(torch::equal(folder.loadEncoder()->wordEmbeddings(), encoder->wordEmbeddings()));
    const torch::Tensor rows = torch::randn({3, config.width});
    QVERIFY(
        torch::equal(read(rows, encoder->wordEmbeddings()), head(rows, encoder->wordEmbeddings())));
}

void ModelFolderTest::repeatedDecoderMustBeTheTiedOne()
{
    Encoder encoder = makeEncoder();
    RandomStream random(5, "head");
    MaskedLanguageHead head(config, random);
    const std::vector<ModelPart> parts{{"bert.", encoder.get()}, {"cls.", head.get()}};
    saveModel(folder_, config.toJson(), parts);
    changeTensors(folder_, [&](NamedTensors &tensors) {
        tensors["cls.predictions.decoder.weight"] = encoder->wordEmbeddings().detach().clone();
    });
    ModelFolder(folder_).loadPart(*head, "cls.");
    changeTensors(folder_, [](NamedTensors &tensors) {
        tensors["cls.predictions.decoder.weight"][2][3] += 1;
    });
    try {
        ModelFolder(folder_).loadPart(*head, "cls.");
        QFAIL("no error");
    } catch (const InputError &error) {
        QVERIFY2(error.line().find("cls.predictions.decoder.weight differs from the word "
                                   "embeddings") != std::string::npos,
                 error.what());
    }
}

void ModelFolderTest::contrastiveHeadStandsApart()
{
    HELICASE_NEEDS_DATA();
    const auto reference = test::dataFolder() / "reference_models" / "dnaberts_model";
    const ModelFolder folder(reference);
    QCOMPARE(folder.encoderPrefix(), std::string());
    QVERIFY(folder.hasPart("contrast_head."));
    RandomStream random(5, "head");
    ContrastiveHead head(folder.encoderConfig().width, 16, random);
    folder.loadPart(*head, "contrast_head.");
    const NamedTensors expected = readTensors(reference / "con_weights.safetensors");
    QCOMPARE(expected.size(), size_t{2});
    for (const auto &parameter : head->named_parameters())
        QVERIFY2(torch::equal(parameter.value(), expected.at(parameter.key())),
                 parameter.key().c_str());
    folder.loadEncoder();
}

using Damage = std::function<void(const std::filesystem::path &)>;

void ModelFolderTest::malformedFoldersAreNamed_data()
{
    QTest::addColumn<Damage>("damage");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const Damage &damage, const char *expected) {
        QTest::newRow(name) << damage << QString(expected);
    };
    row(
        "no folder", [](const auto &folder) { std::filesystem::remove_all(folder); },
        "is no folder");
    row(
        "no configuration",
        [](const auto &folder) { std::filesystem::remove(folder / "config.json"); },
        "config.json is missing");
    row(
        "no weights",
        [](const auto &folder) { std::filesystem::remove(folder / "model.safetensors"); },
        "model.safetensors is missing");
    row(
        "weights in several files",
        [](const auto &folder) {
            std::filesystem::remove(folder / "model.safetensors");
            writeFileAtomically(folder / "model.safetensors.index.json", "{}");
        },
        "splits its weights over several files");
    row(
        "configuration is no JSON",
        [](const auto &folder) { writeFileAtomically(folder / "config.json", "{\"a\""); },
        "is not valid JSON");
    row(
        "configuration is a list",
        [](const auto &folder) { writeFileAtomically(folder / "config.json", "[]"); },
        "is not a JSON object");
    row(
        "width is a text", [](const auto &folder) { changeConfig(folder, "hidden_size", "12"); },
        "hidden_size must be a whole number");
    row(
        "heads do not fit",
        [](const auto &folder) { changeConfig(folder, "num_attention_heads", 5); },
        "hidden_size must be divisible by num_attention_heads");
    row(
        "huge width",
        [](const auto &folder) { changeConfig(folder, "hidden_size", int64_t{1} << 40); },
        "hidden_size must be between");
    row(
        "other width", [](const auto &folder) { changeConfig(folder, "hidden_size", 14); },
        "has shape");
    row(
        "too few layers in the file",
        [](const auto &folder) { changeConfig(folder, "num_hidden_layers", 2); },
        "lacks tensors of the model: encoder.layer.1.");
    row(
        "too many layers in the file",
        [](const auto &folder) {
            changeTensors(folder, [](NamedTensors &tensors) {
                tensors.emplace("encoder.layer.1.mlp.wo.bias", torch::zeros({12}));
            });
        },
        "encoder.layer.1.mlp.wo.bias");
    row(
        "no encoder in the file",
        [](const auto &folder) {
            writeTensors(folder / "model.safetensors", {{"a", torch::zeros({1})}});
        },
        "holds no encoder");
    row(
        "integers instead of weights",
        [](const auto &folder) {
            changeTensors(folder, [](NamedTensors &tensors) {
                tensors["embeddings.LayerNorm.bias"] = torch::zeros({12}, torch::kInt64);
            });
        },
        "embeddings.LayerNorm.bias does not hold floating-point numbers");
    row(
        "numbers that are none",
        [](const auto &folder) {
            changeTensors(folder, [](NamedTensors &tensors) {
                tensors["encoder.layer.0.mlp.wo.weight"][1].slice(0, 0, 3).fill_(NAN);
            });
        },
        "tensor encoder.layer.0.mlp.wo.weight holds 3 NaN");
    row(
        "infinite numbers",
        [](const auto &folder) {
            changeTensors(folder, [](NamedTensors &tensors) {
                tensors["pooler.dense.bias"][1] = -INFINITY;
                tensors["pooler.dense.bias"][2] = NAN;
            });
        },
        "tensor pooler.dense.bias holds 1 NaN and 1 infinite number");
    row(
        "more tokens than the table",
        [](const auto &folder) { changeConfig(folder, "vocab_size", 4096); },
        "embeddings.word_embeddings.weight has shape [20, 12], expected [4096, 12]");
    row(
        "wider feed-forward blocks than the file",
        [](const auto &folder) { changeConfig(folder, "intermediate_size", 1 << 24); },
        "mlp.gated_layers.weight has shape");
    row(
        "more layers than any file",
        [](const auto &folder) { changeConfig(folder, "num_hidden_layers", 1 << 24); },
        "lacks tensors of the model: encoder.layer.1.");
    row(
        "cut file",
        [](const auto &folder) {
            const std::filesystem::path file = folder / "model.safetensors";
            std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
        },
        "model.safetensors");
}

void ModelFolderTest::malformedFoldersAreNamed()
{
    QFETCH(Damage, damage);
    QFETCH(QString, expected);
    saveEncoder(folder_);
    damage(folder_);
    const QString message = QString::fromStdString(messageOf(folder_));
    QVERIFY2(message.contains(expected), qPrintable(message));
}

QTEST_GUILESS_MAIN(ModelFolderTest)
#include "tst_model_folder.moc"
