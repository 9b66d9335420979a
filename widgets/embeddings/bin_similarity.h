// How well each contig fits into its bin: the cosine of its vector to the mean of the bin's
// vectors, each of length 1. Computes on a thread of its own from the vectors of an embedding file;
// the newest request wins, and after an edit only the bins it touched are computed again. GUI
// thread.
#pragma once

#include "widgets/embeddings/cloud_data.h"

#include <QObject>
#include <QString>
#include <QThreadPool>

#include <memory>

namespace helicase {

class CloudModel;

class BinSimilarity final : public QObject {
    Q_OBJECT

public:
    // Gives the model what it finds; nothing where the vectors are not at hand.
    explicit BinSimilarity(CloudModel &model, QObject *parent = nullptr);
    ~BinSimilarity() override;

    // Among the vectors of this projection from now on; -1: none.
    void setProjection(int projection);
    bool isCurrent() const { return !isPending_; }

Q_SIGNALS:
    void failed(const QString &message);

private:
    struct Kept;

    void request();

    CloudModel &model_;
    QThreadPool pool_;
    std::shared_ptr<Kept> kept_; // of the pool's one thread
    std::filesystem::path vectors_;
    int newestRequest_ = 0;
    bool isPending_ = false;
};

} // namespace helicase
