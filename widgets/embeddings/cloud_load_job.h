// Loads a cloud on a thread of its own; the newest request wins. The boundary where errors of the
// files are caught: they come out as failed(). Lives on the GUI thread.
#pragma once

#include "widgets/embeddings/cloud_loader.h"

#include <QObject>
#include <QString>
#include <QThreadPool>

namespace helicase {

class CloudLoadJob final : public QObject {
    Q_OBJECT

public:
    explicit CloudLoadJob(QObject *parent = nullptr);
    ~CloudLoadJob() override;

    void start(const CloudSources &sources);
    bool isRunning() const { return isRunning_; }

Q_SIGNALS:
    void loaded(std::shared_ptr<const helicase::CloudData> data);
    void failed(const QString &message);

private:
    void finish(int request, std::shared_ptr<const CloudData> data, const QString &message);

    QThreadPool pool_;
    int newestRequest_ = 0;
    bool isRunning_ = false;
};

} // namespace helicase
