// Numbered pieces of work, taken by several threads in any order. What a piece computes may depend
// on its number, never on the thread that took it.
#pragma once

#include "core/base/parallel.h"
#include "core/base/progress.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <string_view>

namespace helicase {

// Of a graph, for loops over them with at::parallel_for.
constexpr int64_t fewestPointsPerThread = 128;

// Calls work(0) .. work(pieces - 1). The calling thread takes part and alone tells the progress.
// Throws Stopped; rethrows the first exception among the pieces.
template <typename Work>
void shareWork(int64_t pieces, Progress &progress, std::string_view what,
               const std::stop_token &stop, const Work &work)
{
    std::atomic<int64_t> next = 0;
    std::atomic<int64_t> done = 0;
    const int64_t threads = std::clamp<int64_t>(at::get_num_threads(), 1, pieces);
    runInParallel(static_cast<size_t>(threads), [&](size_t thread) {
        for (int64_t piece = next++; piece < pieces; piece = next++) {
            throwIfStopped(stop);
            work(piece);
            const int64_t finished = ++done;
            if (thread == 0)
                progress.update(finished, pieces, what);
        }
    });
}

} // namespace helicase
