// Reads the predictions of one model after another on a thread of its own; of several wishes
// the newest counts. The boundary where errors of these files are caught. Lives on the GUI thread.
#pragma once

#include "widgets/evaluate/classification_record.h"
#include "widgets/evaluate/regression_record.h"

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <variant>

namespace helicase {

class PredictionLoader final : public QObject {
    Q_OBJECT
public:
    explicit PredictionLoader(QObject *parent = nullptr);
    ~PredictionLoader() override;

    void load(const PredictionSource &source);
    // What a finished run of train classify predicted; absent() where the folder holds no such.
    void loadRun(const std::filesystem::path &folder);
    bool isBusy() const { return pending_ > 0; }

Q_SIGNALS:
    void classesLoaded(std::shared_ptr<const helicase::ClassificationRecord> record);
    void valuesLoaded(std::shared_ptr<const helicase::RegressionRecord> record);
    void absent();
    void failed(const QString &message);

private:
    // Monostate: there is nothing to read.
    using Record = std::variant<std::monostate, std::shared_ptr<const ClassificationRecord>,
                                std::shared_ptr<const RegressionRecord>>;
    static Record read(const PredictionSource &source);
    void start(std::function<Record()> reader);
    void deliver(const Record &record);

    QThreadPool pool_;
    int pending_ = 0;
    int newest_ = 0;
};

} // namespace helicase
