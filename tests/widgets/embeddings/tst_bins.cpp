// Bins and own labels: edits with undo, figures equal to the core's, what the project keeps, files.
#include "core/base/atomic_file.h"
#include "core/dataset/label_table.h"
#include "core/evaluate/clustering_metrics.h"
#include "core/sequence/sequence_reader.h"
#include "tests/support/time_limit.h"
#include "tests/widgets/embeddings/large_cloud.h"
#include "tests/widgets/embeddings/small_project.h"
#include "widgets/common/project.h"
#include "widgets/embeddings/bin_counts.h"
#include "widgets/embeddings/bin_scoring.h"
#include "widgets/embeddings/cloud_loader.h"
#include "widgets/embeddings/cloud_model.h"
#include "widgets/embeddings/contig_export.h"
#include "widgets/embeddings/contig_table_model.h"
#include "widgets/embeddings/group_keeper.h"
#include "widgets/embeddings/kept_groups.h"

#include <QSignalSpy>
#include <QUndoStack>

#include <numeric>

using namespace helicase;

class TestBins : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void editsAreUndone();
    void renamesAndRemoves();
    void scoresAreTheCores();
    void countedOnIsCountedAnew();
    void scoresFollowAnEditAtOnce();
    void editsOfAMillionContigsAreScoredInTime();
    void tellsTheEffectOfAMove();
    void unlabelledContigsAreNotJudged();
    void keepsEditsById();
    void theProjectKeepsBinsAndLabels();
    void savesBinsAsFastaAndCami();
};

void TestBins::editsAreUndone()
{
    QUndoStack stack;
    GroupEditor editor(QStringLiteral("bin"), &stack);
    editor.reset(ContigGroups({0, 0, 1, 1, -1}, QStringLiteral("bin")));
    const QSignalSpy changes(&editor, &GroupEditor::changed);
    const int fresh = editor.create({1, 4});
    QCOMPARE(fresh, 2);
    QCOMPARE(editor.groups().nameOf(fresh), QStringLiteral("bin 2"));
    QCOMPARE(editor.groups().all(), (std::vector<int>{0, 2, 1, 1, 2}));
    QVERIFY(editor.groups().groups().at(0).isEdited); // contig 1 left it
    QVERIFY(!editor.groups().groups().at(1).isEdited);
    editor.move({0, 2}, fresh);
    QCOMPARE(editor.groups().membersOf(fresh), (std::vector<int>{0, 1, 2, 4}));
    editor.move({0, 2}, fresh); // they are there already
    QCOMPARE(stack.count(), 2);
    editor.move({4}, ContigGroups::none);
    QCOMPARE(editor.groups().groupOf(4), ContigGroups::none);
    for (int step = 0; step < 3; ++step)
        stack.undo();
    QCOMPARE(editor.groups().all(), (std::vector<int>{0, 0, 1, 1, -1}));
    QVERIFY(!editor.groups().has(fresh));
    QVERIFY(!editor.groups().groups().at(0).isEdited);
    stack.redo();
    QCOMPARE(editor.groups().membersOf(fresh), (std::vector<int>{1, 4}));
    QCOMPARE(changes.count(), 7);
    editor.reset(ContigGroups({0, 0, 0}, QStringLiteral("bin")));
    stack.undo(); // of the former contigs: nothing happens
    QCOMPARE(editor.groups().all(), (std::vector<int>{0, 0, 0}));
}

void TestBins::renamesAndRemoves()
{
    QUndoStack stack;
    GroupEditor editor(QStringLiteral("bin"), &stack);
    editor.reset(ContigGroups({3, 3, 7}, QStringLiteral("bin")));
    editor.rename(3, QStringLiteral("coli"));
    QCOMPARE(editor.groups().find(QStringLiteral("coli")), 3);
    editor.remove(3);
    QCOMPARE(editor.groups().all(), (std::vector<int>{-1, -1, 7}));
    QVERIFY(!editor.groups().has(3));
    QCOMPARE(editor.groups().nextNumber(), 8);
    stack.undo();
    QCOMPARE(editor.groups().nameOf(3), QStringLiteral("coli"));
    QCOMPARE(editor.groups().membersOf(3), (std::vector<int>{0, 1}));
    stack.undo();
    QCOMPARE(editor.groups().nameOf(3), QStringLiteral("bin 3"));
}

void TestBins::scoresAreTheCores()
{
    const auto cloud = test::makeLargeCloud(5000, 6);
    std::vector<int> groups;
    std::vector<int64_t> bins;
    std::vector<int64_t> binned;
    std::vector<int64_t> truth;
    std::vector<std::string> species;
    test::Spread spread;
    for (int contig = 0; contig < 5000; ++contig) {
        const float chance = spread.next();
        groups.push_back(chance < 0.1F ? -1 : chance < 0.8F ? contig % 6 : contig % 4);
        bins.push_back(groups.back());
        species.push_back(cloud->classNames[size_t(contig % 6)]);
        if (groups.back() < 0)
            continue;
        binned.push_back(groups.back());
        truth.push_back(contig % 6);
    }
    const BinScores scores = BinCounts(cloud, groups).scores();
    const std::vector<Bin> expected = binTable(bins, species, cloud->lengths);
    QCOMPARE(scores.bins.size(), expected.size());
    for (const Bin &bin : expected) {
        const BinFigures &found = scores.bins.at(static_cast<int>(bin.number));
        QCOMPARE(found.contigs, bin.contigs);
        QCOMPARE(found.bases, bin.bases);
        QCOMPARE(found.species, bin.species);
        QCOMPARE(*found.completeness, bin.completeness);
        QCOMPARE(*found.contamination, bin.contamination);
    }
    QCOMPARE(*scores.adjustedRand, clusteringScores(truth, binned).adjustedRand);
    QCOMPARE(scores.unbinned, std::ranges::count(groups, -1));
}

// Some thousand random moves, contigs without label or length and bins that vanish among them.
void TestBins::countedOnIsCountedAnew()
{
    const auto cloud = test::makeLargeCloud(3000, 7);
    for (size_t contig = 0; contig < 3000; contig += 11)
        cloud->classes[contig] = -1;
    for (size_t contig = 0; contig < 3000; contig += 13)
        cloud->lengths[contig] = 0;
    test::Spread spread;
    const auto chance = [&](int count) { return static_cast<int>(spread.next() * float(count)); };
    std::vector<int> groups(3000, unbinned);
    BinCounts counts(cloud, groups);
    for (int step = 0; step < 40; ++step) {
        std::vector<int> moved;
        for (int i = chance(200); i >= 0; --i)
            moved.push_back(chance(3000));
        const int bin = chance(12) - 1;
        for (const int contig : moved)
            groups[size_t(contig)] = bin;
        if (step % 3 == 0)
            std::ranges::replace(groups, step / 3, unbinned); // the bin is removed
        if (step % 2 == 0)
            counts.move(moved, bin);
        counts.follow(groups);
        const BinScores expected = BinCounts(cloud, groups).scores();
        const BinScores found = counts.scores();
        QCOMPARE(found.unbinned, expected.unbinned);
        QCOMPARE(found.adjustedRand, expected.adjustedRand);
        QVERIFY(found.bins == expected.bins);
    }
}

void TestBins::scoresFollowAnEditAtOnce()
{
    CloudModel model;
    BinScoring scoring(model);
    model.setData(test::makeLargeCloud(20'000, 5));
    std::vector<int> groups;
    for (int contig = 0; contig < 20'000; ++contig)
        groups.push_back(contig % 5);
    model.bins().reset(ContigGroups(groups, QStringLiteral("bin")));
    QTRY_VERIFY(scoring.isCurrent());
    QCOMPARE(*scoring.now().adjustedRand, 1.0);
    QElapsedTimer timer;
    timer.start();
    model.bins().move({0, 5, 10, 15}, 1); // species A into the bin of species B
    QTRY_VERIFY(scoring.isCurrent());
    QVERIFY2(timer.elapsed() < 2000, "the figures do not follow"); // 100 ms on a machine at rest
    QVERIFY(*scoring.now().adjustedRand < 1);
    QVERIFY(*scoring.now().bins.at(1).contamination > 0);
    QVERIFY(*scoring.now().bins.at(0).completeness < 1);
}

// With everything that listens to an edit: the table, what the project keeps, the figures.
void TestBins::editsOfAMillionContigsAreScoredInTime()
{
    constexpr int count = 1'000'000;
    const QTemporaryDir folder;
    Project project;
    project.open(folder.path());
    CloudModel model;
    const GroupKeeper keeper(model, project);
    BinScoring scoring(model);
    const ContigTableModel table(model);
    const auto cloud = test::makeLargeCloud(count, 100);
    std::vector<int> groups(count);
    for (int contig = 0; contig < count; ++contig)
        groups[size_t(contig)] = contig % 120;
    cloud->bins["large"] = groups;
    model.setData(cloud);
    QTRY_VERIFY_WITH_TIMEOUT(scoring.isCurrent(), 60'000);
    std::vector<int> moved(1000);
    std::ranges::generate(moved, [next = 0]() mutable { return next += 977; });
    qint64 best = std::numeric_limits<qint64>::max();
    for (int bin = 7; bin < 12; ++bin) {
        QElapsedTimer timer;
        timer.start();
        model.bins().move(moved, bin);
        while (!scoring.isCurrent())
            QCoreApplication::processEvents();
        best = std::min(best, timer.elapsed());
    }
    qInfo("1,000 of 1,000,000 contigs moved: figures after %lld ms", static_cast<long long>(best));
    QVERIFY2(best < test::timeLimit(100), "the figures do not follow");
    for (const int contig : moved)
        groups[size_t(contig)] = 11;
    const BinScores expected = BinCounts(cloud, groups).scores();
    QCOMPARE(*scoring.now().adjustedRand, *expected.adjustedRand);
    QVERIFY(scoring.now().bins == expected.bins);
}

void TestBins::tellsTheEffectOfAMove()
{
    CloudModel model;
    BinScoring scoring(model);
    model.setData(test::makeLargeCloud(1000, 4));
    std::vector<int> groups;
    for (int contig = 0; contig < 1000; ++contig)
        groups.push_back(contig < 100 ? -1 : contig % 4);
    model.bins().reset(ContigGroups(groups, QStringLiteral("bin")));
    model.setSelection({0, 4, 8}); // of the species of bin 0
    scoring.setTarget(0);
    QTRY_VERIFY(scoring.isCurrent() && scoring.then());
    QCOMPARE(scoring.then()->unbinned, scoring.now().unbinned - 3);
    const BinScores then = *scoring.then();
    QVERIFY(*then.bins.at(0).completeness > *scoring.now().bins.at(0).completeness);
    model.bins().move(model.selection(), scoring.target());
    QTRY_VERIFY(scoring.isCurrent());
    QCOMPARE(*scoring.now().bins.at(0).completeness, *then.bins.at(0).completeness);
    QCOMPARE(*scoring.now().adjustedRand, *then.adjustedRand);
    model.bins().remove(0);
    QCOMPARE(scoring.target(), ContigGroups::none);
}

void TestBins::unlabelledContigsAreNotJudged()
{
    const auto cloud = test::makeLargeCloud(20, 2);
    for (int contig = 0; contig < 10; ++contig)
        cloud->classes[size_t(contig)] = -1;
    std::vector<int> groups(20, 0);
    for (int contig = 10; contig < 20; ++contig)
        groups[size_t(contig)] = contig % 2;
    const BinScores scores = BinCounts(cloud, groups).scores();
    QCOMPARE(scores.bins.at(0).contigs, int64_t{15});
    QCOMPARE(*scores.bins.at(0).contamination, 0.0);
    QCOMPARE(*scores.adjustedRand, 1.0);
    std::fill(cloud->classes.begin(), cloud->classes.end(), -1);
    const BinScores without = BinCounts(cloud, groups).scores();
    QVERIFY(!without.adjustedRand && !without.bins.at(0).completeness);
    QCOMPARE(without.bins.at(1).contigs, int64_t{5});
}

void TestBins::keepsEditsById()
{
    const std::vector<std::string> ids = {"a", "b", "c", "d"};
    const ContigGroups before({0, 0, 1, -1}, QStringLiteral("bin"));
    QVERIFY(editsOf(before, before, ids).isEmpty());
    GroupEditor editor(QStringLiteral("bin"), nullptr);
    editor.reset(before);
    editor.create({1, 3}, QStringLiteral("mine"));
    editor.remove(1);
    const QJsonObject edits = editsOf(editor.groups(), before, ids);
    const ContigGroups again = withEdits(before, edits, ids);
    QCOMPARE(again.all(), editor.groups().all());
    QVERIFY(again.groups() == editor.groups().groups());
    // Other contigs in another order: what is known finds its place.
    const ContigGroups other =
        withEdits(ContigGroups({-1, 0, 1}, QStringLiteral("bin")), edits, {"d", "a", "new"});
    QCOMPARE(other.all(), (std::vector<int>{2, 0, -1}));
    const QJsonObject damaged{{"groups", QJsonObject{{"x", 1}, {"-4", 2}}}, {"moved", 7}};
    QCOMPARE(withEdits(before, damaged, ids).groups().size(), size_t{0});
}

void TestBins::theProjectKeepsBinsAndLabels()
{
    const QTemporaryDir folder;
    const auto cloud = loadCloud(findCloudSources(test::writeSmallProject(folder)));
    Project project;
    project.open(folder.path());
    {
        CloudModel model;
        GroupKeeper keeper(model, project);
        model.setData(cloud);
        QCOMPARE(keeper.candidate(), QStringLiteral("model-01"));
        QCOMPARE(model.binGroups().groups().size(), size_t{3});
        model.bins().create({0, 1}, QStringLiteral("mine"));
        model.labels().create({5}, QStringLiteral("odd one"));
        keeper.choose(QStringLiteral("tnf"));
        QVERIFY(model.binGroups().groups().empty()); // its own bins: none
        keeper.choose(QStringLiteral("model-01"));
        QCOMPARE(model.binGroups().nameOf(model.binGroups().groupOf(0)), QStringLiteral("mine"));
    }
    project.save();
    Project again;
    again.open(folder.path());
    CloudModel model;
    const GroupKeeper keeper(model, again);
    model.setData(cloud);
    QCOMPARE(model.binGroups().nameOf(model.binGroups().groupOf(1)), QStringLiteral("mine"));
    QCOMPARE(model.binGroups().groupOf(4), 1);
    QCOMPARE(model.labelGroups().nameOf(model.labelGroups().groupOf(5)), QStringLiteral("odd one"));
}

void TestBins::savesBinsAsFastaAndCami()
{
    const QTemporaryDir folder;
    const auto cloud = loadCloud(findCloudSources(test::writeSmallProject(folder)));
    GroupEditor editor(QStringLiteral("bin"), nullptr);
    editor.reset(ContigGroups(cloud->bins.at("model-01"), QStringLiteral("bin")));
    editor.rename(2, QStringLiteral("E. coli / K12"));
    editor.move({0}, ContigGroups::none);
    const std::filesystem::path bins = folder.filePath("bins").toStdString();
    QCOMPARE(saveBins(*cloud, editor.groups(), bins), int64_t{3});
    const std::vector<Sequence> saved = readSequences(bins / "bin-0.fa");
    QCOMPARE(saved.size(), size_t{19});
    QCOMPARE(saved.front().id, test::contigId(3));
    QVERIFY(std::filesystem::exists(bins / "E.-coli-K12.fa"));
    const std::string cami = readFile(bins.string() + ".tsv");
    QVERIFY(
        cami.starts_with("@Version:0.9.1\n@SampleID:contigs\n\n@@SEQUENCEID\tBINID\t_LENGTH\n"));
    const std::map<std::string, std::string> labels = readLabels(bins.string() + ".tsv");
    QCOMPARE(labels.size(), size_t{59});
    QVERIFY(!labels.contains(test::contigId(0)));
    QCOMPARE(labels.at(test::contigId(2)), std::string("E.-coli-K12"));
    for (int contig = 1; contig < 60; ++contig)
        QCOMPARE(labels.at(test::contigId(contig)).back() == '2', contig % 3 == 2);
}

QTEST_GUILESS_MAIN(TestBins)
#include "tst_bins.moc"
