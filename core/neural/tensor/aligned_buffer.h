// Scratch memory that starts at a cache line: the BLAS chooses its code by alignment, so that only
// aligned operands give the same bits every time. Used by one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>

namespace helicase {

class AlignedBuffer {
public:
    // At least `count` floats, without a value; what was returned before is invalid.
    float *take(int64_t count)
    {
        if (count > capacity_) {
            const size_t bytes = static_cast<size_t>(count) * sizeof(float);
            memory_.reset(static_cast<float *>(::operator new[](bytes, alignment)));
            capacity_ = count;
        }
        return memory_.get();
    }

private:
    static constexpr std::align_val_t alignment{64};
    struct Release {
        void operator()(float *memory) const { ::operator delete[](memory, alignment); }
    };
    std::unique_ptr<float[], Release> memory_;
    int64_t capacity_ = 0;
};

} // namespace helicase
