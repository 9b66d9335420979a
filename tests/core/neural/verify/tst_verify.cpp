// Every reference case holds, and none does any longer once a value of it is changed.
#include "core/base/error.h"
#include "core/neural/tensor/tensor_file.h"
#include "core/neural/verify/verify.h"
#include "tests/support/test_data.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <fstream>

using namespace helicase;

namespace {

const std::vector<std::string> kinds{"encoder",
                                     "masked_lm",
                                     "sequence_classification",
                                     "lora",
                                     "optimizer",
                                     "learning_rate_curves",
                                     "training_masked_lm",
                                     "training_classification",
                                     "contrastive_losses",
                                     "contrastive_model",
                                     "training_contrastive",
                                     "kmeans",
                                     "metrics"};

VerifyResult verifyFolder(const std::filesystem::path &folder, VerifyRequest request = {})
{
    request.folders = {folder};
    SilentProgress progress;
    return verify(request, progress, {});
}

void writeText(const std::filesystem::path &file, const std::string &text)
{
    std::ofstream(file, std::ios::trunc) << text;
}

// A case of the shared data in a folder of its own, to be changed.
class CopiedCase {
public:
    explicit CopiedCase(const std::string &name)
        : folder(std::filesystem::path(root_.path().toStdString()) / name),
          original_(test::dataFolder() / "reference_models" / name)
    {
        std::filesystem::copy(original_, folder, std::filesystem::copy_options::recursive);
        for (const auto &entry : std::filesystem::recursive_directory_iterator(folder))
            std::filesystem::permissions(entry.path(), std::filesystem::perms::owner_write,
                                         std::filesystem::perm_options::add);
    }

    NamedTensors tensors(const std::string &file) const { return readTensors(folder / file); }
    void write(const std::string &file, const NamedTensors &tensors) const
    {
        writeTensors(folder / file, tensors);
    }
    void restore(const std::string &file) const
    {
        std::filesystem::copy_file(original_ / file, folder / file,
                                   std::filesystem::copy_options::overwrite_existing);
    }

    CaseResult check(VerifyRequest request = {}) const
    {
        return verifyFolder(folder, std::move(request)).cases.front();
    }

private:
    QTemporaryDir root_;

public:
    std::filesystem::path folder;

private:
    std::filesystem::path original_;
};

// The tensor with one value in its middle changed by `change`.
torch::Tensor withOneChanged(const torch::Tensor &tensor, double change)
{
    torch::Tensor changed = tensor.clone();
    torch::Tensor value = changed.view(-1)[changed.numel() / 2];
    value.add_(change);
    return changed;
}

bool anyNames(const std::vector<std::string> &problems, const std::string &name)
{
    return std::ranges::any_of(
        problems, [&](const std::string &problem) { return problem.find(name) != problem.npos; });
}

} // namespace

#define VERIFY_FAILS_NAMING(result, name)                                                          \
    do {                                                                                           \
        const CaseResult outcome = (result);                                                       \
        QVERIFY2(outcome.verdict == Verdict::Failed, (name).c_str());                              \
        QVERIFY2(anyNames(outcome.problems, (name)),                                               \
                 (outcome.problems.empty() ? (name) : outcome.problems.front()).c_str());          \
    } while (false)

class VerifyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { HELICASE_NEEDS_DATA(); }

    void allCasesHold()
    {
        const VerifyResult result =
            verifyFolder(test::dataFolder() / "reference_models", {.kinds = kinds});
        for (const CaseResult &entry : result.cases) {
            QVERIFY2(entry.verdict == Verdict::Passed, tableText(result).c_str());
            QVERIFY2(entry.compared > 0, entry.name.c_str());
            QVERIFY2(entry.difference <= entry.tolerance, entry.name.c_str());
        }
        for (const auto &[kind, cases] :
             std::map<std::string, int64_t>{{"encoder", 5},
                                            {"masked_lm", 2},
                                            {"sequence_classification", 3},
                                            {"lora", 2},
                                            {"optimizer", 4},
                                            {"learning_rate_curves", 1},
                                            {"training_masked_lm", 1},
                                            {"training_classification", 1},
                                            {"contrastive_losses", 1},
                                            {"contrastive_model", 1},
                                            {"training_contrastive", 1},
                                            {"kmeans", 1},
                                            {"metrics", 1}})
            QVERIFY2(std::ranges::count(result.cases, kind, &CaseResult::kind) == cases,
                     kind.c_str());
        QVERIFY(result.holds());
    }

    // Every tensor of a small case counts: changed by twice the tolerance at one place it fails.
    void changedReferencesFail_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("file");
        const auto add = [](const char *name, std::initializer_list<const char *> files) {
            for (const char *file : files)
                QTest::addRow("%s %s", name, file) << name << QString(file) + ".safetensors";
        };
        add("encoder_h40_8heads", {"outputs"});
        add("encoder_h42_6heads_grow", {"outputs"});
        add("mlm_h36_12heads", {"outputs", "grads"});
        add("seqcls_3labels", {"outputs", "grads"});
        add("seqcls_regression", {"outputs", "grads"});
        add("lora_four_targets", {"outputs", "grads", "merged"});
        add("lora_wqkv_only", {"outputs", "grads"});
        add("optim_adamw_cosine", {"outputs", "lr"});
        add("optim_decoupled_adamw_wd", {"outputs", "lr"});
        add("lr_curves", {"curves"});
        add("train_mlm", {"outputs", "final", "lr"});
        add("train_seqcls", {"outputs", "final", "lr"});
        add("dnaberts_losses", {"outputs", "outputs_f64"});
        add("dnaberts_model", {"outputs", "grads"});
        add("train_dnaberts", {"outputs", "final", "lr"});
    }

    void changedReferencesFail()
    {
        QFETCH(QString, name);
        QFETCH(QString, file);
        const CopiedCase copy(name.toStdString());
        const NamedTensors original = copy.tensors(file.toStdString());
        const double tolerance = copy.check().tolerance;
        for (const auto &[tensor, values] : original) {
            const double scale = std::max(1.0, values.abs().max().item<double>());
            NamedTensors changed = original;
            changed[tensor] = withOneChanged(values, 2 * tolerance * scale);
            // The middle of a Wqkv.bias is the key's part, which means nothing after training.
            if (file == "final.safetensors" && tensor.ends_with("Wqkv.bias"))
                changed[tensor] = values + 2 * tolerance * scale;
            copy.write(file.toStdString(), changed);
            VERIFY_FAILS_NAMING(copy.check(), tensor);
        }
        copy.restore(file.toStdString());
        QVERIFY(copy.check().verdict == Verdict::Passed);
    }

    void keyBiasAfterTrainingIsNoResult()
    {
        const CopiedCase copy("train_seqcls");
        NamedTensors weights = copy.tensors("final.safetensors");
        torch::Tensor &bias = weights.at("bert.encoder.layer.0.attention.self.Wqkv.bias");
        const int64_t width = bias.size(0) / 3;
        bias.slice(0, width, 2 * width).add_(0.5);
        copy.write("final.safetensors", weights);
        QVERIFY(copy.check().verdict == Verdict::Passed);
        bias[width] = NAN;
        copy.write("final.safetensors", weights);
        QVERIFY(copy.check().verdict == Verdict::Failed);
    }

    void missingAndForeignTensorsFail_data() { changedReferencesFail_data(); }

    void missingAndForeignTensorsFail()
    {
        QFETCH(QString, name);
        QFETCH(QString, file);
        const CopiedCase copy(name.toStdString());
        const NamedTensors original = copy.tensors(file.toStdString());
        for (const std::string &tensor : {original.begin()->first, original.rbegin()->first}) {
            NamedTensors changed = original;
            changed.erase(tensor);
            copy.write(file.toStdString(), changed);
            VERIFY_FAILS_NAMING(copy.check(), tensor);
            changed = original;
            changed["another"] = torch::ones({2});
            copy.write(file.toStdString(), changed);
            VERIFY_FAILS_NAMING(copy.check(), std::string("another"));
            changed = original;
            changed[tensor] = torch::zeros({1, 2, 3}, original.at(tensor).dtype());
            copy.write(file.toStdString(), changed);
            QVERIFY(copy.check().verdict == Verdict::Failed);
            changed[tensor] = torch::full_like(original.at(tensor), NAN);
            copy.write(file.toStdString(), changed);
            VERIFY_FAILS_NAMING(copy.check(), tensor);
        }
        std::filesystem::remove(copy.folder / file.toStdString());
        QVERIFY(copy.check().verdict ==
                (file == "merged.safetensors" ? Verdict::Passed : Verdict::Failed));
    }

    // What is computed here from the case's own files: other weights, inputs, settings.
    void changedInputsFail_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("tensor");
        const auto add = [](const char *name, const char *file, const char *tensor) {
            QTest::addRow("%s %s %s", name, file, tensor) << name << file << tensor;
        };
        add("encoder_h40_8heads", "model.safetensors", "encoder.layer.1.mlp.wo.bias");
        add("encoder_h48_12heads", "model.safetensors", "embeddings.LayerNorm.weight");
        add("mlm_h36_12heads", "inputs.safetensors", "labels");
        add("seqcls_2labels", "inputs.safetensors", "input_ids");
        add("lora_wqkv_only", "model.safetensors", "classifier.weight");
        add("optim_adamw_linear", "inputs.safetensors", "grad.fc1.weight");
        add("optim_adamw_linear", "inputs.safetensors", "problem.y");
        add("optim_decoupled_adamw", "inputs.safetensors", "initial.emb.weight");
        add("train_mlm", "model.safetensors", "cls.predictions.transform.dense.weight");
        add("train_seqcls", "inputs.safetensors", "labels");
    }

    void changedInputsFail()
    {
        QFETCH(QString, name);
        QFETCH(QString, file);
        QFETCH(QString, tensor);
        const CopiedCase copy(name.toStdString());
        NamedTensors changed = copy.tensors(file.toStdString());
        torch::Tensor &values = changed.at(tensor.toStdString());
        // Classes and ids change places; numbers change.
        values = values.is_floating_point() ? withOneChanged(values, 0.125) : values.flip(0);
        copy.write(file.toStdString(), changed);
        QVERIFY(copy.check().verdict == Verdict::Failed);
    }

    void weightsInTwoFormatsMustBeTheSame()
    {
        const CopiedCase copy("seqcls_regression");
        NamedTensors weights = copy.tensors("model.safetensors");
        const std::string name = "bert.pooler.dense.weight";
        // Below every tolerance, and yet not the same.
        torch::Tensor first = weights.at(name).view(-1)[0];
        first.fill_(std::nextafter(first.item<float>(), 2.0F));
        copy.write("model.safetensors", weights);
        VERIFY_FAILS_NAMING(copy.check(), "pytorch_model_legacy.bin " + name);
    }

    void settingsAreChecked_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("replacement");
        const auto add = [](const char *name, const char *file, const char *text,
                            const char *replacement) {
            QTest::addRow("%s %s", name, text)
                << name << file << QByteArray(text) << QByteArray(replacement);
        };
        add("train_mlm", "settings.json", "\"weight_decay\": 0.01", "\"weight_decay\": 9");
        add("train_mlm", "settings.json", "\"cls.predictions.decoder.bias\"", "\"nobody\"");
        add("train_seqcls", "settings.json", "\"steps\": 12", "\"steps\": 0");
        add("optim_adamw_cosine", "settings.json", "\"fc1.bias\",", "");
        add("optim_adamw_cosine", "settings.json", "cosine", "quadratic");
        add("optim_decoupled_adamw", "settings.json", "DecoupledAdamW", "Adagrad");
        add("optim_decoupled_adamw", "settings.json", "5ba", "6ba");
        add("lr_curves", "curves.json", "0.06dur", "0.07dur");
        add("lr_curves", "curves.json", "hf_linear", "hf_square");
        add("lora_wqkv_only", "trainable_parameters.json", "2526", "2415");
        add("lora_wqkv_only", "trainable_parameters.json", "lora_A.default", "lora_C.default");
        add("lora_four_targets", "adapter/adapter_config.json", "\"lora_alpha\": 16",
            "\"lora_alpha\": 8");
        add("kmeans", "config.json", "\"n_iter\": 14", "\"n_iter\": 15");
        add("kmeans", "config.json", "479.56299342773093", "479.57");
        add("metrics", "metrics.jsonl", "\"ari\": 0.5339087546239211", "\"ari\": 0.53390875");
        add("metrics", "metrics.jsonl", "\"auroc\": 0.6717171717171717", "\"auroc\": null");
        add("metrics", "metrics.jsonl", "\"mcc\": 0.0,", "\"mcc\": null,");
        add("encoder_h40_8heads", "config.json", "\"num_attention_heads\": 8",
            "\"num_attention_heads\": 4");
    }

    void settingsAreChecked()
    {
        QFETCH(QString, name);
        QFETCH(QString, file);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, replacement);
        const CopiedCase copy(name.toStdString());
        QFile settings(QString::fromStdString((copy.folder / file.toStdString()).string()));
        QVERIFY(settings.open(QIODevice::ReadOnly));
        QByteArray content = settings.readAll();
        settings.close();
        QVERIFY(content.contains(text));
        writeText(copy.folder / file.toStdString(),
                  content.replace(text, replacement).toStdString());
        const CaseResult result = copy.check();
        QVERIFY(result.verdict == Verdict::Failed);
        QVERIFY(!result.problems.empty());
    }

    void damagedFilesFailInOneLine()
    {
        const CopiedCase copy("seqcls_2labels");
        for (const char *file : {"inputs.safetensors", "grads.safetensors", "model.safetensors"}) {
            std::filesystem::resize_file(copy.folder / file, 100);
            const CaseResult result = copy.check();
            QVERIFY(result.verdict == Verdict::Failed);
            QVERIFY(anyNames(result.problems, file));
            QVERIFY(!anyNames(result.problems, "\n"));
            copy.restore(file);
        }
        writeText(copy.folder / "config.json", "{");
        VERIFY_FAILS_NAMING(copy.check(), std::string("config.json"));
    }

    void toleranceDecides()
    {
        const CopiedCase copy("seqcls_2labels");
        QVERIFY(copy.check({.toleranceScale = 1e-6}).verdict == Verdict::Failed);
        NamedTensors outputs = copy.tensors("outputs.safetensors");
        outputs.at("logits") = withOneChanged(outputs.at("logits"), 0.01);
        copy.write("outputs.safetensors", outputs);
        QVERIFY(copy.check().verdict == Verdict::Failed);
        QVERIFY(copy.check({.toleranceScale = 1e4}).verdict == Verdict::Passed);
        writeText(copy.folder / "case.json",
                  R"({"kind": "sequence_classification", "tolerance": 0.1})");
        QVERIFY(copy.check().verdict == Verdict::Passed);
        // The weights are the same or they are not.
        NamedTensors weights = copy.tensors("model.safetensors");
        weights.at("bert.pooler.dense.bias") += 1e-6;
        copy.write("model.safetensors", weights);
        QVERIFY(copy.check().verdict == Verdict::Failed);
    }

    void unknownKinds()
    {
        const CopiedCase copy("lr_curves");
        writeText(copy.folder / "case.json", R"({"kind": "phrenology", "tolerance": 1})");
        const VerifyResult lenient = verifyFolder(copy.folder);
        QVERIFY(lenient.cases.front().verdict == Verdict::NotChecked);
        QVERIFY(!lenient.holds()); // nothing was checked
        const VerifyResult strict = verifyFolder(copy.folder, {.unknownKind = UnknownKind::Fails});
        QVERIFY(strict.cases.front().verdict == Verdict::Failed);
        QVERIFY(anyNames(strict.cases.front().problems, "phrenology"));
        QVERIFY_THROWS_EXCEPTION(OptionError, verifyFolder(copy.folder, {.kinds = {"lr_curve"}}));
        QVERIFY_THROWS_EXCEPTION(InputError, verifyFolder(copy.folder, {.kinds = {"lora"}}));
    }

    void casesAreFoundBelowAndOnce()
    {
        const CopiedCase copy("lr_curves");
        const std::filesystem::path inner = copy.folder / "more" / "deeper";
        std::filesystem::create_directories(inner);
        for (const char *file : {"case.json", "curves.json", "curves.safetensors"})
            std::filesystem::copy_file(copy.folder / file, inner / file);
        std::filesystem::create_directory_symlink(copy.folder, copy.folder / "more" / "loop");
        SilentProgress progress;
        const VerifyResult result =
            verify({.folders = {copy.folder, copy.folder / "more", inner}}, progress, {});
        std::vector<std::string> names;
        for (const CaseResult &entry : result.cases)
            names.push_back(entry.name);
        QCOMPARE(names, (std::vector<std::string>{"lr_curves", "more/deeper"}));
        QVERIFY(result.holds());
    }

    void refusesWhatIsNoCase_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("not JSON") << QByteArray("{\"kind\": ");
        QTest::newRow("list") << QByteArray("[]");
        QTest::newRow("no kind") << QByteArray("{\"tolerance\": 1e-5}");
        QTest::newRow("kind is a number") << QByteArray("{\"kind\": 3, \"tolerance\": 1e-5}");
        QTest::newRow("no tolerance") << QByteArray("{\"kind\": \"encoder\"}");
        QTest::newRow("text") << QByteArray("{\"kind\": \"encoder\", \"tolerance\": \"1e-5\"}");
        QTest::newRow("negative") << QByteArray("{\"kind\": \"encoder\", \"tolerance\": -1}");
        QTest::newRow("infinite") << QByteArray("{\"kind\": \"encoder\", \"tolerance\": 1e999}");
    }

    void refusesWhatIsNoCase()
    {
        QFETCH(QByteArray, text);
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        writeText(path / "case.json", text.toStdString());
        try {
            verifyFolder(path);
            QFAIL("no error");
        } catch (const InputError &error) {
            QCOMPARE(error.place().file, path / "case.json");
        }
    }

    void refusesFoldersWithoutCases()
    {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        QVERIFY_THROWS_EXCEPTION(InputError, verifyFolder(path));
        QVERIFY_THROWS_EXCEPTION(InputError, verifyFolder(path / "nowhere"));
    }

    void stopsWhenAsked()
    {
        std::stop_source stop;
        stop.request_stop();
        SilentProgress progress;
        QVERIFY_THROWS_EXCEPTION(
            Stopped, verify({.folders = {test::dataFolder() / "reference_models/lr_curves"}},
                            progress, stop.get_token()));
    }

    void tableAndJson()
    {
        VerifyResult result;
        result.cases = {
            {"good", "encoder", 12, 2.5e-7, 1e-5, Verdict::Passed, "logits", {}},
            {"a\x1b[2J", "lora", 3, INFINITY, 1e-5, Verdict::Failed, "loss", {"1", "2", "3", "4"}},
            {"new", "later", 0, 0, 0, Verdict::NotChecked, "", {"not known"}}};
        const std::string table = tableText(result);
        QCOMPARE(table,
                 std::string("case   kind     tensors  difference  tolerance  verdict\n"
                             "good   encoder  12       2.5e-07     1.0e-05    passed\n"
                             "a?[2J  lora     3        inf         1.0e-05    FAILED\n"
                             "new    later    -        -           0          not checked\n"
                             "\n"
                             "a?[2J: 1\na?[2J: 2\na?[2J: 3\na?[2J: and 1 more problems\n"
                             "3 cases: 1 passed, 1 failed, 1 not checked (kinds this build does "
                             "not know)\n"));
        const nlohmann::json list = toJson(result);
        QCOMPARE(list.size(), size_t{3});
        QVERIFY(list[0]["passed"] == true && list[1]["passed"] == false);
        QVERIFY(list[2]["passed"].is_null() && list[2]["difference"].is_null());
        QVERIFY(list[0]["difference"] == 2.5e-7 && list[1]["difference"] == "Infinity");
        QVERIFY(list[0]["case"] == "good" && list[0]["kind"] == "encoder");
        QVERIFY(list[0]["compared"] == 12 && list[0]["tolerance"] == 1e-5);
        QVERIFY(list[1]["problems"].size() == 4);
        QVERIFY(!result.holds());
    }
};

QTEST_GUILESS_MAIN(VerifyTest)
#include "tst_verify.moc"
