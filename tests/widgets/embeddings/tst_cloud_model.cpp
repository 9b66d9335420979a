#include "tests/widgets/embeddings/small_project.h"
#include "widgets/embeddings/cloud_history.h"
#include "widgets/embeddings/cloud_loader.h"
#include "widgets/embeddings/cloud_model.h"
#include "widgets/embeddings/contig_table_model.h"
#include "widgets/embeddings/legend_model.h"

#include <QSignalSpy>
#include <QUndoStack>

#include <algorithm>
#include <map>

using namespace helicase;

class TestCloudModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void coloursFollowSortedLabels();
    void hidesAndIsolatesClasses();
    void filtersByLength();
    void everyPrefixIsAFairSample();
    void changesTheSelection();
    void undoesTheSelection();
    void legendTogglesClasses();
    void tableSortsByNumbers();

private:
    QTemporaryDir folder_;
    std::unique_ptr<CloudModel> model_;
};

void TestCloudModel::init()
{
    QTest::failOnWarning(QRegularExpression(".*"));
    model_ = std::make_unique<CloudModel>();
    model_->setData(loadCloud(findCloudSources(test::writeSmallProject(folder_))));
    model_->setColours(false, QColor(0xC3C9D0));
}

void TestCloudModel::coloursFollowSortedLabels()
{
    for (int contig = 0; contig < 59; ++contig)
        QCOMPARE(model_->colours()[static_cast<size_t>(contig)],
                 categoryStyle(contig % 3, false).color.rgb());
    QCOMPARE(model_->colours()[59], QColor(0xC3C9D0).rgb());
    model_->setColours(true, QColor(0x4A515A));
    QCOMPARE(model_->colours()[0], categoryStyle(0, true).color.rgb());
}

void TestCloudModel::hidesAndIsolatesClasses()
{
    const QSignalSpy changes(model_.get(), &CloudModel::visibilityChanged);
    model_->setClassHidden(1, true);
    QCOMPARE(changes.count(), 1);
    QCOMPARE(model_->visibleCount(), int64_t{40});
    QVERIFY(!model_->isVisible(1));
    QCOMPARE(model_->drawOrder(0).size(), size_t{40});
    model_->isolateClass(0);
    QCOMPARE(model_->colours()[2], QColor(0xC3C9D0).rgb()); // another class is grey context
    QCOMPARE(model_->colours()[0], categoryStyle(0, false).color.rgb());
    model_->showAllClasses();
    QCOMPARE(model_->visibleCount(), int64_t{60});
    QCOMPARE(model_->look().isolated, CloudLook::noClass);
}

void TestCloudModel::filtersByLength()
{
    model_->setFilter(attribute_key::length, {1100, 1199});
    QCOMPARE(model_->passingFilterCount(), int64_t{10});
    QCOMPARE(model_->visibleCount(), int64_t{10});
    QVERIFY(model_->isVisible(10));
    QVERIFY(!model_->isVisible(20));
}

void TestCloudModel::everyPrefixIsAFairSample()
{
    const std::vector<int> order = model_->drawOrder(0);
    QCOMPARE(order.size(), size_t{60});
    std::map<int, int> counts;
    for (size_t i = 0; i < 30; ++i)
        ++counts[model_->data().classes[static_cast<size_t>(order[i])]];
    for (int species = 0; species < 3; ++species)
        QVERIFY2(std::abs(counts[species] - 10) <= 1, "half of the points hold half of each class");
    QCOMPARE(model_->drawOrder(0), order); // the same order each time: points do not flicker
    QVERIFY(model_->drawOrder(5).empty());
}

void TestCloudModel::changesTheSelection()
{
    const QSignalSpy changes(model_.get(), &CloudModel::selectionChanged);
    model_->changeSelection(std::array{5, 3}, SelectionChange::Replace);
    model_->changeSelection(std::array{9}, SelectionChange::Add);
    QCOMPARE(model_->selection(), (std::vector<int>{3, 5, 9}));
    model_->changeSelection(std::array{5}, SelectionChange::Remove);
    QCOMPARE(model_->selection(), (std::vector<int>{3, 9}));
    model_->changeSelection(std::array{3, 9}, SelectionChange::Replace);
    QCOMPARE(changes.count(), 3); // the last one changed nothing
    model_->setClassHidden(1, true);
    model_->invertSelection();
    QCOMPARE(model_->selection().size(), size_t{38});
    QVERIFY(!model_->isSelected(3));
    QVERIFY(!model_->isSelected(1)); // hidden ones are not taken
}

void TestCloudModel::undoesTheSelection()
{
    QUndoStack stack;
    const CloudHistory history(*model_, stack);
    model_->setSelection({1, 2});
    model_->setSelection({4});
    QCOMPARE(stack.count(), 2);
    stack.undo();
    QCOMPARE(model_->selection(), (std::vector<int>{1, 2}));
    stack.undo();
    QVERIFY(model_->selection().empty());
    stack.redo();
    QCOMPARE(model_->selection(), (std::vector<int>{1, 2}));
    model_->setData(std::make_shared<CloudData>()); // steps of other contigs do nothing
    stack.undo();
    QVERIFY(model_->selection().empty());
}

void TestCloudModel::legendTogglesClasses()
{
    LegendModel legend(*model_);
    QCOMPARE(legend.rowCount(), 4); // three species and "no label"
    QCOMPARE(legend.index(0, LegendModel::Name).data().toString(),
             QStringLiteral("Escherichia coli"));
    QVERIFY(legend.index(0, LegendModel::Name).data(Qt::FontRole).value<QFont>().italic());
    QCOMPARE(legend.index(3, LegendModel::Count).data().toString(), QStringLiteral("1"));
    legend.toggleShown(1);
    QVERIFY(model_->look().isHidden(1));
    QCOMPARE(legend.shownCount(), 3);
    legend.toggleIsolated(0);
    QCOMPARE(model_->look().isolated, 0);
    legend.toggleIsolated(0);
    QCOMPARE(model_->look().isolated, CloudLook::noClass);
}

void TestCloudModel::tableSortsByNumbers()
{
    ContigTableModel table(*model_);
    QCOMPARE(table.rowCount(), 60);
    QCOMPARE(table.contigAt(0), 59); // longest first
    model_->bins().reset(ContigGroups(model_->data().bins.at("model-01"), QStringLiteral("bin")));
    const int length = table.columnOf(attribute_key::length);
    table.sort(length, Qt::AscendingOrder);
    QCOMPARE(table.contigAt(0), 0);
    QCOMPARE(table.rowOf(10), 10);
    QCOMPARE(table.index(0, length).data().toString(), QStringLiteral("1,000"));
    QCOMPARE(table.index(1, table.columnOf(attribute_key::bin)).data().toString(),
             QStringLiteral("bin 1"));
    table.setScope(ContigScope::Selected);
    QCOMPARE(table.rowCount(), 0);
    model_->setSelection({7, 8});
    QCOMPARE(table.rowCount(), 2);
    QCOMPARE(table.rowOf(0), -1);
}

QTEST_MAIN(TestCloudModel)
#include "tst_cloud_model.moc"
