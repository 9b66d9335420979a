#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/neural/cluster/kmedoid.h"
#include "core/neural/cluster/unit_rows.h"
#include "tests/core/neural/cluster/blobs.h"
#include "tests/core/neural/embed/reference_tensors.h"
#include "tests/support/test_data.h"

#include <nlohmann/json.hpp>

#include <cmath>

using namespace helicase;
using namespace helicase::test;

class TestKMedoid : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void agreesWithThePublishedProgram()
    {
        HELICASE_NEEDS_DATA();
        const auto folder = dataFolder() / "reference_models/binning";
        const SafetensorsFile file(folder / "binning.safetensors");
        const auto config = readJsonFile(folder / "config.json");
        int case_ = 0;
        for (const auto &run : config.at("direct_kmedoid")) {
            const std::string name = "direct." + std::to_string(case_++);
            const auto bins = binByMedoids(matrixOf(file.at(name + ".features")),
                                           {.threshold = run.at("min_similarity"),
                                            .smallestBin = run.at("min_bin_size"),
                                            .maximumRounds = run.at("max_iter")});
            QVERIFY2(bins == integersOf(file.at(name + ".bins")), name.c_str());
        }
        for (const auto &run : config.at("runs")) {
            const std::string name = run.at("species").get<std::string>() + ".binning_" +
                                     run.at("sample").get<std::string>();
            const auto bins = binByMedoids(matrixOf(file.at(name + ".embedding_normalised_used")),
                                           {.threshold = run.at("threshold")});
            QVERIFY2(bins == integersOf(file.at(name + ".bins")), name.c_str());
        }
    }

    void thresholdIsThePublishedPercentile()
    {
        HELICASE_NEEDS_DATA();
        const auto folder = dataFolder() / "reference_models/binning";
        const SafetensorsFile file(folder / "binning.safetensors");
        const auto config = readJsonFile(folder / "config.json");
        for (const auto &run : config.at("runs")) {
            const std::string name = run.at("species").get<std::string>() + ".clustering.";
            std::vector<std::string> labels;
            for (const int64_t label : integersOf(file.at(name + "labels")))
                labels.push_back(std::to_string(label));
            const Matrix rows = unitRows(matrixOf(file.at(name + "embedding")));
            const std::vector<double> deciles = classSimilarityDeciles(rows, labels);
            const auto expected = run.at("percentile_values_10_to_90").get<std::vector<double>>();
            for (size_t i = 0; i < expected.size(); ++i)
                QVERIFY2(std::abs(deciles[i] - expected[i]) <= 1e-5, name.c_str());
            QCOMPARE(binningThreshold(rows, labels), deciles[6]);
        }
    }

    void findsCloudsAndNumbersThemFromOne()
    {
        const Matrix rows = unitRows(blobs(90, 5, 3));
        const auto bins = binByMedoids(rows, {.threshold = 0.9});
        for (size_t i = 0; i < bins.size(); ++i) {
            QVERIFY(bins[i] >= 1 && bins[i] <= 3);
            QCOMPARE(bins[i], bins[i % 3]);
        }
    }

    // Blocks of similarities must not change what is found; 6000 rows need several.
    void manyRowsAreBinnedInBlocks()
    {
        const Matrix rows = unitRows(blobs(6000, 6, 4));
        const auto bins = binByMedoids(rows, {.threshold = 0.9});
        for (size_t i = 0; i < bins.size(); ++i)
            QCOMPARE(bins[i], bins[i % 4]);
    }

    void dissolvesSmallBins()
    {
        Matrix rows(14, 2);
        for (int64_t i = 0; i < 14; ++i)
            rows(i, i < 5 ? 0 : 1) = 1;
        const auto bins = binByMedoids(rows, {.threshold = 0.5, .smallestBin = 6});
        QCOMPARE(std::count(bins.begin(), bins.end(), -1), 5);
        QCOMPARE(std::count(bins.begin(), bins.end(), 1), 9);
    }

    void emptyInputAndMissingLabels()
    {
        QVERIFY(binByMedoids(Matrix(0, 4), {}).empty());
        QVERIFY_THROWS_EXCEPTION(Error,
                                 binningThreshold(Matrix(3, 2), std::vector<std::string>{"a"}));
    }

    void stopsOnRequest()
    {
        std::stop_source source;
        source.request_stop();
        QVERIFY_THROWS_EXCEPTION(Stopped, binByMedoids(unitRows(blobs(30, 3, 3)),
                                                       {.threshold = 0.9}, source.get_token()));
    }
};

QTEST_GUILESS_MAIN(TestKMedoid)
#include "tst_kmedoid.moc"
