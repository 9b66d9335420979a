// Finds the contigs whose vectors are most similar to one's: exactly, over all vectors of the
// embedding, on a thread of its own; the newest request wins. GUI thread.
#pragma once

#include "widgets/embeddings/cloud_data.h"

#include <QObject>
#include <QString>
#include <QThreadPool>

#include <memory>
#include <vector>

namespace helicase {

class VectorStore;

struct SimilarContig {
    int contig = 0;
    double similarity = 0; // cosine
};

class NeighbourSearch final : public QObject {
    Q_OBJECT

public:
    explicit NeighbourSearch(QObject *parent = nullptr);
    ~NeighbourSearch() override;

    // Over the vectors that the projection was made of. Contigs that are not among the data are
    // left out.
    void find(std::shared_ptr<const CloudData> data, int projection, int contig, int count);
    bool isRunning() const { return isRunning_; }

Q_SIGNALS:
    void found(int contig, const std::vector<helicase::SimilarContig> &neighbours);
    void failed(const QString &message);

private:
    struct Kept;

    QThreadPool pool_;
    std::shared_ptr<Kept> kept_; // of the pool's one thread
    int newestRequest_ = 0;
    bool isRunning_ = false;
};

} // namespace helicase
