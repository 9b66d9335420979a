// The weights of a folder: which file counts, and several files with an index.
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/sha256.h"
#include "tests/core/dataset/sharded_weights.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <array>
#include <functional>

using namespace helicase;

namespace {

constexpr std::array numbers{1.5F, 2.5F, 3.5F, 4.5F};

std::vector<TensorToWrite> someTensors()
{
    std::vector<TensorToWrite> tensors;
    for (const char *name : {"a", "b", "c", "d"})
        tensors.push_back({name, "F32", {1}, {}});
    for (size_t i = 0; i < tensors.size(); ++i)
        tensors[i].bytes = std::as_bytes(std::span(numbers).subspan(i, 1));
    return tensors;
}

using Damage = std::function<void(nlohmann::json &map, const std::filesystem::path &folder)>;

} // namespace

Q_DECLARE_METATYPE(Damage)

class TestWeightsFile : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void shardsHoldWhatTheFileHeld_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("safetensors") << "model.safetensors";
        QTest::newRow("PyTorch") << "pytorch_model.bin";
    }

    void shardsHoldWhatTheFileHeld()
    {
        QFETCH(QString, file);
        write(file.toStdString());
        const auto index = test::splitIntoShards(root(), 3);
        QCOMPARE(findWeights(root()), index);
        QVERIFY(hasWeights(root()));
        const WeightsFile weights(index);
        QCOMPARE(weights.files().size(), size_t{3});
        QCOMPARE(weights.tensors().size(), size_t{4});
        for (const TensorToWrite &tensor : someTensors()) {
            const TensorView &found = weights.tensors().at(tensor.name);
            QCOMPARE(found.type, tensor.type);
            QVERIFY(found.shape == tensor.shape);
            QVERIFY2(std::ranges::equal(found.bytes, tensor.bytes), tensor.name.c_str());
        }
        int64_t bytes = 0;
        std::string digests;
        for (const auto &part : weights.files()) {
            bytes += static_cast<int64_t>(std::filesystem::file_size(part));
            digests += sha256OfFile(part);
        }
        QCOMPARE(weights.bytes(), bytes);
        QCOMPARE(digestOfWeights(index), sha256Of(digests));
    }

    void oneFileIsItsOwnDigest()
    {
        write("model.safetensors");
        const auto file = findWeights(root());
        QCOMPARE(digestOfWeights(file), sha256OfFile(file));
        QVERIFY(filesOfWeights(file) == std::vector{file});
    }

    void theFirstFormatCounts()
    {
        QVERIFY(!hasWeights(root()));
        QVERIFY_THROWS_EXCEPTION(InputError, findWeights(root()));
        for (const char *name : {"pytorch_model.bin.index.json", "pytorch_model.bin",
                                 "model.safetensors.index.json", "model.safetensors"}) {
            writeFileAtomically(root() / name, "{}");
            QCOMPARE(findWeights(root()), root() / name);
        }
        removeOtherWeights(root(), "pytorch_model.bin");
        QCOMPARE(findWeights(root()), root() / "pytorch_model.bin");
        removeOtherWeights(root(), "model.safetensors");
        QVERIFY(!hasWeights(root()));
    }

    void badShardsAreRefused_data()
    {
        QTest::addColumn<Damage>("damage");
        QTest::addColumn<QString>("message");
        const std::string first = "model-00001-of-00002.safetensors";
        const std::string second = "model-00002-of-00002.safetensors";
        const auto row = [](const char *name, const Damage &damage, const QString &message) {
            QTest::newRow(name) << damage << message;
        };
        row(
            "a shard is missing",
            [=](auto &, const auto &folder) { std::filesystem::remove(folder / second); },
            "model-00002-of-00002.safetensors: is missing");
        row(
            "a shard lacks a tensor", [=](auto &map, const auto &) { map["e"] = first; },
            "model-00001-of-00002.safetensors: lacks the tensor \"e\"");
        row(
            "a tensor lies in two shards",
            [=](auto &, const auto &folder) {
                writeSafetensors(folder / second, someTensors()); // a and b as well
            },
            "model-00002-of-00002.safetensors: holds the tensor \"a\", which "
            "model.safetensors.index.json has in \"model-00001-of-00002.safetensors\"");
        row(
            "a tensor is in another shard", [=](auto &map, const auto &) { map["a"] = second; },
            "model-00001-of-00002.safetensors: holds the tensor \"a\", which "
            "model.safetensors.index.json has in \"model-00002-of-00002.safetensors\"");
        row(
            "the index forgets a tensor", [](auto &map, const auto &) { map.erase("d"); },
            "holds the tensor \"d\", which model.safetensors.index.json does not name");
        for (const char *name : {"../model.safetensors", "/etc/passwd", "shards/a.safetensors",
                                 "..", ".", "", "a\\b.safetensors"})
            row(
                QByteArray("outside the folder: ") + name,
                [=](auto &map, const auto &) { map["a"] = name; },
                "expected the name of a file beside the index");
        row(
            "a name with a zero byte",
            [](auto &map, const auto &) { map["a"] = std::string("a\0b", 3); },
            "expected the name of a file beside the index");
        row(
            "a number for a name", [](auto &map, const auto &) { map["a"] = 1; },
            "tensor \"a\" has no name of a file");
        row(
            "no tensor", [](auto &map, const auto &) { map = nlohmann::json::object(); },
            "weight_map names no tensor");
        row(
            "a list", [](auto &map, const auto &) { map = nlohmann::json::array(); },
            "weight_map is missing");
        row(
            "a shard is cut off",
            [=](auto &, const auto &folder) { std::filesystem::resize_file(folder / second, 40); },
            "model-00002-of-00002.safetensors: no valid safetensors file");
        row(
            "a shard is the index itself",
            [](auto &map, const auto &) { map["e"] = "model.safetensors.index.json"; },
            "model.safetensors.index.json: no valid safetensors file");
    }

    void badShardsAreRefused()
    {
        QFETCH(Damage, damage);
        QFETCH(QString, message);
        write("model.safetensors");
        const auto index = test::splitIntoShards(root(), 2);
        nlohmann::json document = readJsonFile(index);
        damage(document["weight_map"], root());
        writeJsonFile(index, document);
        try {
            const WeightsFile weights(index);
            QFAIL("damaged weights were accepted");
        } catch (const InputError &error) {
            QVERIFY2(error.line().find(message.toStdString()) != std::string::npos,
                     error.line().c_str());
        }
    }

    void whatIsNoIndexIsRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char *text : {"", "[]", "{}", "7", "{\"weight_map\": {\"a\": ", "{\"a\": {}}"})
            QTest::newRow(text) << QByteArray(text);
    }

    void whatIsNoIndexIsRefused()
    {
        QFETCH(QByteArray, text);
        const auto index = root() / "model.safetensors.index.json";
        writeFileAtomically(index, text.toStdString());
        QVERIFY_THROWS_EXCEPTION(InputError, WeightsFile{index});
    }

private:
    std::filesystem::path root() const { return folder_->path().toStdString(); }

    void write(const std::string &name) const
    {
        if (name.ends_with(".bin"))
            writeTorchTensors(root() / name, someTensors());
        else
            writeSafetensors(root() / name, someTensors());
    }

    std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_GUILESS_MAIN(TestWeightsFile)
#include "tst_weights_file.moc"
