// Bad input of Train, with real workers: models that are none and a full disk; and a project that cannot be saved.
#include "tests/app/workbench/bad_input_window.h"
#include "widgets/common/option_form.h"
#include "widgets/train/run_form.h"
#include "widgets/train/train_panel.h"

#include <QMessageBox>
#include <QPushButton>

#include <csignal>
#include <sys/resource.h>

using namespace helicase;

namespace {

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

class BadInputInTrainTest final : public BadInputWindow {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { prepare(); }
    void cleanupTestCase() { release(); }
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }
    void badModelInTrain_data();
    void badModelInTrain();
    void aFullDiskInTrain();
    void aFullDiskKeepsTheProject();
    void aWindowThatCannotSaveAsksBeforeItCloses();

private:
    TrainPanel &train();
    void startRun(const std::map<std::string, std::string> &changes);
};

TrainPanel &BadInputInTrainTest::train()
{
    window_->showPanel("train");
    return *qobject_cast<TrainPanel *>(window_->panel("train"));
}

// A small contrastive run on genomes, started by the button of the form.
void BadInputInTrainTest::startRun(const std::map<std::string, std::string> &changes)
{
    RunForm *form = train().form();
    form->setTask("contrastive");
    OptionValues values = form->options()->values();
    for (const auto &[name, value] : smallRun(changes))
        values.set(name, value);
    form->options()->setValues(values);
    QTest::mouseClick(find<QPushButton>("train.start"), Qt::LeftButton);
}

void BadInputInTrainTest::badModelInTrain_data()
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

void BadInputInTrainTest::badModelInTrain()
{
    QFETCH(QString, kind);
    QFETCH(QString, option);
    QFETCH(QString, found);
    startRun({{option.toStdString(), badModel(kind).toStdString()}});
    seesFailure("train", "train.state", found);
    QVERIFY(!train().shownRun() || !train().shownRun()->isActive()); // it no longer "starts"
}

void BadInputInTrainTest::aFullDiskInTrain()
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
void BadInputInTrainTest::aFullDiskKeepsTheProject()
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

void BadInputInTrainTest::aWindowThatCannotSaveAsksBeforeItCloses()
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

QTEST_MAIN(BadInputInTrainTest)
#include "tst_bad_input_train.moc"
