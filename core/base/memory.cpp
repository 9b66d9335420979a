#include "core/base/memory.h"

#include "core/base/error.h"

#include <fstream>
#include <limits>
#include <sys/resource.h>

namespace helicase {

namespace {

std::string gigabytes(double bytes)
{
    const std::string digits = std::to_string(bytes / 1e9);
    return digits.substr(0, digits.find('.') + 2) + " GB";
}

} // namespace

int64_t availableMemory()
{
    std::ifstream file("/proc/meminfo");
    std::string key;
    for (int64_t kilobytes = 0; file >> key >> kilobytes; file.ignore(64, '\n'))
        if (key == "MemAvailable:")
            return kilobytes * 1024;
    return std::numeric_limits<int64_t>::max();
}

int64_t peakMemory()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<int64_t>(usage.ru_maxrss) * 1024;
}

void requireMemory(const std::string &what, double bytes, const std::string &hint)
{
    const auto available = static_cast<double>(availableMemory());
    if (bytes > available)
        throw Error(what + " needs " + gigabytes(bytes) + " of memory, " + gigabytes(available) +
                        " are free",
                    hint);
}

} // namespace helicase
