#include "widgets/embeddings/neighbour_search.h"

#include "core/base/error.h"
#include "widgets/common/format.h"
#include "widgets/embeddings/vector_store.h"

#include <unordered_map>

namespace helicase {

// What a search leaves for the next one.
struct NeighbourSearch::Kept {
    std::filesystem::path file;
    std::shared_ptr<const CloudData> data;
    std::unique_ptr<VectorStore> store;
    std::vector<int> contigOfRow; // -1: not among the data

    void open(const std::filesystem::path &embeddings, std::shared_ptr<const CloudData> cloud)
    {
        if (file == embeddings && data == cloud && store)
            return;
        store = std::make_unique<VectorStore>(embeddings);
        file = embeddings;
        data = std::move(cloud);
        contigOfRow.assign(static_cast<size_t>(store->rows()), -1);
        for (size_t contig = 0; contig < data->ids.size(); ++contig)
            if (const int64_t row = store->rowOf(data->ids[contig]); row >= 0)
                contigOfRow[static_cast<size_t>(row)] = static_cast<int>(contig);
    }

    std::vector<SimilarContig> nearest(int contig, int count) const
    {
        const std::string &id = data->ids[static_cast<size_t>(contig)];
        const int64_t row = store->rowOf(id);
        if (row < 0)
            throw InputError("there is no vector of " + id, {.file = file});
        std::vector<SimilarContig> similar;
        for (const Neighbour &neighbour : store->nearest(row, count))
            if (const int found = contigOfRow[static_cast<size_t>(neighbour.row)]; found >= 0)
                similar.push_back({found, neighbour.similarity});
        return similar;
    }
};

NeighbourSearch::NeighbourSearch(QObject *parent) : QObject(parent), kept_(std::make_shared<Kept>())
{
    pool_.setMaxThreadCount(1);
}

NeighbourSearch::~NeighbourSearch()
{
    pool_.clear();
    pool_.waitForDone(); // what runs posts to this object
}

void NeighbourSearch::find(std::shared_ptr<const CloudData> data, int projection, int contig,
                           int count)
{
    const int request = ++newestRequest_;
    isRunning_ = true;
    pool_.clear();
    const std::filesystem::path file = data->projections[static_cast<size_t>(projection)].vectors;
    pool_.start([this, request, kept = kept_, data = std::move(data), file, contig, count] {
        std::vector<SimilarContig> neighbours;
        QString mistake;
        try {
            if (file.empty())
                throw InputError("the vectors of these coordinates are not at hand", {},
                                 "keep the embedding file where it was when they were made");
            kept->open(file, data);
            neighbours = kept->nearest(contig, count);
        } catch (const std::exception &error) {
            mistake = lineOf(error);
        }
        QMetaObject::invokeMethod(
            this,
            [this, request, contig, neighbours = std::move(neighbours), mistake] {
                if (request != newestRequest_)
                    return;
                isRunning_ = false;
                if (mistake.isEmpty())
                    Q_EMIT found(contig, neighbours);
                else
                    Q_EMIT failed(mistake);
            },
            Qt::QueuedConnection);
    });
}

} // namespace helicase
