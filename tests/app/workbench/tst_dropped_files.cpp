// Files and folders dropped on the window reach the panel that they belong to.
#include "app/workbench/main_window.h"
#include "tests/core/dataset/small_model.h"
#include "widgets/evaluate/candidate_list.h"
#include "widgets/models/models_panel.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

class DroppedFilesTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder_.path());
        window_ = std::make_unique<MainWindow>(theme_, folder_.filePath("jobs"));
        window_->show();
    }

    void cleanupTestCase() { window_.reset(); }

    void aModelOpensInModels()
    {
        test::SmallModel().write(folder_.filePath("encoder").toStdString());
        drop("encoder/"); // as file managers name folders
        QCOMPARE(window_->currentPanel()->id(), "models");
        const auto *models = qobject_cast<ModelsPanel *>(window_->currentPanel());
        QTRY_VERIFY(models->model() != nullptr);
        QCOMPARE(models->model()->folder, folder_.filePath("encoder"));
        const QString told = window_->journal().lines().back().text;
        QVERIFY2(told.contains("encoder") && told.contains("Models"), qPrintable(told));
        QVERIFY(window_->journal().problems().empty());
    }

    void aModelIsACandidateInEvaluate_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("weights");
        QTest::newRow("safetensors") << "dna-6mer" << "model.safetensors";
        QTest::newRow("PyTorch") << "dna-bpe" << "pytorch_model.bin";
    }

    void aModelIsACandidateInEvaluate()
    {
        QFETCH(QString, name);
        QFETCH(QString, weights);
        for (const QString &file : {QString("config.json"), QString("tokenizer.json"), weights})
            write(name + "/" + file, "{}");
        window_->showPanel("evaluate");
        drop(name + "/");
        QCOMPARE(window_->currentPanel()->id(), "evaluate");
        auto *candidates = window_->findChild<CandidateList *>("evaluate.candidates");
        const QList<QListWidgetItem *> found = candidates->findItems(name, Qt::MatchExactly);
        QCOMPARE(found.size(), 1);
        QVERIFY(found.front()->checkState() == Qt::Checked);
        QVERIFY(candidates->words().join(' ').contains(folder_.filePath(name)));
        const QString told = window_->journal().lines().back().text;
        QVERIFY2(told.contains(name) && told.contains("Evaluate"), qPrintable(told));
        QVERIFY(window_->journal().problems().empty());
    }

    void dataOpenInData_data()
    {
        QTest::addColumn<QString>("dropped");
        QTest::addColumn<QString>("told");
        QTest::newRow("folder") << "tata" << "tata: 3 rows added to Data.";
        QTest::newRow("rows") << "tata/train.csv" << "train.csv: 2 rows added to Data.";
        QTest::newRow("pairs") << "pairs.csv" << "pairs.csv: 1 row added to Data.";
        QTest::newRow("sequences") << "contigs.fa" << "contigs.fa: 2 sequences added to Data.";
    }

    void dataOpenInData()
    {
        QFETCH(QString, dropped);
        QFETCH(QString, told);
        write("tata/train.csv", "sequence,label\nACGTACGTAA,1\nACGTACGTCC,0\n");
        write("tata/dev.csv", "sequence,label\nACGTACGTGG,0\n");
        write("pairs.csv", "ACGTACGTAA,ACGTACGTCC\n");
        write("contigs.fa", ">a\nACGTACGT\n>b\nACGTACGG\n");
        drop(dropped);
        QCOMPARE(window_->currentPanel()->id(), "data");
        QTRY_VERIFY(window_->currentPanel()->contentReady());
        const QString line = window_->journal().lines().back().text;
        QVERIFY2(line.endsWith(told), qPrintable(line));
        QVERIFY(window_->journal().problems().empty());
    }

    void aTokenizerOpensInAnnotate()
    {
        write("tokens/tokenizer.json", "{}");
        drop("tokens");
        QCOMPARE(window_->currentPanel()->id(), "annotate");
    }

private:
    void write(const QString &name, const QByteArray &content)
    {
        const QString path = folder_.filePath(name);
        QDir().mkpath(QFileInfo(path).absolutePath());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }

    void drop(const QString &name)
    {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(folder_.filePath(name))});
        QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, &data, Qt::LeftButton,
                              Qt::NoModifier);
        QCoreApplication::sendEvent(window_.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event(QPointF(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(window_.get(), &event);
        QVERIFY(event.isAccepted());
    }

    QTemporaryDir folder_;
    Theme theme_;
    std::unique_ptr<MainWindow> window_;
};

QTEST_MAIN(DroppedFilesTest)
#include "tst_dropped_files.moc"
