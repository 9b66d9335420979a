#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/tsv.h"
#include "core/dataset/safetensors.h"
#include "core/neural/evaluate/binding_scores.h"
#include "core/neural/evaluate/evaluate_binding.h"
#include "core/neural/predict/binding_predictor.h"
#include "tests/core/neural/embed/synthetic_species.h"
#include "tests/core/neural/embed/tiny_model.h"
#include "tests/support/test_data.h"

#include <QTemporaryDir>

#include <cmath>

using namespace helicase;
using namespace helicase::test;

class TestEvaluateBinding : public QObject {
    Q_OBJECT

    static constexpr int windows = 20;
    static constexpr int bases = 60;
    QTemporaryDir folder_;

    std::filesystem::path path(const char *name) const
    {
        return folder_.filePath(name).toStdString();
    }

    BindingEvaluation evaluation() const
    {
        return {.sequences = path("sequences.tsv"),
                .scores = path("scores.tsv"),
                .models = {path("encoder"), path("cnn")},
                .baselines = {"mean"},
                .shown = 2};
    }

    // Every second window has a motif at its 21st base.
    void writeWindows() const
    {
        RandomStream random(4, "windows");
        TsvTable sequences{.columns = {"sequence", "window_name"}};
        TsvTable scores;
        scores.rows.resize(bases);
        for (int w = 0; w < windows; ++w) {
            const std::string name = "w" + std::to_string(w);
            sequences.rows.push_back({randomBases(bases, 0.5, random), name});
            scores.columns.push_back(name);
            for (int base = 0; base < bases; ++base)
                scores.rows[static_cast<size_t>(base)].push_back(
                    w % 2 == 0 && base >= 20 && base < 30 ? "8" : "0");
        }
        writeTsv(path("sequences.tsv"), sequences);
        writeTsv(path("scores.tsv"), scores);
    }

private Q_SLOTS:
    void initTestCase()
    {
        writeWindows();
        writeTinyModel(path("donor"));
        RandomStream random(9, "heads");
        BindingPredictor onEncoder = BindingPredictor::onEncoder(path("donor"), random);
        onEncoder.setHeldOut({"w16", "w17", "w18", "w19"});
        writeContent(path("encoder"), onEncoder.content());
        BindingPredictor onBases = BindingPredictor::onBases(random);
        onBases.setHeldOut({"w17", "w18", "w19", "elsewhere"});
        writeContent(path("cnn"), onBases.content());
    }

    void windowsThatEveryRunHeldOutAreScored()
    {
        SilentProgress progress;
        const EvaluationResult result = evaluateBinding(evaluation(), path("out"), progress);
        QCOMPARE(result.data.at("windows").get<int>(), 3);
        QCOMPARE(result.candidates.size(), size_t{3});
        QVERIFY(result.candidates[0].kind == CandidateKind::Model);
        QVERIFY(result.candidates[1].kind == CandidateKind::Baseline);
        QCOMPARE(result.candidates[1].label, std::string("cnn, one-hot CNN"));
        // Constant predictions have no correlation.
        QVERIFY(!result.candidates[2].metrics.contains("pearson"));
        QCOMPARE(result.candidates[2].metrics.at("auroc").mean, 0.5);
        const TsvTable table = readTsv(path("out") / "predictions.tsv");
        QCOMPARE(table.columns, (std::vector<std::string>{"window", "position", "measured",
                                                          "encoder", "cnn", "mean"}));
        QCOMPARE(table.rows.size(), size_t{bases}); // w18 alone has a motif
        QCOMPARE(table.rows[20], (std::vector<std::string>{"w18", "21", "8.0000", table.rows[20][3],
                                                           table.rows[20][4], table.rows[20][5]}));
        const auto metrics = readJsonFile(path("out") / "metrics.json");
        QCOMPARE(metrics.at("difference").at("baseline").get<std::string>(), std::string("cnn"));
    }

    void allWindowsCanBeScored()
    {
        SilentProgress progress;
        BindingEvaluation all = evaluation();
        all.windows = BindingWindows::All;
        QCOMPARE(evaluateBinding(all, path("all"), progress).data.at("windows").get<int>(),
                 windows);
        QCOMPARE(readTsv(path("all") / "predictions.tsv").rows.size(), size_t{2 * bases});
    }

    void everyWindowIsTabled()
    {
        SilentProgress progress;
        evaluateBinding(evaluation(), path("out"), progress);
        const TsvTable table = readTsv(path("out") / "windows.tsv");
        QCOMPARE(table.columns,
                 (std::vector<std::string>{"window", "encoder.mse", "encoder.r", "cnn.mse", "cnn.r",
                                           "mean.mse", "mean.r"}));
        QCOMPARE(table.rows.size(), size_t{3});
        QVERIFY(std::stod(table.rows[0][1]) >= std::stod(table.rows[1][1]));
        QVERIFY(std::stod(table.rows[1][1]) >= std::stod(table.rows[2][1]));
        QVERIFY(table.rows[0][6].empty()); // constant predictions have no correlation
        const SafetensorsFile file(path("out") / "predictions.safetensors");
        QCOMPARE(file.tensors().size(), size_t{4});
        for (const char *name : {"measured", "encoder", "cnn", "mean"})
            QCOMPARE(file.at(name).shape, (std::vector<int64_t>{3, bases}));
        QCOMPARE(file.metadata().at("ids"), std::string(R"(["w17","w18","w19"])"));
        const auto *measured = reinterpret_cast<const float *>(file.at("measured").bytes.data());
        QCOMPARE(measured[bases + 20], 8.0f);
    }

    void publishedBaselineIsRead()
    {
        HELICASE_NEEDS_DATA();
        const auto file =
            dataFolder() / "reference_models/gpt_tf/cnn_published/cnn_baseline_model.pt";
        SilentProgress progress;
        BindingEvaluation published = evaluation();
        published.models = {file};
        QVERIFY_THROWS_EXCEPTION(InputError, evaluateBinding(published, path("no"), progress));
        published.windows = BindingWindows::All;
        const EvaluationResult result = evaluateBinding(published, path("published"), progress);
        QVERIFY(result.candidates[0].kind == CandidateKind::Baseline);
        published.models = {dataFolder() / "reference_models/gpt/full_tiny/ckpt_full.pt"};
        QVERIFY_THROWS_EXCEPTION(InputError, evaluateBinding(published, path("no"), progress));
    }

    void mistakesAreRefusedBeforeAnythingIsWritten()
    {
        SilentProgress progress;
        BindingEvaluation wrong = evaluation();
        wrong.models = {path("donor")}; // an encoder without a head
        QVERIFY_THROWS_EXCEPTION(InputError, evaluateBinding(wrong, path("no"), progress));
        wrong = evaluation();
        wrong.models = {path("cnn"), path("cnn")};
        QVERIFY_THROWS_EXCEPTION(OptionError, evaluateBinding(wrong, path("no"), progress));
        wrong = evaluation();
        wrong.baselines = {"median"};
        QVERIFY_THROWS_EXCEPTION(OptionError, evaluateBinding(wrong, path("no"), progress));
        RandomStream random(1, "other");
        writeContent(path("silent"),
                     BindingPredictor::onBases(random).content()); // does not tell what it held out
        wrong = evaluation();
        wrong.models = {path("silent")};
        QVERIFY_THROWS_EXCEPTION(InputError, evaluateBinding(wrong, path("no"), progress));
        QVERIFY(!std::filesystem::exists(path("no")));
    }

    void scoresOfPerfectPredictions()
    {
        Matrix measured(2, 10);
        measured(0, 3) = 8;
        measured(1, 7) = 9;
        const auto metrics = scoreBinding(measured, measured);
        QVERIFY(std::abs(metrics.at("pearson").mean - 1) < 1e-6);
        QCOMPARE(metrics.at("mse").mean, 0.0);
        QCOMPARE(metrics.at("auroc").mean, 1.0);
        QCOMPARE(metrics.at("auprc").mean, 1.0);
    }
};

QTEST_GUILESS_MAIN(TestEvaluateBinding)
#include "tst_evaluate_binding.moc"
