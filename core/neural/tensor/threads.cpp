#include "core/neural/tensor/threads.h"

#include "core/base/parallel.h"

#include <ATen/Parallel.h>

namespace helicase {

void useThreads(int64_t count)
{
    at::set_num_threads(static_cast<int>(count > 0 ? count : physicalCores()));
}

} // namespace helicase
