// Colours, filters, joined columns, neighbours and files of contigs.
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "tests/widgets/embeddings/large_cloud.h"
#include "tests/widgets/embeddings/small_project.h"
#include "widgets/embeddings/cloud_history.h"
#include "widgets/embeddings/cloud_loader.h"
#include "widgets/embeddings/cloud_model.h"
#include "widgets/embeddings/contig_export.h"
#include "widgets/embeddings/contig_table_model.h"
#include "widgets/embeddings/vector_store.h"

#include <QSignalSpy>
#include <QUndoStack>

#include <algorithm>
#include <cmath>
#include <cstring>

using namespace helicase;

class TestPointAttributes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void listsWhatIsKnown();
    void joinsColumnsById();
    void refusesMalformedTables_data();
    void refusesMalformedTables();
    void colourScalesKeepTheirPromise();
    void strayValuesDoNotTakeTheColours();
    void coloursByAnyAttribute();
    void filtersByRanges();
    void greyContextFollowsTheSelection();
    void looksAreUndoneAndKept();
    void tableFiltersAndGroups();
    void editsRebuildTheTableOnlyWhereTheyMust();
    void neighboursAreExact();
    void savesTablesAndArrays();

private:
    CloudSources writeProject(const QTemporaryDir &folder) const;

    QTemporaryDir folder_;
};

void TestPointAttributes::init()
{
    QTest::failOnWarning(QRegularExpression(".*"));
}

// The small project with depths and a table of one category and one number.
CloudSources TestPointAttributes::writeProject(const QTemporaryDir &folder) const
{
    const std::filesystem::path root = test::writeSmallProject(folder);
    std::string depth = "contig\tdepth\n";
    std::string table = "contig,habitat,score,empty\n";
    for (int contig = 0; contig < 60; ++contig) {
        depth += test::contigId(contig) + "\t" + std::to_string(10 + contig) + "\n";
        if (contig < 50)
            table += test::contigId(contig) + "," + (contig % 2 ? "sea" : "\"soil, wet\"") + "," +
                     (contig == 7 ? "" : std::to_string(contig * 0.5)) + ",\n";
    }
    table += "elsewhere,sea,1,\n";
    writeFileAtomically(root / "data" / "depth.tsv", depth);
    writeFileAtomically(root / "extra.csv", table);
    CloudSources sources = findCloudSources(root);
    sources.tables = {root / "extra.csv"};
    return sources;
}

void TestPointAttributes::listsWhatIsKnown()
{
    CloudModel model;
    model.setData(loadCloud(writeProject(folder_)));
    QStringList headings;
    for (const AttributeInfo &info : model.attributes())
        headings << info.heading();
    QCOMPARE(headings, (QStringList{"Species", "Length (bp)", "GC (%)", "Depth (×)", "habitat",
                                    "score", "empty"}));
    QCOMPARE(model.attribute(attribute_key::depth)->text(3), QStringLiteral("13.0"));
    QCOMPARE(model.attribute(attribute_key::length)->text(3), QStringLiteral("1,030"));
    QCOMPARE(model.attribute(attribute_key::species)->text(59), QStringLiteral("no label"));
    model.bins().create({1, 2});
    QCOMPARE(model.attributes()[1].key, attribute_key::bin);
    QCOMPARE(model.attribute(attribute_key::bin)->text(2), QStringLiteral("bin 1"));
    QCOMPARE(model.attribute(attribute_key::bin)->text(3), QStringLiteral("unbinned"));
}

void TestPointAttributes::joinsColumnsById()
{
    const auto cloud = loadCloud(writeProject(folder_));
    const CloudColumn &habitat = cloud->columns[0];
    QVERIFY(!habitat.isNumber);
    QCOMPARE(habitat.names, (std::vector<std::string>{"sea", "soil, wet"}));
    QCOMPARE(habitat.classes[4], 1);
    QCOMPARE(habitat.classes[55], -1); // not in the table
    const CloudColumn &score = cloud->columns[1];
    QVERIFY(score.isNumber);
    QCOMPARE(score.numbers[9], 4.5);
    QVERIFY(std::isnan(score.numbers[7]) && std::isnan(score.numbers[55]));
    QVERIFY(!cloud->columns[2].isNumber); // nothing in it
}

void TestPointAttributes::refusesMalformedTables_data()
{
    QTest::addColumn<QByteArray>("table");
    QTest::addColumn<int>("line");
    QTest::newRow("no ids") << QByteArray("name\tvalue\nx\t1\n") << 0;
    QTest::newRow("short row") << QByteArray("id\ta\tb\ncontig_1\t2\n") << 2;
    QTest::newRow("repeated id") << QByteArray("id\ta\ncontig_1\t2\ncontig_1\t3\n") << 3;
    QTest::newRow("open quotation mark") << QByteArray("id,a\ncontig_1,\"2\n") << 2;
}

void TestPointAttributes::refusesMalformedTables()
{
    QFETCH(QByteArray, table);
    QFETCH(int, line);
    CloudSources sources = writeProject(folder_);
    writeFileAtomically(sources.tables[0], table.toStdString());
    try {
        loadCloud(sources);
        QFAIL("the table was accepted");
    } catch (const InputError &error) {
        QCOMPARE(error.place().file, sources.tables[0]);
        QCOMPARE(error.place().line.value_or(0), int64_t{line});
    }
}

void TestPointAttributes::colourScalesKeepTheirPromise()
{
    const std::vector<double> numbers = {1, 10, 100, std::nan("")};
    const NumberColours linear(numbers, NumberScale::Linear, ColourRange::Full, false);
    QCOMPARE(linear.placeOf(1), 0.0);
    QCOMPARE(linear.placeOf(500), 1.0);
    const NumberColours logarithmic(numbers, NumberScale::Logarithmic, ColourRange::Full, false);
    QVERIFY(std::abs(logarithmic.placeOf(10) - 0.5) < 1e-12);
    QVERIFY(std::abs(logarithmic.valueAt(0.5) - 10) < 1e-9);
    // On white the yellow end is left out, on black the violet one.
    QVERIFY(linear.colourAt(1).lightnessF() < 0.62);
    const NumberColours dark(numbers, NumberScale::Linear, ColourRange::Full, true);
    QVERIFY(dark.colourAt(0).value() > linear.colourAt(0).value());
    // The middle of the diverging map is the median, and its ends have their own hues.
    const NumberColours diverging(numbers, NumberScale::Diverging, ColourRange::Full, false);
    QCOMPARE(diverging.middle(), 10.0);
    QCOMPARE(diverging.placeOf(10), 0.5);
    QCOMPARE(diverging.colourOf(10), QColor(0xF7, 0xF8, 0xF9).rgb());
    QCOMPARE(diverging.colourOf(100), QColor(0xB3, 0x58, 0x06).rgb());
    QVERIFY(NumberColours(std::vector<double>{std::nan("")}, NumberScale::Linear, ColourRange::Full,
                          false)
                .isEmpty());
    // Zero has no logarithm.
    QCOMPARE(
        NumberColours(std::vector<double>{0, 5}, NumberScale::Logarithmic, ColourRange::Full, false)
            .scale(),
        NumberScale::Linear);
}

void TestPointAttributes::strayValuesDoNotTakeTheColours()
{
    std::vector<double> numbers;
    for (int i = 0; i <= 1000; ++i)
        numbers.push_back(i);
    numbers.push_back(1e9);
    const NumberColours clipped(numbers, NumberScale::Linear, ColourRange::Percentiles, false);
    QVERIFY(clipped.low() >= 9 && clipped.low() <= 11);
    QVERIFY(clipped.high() >= 989 && clipped.high() <= 992);
    QCOMPARE(NumberColours(numbers, NumberScale::Linear, ColourRange::Full, false).high(), 1e9);
}

void TestPointAttributes::coloursByAnyAttribute()
{
    CloudModel model;
    model.setData(loadCloud(writeProject(folder_)));
    model.setColours(false, QColor(0xC3C9D0));
    const QSignalSpy changes(&model, &CloudModel::colouringChanged);
    model.colourBy(QStringLiteral("column.score"));
    QCOMPARE(changes.count(), 1);
    QCOMPARE(model.colours()[7], QColor(0xC3C9D0).rgb()); // no value
    QCOMPARE(model.colours()[20], model.numberColours().colourOf(10));
    QCOMPARE(model.markerOf(20), Marker::Disc);
    model.colourBy(QStringLiteral("column.habitat"));
    QCOMPARE(model.colours()[1], categoryStyle(0, false).color.rgb());
    QCOMPARE(model.colouring().sizeOf(0), int64_t{25});
    QCOMPARE(model.colouring().sizeOf(-1), int64_t{10});
    model.setClassHidden(1, true);
    QCOMPARE(model.visibleCount(), int64_t{35});
    model.colourBy(attribute_key::species); // other classes: all are shown
    QCOMPARE(model.visibleCount(), int64_t{60});
    // Bins are coloured as they are edited.
    model.bins().create({0, 1, 2});
    model.colourBy(attribute_key::bin);
    QCOMPARE(model.colours()[0], categoryStyle(0, false).color.rgb());
    model.bins().create({2}, QStringLiteral("other"));
    QCOMPARE(model.colours()[2], categoryStyle(1, false).color.rgb());
    model.colourBy(QStringLiteral("column.nowhere"));
    QCOMPARE(model.look().colourKey, attribute_key::species);
}

void TestPointAttributes::filtersByRanges()
{
    CloudModel model;
    model.setData(loadCloud(writeProject(folder_)));
    model.setFilter(attribute_key::depth, {20, 39});
    QCOMPARE(model.visibleCount(), int64_t{20});
    model.setFilter(attribute_key::length, {1200, 5000});
    QCOMPARE(model.visibleCount(), int64_t{10});
    model.setFilter(QStringLiteral("column.score"), {0, 12});
    QCOMPARE(model.visibleCount(), int64_t{5}); // contigs 20 to 24
    model.removeFilter(attribute_key::length);
    QVERIFY(model.isVisible(10) && !model.isVisible(25));
    QCOMPARE(model.passingFilterCount(), model.visibleCount());
}

void TestPointAttributes::greyContextFollowsTheSelection()
{
    CloudModel model;
    model.setData(loadCloud(writeProject(folder_)));
    const QRgb grey = model.classStyle(-1).color.rgb();
    model.setGreyContext(true);
    QVERIFY(model.colours()[3] != grey); // nothing is selected
    model.setSelection({3, 4});
    QCOMPARE(model.colours()[5], grey);
    QCOMPARE(model.colours()[3], categoryStyle(0, false).color.rgb());
    model.setHovered(1);
    model.setSelection({});
    QCOMPARE(model.colours()[3], grey); // of another class than the one under the pointer
    model.setHovered(CloudLook::noClass);
    QVERIFY(model.colours()[3] != grey);
}

void TestPointAttributes::looksAreUndoneAndKept()
{
    QUndoStack stack;
    CloudModel model(nullptr, &stack);
    const CloudHistory history(model, stack);
    model.setData(loadCloud(writeProject(folder_)));
    const CloudLook first = model.look();
    model.colourBy(QStringLiteral("column.habitat"));
    model.setClassHidden(0, true);
    model.setFilter(attribute_key::depth, {20, 30});
    model.setSelection({1});
    model.bins().create({1});
    QCOMPARE(stack.count(), 5);
    const CloudLook last = model.look();
    QVERIFY(CloudLook::fromJson(last.toJson()) == last);
    for (int step = 0; step < 5; ++step)
        stack.undo();
    QVERIFY(model.look() == first);
    QVERIFY(model.selection().empty() && model.binGroups().groups().empty());
    QCOMPARE(model.visibleCount(), int64_t{60});
    for (int step = 0; step < 5; ++step)
        stack.redo();
    QVERIFY(model.look() == last);
    QVERIFY(CloudLook::fromJson({{"hidden", QJsonArray{-9, "x", 1e12}}, {"filters", 3}})
                .filters.empty());
}

void TestPointAttributes::tableFiltersAndGroups()
{
    CloudModel model;
    model.setData(loadCloud(writeProject(folder_)));
    ContigTableModel table(model);
    table.setFilter(QStringLiteral("  PYLORI "));
    QCOMPARE(table.rowCount(), 20);
    QCOMPARE(table.listedContigs().front(), 58); // the longest of them
    table.setFilter(QStringLiteral("contig_5"));
    QCOMPARE(table.rowCount(), 11);
    table.setFilter({});
    const int depth = table.columnOf(attribute_key::depth);
    table.sort(depth, Qt::AscendingOrder);
    QCOMPARE(table.contigAt(0), 0);
    const int score = table.columnOf(QStringLiteral("column.score"));
    table.sort(score, Qt::DescendingOrder);
    QCOMPARE(table.contigAt(0), 49);
    QCOMPARE(table.index(59, score).data().toString(), QString()); // unknown ones last
    table.sort(score, Qt::AscendingOrder);
    QCOMPARE(table.index(59, score).data().toString(), QString());
    table.setGrouping(attribute_key::species);
    QCOMPARE(table.headingRows(), (std::vector<int>{0, 21, 42, 62}));
    QVERIFY(table.isHeading(0) && !table.isHeading(1));
    QVERIFY(table.index(0, 0).data().toString().contains(
        QStringLiteral("Escherichia coli: 20 contigs")));
    table.toggleGroup(0);
    QCOMPARE(table.rowCount(), 44);
    QCOMPARE(table.rowOf(0), -1);
    QCOMPARE(table.matchCount(), 60);
    QVERIFY(!(table.index(0, 0).flags() & Qt::ItemIsSelectable));
}

void TestPointAttributes::editsRebuildTheTableOnlyWhereTheyMust()
{
    CloudModel model;
    model.setData(loadCloud(writeProject(folder_)));
    model.bins().reset(ContigGroups(std::vector<int>(60, 1), QStringLiteral("bin")));
    ContigTableModel table(model);
    const QSignalSpy resets(&table, &QAbstractItemModel::modelReset);
    const QSignalSpy changes(&table, &QAbstractItemModel::dataChanged);
    model.bins().create({3, 4});
    QCOMPARE(resets.count(), 0);
    QVERIFY(changes.count() > 0);
    const int bin = table.columnOf(attribute_key::bin);
    QCOMPARE(table.index(table.rowOf(3), bin).data().toString(), QStringLiteral("bin 2"));
    table.sort(bin, Qt::DescendingOrder);
    QVERIFY(table.rowOf(3) < 2);
    model.bins().move({3}, 1);
    QVERIFY(table.rowOf(3) > 0);
    QCOMPARE(table.rowOf(4), 0);
    const auto before = resets.count();
    model.setData(model.sharedData()); // even the same contigs are listed anew
    QVERIFY(resets.count() > before);
}

void TestPointAttributes::neighboursAreExact()
{
    const auto cloud = test::makeLargeCloud(20'000, 7);
    const std::filesystem::path file = folder_.filePath("vectors.safetensors").toStdString();
    writeEmbeddings(file, test::vectorsOf(*cloud));
    const VectorStore store(file);
    QCOMPARE(store.rowOf("contig_321"), int64_t{321});
    QCOMPARE(store.rowOf("nobody"), int64_t{-1});
    const auto cosine = [&](int64_t one, int64_t other) {
        double product = 0;
        double lengths[2] = {0, 0};
        for (int64_t i = 0; i < store.width(); ++i) {
            const double a = store.vector(one)[size_t(i)];
            const double b = store.vector(other)[size_t(i)];
            product += a * b;
            lengths[0] += a * a;
            lengths[1] += b * b;
        }
        return product / std::sqrt(lengths[0] * lengths[1]);
    };
    for (const int64_t row : {int64_t{0}, int64_t{12345}}) {
        std::vector<std::pair<double, int64_t>> all;
        for (int64_t other = 0; other < store.rows(); ++other)
            if (other != row)
                all.emplace_back(-cosine(row, other), other);
        std::ranges::sort(all);
        const std::vector<Neighbour> found = store.nearest(row, 10);
        QCOMPARE(found.size(), size_t{10});
        for (size_t i = 0; i < found.size(); ++i)
            QVERIFY(std::abs(found[i].similarity + all[i].first) < 1e-12);
    }
    QCOMPARE(store.nearest(3, 1'000'000).size(), size_t{19'999});
}

void TestPointAttributes::savesTablesAndArrays()
{
    CloudModel model;
    auto cloud = std::make_shared<CloudData>(*loadCloud(writeProject(folder_)));
    EmbeddingTable vectors{.ids = cloud->ids,
                           .lengths = cloud->lengths,
                           .vectors = Matrix(60, 4),
                           .labels = {},
                           .places = {},
                           .provenance = {}};
    vectors.vectors(2, 3) = 0.25F;
    cloud->projections[0].vectors = folder_.filePath("small.safetensors").toStdString();
    writeEmbeddings(cloud->projections[0].vectors, vectors);
    model.setData(cloud);
    AttributeList attributes;
    for (const AttributeInfo &info : model.attributes())
        attributes.push_back(model.attribute(info.key));
    const std::filesystem::path file = folder_.filePath("contigs.csv").toStdString();
    saveContigTable(model.data(), &model.data().projections[0], std::array{0, 59}, attributes,
                    file);
    const std::string text = readFile(file);
    QVERIFY(text.starts_with("id,x,y,z,Species,Length (bp),GC (%),Depth (×),habitat,score,empty\n"
                             "contig_0,11,"));
    QVERIFY(text.find(",Escherichia coli,1000,50,10,\"soil, wet\",0,\n") != std::string::npos);
    QVERIFY(text.ends_with(",,1590,50,69,,,\n")); // no label, not in the table

    const std::filesystem::path arrays = folder_.filePath("contigs.npz").toStdString();
    QCOMPARE(saveArrays(model.data(), model.data().projections[0], std::array{2, 59}, arrays),
             int64_t{2});
    const std::string archive = readFile(arrays);
    for (const char *name :
         {"ids.npy", "labels.npy", "lengths.npy", "coordinates.npy", "vectors.npy"})
        QVERIFY(archive.find(name) != std::string::npos);
    const size_t header =
        archive.find("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 4), }");
    QVERIFY(header != std::string::npos);
    float values[8];
    std::memcpy(values, archive.data() + archive.find('\n', header) + 1, sizeof values);
    QCOMPARE(values[3], 0.25F);
    QVERIFY(archive.find("'descr': '<U9'") != std::string::npos); // "contig_59"
}

QTEST_GUILESS_MAIN(TestPointAttributes)
#include "tst_point_attributes.moc"
