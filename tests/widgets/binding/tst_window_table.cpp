#include "tests/widgets/binding/small_binding.h"
#include "widgets/binding/comparison_model.h"
#include "widgets/binding/hit_table_model.h"
#include "widgets/binding/window_table_model.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

class TestWindowTable : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::shared_ptr<const BindingData> data_;
    std::shared_ptr<const BindingResult> result_;

    static QStringList columnOf(const QAbstractItemModel &model, int column)
    {
        QStringList texts;
        for (int row = 0; row < model.rowCount(); ++row)
            texts << model.index(row, column).data().toString();
        return texts;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const std::filesystem::path root = folder_.path().toStdString();
        test::writeSmallBindingProject(root);
        data_ =
            readBindingData(root / "data/binding_sequences.tsv", root / "data/binding_scores.tsv");
        result_ = readBindingResult(root / "evaluations/binding-01");
    }

    void withoutAResultAllWindowsAreListed()
    {
        WindowTableModel table;
        QCOMPARE(table.rowCount(), 0);
        table.setData(data_);
        QCOMPARE(table.rowCount(), 4);
        QCOMPARE(columnOf(table, WindowTableModel::Error), (QStringList{"–", "–", "–", "–"}));
        QCOMPARE(table.headerData(0, Qt::Horizontal, Qt::DisplayRole).toString(),
                 QStringLiteral("Start on chr1"));
        table.sort(WindowTableModel::Motifs, Qt::DescendingOrder);
        QCOMPARE(columnOf(table, WindowTableModel::Motifs), (QStringList{"2", "1", "1", "0"}));
    }

    void windowsAreSortedByErrorAndFiltered()
    {
        WindowTableModel table;
        table.setData(data_);
        table.setResult(result_, "binding-cnn-01");
        QCOMPARE(table.measured(), int64_t{3});
        QCOMPARE(columnOf(table, WindowTableModel::Window), (QStringList{"121", "501", "101"}));
        QCOMPARE(columnOf(table, WindowTableModel::Error),
                 (QStringList{"0.500", "0.200", "0.100"}));
        QCOMPARE(columnOf(table, WindowTableModel::Correlation),
                 (QStringList{"–", "0.990", "0.950"}));
        table.setResult(result_, "binding-head-01");
        QCOMPARE(columnOf(table, WindowTableModel::Window), (QStringList{"501", "121", "101"}));
        table.setScope(WindowScope::All);
        QCOMPARE(columnOf(table, WindowTableModel::Error),
                 (QStringList{"5.100", "3.500", "1.500", "–"}));
        table.sort(WindowTableModel::Window, Qt::AscendingOrder);
        QCOMPARE(columnOf(table, WindowTableModel::Window),
                 (QStringList{"101", "121", "301", "501"}));
        table.setFilter(QStringLiteral("chr1:1"));
        QCOMPARE(columnOf(table, WindowTableModel::Window), (QStringList{"101", "121"}));
        table.setFilter(QStringLiteral("chr1_301"));
        QCOMPARE(table.rowCount(), 1);
        QCOMPARE(table.windowAt(0), int64_t{2});
        QCOMPARE(table.rowOf(0), -1);
    }

    void publishedFiguresStandBesideOurs()
    {
        ComparisonModel model;
        QCOMPARE(model.rowCount(), 3);
        model.setResult(result_, false);
        QCOMPARE(columnOf(model, ComparisonModel::Model),
                 (QStringList{"binding-head-01", "binding-cnn-01", "CNN, published",
                              "vocab4, published", "full, published"}));
        QCOMPARE(columnOf(model, ComparisonModel::Correlation),
                 (QStringList{"0.781", "0.972", "0.981", "0.777", "0.696"}));
        QCOMPARE(columnOf(model, ComparisonModel::Error),
                 (QStringList{"3.400", "0.270", "0.089", "", ""}));
        QCOMPARE(columnOf(model, ComparisonModel::Precision),
                 (QStringList{"", "0.950", "", "", ""}));
    }

    void hitsTellPlacesScoresAndSubstitutions()
    {
        const std::filesystem::path folder = folder_.filePath("explained").toStdString();
        test::writeSmallExplanation(folder, 0, "binding-cnn-01");
        TrackScene scene;
        scene.firstBase = 101;
        scene.bases = data_->sequence(0);
        scene.measured = test::smallScores(0);
        scene.curves.push_back({.name = "CNN", .category = 0, .values = scene.measured});
        HitTableModel hits;
        hits.setHits(readExplanation(folder), scene);
        QCOMPARE(hits.rowCount(), 2);
        QCOMPARE(columnOf(hits, HitTableModel::Motif),
                 (QStringList{"MA0148.4 FOXA1", "MA0785.1 POU2F1"}));
        QCOMPARE(columnOf(hits, HitTableModel::Strand), (QStringList{"+", "−"}));
        QCOMPARE(columnOf(hits, HitTableModel::From), (QStringList{"106", "121"}));
        QCOMPARE(columnOf(hits, HitTableModel::To), (QStringList{"115", "130"}));
        QCOMPARE(columnOf(hits, HitTableModel::FirstModel), (QStringList{"8.00", "0.00"}));
        // Bases 106 to 115 are C G T A ...: T to A loses 3 at the third.
        QCOMPARE(hits.index(0, hits.columnCount() - 1).data().toString(),
                 QStringLiteral("T to A at +3, −3.0"));
        hits.sort(HitTableModel::From, Qt::DescendingOrder);
        QCOMPARE(hits.hitAt(0).name, std::string("POU2F1"));
        hits.setHits(nullptr, scene);
        QCOMPARE(hits.rowCount(), 0);
    }
};

QTEST_MAIN(TestWindowTable)
#include "tst_window_table.moc"
