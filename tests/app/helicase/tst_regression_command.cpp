// A model that predicts a value, by the commands: trained, asked, evaluated beside baselines.
#include "core/base/json_file.h"
#include "core/base/random_stream.h"
#include "core/base/tsv.h"
#include "core/evaluate/value_predictions.h"
#include "core/run/run_folder.h"
#include "tests/app/helicase/run_helicase.h"

#include <QTemporaryDir>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

using namespace helicase;

namespace {

QString text(const std::filesystem::path &path)
{
    return QString::fromStdString(path.string());
}

// The value is the share of G among the bases, in percent.
void writeMeasured(const std::filesystem::path &file, int rows, uint64_t seed)
{
    RandomStream random(seed, "measured sequences");
    std::ofstream stream(file);
    stream << "sequence,G (%)\n";
    for (int i = 0; i < rows; ++i) {
        const std::string_view letters = i % 2 == 0 ? "ACGT" : "ACGGGT";
        std::string bases;
        for (int j = 0; j < 40; ++j)
            bases += letters[random.below(letters.size())];
        stream << bases << ',' << 2.5 * static_cast<double>(std::ranges::count(bases, 'G')) << '\n';
    }
}

} // namespace

class TestRegressionCommand : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        root_ = folder_.path().toStdString();
        std::filesystem::create_directories(root_ / "data");
        writeMeasured(root_ / "data/train.csv", 60, 1);
        writeMeasured(root_ / "data/dev.csv", 20, 2);
        writeMeasured(root_ / "data/test.csv", 30, 3);
        train("values", {"data.task=regression", "evaluation.select=pearson"});
    }

    void trainingLeavesItsPredictions()
    {
        const RunFolder run(root_ / "values");
        const ValuePredictions predictions =
            readValuePredictions(run.results() / "predictions.tsv");
        QCOMPARE(predictions.size(), int64_t{30});
        const nlohmann::json scores = readJsonFile(run.results() / "metrics.json").at("regression");
        QCOMPARE(scores.at("split").get<std::string>(), std::string("test"));
        QVERIFY(std::abs(scores.at("pearson").get<double>() - *valueScores(predictions).pearson) <
                1e-4);
        QVERIFY(
            std::abs(scores.at("loss").get<double>() / valueScores(predictions).meanSquaredError -
                     1) < 1e-4);
    }

    void predictWritesAColumnOfValues()
    {
        QVERIFY2(helicase({"predict", text(root_ / "data/test.csv"), "--model",
                           text(root_ / "values"), "-o", text(root_ / "asked.tsv")}),
                 qPrintable(errors_));
        const TsvTable asked = readTsv(root_ / "asked.tsv");
        QCOMPARE(asked.columns, (std::vector<std::string>{"id", "predicted"}));
        const ValuePredictions ofRun =
            readValuePredictions(RunFolder(root_ / "values").results() / "predictions.tsv");
        QCOMPARE(asked.rows.size(), ofRun.predicted.size());
        for (size_t i = 0; i < asked.rows.size(); ++i)
            QVERIFY(std::abs(std::stod(asked.rows[i][1]) - ofRun.predicted[i]) < 1e-3);
    }

    void evaluationShowsItBesideBaselines()
    {
        const auto result = root_ / "evaluated";
        QVERIFY2(helicase({"evaluate", "classify", "--data", text(root_ / "data/test.csv"),
                           "--model", text(root_ / "values"), "-o", text(result)}),
                 qPrintable(errors_));
        const nlohmann::json metrics = readJsonFile(result / "metrics.json");
        QCOMPARE(metrics.at("metric_order"),
                 (nlohmann::json{"pearson", "spearman", "mean_squared_error"}));
        const nlohmann::json &candidates = metrics.at("candidates");
        QCOMPARE(candidates.size(), size_t{3});
        QCOMPARE(candidates[1].at("label").get<std::string>(),
                 std::string("Mean of the training split"));
        QVERIFY(!candidates[1].at("metrics").contains("pearson"));
        // The value is linear in what the baseline counts, nearly.
        const nlohmann::json &ridge = candidates[2].at("metrics");
        QVERIFY(ridge.at("pearson").at("mean").get<double>() > 0.8);
        QVERIFY(ridge.at("mean_squared_error").at("mean").get<double>() <
                candidates[1].at("metrics").at("mean_squared_error").at("mean").get<double>());
        QCOMPARE(metrics.at("difference").at("baseline").get<std::string>(),
                 std::string("4-mer-regression"));
        const ValuePredictions best = readValuePredictions(result / "predictions.tsv");
        const ValuePredictions ofRun =
            readValuePredictions(RunFolder(root_ / "values").results() / "predictions.tsv");
        for (size_t i = 0; i < 30; ++i)
            QVERIFY(std::abs(best.predicted[i] - ofRun.predicted[i]) < 1e-3);
        for (const char *file :
             {"report.html", "summary.tsv", "predictions_values.tsv", "figures/scatter_values.svg",
              "figures/scatter_majority.svg", "figures/scatter_4-mer-regression.svg"})
            QVERIFY2(std::filesystem::exists(result / file), file);
        const QByteArray report = test::contentOf(text(result / "report.html"));
        QVERIFY(report.contains("Regression (evaluated)"));
        QVERIFY(report.contains("Predicted and measured: 4-mer ridge regression"));
        const TsvTable summary = readTsv(result / "summary.tsv");
        QCOMPARE(summary.columns, (std::vector<std::string>{"Candidate", "Pearson r",
                                                            "Spearman rho", "Mean squared error"}));
        QCOMPARE(summary.rows[1][1], std::string("-"));
    }

    void whatCannotBeComparedIsRefused()
    {
        std::ofstream(root_ / "words.csv") << "sequence,label\nACGTACGT,1\nACGTACGA,high\n";
        QVERIFY(!helicase({"evaluate", "classify", "--data", text(root_ / "words.csv"), "--model",
                           text(root_ / "values"), "-o", text(root_ / "none")}));
        QVERIFY2(errors_.contains("words.csv:3"), qPrintable(errors_));
        train("classes", {"data.task=classification"});
        QVERIFY(!helicase({"evaluate", "classify", "--data", text(root_ / "data/test.csv"),
                           "--model", text(root_ / "values") + "," + text(root_ / "classes"), "-o",
                           text(root_ / "none")}));
        QVERIFY2(errors_.contains("the first model is a regression"), qPrintable(errors_));
        QVERIFY(!std::filesystem::exists(root_ / "none"));
    }

private:
    // Of classes: those of a file with two labels.
    void train(const std::string &name, const QStringList &options)
    {
        auto data = root_ / "data";
        if (name == "classes") {
            data = root_ / "labelled";
            std::filesystem::create_directories(data);
            for (const char *split : {"train.csv", "dev.csv"})
                std::ofstream(data / split) << "sequence,label\nACGTACGTAC,a\nGGGGCCCCGG,b\n";
        }
        QStringList words = {"train", "classify", "--run", text(root_ / name)};
        for (const QString &option :
             options + QStringList{"data.folder=" + text(data),
                                   "data.tokenizer=" +
                                       text(test::sourceFolder() / "resources/demo/tokenizer"),
                                   "model.layers=1", "model.width=32", "model.heads=2",
                                   "model.feed_forward=32", "optimizer.lr=1e-2",
                                   "batch.sequences=8", "length.steps=12"})
            words << "--set" << option;
        QVERIFY2(helicase(words), qPrintable(errors_));
    }

    bool helicase(const QStringList &words)
    {
        const test::Outcome outcome = test::runHelicase(words + QStringList{"--threads", "1"});
        errors_ = outcome.errors;
        return outcome.status == 0;
    }

    QTemporaryDir folder_;
    std::filesystem::path root_;
    QString errors_;
};

QTEST_GUILESS_MAIN(TestRegressionCommand)
#include "tst_regression_command.moc"
