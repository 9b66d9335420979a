// One writer per run folder. The kernel drops the lock when the process ends, however it ends.
#pragma once

#include <filesystem>

namespace helicase {

class RunLock {
public:
    // Creates the folder when it is missing. Throws Error when another process holds the lock,
    // DiskError when the folder cannot be written.
    explicit RunLock(const std::filesystem::path &runFolder);
    RunLock(const RunLock &) = delete;
    RunLock &operator=(const RunLock &) = delete;
    ~RunLock();

private:
    int descriptor_ = -1;
};

} // namespace helicase
