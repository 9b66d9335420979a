// Pasted sequences to classes: what is run, what is shown, what is said when there is no
// classifier.
#include "tests/widgets/models/models_fixture.h"
#include "tests/widgets/scripted_worker.h"
#include "widgets/models/model_view.h"
#include "widgets/models/prediction_table_model.h"

#include "core/base/error.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QtTest>

using namespace helicase;

namespace {

// Two rows for whatever is asked.
constexpr const char *predictingWorker = R"(
while [ "$1" != "-o" ]; do shift; done
printf 'id\tpredicted\tprobability.class 0\tprobability.class 1\nsequence-1\tclass 1\t0.25\t0.75\nsequence-2\tclass 0\t0.9\t0.1\n' > "$2"
)";
constexpr const char *refusingWorker = R"(
echo "helicase: sequences.fa:2: 'X' is not a nucleotide code" >&2
exit 3
)";

} // namespace

class TestPredictView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        fixture_ = std::make_unique<ModelsFixture>();
        QVERIFY(QTest::qWaitForWindowExposed(&fixture_->panel));
    }

    void cleanup() { fixture_.reset(); }

    void aModelWithoutClassifierSaysHowToGetOne()
    {
        open({});
        QVERIFY(fixture_->find<QWidget>("models.predict.empty")->isVisible());
        QVERIFY(!fixture_->services.actions.find("models.predict.run")->isEnabled());
    }

    void pastedSequencesArePredicted()
    {
        test::installWorker(fixture_->temporary.filePath("bin"), predictingWorker);
        open({.labels = 2});
        QAction *predict = fixture_->services.actions.find("models.predict.run");
        QVERIFY(!predict->isEnabled());
        fixture_->find<QPlainTextEdit>("models.predict.text")->setPlainText("ACGT ACGT\n\nTTTT\n");
        QVERIFY(predict->isEnabled());
        const QString output = fixture_->services.project.path("predictions/model-01");
        QVERIFY(fixture_->find<QPlainTextEdit>("models.predict.command")
                    ->toPlainText()
                    .startsWith("helicase predict " + output + "/sequences.fa --model "));
        QTest::mouseClick(fixture_->find<QPushButton>("models.predict.run"), Qt::LeftButton);
        auto *table = fixture_->find<QTableView>("models.predictions");
        QTRY_COMPARE(table->model()->rowCount(), 2);
        QFile input(output + "/sequences.fa");
        QVERIFY(input.open(QIODevice::ReadOnly));
        QCOMPARE(input.readAll(), QByteArray(">sequence-1\nACGTACGT\n>sequence-2\nTTTT\n"));
        QCOMPARE(table->model()->headerData(3, Qt::Horizontal).toString(), QString("class 1"));
        QCOMPARE(table->model()->index(0, 1).data().toString(), QString("class 1"));
        QCOMPARE(table->model()->index(0, 3).data().toString(), QString("0.750"));
        QCOMPARE(table->model()->index(0, 3).data(PredictionTableModel::shareRole).toDouble(),
                 0.75);
        table->sortByColumn(3, Qt::AscendingOrder);
        QCOMPARE(table->model()->index(0, 0).data().toString(), QString("sequence-2"));
        QCOMPARE(fixture_->find<QLabel>("models.predict.summary")->text(),
                 QString("2 sequences, in model-01"));
        QVERIFY(fixture_->panel.band()->messages().empty());
        QVERIFY(predict->isEnabled()); // and again, into another folder
    }

    void fastaStandsForItself()
    {
        test::installWorker(fixture_->temporary.filePath("bin"), predictingWorker);
        open({.labels = 2});
        fixture_->find<QPlainTextEdit>("models.predict.text")->setPlainText(">mine\nACGT\n");
        fixture_->panel.view()->predict()->predict();
        QTRY_COMPARE(fixture_->find<QTableView>("models.predictions")->model()->rowCount(), 2);
        QFile input(fixture_->services.project.path("predictions/model-01/sequences.fa"));
        QVERIFY(input.open(QIODevice::ReadOnly));
        QCOMPARE(input.readAll(), QByteArray(">mine\nACGT\n"));
    }

    void aFailureStaysInThePanel()
    {
        test::installWorker(fixture_->temporary.filePath("bin"), refusingWorker);
        open({.labels = 2});
        fixture_->find<QPlainTextEdit>("models.predict.text")->setPlainText("AXGT");
        fixture_->panel.view()->predict()->predict();
        QTRY_VERIFY(fixture_->panel.band()->isShowing("predict") &&
                    fixture_->panel.band()->messages().front().kind == BandKind::Error);
        QCOMPARE(fixture_->panel.band()->messages().front().text,
                 QString("sequences.fa:2: 'X' is not a nucleotide code"));
        QVERIFY(!fixture_->panel.view()->predict()->isRunning());
    }

    void tablesThatAreNoPredictionsAreRefused()
    {
        const QString file = fixture_->temporary.filePath("table.tsv");
        const auto write = [&](const QByteArray &text) {
            QFile output(file);
            QVERIFY(output.open(QIODevice::WriteOnly));
            output.write(text);
        };
        write("name\tvalue\na\t1\n");
        QVERIFY_THROWS_EXCEPTION(InputError, readPredictedSequences(file.toStdString()));
        write("id\tpredicted\tprobability.x\na\tx\tmuch\n");
        QVERIFY_THROWS_EXCEPTION(InputError, readPredictedSequences(file.toStdString()));
        write("id\tpredicted\na\t0.5\n");
        QCOMPARE(readPredictedSequences(file.toStdString()).rows.size(), size_t{1});
    }

private:
    void open(const test::SmallModel &model)
    {
        fixture_->open(model);
        fixture_->panel.view()->showPredict();
    }

    std::unique_ptr<ModelsFixture> fixture_;
};

QTEST_MAIN(TestPredictView)
#include "tst_predict_view.moc"
