#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/sequence/sequence_reader.h"
#include "tests/widgets/embeddings/small_project.h"
#include "widgets/embeddings/cloud_loader.h"
#include "widgets/embeddings/contig_export.h"
#include "widgets/embeddings/selection_summary.h"

#include <algorithm>

using namespace helicase;

class TestCloudData : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void joinsEverythingById();
    void bringsEmbeddingsToOneSize();
    void refusesMalformedTables_data();
    void refusesMalformedTables();
    void summarizesASelection();
    void savesSelectedSequences();
};

void TestCloudData::joinsEverythingById()
{
    const QTemporaryDir folder;
    const CloudSources sources = findCloudSources(test::writeSmallProject(folder));
    QCOMPARE(sources.projections.size(), size_t{2});
    QCOMPARE(sources.projections.front().stem().string(), std::string("model-01")); // models first

    const auto cloud = loadCloud(sources);
    QCOMPARE(cloud->size(), int64_t{60});
    QCOMPARE(cloud->classNames,
             std::vector<std::string>(test::speciesNames.begin(), test::speciesNames.end()));
    QCOMPARE(cloud->classes[4], 1);
    QCOMPARE(cloud->classes[59], -1);
    QCOMPARE(cloud->unlabelled, int64_t{1});
    QCOMPARE(cloud->lengths[3], int64_t{1030});
    QVERIFY(std::abs(cloud->gc[3] - 0.5F) < 1e-6F);
    QCOMPARE(cloud->projections[0].presentCount, int64_t{60});
    QCOMPARE(cloud->projections[0].method, std::string("pca"));
    QCOMPARE(cloud->projections[0].explainedVariance, (std::vector<double>{0.38, 0.25, 0.15}));
    QVERIFY(cloud->projections[1].isBaseline());
    QCOMPARE(cloud->bins.at("model-01")[5], 2);
    QCOMPARE(cloud->bins.at("tnf")[5], -1);
}

void TestCloudData::bringsEmbeddingsToOneSize()
{
    const QTemporaryDir folder;
    const auto cloud = loadCloud(findCloudSources(test::writeSmallProject(folder)));
    for (const CloudProjection &projection : cloud->projections) {
        float farthest = 0;
        for (const QVector3D &position : projection.positions)
            farthest = std::max(farthest, position.length());
        QVERIFY(std::abs(farthest - 1) < 1e-5F);
    }
    QVERIFY(std::abs(cloud->projections[0].coordinates[0][0] - 11) < 1e-4F); // as in the file
}

void TestCloudData::refusesMalformedTables_data()
{
    QTest::addColumn<QByteArray>("table");
    QTest::addColumn<int>("line");
    QTest::newRow("no header") << QByteArray("contig_1\t1\t2\t3\n") << 1;
    QTest::newRow("text as number") << QByteArray("id\tx\ty\tz\na\t1\t2\t3\nb\t1\ttwo\t3\n") << 3;
    QTest::newRow("not finite") << QByteArray("id\tx\ty\na\tnan\t2\n") << 2;
    QTest::newRow("short row") << QByteArray("id\tx\ty\tz\na\t1\t2\n") << 2;
    QTest::newRow("one coordinate") << QByteArray("id\tx\na\t1\n") << 2;
    QTest::newRow("repeated id") << QByteArray("id\tx\ty\na\t1\t2\na\t1\t2\n") << 3;
}

void TestCloudData::refusesMalformedTables()
{
    QFETCH(QByteArray, table);
    QFETCH(int, line);
    const QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("points.tsv").toStdString();
    writeFileAtomically(file, table.toStdString());
    try {
        loadCloud({.projections = {file}, .labels = {}, .sequences = {}, .assignments = {}});
        QFAIL("the table was accepted");
    } catch (const InputError &error) {
        QCOMPARE(error.place().file, file);
        QCOMPARE(error.place().line.value_or(0), int64_t{line});
    }
}

void TestCloudData::summarizesASelection()
{
    CloudData cloud;
    cloud.ids = {"a", "b", "c", "d"};
    cloud.classes = {0, 0, 1, -1};
    cloud.classNames = {"x", "y"};
    cloud.lengths = {8000, 4000, 3000, 1000};
    cloud.gc = {0.5F, 0.25F, -1, 0.5F};
    const std::array all = {0, 1, 2, 3};
    const SelectionSummary summary = summarizeSelection(cloud, all);
    QCOMPARE(summary.bases, int64_t{16000});
    QCOMPARE(summary.n50, int64_t{8000}); // 8,000 of 16,000 bases lie in contigs of at least 8,000
    QVERIFY(std::abs(summary.meanGc - (0.5 * 8000 + 0.25 * 4000 + 0.5 * 1000) / 13000) < 1e-9);
    QCOMPARE(summary.composition.front(), (std::pair<int, int64_t>(0, 2)));
    QCOMPARE(summarizeSelection(cloud, {}).n50, int64_t{0});
}

void TestCloudData::savesSelectedSequences()
{
    const QTemporaryDir folder;
    const auto cloud = loadCloud(findCloudSources(test::writeSmallProject(folder)));
    const std::filesystem::path file = folder.filePath("selection.fa").toStdString();
    const std::array chosen = {7, 2};
    QCOMPARE(saveFasta(*cloud, chosen, file), int64_t{2});
    const std::vector<Sequence> saved = readSequences(file);
    QCOMPARE(saved.size(), size_t{2});
    QCOMPARE(saved[0].id, test::contigId(2)); // in the order of the source
    QCOMPARE(saved[0].description, std::string("piece"));
    QCOMPARE(saved[1].bases.size(), size_t{1070});
}

QTEST_GUILESS_MAIN(TestCloudData)
#include "tst_cloud_data.moc"
