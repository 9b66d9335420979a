#include "widgets/common/run_follower.h"

#include "core/run/run_digest.h"
#include "widgets/common/format.h"

#include <QTimer>

#include <algorithm>
#include <exception>
#include <tuple>

namespace helicase {

namespace {

constexpr int eventMilliseconds = 100;
constexpr int pollsPerSummary = 10;
// The summary of a long run catches up with its events rather than hold them up.
constexpr int blocksPerSummary = 5;
// A description that is being written is whole again in the next round.
constexpr int roundsUntilUnreadable = 3;

auto fingerprint(const RunSummary &summary)
{
    return std::tuple(summary.name, summary.state, summary.step, summary.totalSteps, summary.lastEvent,
                      summary.processId, summary.bestStep, summary.message);
}

// Lives on the follower's thread.
class RunReader final : public QObject {
public:
    RunReader(RunFollower *follower, std::filesystem::path folder)
        : follower_(follower), folder_(std::move(folder)), reader_(RunFolder(folder_).events()),
          digest_(folder_)
    {
    }

    void start()
    {
        auto *timer = new QTimer(this);
        connect(timer, &QTimer::timeout, this, &RunReader::poll);
        timer->start(eventMilliseconds);
        poll();
    }

private:
    void poll()
    {
        const std::vector<Event> events = reader_.poll();
        if (!events.empty())
            Q_EMIT follower_->eventsArrived(events);
        // A new state or checkpoint is not left to the next round.
        const bool isNews = std::ranges::any_of(events, [](const Event &event) {
            return event.kind == "state" || event.kind == "checkpoint";
        });
        if (pollCount_++ % pollsPerSummary == 0 || isNews)
            summarize();
    }

    // A folder without run.json is one whose worker has not come that far.
    void summarize()
    {
        if (!std::filesystem::exists(RunFolder(folder_).description()))
            return;
        try {
            digest_.update(blocksPerSummary);
            const RunSummary &summary = digest_.summary();
            failedRounds_ = 0;
            if (last_ && fingerprint(*last_) == fingerprint(summary))
                return;
            last_ = summary;
            Q_EMIT follower_->summaryChanged(summary);
        } catch (const std::exception &error) {
            if (++failedRounds_ == roundsUntilUnreadable)
                Q_EMIT follower_->unreadable(lineOf(error));
        }
    }

    RunFollower *follower_;
    std::filesystem::path folder_;
    EventReader reader_;
    RunDigest digest_;
    std::optional<RunSummary> last_;
    int pollCount_ = 0;
    int failedRounds_ = 0;
};

} // namespace

RunFollower::RunFollower(std::filesystem::path folder, QObject *parent)
    : QObject(parent), folder_(std::move(folder))
{
    qRegisterMetaType<std::vector<Event>>();
    qRegisterMetaType<RunSummary>();
    // Later, so that whoever made this object has connected its signals: none is lost.
    QMetaObject::invokeMethod(this, &RunFollower::start, Qt::QueuedConnection);
}

void RunFollower::start()
{
    auto *reader = new RunReader(this, folder_);
    reader->moveToThread(&thread_);
    connect(&thread_, &QThread::started, reader, [reader] { reader->start(); });
    connect(&thread_, &QThread::finished, reader, &QObject::deleteLater);
    thread_.setObjectName(QStringLiteral("run follower"));
    thread_.start(QThread::LowPriority);
}

RunFollower::~RunFollower()
{
    thread_.quit();
    thread_.wait();
}

} // namespace helicase
