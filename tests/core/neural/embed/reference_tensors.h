// Reads the tensors of data/reference_models into the shapes of the code under test.
#pragma once

#include "core/base/matrix.h"
#include "core/dataset/safetensors.h"

#include <cstring>
#include <stdexcept>

namespace helicase::test {

template <typename T>
T valueAt(const TensorView &tensor, size_t index)
{
    T value;
    std::memcpy(&value, tensor.bytes.data() + index * sizeof(T), sizeof(T));
    return value;
}

inline double realAt(const TensorView &tensor, size_t index)
{
    return tensor.type == "F64" ? valueAt<double>(tensor, index) : valueAt<float>(tensor, index);
}

inline Matrix matrixOf(const TensorView &tensor)
{
    if (tensor.shape.size() != 2)
        throw std::invalid_argument("not a matrix");
    Matrix matrix(tensor.shape[0], tensor.shape[1]);
    for (size_t i = 0; i < static_cast<size_t>(matrix.rows() * matrix.columns()); ++i)
        matrix.data()[i] = static_cast<float>(realAt(tensor, i));
    return matrix;
}

inline std::vector<int64_t> integersOf(const TensorView &tensor)
{
    std::vector<int64_t> values(static_cast<size_t>(tensor.shape.at(0)));
    for (size_t i = 0; i < values.size(); ++i)
        values[i] =
            tensor.type == "I32" ? valueAt<int32_t>(tensor, i) : valueAt<int64_t>(tensor, i);
    return values;
}

} // namespace helicase::test
