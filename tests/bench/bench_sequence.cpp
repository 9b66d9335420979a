// Speed of reading sequences and of counting words, one thread. Prints one JSON line with the
// figures that run.py compares.
//   bench_sequence read FILE             SequenceReader, every letter checked
//   bench_sequence kseq FILE             the reference: kseq.h, nothing checked
//   bench_sequence profiles FILE [K]     k-mer profiles of all records, reading left out
#include "core/sequence/kmer_profile.h"
#include "core/sequence/sequence_reader.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <functional>
#include <htslib/kseq.h>
#include <limits>
#include <string>
#include <unistd.h>
#include <zlib.h>

using namespace helicase;

namespace {

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wsign-compare"
namespace plain {
KSEQ_INIT(int, ::read)
}
namespace packed {
KSEQ_INIT(gzFile, ::gzread)
}
#pragma GCC diagnostic pop

struct Count {
    size_t records = 0;
    size_t bases = 0;
};

double bestSeconds(const std::function<void()> &work)
{
    constexpr int repeats = 3;
    double best = std::numeric_limits<double>::infinity();
    for (int i = 0; i < repeats; ++i) {
        const auto start = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
        best = std::min(best, time.count());
    }
    return best;
}

void print(const Count &count, double seconds)
{
    std::printf("{\"records\": %zu, \"bases\": %zu, \"seconds\": %.6f, \"mbase_per_s\": %.3f}\n",
                count.records, count.bases, seconds,
                1e-6 * static_cast<double>(count.bases) / seconds);
}

Count readAll(const char *file)
{
    Count count;
    SequenceReader reader(file);
    while (const auto record = reader.nextView()) {
        ++count.records;
        count.bases += record->bases.size();
    }
    return count;
}

template <typename Record, typename Read>
Count readAllByKseq(Record *record, Read &&read)
{
    Count count;
    while (read(record) >= 0) {
        ++count.records;
        count.bases += record->seq.l;
    }
    return count;
}

Count readPlainByKseq(const char *file)
{
    const int descriptor = ::open(file, O_RDONLY);
    plain::kseq_t *record = plain::kseq_init(descriptor);
    const Count count = readAllByKseq(record, plain::kseq_read);
    plain::kseq_destroy(record);
    ::close(descriptor);
    return count;
}

Count readPackedByKseq(const char *file)
{
    gzFile stream = gzopen(file, "r");
    gzbuffer(stream, 1 << 17);
    packed::kseq_t *record = packed::kseq_init(stream);
    const Count count = readAllByKseq(record, packed::kseq_read);
    packed::kseq_destroy(record);
    gzclose(stream);
    return count;
}

void measureReading(const std::function<Count()> &read)
{
    Count count;
    const double seconds = bestSeconds([&] { count = read(); });
    print(count, seconds);
}

void measureProfiles(const char *file, int k)
{
    const std::vector<Sequence> sequences = readSequences(file);
    const KmerCounter counter(k);
    std::vector<float> shares(static_cast<size_t>(counter.width()));
    Count count{.records = sequences.size()};
    for (const Sequence &sequence : sequences)
        count.bases += sequence.bases.size();
    print(count, bestSeconds([&] {
              for (const Sequence &sequence : sequences)
                  counter.profile(sequence.bases, shares);
          }));
}

} // namespace

int main(int argc, char **argv)
{
    const std::string mode = argc > 2 ? argv[1] : "";
    if (mode == "read")
        measureReading([&] { return readAll(argv[2]); });
    else if (mode == "kseq" && std::string_view(argv[2]).ends_with("gz"))
        measureReading([&] { return readPackedByKseq(argv[2]); });
    else if (mode == "kseq")
        measureReading([&] { return readPlainByKseq(argv[2]); });
    else if (mode == "profiles")
        measureProfiles(argv[2], argc > 3 ? std::atoi(argv[3]) : 4);
    else {
        std::fputs("usage: bench_sequence read|kseq|profiles FILE [K]\n", stderr);
        return 2;
    }
    return 0;
}
