#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/neural/cluster/kmeans.h"
#include "tests/core/neural/cluster/blobs.h"
#include "tests/core/neural/embed/reference_tensors.h"
#include "tests/support/test_data.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <set>

using namespace helicase;
using namespace helicase::test;

class TestKMeans : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // Sets with an empty cluster at the start, with repeated points, cut off after two rounds, ...
    void agreesWithScikitLearn()
    {
        HELICASE_NEEDS_DATA();
        const auto folder = dataFolder() / "reference_models/kmeans";
        const SafetensorsFile file(folder / "kmeans.safetensors");
        for (const auto &run : readJsonFile(folder / "config.json").at("runs")) {
            const std::string set = run.at("set");
            const double tolerance = run.at("tol");
            const int64_t rounds = run.at("max_iter");
            const std::string name = set + ".maxiter" + std::to_string(rounds) +
                                     (tolerance > 0 ? "_tol0.0001" : "_tol0");
            const KMeansResult result =
                kMeansFrom(matrixOf(file.at(set + ".x")), matrixOf(file.at(set + ".init")),
                           {.maximumRounds = rounds, .tolerance = tolerance});
            QVERIFY2(result.labels == integersOf(file.at(name + ".labels")), name.c_str());
            QCOMPARE(result.rounds, run.at("n_iter").get<int64_t>());
            const double inertia = run.at("inertia");
            QVERIFY2(std::abs(result.inertia - inertia) <= 1e-5 * inertia, name.c_str());
            const TensorView &centres = file.at(name + ".centers");
            for (int64_t i = 0; i < result.centres.rows() * result.centres.columns(); ++i)
                QVERIFY2(std::abs(result.centres.data()[i] -
                                  realAt(centres, static_cast<size_t>(i))) <= 1e-5,
                         name.c_str());
        }
    }

    void separatesClouds()
    {
        const Matrix rows = blobs(300, 8, 5);
        const KMeansResult result = kMeans(rows, {.clusters = 5, .starts = 20}, 3);
        for (int64_t i = 0; i < rows.rows(); ++i)
            QCOMPARE(result.labels[i], result.labels[i % 5]);
        QCOMPARE(std::set(result.labels.begin(), result.labels.end()).size(), size_t{5});
    }

    void isTheSameForTheSameSeed()
    {
        const Matrix rows = blobs(200, 6, 6, 4);
        const KMeansSettings settings{.clusters = 9, .starts = 2};
        QCOMPARE(kMeans(rows, settings, 3).labels, kMeans(rows, settings, 3).labels);
        QVERIFY(kMeans(rows, settings, 3).labels != kMeans(rows, settings, 4).labels);
    }

    // Distances between rows must survive an offset that dwarfs them.
    void doesNotDependOnTheOrigin()
    {
        Matrix rows = blobs(120, 4, 4, 0.3);
        for (int64_t i = 0; i < rows.rows() * rows.columns(); ++i)
            rows.data()[i] += 4096;
        const KMeansResult result = kMeans(rows, {.clusters = 4, .starts = 20}, 5);
        for (int64_t i = 0; i < rows.rows(); ++i)
            QCOMPARE(result.labels[i], result.labels[i % 4]);
    }

    void refusesMoreClustersThanRows()
    {
        QVERIFY_THROWS_EXCEPTION(Error, kMeans(Matrix(3, 2), {.clusters = 4}, 1));
        QVERIFY_THROWS_EXCEPTION(Error, kMeans(Matrix(3, 2), {.clusters = 0}, 1));
    }
};

QTEST_GUILESS_MAIN(TestKMeans)
#include "tst_kmeans.moc"
