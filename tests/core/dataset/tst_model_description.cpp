#include "core/dataset/model_keys.h"

#include "core/base/error.h"
#include "tests/core/dataset/small_model.h"
#include "tests/support/test_data.h"

#include <QTemporaryDir>

using namespace helicase;

namespace {

ModelDescription described(const std::filesystem::path &folder)
{
    requireModelFolder(folder);
    const std::filesystem::path file = findWeights(folder);
    return describeModel(folder / "config.json", file, WeightsFile(file));
}

using Names = std::vector<std::string>;

} // namespace

class TestModelDescription : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        temporary_ = std::make_unique<QTemporaryDir>();
        folder_ = temporary_->filePath("model").toStdString();
    }

    void tensorsStandInTheOrderOfTheData()
    {
        test::SmallModel{.layers = 11}.write(folder_);
        const ModelDescription model = described(folder_);
        const auto place = [&](const char *name) {
            return std::ranges::find(model.tensors, name, &TensorDescription::name) -
                   model.tensors.begin();
        };
        QCOMPARE(place("embeddings.word_embeddings.weight"), 0);
        QVERIFY(place("embeddings.LayerNorm.bias") <
                place("encoder.layer.0.attention.self.Wqkv.weight"));
        QVERIFY(place("encoder.layer.2.mlp.wo.bias") <
                place("encoder.layer.10.attention.self.Wqkv.weight"));
        QVERIFY(place("encoder.layer.0.mlp.wo.weight") < place("encoder.layer.0.mlp.wo.bias"));
        QCOMPARE(place("pooler.dense.bias"), static_cast<long>(model.tensors.size()) - 1);
        QCOMPARE(model.tensors[0].shape, (std::vector<int64_t>{12, 8}));
        QCOMPARE(model.tensors[0].bytes, 12 * 8 * 4);
        QCOMPARE(model.precision(), std::string("F32"));
        QCOMPARE(model.size("num_hidden_layers"), std::optional<int64_t>(11));
        QVERIFY(!model.size("architectures"));
    }

    void partsAddUp()
    {
        test::SmallModel{.prefix = "bert.", .labels = 3}.write(folder_);
        const ModelDescription model = described(folder_);
        QCOMPARE(model.parameters(TensorPart::Embeddings), 14 * 8);
        QCOMPARE(model.parameters(TensorPart::Attention), 2 * (24 * 8 + 24 + 8 * 8 + 8));
        QCOMPARE(model.parameters(TensorPart::FeedForward), 2 * (32 * 8 + 8 * 16 + 8));
        QCOMPARE(model.parameters(TensorPart::Norms), 16 + 2 * 32);
        QCOMPARE(model.parameters(TensorPart::Pooler), 8 * 8 + 8);
        QCOMPARE(model.parameters(TensorPart::Heads), 3 * 8 + 3);
        int64_t sum = 0;
        for (const TensorDescription &tensor : model.tensors)
            sum += tensor.elements;
        QCOMPARE(model.parameters(), sum);
    }

    void aWholeModelHasNothingToRemark_data()
    {
        QTest::addColumn<QString>("prefix");
        QTest::addColumn<QString>("outer");
        QTest::addColumn<int>("labels");
        QTest::newRow("encoder") << ""
                                 << "" << 0;
        QTest::newRow("classifier") << "bert."
                                    << "" << 3;
        QTest::newRow("Composer") << "state.model.model.bert."
                                  << "state.model.model." << 0;
    }

    void aWholeModelHasNothingToRemark()
    {
        QFETCH(QString, prefix);
        QFETCH(QString, outer);
        QFETCH(int, labels);
        test::SmallModel{.prefix = prefix.toStdString(), .labels = labels}.write(folder_);
        const KeyCheck check = checkKeys(described(folder_));
        QVERIFY(check.isKnown);
        QCOMPARE(check.outerPrefix, outer.toStdString());
        QVERIFY(check.drawn.empty() && check.missing.empty() && check.unused.empty() &&
                check.shapes.empty());
    }

    void whatIsMissingOrTooMuchIsNamed()
    {
        test::SmallModel small{.hasPooler = false, .more = {{"strange.weight", {2}}}};
        small.write(folder_);
        KeyCheck check = checkKeys(described(folder_));
        QCOMPARE(check.drawn, (Names{"pooler.dense.weight", "pooler.dense.bias"}));
        QCOMPARE(check.unused, Names{"strange.weight"});
        QVERIFY(check.missing.empty());
        nlohmann::json config = small.config();
        config["num_hidden_layers"] = 3;
        config["vocab_size"] = 10;
        writeJsonFile(folder_ / "config.json", config);
        check = checkKeys(described(folder_));
        QCOMPARE(check.missing.size(), size_t{11});
        QCOMPARE(check.missing.front(), std::string("encoder.layer.2.attention.self.Wqkv.weight"));
        QCOMPARE(check.shapes.size(), size_t{1});
        QCOMPARE(check.shapes.front().name, std::string("embeddings.word_embeddings.weight"));
        QCOMPARE(check.shapes.front().expected, (std::vector<int64_t>{10, 8}));
    }

    void aConfigurationThatLiesIsNotFollowed()
    {
        test::SmallModel small;
        small.write(folder_);
        nlohmann::json config = small.config();
        config["num_hidden_layers"] = 4'000'000'000'000;
        writeJsonFile(folder_ / "config.json", config);
        QVERIFY(!checkKeys(described(folder_)).isKnown);
        writeJsonFile(folder_ / "config.json", nlohmann::json::array());
        QVERIFY_THROWS_EXCEPTION(InputError, described(folder_));
        std::filesystem::remove(folder_ / "config.json");
        QVERIFY_THROWS_EXCEPTION(InputError, described(folder_));
    }

    void publishedModels_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("drawn");
        for (const char *name :
             {"encoder_h48_12heads", "mlm_h36_12heads", "mlm_h40_8heads_tied_twice",
              "seqcls_3labels", "seqcls_regression", "dnaberts_model", "deepembed_mlm_alibi_mean"})
            QTest::newRow(name) << name << 0;
        QTest::newRow("without pooler") << "encoder_h768_bf16" << 2;
    }

    void publishedModels()
    {
        HELICASE_NEEDS_DATA();
        QFETCH(QString, name);
        QFETCH(int, drawn);
        const KeyCheck check =
            checkKeys(described(test::dataFolder() / "reference_models" / name.toStdString()));
        QVERIFY(check.isKnown);
        QCOMPARE(check.missing, Names{});
        QCOMPARE(check.unused, Names{});
        QCOMPARE(check.shapes.size(), size_t{0});
        QCOMPARE(static_cast<int>(check.drawn.size()), drawn);
    }

    void tiedTensorsAreSeen()
    {
        HELICASE_NEEDS_DATA();
        const auto reference = test::dataFolder() / "reference_models" / "mlm_h36_12heads";
        QCOMPARE(checkKeys(described(reference)).implied, Names{"cls.predictions.decoder.weight"});
        std::filesystem::create_directories(folder_);
        for (const char *name : {"config.json", "pytorch_model.bin"})
            std::filesystem::copy(reference / name, folder_ / name);
        const ModelDescription model = described(folder_);
        const auto decoder = std::ranges::find(model.tensors, "cls.predictions.decoder.weight",
                                               &TensorDescription::name);
        QCOMPARE(decoder->tiedTo, std::string("bert.embeddings.word_embeddings.weight"));
        QCOMPARE(model.parameters(), 32'212);
    }

private:
    std::unique_ptr<QTemporaryDir> temporary_;
    std::filesystem::path folder_;
};

QTEST_GUILESS_MAIN(TestModelDescription)
#include "tst_model_description.moc"
