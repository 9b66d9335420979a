// Looks at the numbers of a model on threads of its own: statistics of every tensor and the digest
// of the file one after the other, and beside them whatever the user has selected. Results of a
// model that is no longer shown never arrive. Lives on the GUI thread.
#pragma once

#include "core/dataset/tensor_statistics.h"
#include "widgets/models/loaded_model.h"

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <stop_token>

namespace helicase {

// All that is told of one tensor.
struct TensorDetail {
    int tensor = -1; // index in the description
    TensorStatistics statistics;
    std::vector<int64_t> histogram; // empty without a finite number
    std::optional<double> largestSingularValue;
    QString digest; // SHA-256 of its bytes
};

class TensorExaminer final : public QObject {
    Q_OBJECT

public:
    static constexpr int histogramIntervals = 60;

    explicit TensorExaminer(QObject *parent = nullptr);
    ~TensorExaminer() override;

    // Begins with the statistics of this model; stops what was going on.
    void examine(const ModelPointer &model);
    // The statistics stop where they are; the digest is computed all the same.
    void stopStatistics();
    void examineTensor(int tensor);
    bool isBusy() const { return isBusy_; }

Q_SIGNALS:
    // Nothing for tensors that hold no floating-point numbers.
    void statisticsReady(int tensor, const std::optional<helicase::TensorStatistics> &statistics);
    void progressed(qint64 bytes, qint64 ofBytes);
    // All tensors, or as many as there were time for.
    void statisticsEnded(bool isComplete);
    void detailReady(const helicase::TensorDetail &detail);
    void digestReady(const QString &digest);
    // The file cannot be read any more.
    void failed(const QString &message);

private:
    using Task = std::function<void(const ModelPointer &, const std::stop_token &)>;

    void stopAll();
    void run(QThreadPool &pool, const std::stop_source &stop, Task task);
    // To the GUI thread, unless another model is shown by then.
    void tell(const ModelPointer &model, std::function<void()> function);
    void computeStatistics(const ModelPointer &model, const std::stop_token &stop);
    void computeDigest(const ModelPointer &model, const std::stop_token &stop);
    void computeDetail(const ModelPointer &model, int tensor, const std::stop_token &stop);

    QThreadPool pool_;       // statistics, digest
    QThreadPool detailPool_; // the selected tensor
    ModelPointer model_;
    std::stop_source statisticsStop_;
    std::stop_source digestStop_;
    std::stop_source detailStop_;
    bool isBusy_ = false;
};

} // namespace helicase
