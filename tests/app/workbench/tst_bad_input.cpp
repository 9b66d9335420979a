// What becomes of bad input in the window, with real workers: a model folder that is none, sequences that cannot be
// read, a full disk, a killed worker. Each is told in the panel concerned, with details and the log; nothing is lost.
#include "app/workbench/main_window.h"
#include "core/base/atomic_file.h"
#include "core/base/resources.h"
#include "core/dataset/genome_table.h"
#include "tests/support/test_data.h"
#include "widgets/common/band.h"
#include "widgets/common/option_form.h"
#include "widgets/embeddings/embeddings_panel.h"
#include "widgets/evaluate/candidate_list.h"
#include "widgets/train/run_form.h"
#include "widgets/train/train_panel.h"

#include <QApplication>
#include <QDesktopServices>
#include <QDialog>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

#include <algorithm>
#include <csignal>
#include <map>
#include <sys/resource.h>

using namespace helicase;

namespace {

constexpr int patience = 60'000; // milliseconds; a busy machine loads LibTorch slowly

std::filesystem::path demoFolder(const char *part)
{
    return resourceFolder() / "demo" / part;
}

// As long as it lives, no file of this process or its workers grows beyond the limit: what a full disk does.
class FullDisk {
public:
    explicit FullDisk(rlim_t largestFile)
    {
        former_ = std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &limit_);
        rlimit lower = limit_;
        lower.rlim_cur = largestFile;
        ::setrlimit(RLIMIT_FSIZE, &lower);
    }
    ~FullDisk()
    {
        ::setrlimit(RLIMIT_FSIZE, &limit_);
        std::signal(SIGXFSZ, former_);
    }

private:
    rlimit limit_{};
    void (*former_)(int) = nullptr;
};

} // namespace

class BadInputTest final : public QObject {
    Q_OBJECT

public Q_SLOTS:
    void takeUrl(const QUrl &url) { openedLogs_ += url.toLocalFile(); }

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init();
    void cleanup();
    void badModelInEvaluate_data();
    void badModelInEvaluate();
    void badModelInEmbeddings_data() { modelKinds(); }
    void badModelInEmbeddings();
    void badModelInTrain_data();
    void badModelInTrain();
    void badSequencesInEmbeddings_data();
    void badSequencesInEmbeddings();
    void aKilledWorkerInEvaluate();
    void aFullDiskInTrain();
    void aFullDiskKeepsTheProject();
    void aWindowThatCannotSaveAsksBeforeItCloses();

private:
    void modelKinds();
    QString badModel(const QString &kind);
    void seesFailure(const QString &panel, const QString &message, const QString &found);
    void startEvaluation(const QString &model);
    EmbeddingsPanel &embeddings();
    TrainPanel &train();
    void startRun(const std::map<std::string, std::string> &changes);
    template <typename Widget>
    Widget *find(const QString &name) const
    {
        return window_->findChild<Widget *>(name);
    }
    QString path(const QString &name) const { return project_->filePath(name); }

    QTemporaryDir shared_;
    QString model_; // a good one: the checkpoint of a run of two steps
    std::unique_ptr<QTemporaryDir> project_;
    std::unique_ptr<Theme> theme_;
    std::unique_ptr<MainWindow> window_;
    QStringList openedLogs_;
};

void BadInputTest::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, shared_.filePath("settings"));
    QDesktopServices::setUrlHandler("file", this, "takeUrl");
    const QString genomes = QString::fromStdString(demoFolder("genomes").string());
    QProcess worker;
    worker.start(test::program("helicase"),
                 {"train", "contrastive", "--run", shared_.filePath("run"), "--data.train", genomes,
                  "--data.validation", genomes, "--data.tokenizer",
                  QString::fromStdString(demoFolder("tokenizer").string()), "--data.pairs_per_species", "10",
                  "--data.max_tokens", "64", "--model.layers", "1", "--model.width", "32", "--model.heads", "2",
                  "--model.feed_forward", "64", "--batch.pairs", "4", "--evaluation.pairs", "8", "--length.steps",
                  "2"});
    QVERIFY(worker.waitForFinished(patience));
    QVERIFY2(worker.exitCode() == 0, worker.readAllStandardError().constData());
    model_ = shared_.filePath("run/checkpoints/step-000000002");
    QVERIFY(QFile::exists(model_ + "/model.safetensors"));
}

// A project with contigs of two species and their labels.
void BadInputTest::init()
{
    project_ = std::make_unique<QTemporaryDir>();
    std::string fasta, labels = "id\tlabel\n";
    int number = 0;
    for (const LabelledSequence &piece : readGenomes(demoFolder("genomes"), "evaluation"))
        for (size_t start = 0; start < 7'200 && start + 3'000 <= piece.sequence.bases.size(); start += 600) {
            const std::string id = "contig_" + std::to_string(++number);
            fasta += ">" + id + "\n" + piece.sequence.bases.substr(start, 3'000) + "\n";
            labels += id + "\t" + piece.label + "\n";
        }
    writeFileAtomically(path("data/contigs.fa").toStdString(), fasta);
    writeFileAtomically(path("data/labels.tsv").toStdString(), labels);
    openedLogs_.clear();
    theme_ = std::make_unique<Theme>();
    theme_->setMode(ThemeMode::Light);
    window_ = std::make_unique<MainWindow>(*theme_, path("jobs"));
    window_->show();
    QVERIFY(window_->openProject(project_->path()));
}

void BadInputTest::cleanupTestCase()
{
    QDesktopServices::unsetUrlHandler("file");
}

void BadInputTest::cleanup()
{
    window_.reset();
}

void BadInputTest::modelKinds()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("found"); // what the message must name
    QTest::newRow("missing") << "missing" << "there is no such folder";
    QTest::newRow("file") << "file" << "no such folder";
    QTest::newRow("empty") << "empty" << "expected config.json";
    QTest::newRow("config cut off") << "config" << "config.json";
    QTest::newRow("config of another model") << "layers" << "config.json belongs to another model";
    QTest::newRow("weights cut off") << "weights" << "model.safetensors";
    QTest::newRow("weights empty") << "no weights" << "model.safetensors";
    QTest::newRow("no tokenizer") << "no tokenizer" << "holds no tokenizer";
    QTest::newRow("tokenizer malformed") << "tokenizer" << "tokenizer.json";
}

// A folder whose name is the kind and which has that one fault.
QString BadInputTest::badModel(const QString &kind)
{
    namespace fs = std::filesystem;
    const fs::path folder = fs::path(path("models").toStdString()) / kind.toStdString();
    fs::create_directories(folder.parent_path());
    if (kind == "file")
        writeFileAtomically(folder, "no folder");
    else if (kind == "empty")
        fs::create_directory(folder);
    else if (kind != "missing")
        fs::copy(model_.toStdString(), folder);
    if (kind == "config")
        fs::resize_file(folder / "config.json", 40);
    else if (kind == "layers")
        writeFileAtomically(folder / "config.json",
                            QByteArray::fromStdString(readFile(folder / "config.json"))
                                .replace("\"num_hidden_layers\": 1", "\"num_hidden_layers\": 9")
                                .toStdString());
    else if (kind == "weights")
        fs::resize_file(folder / "model.safetensors", fs::file_size(folder / "model.safetensors") / 2);
    else if (kind == "no weights")
        fs::resize_file(folder / "model.safetensors", 0);
    else if (kind == "no tokenizer")
        fs::remove(folder / "tokenizer.json");
    else if (kind == "tokenizer")
        writeFileAtomically(folder / "tokenizer.json", "{\"model\": 3");
    return QString::fromStdString(folder.string());
}

// The panel's band tells it once, in one line that names the place; its buttons show all of it and open the log; no
// dialog stands in the way, and the list of problems has it once.
void BadInputTest::seesFailure(const QString &panel, const QString &message, const QString &found)
{
    Band *band = window_->panel(panel)->band();
    QTRY_VERIFY_WITH_TIMEOUT(band->isShowing(message) && band->messages().back().kind == BandKind::Error,
                             patience);
    const BandMessage shown = band->messages().back();
    QVERIFY2(shown.text.contains(found), qPrintable(shown.text));
    QVERIFY2(!shown.text.contains('\n'), qPrintable(shown.text));
    QVERIFY(QApplication::activeModalWidget() == nullptr);
    QStringList problems;
    for (const Problem &problem : window_->journal().problems())
        problems += problem.id + ": " + problem.text;
    QVERIFY2(problems.size() == 1, qPrintable(problems.join('\n')));

    const auto press = [&](const QString &text) {
        const auto buttons = band->findChildren<QToolButton *>(panel + ".band.action");
        const auto button =
            std::ranges::find_if(buttons, [&](const QToolButton *one) { return one->text() == text; });
        QVERIFY2(button != buttons.end(), qPrintable(text));
        QVERIFY((*button)->isVisible());
        QTest::mouseClick(*button, Qt::LeftButton);
    };
    press("Details");
    QTRY_VERIFY(band->findChild<QDialog *>("details"));
    QDialog *details = band->findChild<QDialog *>("details");
    QVERIFY(!details->isModal());
    QVERIFY(details->findChild<QPlainTextEdit *>()->toPlainText().contains(found));
    details->close();
    press("Open log");
    QTRY_COMPARE(openedLogs_.size(), 1);
    QFile log(openedLogs_.front());
    QVERIFY(log.open(QIODevice::ReadOnly));
    QVERIFY(QString::fromUtf8(log.readAll()).contains(found));
}

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

TrainPanel &BadInputTest::train()
{
    window_->showPanel("train");
    return *qobject_cast<TrainPanel *>(window_->panel("train"));
}

// A small contrastive run on genomes, started by the button of the form.
void BadInputTest::startRun(const std::map<std::string, std::string> &changes)
{
    RunForm *form = train().form();
    form->setTask("contrastive");
    OptionValues values = form->options()->values();
    std::map<std::string, std::string> wanted{{"data.train", demoFolder("genomes").string()},
                                              {"data.validation", demoFolder("genomes").string()},
                                              {"data.tokenizer", demoFolder("tokenizer").string()},
                                              {"data.pairs_per_species", "10"},
                                              {"data.max_tokens", "64"},
                                              {"model.layers", "1"},
                                              {"model.width", "32"},
                                              {"model.heads", "2"},
                                              {"model.feed_forward", "64"},
                                              {"batch.pairs", "4"},
                                              {"evaluation.pairs", "8"},
                                              {"length.steps", "2"}};
    for (const auto &[name, value] : changes)
        wanted[name] = value;
    for (const auto &[name, value] : wanted)
        values.set(name, value);
    form->options()->setValues(values);
    QTest::mouseClick(find<QPushButton>("train.start"), Qt::LeftButton);
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

void BadInputTest::badModelInEmbeddings()
{
    QFETCH(QString, kind);
    QFETCH(QString, found);
    embeddings().embed(path("data/contigs.fa"), badModel(kind));
    seesFailure("embeddings", "load", found);
    QVERIFY(QDir(path("embeddings")).isEmpty());
}

void BadInputTest::badModelInTrain_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("found");
    QTest::newRow("missing") << "missing" << "model.path" << "models/missing: does not exist";
    QTest::newRow("empty") << "empty" << "model.path" << "expected config.json";
    QTest::newRow("config cut off") << "config" << "model.path" << "config.json";
    QTest::newRow("weights cut off") << "weights" << "model.path" << "model.safetensors";
    QTest::newRow("no tokenizer") << "no tokenizer" << "data.tokenizer" << "holds no tokenizer";
    QTest::newRow("tokenizer malformed") << "tokenizer" << "data.tokenizer" << "tokenizer.json";
}

void BadInputTest::badModelInTrain()
{
    QFETCH(QString, kind);
    QFETCH(QString, option);
    QFETCH(QString, found);
    startRun({{option.toStdString(), badModel(kind).toStdString()}});
    seesFailure("train", "train.state", found);
    QVERIFY(!train().shownRun() || !train().shownRun()->isActive()); // it no longer "starts"
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
    const QString file = path("elsewhere/contigs.fa"); // no other panel reads it
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

void BadInputTest::aFullDiskInTrain()
{
    const FullDisk full(100'000); // room for events and the log, none for a checkpoint
    startRun({});
    Band *band = train().band();
    QTRY_VERIFY_WITH_TIMEOUT(band->isShowing("train.state") && band->messages().back().kind == BandKind::Error,
                             patience);
    const BandMessage shown = band->messages().back();
    QVERIFY2(shown.text.contains("safetensors"), qPrintable(shown.text));
    QVERIFY(QFile::exists(shown.logFile));
    QVERIFY(QApplication::activeModalWidget() == nullptr);
    QVERIFY(listCheckpoints(RunFolder(train().shownRun()->folder().toStdString())).empty());
}

// The last good version and the two before it stay, however often saving fails.
void BadInputTest::aFullDiskKeepsTheProject()
{
    Project &project = window_->project();
    for (const char *version : {"one", "two", "three"}) {
        project.setSection("test", {{"version", version}});
        project.save();
    }
    const auto versionIn = [&](const char *copy) {
        return QByteArray::fromStdString(readFile((project.file() + copy).toStdString()));
    };
    {
        const FullDisk full(0);
        for (const char *version : {"four", "five", "six"}) {
            project.setSection("test", {{"version", version}});
            window_->actions().find("file.save")->trigger();
        }
        QVERIFY(project.hasUnsavedChanges());
        QCOMPARE(window_->journal().problems().size(), size_t{1});
        QVERIFY(QApplication::activeModalWidget() == nullptr);
    }
    QVERIFY(versionIn("").contains("three"));
    QVERIFY(versionIn(".1").contains("two"));
    QVERIFY(versionIn(".2").contains("one"));
    window_->actions().find("file.save")->trigger();
    QVERIFY(!project.hasUnsavedChanges());
    QVERIFY(versionIn("").contains("six"));
    QVERIFY(versionIn(".1").contains("three"));
    QVERIFY(window_->journal().problems().empty());
}

void BadInputTest::aWindowThatCannotSaveAsksBeforeItCloses()
{
    window_->project().setSection("test", {{"version", "one"}});
    const auto answer = [](const QString &text) {
        QTimer::singleShot(200, [text] {
            auto *question = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
            QVERIFY(question);
            for (QAbstractButton *button : question->buttons())
                if (button->text() == text)
                    button->click();
        });
    };
    const FullDisk full(0);
    answer("Keep open");
    QVERIFY(!window_->close());
    QVERIFY(window_->isVisible());
    QVERIFY(window_->project().hasUnsavedChanges());
    answer("Discard changes");
    QVERIFY(window_->close());
}

QTEST_MAIN(BadInputTest)
#include "tst_bad_input.moc"
