// Reads the predictions of one classifier after another on a thread of its own; of several wishes
// the newest counts. The boundary where errors of these files are caught. Lives on the GUI thread.
#pragma once

#include "widgets/evaluate/classification_record.h"

#include <QObject>
#include <QThreadPool>

#include <functional>

namespace helicase {

class ClassificationLoader final : public QObject {
    Q_OBJECT
public:
    explicit ClassificationLoader(QObject *parent = nullptr);
    ~ClassificationLoader() override;

    void load(const PredictionSource &source);
    // The finished classification that a run folder holds; absent() where it holds none.
    void loadRun(const std::filesystem::path &folder);
    bool isBusy() const { return pending_ > 0; }

Q_SIGNALS:
    void loaded(std::shared_ptr<const helicase::ClassificationRecord> record);
    void absent();
    void failed(const QString &message);

private:
    using Reader = std::function<std::shared_ptr<const ClassificationRecord>()>;
    // Null: there is nothing to read.
    void start(Reader read);

    QThreadPool pool_;
    int pending_ = 0;
    int newest_ = 0;
};

} // namespace helicase
