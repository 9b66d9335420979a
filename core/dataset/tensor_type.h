// The element types of safetensors files.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace helicase {

struct TensorType {
    std::string_view name;
    int64_t bytes; // of one element
    int rank;      // the reference writer lays types of a higher rank first
};

std::optional<TensorType> tensorType(std::string_view name);

} // namespace helicase
