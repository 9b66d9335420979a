// A dense row-major matrix of 32-bit floats: the shape in which vectors cross module borders.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace helicase {

class Matrix {
public:
    Matrix() = default;
    Matrix(int64_t rows, int64_t columns)
        : rows_(rows), columns_(columns), values_(static_cast<size_t>(rows * columns))
    {
    }

    int64_t rows() const { return rows_; }
    int64_t columns() const { return columns_; }
    float *data() { return values_.data(); }
    const float *data() const { return values_.data(); }
    std::span<float> row(int64_t i) { return {data() + i * columns_, static_cast<size_t>(columns_)}; }
    std::span<const float> row(int64_t i) const
    {
        return {data() + i * columns_, static_cast<size_t>(columns_)};
    }
    float &operator()(int64_t row, int64_t column) { return values_[static_cast<size_t>(row * columns_ + column)]; }
    float operator()(int64_t row, int64_t column) const
    {
        return values_[static_cast<size_t>(row * columns_ + column)];
    }

private:
    int64_t rows_ = 0;
    int64_t columns_ = 0;
    std::vector<float> values_;
};

} // namespace helicase
