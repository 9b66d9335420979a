// helicase model: info and convert, as a shell sees them.
#include "core/dataset/weights_file.h"
#include "tests/app/helicase/run_helicase.h"
#include "tests/core/dataset/old_torch_file.h"
#include "tests/core/dataset/sharded_weights.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

using namespace helicase;
using namespace helicase::test;

class TestModelCommand : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // A masked language model as PyTorch saved it, its tied matrix under two names.
    void init()
    {
        HELICASE_NEEDS_DATA();
        const QDir reference(QString::fromStdString(
            (test::dataFolder() / "reference_models" / "mlm_h36_12heads").string()));
        folder_ = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir(folder_->path()).mkdir("model"));
        for (const char *name : {"config.json", "pytorch_model.bin"})
            QVERIFY(QFile::copy(reference.filePath(name), path("model/") + name));
        QFile note(path("model/vocab.txt"));
        QVERIFY(note.open(QIODevice::WriteOnly) && note.write("[UNK]\n") > 0);
    }

    void infoCountsTiedTensorsOnce()
    {
        const Outcome outcome = runHelicase({"model", "info", path("model"), "--json"});
        QCOMPARE(outcome.status, 0);
        const QJsonObject model = QJsonDocument::fromJson(outcome.output).object();
        QCOMPARE(model["parameters"]["total"].toInt(), 32'212);
        QCOMPARE(model["architecture"].toString(), QString("BertForMaskedLM"));
    }

    void thereAndBackIsTheSame()
    {
        QCOMPARE(runHelicase({"model", "convert", path("model"), "-o", path("st")}).status, 0);
        QCOMPARE(
            runHelicase({"model", "convert", path("st"), "-o", path("pt"), "--format", "pytorch"})
                .status,
            0);
        QCOMPARE(runHelicase({"model", "convert", path("pt"), "-o", path("again")}).status, 0);
        QVERIFY(!contentOf(path("st/model.safetensors")).isEmpty());
        QCOMPARE(contentOf(path("again/model.safetensors")),
                 contentOf(path("st/model.safetensors")));
        QCOMPARE(contentOf(path("again/vocab.txt")), QByteArray("[UNK]\n"));
        const WeightsFile original(path("model/pytorch_model.bin").toStdString());
        const WeightsFile converted(path("st/model.safetensors").toStdString());
        QCOMPARE(converted.tensors().size(), original.tensors().size() - 1); // the repeated matrix
        for (const auto &[name, view] : converted.tensors())
            QVERIFY2(std::ranges::equal(view.bytes, original.tensors().at(name).bytes),
                     name.c_str());
    }

    void precisionChangesWeightsAndConfiguration()
    {
        QCOMPARE(runHelicase({"model", "convert", path("model"), "-o", path("half"), "--dtype",
                              "bf16", "--format", "pytorch"})
                     .status,
                 0);
        const WeightsFile half(path("half/pytorch_model.bin").toStdString());
        for (const auto &[name, view] : half.tensors())
            QCOMPARE(view.type, std::string("BF16"));
        QCOMPARE(half.tensors().at("cls.predictions.decoder.weight").bytes.data(),
                 half.tensors().at("bert.embeddings.word_embeddings.weight").bytes.data());
        const QJsonObject config =
            QJsonDocument::fromJson(contentOf(path("half/config.json"))).object();
        QCOMPARE(config["torch_dtype"].toString(), QString("bfloat16"));
        QCOMPARE(config["hidden_size"].toInt(), 36);
    }

    // A storage of which one tensor takes all and another the beginning: they are not the same.
    void partsOfAStorageAreTensorsOfTheirOwn()
    {
        const auto entry = [](const char *name, const char *size) {
            return test::pickledText(name) + test::pickledTensor(6, 0, size, "I1\n") + "s";
        };
        QFile weights(path("model/pytorch_model.bin"));
        QVERIFY(weights.open(QIODevice::WriteOnly | QIODevice::Truncate));
        const std::string bytes =
            test::oldFile("}" + entry("all", "I6\n") + entry("part", "I2\n") + ".", 6);
        QCOMPARE(weights.write(bytes.data(), qint64(bytes.size())), qint64(bytes.size()));
        weights.close();
        const Outcome info = runHelicase({"model", "info", path("model"), "--json"});
        const QJsonObject model = QJsonDocument::fromJson(info.output).object();
        QCOMPARE(model["parameters"]["total"].toInt(), 8);
        QCOMPARE(
            runHelicase({"model", "convert", path("model"), "-o", path("half"), "--dtype", "fp16"})
                .status,
            0);
        const WeightsFile half(path("half/model.safetensors").toStdString());
        QCOMPARE(half.tensors().at("all").bytes.size(), size_t{12});
        QCOMPARE(half.tensors().at("part").bytes.size(), size_t{4});
    }

    // Info tells of shards what it tells of one file; convert makes one file of them.
    void weightsMayLieInSeveralFiles()
    {
        const auto infoOf = [&](const char *model) {
            const Outcome outcome = runHelicase({"model", "info", path(model), "--json"});
            return QJsonDocument::fromJson(outcome.output).object();
        };
        QCOMPARE(runHelicase({"model", "convert", path("model"), "-o", path("one")}).status, 0);
        const QByteArray whole = contentOf(path("one/model.safetensors"));
        const QJsonObject before = infoOf("one");
        const auto index = test::splitIntoShards(path("one").toStdString(), 3);
        const QJsonObject after = infoOf("one");
        for (const char *key : {"architecture", "config", "parameters", "tensors"})
            QVERIFY2(before[key] == after[key], key);
        QCOMPARE(before["files"].toArray().size(), 1);
        QCOMPARE(after["files"].toArray().at(2).toString(),
                 QString("model-00003-of-00003.safetensors"));
        QVERIFY(before["digest"] != after["digest"]);
        QCOMPARE(runHelicase({"model", "convert", path("one"), "-o", path("joined")}).status, 0);
        QCOMPARE(contentOf(path("joined/model.safetensors")), whole);
        QVERIFY(!QFile::exists(path("joined/model.safetensors.index.json")));

        std::filesystem::remove(filesOfWeights(index).front());
        const Outcome missing = runHelicase({"model", "info", path("one")});
        QCOMPARE(missing.status, 3);
        QVERIFY2(missing.errors.contains("model-00001-of-00003.safetensors: is missing") &&
                     missing.errors.count('\n') == 1,
                 qPrintable(missing.errors));
    }

    // What is found first in the output folder is what was written last.
    void convertedWeightsAreTheOnesThatAreFound()
    {
        QCOMPARE(runHelicase({"model", "convert", path("model"), "-o", path("out")}).status, 0);
        QCOMPARE(runHelicase(
                     {"model", "convert", path("model"), "-o", path("out"), "--format", "pytorch"})
                     .status,
                 0);
        QCOMPARE(findWeights(path("out").toStdString()).filename().string(),
                 std::string("pytorch_model.bin"));
    }

    void mistakesAreOneLine()
    {
        const Outcome own = runHelicase({"model", "convert", path("model"), "-o", path("model")});
        QCOMPARE(own.status, 2);
        QVERIFY2(own.errors.contains("own folder") && own.errors.count('\n') == 1,
                 qPrintable(own.errors));
        QFile weights(path("model/pytorch_model.bin"));
        QVERIFY(weights.resize(weights.size() / 2));
        const Outcome cut = runHelicase({"model", "convert", path("model"), "-o", path("cut")});
        QCOMPARE(cut.status, 3);
        QVERIFY2(cut.errors.contains("pytorch_model.bin") && cut.errors.count('\n') == 1,
                 qPrintable(cut.errors));
        QVERIFY(!QFile::exists(path("cut/model.safetensors")));
    }

private:
    QString path(const char *name) const { return folder_->filePath(name); }

    std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_GUILESS_MAIN(TestModelCommand)
#include "tst_model_command.moc"
