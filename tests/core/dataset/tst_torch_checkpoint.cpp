#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/dataset/torch_checkpoint.h"
#include "core/dataset/torch_writer.h"
#include "tests/core/dataset/old_torch_file.h"
#include "tests/support/test_data.h"

#include <QTemporaryDir>

#include <cstring>

using namespace helicase;
using test::oldFile;

namespace {

std::filesystem::path reference(const char *file)
{
    return test::dataFolder() / "reference_models" / file;
}

bool isSame(const TensorView &one, const TensorView &other)
{
    return one.type == other.type && one.shape == other.shape &&
           std::ranges::equal(one.bytes, other.bytes);
}

} // namespace

class TestTorchCheckpoint : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void publishedLayoutsHoldTheSameTensors_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("expected");
        const auto add = [](const char *file, const char *expected) {
            QTest::newRow(file) << file << expected;
        };
        add("encoder_h48_12heads/pytorch_model.bin", "encoder_h48_12heads/model.safetensors");
        add("encoder_h48_12heads/pytorch_model_legacy.bin",
            "encoder_h48_12heads/model.safetensors");
        add("encoder_h40_5heads_fp16/pytorch_model.bin",
            "encoder_h40_5heads_fp16/model.safetensors");
        add("mlm_h36_12heads/pytorch_model.bin", "mlm_h36_12heads/model.safetensors");
        add("seqcls_2labels/pytorch_model.bin", "seqcls_2labels/model.safetensors");
        add("seqcls_regression/pytorch_model_legacy.bin", "seqcls_regression/model.safetensors");
        add("deepembed_mlm_alibi_mean/pytorch_model.bin",
            "deepembed_mlm_alibi_mean/model.safetensors");
        add("dnaberts_model/con_weights.ckpt", "dnaberts_model/con_weights.safetensors");
    }
    void publishedLayoutsHoldTheSameTensors()
    {
        HELICASE_NEEDS_DATA();
        QFETCH(const QString, file);
        QFETCH(const QString, expected);
        const TorchCheckpoint checkpoint(reference(qPrintable(file)));
        const SafetensorsFile safetensors(reference(qPrintable(expected)));
        QVERIFY(!safetensors.tensors().empty());
        for (const auto &[name, view] : safetensors.tensors()) {
            QVERIFY2(checkpoint.tensors().contains(name), name.c_str());
            QVERIFY2(isSame(checkpoint.tensors().at(name), view), name.c_str());
        }
    }

    void tiedTensorsShareTheirBytes()
    {
        HELICASE_NEEDS_DATA();
        const TorchCheckpoint checkpoint(reference("mlm_h36_12heads/pytorch_model.bin"));
        const auto &tensors = checkpoint.tensors();
        QCOMPARE(tensors.at("cls.predictions.decoder.weight").bytes.data(),
                 tensors.at("bert.embeddings.word_embeddings.weight").bytes.data());
    }

    void checkpointsWithMoreThanWeights_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("prefix");
        QTest::newRow("GPT") << "gpt/full_tiny/ckpt_full.pt"
                             << "model.";
        QTest::newRow("GPT with binding") << "gpt_tf/full_tiny/gpt_binding_model_full.pt"
                                          << "gpt_state.";
        QTest::newRow("CNN") << "gpt_tf/cnn_published/cnn_baseline_model.pt"
                             << "";
        QTest::newRow("encoder-decoder") << "encdec/moe_tied/pytorch_model.bin"
                                         << "encoder.";
    }
    void checkpointsWithMoreThanWeights()
    {
        HELICASE_NEEDS_DATA();
        QFETCH(const QString, file);
        QFETCH(const QString, prefix);
        const TorchCheckpoint checkpoint(reference(qPrintable(file)));
        QVERIFY(std::ranges::any_of(checkpoint.tensors(), [&](const auto &entry) {
            return entry.first.starts_with(prefix.toStdString());
        }));
    }

    void whatWeWriteReadsBack()
    {
        const std::vector<int64_t> values{1, -2, 3, 4, 5, 6};
        writeTorchTensor(path("ids.pt"), {"", "I64", {2, 3}, std::as_bytes(std::span(values))});
        QVERIFY(looksLikeTorchCheckpoint(path("ids.pt")));
        const TorchCheckpoint checkpoint(path("ids.pt"));
        const TensorView &view = checkpoint.tensors().at("");
        QCOMPARE(view.shape, (std::vector<int64_t>{2, 3}));
        QVERIFY(std::memcmp(view.bytes.data(), values.data(), 48) == 0);
    }

    void dictionariesReadBackWithSharedStorages()
    {
        const std::vector<float> floats{1.5f, -2.0f, 3.25f, 4.0f};
        const std::vector<uint8_t> flags{1, 0};
        const auto bytes = std::as_bytes(std::span(floats));
        const std::vector<TensorToWrite> tensors{
            {"a.weight", "F32", {2, 2}, bytes},
            {"b.tied", "F32", {4}, bytes},
            {"c.mask", "BOOL", {2}, std::as_bytes(std::span(flags))},
            {"d.empty", "F16", {0, 3}, {}}};
        writeTorchTensors(path("model.bin"), tensors);
        const TorchCheckpoint checkpoint(path("model.bin"));
        QCOMPARE(checkpoint.tensors().size(), tensors.size());
        for (const TensorToWrite &tensor : tensors)
            QVERIFY2(isSame(checkpoint.tensors().at(tensor.name),
                            {tensor.type, tensor.shape, tensor.bytes}),
                     tensor.name.c_str());
        QCOMPARE(checkpoint.tensors().at("a.weight").bytes.data(),
                 checkpoint.tensors().at("b.tied").bytes.data());
        QVERIFY_EXCEPTION_THROWN(
            writeTorchTensor(path("x"), {"x", "F8_E5M2", {2}, std::as_bytes(std::span(flags))}),
            Error);
    }

    void plainValuesStandBesideTheTensors()
    {
        const std::vector<float> floats{1, 2};
        const TensorToWrite tensor{"", "F32", {2}, std::as_bytes(std::span(floats))};
        writeTorchDictionary(
            path("values.pt"),
            {{"model_args", {TorchDictionary{{"n_layer", {int64_t{4}}}, {"bias", {false}}}}},
             {"model", {TorchDictionary{{"wte.weight", {tensor}}}}},
             {"best_val_loss", {1.25}},
             {"curve", {std::vector<double>{0.5, -2}}},
             {"name", {std::string("full")}}});
        const TorchCheckpoint checkpoint(path("values.pt"));
        QVERIFY(isSame(checkpoint.tensors().at("model.wte.weight"),
                       {tensor.type, tensor.shape, tensor.bytes}));
        const std::map<std::string, TorchValue> expected{{"model_args.n_layer", int64_t{4}},
                                                         {"model_args.bias", false},
                                                         {"best_val_loss", 1.25},
                                                         {"curve.0", 0.5},
                                                         {"curve.1", -2.0},
                                                         {"name", std::string("full")}};
        QVERIFY(checkpoint.values() == expected);
    }

    void publishedCheckpointsHoldTheirSettings()
    {
        HELICASE_NEEDS_DATA();
        const TorchCheckpoint gpt(reference("gpt/full_tiny/ckpt_full.pt"));
        QCOMPARE(std::get<int64_t>(gpt.values().at("model_args.block_size")), 48);
        QCOMPARE(std::get<bool>(gpt.values().at("model_args.bias")), false);
        QCOMPARE(std::get<double>(gpt.values().at("best_val_loss")), 6.4233598709106445);
        QCOMPARE(std::get<int64_t>(gpt.values().at("iter")), 1000);
        // NumPy numbers are numbers.
        const TorchCheckpoint cnn(reference("gpt_tf/cnn_published/cnn_baseline_model.pt"));
        const auto r = std::get<double>(cnn.values().at("pearson_r"));
        QVERIFY2(std::abs(r - 0.9813) < 5e-4, qPrintable(QString::number(r)));
    }

    void transposedTensorsAreLaidOutAnew()
    {
        const std::vector<float> rows = floatsOf(
            "}" + test::pickledText("a") + test::pickledTensor(6, 0, "I3\nI2\n", "I1\nI3\n") + "s.",
            6);
        QCOMPARE(rows, (std::vector<float>{1, 4, 2, 5, 3, 6}));
        const std::vector<float> part = floatsOf(
            "}" + test::pickledText("a") + test::pickledTensor(6, 1, "I2\nI2\n", "I3\nI1\n") + "s.",
            6);
        QCOMPARE(part, (std::vector<float>{2, 3, 5, 6}));
    }

    void nestedNamesAreDotted()
    {
        writeFileAtomically(path("nested.pt"),
                            oldFile("}" + test::pickledText("state") + "}" +
                                        test::pickledText("model") + "}" + test::pickledText("a") +
                                        test::pickledTensor(2, 0, "I2\n", "I1\n") +
                                        "ssI7\nI8\ns"
                                        "s.",
                                    2));
        // {"state": {"model": {"a": tensor}, 7: 8}} has one tensor
        QVERIFY(TorchCheckpoint(path("nested.pt")).tensors().contains("state.model.a"));
    }

    void malformed_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("reason");
        const auto add = [](const char *name, const std::string &bytes, const char *reason) {
            QTest::newRow(name) << QByteArray(bytes.data(), qsizetype(bytes.size())) << reason;
        };
        const auto one = [](const std::string &description) {
            return "}" + test::pickledText("a") + description + "s.";
        };
        add("empty", "", "neither");
        add("text", "hello", "neither");
        add("no tensors", oldFile("}.", 1), "belongs to no tensor");
        add("calls the system", oldFile("cposix\nsystem\n(Vtouch x\ntR.", 1), "posix.system");
        add("beyond the storage", oldFile(one(test::pickledTensor(4, 1, "I4\n", "I1\n")), 4),
            "beyond its storage");
        add("offset overflows",
            oldFile(one(test::pickledTensor(4, 9223372036854775807, "I2\n", "I1\n")), 4), "beyond");
        add("stride overflows",
            oldFile(one(test::pickledTensor(4, 0, "I3\n", "I9223372036854775807\n")), 4), "beyond");
        add("shape overflows",
            oldFile(one(test::pickledTensor(4, 0, "I4294967296\nI4294967296\n", "I0\nI0\n")), 4),
            "impossible shape");
        add("one element claims a terabyte",
            oldFile(one(test::pickledTensor(4, 0, "I1000000000000\n", "I0\n")), 4), "claims");
        add("negative size", oldFile(one(test::pickledTensor(4, 0, "I-4\n", "I1\n")), 4),
            "no usual shape");
        add("strides do not fit", oldFile(one(test::pickledTensor(4, 0, "I4\n", "I1\nI1\n")), 4),
            "do not fit");
        const std::string whole = oldFile(one(test::pickledTensor(4, 0, "I4\n", "I1\n")), 4);
        add("storage is cut off", whole.substr(0, whole.size() - 3), "ends within storage");
        add("storages are cut off", whole.substr(0, whole.size() - 20), "ends before storage");
        add("storage of another size", oldFile(one(test::pickledTensor(5, 0, "I4\n", "I1\n")), 4),
            "expected 5");
        const std::string longWord = std::string(5000, 'x');
        add("a word that many names could repeat",
            oldFile("}" + test::pickledText(longWord) + test::pickledTensor(4, 0, "I4\n", "I1\n") +
                        "s.",
                    4),
            "a name of more than 4096 bytes");
        add("contains itself",
            oldFile("}q" + std::string(1, '\0') + test::pickledText("a") + "h" +
                        std::string(1, '\0') + "s.",
                    1),
            "belongs to no tensor");
    }
    void malformed()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, reason);
        writeFileAtomically(path("bad.pt"), bytes.toStdString());
        try {
            const TorchCheckpoint checkpoint(path("bad.pt"));
            QFAIL("a malformed file was read");
        } catch (const InputError &error) {
            QVERIFY2(QString::fromStdString(error.line()).contains(reason), error.line().c_str());
        }
    }

private:
    std::vector<float> floatsOf(const std::string &pickle, int64_t count)
    {
        writeFileAtomically(path("made.pt"), oldFile(pickle, count));
        const TorchCheckpoint checkpoint(path("made.pt"));
        const TensorView &view = checkpoint.tensors().at("a");
        std::vector<float> values(view.bytes.size() / sizeof(float));
        std::memcpy(values.data(), view.bytes.data(), view.bytes.size());
        return values;
    }
    std::filesystem::path path(const char *name) const
    {
        return folder_.filePath(name).toStdString();
    }

    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(TestTorchCheckpoint)
#include "tst_torch_checkpoint.moc"
