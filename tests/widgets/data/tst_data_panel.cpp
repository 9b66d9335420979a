// The Data panel alone: its states, tables, checks, remedy and hand-overs, and bad files.
#include "core/base/atomic_file.h"
#include "tests/support/test_data.h"
#include "tests/widgets/panel_services.h"
#include "widgets/common/run_draft.h"
#include "widgets/data/check_view.h"
#include "widgets/data/class_balance_chart.h"
#include "widgets/data/data_panel.h"
#include "widgets/data/data_tree.h"
#include "widgets/data/duplicate_matrix.h"
#include "widgets/data/length_chart.h"
#include "widgets/data/record_inspector.h"
#include "widgets/data/record_view.h"

#include <QComboBox>
#include <QDir>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QTabWidget>
#include <QTableView>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTextEdit>
#include <QToolButton>
#include <QTreeWidget>
#include <QtTest>

using namespace helicase;
using helicase::test::PanelServices;

namespace {

constexpr int patience = 20'000;

// A cell as it is shown.
QString cell(const QAbstractItemModel *model, int row, int column)
{
    return model->index(row, column).data().toString();
}

} // namespace

class TestDataPanel : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<PanelServices> services_;
    std::unique_ptr<DataPanel> panel_;

    QString path(const QString &name) const { return folder_->filePath(name); }

    QString write(const QString &name, const std::string &content)
    {
        writeFileAtomically(path(name).toStdString(), content);
        return path(name);
    }

    // Five rows of train, of which line 2 is in test on the other strand and line 4 repeats line 3.
    QString writeSet()
    {
        write("set/train.csv", "sequence,label\n"
                               "ACGTACGTAA,a\n"
                               "GGGGTTTTAC,a\n"
                               "GGGGTTTTAC,a\n"
                               "CCCATCCCAT,b\n"
                               "CCCATCCCNN,b\n");
        write("set/dev.csv", "sequence,label\nTTTTTTTTGA,a\n");
        write("set/test.csv", "sequence,label\nTTACGTACGT,a\nCACACAGAGA,b\n");
        return path("set");
    }

    void open(const QString &what)
    {
        panel_->openArgument(what);
        QTRY_VERIFY_WITH_TIMEOUT(panel_->contentReady(), patience);
    }

    const QAbstractItemModel *records() const
    {
        return panel_->findChild<QTableView *>("data.records")->model();
    }

    int rowOfCheck(const QString &title) const
    {
        const auto *table = panel_->findChild<QTableWidget *>("data.checks");
        for (int row = 0; row < table->rowCount(); ++row)
            if (table->item(row, 1)->text() == title)
                return row;
        return -1;
    }

private Q_SLOTS:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        services_ = std::make_unique<PanelServices>(folder_->path());
        services_->theme.apply();
        panel_ = std::make_unique<DataPanel>(services_->context);
        panel_->useTokenizer({});
        panel_->resize(1350, 800);
        panel_->show();
    }

    void cleanup()
    {
        panel_.reset();
        services_.reset();
    }

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
        if (!QFileInfo::exists(test::program("helicase")))
            QSKIP("the program is not built");
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

    void aFailedRemedyIsTold()
    {
        if (!QFileInfo::exists(test::program("helicase")))
            QSKIP("the program is not built");
        const QString file = write("same.csv", "sequence,label\nACGTACGTAA,\nACGTACGTAC,\n");
        open(file);
        panel_->removeRows("empty");
        QTRY_VERIFY_WITH_TIMEOUT(panel_->band()->isShowing("data.job") &&
                                     panel_->band()->messages().back().kind == BandKind::Error,
                                 patience);
        QVERIFY2(panel_->band()->messages().back().details.contains("no row would be left") ||
                     panel_->band()->messages().back().text.contains("no row would be left"),
                 qPrintable(panel_->band()->messages().back().text));
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

    void badFilesAreToldInOneLine_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("message");
        QTest::newRow("columns") << "bad.csv" << QByteArray("sequence,label\nACGT,1\nACGT,1,2\n")
                                 << "found 3 columns (expected 2 as in the header)";
        QTest::newRow("quotes") << "bad.csv" << QByteArray("sequence,label\n\"ACGT,1\n")
                                << "quotation mark";
        QTest::newRow("empty") << "bad.csv" << QByteArray() << "is empty";
        QTest::newRow("letters") << "bad.fa" << QByteArray(">a\nAC!GT\n") << "bad.fa:2";
        QTest::newRow("truncated") << "bad.fq" << QByteArray("@a\nACGT\n+\nII\n") << "bad.fq";
        QTest::newRow("binary") << "bad.csv" << QByteArray("\x1f\x8b\x08\x00garbage", 11)
                                << "bad.csv";
    }

    void badFilesAreToldInOneLine()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, content);
        QFETCH(QString, message);
        open(writeSet()); // what was there goes
        const QString file = write(name, content.toStdString());
        panel_->openArgument(file);
        QTRY_VERIFY_WITH_TIMEOUT(panel_->band()->isShowing("data.failure"), patience);
        const BandMessage told = panel_->band()->messages().back();
        QCOMPARE(told.kind, BandKind::Error);
        QVERIFY2(told.text.contains(message), qPrintable(told.text));
        QVERIFY(!told.text.contains(u'\n'));
        QVERIFY(!panel_->contentReady());
        const auto *tree = panel_->findChild<DataTree *>();
        const auto broken = std::ranges::find(tree->entries(), file, &DataEntry::path);
        QVERIFY(broken->isBroken);
        // Repaired, it opens, and the band goes.
        write(name, name.endsWith(".csv") ? "sequence,label\nACGTA,1\nACGTC,0\n" : ">a\nACGT\n");
        services_->actions.find("data.reload")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(panel_->contentReady(), patience);
        QVERIFY(panel_->band()->messages().empty());
    }

    void aBadTokenizerLeavesTheDataOnView()
    {
        write("tokens/tokenizer.json", "{\"model\": 3}");
        open(writeSet());
        panel_->openArgument(path("tokens"));
        QTRY_VERIFY_WITH_TIMEOUT(panel_->band()->isShowing("data.tokenizer"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(panel_->contentReady(), patience);
        QVERIFY(panel_->loaded()->choice.tokenizer.isEmpty());
        QCOMPARE(panel_->findChild<QComboBox *>("data.tokenizer")->currentText(), "No tokenizer");
        QCOMPARE(records()->rowCount(), 8);
    }

    void aLongReadCanBeCancelled()
    {
        std::string content = "sequence,label\n";
        for (int row = 0; row < 400'000; ++row)
            content += "ACGTACGTACGTACGTTTGACATTTGACATTTGACATTTGACATTTGACA,1\n";
        const QString file = write("long.csv", content);
        panel_->openArgument(file);
        QTRY_VERIFY_WITH_TIMEOUT(
            panel_->band()->isShowing("data.loading") || panel_->contentReady(), patience);
        if (!panel_->band()->isShowing("data.loading"))
            QSKIP("this machine reads faster than a message is shown");
        panel_->band()->messages().back().actions.front().function();
        QVERIFY(!panel_->band()->isShowing("data.loading"));
        QVERIFY(!panel_->contentReady());
        QTest::qWait(300); // a late answer must not come
        QVERIFY(!panel_->contentReady());
    }

    void theProjectKeepsTheList()
    {
        const QString set = writeSet();
        open(set);
        const QString fasta = write("contigs.fa", ">one\nACGTACGT\n");
        open(fasta);
        QTRY_COMPARE(services_->project.section("data").value("current").toString(), fasta);
        panel_.reset();
        services_->actions.find("data.open");
        services_->project.save();
        PanelServices *services = services_.get();
        ActionRegistry fresh;
        PanelContext context{services->project,
                             services->jobs,
                             fresh,
                             services->theme,
                             services->journal,
                             [](const QString &) {},
                             [](const QString &, const QString &) {}};
        DataPanel again(context);
        QTRY_VERIFY_WITH_TIMEOUT(again.contentReady(), patience);
        QCOMPARE(again.loaded()->choice.path, fasta);
        auto *tree = again.findChild<QTreeWidget *>("data.tree");
        QCOMPARE(tree->topLevelItemCount(), 2);
        QCOMPARE(tree->topLevelItem(0)->text(0), "Fine-tuning sets");
        QCOMPARE(tree->topLevelItem(0)->child(0)->text(1).trimmed(), "8 rows");
        tree->setCurrentItem(tree->topLevelItem(0)->child(0));
        QTRY_COMPARE_WITH_TIMEOUT(again.loaded()->choice.path, set, patience);
        fresh.find("data.remove")->trigger();
        QVERIFY(!again.findChild<DataTree *>()->holds(set));
        QVERIFY(!again.contentReady());
    }

    void brokenDataThatNobodyAskedForIsNoProblem()
    {
        const QString broken = write("demo/data/contigs.fa", ">one\nAC!T\n");
        panel_->showDemo(path("demo"));
        auto *tree = panel_->findChild<DataTree *>();
        QTRY_VERIFY_WITH_TIMEOUT(!tree->entries().empty() && tree->entries().front().isBroken,
                                 patience);
        QVERIFY(panel_->band()->messages().empty());
        QVERIFY(services_->journal.problems().empty());
        QVERIFY(services_->journal.lines().back().text.contains("contigs.fa:2"));
        panel_->openArgument(broken); // asked for, it is told
        QTRY_VERIFY_WITH_TIMEOUT(panel_->band()->isShowing("data.failure"), patience);
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
