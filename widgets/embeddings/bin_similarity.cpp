#include "widgets/embeddings/bin_similarity.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "widgets/common/format.h"
#include "widgets/embeddings/cloud_model.h"
#include "widgets/embeddings/vector_store.h"

#include <cmath>
#include <limits>
#include <set>

namespace helicase {

namespace {

constexpr double noSimilarity = std::numeric_limits<double>::quiet_NaN();

double lengthOf(std::span<const float> vector)
{
    double sum = 0;
    for (const float value : vector)
        sum += double(value) * double(value);
    return std::sqrt(sum);
}

} // namespace

// What a request leaves for the next one.
struct BinSimilarity::Kept {
    std::filesystem::path file;
    std::shared_ptr<const CloudData> data;
    std::unique_ptr<VectorStore> store;
    std::vector<int64_t> rowOf;  // of each contig, -1: none
    std::vector<int> groups;     // as they were computed
    std::vector<double> numbers; // one per contig

    void open(const std::filesystem::path &vectors, std::shared_ptr<const CloudData> cloud)
    {
        if (store && file == vectors && data == cloud)
            return;
        store = std::make_unique<VectorStore>(vectors);
        file = vectors;
        data = std::move(cloud);
        rowOf.clear();
        for (const std::string &id : data->ids)
            rowOf.push_back(store->rowOf(id));
        groups.assign(data->ids.size(), ContigGroups::none);
        numbers.assign(data->ids.size(), noSimilarity);
    }

    void follow(const std::vector<int> &groupOf)
    {
        std::set<int> touched;
        for (size_t contig = 0; contig < groupOf.size(); ++contig)
            if (groupOf[contig] != groups[contig]) {
                touched.insert({groups[contig], groupOf[contig]});
                numbers[contig] = noSimilarity;
            }
        touched.erase(ContigGroups::none);
        groups = groupOf;
        if (touched.empty())
            return;
        std::map<int, std::vector<size_t>> members;
        for (const int bin : touched)
            members[bin] = {};
        for (size_t contig = 0; contig < groups.size(); ++contig)
            if (const auto bin = members.find(groups[contig]);
                bin != members.end() && rowOf[contig] >= 0)
                bin->second.push_back(contig);
        std::vector<const std::vector<size_t> *> bins;
        for (const auto &[bin, contigs] : members)
            bins.push_back(&contigs);
        const auto parts = static_cast<size_t>(physicalCores());
        runInParallel(parts, [&](size_t part) {
            for (size_t bin = part; bin < bins.size(); bin += parts)
                compare(*bins[bin]);
        });
    }

    // With the mean of all of them. A vector of length 0 points nowhere and counts for nothing.
    void compare(const std::vector<size_t> &contigs)
    {
        std::vector<double> mean(static_cast<size_t>(store->width()));
        for (const size_t contig : contigs) {
            const std::span<const float> vector = store->vector(rowOf[contig]);
            const double length = lengthOf(vector);
            for (size_t i = 0; length > 0 && i < mean.size(); ++i)
                mean[i] += double(vector[i]) / length;
        }
        double squares = 0;
        for (const double value : mean)
            squares += value * value;
        for (const size_t contig : contigs) {
            const std::span<const float> vector = store->vector(rowOf[contig]);
            double product = 0;
            for (size_t i = 0; i < mean.size(); ++i)
                product += double(vector[i]) * mean[i];
            const double lengths = lengthOf(vector) * std::sqrt(squares);
            numbers[contig] = lengths > 0 ? product / lengths : noSimilarity;
        }
    }
};

BinSimilarity::BinSimilarity(CloudModel &model, QObject *parent)
    : QObject(parent), model_(model), kept_(std::make_shared<Kept>())
{
    pool_.setMaxThreadCount(1);
    connect(&model_, &CloudModel::dataChanged, this, [this] { vectors_.clear(); });
    connect(&model_.bins(), &GroupEditor::changed, this, &BinSimilarity::request);
}

BinSimilarity::~BinSimilarity()
{
    pool_.clear();
    pool_.waitForDone(); // what runs posts to this object
}

void BinSimilarity::setProjection(int projection)
{
    vectors_ = projection < 0 ? std::filesystem::path()
                              : model_.data().projections[static_cast<size_t>(projection)].vectors;
    request();
}

void BinSimilarity::request()
{
    const int request = ++newestRequest_;
    pool_.clear(); // what waits is outdated
    isPending_ = !vectors_.empty() && !model_.binGroups().groups().empty();
    if (!isPending_) {
        model_.setBinSimilarity({});
        return;
    }
    pool_.start([this, request, kept = kept_, file = vectors_, data = model_.sharedData(),
                 groups = model_.binGroups().all()] {
        std::vector<double> numbers;
        QString mistake;
        try {
            kept->open(file, data);
            kept->follow(groups);
            numbers = kept->numbers;
        } catch (const std::exception &error) {
            mistake = lineOf(error);
        }
        QMetaObject::invokeMethod(
            this,
            [this, request, mistake, numbers = std::move(numbers)]() mutable {
                if (request != newestRequest_)
                    return;
                isPending_ = false;
                model_.setBinSimilarity(std::move(numbers));
                if (!mistake.isEmpty())
                    Q_EMIT failed(mistake);
            },
            Qt::QueuedConnection);
    });
}

} // namespace helicase
