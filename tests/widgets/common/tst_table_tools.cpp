#include "widgets/common/table_tools.h"

#include <QFile>
#include <QStandardItemModel>
#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

class TableToolsTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        setUpTable(&table_, "the.table", "Table");
        table_.setSortingEnabled(false);
    }

    void init()
    {
        model_.clear();
        model_.setHorizontalHeaderLabels({"Run", "Purity\n(%)", "hidden"});
        model_.setHeaderData(1, Qt::Horizontal, int(Qt::AlignRight | Qt::AlignVCenter), Qt::TextAlignmentRole);
        model_.appendRow({new QStandardItem("a,b"), new QStandardItem("97.5"), new QStandardItem("x")});
        model_.appendRow({new QStandardItem("c|d & e"), new QStandardItem("3"), new QStandardItem("y")});
        table_.setModel(&model_);
        table_.hideColumn(2);
    }

    void formats_data()
    {
        QTest::addColumn<TableFormat>("format");
        QTest::addColumn<QString>("text");
        QTest::newRow("tsv") << TableFormat::Tsv << "Run\tPurity (%)\na,b\t97.5\nc|d & e\t3\n";
        QTest::newRow("csv") << TableFormat::Csv << "Run,Purity (%)\n\"a,b\",97.5\nc|d & e,3\n";
        QTest::newRow("markdown") << TableFormat::Markdown
                                  << "| Run | Purity (%) |\n| :--- | ---: |\n| a,b | 97.5 |\n| c\\|d & e | 3 |\n";
        QTest::newRow("latex") << TableFormat::Latex
                               << "\\begin{tabular}{lr}\nRun & Purity (\\%) \\\\\na,b & 97.5 \\\\\n"
                                  "c|d \\& e & 3 \\\\\n\\end{tabular}\n";
    }

    void formats()
    {
        QFETCH(TableFormat, format);
        QFETCH(QString, text);
        QCOMPARE(tableText(&table_, format), text);
    }

    void onlySelectedRows()
    {
        table_.selectRow(1);
        QCOMPARE(tableText(&table_, TableFormat::Csv), "Run,Purity (%)\nc|d & e,3\n");
    }

    void theEndingChoosesTheFormat()
    {
        QTemporaryDir folder;
        exportTable(&table_, folder.filePath("a.md"));
        QFile file(folder.filePath("a.md"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().startsWith("| Run |"));
    }

private:
    QStandardItemModel model_;
    QTableView table_;
};

QTEST_MAIN(TableToolsTest)
#include "tst_table_tools.moc"
