// What one optimiser step learns from: micro-batches that are ready to be computed. Made by a task
// on the loader's thread, computed on the trainer's.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace helicase {

class StepInput {
public:
    virtual ~StepInput() = default;

    // Micro-batches, at least 1.
    virtual int64_t size() const = 0;
    // Cuts every micro-batch in two, those of a single sample excepted. False when nothing could be
    // cut.
    virtual bool halve() { return false; }
    // The micro-batch, as it was drawn, that one of them is a part of. Parts of the same one draw
    // their dropout from the same seed.
    virtual int64_t origin(int64_t index) const { return index; }

    // Before the step the weights go back to those of the last checkpoint of the interval.
    bool returnsToCheckpoint = false;
    int64_t samples = 0; // in all micro-batches
    double epoch = 0;    // how often the training data was seen, this step included
};

// Micro-batches of one type. Batch::halves() gives its two parts, or fewer when it cannot be cut;
// a Batch may have a number `origin`.
template <typename Batch>
class MicroBatches final : public StepInput {
public:
    int64_t size() const override { return static_cast<int64_t>(batches.size()); }

    bool halve() override
    {
        std::vector<Batch> parts;
        for (Batch &batch : batches)
            for (Batch &part : batch.halves())
                parts.push_back(std::move(part));
        const bool isCut = parts.size() > batches.size();
        batches = std::move(parts);
        return isCut;
    }

    int64_t origin(int64_t index) const override
    {
        if constexpr (requires(const Batch &batch) { batch.origin; })
            return at(index).origin;
        return index;
    }

    const Batch &at(int64_t index) const { return batches[static_cast<size_t>(index)]; }

    std::vector<Batch> batches;
};

} // namespace helicase
