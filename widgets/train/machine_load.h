// What a worker process uses of this machine, read from /proc. Cheap; GUI thread only, because it
// keeps the former reading to tell the use of the processor.
#pragma once

#include <QString>

#include <cstdint>

namespace helicase {

struct MachineLoad {
    int threads = 0;
    double cpuShare = -1; // of all processors, 0..1; negative: not known yet
    int64_t memoryBytes = 0;
    int64_t memoryTotal = 0;

    QString cpuText() const;
    QString memoryText() const;
};

MachineLoad loadOfProcess(int64_t process);

} // namespace helicase
