// How two runs differ in what they told and in what they learned.
#pragma once

#include "core/dataset/weights_file.h"
#include "core/run/event.h"
#include "core/run/run_folder.h"

#include <QtGlobal>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

namespace helicase::test {

inline std::vector<Event> eventsOf(const RunFolder &run, const std::string &kind)
{
    std::vector<Event> found;
    for (Event &event : EventReader(run.events()).poll())
        if (event.kind == kind)
            found.push_back(std::move(event));
    return found;
}

// The largest difference of what the steps' metrics tell, relative to values above 1.
inline double differenceOfMetrics(const RunFolder &found, const RunFolder &expected)
{
    const auto ours = eventsOf(found, "metrics"), theirs = eventsOf(expected, "metrics");
    if (ours.size() != theirs.size())
        qFatal("%zu metrics instead of %zu", ours.size(), theirs.size());
    double largest = 0;
    for (size_t i = 0; i < ours.size(); ++i)
        for (const char *name : {"train/loss", "gradient_norm"}) {
            const double value = theirs[i].metrics.at(name);
            largest = std::max(largest, std::abs(ours[i].metrics.at(name) - value) /
                                            std::max(1.0, std::abs(value)));
        }
    return largest;
}

inline double differenceOfWeights(const RunFolder &found, const RunFolder &expected, int64_t step)
{
    const WeightsFile ours(found.checkpoint(step) / "model.safetensors");
    const WeightsFile theirs(expected.checkpoint(step) / "model.safetensors");
    double largest = 0;
    for (const auto &[name, tensor] : theirs.tensors()) {
        const auto &bytes = tensor.bytes, &own = ours.tensors().at(name).bytes;
        if (own.size() != bytes.size())
            qFatal("%s has another size", name.c_str());
        for (size_t at = 0; at < bytes.size(); at += sizeof(float)) {
            float first = 0, second = 0;
            std::memcpy(&first, bytes.data() + at, sizeof first);
            std::memcpy(&second, own.data() + at, sizeof second);
            largest = std::max(largest, double(std::abs(first - second)));
        }
    }
    return largest;
}

} // namespace helicase::test
