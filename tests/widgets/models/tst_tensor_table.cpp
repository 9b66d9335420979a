// The tensors of a model as a table, the numbers in it, and what is looked at beside the GUI
// thread.
#include "core/base/sha256.h"
#include "tests/core/dataset/small_model.h"
#include "widgets/common/column_chooser.h"
#include "widgets/common/table_tools.h"
#include "widgets/models/tensor_examiner.h"
#include "widgets/models/tensor_table.h"

#include <QHeaderView>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <numeric>

using namespace helicase;

class TestTensorTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        temporary_ = std::make_unique<QTemporaryDir>();
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope,
                           temporary_->filePath("settings"));
        test::SmallModel{.layers = 2, .prefix = "bert."}.write(
            temporary_->filePath("model").toStdString());
        model_ = loadModel(temporary_->filePath("model"));
    }

    void layersHaveHeadings()
    {
        TensorTable table;
        table.setShownModel(model_);
        const TensorTableModel &tensors = *table.tensors();
        QCOMPARE(tensors.shownTensors(), int(model_->description.tensors.size()));
        QStringList headings;
        for (int row = 0; row < tensors.rowCount(); ++row)
            if (tensors.isHeading(row)) {
                headings += tensors.index(row, 0).data().toString();
                QVERIFY(!(tensors.index(row, 0).flags() & Qt::ItemIsSelectable));
                QCOMPARE(table.columnSpan(row, 0), int(TensorTableModel::ColumnCount));
            }
        QCOMPARE(headings, (QStringList{"encoder.layer.0", "encoder.layer.1", "After the layers"}));
        QCOMPARE(tensors.index(0, TensorTableModel::Name).data().toString(),
                 QString("bert.embeddings.word_embeddings.weight"));
        QCOMPARE(tensors.index(0, TensorTableModel::Shape).data().toString(), QString("12 × 8"));
        const int first = tensors.rowOfTensor(4); // of the first layer, without its prefix
        QCOMPARE(tensors.index(first, 0).data().toString(), QString("attention.self.Wqkv.weight"));
        QCOMPARE(tensors.index(first, 0).data(Qt::ToolTipRole).toString(),
                 QString("bert.encoder.layer.0.attention.self.Wqkv.weight"));
    }

    void sortingAndFilteringKeepTheSelection()
    {
        TensorTable table;
        table.setShownModel(model_);
        table.selectTensor(4);
        table.sortByColumn(TensorTableModel::Size, Qt::DescendingOrder);
        QCOMPARE(table.selectedTensor(), 4);
        QCOMPARE(table.tensors()->rowCount(),
                 int(model_->description.tensors.size())); // no headings
        const int64_t largest =
            model_->description.tensors[static_cast<size_t>(table.tensors()->tensorAt(0))].bytes;
        for (const TensorDescription &tensor : model_->description.tensors)
            QVERIFY(tensor.bytes <= largest);
        table.sortByColumn(-1, Qt::AscendingOrder);
        QVERIFY(table.tensors()->rowCount() > int(model_->description.tensors.size()));
        table.setFilter("WQKV");
        QCOMPARE(table.tensors()->shownTensors(), 4);
        QCOMPARE(table.selectedTensor(), 4);
        table.setFilter("nothing is called so");
        QCOMPARE(table.tensors()->rowCount(), 0);
    }

    void statisticsArriveWithoutTheGuiThread()
    {
        TensorTable table;
        table.setShownModel(model_);
        TensorExaminer examiner;
        connect(&examiner, &TensorExaminer::statisticsReady, table.tensors(),
                &TensorTableModel::setStatistics);
        const QSignalSpy ended(&examiner, &TensorExaminer::statisticsEnded);
        const QSignalSpy digest(&examiner, &TensorExaminer::digestReady);
        examiner.examine(model_);
        QVERIFY(examiner.isBusy());
        QTRY_COMPARE(digest.count(), 1);
        QCOMPARE(ended.count(), 1);
        QVERIFY(ended.front().front().toBool() && !examiner.isBusy());
        QCOMPARE(digest.front().front().toString().toStdString(),
                 sha256OfFile(model_->description.weights));
        const auto cell = [&](int column) {
            return table.tensors()->index(0, column).data().toString();
        };
        // 96 numbers -2, -1, 0, 1, 2, -2, ...: the last is -2 again.
        QCOMPARE(cell(TensorTableModel::Minimum), QString("−2.0000"));
        QCOMPARE(cell(TensorTableModel::Maximum), QString("2.0000"));
        QCOMPARE(cell(TensorTableModel::Mean), QString("−0.0208"));
        QCOMPARE(cell(TensorTableModel::NanCount), QString("0"));
    }

    void nobodyHearsOfAModelThatIsNoLongerShown()
    {
        TensorExaminer examiner;
        int heard = 0;
        connect(&examiner, &TensorExaminer::statisticsReady, this, [&] { ++heard; });
        connect(&examiner, &TensorExaminer::digestReady, this, [&] { ++heard; });
        examiner.examine(model_);
        examiner.examine(nullptr);
        QVERIFY(!examiner.isBusy());
        QTest::qWait(100);
        QCOMPARE(heard, 0);
    }

    void theSelectedTensorIsLookedAtClosely()
    {
        TensorExaminer examiner;
        TensorDetail detail;
        connect(&examiner, &TensorExaminer::detailReady, this,
                [&](const TensorDetail &ready) { detail = ready; });
        examiner.examine(model_);
        examiner.examineTensor(0);
        QTRY_VERIFY(detail.largestSingularValue.has_value());
        QCOMPARE(detail.tensor, 0);
        QCOMPARE(std::accumulate(detail.histogram.begin(), detail.histogram.end(), int64_t{0}), 96);
        QCOMPARE(int(detail.histogram.size()), TensorExaminer::histogramIntervals);
        QVERIFY(*detail.largestSingularValue <= detail.statistics.norm + 1e-6);
        Sha256 sum;
        sum.add(model_->weights.tensors().at("bert.embeddings.word_embeddings.weight").bytes);
        QCOMPARE(detail.digest.toStdString(), sum.hex());
    }

    void filesHaveWholeNamesAndNumbersForPrograms()
    {
        TensorTable table;
        table.setShownModel(model_);
        table.tensors()->setStatistics(
            4, TensorStatistics{.count = 1, .minimum = -0.125, .maximum = 1e-7});
        const QStringList lines =
            tableText(&table, TableFormat::Tsv).split('\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 1 + int(model_->description.tensors.size()));
        const QStringList cells = lines[1 + 4].split('\t');
        QCOMPARE(cells[TensorTableModel::Name],
                 QString("bert.encoder.layer.0.attention.self.Wqkv.weight"));
        QCOMPARE(cells[TensorTableModel::Size], QString("%1 B").arg(24 * 8 * 4));
        QCOMPARE(cells[TensorTableModel::Minimum], QString("-0.125"));
        QCOMPARE(cells[TensorTableModel::Maximum], QString("1e-07"));
    }

    void aNarrowTableGivesUpItsLeastColumns()
    {
        TensorTable table;
        table.setShownModel(model_);
        table.resize(1400, 400);
        table.show();
        QVERIFY(QTest::qWaitForWindowExposed(&table));
        QVERIFY(!table.isColumnHidden(TensorTableModel::Type));
        table.resize(620, 400);
        QTRY_VERIFY(table.isColumnHidden(TensorTableModel::Type));
        QVERIFY(!table.isColumnHidden(TensorTableModel::Shape));
        QTRY_VERIFY(!table.horizontalScrollBar()->isVisible());
        table.columns()->setShown("type", true); // a choice stays
        QVERIFY(!table.isColumnHidden(TensorTableModel::Type));
    }

private:
    std::unique_ptr<QTemporaryDir> temporary_;
    ModelPointer model_;
};

QTEST_MAIN(TestTensorTable)
#include "tst_tensor_table.moc"
