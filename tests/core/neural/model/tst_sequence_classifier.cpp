#include "core/base/error.h"
#include "core/neural/model/sequence_classifier.h"
#include "core/neural/model/weight_init.h"
#include "tests/core/neural/model/reference_case.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;
using helicase::test::ReferenceCase;

Q_DECLARE_METATYPE(nlohmann::json)
Q_DECLARE_METATYPE(helicase::ProblemType)
Q_DECLARE_METATYPE(helicase::WeightsFormat)

namespace {

const EncoderConfig smallConfig{.vocabularySize = 20,
                                .width = 12,
                                .layers = 1,
                                .heads = 2,
                                .feedForwardWidth = 16,
                                .paddingIndex = 0};

const LabelSet species{{"yeast", "fly", "\"worm\""}, ProblemType::SingleLabel};

SequenceClassifier smallModel(const LabelSet &labels = species)
{
    RandomStream random(3, "weights");
    SequenceClassifier model(Encoder(smallConfig, random), labels, random);
    model->eval();
    return model;
}

PackedBatch smallBatch()
{
    const std::vector<std::vector<TokenId>> rows{{1, 5, 9, 2}, {1, 7, 2}};
    return pack(rows);
}

std::string messageOf(const std::function<void()> &action)
{
    try {
        action();
    } catch (const InputError &error) {
        return error.line();
    }
    return "no error";
}

} // namespace

class SequenceClassifierTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void publishedModels_data();
    void publishedModels();
    void keysAreThePublishedOnes();
    void roundTrip_data();
    void roundTrip();
    void savedInOneFormatOnly();
    void configKeepsWhatItDoesNotKnow();
    void backboneGetsAFreshHead();
    void labelsMustFitTheStoredHead();
    void configNamesTheLabels_data();
    void configNamesTheLabels();
    void wrongConfigsAreNamed_data();
    void wrongConfigsAreNamed();
    void dropoutFollowsItsGenerator();
    void headHasADropoutOfItsOwn();
    void weightsOfClasses();

private:
    std::filesystem::path folder_;
    std::unique_ptr<QTemporaryDir> temporary_;
};

void SequenceClassifierTest::init()
{
    temporary_ = std::make_unique<QTemporaryDir>();
    folder_ = std::filesystem::path(temporary_->path().toStdString()) / "model";
}

void SequenceClassifierTest::publishedModels_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<ProblemType>("problem");
    QTest::newRow("two labels") << "seqcls_2labels" << ProblemType::SingleLabel;
    QTest::newRow("three labels") << "seqcls_3labels" << ProblemType::SingleLabel;
    QTest::newRow("regression") << "seqcls_regression" << ProblemType::Regression;
}

void SequenceClassifierTest::publishedModels()
{
    HELICASE_NEEDS_DATA();
    QFETCH(QString, name);
    QFETCH(ProblemType, problem);
    const ReferenceCase reference(name.toStdString());
    RandomStream random(1, "head");
    SequenceClassifier model = loadSequenceClassifier(ModelFolder(reference.folder), random);
    QVERIFY(!model->is_training());
    QVERIFY(model->labels().problem == problem);
    QCOMPARE(model->labels().names.front(), std::string("LABEL_0"));
    const torch::Tensor logits = model(reference.batch());
    COMPARE_TENSORS(logits, reference.outputs.at("logits"), reference.tolerance, "logits");
    classificationLoss(logits, reference.inputs.at("labels")).backward();
    const auto parameters = model->named_parameters();
    QCOMPARE(parameters.size(), reference.gradients.size());
    for (const auto &[key, expected] : reference.gradients)
        COMPARE_TENSORS(parameters[key].grad(), expected, reference.tolerance, key);
}

void SequenceClassifierTest::keysAreThePublishedOnes()
{
    HELICASE_NEEDS_DATA();
    const NamedTensors published = readTensors(test::dataFolder() / "reference_models" /
                                               "seqcls_3labels" / "model.safetensors");
    std::set<std::string> expected;
    for (const auto &[key, tensor] : published)
        expected.insert(key);
    std::set<std::string> found;
    for (const std::string &key : smallModel()->named_parameters().keys())
        found.insert(key);
    QCOMPARE(found, expected);
}

void SequenceClassifierTest::roundTrip_data()
{
    QTest::addColumn<WeightsFormat>("format");
    QTest::newRow("safetensors") << WeightsFormat::Safetensors;
    QTest::newRow("pytorch") << WeightsFormat::Pytorch;
}

void SequenceClassifierTest::roundTrip()
{
    QFETCH(WeightsFormat, format);
    SequenceClassifier written = smallModel();
    saveSequenceClassifier(folder_, written, format);
    RandomStream random(9, "another");
    SequenceClassifier read = loadSequenceClassifier(ModelFolder(folder_), random);
    QVERIFY(torch::equal(read(smallBatch()), written(smallBatch())));
    QVERIFY(read->labels().names == species.names);
    QVERIFY(read->labels().problem == species.problem);
    QVERIFY(read->config() == written->config());
}

void SequenceClassifierTest::savedInOneFormatOnly()
{
    saveSequenceClassifier(folder_, smallModel(), WeightsFormat::Safetensors);
    SequenceClassifier other = smallModel();
    {
        const torch::NoGradGuard noGradient;
        other->classifier->bias.fill_(7);
    }
    saveSequenceClassifier(folder_, other, WeightsFormat::Pytorch);
    RandomStream random(9, "another");
    const SequenceClassifier read = loadSequenceClassifier(ModelFolder(folder_), random);
    QCOMPARE(read->classifier->bias[0].item<float>(), 7.0f);
}

void SequenceClassifierTest::configKeepsWhatItDoesNotKnow()
{
    RandomStream random(3, "weights");
    const SequenceClassifier model(Encoder(smallConfig, random), species, random,
                                   nlohmann::json{{"note", "from afar"}, {"hidden_size", 999}});
    const nlohmann::json config = model->config();
    QCOMPARE(config.at("note").get<std::string>(), std::string("from afar"));
    QCOMPARE(config.at("hidden_size").get<int>(), 12);
    QCOMPARE(config.at("num_labels").get<int>(), 3);
    QCOMPARE(config.at("id2label").at("2").get<std::string>(), std::string("\"worm\""));
    QCOMPARE(config.at("label2id").at("fly").get<int>(), 1);
    QVERIFY(config.at("architectures") == nlohmann::json({"BertForSequenceClassification"}));
    QCOMPARE(config.at("problem_type").get<std::string>(),
             std::string("single_label_classification"));
}

void SequenceClassifierTest::backboneGetsAFreshHead()
{
    RandomStream weights(3, "weights");
    const Encoder encoder(smallConfig, weights);
    NamedTensors tensors = tensorsOf(std::vector<ModelPart>{{"bert.", encoder.get()}});
    tensors.erase("bert.pooler.dense.weight");
    tensors.erase("bert.pooler.dense.bias");
    saveModel(folder_, smallConfig.toJson(), tensors);
    const ModelFolder folder(folder_);
    QVERIFY(!folder.hasPooler());
    const auto parametersOf = [&](uint64_t seed) {
        RandomStream random(seed, "head");
        return loadSequenceClassifier(folder, random, species)->named_parameters();
    };
    const auto first = parametersOf(1);
    const auto again = parametersOf(1);
    const auto other = parametersOf(2);
    for (const auto &parameter : first) {
        const std::string &key = parameter.key();
        QVERIFY2(torch::equal(parameter.value(), again[key]), key.c_str());
        const bool isDrawn = key == "bert.pooler.dense.weight" || key == "classifier.weight";
        QVERIFY2(torch::equal(parameter.value(), other[key]) != isDrawn, key.c_str());
    }
    QVERIFY(torch::equal(first["bert.encoder.layer.0.mlp.wo.weight"],
                         tensors.at("bert.encoder.layer.0.mlp.wo.weight")));
    const std::string message = messageOf([&] {
        RandomStream random(1, "head");
        loadSequenceClassifier(folder, random);
    });
    QVERIFY2(message.find("holds no classification layer") != std::string::npos, message.c_str());
}

void SequenceClassifierTest::labelsMustFitTheStoredHead()
{
    saveSequenceClassifier(folder_, smallModel());
    RandomStream random(1, "head");
    const LabelSet renamed{{"a", "b", "c"}, ProblemType::SingleLabel};
    const SequenceClassifier model = loadSequenceClassifier(ModelFolder(folder_), random, renamed);
    QVERIFY(model->labels().names == renamed.names);
    QVERIFY(torch::equal(model->classifier->weight, smallModel()->classifier->weight));
    const std::string message = messageOf(
        [&] { loadSequenceClassifier(ModelFolder(folder_), random, LabelSet::numbered(2)); });
    QVERIFY2(message.find("3 outputs, but the data have 2 labels") != std::string::npos,
             message.c_str());
}

void SequenceClassifierTest::configNamesTheLabels_data()
{
    QTest::addColumn<nlohmann::json>("config");
    QTest::addColumn<int>("outputs");
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<ProblemType>("problem");
    const nlohmann::json names{{"0", "no"}, {"1", "yes"}};
    QTest::newRow("nothing said") << nlohmann::json::object() << 2
                                  << QStringList{"LABEL_0", "LABEL_1"} << ProblemType::SingleLabel;
    QTest::newRow("one output") << nlohmann::json::object() << 1 << QStringList{"LABEL_0"}
                                << ProblemType::Regression;
    QTest::newRow("names") << nlohmann::json{{"id2label", names}} << 2 << QStringList{"no", "yes"}
                           << ProblemType::SingleLabel;
    QTest::newRow("nulls") << nlohmann::json{{"id2label", nullptr}, {"problem_type", nullptr}} << 2
                           << QStringList{"LABEL_0", "LABEL_1"} << ProblemType::SingleLabel;
    QTest::newRow("several at once")
        << nlohmann::json{{"problem_type", "multi_label_classification"}} << 2
        << QStringList{"LABEL_0", "LABEL_1"} << ProblemType::MultiLabel;
}

void SequenceClassifierTest::configNamesTheLabels()
{
    QFETCH(nlohmann::json, config);
    QFETCH(int, outputs);
    QFETCH(QStringList, names);
    QFETCH(ProblemType, problem);
    const LabelSet labels = LabelSet::read(config, outputs, "config.json");
    QVERIFY(labels.problem == problem);
    QCOMPARE(labels.size(), names.size());
    for (qsizetype i = 0; i < names.size(); ++i)
        QCOMPARE(labels.names[static_cast<size_t>(i)], names[i].toStdString());
}

void SequenceClassifierTest::wrongConfigsAreNamed_data()
{
    QTest::addColumn<nlohmann::json>("config");
    QTest::addColumn<QString>("expected");
    QTest::newRow("too few names") << nlohmann::json{{"id2label", {{"0", "no"}}}}
                                   << "names 1 labels, but the classification layer has 3 outputs";
    QTest::newRow("gap in the names")
        << nlohmann::json{{"id2label", {{"0", "a"}, {"1", "b"}, {"3", "c"}}}}
        << "id2label has no text for 2";
    QTest::newRow("names that are numbers")
        << nlohmann::json{{"id2label", {{"0", 5}, {"1", "b"}, {"2", "c"}}}}
        << "id2label has no text for 0";
    QTest::newRow("list of names")
        << nlohmann::json{{"id2label", {"a", "b", "c"}}} << "id2label must be an object";
    QTest::newRow("unknown problem") << nlohmann::json{{"problem_type", "riddle"}}
                                     << "problem_type is \"riddle\", expected regression";
}

void SequenceClassifierTest::wrongConfigsAreNamed()
{
    QFETCH(nlohmann::json, config);
    QFETCH(QString, expected);
    const std::string message = messageOf([&] { LabelSet::read(config, 3, "config.json"); });
    QVERIFY2(QString::fromStdString(message).contains(expected), message.c_str());
}

void SequenceClassifierTest::dropoutFollowsItsGenerator()
{
    SequenceClassifier model = smallModel();
    model->train();
    const auto output = [&](uint64_t seed) {
        RandomStream stream(seed, "dropout");
        model->setDropoutGenerator(makeGenerator(stream));
        return model(smallBatch());
    };
    QVERIFY(torch::equal(output(1), output(1)));
    QVERIFY(!torch::equal(output(1), output(2)));
}

void SequenceClassifierTest::headHasADropoutOfItsOwn()
{
    EncoderConfig config = smallConfig;
    config.dropout = 0;
    const auto changesInTraining = [&] {
        RandomStream random(3, "weights");
        SequenceClassifier model(Encoder(config, random), species, random);
        model->eval();
        const torch::Tensor expected = model(smallBatch());
        model->train();
        return !torch::equal(model(smallBatch()), expected);
    };
    QVERIFY(!changesInTraining());
    config.classifierDropout = 0.5;
    QVERIFY(changesInTraining());
    writeJsonFile(temporary_->path().toStdString() + "/config.json", config.toJson());
    const EncoderConfig read =
        EncoderConfig::read(temporary_->path().toStdString() + "/config.json");
    QCOMPARE(read.classifierDropout.value_or(-1), 0.5);
}

void SequenceClassifierTest::weightsOfClasses()
{
    const torch::Tensor logits = torch::tensor({1.0f, 0.0f, 0.5f, 2.0f}).view({2, 2});
    const torch::Tensor labels = torch::tensor({0, 1}, torch::kInt64);
    const torch::Tensor losses = torch::nn::functional::cross_entropy(
        logits, labels, torch::nn::functional::CrossEntropyFuncOptions().reduction(torch::kNone));
    const torch::Tensor weighted = classificationLoss(logits, labels, torch::tensor({3.0f, 1.0f}));
    const torch::Tensor expected = (3 * losses[0] + losses[1]) / 4;
    QVERIFY(torch::allclose(weighted, expected));
    QVERIFY(torch::allclose(classificationLoss(logits, labels), losses.mean()));
}

QTEST_GUILESS_MAIN(SequenceClassifierTest)
#include "tst_sequence_classifier.moc"
