#include "core/neural/model/heads.h"
#include "core/neural/model/losses.h"
#include "tests/core/neural/model/reference_case.h"

#include <QtTest>

using namespace helicase;
using helicase::test::ReferenceCase;

namespace {

// Gradients of a module's parameters against the case's, whose names carry the prefix. A parameter
// without a gradient counts as zero.
void compareGradients(torch::nn::Module &module, const ReferenceCase &reference,
                      const std::string &prefix)
{
    for (const auto &parameter : module.named_parameters()) {
        const auto expected = reference.gradients.find(prefix + parameter.key());
        const torch::Tensor found = parameter.value().grad().defined()
                                        ? parameter.value().grad()
                                        : torch::zeros_like(parameter.value());
        if (expected != reference.gradients.end())
            COMPARE_TENSORS(found, expected->second, reference.tolerance, prefix + parameter.key());
        else
            QVERIFY2(found.eq(0).all().item<bool>(), parameter.key().c_str());
    }
}

} // namespace

class HeadsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void maskedLanguageModel_data();
    void maskedLanguageModel();
    void maskedLanguageLossWithoutLabels();
    void sequenceClassification_data();
    void sequenceClassification();
    void severalLabelsAtOnce();
    void contrastiveModel();
    void contrastiveRowsHaveLengthOne();
};

void HeadsTest::maskedLanguageModel_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("12 heads") << "mlm_h36_12heads";
    QTest::newRow("tied matrix stored twice") << "mlm_h40_8heads_tied_twice";
}

void HeadsTest::maskedLanguageModel()
{
    HELICASE_NEEDS_DATA();
    QFETCH(QString, name);
    const ReferenceCase reference(name.toStdString());
    const ModelFolder folder(reference.folder);
    Encoder encoder = folder.loadEncoder();
    RandomStream random(1, "head");
    MaskedLanguageHead head(encoder->config(), random);
    folder.loadPart(*head, "cls.");
    const PackedBatch batch = reference.batch();
    const torch::Tensor &mask = reference.inputs.at("attention_mask");
    const torch::Tensor hidden = encoder->forward(batch).last;
    const torch::Tensor logits = head(hidden, encoder->wordEmbeddings());
    COMPARE_TENSORS(logits, gather(reference.outputs.at("logits_no_labels"), mask),
                    reference.tolerance, "logits");
    const torch::Tensor labels = gather(reference.inputs.at("labels"), mask);
    const torch::Tensor loss = maskedLanguageLoss(head, encoder->wordEmbeddings(), hidden, labels);
    COMPARE_TENSORS(loss, reference.outputs.at("loss"), reference.tolerance, "loss");
    loss.backward();
    compareGradients(*encoder, reference, "bert.");
    compareGradients(*head, reference, "cls.");
}

void HeadsTest::maskedLanguageLossWithoutLabels()
{
    RandomStream random(1, "head");
    const EncoderConfig config{.vocabularySize = 10, .width = 8, .heads = 2};
    MaskedLanguageHead head(config, random);
    const torch::Tensor hidden = torch::randn({3, 8}).requires_grad_();
    const torch::Tensor labels = torch::tensor({-100, 0, -100}, torch::kInt64);
    const torch::Tensor loss = maskedLanguageLoss(head, torch::randn({10, 8}), hidden, labels);
    QCOMPARE(loss.item<float>(), 0.0f);
    loss.backward();
    QVERIFY(hidden.grad().eq(0).all().item<bool>());
}

void HeadsTest::sequenceClassification_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("two labels") << "seqcls_2labels";
    QTest::newRow("three labels") << "seqcls_3labels";
    QTest::newRow("regression") << "seqcls_regression";
}

void HeadsTest::sequenceClassification()
{
    HELICASE_NEEDS_DATA();
    QFETCH(QString, name);
    const ReferenceCase reference(name.toStdString());
    const ModelFolder folder(reference.folder);
    Encoder encoder = folder.loadEncoder();
    RandomStream random(1, "head");
    const torch::Tensor &expected = reference.outputs.at("logits");
    ClassificationHead head(encoder->config(), expected.size(1), 0.1, random);
    head->eval();
    folder.loadPart(*head, "classifier.");
    const PackedBatch batch = reference.batch();
    const torch::Tensor logits = head(encoder->pool(encoder->forward(batch).last, batch));
    COMPARE_TENSORS(logits, expected, reference.tolerance, "logits");
    const torch::Tensor loss = classificationLoss(logits, reference.inputs.at("labels"));
    COMPARE_TENSORS(loss, reference.outputs.at("loss"), reference.tolerance, "loss");
    loss.backward();
    compareGradients(*encoder, reference, "bert.");
    compareGradients(*head, reference, "classifier.");
}

void HeadsTest::severalLabelsAtOnce()
{
    HELICASE_NEEDS_DATA();
    const ReferenceCase reference("seqcls_3labels");
    const torch::Tensor loss =
        classificationLoss(reference.outputs.at("logits"), reference.inputs.at("labels_multi"));
    COMPARE_TENSORS(loss, reference.outputs.at("loss_multi_label_bce"), reference.tolerance,
                    "loss");
}

void HeadsTest::contrastiveModel()
{
    HELICASE_NEEDS_DATA();
    const ReferenceCase reference("dnaberts_model");
    Encoder encoder = ModelFolder(reference.folder).loadEncoder();
    RandomStream random(1, "head");
    ContrastiveHead head(36, 16, random);
    const std::filesystem::path headFile = reference.folder / "con_weights.safetensors";
    loadState(*head, readTensors(headFile), "", headFile);
    std::vector<torch::Tensor> features;
    for (int64_t view = 0; view < 2; ++view) {
        const std::string number = std::to_string(view + 1);
        const PackedBatch batch = packPadded(reference.inputs.at("input_ids").select(1, view),
                                             reference.inputs.at("attention_mask").select(1, view));
        const torch::Tensor mean = meanPool(encoder->forward(batch).last, batch);
        COMPARE_TENSORS(mean, reference.outputs.at("mean_" + number), reference.tolerance,
                        "mean_" + number);
        features.push_back(head(mean));
        COMPARE_TENSORS(features.back(), reference.outputs.at("features_" + number),
                        reference.tolerance, "features_" + number);
    }
    const torch::Tensor loss = weightedContrastiveLoss(features[0], features[1], 0.05);
    COMPARE_TENSORS(loss, reference.outputs.at("hard_loss"), reference.tolerance, "loss");
    loss.backward();
    compareGradients(*encoder, reference, "dnabert2.");
    compareGradients(*head, reference, "contrast_head.");
}

void HeadsTest::contrastiveRowsHaveLengthOne()
{
    RandomStream random(1, "head");
    ContrastiveHead head(12, 5, random);
    const torch::Tensor rows = head(torch::randn({7, 12}));
    QCOMPARE(rows.size(1), 5);
    QVERIFY(torch::allclose(rows.norm(2, 1), torch::ones({7})));
    // All hidden units off: a zero row stays zero instead of becoming NaN.
    QVERIFY(head(torch::zeros({1, 12})).eq(0).all().item<bool>());
}

QTEST_GUILESS_MAIN(HeadsTest)
#include "tst_heads.moc"
