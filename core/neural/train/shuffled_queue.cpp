#include "core/neural/train/shuffled_queue.h"

#include "core/base/error.h"

#include <nlohmann/json.hpp>

namespace helicase {

ShuffledQueue::ShuffledQueue(std::vector<int64_t> items, RandomStream random)
    : items_(std::move(items)), random_(std::move(random))
{
    if (items_.empty())
        throw Error("there is nothing to draw batches from");
    shuffle();
}

int64_t ShuffledQueue::next()
{
    const int64_t item = peek();
    ++position_;
    return item;
}

int64_t ShuffledQueue::peek()
{
    if (position_ == size())
        shuffle();
    return order_[static_cast<size_t>(position_)];
}

nlohmann::json ShuffledQueue::state() const
{
    return {{"random", beforeShuffle_}, {"position", position_}};
}

void ShuffledQueue::restore(const nlohmann::json &state)
{
    const int64_t position = state.at("position");
    if (position < 0 || position > size())
        throw Error("the sampler's saved position does not fit the data",
                    "resume with the data of the run");
    random_ = RandomStream::fromState(state.at("random").get<std::string>());
    shuffle();
    position_ = position;
}

void ShuffledQueue::shuffle()
{
    beforeShuffle_ = random_.state();
    order_ = items_;
    random_.shuffle(std::span(order_));
    position_ = 0;
}

} // namespace helicase
