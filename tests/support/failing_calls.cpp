#include "tests/support/failing_calls.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <mutex>
#include <sys/stat.h>
#include <sys/uio.h>

namespace helicase::test {

namespace {

std::mutex planMutex;
FaultPlan plan;
std::atomic<int64_t> counted = 0;
std::array<std::atomic<bool>, 4096> isWatched; // by descriptor

bool isBelow(const char *path)
{
    const std::scoped_lock lock(planMutex);
    return path && !plan.folder.empty() &&
           std::strncmp(path, plan.folder.c_str(), plan.folder.size()) == 0;
}

void watch(int descriptor, bool isOn)
{
    if (descriptor >= 0 && descriptor < static_cast<int>(isWatched.size()))
        isWatched[static_cast<size_t>(descriptor)] = isOn;
}

bool watches(int descriptor)
{
    return descriptor >= 0 && descriptor < static_cast<int>(isWatched.size()) &&
           isWatched[static_cast<size_t>(descriptor)];
}

// What happens to a counted call.
Fault takeFault()
{
    const int64_t number = ++counted;
    const std::scoped_lock lock(planMutex);
    const bool isMeant =
        number == plan.call || (plan.isLasting && plan.call > 0 && number > plan.call);
    if (!isMeant || plan.fault == Fault::None)
        return Fault::None;
    errno = plan.reason;
    return plan.fault;
}

bool fails(const char *path)
{
    return isBelow(path) && takeFault() == Fault::Error;
}

template <typename Function>
Function *original(const char *name)
{
    return reinterpret_cast<Function *>(::dlsym(RTLD_NEXT, name));
}

} // namespace

void injectFault(const FaultPlan &wanted)
{
    const std::scoped_lock lock(planMutex);
    plan = wanted;
    counted = 0;
}

int64_t countedCalls()
{
    return counted;
}

} // namespace helicase::test

using namespace helicase::test;

extern "C" {

int open(const char *path, int flags, ...)
{
    static auto *const real = original<int(const char *, int, ...)>("open");
    va_list arguments;
    va_start(arguments, flags);
    const int mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, int) : 0;
    va_end(arguments);
    const bool isMeant = isBelow(path);
    if (isMeant && takeFault() == Fault::Error)
        return -1;
    const int descriptor = real(path, flags, mode);
    watch(descriptor, isMeant);
    return descriptor;
}

int open64(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const int mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, int) : 0;
    va_end(arguments);
    return open(path, flags, mode);
}

FILE *fopen(const char *path, const char *mode)
{
    static auto *const real = original<FILE *(const char *, const char *)>("fopen");
    const bool isMeant = isBelow(path);
    if (isMeant && takeFault() == Fault::Error)
        return nullptr;
    FILE *file = real(path, mode);
    if (file)
        watch(::fileno(file), isMeant);
    return file;
}

FILE *fopen64(const char *path, const char *mode)
{
    return fopen(path, mode);
}

ssize_t write(int descriptor, const void *bytes, size_t size)
{
    static auto *const real = original<ssize_t(int, const void *, size_t)>("write");
    if (!watches(descriptor))
        return real(descriptor, bytes, size);
    const Fault fault = takeFault();
    if (fault == Fault::Error)
        return -1;
    return real(descriptor, bytes, fault == Fault::ShortWrite && size > 1 ? size / 2 : size);
}

ssize_t writev(int descriptor, const iovec *parts, int count)
{
    static auto *const real = original<ssize_t(int, const iovec *, int)>("writev");
    if (watches(descriptor) && takeFault() == Fault::Error)
        return -1;
    return real(descriptor, parts, count);
}

int fsync(int descriptor)
{
    static auto *const real = original<int(int)>("fsync");
    return watches(descriptor) && takeFault() == Fault::Error ? -1 : real(descriptor);
}

int close(int descriptor)
{
    static auto *const real = original<int(int)>("close");
    watch(descriptor, false);
    return real(descriptor);
}

int rename(const char *from, const char *to) noexcept
{
    static auto *const real = original<int(const char *, const char *)>("rename");
    return fails(to) ? -1 : real(from, to);
}

int mkdir(const char *path, mode_t mode) noexcept
{
    static auto *const real = original<int(const char *, mode_t)>("mkdir");
    return fails(path) ? -1 : real(path, mode);
}

} // extern "C"
