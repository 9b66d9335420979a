// Rows of 32-bit scores in a mapped file. Pure functions; any thread.
#pragma once

#include "core/base/error.h"
#include "core/dataset/safetensors.h"

#include <cstring>
#include <string>
#include <vector>

namespace helicase {

// A tensor of another type or shape is refused with its name.
inline void requireScores(const TensorView &tensor, const std::string &name,
                          const std::vector<int64_t> &shape, const std::filesystem::path &file)
{
    if (tensor.type != "F32" || tensor.shape != shape)
        throw InputError("the tensor \"" + name + "\" does not fit the others", {.file = file},
                         "write the file again");
}

// `count` values from a place on; the file may have them at odd addresses.
inline std::vector<float> scoresAt(const TensorView &tensor, int64_t first, int64_t count)
{
    std::vector<float> values(static_cast<size_t>(count));
    std::memcpy(values.data(), tensor.bytes.data() + static_cast<size_t>(first) * sizeof(float),
                values.size() * sizeof(float));
    return values;
}

} // namespace helicase
