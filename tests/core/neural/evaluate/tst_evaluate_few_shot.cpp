#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/text.h"
#include "core/base/tsv.h"
#include "core/neural/evaluate/evaluate_clustering.h"
#include "core/neural/evaluate/evaluate_few_shot.h"
#include "tests/core/neural/cluster/blobs.h"
#include "tests/core/neural/embed/synthetic_species.h"

#include <QTemporaryDir>
#include <QtTest>

#include <set>

using namespace helicase;
using namespace helicase::test;

namespace {

std::vector<std::string> speciesOf(int64_t rows, int64_t count)
{
    std::vector<std::string> species;
    for (int64_t i = 0; i < rows; ++i)
        species.push_back("species_" + std::to_string(i % count));
    return species;
}

// As published: a header, then sequence and label.
std::string publishedTable(int perSpecies, uint64_t seed)
{
    RandomStream random(seed, "table");
    std::string text = "sequence\tlabel\n";
    for (int i = 0; i < 3 * perSpecies; ++i)
        text += randomBases(1200, 0.25 + 0.2 * (i % 3), random) + "\tspecies_" +
                std::to_string(i % 3) + "\n";
    return text;
}

const std::vector<uint64_t> seeds{0, 1, 2};

} // namespace

class TestEvaluateFewShot : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    SilentProgress progress_;

    std::filesystem::path path(const char *name) const
    {
        return folder_.filePath(name).toStdString();
    }

    SequenceEvaluation evaluation(const char *data) const
    {
        return {.sequences = path(data),
                .labels = {},
                .limits = {.shortest = 1, .fewest = 1},
                .candidates = {.baselines = {"tnf", "3-mers-merged"}},
                .seeds = seeds};
    }

private Q_SLOTS:
    void initTestCase()
    {
        writeFileAtomically(path("clustering_0.tsv"), publishedTable(30, 1));
        writeFileAtomically(path("several/clustering_0.tsv"), publishedTable(30, 1));
        writeFileAtomically(path("several/clustering_1.tsv"), publishedTable(8, 2));
        writeFileAtomically(path("several/binning_5.tsv"), "not read\n");
    }

    // Nothing that is trained on is tested, unless the published protocol is asked for.
    void testRowsAreHeldOut()
    {
        const Matrix rows = blobs(36, 6, 3, 3);
        const auto species = speciesOf(36, 3);
        const FewShotProtocol heldOut{.shots = {1, 5}, .tested = 10};
        const auto runs = runFewShot(rows, species, seeds, heldOut);
        QCOMPARE(runs.size(), size_t{6});
        QCOMPARE(runs[0].trainingRows, int64_t{3});
        QCOMPARE(runs[0].truth.size(), size_t{30}); // the last 10 of 12
        QCOMPARE(runs[1].trainingRows, int64_t{15});
        QCOMPARE(runs[1].truth.size(), size_t{21}); // 7 are left
        const auto published = runFewShot(
            rows, species, seeds, {.shots = {5}, .tested = 10, .testRows = TestRows::Published});
        QCOMPARE(published[0].truth.size(), size_t{30});
    }

    void farCloudsAreToldByOneContig()
    {
        for (const FewShotRun &run :
             runFewShot(blobs(60, 4, 4), speciesOf(60, 4), seeds, {.shots = {1, 2}}))
            QCOMPARE(run.scores.macro.f1, 1.0);
    }

    void everyRunIsWritten()
    {
        const auto result =
            evaluateFewShot(evaluation("clustering_0.tsv"), {}, path("one"), progress_);
        const TsvTable runs = readTsv(path("one") / "few_shot.tsv");
        QCOMPARE(runs.columns[6], std::string("macro_f1"));
        QCOMPARE(runs.rows.size(), size_t{2 * 3 * 5}); // candidates, seeds, shots
        const TsvTable curve = readTsv(path("one") / "learning_curve.tsv");
        QCOMPARE(curve.rows.size(), size_t{2 * 5});
        QCOMPARE(curve.rows[4][1], std::string("20"));
        const auto metrics = readJsonFile(path("one") / "metrics.json");
        QCOMPARE(metrics.at("task"), nlohmann::json("few-shot"));
        QCOMPARE(metrics.at("metric_order"),
                 nlohmann::json({"macro_f1", "macro_f1_1", "macro_f1_2", "macro_f1_5",
                                 "macro_f1_10", "macro_f1_20"}));
        QCOMPARE(metrics.at("data").at("contigs").get<int>(), 90);
        for (const CandidateScores &candidate : result.candidates)
            for (const auto &[key, value] : candidate.metrics) {
                QVERIFY2(value.interval.has_value(), key.c_str());
                QVERIFY(value.interval->low <= value.mean && value.mean <= value.interval->high);
                QVERIFY(value.interval->low < value.interval->high || value.mean == 1);
                QVERIFY(metrics.at("definitions")
                            .at(key)
                            .at("formula")
                            .get<std::string>()
                            .find("bootstrap") != std::string::npos);
            }
        // The mean of a number of contigs is that of the runs with it.
        double sum = 0;
        for (const auto &row : runs.rows)
            if (row[1] == "tnf" && row[3] == "5")
                sum += *parseReal(row[6]) / 3;
        QVERIFY(std::abs(sum - result.candidates[0].metrics.at("macro_f1_5").mean) < 1e-12);
    }

    // The second table has 8 contigs per species: 10 and 20 of them cannot be trained on.
    void sourcesAreAveragedAndMissingShotsSaid()
    {
        const auto result = evaluateFewShot(evaluation("several"), {}, path("two"), progress_);
        QCOMPARE(result.definitions.size(), size_t{4});
        QVERIFY(result.notes.back().find("Left out: 10, 20 training contigs") == 0);
        const TsvTable runs = readTsv(path("two") / "few_shot.tsv");
        QCOMPARE(runs.rows.size(), size_t{2 * 2 * 3 * 3}); // sources too
        std::set<std::string> sources;
        double sum = 0;
        for (const auto &row : runs.rows) {
            sources.insert(row[0]);
            if (row[1] == "tnf" && row[3] == "2")
                sum += *parseReal(row[6]) / 6;
        }
        QCOMPARE(sources.size(), size_t{2});
        QVERIFY(std::abs(sum - result.candidates[0].metrics.at("macro_f1_2").mean) < 1e-12);
        QCOMPARE(result.data.at("sources").get<int>(), 2);
        QCOMPARE(result.data.at("contigs").get<int>(), 114);
        QCOMPARE(result.data.at("species").get<int>(), 3);
    }

    void clusteringAveragesSourcesToo()
    {
        const auto both = evaluateClustering(evaluation("several"), path("clusters"), progress_);
        SequenceEvaluation given = evaluation("clustering_0.tsv");
        double sum = 0;
        for (const char *file : {"several/clustering_0.tsv", "several/clustering_1.tsv"}) {
            given.sequences = path(file);
            sum += evaluateClustering(given, path("cluster"), progress_)
                       .candidates[0]
                       .metrics.at("ari")
                       .mean;
        }
        const MeanAndDeviation &ari = both.candidates[0].metrics.at("ari");
        QVERIFY(std::abs(sum / 2 - ari.mean) < 1e-12);
        QVERIFY(ari.interval && ari.interval->low <= ari.mean && ari.mean <= ari.interval->high);
        QVERIFY(both.candidates[0].metrics.contains("silhouette"));
        QVERIFY(std::filesystem::exists(path("clusters") / "intervals.tsv"));
    }

    // With the published order only later seeds see other rows than without it.
    void publishedOrderChangesLaterSeedsOnly()
    {
        const Matrix rows = blobs(80, 5, 4, 6);
        const auto species = speciesOf(80, 4);
        const auto given = clusterBySeeds(rows, species, seeds);
        const auto permuted = clusterBySeeds(rows, species, seeds, RowOrder::Permuted);
        QCOMPARE(given.clusters[0], permuted.clusters[0]);
        QVERIFY(given.clusters[1] != permuted.clusters[1]);
    }

    void badTablesAreRefusedWithTheirLine_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("line");
        QTest::addColumn<QString>("word");
        const QString header = "sequence\tlabel\n";
        QTest::addRow("FASTA") << ">a\nACGT\n" << 1 << "two, sequence and label";
        QTest::addRow("three columns") << header + "ACGT\ta\tb\n" << 2 << "3 columns";
        QTest::addRow("other letters") << header + "ACGT\ta\nACXT\tb\n" << 3 << "X";
        QTest::addRow("no label") << header + "ACGT\t\n" << 2 << "without a label";
        QTest::addRow("no sequence") << header + "\ta\n" << 2 << "without a sequence";
        QTest::addRow("one species") << header + "ACGT\ta\nACGG\ta\n" << 0 << "one species only";
        QTest::addRow("only a header") << header << 0 << "no sequence";
    }

    void badTablesAreRefusedWithTheirLine()
    {
        QFETCH(QString, text);
        QFETCH(int, line);
        QFETCH(QString, word);
        writeFileAtomically(path("bad.tsv"), text.toStdString());
        try {
            evaluateFewShot(evaluation("bad.tsv"), {}, path("bad"), progress_);
            QFAIL("a bad table was read");
        } catch (const InputError &error) {
            QCOMPARE(error.place().line.value_or(0), int64_t{line});
            const QString message = QString::fromStdString(error.line());
            QVERIFY2(message.contains(word), qPrintable(message));
            QVERIFY(!message.contains('\n'));
        }
        QVERIFY(!std::filesystem::exists(path("bad")));
    }

    void speciesWithOneContigCannotBeTested()
    {
        writeFileAtomically(path("single.tsv"),
                            publishedTable(5, 3) + "ACGTACGTACGTTTGACA\tlonely\n");
        try {
            evaluateFewShot(evaluation("single.tsv"), {}, path("single"), progress_);
            QFAIL("there is nothing to test");
        } catch (const InputError &error) {
            QVERIFY(std::string(error.what()).find("\"lonely\" has 1 contig") != std::string::npos);
            QVERIFY(error.hint().find("--fewest") != std::string::npos);
        }
        SequenceEvaluation given = evaluation("single.tsv");
        given.limits.fewest = 2;
        const auto result = evaluateFewShot(given, {}, path("single"), progress_);
        QCOMPARE(result.definitions.size(), size_t{3}); // 1 and 2 contigs, and the mean
    }

    void labelsBesidePublishedTablesAreRefused()
    {
        SequenceEvaluation given = evaluation("several");
        given.labels = path("clustering_0.tsv");
        QVERIFY_THROWS_EXCEPTION(OptionError, evaluateFewShot(given, {}, path("no"), progress_));
        given = evaluation("empty");
        std::filesystem::create_directory(path("empty"));
        QVERIFY_THROWS_EXCEPTION(InputError, evaluateFewShot(given, {}, path("no"), progress_));
    }

    void publishedLengthFollowsTheFolder()
    {
        std::filesystem::create_directory(path("reference"));
        QCOMPARE(publishedLongest(path("reference")), int64_t{10'000});
        QCOMPARE(publishedLongest(path("reference") / "clustering_0.tsv"), int64_t{10'000});
        QCOMPARE(publishedLongest(path("several")), int64_t{20'000});
    }

    void stopsOnRequest()
    {
        std::stop_source source;
        source.request_stop();
        QVERIFY_THROWS_EXCEPTION(Stopped,
                                 evaluateFewShot(evaluation("clustering_0.tsv"), {}, path("stop"),
                                                 progress_, source.get_token()));
        QVERIFY(!std::filesystem::exists(path("stop")));
    }
};

QTEST_GUILESS_MAIN(TestEvaluateFewShot)
#include "tst_evaluate_few_shot.moc"
