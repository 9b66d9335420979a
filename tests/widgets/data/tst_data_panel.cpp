// The Data panel alone: its states, tables, checks, remedy and hand-overs.
#include "tests/widgets/data/data_panel_fixture.h"
#include "widgets/common/run_draft.h"
#include "widgets/data/class_balance_chart.h"
#include "widgets/data/data_tree.h"
#include "widgets/data/duplicate_matrix.h"
#include "widgets/data/length_chart.h"
#include "widgets/data/record_inspector.h"
#include "widgets/data/record_view.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QTabWidget>
#include <QTextEdit>
#include <QToolButton>

using namespace helicase;

class TestDataPanel final : public test::DataPanelTest {
    Q_OBJECT
private Q_SLOTS:
    void init() { buildPanel(); }
    void cleanup() { removePanel(); }

    void beginsEmpty()
    {
        const auto *empty = panel_->findChild<QWidget *>("data.empty");
        QVERIFY(empty && empty->isVisible());
        QVERIFY(!panel_->contentReady());
        QCOMPARE(panel_->primaryAction()->objectName(), "data.open");
        for (const char *name : {"data.finetune", "data.embed", "data.tokenize", "data.copy"})
            QVERIFY2(!services_->actions.find(name)->isEnabled(), name);
    }

    void listsTheRecords()
    {
        open(writeSet());
        QVERIFY(!panel_->findChild<QWidget *>("data.empty")->isVisible());
        QCOMPARE(panel_->findChild<QLabel *>("data.subtitle")->text(),
                 "labelled sequences, 3 files, 8 rows");
        QCOMPARE(records()->rowCount(), 8);
        QCOMPARE(cell(records(), 0, RecordModel::Text), "ACGTACGTAA");
        QCOMPARE(cell(records(), 0, RecordModel::Remark), "in test, line 2");
        QCOMPARE(cell(records(), 2, RecordModel::Place), "4");
        QCOMPARE(cell(records(), 2, RecordModel::Remark), "same as line 3");
        QCOMPARE(cell(records(), 4, RecordModel::Remark), "other letters");
        QCOMPARE(cell(records(), 5, RecordModel::Split), "dev");
        QCOMPARE(cell(records(), 3, RecordModel::Gc), "60.0");
        const auto *table = panel_->findChild<QTableView *>("data.records");
        QVERIFY(table->isColumnHidden(RecordModel::Tokens));
        QVERIFY(table->isColumnHidden(RecordModel::Name));
        QCOMPARE(services_->toasts.value(0).section(u':', 1), " 8 rows added to Data.");
        QVERIFY(panel_->statusText().contains("8 rows"));
    }

    void filtersAndSorts()
    {
        open(writeSet());
        auto *table = panel_->findChild<QTableView *>("data.records");
        auto *splits = panel_->findChild<QComboBox *>("data.split");
        splits->setCurrentIndex(splits->findText("test"));
        Q_EMIT splits->activated(splits->currentIndex());
        QCOMPARE(records()->rowCount(), 2);
        splits->setCurrentIndex(0);
        auto *labels = panel_->findChild<QComboBox *>("data.label");
        labels->setCurrentIndex(labels->findText("b"));
        Q_EMIT labels->activated(labels->currentIndex());
        QCOMPARE(records()->rowCount(), 3);
        labels->setCurrentIndex(0);
        Q_EMIT labels->activated(0);
        panel_->findChild<QLineEdit *>("data.find")->setText("cccatccc");
        QTRY_COMPARE(records()->rowCount(), 2);
        QCOMPARE(panel_->findChild<QLabel *>("data.records.count")->text(),
                 "Rows 1 to 2 of 2; 8 rows in all");
        panel_->findChild<QLineEdit *>("data.find")->setText("nothing like it");
        QTRY_COMPARE(records()->rowCount(), 0);
        QCOMPARE(panel_->findChild<QLabel *>("data.records.count")->text(),
                 "No row fits the filters.");
        QVERIFY(!services_->actions.find("data.tokenize")->isEnabled());
        panel_->findChild<QLineEdit *>("data.find")->clear();
        QTRY_COMPARE(records()->rowCount(), 8);
        table->sortByColumn(RecordModel::Gc, Qt::DescendingOrder);
        QCOMPARE(cell(records(), 7, RecordModel::Text), "TTTTTTTTGA");
    }

    void tellsARecordInFull()
    {
        open(writeSet());
        auto *table = panel_->findChild<QTableView *>("data.records");
        table->selectRow(0);
        const auto *inspector = panel_->findChild<RecordInspector *>("data.record");
        QCOMPARE(inspector->record(), 0);
        QCOMPARE(panel_->findChild<QTextEdit *>("data.tokens")->toPlainText(), "ACGTACGTAA");
        auto *same = panel_->findChild<QToolButton *>("data.same.1");
        QVERIFY(same);
        QCOMPARE(same->text(), "test, line 2, other strand");
        same->click();
        QCOMPARE(inspector->record(), 6);
        services_->actions.find("data.record.next")->trigger();
        QCOMPARE(inspector->record(), 7);
        services_->actions.find("data.record.next")->trigger(); // the last one stays
        QCOMPARE(inspector->record(), 7);
        services_->actions.find("data.record.previous")->trigger();
        QCOMPARE(inspector->record(), 6);
        services_->actions.find("data.remark.previous")->trigger();
        QCOMPARE(inspector->record(), 4); // the letters N; the row of dev is beyond doubt
    }

    void showsStatistics()
    {
        open(writeSet());
        panel_->findChild<QTabWidget *>("data.tabs")->setCurrentIndex(1);
        const auto *balance = panel_->findChild<ClassBalanceChart *>("data.balance");
        QVERIFY(balance->isVisible());
        QVERIFY(balance->accessibleDescription().contains("train, a: 3 of 5 rows (60.0 %)"));
        QCOMPARE(panel_->findChild<LengthChart *>("data.lengths")->summary(),
                 "median 10, longest 10 bp");
        const auto *classes = panel_->findChild<QTableWidget *>("data.classes");
        QCOMPARE(classes->item(0, 0)->text(), "a");
        QCOMPARE(classes->item(0, 1)->text(), "3");
        QCOMPARE(classes->item(1, 2)->text(), "40.0 %");
        QCOMPARE(classes->item(2, 7)->text(), "8");
        auto *matrix = panel_->findChild<DuplicateMatrix *>("data.duplicates");
        QCOMPARE(matrix->summary(), "1 row of another split also occurs in train.");
        // By keys: from train, train to train, test; then its rows.
        matrix->setFocus();
        QTest::keyClick(matrix, Qt::Key_Right);
        QTest::keyClick(matrix, Qt::Key_Right);
        QTest::keyClick(matrix, Qt::Key_Return);
        QCOMPARE(panel_->findChild<QTabWidget *>("data.tabs")->currentIndex(), 0);
        QCOMPARE(records()->rowCount(), 2);
        panel_->findChild<QToolButton *>("data.records.only")->click();
        QCOMPARE(records()->rowCount(), 8);
    }

    void checksNameWhatIsDoubtful()
    {
        open(writeSet());
        const auto *table = panel_->findChild<QTableWidget *>("data.checks");
        const int letters = rowOfCheck("Letters");
        QCOMPARE(table->item(letters, 0)->text(), "warning");
        QVERIFY(!table->item(letters, 0)->icon().isNull());
        QCOMPARE(table->item(letters, 3)->text(), "1 of 8");
        QCOMPARE(table->item(rowOfCheck("Labels"), 0)->text(), "good");
        QCOMPARE(table->item(rowOfCheck("Longer than the limit"), 0)->text(), "not checked");
        panel_->findChild<QTableWidget *>("data.checks")->selectRow(letters);
        QCOMPARE(panel_->findChild<QLabel *>("data.checks.details")->text(),
                 "Letters: 1 row has letters besides A, C, G, T (N 2). train.csv:6.");
        panel_->findChild<QToolButton *>("data.checks.overlap.show")->click();
        QCOMPARE(records()->rowCount(), 1);
        QCOMPARE(cell(records(), 0, RecordModel::Remark), "in train, line 2");
        QCOMPARE(panel_->findChild<QToolButton *>("data.checks.overlap.remedy")->text(),
                 "Remove from train");
    }

    void aRemedyWritesANewFolder()
    {
        const QString set = writeSet();
        const std::string before = readFile(path("set/train.csv").toStdString());
        open(set);
        panel_->findChild<QToolButton *>("data.checks.overlap.remedy")->click();
        const QString cleaned = services_->project.path("data/_set-without-overlap");
        QTRY_VERIFY_WITH_TIMEOUT(panel_->contentReady() &&
                                     panel_->loaded()->choice.path.contains("without-overlap"),
                                 patience);
        QCOMPARE(panel_->loaded()->survey->splits[0].rows, 4);
        QCOMPARE(panel_->loaded()->survey->duplicates(0, 2).rows, 0);
        QCOMPARE(readFile(path("set/train.csv").toStdString()), before);
        QVERIFY(panel_->findChild<DataTree *>()->holds(set));
        QVERIFY(panel_->band()->messages().empty());
        Q_UNUSED(cleaned)
    }

    void countsTokens()
    {
        HELICASE_NEEDS_DATA();
        const QString shared = QString::fromStdString(test::dataFolder().string());
        panel_->setLimit(20);
        panel_->openArgument(shared + "/tokenizers/dnabert2"); // a tokenizer, no data
        open(shared + "/gue/prom/prom_core_tata");
        const auto *table = panel_->findChild<QTableView *>("data.records");
        QVERIFY(!table->isColumnHidden(RecordModel::Tokens));
        QCOMPARE(panel_->loaded()->tooLong, 7);
        const int row = rowOfCheck("Longer than the limit");
        QVERIFY(row >= 0);
        auto *raise = panel_->findChild<QToolButton *>("data.checks.too-long.remedy");
        QCOMPARE(raise->text(), "Raise limit to 21");
        const auto survey = panel_->loaded()->survey;
        raise->click();
        QTRY_COMPARE(panel_->loaded()->tooLong, 0);
        QCOMPARE(panel_->loaded()->survey, survey); // nothing was read again
        QCOMPARE(panel_->findChild<QLineEdit *>("data.limit")->text(), "21");
        const QString letters = panel_->findChild<QTextEdit *>("data.tokens")->toPlainText();
        QVERIFY2(letters.startsWith("[CLS]") && letters.endsWith("[SEP]"), qPrintable(letters));
        QCOMPARE(panel_->loaded()->digests.size(), 3);
    }

    void readsSequences()
    {
        const QString fasta =
            write("contigs.fa", ">one\nACGTACGT\n>two\nACGTNCGTA\n>three\nACGTACGT\n");
        open(fasta);
        const auto *table = panel_->findChild<QTableView *>("data.records");
        QVERIFY(!table->isColumnHidden(RecordModel::Name));
        QVERIFY(table->isColumnHidden(RecordModel::Label));
        QCOMPARE(cell(records(), 2, RecordModel::Name), "three");
        QCOMPARE(services_->toasts.value(0), "contigs.fa: 3 sequences added to Data.");
        QVERIFY(services_->actions.find("data.embed")->isEnabled());
        QVERIFY(!services_->actions.find("data.finetune")->isEnabled());
        services_->actions.find("data.embed")->trigger();
        QCOMPARE(services_->opened, (QStringList{"embeddings", fasta}));
    }

    void handsOnToOtherPanels()
    {
        open(writeSet());
        services_->actions.find("data.finetune")->trigger();
        QCOMPARE(services_->opened.value(0), "train");
        const auto draft = RunDraft::fromArgument(services_->opened.value(1));
        QVERIFY(draft);
        QCOMPARE(draft->task, "classify");
        QCOMPARE(draft->options.value("data.folder"), path("set"));
        services_->opened.clear();
        services_->actions.find("data.tokenize")->trigger();
        QCOMPARE(services_->opened.value(0), "annotate");
        QCOMPARE(services_->opened.value(1).section(u'\n', 1), "ACGTACGTAA");
    }

    // In a small window, on every tab.
    void everythingHasANameAndRoom()
    {
        open(writeSet());
        panel_->setCompact(true);
        panel_->resize(980, 640);
        auto *tabs = panel_->findChild<QTabWidget *>("data.tabs");
        for (int tab = 0; tab < tabs->count(); ++tab) {
            tabs->setCurrentIndex(tab);
            QCoreApplication::processEvents();
            for (const QWidget *widget : panel_->findChildren<QWidget *>()) {
                const bool isInternal = widget->objectName().startsWith("qt_") ||
                                        widget->metaObject()->className() == QString("QTabBar");
                if ((widget->focusPolicy() & Qt::TabFocus) != 0 && widget->isVisible() &&
                    !isInternal)
                    QVERIFY2(!widget->accessibleName().isEmpty(),
                             qPrintable(widget->metaObject()->className() + QString(" ") +
                                        widget->objectName()));
                const auto *button = qobject_cast<const QToolButton *>(widget);
                if (!button || !button->isVisible() ||
                    button->toolButtonStyle() == Qt::ToolButtonIconOnly)
                    continue;
                QVERIFY2(button->width() >= button->fontMetrics().horizontalAdvance(button->text()),
                         qPrintable(button->objectName()));
            }
        }
    }

    void aDemosDataAreListed()
    {
        write("demo/data/contigs.fa", ">one\nACGTACGT\n");
        write("demo/data/train_pairs.csv", "ACGTACGTAA,GGGGCCCCAA\nACGTACGTAC,GGGGCCCCAC\n");
        write("demo/data/mine/train.csv", "sequence,label\nACGTA,1\nACGTC,0\n");
        panel_->showDemo(path("demo"));
        QTRY_VERIFY_WITH_TIMEOUT(panel_->contentReady(), patience);
        QCOMPARE(panel_->findChild<DataTree *>()->entries().size(), size_t{3});
        panel_->showDemo(path("demo")); // again, as files appear
        QCOMPARE(panel_->findChild<DataTree *>()->entries().size(), size_t{3});
    }
};

QTEST_MAIN(TestDataPanel)
#include "tst_data_panel.moc"
