#include "tests/support/test_data.h"
#include "tests/widgets/binding/small_binding.h"
#include "tests/widgets/panel_services.h"
#include "tests/widgets/scripted_worker.h"
#include "widgets/binding/binding_centre.h"
#include "widgets/binding/binding_inputs.h"
#include "widgets/binding/binding_inspector.h"
#include "widgets/binding/binding_panel.h"
#include "widgets/binding/live_training.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

#include <algorithm>

using namespace helicase;

namespace {

// Training makes a run folder; evaluation and explanation copy finished ones to the folder behind
// -o.
constexpr const char *worker = R"(
task=$1
while [ $# -gt 0 ]; do
  case "$1" in
    --run) run=$2 ;;
    -o) out=$2 ;;
  esac
  shift
done
case $task in
  train)
    mkdir -p "$run/checkpoints/step-000000010"
    echo '{"name": "'$(basename "$run")'", "task": "binding", "state": "done"}' > "$run/run.json"
    echo '{"files": {}}' > "$run/checkpoints/step-000000010/manifest.json" ;;
  evaluate) mkdir -p "$out" && cp -r ROOT/result/. "$out" ;;
  explain) mkdir -p "$out" && cp -r ROOT/explained/. "$out" ;;
  likelihood) printf 'track type=bedGraph\nw\t1\t40\t-1.5\n' > "$out" ;;
esac
)";

} // namespace

class TestBindingPanel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void startsEmpty();
    void demoSetIsShown();
    void unreadableWindowsAreTold();
    void showsTheProject();
    void aWindowIsFoundByPosition();
    void anotherModelSortsTheTable();
    void oneClickTrainsTwoRunsAndComparesThem();
    void withoutABackboneOnlyTheBaselineIsTrained();
    void aFailedTrainingIsTold();
    void mutateWindowShowsSubstitutions();
    void foreignExplanationIsRefused();
    void likelihoodIsComputedOnce();
    void aResultOfOtherWindowsIsSaidToBe();
    void everythingHasANameInBothSizes();

private:
    void load();
    void installWorker();
    QList<QStringList> commands() const
    {
        QList<QStringList> all;
        for (const Job &job : services_->jobs.jobs())
            all << job.words;
        return all;
    }
    QAction *action(const char *name) const { return services_->actions.find(QLatin1String(name)); }
    template <typename Widget>
    Widget *find(const char *name) const
    {
        return panel_->findChild<Widget *>(QLatin1String(name));
    }

    std::unique_ptr<QTemporaryDir> folder_;
    std::filesystem::path root_;
    std::unique_ptr<test::PanelServices> services_;
    std::unique_ptr<BindingPanel> panel_;
};

void TestBindingPanel::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope,
                       folder_->filePath("settings"));
    root_ = folder_->path().toStdString();
    services_ = std::make_unique<test::PanelServices>(folder_->path(), test::OpenProject::None);
    services_->theme.setMode(ThemeMode::Light);
    services_->theme.apply();
    panel_ = std::make_unique<BindingPanel>(services_->context);
    panel_->resize(1364, 842);
    panel_->show();
    QVERIFY(QTest::qWaitForWindowExposed(panel_.get()));
}

void TestBindingPanel::cleanup()
{
    panel_.reset();
    services_.reset();
    qunsetenv("HELICASE_BIN");
}

void TestBindingPanel::load()
{
    test::writeSmallBindingProject(root_);
    panel_->showDemo(folder_->path());
    QTRY_VERIFY(panel_->contentReady());
    QTRY_COMPARE(find<QComboBox>("binding.model")->count(), 2);
}

void TestBindingPanel::installWorker()
{
    test::writeSmallBindingResult(root_ / "result");
    test::writeSmallExplanation(root_ / "explained", 0, "binding-cnn-01");
    test::installWorker(folder_->filePath("bin"),
                        QByteArray(worker).replace("ROOT", folder_->path().toUtf8()));
}

void TestBindingPanel::startsEmpty()
{
    QVERIFY(find<QWidget>("binding.empty")->isVisible());
    QVERIFY(!panel_->primaryAction()->isEnabled());
    QVERIFY(!panel_->contentReady());
    QVERIFY(!action("binding.mutate")->isEnabled());
    panel_->showDemo(folder_->path()); // a project without windows
    QTest::qWait(50);
    QVERIFY(find<QWidget>("binding.empty")->isVisible());
    QCOMPARE(find<QComboBox>("binding.data")->currentIndex(), -1);
}

void TestBindingPanel::demoSetIsShown()
{
    qputenv("HELICASE_HOME", QByteArray::fromStdString(test::sourceFolder().string()));
    action("binding.demo")->trigger();
    QVERIFY(panel_->isBusy());
    QVERIFY(panel_->band()->isShowing(QStringLiteral("loading")));
    QTRY_VERIFY(panel_->contentReady());
    QVERIFY(!panel_->isBusy());
    QVERIFY(!find<QWidget>("binding.empty")->isVisible());
    QVERIFY(find<QTableView>("binding.windows")->model()->rowCount() > 10);
    QVERIFY(panel_->centre()->track()->scene().length() == 300);
    QVERIFY(panel_->band()->messages().empty());
    qunsetenv("HELICASE_HOME");
}

void TestBindingPanel::unreadableWindowsAreTold()
{
    test::writeSmallWindows(root_ / "data");
    std::string scores = "chr1_101_140\tchr1_121_160\tchr1_301_340\tchr1_501_540\n";
    for (int base = 0; base < 39; ++base)
        scores += "0\t0\t0\t0\n";
    writeFileAtomically(root_ / "data/binding_scores.tsv", scores);
    panel_->openData(folder_->filePath("data/binding_sequences.tsv"),
                     folder_->filePath("data/binding_scores.tsv"));
    QTRY_VERIFY(panel_->band()->isShowing(QStringLiteral("data")));
    const BandMessage &message = panel_->band()->messages().front();
    QCOMPARE(message.kind, BandKind::Error);
    QVERIFY2(message.text.contains("39 scores for 40 bases"), qPrintable(message.text));
    QVERIFY(find<QWidget>("binding.empty")->isVisible());
}

void TestBindingPanel::showsTheProject()
{
    load();
    auto *windows = find<QTableView>("binding.windows");
    QCOMPARE(windows->model()->rowCount(), 3); // of validation
    QTRY_COMPARE(find<QLineEdit>("binding.position")->text(), QStringLiteral("chr1:501"));
    const TrackScene &scene = panel_->centre()->track()->scene();
    QCOMPARE(scene.curves.size(), size_t{2});
    QCOMPARE(scene.motifs.size(), size_t{1});
    QVERIFY(find<QLabel>("binding.correlation")->text().contains(QStringLiteral("120 bases")));
    find<QComboBox>("binding.scope")->setCurrentIndex(1);
    QCOMPARE(windows->model()->rowCount(), 4);
    find<QLineEdit>("binding.search")->setText(QStringLiteral("301"));
    QCOMPARE(windows->model()->rowCount(), 1);
    windows->selectRow(0);
    QCOMPARE(find<QLineEdit>("binding.position")->text(), QStringLiteral("chr1:301"));
    QVERIFY(panel_->centre()->track()->scene().curves.empty()); // no model was measured on it
}

void TestBindingPanel::aWindowIsFoundByPosition()
{
    load();
    auto *position = find<QLineEdit>("binding.position");
    position->setText(QStringLiteral("chr1:110"));
    QTest::keyClick(position, Qt::Key_Return);
    QCOMPARE(panel_->centre()->track()->scene().firstBase, int64_t{101});
    QVERIFY(panel_->goTo(QStringLiteral("chr1_301_340"))); // beside what the filter lists
    QCOMPARE(panel_->centre()->track()->scene().firstBase, int64_t{301});
    QVERIFY(!panel_->goTo(QStringLiteral("chr2:110")));
    QVERIFY(panel_->band()->isShowing(QStringLiteral("position")));
    QVERIFY(panel_->goTo(QStringLiteral("510")));
    QVERIFY(panel_->band()->messages().empty());
    QTest::keyClick(panel_->centre()->track(), Qt::Key_PageDown);
    QCOMPARE(panel_->centre()->track()->scene().firstBase, int64_t{121});
    action("binding.previous")->trigger();
    QCOMPARE(panel_->centre()->track()->scene().firstBase, int64_t{501});
}

void TestBindingPanel::anotherModelSortsTheTable()
{
    load();
    auto *windows = find<QTableView>("binding.windows");
    QCOMPARE(windows->model()->index(0, 0).data().toString(), QStringLiteral("501"));
    find<QComboBox>("binding.model")->setCurrentIndex(1);
    QCOMPARE(windows->model()->index(0, 0).data().toString(), QStringLiteral("121"));
    QCOMPARE(panel_->centre()->track()->scene().firstBase, int64_t{501}); // the window stays
    QCOMPARE(windows->currentIndex().row(), 1);
}

void TestBindingPanel::oneClickTrainsTwoRunsAndComparesThem()
{
    load();
    installWorker();
    std::filesystem::remove_all(root_ / "evaluations");
    QTest::mouseClick(find<QPushButton>("binding.train"), Qt::LeftButton);
    QCOMPARE(services_->jobs.jobs().size(), size_t{2});
    QVERIFY(!panel_->primaryAction()->isEnabled());
    QVERIFY(panel_->isBusy());
    QCOMPARE(panel_->inspector()->training()->runs(), 2);
    QTRY_COMPARE_WITH_TIMEOUT(services_->toasts.size(), 1, 20000);
    const QStringList data{"--data.sequences", folder_->filePath("data/binding_sequences.tsv"),
                           "--data.scores",    folder_->filePath("data/binding_scores.tsv"),
                           "--length.steps",   "0"};
    const QList<QStringList> all = commands();
    QCOMPARE(all.size(), 3);
    const QString cnn = folder_->filePath("runs/binding-cnn-02");
    const QString head = folder_->filePath("runs/binding-head-02");
    QCOMPARE(all[0], (QStringList{"train", "binding", "--run", cnn} + data +
                      QStringList{"--model.backbone", "onehot"}));
    QCOMPARE(all[1], (QStringList{"train", "binding", "--run", head} + data +
                      QStringList{"--model.backbone", "gpt", "--model.path",
                                  folder_->filePath("runs/gpt-01")}));
    QCOMPARE(all[2].mid(0, 2), (QStringList{"evaluate", "binding"}));
    const QStringList models = all[2][all[2].indexOf("--model") + 1].split(',');
    QCOMPARE(models.size(), 4); // those of the project and the two new ones
    QVERIFY(models.contains(folder_->filePath("runs/binding-head-02")));
    QVERIFY(!models.contains(folder_->filePath("runs/gpt-01")));
    QCOMPARE(all[2].last(), folder_->filePath("evaluations/binding-01"));
    QTRY_VERIFY(panel_->primaryAction()->isEnabled());
    QVERIFY(panel_->band()->messages().empty());
}

void TestBindingPanel::withoutABackboneOnlyTheBaselineIsTrained()
{
    test::writeSmallBindingProject(root_);
    std::filesystem::remove_all(root_ / "runs/gpt-01");
    panel_->showDemo(folder_->path());
    QTRY_VERIFY(panel_->contentReady());
    QVERIFY(find<QLabel>("binding.hint")->isVisible());
    QVERIFY(find<QLabel>("binding.hint")->text().contains(QStringLiteral("only the baseline")));
    installWorker();
    panel_->startTraining();
    QTRY_COMPARE_WITH_TIMEOUT(services_->toasts.size(), 1, 20000);
    const QList<QStringList> all = commands();
    QCOMPARE(all.size(), 2);
    QVERIFY(all[0].contains("onehot"));
    QCOMPARE(all[1][0], QStringLiteral("evaluate"));
}

void TestBindingPanel::aFailedTrainingIsTold()
{
    load();
    test::installWorker(
        folder_->filePath("bin"),
        "echo 'helicase: window chr1_101_140: 39 scores for 40 bases' >&2\nexit 3\n");
    const QSignalSpy finished(&services_->jobs, &JobRunner::jobFinished);
    panel_->startTraining();
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 2, 20000);
    QTRY_VERIFY(panel_->primaryAction()->isEnabled());
    QCOMPARE(services_->jobs.jobs().size(), size_t{2}); // nothing to evaluate
    QCOMPARE(panel_->band()->messages().size(), size_t{1});
    QCOMPARE(panel_->band()->messages().front().text,
             QStringLiteral("window chr1_101_140: 39 scores for 40 bases"));
}

void TestBindingPanel::mutateWindowShowsSubstitutions()
{
    load();
    installWorker();
    find<QComboBox>("binding.model")->setCurrentIndex(1);
    QVERIFY(panel_->goTo(QStringLiteral("chr1:101")));
    panel_->setMotifFile(QStringLiteral("/data/jaspar.txt"));
    QVERIFY(!panel_->centre()->explanation());
    action("binding.mutate")->trigger();
    QCOMPARE(
        commands().front(),
        (QStringList{"explain", "--model", folder_->filePath("runs/binding-cnn-01"), "--sequences",
                     folder_->filePath("data/binding_sequences.tsv"), "--window", "chr1_101_140",
                     "-o", folder_->filePath("explanations/binding-cnn-01/chr1_101_140")}));
    QTRY_VERIFY_WITH_TIMEOUT(panel_->centre()->explanation() != nullptr, 20000);
    BindingTrack *track = panel_->centre()->track();
    QCOMPARE(track->scene().marks.size(), size_t{2});
    QCOMPARE(track->scene().marks.front().name, QStringLiteral("FOXA1"));
    QCOMPARE(find<QTableView>("binding.hits")->model()->rowCount(), 2);
    // A click on a cell draws the variant's prediction.
    MutagenesisMap *map = panel_->centre()->map();
    const MutagenesisMap::Cell cell{.base = 6, .letter = 0};
    QTest::mouseClick(map, Qt::LeftButton, {}, map->rectangleOf(cell).center().toPoint());
    QVERIFY(track->scene().variant);
    QCOMPARE(track->scene().variant->values[6], 6.0F);
    QCOMPARE(track->scene().variant->name, QStringLiteral("Base 107, G to A: −2.00"));
    // A hit shows its surroundings.
    find<QTableView>("binding.hits")->selectRow(1);
    QCOMPARE(map->span().begin, int64_t{0});
    QCOMPARE(map->span().end, int64_t{40});
    // It is found again, without another job.
    QVERIFY(panel_->goTo(QStringLiteral("chr1:501")));
    QVERIFY(!panel_->centre()->explanation());
    QVERIFY(!track->scene().variant);
    QVERIFY(panel_->goTo(QStringLiteral("chr1:101")));
    QTRY_VERIFY(panel_->centre()->explanation() != nullptr);
    QCOMPARE(services_->jobs.jobs().size(), size_t{1});
    find<QComboBox>("binding.model")->setCurrentIndex(0); // the other model has none
    QVERIFY(!panel_->centre()->explanation());
}

void TestBindingPanel::foreignExplanationIsRefused()
{
    load();
    const auto folder = explanationFolder(root_, "binding-head-01", "chr1_501_540");
    test::writeSmallExplanation(folder, 3, "binding-head-01");
    writeFileAtomically(folder / "mutagenesis.safetensors", "no tensors");
    QVERIFY(panel_->goTo(QStringLiteral("chr1:121")));
    QVERIFY(panel_->goTo(QStringLiteral("chr1:530")));
    QTRY_VERIFY(panel_->band()->isShowing(QStringLiteral("explanation")));
    QVERIFY(panel_->band()->messages().front().text.contains("mutagenesis.safetensors"));
    QVERIFY(!panel_->centre()->explanation());
}

void TestBindingPanel::likelihoodIsComputedOnce()
{
    load();
    installWorker();
    const QString name = QStringLiteral("likelihoods/gpt-01/chr1_501_540");
    action("binding.layer.likelihood")->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(!panel_->centre()->track()->scene().likelihood.empty(), 20000);
    QCOMPARE(commands(), (QList<QStringList>{{"likelihood", folder_->filePath(name + ".fa"),
                                              "--model", folder_->filePath("runs/gpt-01"), "-o",
                                              folder_->filePath(name + ".bedgraph")}}));
    QCOMPARE(panel_->centre()->meanLikelihood(), std::optional(-1.5));
    action("binding.layer.likelihood")->trigger();
    QVERIFY(!panel_->centre()->track()->layers().likelihood);
    QVERIFY(panel_->goTo(QStringLiteral("chr1:121")));
    QVERIFY(panel_->goTo(QStringLiteral("chr1:530")));
    action("binding.layer.likelihood")->trigger();
    QTRY_VERIFY(!panel_->centre()->track()->scene().likelihood.empty());
    QCOMPARE(services_->jobs.jobs().size(), size_t{1});
}

void TestBindingPanel::aResultOfOtherWindowsIsSaidToBe()
{
    load();
    qputenv("HELICASE_HOME", QByteArray::fromStdString(test::sourceFolder().string()));
    panel_->useDemoSet();
    QTRY_VERIFY(panel_->band()->isShowing(QStringLiteral("result")));
    QCOMPARE(panel_->band()->messages().front().headline,
             QStringLiteral("binding-01 is a result of other windows."));
    QCOMPARE(find<QComboBox>("binding.model")->count(), 0);
    qunsetenv("HELICASE_HOME");
}

void TestBindingPanel::everythingHasANameInBothSizes()
{
    load();
    for (const bool isCompact : {false, true}) {
        panel_->setCompact(isCompact);
        panel_->resize(isCompact ? QSize(980, 630) : QSize(1364, 842));
        QTest::qWait(20);
        for (const QWidget *widget : panel_->findChildren<QWidget *>()) {
            if (!widget->isVisible())
                continue;
            const bool isOurs = widget->objectName().startsWith(QStringLiteral("binding."));
            if (isOurs && (widget->focusPolicy() & Qt::TabFocus) != 0)
                QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
            if (const auto *button = qobject_cast<const QToolButton *>(widget);
                button && button->toolButtonStyle() != Qt::ToolButtonIconOnly)
                QVERIFY2(button->width() >= button->minimumSizeHint().width(),
                         qPrintable(button->text()));
        }
        QVERIFY(panel_->centre()->track()->height() >= 150);
        QVERIFY(panel_->centre()->map()->height() >= 130);
    }
}

QTEST_MAIN(TestBindingPanel)
#include "tst_binding_panel.moc"
