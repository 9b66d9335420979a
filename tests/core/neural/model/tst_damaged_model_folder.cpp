// Every way in which a model folder can be wrong is named in one line.
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json_file.h"
#include "tests/core/neural/model/encoder_folder.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

using namespace helicase;
using namespace helicase::test;

namespace {

using Damage = std::function<void(const std::filesystem::path &)>;

void changeConfig(const std::filesystem::path &folder, const std::string &key,
                  const nlohmann::json &value)
{
    nlohmann::json object = readJsonFile(folder / "config.json");
    object[key] = value;
    writeJsonFile(folder / "config.json", object);
}

} // namespace

class DamagedModelFolderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void malformedFoldersAreNamed_data();
    void malformedFoldersAreNamed();
};

void DamagedModelFolderTest::malformedFoldersAreNamed_data()
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

void DamagedModelFolderTest::malformedFoldersAreNamed()
{
    QFETCH(Damage, damage);
    QFETCH(QString, expected);
    const QTemporaryDir temporary;
    const std::filesystem::path folder = temporary.filePath("model").toStdString();
    saveEncoder(folder);
    damage(folder);
    const QString message = QString::fromStdString(messageOf(folder));
    QVERIFY2(message.contains(expected), qPrintable(message));
}

QTEST_GUILESS_MAIN(DamagedModelFolderTest)
#include "tst_damaged_model_folder.moc"
