// Speed of a UMAP picture in three dimensions of the rows of a .npy file, without reading it.
//   bench_projection INPUT.npy SEED THREADS [PICTURE.tsv]
// The last line is JSON.
#include "core/base/error.h"
#include "core/dataset/numpy_file.h"
#include "core/neural/project/projection.h"
#include "core/neural/tensor/threads.h"

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>

using namespace helicase;

namespace {

constexpr int64_t mostBytes = int64_t{1} << 33;

void write(const Matrix &picture, const char *file)
{
    std::ofstream stream(file);
    for (int64_t i = 0; i < picture.rows(); ++i)
        for (int64_t k = 0; k < picture.columns(); ++k)
            stream << picture(i, k) << (k + 1 < picture.columns() ? '\t' : '\n');
    stream.close();
    if (!stream)
        throw Error(std::string(file) + " cannot be written");
}

} // namespace

int main(int count, char **words)
{
    if (count != 4 && count != 5)
        return std::fprintf(stderr, "bench_projection INPUT.npy SEED THREADS [PICTURE.tsv]\n"), 2;
    try {
        useThreads(std::atol(words[3]));
        const Matrix rows = readNumpyMatrix(words[1], mostBytes);
        SilentProgress silent;
        const std::clock_t start = std::clock();
        const Projection projection = project(rows,
                                              {.method = ProjectionMethod::Umap,
                                               .qualityRows = 0,
                                               .seed = static_cast<uint64_t>(std::atol(words[2]))},
                                              silent, {});
        const std::clock_t end = std::clock();
        if (count == 5)
            write(projection.coordinates, words[4]);
        std::printf("{\"rows\": %ld, \"processor_seconds\": %.3f}\n",
                    static_cast<long>(rows.rows()),
                    static_cast<double>(end - start) / CLOCKS_PER_SEC);
    } catch (const Error &error) {
        return std::fprintf(stderr, "bench_projection: %s\n", error.line().c_str()), 1;
    }
    return 0;
}
