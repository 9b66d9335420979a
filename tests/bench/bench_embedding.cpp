// Speed of embedding, without loading the model, after one warm-up: what the reference measures
// too.
//   bench_embedding MODEL INPUT fp32|bf16 THREADS [OUTPUT.npy]
//   bench_embedding gemm THREADS                     rate of the matrix products of LibTorch alone
// The last line is JSON.
#include "core/neural/embed/embedder.h"
#include "core/neural/embed/embedding_export.h"
#include "core/neural/tensor/threads.h"
#include "core/sequence/sequence_reader.h"

#include <torch/torch.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string_view>
#include <sys/resource.h>

using namespace helicase;

namespace {

double now()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

// Of the processor, the system's included: a neighbour does not change them much.
double processorSeconds()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           1e-6 * static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

double peakMegabytes()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

// The feed-forward product of the 117M shape on 1024 tokens.
void measureProducts()
{
    const torch::NoGradGuard noGradient;
    constexpr int64_t rows = 1024;
    constexpr int64_t width = 768;
    constexpr int64_t outputs = 6144;
    double rates[2] = {};
    for (const bool isHalf : {false, true}) {
        const auto type = isHalf ? torch::kBFloat16 : torch::kFloat32;
        const torch::Tensor input = torch::randn({rows, width}).to(type);
        const torch::Tensor weight = torch::randn({outputs, width}).to(type);
        double best = 1e9;
        for (int round = 0; round < 10; ++round) {
            const double start = now();
            torch::linear(input, weight);
            best = std::min(best, now() - start);
        }
        rates[isHalf ? 1 : 0] = 2e-9 * rows * width * outputs / best;
    }
    std::printf("{\"fp32_gflops\": %.1f, \"bf16_gflops\": %.1f}\n", rates[0], rates[1]);
}

void measureEmbedding(const char *model, const char *input, const char *precision,
                      const char *output)
{
    const Embedder embedder(model, arithmeticFrom(precision));
    const std::vector<Sequence> sequences = readSequences(input);
    SilentProgress progress;
    const auto longest = std::ranges::max_element(
        sequences, {}, [](const Sequence &sequence) { return sequence.bases.size(); });
    embedder.embed({&*longest, 1}, {}, progress);
    const double start = now();
    const double before = processorSeconds();
    const EmbeddingTable table = embedder.embed(sequences, {}, progress);
    const double seconds = now() - start;
    const double cpu = processorSeconds() - before;
    const double tokens = std::stod(table.provenance.at("tokens"));
    if (output)
        exportEmbeddings(output, table);
    std::printf("{\"sequences\": %zu, \"tokens\": %.0f, \"seconds\": %.4f, \"cpu_s\": %.4f, "
                "\"tokens_per_s\": %.2f, \"tokens_per_cpu_s\": %.2f, \"peak_memory_mb\": %.1f}\n",
                sequences.size(), tokens, seconds, cpu, tokens / seconds, tokens / cpu,
                peakMegabytes());
}

} // namespace

int main(int argc, char **argv)
{
    if (argc >= 3 && std::string_view(argv[1]) == "gemm") {
        useThreads(std::stoll(argv[2]));
        measureProducts();
        return 0;
    }
    if (argc < 5) {
        std::fputs("bench_embedding MODEL INPUT fp32|bf16 THREADS [OUTPUT.npy]\n", stderr);
        return 2;
    }
    useThreads(std::stoll(argv[4]));
    measureEmbedding(argv[1], argv[2], argv[3], argc > 5 ? argv[5] : nullptr);
    return 0;
}
