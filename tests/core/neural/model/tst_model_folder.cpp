#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/neural/model/heads.h"
#include "tests/core/dataset/sharded_weights.h"
#include "tests/core/neural/model/encoder_folder.h"
#include "tests/core/neural/model/reference_case.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;
using namespace helicase::test;

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
    void shardsGiveTheSameModel_data();
    void shardsGiveTheSameModel();
    void newWeightsTakeThePlaceOfShards();
    void headBesideEncoder();
    void halfPrecisionBecomesFloat();
    void headsStandBesideTheEncoder_data();
    void headsStandBesideTheEncoder();
    void repeatedDecoderMustBeTheTiedOne();
    void contrastiveHeadStandsApart();

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
    QVERIFY(read.toJson() == smallEncoder.toJson());
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
    const auto reference = dataFolder() / "reference_models" / model.toStdString();
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

void ModelFolderTest::shardsGiveTheSameModel_data()
{
    QTest::addColumn<bool>("isPytorch");
    QTest::newRow("safetensors") << false;
    QTest::newRow("PyTorch") << true;
}

void ModelFolderTest::shardsGiveTheSameModel()
{
    QFETCH(const bool, isPytorch);
    Encoder encoder = makeEncoder();
    const ModelPart part{"bert.", encoder.get()};
    saveModel(folder_, smallEncoder.toJson(), {&part, 1},
              isPytorch ? WeightsFormat::Pytorch : WeightsFormat::Safetensors);
    const auto index = splitIntoShards(folder_, 3);
    const ModelFolder folder(folder_);
    QCOMPARE(folder.weightsFile(), index);
    const Encoder read = folder.loadEncoder();
    const auto expected = encoder->named_parameters();
    for (const auto &parameter : read->named_parameters())
        QVERIFY2(torch::equal(parameter.value(), expected[parameter.key()]),
                 parameter.key().c_str());
    std::filesystem::remove(filesOfWeights(index).back());
    const std::string message = messageOf(folder_);
    QVERIFY2(message.find("-00003-of-00003") != std::string::npos, message.c_str());
}

void ModelFolderTest::newWeightsTakeThePlaceOfShards()
{
    saveEncoder(folder_, "bert.");
    splitIntoShards(folder_, 2);
    Encoder encoder = makeEncoder();
    const ModelPart part{"", encoder.get()};
    saveModel(folder_, smallEncoder.toJson(), {&part, 1}, WeightsFormat::Pytorch);
    QCOMPARE(ModelFolder(folder_).encoderPrefix(), std::string());
}

void ModelFolderTest::headBesideEncoder()
{
    Encoder encoder = makeEncoder();
    RandomStream random(5, "head");
    ContrastiveHead head(smallEncoder.width, 4, random);
    const std::vector<ModelPart> parts{{"", encoder.get()}, {"contrast_head.", head.get()}};
    saveModel(folder_, smallEncoder.toJson(), parts);
    const ModelFolder folder(folder_);
    QVERIFY(folder.hasPart("contrast_head."));
    QVERIFY(!folder.hasPart("cls."));
    ContrastiveHead read(smallEncoder.width, 4, random);
    folder.loadPart(*read, "contrast_head.");
    const torch::Tensor rows = torch::randn({3, smallEncoder.width});
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
    MaskedLanguageHead head(smallEncoder, random);
    const std::string outer = headPrefix.toStdString();
    const std::vector<ModelPart> parts{{encoderPrefix.toStdString(), encoder.get()},
                                       {outer + "cls.", head.get()}};
    NamedTensors tensors = tensorsOf(parts);
    // What Composer's file holds beside the model.
    tensors.emplace("state.optimizers.step", torch::ones({1}));
    saveModel(folder_, smallEncoder.toJson(), tensors);
    const ModelFolder folder(folder_);
    QVERIFY(folder.hasPart("cls."));
    QVERIFY(!folder.hasPart("classifier."));
    MaskedLanguageHead read(smallEncoder, random);
    folder.loadPart(*read, "cls.");
    QVERIFY(torch::equal(folder.loadEncoder()->wordEmbeddings(), encoder->wordEmbeddings()));
    const torch::Tensor rows = torch::randn({3, smallEncoder.width});
    QVERIFY(
        torch::equal(read(rows, encoder->wordEmbeddings()), head(rows, encoder->wordEmbeddings())));
}

void ModelFolderTest::repeatedDecoderMustBeTheTiedOne()
{
    Encoder encoder = makeEncoder();
    RandomStream random(5, "head");
    MaskedLanguageHead head(smallEncoder, random);
    const std::vector<ModelPart> parts{{"bert.", encoder.get()}, {"cls.", head.get()}};
    saveModel(folder_, smallEncoder.toJson(), parts);
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
    const auto reference = dataFolder() / "reference_models" / "dnaberts_model";
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

QTEST_GUILESS_MAIN(ModelFolderTest)
#include "tst_model_folder.moc"
