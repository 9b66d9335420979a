// Bad input of Evaluate and Embeddings, with real workers: a model folder that is none, sequences that cannot be read,
// a killed worker.
#include "tests/app/workbench/bad_input_window.h"
#include "widgets/embeddings/embeddings_panel.h"
#include "widgets/evaluate/candidate_list.h"

#include <QPushButton>

#include <csignal>
#include <unistd.h>

using namespace helicase;

class BadInputTest final : public BadInputWindow {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { prepare(); }
    void cleanupTestCase() { release(); }
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }
    void badModelInEvaluate_data();
    void badModelInEvaluate();
    void badModelInEmbeddings_data();
    void badModelInEmbeddings();
    void badSequencesInEmbeddings_data();
    void badSequencesInEmbeddings();
    void aKilledWorkerInEvaluate();

private:
    void startEvaluation(const QString &model);
    EmbeddingsPanel &embeddings();
};

void BadInputTest::startEvaluation(const QString &model)
{
    window_->showPanel("evaluate");
    find<CandidateList>("evaluate.candidates")->addFile(model);
    QTest::mouseClick(find<QPushButton>("evaluate.run"), Qt::LeftButton);
}

EmbeddingsPanel &BadInputTest::embeddings()
{
    window_->showPanel("embeddings");
    return *qobject_cast<EmbeddingsPanel *>(window_->panel("embeddings"));
}

// The worker's part is tested with embeddings; here it is the way through this panel.
void BadInputTest::badModelInEvaluate_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("found");
    QTest::newRow("missing") << "missing" << "there is no such folder";
    QTest::newRow("config cut off") << "config" << "config.json";
    QTest::newRow("weights cut off") << "weights" << "model.safetensors";
}

void BadInputTest::badModelInEvaluate()
{
    QFETCH(QString, kind);
    QFETCH(QString, found);
    startEvaluation(badModel(kind));
    seesFailure("evaluate", "run", found);
    QVERIFY(!QFile::exists(window_->jobs().jobs().back().folder + "/metrics.json"));
}

void BadInputTest::badModelInEmbeddings_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("found"); // what the message must name
    QTest::newRow("missing") << "missing" << "there is no such folder";
    QTest::newRow("file") << "file" << "no such folder";
    QTest::newRow("empty") << "empty" << "expected config.json";
    QTest::newRow("config cut off") << "config" << "config.json";
    QTest::newRow("config of another model") << "layers" << "config.json belong to different models";
    QTest::newRow("weights cut off") << "weights" << "model.safetensors";
    QTest::newRow("weights empty") << "no weights" << "model.safetensors";
    QTest::newRow("no tokenizer") << "no tokenizer" << "holds no tokenizer";
    QTest::newRow("tokenizer malformed") << "tokenizer" << "tokenizer.json";
}

void BadInputTest::badModelInEmbeddings()
{
    QFETCH(QString, kind);
    QFETCH(QString, found);
    embeddings().embed(path("data/contigs.fa"), badModel(kind));
    seesFailure("embeddings", "load", found);
    QVERIFY(QDir(path("embeddings")).isEmpty());
}

void BadInputTest::badSequencesInEmbeddings_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("found");
    QTest::newRow("empty") << QByteArray() << "contigs.fa";
    QTest::newRow("letters that are no bases") << QByteArray(">a\nACGT\nAC!T\n") << "contigs.fa:3";
    QTest::newRow("no header") << QByteArray("{\"id\": 3\n") << "contigs.fa:1";
    QTest::newRow("gzip cut off") << QByteArray("\x1f\x8b\x08\0\0\0\0\0\0\3\x01", 11) << "contigs.fa";
}

void BadInputTest::badSequencesInEmbeddings()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, found);
    const QString file = path("data/contigs.fa"); // Annotate reads it too, and is silent
    writeFileAtomically(file.toStdString(), content.toStdString());
    embeddings().embed(file, "tnf");
    seesFailure("embeddings", "load", found);
    QVERIFY(QDir(path("embeddings")).isEmpty());
}

void BadInputTest::aKilledWorkerInEvaluate()
{
    startEvaluation(model_);
    const Job *job = window_->jobs().current();
    QVERIFY(job && job->processId > 1);
    const auto shell = static_cast<pid_t>(job->processId);
    QTest::qWait(300);
    QCOMPARE(::kill(-::getpgid(shell), SIGKILL), 0);
    Band *band = window_->panel("evaluate")->band();
    QTRY_VERIFY_WITH_TIMEOUT(band->isShowing("run") && band->messages().back().kind == BandKind::Error, patience);
    QVERIFY(band->messages().back().text.contains("ended by signal 9"));
    QVERIFY(QApplication::activeModalWidget() == nullptr);
    QTest::mouseClick(find<QPushButton>("evaluate.run"), Qt::LeftButton); // again, and it works
    QCOMPARE(window_->jobs().jobs().size(), size_t{2});
    QTRY_VERIFY_WITH_TIMEOUT(isOver(window_->jobs().jobs().back().state), patience);
    const Job &second = window_->jobs().jobs().back();
    QVERIFY2(second.state == JobState::Done, qPrintable(second.errorTail));
    QVERIFY(QFile::exists(second.folder + "/metrics.json"));
    QVERIFY(band->messages().empty());
    QVERIFY(window_->journal().problems().empty());
}

QTEST_MAIN(BadInputTest)
#include "tst_bad_input.moc"
