// Fine-tuning refuses data, options and models that do not fit, before anything is trained.
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/neural/predict/classifier_folder.h"
#include "tests/core/neural/tasks/classification_runs.h"

using namespace helicase;

class TestClassificationRefusals final : public test::ClassificationRuns {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { writeData(); }

    void badInputIsRefused_data()
    {
        QTest::addColumn<QString>("train");
        QTest::addColumn<QString>("dev");
        QTest::addColumn<QString>("message");
        QTest::newRow("label missing in train") << "s,l\nACGTA,a\nACGTC,b\n"
                                                << "s,l\nACGTA,a\nACGTC,c\n"
                                                << "dev.csv:3";
        QTest::newRow("one class") << "s,l\nACGTA,a\nACGTC,a\n"
                                   << "s,l\nACGTA,a\n"
                                   << "one class";
        QTest::newRow("empty split") << "s,l\nACGTA,a\nACGTC,b\n"
                                     << "s,l\n"
                                     << "dev.csv";
        QTest::newRow("wrong columns") << "s,l\nACGTA,a\nACGTC\n"
                                       << "s,l\nACGTA,a\n"
                                       << "train.csv:3";
        QTest::newRow("pairs and singles") << "s,l\nACGTA,a\nACGTC,b\n"
                                           << "s,t,l\nACGTA,ACGT,a\n"
                                           << "pairs";
        QTest::newRow("no token") << "s,l\nACGTA,a\n ,b\n"
                                  << "s,l\nACGTA,a\n"
                                  << "train.csv:3";
    }

    void badInputIsRefused()
    {
        QFETCH(QString, train);
        QFETCH(QString, dev);
        QFETCH(QString, message);
        const auto folder = root_ / "bad";
        writeFileAtomically(folder / "train.csv", train.toStdString());
        writeFileAtomically(folder / "dev.csv", dev.toStdString());
        refuses({{"data.folder", folder.string()}}, message);
    }

    void badOptionsAreRefused_data()
    {
        QTest::addColumn<QString>("option");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("message");
        QTest::newRow("weights") << "objective.class_weights"
                                 << "1,2,3"
                                 << "3 weights for 2 classes";
        QTest::newRow("no weight") << "objective.class_weights"
                                   << "1,-2"
                                   << "-2";
        QTest::newRow("metric") << "evaluation.select"
                                << "pearson"
                                << "pearson";
        QTest::newRow("target") << "lora.targets"
                                << "query,value"
                                << "query";
        QTest::newRow("folder") << "data.folder"
                                << "/nowhere"
                                << "does not exist";
        QTest::newRow("model without weights") << "model.path"
                                               << "configs"
                                               << "config.json";
        QTest::newRow("k-mers too long") << "data.kmer"
                                         << "12"
                                         << "train.csv";
    }

    void badOptionsAreRefused()
    {
        QFETCH(QString, option);
        QFETCH(QString, value);
        QFETCH(QString, message);
        Changes changes{{option.toStdString(), value.toStdString()}};
        if (option == "lora.targets")
            changes["lora.enabled"] = "true";
        if (option == "model.path")
            changes["model.path"] = (test::sourceFolder() / value.toStdString()).string();
        if (option == "data.kmer") {
            writeFileAtomically(root_ / "short/train.csv", "s,l\nACGTACG,a\nACGTACC,b\n");
            writeFileAtomically(root_ / "short/dev.csv", "s,l\nACGTACG,a\n");
            changes["data.folder"] = (root_ / "short").string();
        }
        refuses(changes, message);
    }

    void modelsThatDoNotFitAreRefused()
    {
        const std::filesystem::path model = locateModelOf(startingModel());
        // Another number of classes.
        writeFileAtomically(root_ / "three/train.csv", "s,l\nACGTA,a\nACGTC,b\nACGTG,c\n");
        writeFileAtomically(root_ / "three/dev.csv", "s,l\nACGTA,a\n");
        refuses({{"data.folder", (root_ / "three").string()}, {"model.path", model.string()}},
                "2 outputs");
        // More tokens than the table has.
        const auto small = root_ / "small table";
        std::filesystem::copy(model, small, std::filesystem::copy_options::recursive);
        nlohmann::json config = readJsonFile(small / "config.json");
        NamedTensors tensors = readTensors(small / "model.safetensors");
        const std::string table = "bert.embeddings.word_embeddings.weight";
        tensors[table] = tensors[table].slice(0, 0, 100).clone();
        config["vocab_size"] = 100;
        writeTensors(small / "model.safetensors", tensors);
        writeJsonFile(small / "config.json", config);
        refuses({{"model.path", small.string()}}, "fewer than the tokenizer");
        // An adapter of another model.
        QCOMPARE(train("narrow", {{"lora.enabled", "true"},
                                  {"lora.merge", "false"},
                                  {"model.path", model.string()},
                                  {"length.steps", "1"}}),
                 ExitStatus::Done);
        const auto adapter =
            newestIntactCheckpoint(RunFolder(root_ / "narrow"))->folder / "adapter";
        QCOMPARE(train("wide", {{"model.width", "48"}, {"length.steps", "1"}}), ExitStatus::Done);
        nlohmann::json names = readJsonFile(adapter / "adapter_config.json");
        names["base_model_name_or_path"] = (root_ / "wide").string();
        writeJsonFile(adapter / "adapter_config.json", names);
        QVERIFY_THROWS_EXCEPTION(InputError, loadClassifier(adapter));
        names["base_model_name_or_path"] = "nowhere";
        writeJsonFile(adapter / "adapter_config.json", names);
        QVERIFY_THROWS_EXCEPTION(InputError, loadClassifier(adapter));
    }

private:
    void refuses(const Changes &changes, const QString &message)
    {
        std::filesystem::remove_all(root_ / "refused");
        try {
            train("refused", changes);
            QFAIL("bad input was accepted");
        } catch (const Error &error) {
            QVERIFY2(error.line().find(message.toStdString()) != std::string::npos,
                     error.line().c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestClassificationRefusals)
#include "tst_classification_refusals.moc"
