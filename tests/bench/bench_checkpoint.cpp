// How long a checkpoint holds training up, and how long it takes to be written, for an encoder's
// weights with the moments of AdamW.
//   bench_checkpoint FOLDER [LAYERS WIDTH FEED_FORWARD [ROUNDS]]      the shape of 117 M parameters
//   unless told
#include "core/neural/tensor/threads.h"
#include "core/neural/train/checkpoint_keeper.h"
#include "core/neural/train/checkpoint_writer.h"
#include "core/neural/train/staging_buffers.h"

#include <chrono>
#include <cstdio>
#include <string>

using namespace helicase;

namespace {

using Clock = std::chrono::steady_clock;

double millisecondsSince(Clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

struct Shape {
    int64_t layers = 12;
    int64_t width = 768;
    int64_t feedForward = 3072;
};

// Tensors as large as those of an encoder with 4,096 tokens.
NamedTensors tensorsOf(const Shape &shape)
{
    NamedTensors tensors{{"word_embeddings", torch::rand({4096, shape.width})}};
    for (int64_t layer = 0; layer < shape.layers; ++layer) {
        const std::string name = "layer." + std::to_string(layer);
        tensors.emplace(name + ".Wqkv", torch::rand({3 * shape.width, shape.width}));
        tensors.emplace(name + ".dense", torch::rand({shape.width, shape.width}));
        tensors.emplace(name + ".gated_layers", torch::rand({2 * shape.feedForward, shape.width}));
        tensors.emplace(name + ".wo", torch::rand({shape.width, shape.feedForward}));
    }
    return tensors;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 2)
        return std::fprintf(
                   stderr, "usage: bench_checkpoint FOLDER [LAYERS WIDTH FEED_FORWARD [ROUNDS]]\n"),
               2;
    const auto argument = [&](int place, int64_t fallback) {
        return place < argc ? std::stoll(argv[place]) : fallback;
    };
    const Shape shape{argument(2, 12), argument(3, 768), argument(4, 3072)};
    const int64_t rounds = argument(5, 5);
    useThreads(0);
    ModelContent content{.weights = {{"model.safetensors", tensorsOf(shape)},
                                     {"mean.safetensors", tensorsOf(shape)},
                                     {"square.safetensors", tensorsOf(shape)}}};
    std::printf("%.2f GB\n", static_cast<double>(content.tensorBytes()) / 1e9);
    CheckpointKeeper keeper(RunFolder(argv[1]), 1);
    CheckpointWriter writer(keeper);
    StagingBuffers staging;
    staging.prepare(content);
    for (int64_t round = 1; round <= rounds; ++round) {
        const Clock::time_point start = Clock::now();
        writer.begin(round,
                     [staged = staging.copy(content)](const std::filesystem::path &folder) {
                         writeContent(folder, staged);
                     },
                     {});
        const double pause = millisecondsSince(start);
        writer.finish();
        std::printf("pause_ms %.1f written_ms %.0f\n", pause, millisecondsSince(start));
    }
    return 0;
}
