#include "widgets/embeddings/bin_scoring.h"

#include "widgets/embeddings/cloud_model.h"

#include <algorithm>

namespace helicase {

BinScoring::BinScoring(CloudModel &model, QObject *parent) : QObject(parent), model_(model)
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
    pool_.start([this, request, data = model_.sharedData(), groups = model_.binGroups().all(),
                 selection = hasMove ? model_.selection() : std::vector<int>(),
                 target = target_]() mutable {
        BinScores now = scoreBins(*data, groups);
        std::optional<BinScores> then;
        if (!selection.empty()) {
            for (const int contig : selection)
                groups[static_cast<size_t>(contig)] = target;
            then = scoreBins(*data, groups);
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
