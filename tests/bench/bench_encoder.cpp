// Speed of an encoder's forward pass and training step beside that of the matrix products it is
// made of, measured in turns so that a busy machine slows both.
//   bench_encoder [LAYERS WIDTH HEADS FEED_FORWARD SEQUENCES TOKENS [ROUNDS]]
#include "core/neural/model/encoder.h"
#include "core/neural/tensor/attention.h"
#include "core/neural/tensor/threads.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <map>
#include <string>

using namespace helicase;

namespace {

double secondsOf(const std::function<void()> &work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// Runs the jobs in turns and keeps the shortest time of each.
std::map<std::string, double> bestTimes(const std::map<std::string, std::function<void()>> &jobs,
                                        int rounds)
{
    std::map<std::string, double> best;
    for (int round = 0; round < rounds; ++round)
        for (const auto &[name, job] : jobs) {
            const double seconds = secondsOf(job);
            const auto [entry, isNew] = best.emplace(name, seconds);
            entry->second = std::min(entry->second, seconds);
        }
    return best;
}

// The weight products of one layer, forward only, without anything between them.
void multiplyWeights(const EncoderConfig &config, const torch::Tensor &rows,
                     const torch::Tensor &hiddenRows)
{
    const auto weight = [](int64_t outputs, int64_t inputs) {
        return torch::ones({outputs, inputs});
    };
    torch::linear(rows, weight(3 * config.width, config.width));
    torch::linear(rows, weight(config.width, config.width));
    torch::linear(rows, weight(2 * config.feedForwardWidth, config.width));
    torch::linear(hiddenRows, weight(config.width, config.feedForwardWidth));
}

} // namespace

int main(int argc, char **argv)
{
    const auto argument = [&](int place, int64_t fallback) {
        return place < argc ? std::stoll(argv[place]) : fallback;
    };
    useThreads(0);
    EncoderConfig config;
    config.layers = argument(1, 2);
    config.width = argument(2, 128);
    config.heads = argument(3, 4);
    config.feedForwardWidth = argument(4, 512);
    const auto sequences = static_cast<size_t>(argument(5, 16));
    const auto tokens = static_cast<size_t>(argument(6, 256));
    const int rounds = static_cast<int>(argument(7, 5));

    RandomStream random(1, "bench");
    Encoder encoder(config, random);
    std::vector<std::vector<TokenId>> ids(sequences, std::vector<TokenId>(tokens));
    for (auto &sequence : ids)
        std::ranges::generate(sequence,
                              [&] { return static_cast<TokenId>(5 + random.below(4000)); });
    const PackedBatch batch = pack(ids);
    const torch::Tensor rows = torch::randn({batch.total(), config.width});
    const torch::Tensor hiddenRows = torch::randn({batch.total(), config.feedForwardWidth});
    const torch::Tensor projection = torch::randn({batch.total(), 3 * config.width});
    const std::vector<float> slopes = alibiSlopes(config.heads);
    const torch::Tensor square = torch::randn({1024, 1024});

    const auto times = bestTimes(
        {
            {"gemm 1024", [&] { torch::matmul(square, square); }},
            {"weights",
             [&] {
                 const torch::NoGradGuard noGradient;
                 for (int64_t layer = 0; layer < config.layers; ++layer)
                     multiplyWeights(config, rows, hiddenRows);
             }},
            {"attention",
             [&] {
                 const torch::NoGradGuard noGradient;
                 for (int64_t layer = 0; layer < config.layers; ++layer)
                     attend(projection, batch, slopes);
             }},
            {"attention and gradient",
             [&] {
                 for (int64_t layer = 0; layer < config.layers; ++layer)
                     attend(projection.detach().requires_grad_(), batch, slopes).sum().backward();
             }},
            {"forward",
             [&] {
                 const torch::NoGradGuard noGradient;
                 encoder->eval();
                 encoder->forward(batch);
             }},
            {"training step",
             [&] {
                 encoder->train();
                 encoder->zero_grad();
                 meanPool(encoder->forward(batch).last, batch).square().sum().backward();
             }},
        },
        rounds);

    const auto total = static_cast<double>(batch.total());
    std::printf("%d threads, %lld tokens in %zu sequences\n", at::get_num_threads(),
                static_cast<long long>(batch.total()), sequences);
    for (const auto &[name, seconds] : times)
        std::printf("%-24s %9.2f ms %12.0f tokens/s\n", name.c_str(), 1e3 * seconds,
                    total / seconds);
    std::printf(
        "gemm 1024: %.0f GFLOP/s; products are %.0f %% of forward, %.0f %% of a training step\n",
        2.147 / times.at("gemm 1024"),
        100 * (times.at("weights") + times.at("attention")) / times.at("forward"),
        100 * (3 * times.at("weights") + times.at("attention and gradient")) /
            times.at("training step"));
    return 0;
}
