#include "core/neural/train/run_lock.h"

#include "core/base/error.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace helicase {

RunLock::RunLock(const std::filesystem::path &runFolder)
{
    std::error_code reason;
    std::filesystem::create_directories(runFolder, reason);
    if (reason)
        throw DiskError("create", runFolder, reason.value());
    const std::filesystem::path file = runFolder / "run.lock";
    descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor_ < 0)
        throw DiskError("open", file, errno);
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0)
        return;
    ::close(descriptor_);
    throw Error(runFolder.string() + ": another process is training in this run folder",
                "wait for it, stop it, or choose another folder with --run");
}

RunLock::~RunLock()
{
    ::close(descriptor_);
}

} // namespace helicase
