#include "core/base/error.h"
#include "core/neural/project/projection.h"
#include "core/run/compute_options.h"
#include "core/run/projection_options.h"
#include "tests/core/neural/cluster/blobs.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

using namespace helicase;
using namespace helicase::test;

namespace {

EmbeddingTable tableOf(Matrix vectors)
{
    EmbeddingTable table;
    for (int64_t i = 0; i < vectors.rows(); ++i)
        table.ids.push_back("contig_" + std::to_string(i + 1));
    table.vectors = std::move(vectors);
    return table;
}

Projection projected(const Matrix &vectors, const ProjectionSettings &settings)
{
    SilentProgress silent;
    return project(vectors, settings, silent, {});
}

// One minus the cost of every intruder, rank by rank.
double trustByDefinition(const Matrix &vectors, const Matrix &picture, int64_t count)
{
    const auto order = [](const Matrix &rows, int64_t from) {
        std::vector<std::pair<double, int64_t>> all;
        for (int64_t i = 0; i < rows.rows(); ++i) {
            double sum = 0;
            for (int64_t j = 0; j < rows.columns(); ++j)
                sum += std::pow(static_cast<double>(rows(from, j)) - rows(i, j), 2);
            if (i != from)
                all.emplace_back(sum, i);
        }
        std::ranges::sort(all);
        return all;
    };
    const int64_t rows = vectors.rows();
    double cost = 0;
    for (int64_t i = 0; i < rows; ++i) {
        const auto near = order(picture, i);
        const auto truly = order(vectors, i);
        for (int64_t k = 0; k < count; ++k) {
            const auto found = std::ranges::find(truly, near[static_cast<size_t>(k)].second,
                                                 &std::pair<double, int64_t>::second);
            cost += std::max<double>(0, static_cast<double>(found - truly.begin() + 1 - count));
        }
    }
    return 1 - 2 * cost / static_cast<double>(rows * count * (2 * rows - 3 * count - 1));
}

} // namespace

class TestProjection : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void optionsAreRead()
    {
        OptionValues options(projectionOptions().with(computeOptions()));
        for (const char *assignment : {"method=umap", "dims=2", "metric=cosine", "neighbors=20",
                                       "min-dist=0.3", "start=pca", "epochs=40", "seed=9"})
            options.assign(assignment);
        const ProjectionSettings settings = projectionSettings(options);
        QVERIFY(settings.method == ProjectionMethod::Umap);
        QCOMPARE(settings.dimensions, 2);
        QVERIFY(settings.metric == ProjectionMetric::Cosine);
        QCOMPARE(settings.neighbors, 20);
        QCOMPARE(settings.smallestDistance, 0.3);
        QVERIFY(settings.start == ProjectionStart::Pca);
        QCOMPARE(settings.epochs, 40);
        QCOMPARE(settings.seed, uint64_t{9});
        QCOMPARE(settings.perplexity, 30.0);
    }

    void trustIsThatOfTheDefinition()
    {
        const Matrix vectors = blobs(150, 10, 3, 3.0);
        const Projection projection = projected(vectors, {.dimensions = 2});
        const Trustworthiness trust = projection.trustworthiness.value();
        QCOMPARE(trust.neighbors, 15);
        QCOMPARE(trust.rows, 150);
        QVERIFY(std::abs(trust.value - trustByDefinition(vectors, projection.coordinates, 15)) <
                1e-9);
        QVERIFY(trust.value < 0.99);
    }

    void someRowsStandForAll()
    {
        const Matrix vectors = blobs(900, 10, 3, 3.0);
        const ProjectionSettings all{.dimensions = 2, .qualityRows = 900};
        const ProjectionSettings some{.dimensions = 2, .qualityRows = 300};
        const auto judgedAll = projected(vectors, all).trustworthiness.value();
        const auto judgedSome = projected(vectors, some).trustworthiness.value();
        QCOMPARE(judgedSome.rows, 300);
        QVERIFY(std::abs(judgedSome.value - judgedAll.value) < 0.02);
        QVERIFY(!projected(vectors, {.qualityRows = 0}).trustworthiness);
        // Three vectors have one neighbour each that can be wrong.
        QCOMPARE(projected(blobs(3, 4, 2), {.dimensions = 2}).trustworthiness->neighbors, 1);
    }

    void directionsAloneCountForCosine()
    {
        Matrix vectors = blobs(200, 8, 4, 1.0);
        Matrix scaled = vectors;
        for (int64_t i = 0; i < scaled.rows(); ++i)
            for (float &value : scaled.row(i))
                value *= i % 2 == 0 ? 4.0f : 1.0f; // exact in floats
        const ProjectionSettings settings{
            .method = ProjectionMethod::Umap, .metric = ProjectionMetric::Cosine, .epochs = 20};
        const Projection plain = projected(vectors, settings);
        const Projection stretched = projected(scaled, settings);
        double largest = 0;
        for (int64_t i = 0; i < 200 * 3; ++i)
            largest = std::max(largest, std::abs(static_cast<double>(plain.coordinates.data()[i]) -
                                                 stretched.coordinates.data()[i]));
        QCOMPARE(largest, 0.0);
    }

    void isToldWithItsSettings()
    {
        const Matrix vectors = blobs(100, 6, 1, 2.0);
        const ProjectionSettings umap{.method = ProjectionMethod::Umap, .epochs = 30, .seed = 4};
        const nlohmann::json json = describe(umap, projected(vectors, umap));
        QCOMPARE(json.at("method").get<std::string>(), std::string("umap"));
        QCOMPARE(json.at("seed").get<int>(), 4);
        QCOMPARE(json.at("epochs").get<int>(), 30);
        QCOMPARE(json.at("start").get<std::string>(), std::string("spectral"));
        QCOMPARE(json.at("neighbor_search").get<std::string>(), std::string("exact"));
        QVERIFY(json.at("trustworthiness").get<double>() > 0.5);
        QVERIFY(!json.contains("explained_variance") && !json.contains("perplexity"));
        const ProjectionSettings pca;
        QCOMPARE(describe(pca, projected(vectors, pca)).at("explained_variance").size(), size_t{3});
    }

    // Clouds without an edge between them have no common smooth function.
    void partsStartFromComponents()
    {
        const Projection projection =
            projected(blobs(120, 6, 3, 0.05),
                      {.method = ProjectionMethod::Umap, .neighbors = 5, .epochs = 10});
        QVERIFY(projection.start == ProjectionStart::Pca);
    }

    void refusesWhatCannotBeProjected_data()
    {
        QTest::addColumn<ProjectionSettings>("settings");
        QTest::addColumn<int>("rows");
        QTest::addColumn<float>("first");
        QTest::addColumn<QString>("message");
        const float nan = std::numeric_limits<float>::quiet_NaN();
        ProjectionSettings pca;
        ProjectionSettings umap{.method = ProjectionMethod::Umap};
        ProjectionSettings cosine{.method = ProjectionMethod::Umap,
                                  .metric = ProjectionMetric::Cosine};
        ProjectionSettings tsne{.method = ProjectionMethod::Tsne};
        QTest::newRow("nan") << pca << 20 << nan << "the vector of \"contig_1\" holds NaN";
        QTest::newRow("infinity") << umap << 20 << INFINITY << "holds NaN or infinity";
        QTest::newRow("no direction") << cosine << 20 << 0.0f << "has no direction";
        QTest::newRow("rows") << pca << 2 << 1.0f << "too few vectors for a picture of 3";
        QTest::newRow("neighbours") << umap << 14 << 1.0f << "too few vectors for 15 neighbours";
        QTest::newRow("perplexity")
            << tsne << 90 << 1.0f << "too few vectors for a perplexity of 30";
    }
    void refusesWhatCannotBeProjected()
    {
        QFETCH(ProjectionSettings, settings);
        QFETCH(int, rows);
        QFETCH(float, first);
        QFETCH(QString, message);
        Matrix vectors(rows, 4);
        for (int64_t i = 1; i < rows; ++i)
            vectors(i, 0) = static_cast<float>(i);
        vectors(0, 0) = first;
        try {
            checkProjectable(tableOf(vectors), settings, "vectors.safetensors");
            QFAIL("nothing was refused");
        } catch (const InputError &error) {
            QVERIFY2(QString(error.what()).contains(message), error.what());
            QCOMPARE(error.place().file.string(), std::string("vectors.safetensors"));
        }
    }

    void acceptsTheFewestPossible()
    {
        checkProjectable(tableOf(blobs(91, 4, 2)), {.method = ProjectionMethod::Tsne}, "a");
        checkProjectable(tableOf(blobs(15, 4, 2)), {.method = ProjectionMethod::Umap}, "a");
        QVERIFY(projected(blobs(91, 4, 2), {.method = ProjectionMethod::Tsne, .epochs = 20})
                    .coordinates.rows() == 91);
        QVERIFY(projected(blobs(15, 4, 2), {.method = ProjectionMethod::Umap, .epochs = 20})
                    .coordinates.rows() == 15);
    }
};

QTEST_GUILESS_MAIN(TestProjection)
#include "tst_projection.moc"
