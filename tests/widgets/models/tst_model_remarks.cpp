// What is said of a model once it is read: missing and superfluous keys, tied tensors, labels,
// differences from the published configuration, models of a project.
#include "core/run/run_folder.h"
#include "tests/core/dataset/small_model.h"
#include "tests/support/test_data.h"
#include "widgets/models/loaded_model.h"
#include "widgets/models/model_scanner.h"
#include "widgets/models/published_config.h"

#include <QTemporaryDir>

#include <nlohmann/json.hpp>

using namespace helicase;

class TestModelRemarks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        temporary_ = std::make_unique<QTemporaryDir>();
        folder_ = temporary_->filePath("model");
    }

    void aWholeModelHasNone()
    {
        write({});
        QCOMPARE(remarks(), QStringList());
        QVERIFY(!loadModel(folder_)->isClassifier());
    }

    void keysAreNamed()
    {
        write({.hasPooler = false, .more = {{"strange.weight", {2}}}});
        QCOMPARE(remarks(),
                 (QStringList{"2 keys are missing: pooler.dense.weight, pooler.dense.bias. They "
                              "get random values. Mean "
                              "pooling does not use them.",
                              "1 key belongs to no part of the model: strange.weight."}));
        test::SmallModel larger{.layers = 3};
        nlohmann::json config = larger.config();
        config["vocab_size"] = 10;
        writeJsonFile(folder_.toStdString() + "/config.json", config);
        const ModelPointer model = loadModel(folder_);
        QVERIFY(model->remarks.front().severity == Severity::Error);
        QVERIFY2(model->remarks.front().text.startsWith(
                     "11 keys are missing: encoder.layer.2.attention.self.Wqkv.weight"),
                 qPrintable(model->remarks.front().text));
        QVERIFY(model->remarks.front().text.contains(
            "and 7 more. The model cannot be loaded without them."));
        QCOMPARE(model->remarks[1].text,
                 QString("embeddings.word_embeddings.weight is 12 × 8, config.json says 10 × 8."));
    }

    void classesHaveTheirNames()
    {
        write({.prefix = "bert.", .labels = 3});
        QCOMPARE(loadModel(folder_)->labels, (QStringList{"class 0", "class 1", "class 2"}));
        write({.prefix = "bert.", .labels = 1}); // a regression
        QVERIFY(!loadModel(folder_)->isClassifier());
    }

    void aLargerTokenizerIsRemarked()
    {
        write({});
        QFile file(folder_ + "/vocab.txt");
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[UNK]\n[CLS]\n[SEP]\n[PAD]\n[MASK]\nA\nC\nG\nT\nAA\nCC\nGG\nTT\n");
        file.close();
        const ModelPointer model = loadModel(folder_);
        QCOMPARE(model->tokens, std::optional<int64_t>(13));
        QCOMPARE(remarks(),
                 QStringList{"The tokenizer has 13 tokens, the table of the model 12 rows."});
    }

    void whatDiffersFromThePublishedConfiguration()
    {
        nlohmann::json config = {{"hidden_size", 768}, {"num_hidden_layers", 2}, {"own_key", 1}};
        const std::vector<ConfigDifference> differences = differencesFromPublished(config);
        QCOMPARE(differences.size(), size_t{1});
        QCOMPARE(differences.front().key, QString("num_hidden_layers"));
        QCOMPARE(differences.front().published, QString("12"));
        QVERIFY(missingPublishedKeys(config).contains("vocab_size"));
        QVERIFY(!missingPublishedKeys(config).contains("hidden_size"));
    }

    void tiedTensorsOfPyTorchFiles()
    {
        HELICASE_NEEDS_DATA();
        const QString reference =
            QString::fromStdString((test::dataFolder() / "reference_models").string());
        QDir().mkpath(folder_);
        for (const char *name : {"config.json", "pytorch_model.bin"})
            QVERIFY(QFile::copy(reference + "/mlm_h36_12heads/" + name, folder_ + "/" + name));
        QCOMPARE(remarks(),
                 QStringList{"cls.predictions.decoder.weight is tied to the token embedding."});
        QCOMPARE(loadModel(folder_)->format, QString("PyTorch"));
        QCOMPARE(loadModel(reference + "/mlm_h36_12heads")->format, QString("safetensors"));
    }

    void anAdapterIsNoWholeModel()
    {
        HELICASE_NEEDS_DATA();
        const QString reference = QString::fromStdString(
            (test::dataFolder() / "reference_models/lora_four_targets").string());
        const ModelPointer adapter = loadModel(reference + "/adapter");
        QVERIFY(adapter->isAdapter() && !adapter->isClassifier());
        QCOMPARE(adapter->remarks.front().text,
                 QString("The folder holds an adapter of rank 4 and no whole model."));
        QVERIFY(!adapter->description.tensors.empty());
        // As a checkpoint has it: the frame of a classifier beside the adapter.
        QDir().mkpath(folder_ + "/adapter");
        for (const char *name : {"adapter_config.json", "adapter_model.bin"})
            QVERIFY(QFile::copy(reference + "/adapter/" + name, folder_ + "/adapter/" + name));
        QVERIFY(QFile::copy(reference + "/config.json", folder_ + "/config.json"));
        const ModelPointer checkpoint = loadModel(folder_);
        QCOMPARE(checkpoint->adapterFolder, folder_ + "/adapter");
        QCOMPARE(checkpoint->labels, (QStringList{"LABEL_0", "LABEL_1"}));
    }

    void runsAndTokenizersOfAProjectAreFound()
    {
        const QString project = temporary_->filePath("project");
        const RunFolder run((project + "/runs/classify-01").toStdString());
        for (const int step : {10, 20}) {
            test::SmallModel{.labels = 2}.write(run.checkpoint(step));
            writeJsonFile(run.checkpoint(step) / "manifest.json", nlohmann::json::object());
        }
        writeJsonFile(run.description(), {{"task", "classify"}, {"started", 1}});
        QFile best(QString::fromStdString((run.checkpoints() / "best").string()));
        QVERIFY(best.open(QIODevice::WriteOnly) && best.write("step-000000010\n") > 0);
        best.close();
        QDir().mkpath(project + "/tokenizer");
        QFile vocabulary(project + "/tokenizer/vocab.txt");
        QVERIFY(vocabulary.open(QIODevice::WriteOnly) && vocabulary.write("[UNK]\nA\nC\n") > 0);
        vocabulary.close();
        write({});
        const std::vector<ModelEntry> found =
            findModels(project, {folder_, temporary_->filePath("gone")});
        QStringList labels;
        for (const ModelEntry &entry : found)
            labels += entry.label + (entry.isMissing ? " (missing)" : "");
        QCOMPARE(labels, (QStringList{"model", "gone (missing)", "classify-01, best (10)",
                                      "classify-01, step 20", "tokenizer"}));
        QCOMPARE(found.back().kind, ModelEntryKind::Tokenizer);
        QCOMPARE(found.back().note, QString("3"));
        QCOMPARE(found[0].note, QString("1,624")); // parameters
        QCOMPARE(checkpointOfRun(project + "/runs/classify-01"),
                 QString::fromStdString(run.checkpoint(10).string()));
        QCOMPARE(modelName(found[3].folder), QString("classify-01, step 20"));
    }

private:
    void write(const test::SmallModel &model) const { model.write(folder_.toStdString()); }
    QStringList remarks() const
    {
        QStringList texts;
        const ModelPointer model = loadModel(folder_);
        for (const ModelRemark &remark : model->remarks)
            texts += remark.text;
        return texts;
    }

    std::unique_ptr<QTemporaryDir> temporary_;
    QString folder_;
};

QTEST_MAIN(TestModelRemarks)
#include "tst_model_remarks.moc"
