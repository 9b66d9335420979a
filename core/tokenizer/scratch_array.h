// Working space of a length known at run time that needs no allocation when it is short.
#pragma once

#include <array>
#include <cstddef>
#include <memory>

namespace helicase {

// The values start out undefined.
template <typename T, size_t shortest>
class ScratchArray {
public:
    explicit ScratchArray(size_t size)
        : heap_(size > shortest ? std::make_unique_for_overwrite<T[]>(size) : nullptr),
          data_(heap_ ? heap_.get() : inline_.data())
    {
    }
    ScratchArray(const ScratchArray &) = delete;
    ScratchArray &operator=(const ScratchArray &) = delete;

    T *data() { return data_; }
    const T *data() const { return data_; }

private:
    std::unique_ptr<T[]> heap_;
    std::array<T, shortest> inline_;
    T *data_;
};

} // namespace helicase
