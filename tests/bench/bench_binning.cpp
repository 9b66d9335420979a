// Time and memory of binning vectors.
//   bench_binning medoids|density VECTORS.npy|ROWS THRESHOLD|SMALLEST THREADS [BINS.npy]
// VECTORS.npy: rows of unit length, float32. ROWS: that many rows of 768 values made by rule, in
// 100 groups on 32 directions with a little noise in all of them. Medoids need a threshold, density
// the size of the smallest cluster. Reading and making the vectors is not measured, their memory
// is. The last line is JSON.
#include "core/base/atomic_file.h"
#include "core/base/random_stream.h"
#include "core/neural/cluster/hdbscan.h"
#include "core/neural/cluster/kmedoid.h"
#include "core/neural/cluster/unit_rows.h"
#include "core/neural/tensor/threads.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <set>
#include <string>
#include <sys/resource.h>

using namespace helicase;

namespace {

double now()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

rusage usage()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage;
}

double userSeconds()
{
    const timeval time = usage().ru_utime;
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

// Rows in groups: centre and deviation lie in 32 directions, a little noise in all.
Matrix madeRows(int64_t count)
{
    constexpr int64_t width = 768, directions = 32, groups = 100;
    RandomStream random(0, "binning");
    const auto normals = [&](int64_t rows, int64_t columns) {
        Matrix values(rows, columns);
        for (float &value : std::span(values.data(), static_cast<size_t>(rows * columns)))
            value = static_cast<float>(random.normal());
        return values;
    };
    const Matrix basis = normals(directions, width), centres = normals(groups, directions);
    Matrix rows(count, width);
    std::vector<float> point(directions);
    for (int64_t i = 0; i < count; ++i) {
        const std::span<float> row = rows.row(i);
        for (int64_t k = 0; k < directions; ++k) {
            const double at = centres(i % groups, k) + 0.5 * random.normal();
            for (int64_t j = 0; j < width; ++j)
                row[static_cast<size_t>(j)] +=
                    static_cast<float>(at / std::sqrt(32.0)) * basis(k, j);
        }
        double squares = 0;
        for (float &value : row) {
            value += static_cast<float>(0.1 * random.normal());
            squares += static_cast<double>(value) * value;
        }
        for (float &value : row)
            value /= static_cast<float>(std::sqrt(squares));
    }
    return rows;
}

// Two dimensions, float32, as numpy.save writes them.
Matrix readRows(const char *path)
{
    std::ifstream file(path, std::ios::binary);
    char head[10];
    file.read(head, sizeof head);
    std::string header(static_cast<size_t>(static_cast<unsigned char>(head[8])) +
                           256 * static_cast<size_t>(static_cast<unsigned char>(head[9])),
                       '\0');
    file.read(header.data(), static_cast<std::streamsize>(header.size()));
    const size_t shape = header.find("'shape': (");
    long long rows = 0, columns = 0;
    if (shape == std::string::npos || header.find("<f4") == std::string::npos ||
        std::sscanf(header.c_str() + shape, "'shape': (%lld, %lld)", &rows, &columns) != 2)
        throw std::runtime_error("expected a matrix of float32 in an .npy file");
    Matrix matrix(rows, columns);
    file.read(reinterpret_cast<char *>(matrix.data()), rows * columns * 4);
    return matrix;
}

void writeBins(const char *path, const std::vector<int64_t> &bins)
{
    std::string header = "{'descr': '<i8', 'fortran_order': False, 'shape': (" +
                         std::to_string(bins.size()) + ",), }";
    header.resize((header.size() + 10 + 1 + 63) / 64 * 64 - 10 - 1, ' ');
    header += '\n';
    std::string content("\x93NUMPY\x01", 7);
    content += '\0';
    content += static_cast<char>(header.size() % 256);
    content += static_cast<char>(header.size() / 256);
    content += header;
    content.append(reinterpret_cast<const char *>(bins.data()), bins.size() * sizeof(int64_t));
    writeFileAtomically(path, content);
}

} // namespace

int main(int count, char **words)
{
    if (count < 5) {
        std::fprintf(stderr, "bench_binning medoids|density VECTORS.npy|ROWS THRESHOLD|SMALLEST "
                             "THREADS [BINS.npy]\n");
        return 2;
    }
    const std::string method = words[1], source = words[2];
    useThreads(std::atoll(words[4]));
    const Matrix rows =
        source.ends_with(".npy") ? readRows(source.c_str()) : madeRows(std::stoll(source));
    const double start = now(), startUser = userSeconds();
    const std::vector<int64_t> bins =
        method == "density"
            ? clusterByDensity(rows, {.smallestCluster = std::atoll(words[3])})
            : binByMedoids(rows, {.threshold = std::atof(words[3]), .smallestBin = 10});
    const double seconds = now() - start, user = userSeconds() - startUser;
    if (count > 5)
        writeBins(words[5], bins);
    const auto unassigned = std::ranges::count(bins, -1);
    const size_t names = std::set<int64_t>(bins.begin(), bins.end()).size();
    std::printf("{\"rows\": %lld, \"columns\": %lld, \"seconds\": %.3f, \"user_seconds\": %.3f, "
                "\"bins\": %zu, \"unassigned\": %lld, \"peak_mb\": %.0f}\n",
                static_cast<long long>(rows.rows()), static_cast<long long>(rows.columns()),
                seconds, user, names - (unassigned > 0 ? 1 : 0), static_cast<long long>(unassigned),
                static_cast<double>(usage().ru_maxrss) / 1024);
}
