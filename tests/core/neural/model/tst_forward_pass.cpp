#include "core/base/error.h"
#include "core/neural/model/forward_pass.h"
#include "tests/core/neural/model/reference_case.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;
using helicase::test::ReferenceCase;

Q_DECLARE_METATYPE(helicase::ForwardTask)

namespace {

const EncoderConfig smallConfig{.vocabularySize = 20,
                                .width = 12,
                                .layers = 2,
                                .heads = 2,
                                .feedForwardWidth = 16,
                                .paddingIndex = 0};

NamedTensors smallInputs()
{
    return {
        {"input_ids", torch::tensor({1, 5, 9, 2, 1, 7, 2, 3}, torch::kInt64).view({2, 4})},
        {"attention_mask", torch::tensor({1, 1, 1, 1, 1, 1, 1, 0}, torch::kInt64).view({2, 4})}};
}

torch::Tensor integers(std::vector<int64_t> values)
{
    return torch::tensor(values, torch::kInt64);
}

} // namespace

class ForwardPassTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void publishedModels_data();
    void publishedModels();
    void publishedGradients_data();
    void publishedGradients();
    void missingMaskMeansAllTokens();
    void integersOfAnyWidthAreIds();
    void poolerThatWasDrawnIsNotShown();
    void gradientsOfBatchesAreApart();
    void tasks();
    void misfitsAreNamed_data();
    void misfitsAreNamed();
    void tooMuchForMemoryIsRefused();

private:
    ModelFolder smallFolder() const { return ModelFolder(folder_); }
    std::filesystem::path folder_;
    std::unique_ptr<QTemporaryDir> temporary_;
};

void ForwardPassTest::init()
{
    temporary_ = std::make_unique<QTemporaryDir>();
    folder_ = std::filesystem::path(temporary_->path().toStdString()) / "model";
    RandomStream random(3, "weights");
    const SequenceClassifier model(Encoder(smallConfig, random), LabelSet::numbered(3), random);
    MaskedLanguageHead head(smallConfig, random);
    const std::vector<ModelPart> parts{{"", model.get()}, {"cls.", head.get()}};
    saveModel(folder_, model->config(), parts);
}

void ForwardPassTest::publishedModels_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<ForwardTask>("task");
    for (const char *name : {"encoder_h48_12heads", "encoder_h40_8heads", "encoder_h42_6heads_grow",
                             "encoder_h768_bf16", "encoder_h40_5heads_fp16"})
        QTest::newRow(name) << name << ForwardTask::Encoder;
    for (const char *name : {"mlm_h36_12heads", "mlm_h40_8heads_tied_twice"})
        QTest::newRow(name) << name << ForwardTask::MaskedLanguage;
    for (const char *name : {"seqcls_2labels", "seqcls_3labels", "seqcls_regression"})
        QTest::newRow(name) << name << ForwardTask::Classification;
}

void ForwardPassTest::publishedModels()
{
    HELICASE_NEEDS_DATA();
    QFETCH(QString, name);
    QFETCH(ForwardTask, task);
    const ReferenceCase reference(name.toStdString());
    const ForwardResult result = forwardPass(ModelFolder(reference.folder), task, reference.inputs,
                                             reference.folder / "inputs.safetensors");
    QVERIFY(!reference.outputs.empty());
    for (const auto &[key, expected] : reference.outputs) {
        QVERIFY2(result.outputs.contains(key), key.c_str());
        QVERIFY2(result.outputs.at(key).sizes() == expected.sizes(), key.c_str());
        COMPARE_TENSORS(result.outputs.at(key), expected, reference.tolerance, key);
    }
    QVERIFY(result.gradients.empty());
}

void ForwardPassTest::publishedGradients_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<ForwardTask>("task");
    for (const char *name : {"mlm_h36_12heads", "mlm_h40_8heads_tied_twice"})
        QTest::newRow(name) << name << ForwardTask::MaskedLanguage;
    for (const char *name : {"seqcls_2labels", "seqcls_3labels", "seqcls_regression"})
        QTest::newRow(name) << name << ForwardTask::Classification;
}

void ForwardPassTest::publishedGradients()
{
    HELICASE_NEEDS_DATA();
    QFETCH(QString, name);
    QFETCH(ForwardTask, task);
    const ReferenceCase reference(name.toStdString());
    const ForwardResult result =
        forwardPass(ModelFolder(reference.folder), task, reference.inputs,
                    reference.folder / "inputs.safetensors", WithGradients::Yes);
    QCOMPARE(result.gradients.size(), reference.gradients.size());
    for (const auto &[key, expected] : reference.gradients)
        COMPARE_TENSORS(result.gradients.at(key), expected, reference.tolerance, key);
}

void ForwardPassTest::missingMaskMeansAllTokens()
{
    NamedTensors inputs = smallInputs();
    inputs["attention_mask"] = torch::ones({2, 4}, torch::kInt64);
    inputs["token_type_ids"] = torch::zeros({2, 4}, torch::kInt64);
    const NamedTensors given =
        forwardPass(smallFolder(), ForwardTask::Encoder, inputs, "in").outputs;
    inputs.erase("attention_mask");
    inputs.erase("token_type_ids");
    const NamedTensors assumed =
        forwardPass(smallFolder(), ForwardTask::Encoder, inputs, "in").outputs;
    QVERIFY(torch::equal(given.at("last_hidden_state"), assumed.at("last_hidden_state")));
}

void ForwardPassTest::integersOfAnyWidthAreIds()
{
    NamedTensors inputs = smallInputs();
    const NamedTensors expected =
        forwardPass(smallFolder(), ForwardTask::Classification, inputs, "in").outputs;
    inputs["input_ids"] = inputs["input_ids"].to(torch::kInt32);
    inputs["attention_mask"] = inputs["attention_mask"].to(torch::kBool);
    const NamedTensors found =
        forwardPass(smallFolder(), ForwardTask::Classification, inputs, "in").outputs;
    QVERIFY(torch::equal(found.at("logits"), expected.at("logits")));
}

void ForwardPassTest::poolerThatWasDrawnIsNotShown()
{
    const auto outputs = [&] {
        return forwardPass(smallFolder(), ForwardTask::Encoder, smallInputs(), "in").outputs;
    };
    QVERIFY(outputs().contains("pooled_output"));
    NamedTensors tensors = readTensors(folder_ / "model.safetensors");
    tensors.erase("bert.pooler.dense.weight");
    tensors.erase("bert.pooler.dense.bias");
    writeTensors(folder_ / "model.safetensors", tensors);
    QVERIFY(!outputs().contains("pooled_output"));
}

void ForwardPassTest::gradientsOfBatchesAreApart()
{
    NamedTensors single = smallInputs();
    single["labels"] = integers({2, 0});
    NamedTensors twice;
    for (const auto &[name, tensor] : single) {
        twice["first." + name] = tensor;
        twice["second." + name] = tensor;
    }
    const ForwardResult expected =
        forwardPass(smallFolder(), ForwardTask::Classification, single, "in", WithGradients::Yes);
    const ForwardResult found =
        forwardPass(smallFolder(), ForwardTask::Classification, twice, "in", WithGradients::Yes);
    QCOMPARE(found.gradients.size(), 2 * expected.gradients.size());
    for (const auto &[name, gradient] : expected.gradients)
        for (const std::string prefix : {"first.", "second."})
            QVERIFY2(torch::equal(found.gradients.at(prefix + name), gradient), name.c_str());
    QCOMPARE(found.outputs.size(), 2 * expected.outputs.size());
}

void ForwardPassTest::tasks()
{
    QVERIFY(forwardTaskFrom("encoder") == ForwardTask::Encoder);
    QVERIFY(forwardTaskFrom("mlm") == ForwardTask::MaskedLanguage);
    QVERIFY(forwardTaskFrom("classify") == ForwardTask::Classification);
    QVERIFY_THROWS_EXCEPTION(OptionError, forwardTaskFrom("paint"));
}

using Change = std::function<void(NamedTensors &)>;

void ForwardPassTest::misfitsAreNamed_data()
{
    QTest::addColumn<ForwardTask>("task");
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, ForwardTask task, const Change &change,
                        const char *expected) {
        QTest::newRow(name) << task << change << QString(expected);
    };
    const auto set = [](const char *name, const torch::Tensor &value) {
        return [=](NamedTensors &inputs) { inputs[name] = value; };
    };
    const ForwardTask encoder = ForwardTask::Encoder;
    const ForwardTask mlm = ForwardTask::MaskedLanguage;
    const ForwardTask classify = ForwardTask::Classification;
    row(
        "no ids", encoder, [](NamedTensors &inputs) { inputs.erase("input_ids"); },
        "holds no tensor input_ids");
    row("ids in one row", encoder, set("input_ids", integers({1, 2})),
        "input_ids has shape [2], expected [batch, length]");
    row("no tokens", encoder, set("input_ids", torch::zeros({2, 0}, torch::kInt64)),
        "input_ids has shape [2, 0]");
    row("real ids", encoder, set("input_ids", torch::ones({2, 4})),
        "input_ids does not hold whole numbers");
    row("id above the vocabulary", encoder,
        set("input_ids", torch::full({2, 4}, 20, torch::kInt64)),
        "input_ids holds 20, expected numbers from 0 to 19");
    row("id below zero", encoder, set("input_ids", torch::full({2, 4}, -1, torch::kInt64)),
        "input_ids holds -1");
    row("mask of another shape", encoder, set("attention_mask", torch::ones({2, 3}, torch::kInt64)),
        "attention_mask has shape [2, 3], expected that of input_ids, [2, 4]");
    row("mask of other numbers", encoder,
        set("attention_mask", torch::full({2, 4}, 2, torch::kInt64)), "attention_mask holds 2");
    row("row without a token", encoder,
        set("attention_mask", integers({1, 1, 1, 1, 0, 0, 0, 0}).view({2, 4})),
        "attention_mask leaves a row without any token");
    row("third type of tokens", encoder,
        set("token_type_ids", torch::full({2, 4}, 2, torch::kInt64)), "token_type_ids holds 2");
    row("token label above the vocabulary", mlm,
        set("labels", torch::full({2, 4}, 20, torch::kInt64)), "labels holds 20");
    row("label at padding", mlm, set("labels", torch::full({2, 4}, 5, torch::kInt64)),
        "labels has a label above 0 where attention_mask is 0");
    row("one label per row for tokens", mlm, set("labels", integers({1, 2})),
        "labels has shape [2], expected that of input_ids");
    row("class that the model lacks", classify, set("labels", integers({0, 3})),
        "labels holds 3, expected numbers from 0 to 2");
    row("too many labels", classify, set("labels", integers({0, 1, 2})),
        "labels has shape [3], expected [2]");
    row("labels of outputs in another shape", classify, set("labels", torch::ones({2, 2})),
        "labels has shape [2, 2], expected [2, 3]");
    row("labels that are no numbers", classify, set("labels", torch::full({2, 3}, NAN)),
        "labels holds numbers that are not finite");
    row(
        "gradients without labels", classify, [](NamedTensors &) {}, "holds no labels");
}

void ForwardPassTest::misfitsAreNamed()
{
    QFETCH(ForwardTask, task);
    QFETCH(Change, change);
    QFETCH(QString, expected);
    NamedTensors inputs = smallInputs();
    change(inputs);
    std::string message = "no error";
    try {
        forwardPass(smallFolder(), task, inputs, "in.safetensors", WithGradients::Yes);
    } catch (const InputError &error) {
        message = error.line();
    }
    QVERIFY2(QString::fromStdString(message).contains(expected), message.c_str());
    QVERIFY2(message.starts_with("in.safetensors: "), message.c_str());
}

void ForwardPassTest::tooMuchForMemoryIsRefused()
{
    // One number that looks like a trillion tokens.
    const NamedTensors inputs{
        {"input_ids",
         torch::ones({1, 1}, torch::kInt64).expand({int64_t{1} << 20, int64_t{1} << 20})}};
    try {
        forwardPass(smallFolder(), ForwardTask::Encoder, inputs, "in");
        QFAIL("no error");
    } catch (const Error &error) {
        QVERIFY2(error.line().find("of memory") != std::string::npos, error.what());
    }
}

QTEST_GUILESS_MAIN(ForwardPassTest)
#include "tst_forward_pass.moc"
