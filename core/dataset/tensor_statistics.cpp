#include "core/dataset/tensor_statistics.h"

#include "core/base/progress.h"
#include "core/dataset/float_conversion.h"
#include "core/dataset/tensor_type.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace helicase {

namespace {

constexpr size_t blockElements = 1 << 14;

size_t elementBytes(const TensorView &tensor)
{
    return static_cast<size_t>(tensorType(tensor.type)->bytes);
}

size_t elementsOf(const TensorView &tensor)
{
    return tensor.bytes.size() / elementBytes(tensor);
}

// Elements [first, first + count) as doubles.
std::span<const double> readBlock(const TensorView &tensor, size_t first, size_t count,
                                  std::vector<double> &buffer)
{
    const size_t width = elementBytes(tensor);
    const std::span<const std::byte> bytes = tensor.bytes.subspan(first * width, count * width);
    buffer.resize(count);
    if (tensor.type == "F32") {
        for (size_t i = 0; i < count; ++i) {
            float value = 0;
            std::memcpy(&value, bytes.data() + i * sizeof value, sizeof value);
            buffer[i] = value;
        }
        return buffer;
    }
    const TensorView part{tensor.type, {static_cast<int64_t>(count)}, bytes};
    const std::vector<std::byte> numbers = tensor.type == "F64"
                                               ? std::vector(bytes.begin(), bytes.end())
                                               : convertNumbers(part, "F64").bytes;
    std::memcpy(buffer.data(), numbers.data(), numbers.size());
    return buffer;
}

// function(block of doubles) for all of the tensor.
template <typename Function>
void forEachBlock(const TensorView &tensor, const std::stop_token &stop, Function function)
{
    std::vector<double> buffer;
    const size_t elements = elementsOf(tensor);
    for (size_t first = 0; first < elements; first += blockElements) {
        throwIfStopped(stop);
        function(readBlock(tensor, first, std::min(blockElements, elements - first), buffer));
    }
}

// Mean and sum of squared deviations of a growing number of elements: blocks are joined without the
// loss of digits that sums of squares suffer. Source: Chan, Golub and LeVeque, "Updating Formulae
// and a Pairwise Algorithm", 1979.
class Moments {
public:
    void add(std::span<const double> finite)
    {
        if (finite.empty())
            return;
        double sum = 0;
        for (const double value : finite)
            sum += value;
        const auto count = static_cast<double>(finite.size());
        const double mean = sum / count;
        double squares = 0;
        for (const double value : finite)
            squares += (value - mean) * (value - mean);
        const double difference = mean - mean_;
        const double all = count_ + count;
        squares_ += squares + difference * difference * count_ * count / all;
        mean_ += difference * count / all;
        count_ = all;
    }
    double count() const { return count_; }
    double mean() const { return mean_; }
    double variance() const { return squares_ / count_; }

private:
    double count_ = 0;
    double mean_ = 0;
    double squares_ = 0;
};

double lengthOf(std::span<const double> values)
{
    double squares = 0;
    for (const double value : values)
        squares += value * value;
    return std::sqrt(squares);
}

void scale(std::vector<double> &values, double factor)
{
    for (double &value : values)
        value *= factor;
}

} // namespace

std::optional<TensorStatistics> statisticsOf(const TensorView &tensor, const std::stop_token &stop)
{
    if (!isFloatingType(tensor.type))
        return std::nullopt;
    TensorStatistics result;
    result.count = static_cast<int64_t>(elementsOf(tensor));
    Moments moments;
    std::vector<double> finite;
    double lowest = std::numeric_limits<double>::infinity();
    double highest = -lowest;
    forEachBlock(tensor, stop, [&](std::span<const double> block) {
        finite.clear();
        for (const double value : block) {
            if (std::isfinite(value))
                finite.push_back(value);
            else
                ++(std::isnan(value) ? result.nanCount : result.infiniteCount);
        }
        for (const double value : finite) {
            lowest = std::min(lowest, value);
            highest = std::max(highest, value);
            result.zeroCount += value == 0;
        }
        moments.add(finite);
    });
    if (moments.count() == 0)
        return result;
    result.minimum = lowest;
    result.maximum = highest;
    result.mean = moments.mean();
    result.standardDeviation = std::sqrt(moments.variance());
    result.norm =
        std::sqrt(moments.count() * (moments.variance() + moments.mean() * moments.mean()));
    return result;
}

std::vector<int64_t> histogramOf(const TensorView &tensor, double lowest, double highest,
                                 int intervals, const std::stop_token &stop)
{
    if (!isFloatingType(tensor.type))
        return {};
    std::vector<int64_t> counts(static_cast<size_t>(intervals));
    const double perUnit = highest > lowest ? intervals / (highest - lowest) : 0;
    forEachBlock(tensor, stop, [&](std::span<const double> block) {
        for (const double value : block)
            if (value >= lowest && value <= highest) {
                const auto interval = static_cast<int>((value - lowest) * perUnit);
                ++counts[static_cast<size_t>(std::min(interval, intervals - 1))];
            }
    });
    return counts;
}

std::optional<double> largestSingularValue(const TensorView &tensor, const std::stop_token &stop)
{
    if (!isFloatingType(tensor.type) || tensor.shape.size() != 2 || tensor.bytes.empty())
        return std::nullopt;
    constexpr int mostSteps = 60;
    constexpr double precision = 1e-5;
    const auto rows = static_cast<size_t>(tensor.shape[0]);
    const auto columns = static_cast<size_t>(tensor.shape[1]);
    std::vector<double> direction(columns);
    for (size_t i = 0; i < columns; ++i) // no axis: a matrix may be zero along one
        direction[i] = 1 + static_cast<double>(i % 7) / 7;
    scale(direction, 1 / lengthOf(direction));
    std::vector<double> buffer;
    std::vector<double> next(columns);
    double value = 0;
    for (int step = 0; step < mostSteps; ++step) {
        std::ranges::fill(next, 0);
        for (size_t row = 0; row < rows; ++row) {
            if (row % 64 == 0)
                throwIfStopped(stop);
            const std::span<const double> numbers =
                readBlock(tensor, row * columns, columns, buffer);
            double product = 0;
            for (size_t i = 0; i < columns; ++i)
                product += numbers[i] * direction[i];
            for (size_t i = 0; i < columns; ++i)
                next[i] += product * numbers[i];
        }
        const double length = lengthOf(next);
        if (!std::isfinite(length))
            return std::nullopt;
        if (length == 0)
            return 0;
        const double before = value;
        value = std::sqrt(length);
        direction.swap(next);
        scale(direction, 1 / length);
        if (std::abs(value - before) <= precision * value)
            break;
    }
    return value;
}

} // namespace helicase
