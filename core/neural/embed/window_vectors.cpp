#include "core/neural/embed/window_vectors.h"

#include <algorithm>

namespace helicase {

namespace {

void takeLargest(const Matrix &windows, std::span<const WindowRow> members, size_t first,
                 std::span<float> part)
{
    std::ranges::copy(windows.row(members[0].row).subspan(first, part.size()), part.begin());
    for (const WindowRow &member : members.subspan(1)) {
        const auto values = windows.row(member.row).subspan(first, part.size());
        for (size_t i = 0; i < part.size(); ++i)
            part[i] = std::max(part[i], values[i]);
    }
}

void takeMean(const Matrix &windows, std::span<const WindowRow> members, size_t first,
              std::span<float> part)
{
    std::vector<double> sums(part.size());
    double total = 0;
    for (const WindowRow &member : members) {
        const auto values = windows.row(member.row).subspan(first, part.size());
        const auto weight = static_cast<double>(member.tokens);
        for (size_t i = 0; i < part.size(); ++i)
            sums[i] += weight * values[i];
        total += weight;
    }
    for (size_t i = 0; i < part.size(); ++i)
        part[i] = static_cast<float>(sums[i] / total);
}

} // namespace

void joinWindows(const Matrix &windows, std::span<const WindowRow> members,
                 const std::vector<Pooling> &poolings, int64_t width, std::span<float> vector)
{
    if (members.size() == 1) {
        std::ranges::copy(windows.row(members[0].row), vector.begin());
        return;
    }
    const auto size = static_cast<size_t>(width);
    for (size_t i = 0; i < poolings.size(); ++i) {
        const std::span<float> part = vector.subspan(i * size, size);
        if (poolings[i] == Pooling::Max)
            takeLargest(windows, members, i * size, part);
        else
            takeMean(windows, members, i * size, part);
    }
}

} // namespace helicase
