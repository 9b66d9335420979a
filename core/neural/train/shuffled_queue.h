// Hands out items in shuffled order, epoch after epoch. Its state is small, whatever the number of
// items: the random stream as it was before the present epoch's shuffle, and the position.
#pragma once

#include "core/base/random_stream.h"

#include <nlohmann/json_fwd.hpp>
#include <vector>

namespace helicase {

class ShuffledQueue {
public:
    // At least one item. Throws Error otherwise.
    ShuffledQueue(std::vector<int64_t> items, RandomStream random);

    int64_t next();
    // What next() will give.
    int64_t peek();
    // Items until the next shuffle, at least 1.
    int64_t leftInEpoch() const { return position_ == size() ? size() : size() - position_; }
    int64_t size() const { return static_cast<int64_t>(items_.size()); }

    nlohmann::json state() const;
    // Throws nlohmann::json::exception or Error when it is the state of another queue.
    void restore(const nlohmann::json &state);

private:
    void shuffle();

    std::vector<int64_t> items_; // as given
    std::vector<int64_t> order_; // of the present epoch
    RandomStream random_;
    std::string beforeShuffle_;
    int64_t position_ = 0;
};

} // namespace helicase
