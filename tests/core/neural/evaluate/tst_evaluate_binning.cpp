#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/tsv.h"
#include "core/dataset/bin_files.h"
#include "core/neural/embed/baseline.h"
#include "core/neural/evaluate/depth_features.h"
#include "core/neural/evaluate/evaluate_binning.h"
#include "core/sequence/sequence_reader.h"
#include "tests/core/neural/embed/synthetic_species.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

using namespace helicase;
using namespace helicase::test;

namespace {

double similarity(const Matrix &rows, int64_t a, int64_t b)
{
    double sum = 0;
    for (int64_t j = 0; j < rows.columns(); ++j)
        sum += static_cast<double>(rows(a, j)) * rows(b, j);
    return sum;
}

std::string errorOf(const std::function<void()> &call)
{
    try {
        call();
    } catch (const Error &error) {
        return error.line();
    }
    return {};
}

} // namespace

class TestEvaluateBinning : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    SyntheticFiles files_;

    std::filesystem::path path(const char *name) const
    {
        return folder_.filePath(name).toStdString();
    }

    SequenceEvaluation evaluation() const
    {
        SequenceEvaluation evaluation;
        evaluation.sequences = files_.sequences;
        evaluation.labels = files_.labels;
        evaluation.candidates.baselines = {"tnf-merged"};
        return evaluation;
    }

    EvaluationResult evaluate(const char *folder, const BinningProtocol &protocol) const
    {
        SilentProgress progress;
        return evaluateBinning(evaluation(), protocol, path(folder), progress);
    }

    static double metric(const EvaluationResult &result, size_t candidate, const char *key)
    {
        return result.candidates.at(candidate).metrics.at(key).mean;
    }

private Q_SLOTS:
    void initTestCase() { files_ = writeSyntheticSpecies(folder_.path().toStdString()); }

    void densityFindsTheSpecies()
    {
        BinningProtocol protocol;
        protocol.rule.method = BinningMethod::Density;
        const EvaluationResult result = evaluate("density", protocol);
        QCOMPARE(metric(result, 0, "bins"), 3.0);
        QCOMPARE(metric(result, 0, "bin_ari"), 1.0);
        QCOMPARE(metric(result, 0, "base_ari"), 1.0);
        QCOMPARE(metric(result, 0, "mean_purity"), 1.0);
        QVERIFY(!result.candidates[0].details.contains("threshold"));
        QCOMPARE(result.provenance.at("method").get<std::string>(), std::string("hdbscan"));
    }

    void thresholdComesFromOtherContigs()
    {
        // The published layout: sequence and label.
        std::string table = "sequence\tlabel\n";
        RandomStream random(12, "other");
        for (int i = 0; i < 30; ++i)
            table += randomBases(2500, 0.2 + 0.3 * (i % 3), random) + "\tspecies_" +
                     std::to_string(i % 3) + "\n";
        writeFileAtomically(path("clustering_0.tsv"), table);
        BinningProtocol protocol;
        protocol.thresholdData = path("clustering_0.tsv");
        const EvaluationResult result = evaluate("published", protocol);
        const double threshold = result.candidates[0].details.at("threshold");
        const double own = evaluate("own", {}).candidates[0].details.at("threshold");
        QVERIFY(threshold > 0.7 && threshold < 1 && threshold != own);
        QVERIFY(result.notes.back().find("clustering_0.tsv") != std::string::npos);
        const TsvTable counts = readTsv(path("published") / "published.tsv");
        QCOMPARE(counts.columns.size(), size_t{11});
        QCOMPARE(counts.rows[0][1], std::string("f1"));
        QCOMPARE(counts.rows[1][1], std::string("recall"));

        protocol.rule.threshold = 0.8;
        QVERIFY_THROWS_EXCEPTION(OptionError, evaluate("refused", protocol));
        protocol.rule.threshold.reset();
        protocol.depths = {path("depth.tsv")};
        QVERIFY_THROWS_EXCEPTION(OptionError, evaluate("refused", protocol));
        QVERIFY(!std::filesystem::exists(path("refused")));
    }

    void binsAreWrittenForOtherPrograms()
    {
        BinningProtocol protocol{.output = BinOutput::TableAndFasta};
        protocol.rule.threshold = 0.97;
        evaluate("files", protocol);
        const auto bins = readBins(path("files") / "bins" / "tnf-merged.binning");
        const auto folder = readBins(path("files") / "bins" / "tnf-merged");
        QVERIFY(folder == bins);
        const size_t rest = readTsv(path("files") / "unbinned.tsv").rows.size();
        const auto restFile = path("files") / "bins" / "tnf-merged" / "unbinned.fa";
        QCOMPARE(std::filesystem::exists(restFile) ? readSequences(restFile).size() : 0, rest);
        QCOMPARE(bins.size() + rest, size_t{36});
        const auto lengths = readContigLengths(path("files") / "bins" / "tnf-merged.binning");
        QCOMPARE(lengths.begin()->second, int64_t{3000});
        QCOMPARE(readTsv(path("files") / "left_out.tsv").rows.size(), size_t{4});
        const TsvTable levels = readTsv(path("files") / "levels.tsv");
        QCOMPARE(levels.columns, (std::vector<std::string>{"completeness_above",
                                                           "contamination_below", "tnf-merged"}));
        QCOMPARE(levels.rows.size(), size_t{6});
        QCOMPARE(levels.rows.back()[1], std::string("5 %"));
    }

    // Own bins, given back as those of another program, have the same scores.
    void givenBinsStandBeside()
    {
        BinningProtocol protocol{.output = BinOutput::TableAndFasta};
        protocol.rule.threshold = 0.8;
        evaluate("first", protocol);
        std::filesystem::copy_file(path("first") / "bins" / "tnf-merged.binning",
                                   path("other.binning"));
        protocol.output = BinOutput::Table;
        protocol.givenBins = {path("other.binning")};
        const EvaluationResult result = evaluate("beside", protocol);
        QCOMPARE(result.candidates.size(), size_t{2});
        QCOMPARE(result.candidates[1].name, std::string("other"));
        for (const char *key : {"bins", "purity", "f1", "bin_ari", "base_ari", "accuracy"})
            QCOMPARE(metric(result, 0, key), metric(result, 1, key));
        QVERIFY(!result.candidates[1].metrics.contains("ari")); // there are no vectors to cluster
        writeFileAtomically(path("foreign.binning"), "@@SEQUENCEID\tBINID\nz\t1\n");
        protocol.givenBins = {path("foreign.binning")};
        const std::string error = errorOf([&] { evaluate("foreign", protocol); });
        QVERIFY2(error.find("holds bins of other contigs") != std::string::npos, error.c_str());
        QVERIFY2(error.find("first word of the header") != std::string::npos, error.c_str());
    }

    void givenBinsAlone()
    {
        writeFileAtomically(path("gold.binning"),
                            "@Version:0.9.1\n@@SEQUENCEID\tBINID\t_LENGTH\n"
                            "a1\ta\t300\na2\ta\t100\na3\ta\t100\nb1\tb\t200\nb2\tb\t50\n");
        writeFileAtomically(path("query.binning"),
                            "@@SEQUENCEID\tBINID\na1\tx\na2\tx\nb1\ty\nb2\tx\nelse\tx\n");
        const GivenBinsEvaluation given{.goldStandard = path("gold.binning"),
                                        .bins = {path("query.binning")}};
        const EvaluationResult result = evaluateGivenBins(given, path("bins-01"));
        QCOMPARE(metric(result, 0, "mean_purity"), (400.0 / 450 + 1) / 2);
        QCOMPARE(metric(result, 0, "mean_completeness"), 0.8);
        QCOMPARE(metric(result, 0, "accuracy"), 0.8);
        QCOMPARE(metric(result, 0, "unbinned"), 1.0);
        QVERIFY(result.notes.back().find("also bins 1 contigs") != std::string::npos);
        const TsvTable bins = readTsv(path("bins-01") / "bins.tsv");
        QCOMPARE(bins.rows[0][static_cast<size_t>(bins.column("name"))], std::string("x"));
        QCOMPARE(bins.rows[0][static_cast<size_t>(bins.column("contig_purity"))],
                 std::string("0.666667"));
        QVERIFY(std::filesystem::exists(path("bins-01") / "metrics.json"));

        writeFileAtomically(path("nolength"), "@@SEQUENCEID\tBINID\na1\ta\n");
        const GivenBinsEvaluation bare{.goldStandard = path("nolength"),
                                       .bins = {path("query.binning")}};
        QVERIFY_THROWS_EXCEPTION(InputError, evaluateGivenBins(bare, path("bare")));
        QVERIFY_THROWS_EXCEPTION(
            OptionError, evaluateGivenBins({.goldStandard = path("gold.binning")}, path("bare")));
    }

    void similarityOfDepthsIsAKernel()
    {
        DepthTable depths{.samples = {"x"}};
        const std::vector<double> values{10, 10, 20, 1000, 0};
        std::vector<std::string> ids;
        for (size_t i = 0; i < values.size(); ++i) {
            ids.push_back("c" + std::to_string(i));
            depths.contigs.push_back({.contig = ids.back(), .depths = {values[i]}});
        }
        std::vector<std::string> notes;
        Matrix same(5, 2);
        for (int64_t i = 0; i < 5; ++i)
            same(i, 0) = 1;
        const DepthFeatures features(depths, ids, path("depth.tsv"), notes);
        const Matrix rows = features.appendedTo(same, 1);
        const auto kernel = [](double a, double b) {
            const double mean = 1040.0 / 5;
            const double distance = std::log(a / mean + 0.01) - std::log(b / mean + 0.01);
            return std::exp(-distance * distance / (2 * std::pow(std::log(2.0), 2)));
        };
        for (int64_t i = 0; i < 5; ++i)
            for (int64_t j = 0; j < 5; ++j) {
                const double expected =
                    (1 + kernel(values[static_cast<size_t>(i)], values[static_cast<size_t>(j)])) /
                    2;
                QVERIFY(std::abs(similarity(rows, i, j) - expected) < 2e-3);
            }
        const Matrix heavy = features.appendedTo(same, 3);
        QVERIFY(std::abs(similarity(heavy, 0, 3) - (1 + 9 * kernel(10, 1000)) / 10) < 4e-3);
        const Matrix without = features.appendedTo(same, 0);
        QVERIFY(std::abs(similarity(without, 0, 3) - 1) < 1e-6);
        QVERIFY(notes.empty());
    }

    // Contigs of one composition, told apart by their depths alone.
    void depthSeparatesWhatCompositionDoesNot()
    {
        RandomStream random(3, "depth");
        std::string fasta, labels = "id\tlabel\n", depth = "contig\tone\ttwo\n";
        for (int i = 0; i < 40; ++i) {
            const std::string id = "d" + std::to_string(i);
            fasta += ">" + id + "\n" + randomBases(3000, 0.5, random) + "\n";
            labels += id + "\tspecies_" + std::to_string(i % 2) + "\n";
            if (i != 7)
                depth += id + (i % 2 ? "\t40\t3\n" : "\t5\t60\n");
        }
        writeFileAtomically(path("alike.fa"), fasta);
        writeFileAtomically(path("alike.tsv"), labels);
        writeFileAtomically(path("depth.tsv"), depth);
        SequenceEvaluation alike = evaluation();
        alike.sequences = path("alike.fa");
        alike.labels = path("alike.tsv");
        SilentProgress progress;
        BinningProtocol protocol;
        protocol.rule.threshold = 0.9;
        const EvaluationResult without = evaluateBinning(alike, protocol, path("no"), progress);
        protocol.depths = {path("depth.tsv")};
        const EvaluationResult with = evaluateBinning(alike, protocol, path("with"), progress);
        QVERIFY(metric(without, 0, "f1") < 0.7);
        QVERIFY2(metric(with, 0, "f1") > 0.95, std::to_string(metric(with, 0, "f1")).c_str());
        QCOMPARE(metric(with, 0, "bin_ari"), 1.0);
        QVERIFY(std::ranges::any_of(with.notes, [](const std::string &note) {
            return note.find("lacks 1 of 40 contigs") != std::string::npos;
        }));

        writeFileAtomically(path("foreign.tsv"), "else\t5\n");
        protocol.depths = {path("foreign.tsv")};
        const std::string error =
            errorOf([&] { evaluateBinning(alike, protocol, path("foreign"), progress); });
        QVERIFY2(error.find("has depths for other contigs") != std::string::npos, error.c_str());
        QVERIFY2(error.find("map the reads") != std::string::npos, error.c_str());
        QVERIFY(!std::filesystem::exists(path("foreign")));
    }

    void vectorsThatAreNoNumbersAreRefused()
    {
        EmbeddingTable table = Baseline("tnf").embed(readSequences(files_.sequences));
        table.vectors(3, 5) = NAN;
        writeEmbeddings(path("nan.safetensors"), table);
        SequenceEvaluation given = evaluation();
        given.candidates = {};
        given.candidates.embeddings = {path("nan.safetensors")};
        SilentProgress progress;
        const std::string error =
            errorOf([&] { evaluateBinning(given, {}, path("nan"), progress); });
        QVERIFY2(error.find("contig_3") != std::string::npos &&
                     error.find("not finite") != std::string::npos,
                 error.c_str());
        QVERIFY(!std::filesystem::exists(path("nan")));
    }
};

QTEST_GUILESS_MAIN(TestEvaluateBinning)
#include "tst_evaluate_binning.moc"
