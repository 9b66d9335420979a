// Follows one run folder: new events ten times a second, its summary once a second. Files are read
// and parsed on a thread of its own; the signals arrive on the GUI thread.
#pragma once

#include "core/run/event.h"
#include "core/run/run_folder.h"

#include <QMetaType>
#include <QObject>
#include <QThread>
#include <memory>
#include <vector>

namespace helicase {

class RunFollower final : public QObject {
    Q_OBJECT
public:
    // The events from the beginning arrive first. The folder need not exist yet.
    explicit RunFollower(std::filesystem::path folder, QObject *parent = nullptr);
    ~RunFollower() override;
    const std::filesystem::path &folder() const { return folder_; }

Q_SIGNALS:
    // Never empty; in the order of the file; at most 4 MB of the file at a time.
    void eventsArrived(const std::vector<helicase::Event> &events);
    // Only when something changed, the state included.
    void summaryChanged(const helicase::RunSummary &summary);
    // The description is malformed and stays so.
    void unreadable(const QString &reason);

private:
    void start();

    std::filesystem::path folder_;
    QThread thread_;
};

} // namespace helicase

Q_DECLARE_METATYPE(std::vector<helicase::Event>)
Q_DECLARE_METATYPE(helicase::RunSummary)
