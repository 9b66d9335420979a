// What a panel's band tells of the jobs that the panel starts.
#include "tests/widgets/panel_services.h"
#include "tests/widgets/scripted_worker.h"
#include "widgets/common/panel_jobs.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

namespace {

class JobPanel final : public Panel {
public:
    explicit JobPanel(PanelContext &panelContext) : Panel(panelContext, "small", "Small")
    {
        setCentre(new QWidget);
    }
    using Panel::ownJobs;
    using Panel::setWorking;
};

} // namespace

class PanelJobsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        services_ = std::make_unique<test::PanelServices>(folder_->path());
        panel_ = std::make_unique<JobPanel>(services_->context);
        ends_.clear();
        // The first word says what the worker does.
        test::installWorker(folder_->filePath("bin"), R"(
case "$1" in
  wait) exec sleep 60 ;;
  fail) echo "helicase: reads.fa:3: no sequence" >&2; exit 3 ;;
esac
echo answer
)");
    }

    void cleanup()
    {
        for (const Job &job : services_->jobs.jobs())
            services_->jobs.cancel(job.id);
        QTRY_COMPARE(services_->jobs.activeCount(), 0);
        panel_.reset();
        services_.reset();
        qunsetenv("HELICASE_BIN");
    }

    void whatEndsWellIsHandedOn()
    {
        const QSignalSpy busy(panel_.get(), &Panel::busyChanged);
        start("work");
        QCOMPARE(messages().size(), size_t{1});
        QCOMPARE(messages().front().kind, BandKind::Progress);
        QCOMPARE(messages().front().headline, "work is running.");
        QVERIFY(panel_->isBusy());
        QTRY_COMPARE_WITH_TIMEOUT(ends_.size(), size_t{1}, patience);
        QVERIFY(ends_.front().state == JobState::Done);
        QCOMPARE(panel_->ownJobs().outputOf(ends_.front()), "answer\n");
        QVERIFY(messages().empty());
        QVERIFY(!panel_->isBusy());
        QCOMPARE(busy.size(), 2);
    }

    void aFailureStaysUntilTheNextStart()
    {
        start("fail");
        QTRY_COMPARE_WITH_TIMEOUT(ends_.size(), size_t{1}, patience);
        QCOMPARE(messages().size(), size_t{1});
        QCOMPARE(messages().front().kind, BandKind::Error);
        QCOMPARE(messages().front().headline, "fail failed.");
        QCOMPARE(messages().front().text, "reads.fa:3: no sequence");
        start("wait");
        QCOMPARE(messages().size(), size_t{1});
        QCOMPARE(messages().front().kind, BandKind::Progress);
    }

    void aWorkerThatIsNotThereHasFailedAtOnce()
    {
        qputenv("HELICASE_BIN", folder_->filePath("nowhere").toUtf8());
        start("work");
        QCOMPARE(ends_.size(), size_t{1});
        QVERIFY(ends_.front().state == JobState::Failed);
        QCOMPARE(messages().front().kind, BandKind::Error);
        QVERIFY(!panel_->isBusy());
    }

    void cancellingIsNoFailure()
    {
        start("wait");
        QTRY_VERIFY(services_->jobs.jobs().front().processId != 0);
        messages().front().actions.front().function();
        QTRY_COMPARE_WITH_TIMEOUT(ends_.size(), size_t{1}, patience);
        QVERIFY(ends_.front().state == JobState::Cancelled);
        QVERIFY(messages().empty());
    }

    void theOldestThatRunsIsToldOf()
    {
        const QString first = start("wait", "first");
        start("wait", "second");
        QCOMPARE(messages().size(), size_t{1});
        QTRY_COMPARE(messages().front().headline, "first is running.");
        panel_->ownJobs().cancel(first);
        QTRY_COMPARE_WITH_TIMEOUT(ends_.size(), size_t{1}, patience);
        QTRY_COMPARE(messages().front().headline, "second is running.");
        QVERIFY(panel_->isBusy());
    }

    void aLongJobWaitsForAnother()
    {
        services_->jobs.start({.words = {"wait"}, .folder = folder_->path(), .title = "another"});
        start("wait", "own", true);
        QCOMPARE(messages().front().headline, "own waits for another job.");
        panel_->ownJobs().cancel(services_->jobs.jobs().back().id);
        QTRY_VERIFY(messages().empty());
    }

    void jobsOfOthersAreNotToldOf()
    {
        services_->jobs.start({.words = {"fail"}, .folder = folder_->path(), .title = "another"});
        QTRY_VERIFY(isOver(services_->jobs.jobs().front().state));
        QVERIFY(messages().empty());
        QVERIFY(ends_.empty());
        QVERIFY(!panel_->isBusy());
    }

    void workOfItsOwnKeepsAPanelBusy()
    {
        const QSignalSpy busy(panel_.get(), &Panel::busyChanged);
        panel_->setWorking(true);
        start("work");
        QTRY_COMPARE_WITH_TIMEOUT(ends_.size(), size_t{1}, patience);
        QVERIFY(panel_->isBusy());
        panel_->setWorking(false);
        QVERIFY(!panel_->isBusy());
        QCOMPARE(busy.size(), 2);
    }

private:
    static constexpr int patience = 15'000;

    QString start(const QString &word, const QString &title = {}, bool isLong = false)
    {
        return panel_->ownJobs().start({.words = {word},
                                        .folder = folder_->path(),
                                        .title = title.isEmpty() ? word : title,
                                        .isLong = isLong},
                                       "job", [this](const Job &job) { ends_.push_back(job); });
    }

    const std::vector<BandMessage> &messages() const { return panel_->band()->messages(); }

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<test::PanelServices> services_;
    std::unique_ptr<JobPanel> panel_;
    std::vector<Job> ends_;
};

QTEST_MAIN(PanelJobsTest)
#include "tst_panel_jobs.moc"
