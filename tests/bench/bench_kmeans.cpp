// Speed of k-means on the rows of a .npy file, without reading it.
//   bench_kmeans INPUT.npy CLUSTERS STARTS SEED THREADS
// The last line is JSON.
#include "core/base/error.h"
#include "core/dataset/numpy_file.h"
#include "core/neural/cluster/kmeans.h"
#include "core/neural/tensor/threads.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>

using namespace helicase;

namespace {

constexpr int64_t mostBytes = int64_t{1} << 33;

} // namespace

int main(int count, char **words)
{
    if (count != 6)
        return std::fprintf(stderr, "bench_kmeans INPUT.npy CLUSTERS STARTS SEED THREADS\n"), 2;
    try {
        useThreads(std::atol(words[5]));
        const Matrix rows = readNumpyMatrix(words[1], mostBytes);
        const auto start = std::chrono::steady_clock::now();
        const std::clock_t processor = std::clock();
        const KMeansResult result =
            kMeans(rows, {.clusters = std::atol(words[2]), .starts = std::atol(words[3])},
                   static_cast<uint32_t>(std::atol(words[4])));
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
        std::printf(
            "{\"rows\": %ld, \"seconds\": %.3f, \"processor_seconds\": %.3f, \"inertia\": %.9g, "
            "\"iterations\": %ld}\n",
            static_cast<long>(rows.rows()), seconds.count(),
            static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC, result.inertia,
            static_cast<long>(result.rounds));
    } catch (const Error &error) {
        return std::fprintf(stderr, "bench_kmeans: %s\n", error.line().c_str()), 1;
    }
    return 0;
}
