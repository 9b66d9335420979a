// Watches the jobs that run: their events, whether they have ended, and how. Lives on the runner's
// worker thread; talks through signals only.
#pragma once

#include "core/run/event.h"
#include "widgets/common/job.h"

#include <QObject>
#include <QTimer>

#include <map>
#include <memory>

namespace helicase {

class JobMonitor final : public QObject {
    Q_OBJECT
public:
    explicit JobMonitor(QString recordsFolder);
    // Called on the worker thread.
    void begin();

public Q_SLOTS:
    void follow(const helicase::Job &job);
    void forget(const QString &id);

Q_SIGNALS:
    // A copy with new progress, or with the state and exit status at its end.
    void updated(const helicase::Job &job);

private:
    struct Followed {
        Job job;
        std::unique_ptr<EventReader> events;
        int64_t trainingSteps = 0; // of a training run, once its folder tells
        int silentPolls = 0;
    };
    void poll();
    bool readEvents(Followed &followed) const;
    bool finishWhenEnded(Followed &followed) const;

    QString recordsFolder_;
    QTimer *timer_ = nullptr;
    std::map<QString, Followed> followed_;
};

} // namespace helicase
