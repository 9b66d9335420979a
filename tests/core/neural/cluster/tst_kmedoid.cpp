#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/neural/cluster/kmedoid.h"
#include "core/neural/cluster/unit_rows.h"
#include "tests/core/neural/cluster/blobs.h"
#include "tests/core/neural/embed/reference_tensors.h"
#include "tests/support/test_data.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <numeric>
#include <set>

using namespace helicase;
using namespace helicase::test;

namespace {

// Rows of unit length near few directions, so that the screen of similarities is at work.
Matrix flatRows(int64_t rows, int64_t columns, int64_t directions, double noise)
{
    RandomStream random(5, "flat");
    Matrix basis(directions, columns), centres(12, directions), all(rows, columns);
    for (Matrix *matrix : {&basis, &centres})
        for (int64_t i = 0; i < matrix->rows(); ++i)
            for (float &value : matrix->row(i))
                value = static_cast<float>(random.normal());
    for (int64_t i = 0; i < rows; ++i)
        for (int64_t k = 0; k < directions; ++k) {
            const double at = centres(i % 12, k) + 0.4 * random.normal();
            for (int64_t j = 0; j < columns; ++j)
                all(i, j) += static_cast<float>(at * basis(k, j) + noise * random.normal());
        }
    return unitRows(all);
}

// The published loop with the full table of similarities, in double precision.
std::vector<int64_t> binWithFullTable(const Matrix &rows, double threshold, int64_t smallest)
{
    const auto count = static_cast<size_t>(rows.rows());
    const auto dot = [&](std::span<const float> a, std::span<const double> b) {
        return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
    };
    const auto realRow = [&](size_t i) {
        const std::span<const float> row = rows.row(static_cast<int64_t>(i));
        return std::vector<double>(row.begin(), row.end());
    };
    std::vector<std::vector<double>> table(count, std::vector<double>(count));
    std::vector<double> weights(count);
    std::vector<int64_t> bins(count, -1);
    for (size_t i = 0; i < count; ++i) {
        const std::vector<double> row = realRow(i);
        for (size_t j = 0; j < count; ++j) {
            const double similarity = dot(rows.row(static_cast<int64_t>(j)), row);
            table[i][j] = similarity < threshold ? 0 : similarity;
            weights[i] += table[i][j];
        }
    }
    for (int64_t number = 1; std::ranges::find(bins, -1) != bins.end() && number <= 1000;
         ++number) {
        const auto seed = static_cast<size_t>(std::ranges::max_element(weights) - weights.begin());
        weights[seed] = -100;
        std::vector<double> medoid = realRow(seed);
        std::vector<size_t> members;
        for (int round = 0; round < 3 && (round == 0 || !members.empty()); ++round) {
            members.clear();
            for (size_t j = 0; j < count; ++j)
                if (bins[j] < 0 && dot(rows.row(static_cast<int64_t>(j)), medoid) >= threshold)
                    members.push_back(j);
            std::ranges::fill(medoid, 0);
            for (const size_t member : members)
                for (size_t k = 0; k < medoid.size(); ++k)
                    medoid[k] += realRow(member)[k] / static_cast<double>(members.size());
        }
        for (const size_t member : members) {
            bins[member] = number;
            for (size_t j = 0; j < count; ++j)
                weights[j] -= table[j][member];
        }
        for (const size_t member : members)
            weights[member] = -100;
    }
    for (const int64_t bin : std::set<int64_t>(bins.begin(), bins.end()))
        if (std::ranges::count(bins, bin) < smallest)
            std::ranges::replace(bins, bin, int64_t{-1});
    return bins;
}

} // namespace

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

    void binsAreThoseOfTheFullTable_data()
    {
        QTest::addColumn<int>("directions");
        QTest::addColumn<double>("noise");
        QTest::addColumn<double>("threshold");
        QTest::newRow("few directions") << 8 << 0.02 << 0.75;
        QTest::newRow("directions and noise") << 12 << 0.1 << 0.6;
        QTest::newRow("all directions") << 64 << 0.0 << 0.5;
        QTest::newRow("nearly all pairs") << 8 << 0.02 << -0.5;
    }

    void binsAreThoseOfTheFullTable()
    {
        QFETCH(int, directions);
        QFETCH(double, noise);
        QFETCH(double, threshold);
        const Matrix rows = flatRows(1200, 64, directions, noise);
        const std::vector<int64_t> bins =
            binByMedoids(rows, {.threshold = threshold, .smallestBin = 10});
        QVERIFY(bins == binWithFullTable(rows, threshold, 10));
        QVERIFY(std::ranges::max(bins) > 0);
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
