#include "core/base/error.h"
#include "core/neural/model/forward_pass.h"
#include "core/neural/model/fresh_model.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

Q_DECLARE_METATYPE(helicase::FreshModel::Kind)

namespace {

FreshModel smallModel(FreshModel::Kind kind)
{
    FreshModel model;
    model.kind = kind;
    model.encoder = {
        .vocabularySize = 300, .width = 24, .layers = 2, .heads = 3, .feedForwardWidth = 40};
    model.labels = LabelSet::numbered(3);
    return model;
}

} // namespace

class FreshModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void savedModelsLoad_data();
    void savedModelsLoad();
    void publishedSizes();
    void weightsAreDrawnAsPublished_data();
    void weightsAreDrawnAsPublished();
    void seedDecides();
    void impossibleSizesAreRefused();

private:
    std::filesystem::path folder(const char *name) const
    {
        return temporary_.filePath(name).toStdString();
    }
    NamedTensors tensorsOfSaved(const FreshModel &model, uint64_t seed) const
    {
        RandomStream random(seed, "fresh");
        model.save(folder("model"), random);
        return readTensors(folder("model") / "model.safetensors");
    }

    QTemporaryDir temporary_;
};

void FreshModelTest::savedModelsLoad_data()
{
    QTest::addColumn<FreshModel::Kind>("kind");
    QTest::addColumn<QString>("task");
    QTest::addColumn<QString>("output");
    QTest::addColumn<QString>("architecture");
    QTest::newRow("encoder") << FreshModel::Kind::Encoder << "encoder"
                             << "pooled_output"
                             << "BertModel";
    QTest::newRow("mlm") << FreshModel::Kind::MaskedLanguage << "mlm"
                         << "logits_no_labels"
                         << "BertForMaskedLM";
    QTest::newRow("classifier") << FreshModel::Kind::Classifier << "classify"
                                << "logits"
                                << "BertForSequenceClassification";
}

void FreshModelTest::savedModelsLoad()
{
    QFETCH(FreshModel::Kind, kind);
    QFETCH(QString, task);
    QFETCH(QString, output);
    QFETCH(QString, architecture);
    const FreshModel model = smallModel(kind);
    const NamedTensors inputs{
        {"input_ids", torch::tensor({1, 250, 7, 2}, torch::kInt64).view({1, 4})}};
    NamedTensors results[2];
    for (const WeightsFormat format : {WeightsFormat::Safetensors, WeightsFormat::Pytorch}) {
        RandomStream random(1, "fresh");
        model.save(folder("formats"), random, format);
        const ModelFolder saved(folder("formats"));
        QCOMPARE(saved.config().at("architectures").at(0).get<std::string>(),
                 architecture.toStdString());
        results[format == WeightsFormat::Pytorch] =
            forwardPass(saved, forwardTaskFrom(task.toStdString()), inputs, "in").outputs;
    }
    const std::string name = output.toStdString();
    QVERIFY(results[0].at(name).isfinite().all().item<bool>());
    QVERIFY(torch::equal(results[0].at(name), results[1].at(name)));
    int64_t count = 0;
    for (const auto &[key, tensor] : tensorsOfSaved(model, 1))
        count += tensor.numel();
    QCOMPARE(model.parameters(), count);
}

void FreshModelTest::publishedSizes()
{
    FreshModel model; // the defaults are DNABERT-2's
    QCOMPARE(model.parameters(), int64_t{117'068'544});
    model.kind = FreshModel::Kind::MaskedLanguage;
    QCOMPARE(model.parameters(), int64_t{117'074'176});
}

void FreshModelTest::weightsAreDrawnAsPublished_data()
{
    QTest::addColumn<FreshModel::Kind>("kind");
    QTest::addColumn<QString>("prefix");
    QTest::addColumn<bool>("zeroRow");
    QTest::newRow("encoder") << FreshModel::Kind::Encoder << "" << true;
    QTest::newRow("mlm") << FreshModel::Kind::MaskedLanguage << "bert." << false;
    QTest::newRow("classifier") << FreshModel::Kind::Classifier << "bert." << true;
}

void FreshModelTest::weightsAreDrawnAsPublished()
{
    QFETCH(FreshModel::Kind, kind);
    QFETCH(QString, prefix);
    QFETCH(bool, zeroRow);
    const NamedTensors tensors = tensorsOfSaved(smallModel(kind), 4);
    const torch::Tensor words =
        tensors.at(prefix.toStdString() + "embeddings.word_embeddings.weight");
    QCOMPARE(words[0].eq(0).all().item<bool>(), zeroRow);
    QVERIFY(std::abs(words.slice(0, 1).std().item<double>() - 0.02) < 0.001);
    for (const auto &[key, tensor] : tensors) {
        const bool isNorm = key.find("orm.weight") != std::string::npos;
        if (isNorm)
            QVERIFY2(tensor.eq(1).all().item<bool>(), key.c_str());
        else if (key.ends_with(".bias"))
            QVERIFY2(tensor.eq(0).all().item<bool>(), key.c_str());
        else
            QVERIFY2(tensor.std().item<double>() > 0.01, key.c_str());
    }
    QCOMPARE(tensors.contains("bert.pooler.dense.weight"), kind == FreshModel::Kind::Classifier);
    QVERIFY(!tensors.contains("cls.predictions.decoder.weight"));
}

void FreshModelTest::seedDecides()
{
    const FreshModel model = smallModel(FreshModel::Kind::Encoder);
    const char *key = "encoder.layer.1.mlp.wo.weight";
    const torch::Tensor first = tensorsOfSaved(model, 1).at(key);
    QVERIFY(torch::equal(tensorsOfSaved(model, 1).at(key), first));
    QVERIFY(!torch::equal(tensorsOfSaved(model, 2).at(key), first));
}

void FreshModelTest::impossibleSizesAreRefused()
{
    FreshModel model = smallModel(FreshModel::Kind::Encoder);
    model.encoder.heads = 5;
    QVERIFY_THROWS_EXCEPTION(Error, model.parameters());
    model = smallModel(FreshModel::Kind::Encoder);
    model.encoder.width = 0;
    QVERIFY_THROWS_EXCEPTION(Error, model.parameters());
}

QTEST_GUILESS_MAIN(FreshModelTest)
#include "tst_fresh_model.moc"
