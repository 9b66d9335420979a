// Every reference case holds, and none does any longer once a value of it is changed.
#include "tests/core/neural/verify/copied_case.h"

#include <cmath>

using namespace helicase;
using namespace helicase::test;

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
                                     "contrastive_mix",
                                     "training_contrastive",
                                     "training_contrastive_mix",
                                     "kmeans",
                                     "binning",
                                     "metrics",
                                     "kmer_baselines",
                                     "logistic_regression",
                                     "silhouette",
                                     "few_shot",
                                     "gpt_data",
                                     "character_tokenizer",
                                     "binding",
                                     "binding_cnn",
                                     "binding_cnn_published",
                                     "pearson",
                                     "shift_augmentation"};

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
            verifyFolder(dataFolder() / "reference_models", {.kinds = kinds});
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
                                            {"contrastive_mix", 1},
                                            {"training_contrastive", 1},
                                            {"training_contrastive_mix", 1},
                                            {"kmeans", 1},
                                            {"binning", 1},
                                            {"metrics", 1},
                                            {"kmer_baselines", 1},
                                            {"logistic_regression", 1},
                                            {"silhouette", 1},
                                            {"few_shot", 1},
                                            {"gpt_data", 1},
                                            {"character_tokenizer", 1},
                                            {"binding", 2},
                                            {"binding_cnn", 1},
                                            {"binding_cnn_published", 1},
                                            {"pearson", 1},
                                            {"shift_augmentation", 1}})
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
        add("dnaberts_mix", {"outputs", "grads"});
        add("train_dnaberts", {"outputs", "final", "lr"});
        add("train_dnaberts_mix", {"outputs", "final", "lr"});
        add("gpt_tf/cnn_tiny", {"outputs"});
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
};

QTEST_GUILESS_MAIN(VerifyTest)
#include "tst_verify.moc"
