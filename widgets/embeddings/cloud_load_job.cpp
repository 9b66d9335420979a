#include "widgets/embeddings/cloud_load_job.h"

#include "core/base/error.h"

namespace helicase {

CloudLoadJob::CloudLoadJob(QObject *parent) : QObject(parent)
{
    pool_.setMaxThreadCount(1);
}

CloudLoadJob::~CloudLoadJob()
{
    pool_.clear();
    pool_.waitForDone(); // a running load posts to this object
}

void CloudLoadJob::start(const CloudSources &sources)
{
    isRunning_ = true;
    const int request = ++newestRequest_;
    pool_.clear(); // what waits is outdated
    pool_.start([this, request, sources] {
        std::shared_ptr<const CloudData> data;
        QString message;
        try {
            data = loadCloud(sources);
        } catch (const Error &error) {
            message = QString::fromStdString(error.line());
        } catch (const std::exception &error) {
            message = QString::fromUtf8(error.what());
        }
        QMetaObject::invokeMethod(
            this, [this, request, data, message] { finish(request, data, message); },
            Qt::QueuedConnection);
    });
}

void CloudLoadJob::finish(int request, std::shared_ptr<const CloudData> data,
                          const QString &message)
{
    if (request != newestRequest_)
        return;
    isRunning_ = false;
    if (data)
        Q_EMIT loaded(std::move(data));
    else
        Q_EMIT failed(message);
}

} // namespace helicase
