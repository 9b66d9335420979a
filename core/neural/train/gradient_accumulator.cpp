#include "core/neural/train/gradient_accumulator.h"

#include "core/base/error.h"
#include "core/base/random_stream.h"

#include <ATen/autocast_mode.h>
#include <new>

namespace helicase {

namespace {

// LibTorch's type of operations while the object lives.
class AutocastScope {
public:
    explicit AutocastScope(bool isOn) : isOn_(isOn)
    {
        if (!isOn_)
            return;
        at::autocast::set_autocast_enabled(at::kCPU, true);
        at::autocast::set_autocast_dtype(at::kCPU, at::kBFloat16);
    }
    AutocastScope(const AutocastScope &) = delete;
    AutocastScope &operator=(const AutocastScope &) = delete;
    ~AutocastScope()
    {
        if (!isOn_)
            return;
        at::autocast::set_autocast_enabled(at::kCPU, false);
        at::autocast::clear_cache();
    }

private:
    bool isOn_;
};

// The CPU's allocator reports with a general error.
bool isOutOfMemory(const c10::Error &error)
{
    return dynamic_cast<const c10::OutOfMemoryError *>(&error) ||
           std::string_view(error.what_without_backtrace()).find("can't allocate memory") !=
               std::string_view::npos;
}

uint64_t seedOfMicroBatch(uint64_t seed, int64_t index)
{
    return RandomStream(seed + static_cast<uint64_t>(index), "dropout of a micro-batch").next();
}

} // namespace

StepGradient GradientAccumulator::accumulate(StepInput &input, uint64_t seed,
                                             const std::function<void()> &clear)
{
    for (int64_t i = 0; i < halvings_ || input.size() < ranks_.size(); ++i)
        if (!input.halve())
            break;
    while (true) {
        try {
            return attempt(input, seed);
        } catch (const c10::Error &error) {
            // Of several ranks the others wait in the middle of a step that cannot be repeated.
            if (!isOutOfMemory(error) || ranks_.size() > 1)
                throw;
        } catch (const std::bad_alloc &) {
            if (ranks_.size() > 1)
                throw;
        }
        clear();
        if (!input.halve())
            throw Error("out of memory with one sample at a time",
                        "shorten the sequences, choose a smaller model or free memory");
        ++halvings_;
    }
}

StepGradient GradientAccumulator::attempt(StepInput &input, uint64_t seed)
{
    prepare(input, seed);
    const int64_t ranks = ranks_.size();
    double loss = 0;
    double tokens = 0;
    for (int64_t index = ranks_.rank(); index == ranks_.rank() || index < input.size();
         index += ranks) {
        // A rank without a part of its own takes part in the averaging with nothing.
        const bool isOwn = index < input.size();
        const MicroStep micro = forward(input, isOwn ? index : 0, seed);
        const double share = isOwn ? micro.share : 0;
        const torch::Tensor part = micro.loss * (share * static_cast<double>(ranks));
        if (index + ranks >= input.size())
            ranks_.averagedBackward(part);
        else
            part.backward();
        if (!isOwn)
            break;
        loss += micro.loss.item<double>() * share;
        tokens += static_cast<double>(micro.tokens);
    }
    const std::vector<double> sums = ranks_.sum({loss, tokens});
    return {.loss = sums[0], .tokens = static_cast<int64_t>(sums[1]), .parts = input.size()};
}

void GradientAccumulator::prepare(StepInput &input, uint64_t seed)
{
    const AutocastScope scope(precision_ == TrainingPrecision::Bf16);
    task_.prepare(
        input, [&](int64_t index) { return seedOfMicroBatch(seed, input.origin(index)); }, ranks_);
}

MicroStep GradientAccumulator::forward(const StepInput &input, int64_t index, uint64_t seed)
{
    const AutocastScope scope(precision_ == TrainingPrecision::Bf16);
    return task_.loss(input, index, seedOfMicroBatch(seed, input.origin(index)));
}

} // namespace helicase
