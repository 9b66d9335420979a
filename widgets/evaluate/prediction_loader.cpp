#include "widgets/evaluate/prediction_loader.h"

#include "widgets/common/format.h"

namespace helicase {

PredictionLoader::PredictionLoader(QObject *parent) : QObject(parent)
{
    pool_.setMaxThreadCount(1);
}

PredictionLoader::~PredictionLoader()
{
    pool_.clear();
    pool_.waitForDone(); // a running task posts to this object
}

PredictionLoader::Record PredictionLoader::read(const PredictionSource &source)
{
    if (source.kind == PredictionKind::Values)
        return readRegression(source);
    return readClassification(source);
}

void PredictionLoader::load(const PredictionSource &source)
{
    start([source] { return read(source); });
}

void PredictionLoader::loadRun(const std::filesystem::path &folder)
{
    start([folder]() -> Record {
        const auto source = predictionsOfRun(RunFolder(folder));
        return source ? read(*source) : Record();
    });
}

void PredictionLoader::start(std::function<Record()> reader)
{
    ++pending_;
    pool_.start([this, reader = std::move(reader), wish = ++newest_] {
        Record record;
        QString message;
        try {
            record = reader();
        } catch (const std::exception &error) {
            message = lineOf(error);
        }
        QMetaObject::invokeMethod(
            this,
            [this, record, message, wish] {
                --pending_;
                if (wish != newest_)
                    return;
                if (message.isEmpty())
                    deliver(record);
                else
                    Q_EMIT failed(message);
            },
            Qt::QueuedConnection);
    });
}

void PredictionLoader::deliver(const Record &record)
{
    if (const auto *classes = std::get_if<std::shared_ptr<const ClassificationRecord>>(&record))
        Q_EMIT classesLoaded(*classes);
    else if (const auto *values = std::get_if<std::shared_ptr<const RegressionRecord>>(&record))
        Q_EMIT valuesLoaded(*values);
    else
        Q_EMIT absent();
}

} // namespace helicase
