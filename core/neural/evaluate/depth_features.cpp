#include "core/neural/evaluate/depth_features.h"

#include "core/base/error.h"
#include "core/base/grouped_number.h"
#include "core/base/text.h"
#include "core/neural/cluster/unit_rows.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <unordered_map>

namespace helicase {

namespace {

constexpr double kernelWidth = std::numbers::ln2;
constexpr double leastDepth = 0.01; // of the sample's mean: an empty contig has a logarithm, too
constexpr double leastPart = 1e-4;  // of the kernel that a term of the series must add

// Logarithms of the depths relative to their mean; NaN stays NaN.
std::vector<double> relativeLogarithms(std::vector<double> depths)
{
    double sum = 0;
    int64_t count = 0;
    for (const double depth : depths)
        if (!std::isnan(depth)) {
            sum += depth;
            ++count;
        }
    const double mean = sum > 0 ? sum / static_cast<double>(count) : 1;
    for (double &depth : depths)
        depth = std::log(depth / mean + leastDepth);
    return depths;
}

// The kernel of two numbers as a dot product: the Fourier series of a row of Gaussians, so far
// apart that they do not meet within the range of the numbers.
class KernelSeries {
public:
    explicit KernelSeries(double range) : step_(2 * std::numbers::pi / (range + 6 * kernelWidth))
    {
        double sum = 0;
        for (int64_t term = 0;; ++term) {
            const double frequency = static_cast<double>(term) * step_;
            const double part = (term == 0 ? 0.5 : 1) *
                                std::exp(-kernelWidth * kernelWidth * frequency * frequency / 2);
            if (term > 0 && part < leastPart)
                break;
            amplitudes_.push_back(part);
            sum += part;
        }
        for (double &amplitude : amplitudes_)
            amplitude = std::sqrt(amplitude / sum);
    }

    int64_t width() const { return 2 * std::ssize(amplitudes_); }
    void write(double value, std::span<float> into) const
    {
        for (size_t term = 0; term < amplitudes_.size(); ++term) {
            const double angle = static_cast<double>(term) * step_ * value;
            into[2 * term] = static_cast<float>(amplitudes_[term] * std::cos(angle));
            into[2 * term + 1] = static_cast<float>(amplitudes_[term] * std::sin(angle));
        }
    }

private:
    double step_;
    std::vector<double> amplitudes_;
};

Matrix featuresOf(const std::vector<double> &values)
{
    double lowest = INFINITY, highest = -INFINITY;
    for (const double value : values)
        if (!std::isnan(value)) {
            lowest = std::min(lowest, value);
            highest = std::max(highest, value);
        }
    const KernelSeries series(highest >= lowest ? highest - lowest : 0);
    Matrix features(std::ssize(values), series.width());
    std::vector<double> mean(static_cast<size_t>(series.width()));
    double known = 0;
    for (size_t i = 0; i < values.size(); ++i) {
        if (std::isnan(values[i]))
            continue;
        const std::span<float> row = features.row(static_cast<int64_t>(i));
        series.write(values[i], row);
        for (size_t j = 0; j < mean.size(); ++j)
            mean[j] += row[j];
        ++known;
    }
    for (size_t i = 0; i < values.size(); ++i)
        if (std::isnan(values[i]) && known > 0)
            std::ranges::transform(mean, features.row(static_cast<int64_t>(i)).begin(),
                                   [&](double sum) { return static_cast<float>(sum / known); });
    return features;
}

// The rows side by side.
Matrix joined(const std::vector<Matrix> &parts)
{
    int64_t columns = 0;
    for (const Matrix &part : parts)
        columns += part.columns();
    Matrix all(parts.front().rows(), columns);
    for (int64_t i = 0; i < all.rows(); ++i) {
        auto place = all.row(i).begin();
        for (const Matrix &part : parts)
            place = std::ranges::copy(part.row(i), place).out;
    }
    return all;
}

} // namespace

DepthFeatures::DepthFeatures(const DepthTable &depths, std::span<const std::string> ids,
                             const std::filesystem::path &file, std::vector<std::string> &notes)
{
    std::unordered_map<std::string_view, const ContigDepth *> depthOf;
    for (const ContigDepth &contig : depths.contigs)
        depthOf.emplace(contig.contig, &contig);
    std::vector<std::vector<double>> samples(depths.samples.size(),
                                             std::vector<double>(ids.size(), NAN));
    int64_t matched = 0;
    for (size_t i = 0; i < ids.size(); ++i) {
        const auto found = depthOf.find(ids[i]);
        if (found == depthOf.end())
            continue;
        ++matched;
        for (size_t sample = 0; sample < samples.size(); ++sample)
            samples[sample][i] = found->second->depths[sample];
    }
    if (matched == 0)
        throw InputError("has depths for other contigs: none of the " + grouped(std::ssize(ids)) +
                             " contigs is in it (first in the file: " +
                             printable(depths.contigs.front().contig) + ")",
                         {.file = file},
                         "map the reads to the contigs that are binned; depths are joined by the "
                         "first word of the header");
    const int64_t missing = std::ssize(ids) - matched;
    if (missing > 0)
        notes.push_back("The depth file lacks " + grouped(missing) + " of " +
                        grouped(std::ssize(ids)) + " contigs; by depth they count as average.");
    std::vector<Matrix> parts;
    for (std::vector<double> &sample : samples)
        parts.push_back(featuresOf(relativeLogarithms(std::move(sample))));
    features_ = unitRows(joined(parts));
}

Matrix DepthFeatures::appendedTo(const Matrix &unitVectors, double weight) const
{
    Matrix weighted = features_;
    for (int64_t i = 0; i < weighted.rows(); ++i)
        for (float &value : weighted.row(i))
            value *= static_cast<float>(weight);
    return unitRows(joined({unitVectors, weighted}));
}

} // namespace helicase
