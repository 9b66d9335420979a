#include "core/base/parallel.h"

#include <algorithm>
#include <fstream>
#include <sched.h>
#include <set>
#include <string>
#include <thread>

namespace helicase {

namespace {

// The first of the hardware threads that share a core with this one; the thread itself when
// unknown.
int64_t coreOf(int cpu)
{
    std::ifstream siblings("/sys/devices/system/cpu/cpu" + std::to_string(cpu) +
                           "/topology/thread_siblings_list");
    int64_t first = cpu;
    siblings >> first;
    return siblings ? first : cpu;
}

} // namespace

int64_t physicalCores()
{
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (::sched_getaffinity(0, sizeof allowed, &allowed) != 0)
        return std::max<int64_t>(1, std::thread::hardware_concurrency());
    std::set<int64_t> cores;
    for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu)
        if (CPU_ISSET(cpu, &allowed))
            cores.insert(coreOf(cpu));
    return std::max<int64_t>(1, std::ssize(cores));
}

} // namespace helicase
