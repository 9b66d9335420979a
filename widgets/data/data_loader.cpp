#include "widgets/data/data_loader.h"

#include "core/base/error.h"
#include "widgets/common/format.h"

#include <QElapsedTimer>

#include <functional>

namespace helicase {

namespace {

// Tells the GUI thread now and then.
class RelayedProgress final : public Progress {
public:
    explicit RelayedProgress(std::function<void(QString, double)> tell) : tell_(std::move(tell))
    {
        timer_.start();
    }

    void update(int64_t done, int64_t total, std::string_view what) override
    {
        constexpr qint64 milliseconds = 100;
        if (timer_.elapsed() < milliseconds)
            return;
        timer_.restart();
        QString text = QString::fromUtf8(what.data(), std::ssize(what));
        if (total <= 0)
            text = DataLoader::tr("%1, row %2").arg(text, groupedNumber(done));
        tell_(text, total > 0 ? static_cast<double>(done) / static_cast<double>(total) : -1);
    }

private:
    std::function<void(QString, double)> tell_;
    QElapsedTimer timer_;
};

} // namespace

DataLoader::DataLoader(DataDetail detail, QObject *parent) : QObject(parent), detail_(detail)
{
    pool_.setMaxThreadCount(1);
}

DataLoader::~DataLoader()
{
    stop_.request_stop();
    pool_.clear();
    pool_.waitForDone(); // a running load posts to this object
}

void DataLoader::load(const DataChoice &choice)
{
    cancel();
    isLoading_ = true;
    stop_ = std::stop_source();
    pool_.start([this, request = request_, choice, earlier = newest_, stop = stop_.get_token()] {
        RelayedProgress progress([this, request](const QString &what, double fraction) {
            QMetaObject::invokeMethod(this, [this, request, what, fraction] {
                if (request == request_)
                    Q_EMIT progressed(what, fraction);
            });
        });
        std::shared_ptr<const LoadedData> data;
        QString message;
        try {
            data = loadData(choice, detail_, earlier, progress, stop);
        } catch (const Stopped &) {
            return;
        } catch (const std::exception &error) {
            message = lineOf(error);
        }
        QMetaObject::invokeMethod(
            this, [this, request, data, message] { finish(request, data, message); });
    });
}

void DataLoader::cancel()
{
    ++request_;
    stop_.request_stop();
    pool_.clear(); // what waits is outdated
    isLoading_ = false;
}

void DataLoader::finish(int request, std::shared_ptr<const LoadedData> data, const QString &message)
{
    if (request != request_)
        return;
    isLoading_ = false;
    newest_ = data;
    if (data)
        Q_EMIT loaded(std::move(data));
    else
        Q_EMIT failed(message);
}

} // namespace helicase
