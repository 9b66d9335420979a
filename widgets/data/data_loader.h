// Loads data sets on a thread of its own; the newest request wins and an older one is stopped. The
// boundary where errors of the files are caught: they come out as failed(). Lives on the GUI
// thread.
#pragma once

#include "widgets/data/loaded_data.h"

#include <QObject>
#include <QThreadPool>

namespace helicase {

class DataLoader final : public QObject {
    Q_OBJECT

public:
    explicit DataLoader(DataDetail detail, QObject *parent = nullptr);
    ~DataLoader() override;

    void load(const DataChoice &choice);
    // Nothing is answered then.
    void cancel();
    bool isLoading() const { return isLoading_; }

Q_SIGNALS:
    // fraction below 0: not known.
    void progressed(const QString &what, double fraction);
    void loaded(std::shared_ptr<const helicase::LoadedData> data);
    void failed(const QString &message);

private:
    void finish(int request, std::shared_ptr<const LoadedData> data, const QString &message);

    DataDetail detail_;
    QThreadPool pool_;
    std::stop_source stop_;
    std::shared_ptr<const LoadedData> newest_; // what may be used again
    int request_ = 0;
    bool isLoading_ = false;
};

} // namespace helicase
