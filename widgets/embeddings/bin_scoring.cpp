#include "widgets/embeddings/bin_scoring.h"

#include "widgets/embeddings/bin_counts.h"
#include "widgets/embeddings/cloud_model.h"

#include <algorithm>

namespace helicase {

// What a request leaves for the next one.
struct BinScoring::Kept {
    std::optional<BinCounts> counts;

    BinCounts &count(std::shared_ptr<const CloudData> data, const std::vector<int> &groups)
    {
        if (!counts || counts->data() != data)
            counts.emplace(std::move(data), groups);
        else
            counts->follow(groups);
        return *counts;
    }
};

BinScoring::BinScoring(CloudModel &model, QObject *parent)
    : QObject(parent), model_(model), kept_(std::make_shared<Kept>())
{
    pool_.setMaxThreadCount(1);
    connect(&model_, &CloudModel::dataChanged, this, [this] {
        target_ = ContigGroups::none;
        request();
    });
    connect(&model_.bins(), &GroupEditor::changed, this, [this] {
        if (!model_.binGroups().has(target_))
            setTarget(ContigGroups::none);
        request();
    });
    connect(&model_, &CloudModel::selectionChanged, this, [this] {
        if (target_ != ContigGroups::none)
            request();
    });
}

BinScoring::~BinScoring()
{
    pool_.clear();
    pool_.waitForDone(); // what runs posts to this object
}

void BinScoring::setTarget(int bin)
{
    if (bin == target_)
        return;
    target_ = bin;
    Q_EMIT targetChanged();
    request();
}

void BinScoring::request()
{
    const int request = ++newestRequest_;
    isPending_ = true;
    pool_.clear(); // what waits is outdated
    const bool hasMove = target_ != ContigGroups::none &&
                         std::ranges::any_of(model_.selection(), [this](int contig) {
                             return model_.binGroups().groupOf(contig) != target_;
                         });
    pool_.start([this, request, kept = kept_, data = model_.sharedData(),
                 groups = model_.binGroups().all(),
                 selection = hasMove ? model_.selection() : std::vector<int>(), target = target_] {
        const BinCounts &counts = kept->count(data, groups);
        BinScores now = counts.scores();
        std::optional<BinScores> then;
        if (!selection.empty()) {
            BinCounts moved = counts;
            moved.move(selection, target);
            then = moved.scores();
        }
        QMetaObject::invokeMethod(
            this,
            [this, request, now = std::move(now), then = std::move(then)]() mutable {
                finish(request, std::move(now), std::move(then));
            },
            Qt::QueuedConnection);
    });
}

void BinScoring::finish(int request, BinScores now, std::optional<BinScores> then)
{
    if (request != newestRequest_)
        return;
    isPending_ = false;
    now_ = std::move(now);
    then_ = std::move(then);
    Q_EMIT changed();
}

} // namespace helicase
