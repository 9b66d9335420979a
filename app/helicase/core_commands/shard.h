// Which part of its input a command works on (--shard).
#pragma once

#include "core/run/option_values.h"

namespace helicase {

// Every N-th record, beginning with the I-th ("I/N"); all of them without the option.
class Shard {
public:
    // Throws OptionError.
    explicit Shard(const OptionValues &options);
    // The number of a record counts from 0, through all inputs.
    bool has(int64_t record) const { return record % count_ == index_; }
    // The option was not given.
    bool isWhole() const { return isWhole_; }

private:
    int64_t index_ = 0;
    int64_t count_ = 1;
    bool isWhole_ = true;
};

} // namespace helicase
