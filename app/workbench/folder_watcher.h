// Looks once a second, on a thread of its own, whether files of a project folder came or changed
// (runs, embeddings, projections, evaluations, the demo's state).
#pragma once

#include <QObject>
#include <QThread>

namespace helicase {

// The demo's own word of its state (demo.json); empty state: there is no demo in the folder.
struct DemoState {
    QString state; // running, done, failed
    QString stage;
    qint64 process = 0;
    bool operator==(const DemoState &) const = default;
};

DemoState readDemoState(const QString &folder);

class FolderWatcher final : public QObject {
    Q_OBJECT
public:
    explicit FolderWatcher(QString folder, QObject *parent = nullptr);
    ~FolderWatcher() override;
    const QString &folder() const { return folder_; }

Q_SIGNALS:
    // Also once at the beginning.
    void contentChanged(const QString &folder);
    void demoStateChanged(const helicase::DemoState &state);

private:
    void start();

    QString folder_;
    QThread thread_;
};

} // namespace helicase

Q_DECLARE_METATYPE(helicase::DemoState)
