#include "widgets/evaluate/classification_loader.h"

#include "widgets/common/format.h"

namespace helicase {

ClassificationLoader::ClassificationLoader(QObject *parent) : QObject(parent)
{
    pool_.setMaxThreadCount(1);
}

ClassificationLoader::~ClassificationLoader()
{
    pool_.clear();
    pool_.waitForDone(); // a running task posts to this object
}

void ClassificationLoader::load(const PredictionSource &source)
{
    start([source] { return readClassification(source); });
}

void ClassificationLoader::loadRun(const std::filesystem::path &folder)
{
    start([folder]() -> std::shared_ptr<const ClassificationRecord> {
        const auto source = predictionsOfRun(RunFolder(folder));
        return source ? readClassification(*source) : nullptr;
    });
}

void ClassificationLoader::start(Reader read)
{
    ++pending_;
    pool_.start([this, read = std::move(read), wish = ++newest_] {
        std::shared_ptr<const ClassificationRecord> record;
        QString message;
        try {
            record = read();
        } catch (const std::exception &error) {
            message = lineOf(error);
        }
        QMetaObject::invokeMethod(
            this,
            [this, record, message, wish] {
                --pending_;
                if (wish != newest_)
                    return;
                if (!message.isEmpty())
                    Q_EMIT failed(message);
                else if (record)
                    Q_EMIT loaded(record);
                else
                    Q_EMIT absent();
            },
            Qt::QueuedConnection);
    });
}

} // namespace helicase
