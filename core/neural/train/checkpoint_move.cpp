#include "core/neural/train/checkpoint_move.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace helicase {

namespace {

std::filesystem::path replacedFolder(const RunFolder &run)
{
    return run.root() / "checkpoints.replaced";
}

void require(const std::error_code &reason, const char *action, const std::filesystem::path &path)
{
    if (reason)
        throw DiskError(action, path, reason.value());
}

// Removed again unless it is complete.
class NewFolder {
public:
    explicit NewFolder(std::filesystem::path path) : path_(std::move(path))
    {
        std::error_code reason;
        std::filesystem::create_directory(path_, reason);
        require(reason, "create", path_);
    }
    NewFolder(const NewFolder &) = delete;
    NewFolder &operator=(const NewFolder &) = delete;
    ~NewFolder()
    {
        std::error_code ignored;
        if (!isComplete_)
            std::filesystem::remove_all(path_, ignored);
    }
    void complete() { isComplete_ = true; }

private:
    std::filesystem::path path_;
    bool isComplete_ = false;
};

int64_t bytesOf(const std::filesystem::path &folder)
{
    int64_t bytes = 0;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file())
            bytes += static_cast<int64_t>(entry.file_size());
    return bytes;
}

void requireSpace(const std::filesystem::path &folder, int64_t bytes)
{
    std::error_code unknown;
    const std::filesystem::space_info space = std::filesystem::space(folder, unknown);
    if (!unknown && static_cast<int64_t>(space.available) < bytes)
        throw InputError("has too little space (needs " + std::to_string(bytes >> 20) +
                             " MB, free " + std::to_string(space.available >> 20) + " MB)",
                         {.file = folder}, "choose a folder of another disk");
}

void flush(const std::filesystem::path &file)
{
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        throw DiskError("open", file, errno);
    const int reason = ::fsync(descriptor) == 0 ? 0 : errno;
    ::close(descriptor);
    if (reason != 0)
        throw DiskError("flush", file, reason);
}

void copyCheckpoint(const std::filesystem::path &from, const std::filesystem::path &to)
{
    std::error_code reason;
    std::filesystem::copy(from, to, std::filesystem::copy_options::recursive, reason);
    require(reason, "copy", from);
    for (const auto &entry : std::filesystem::recursive_directory_iterator(to))
        if (entry.is_regular_file())
            flush(entry.path());
    flushFolder(to);
    if (const auto mistake = verifyCheckpoint(to))
        throw InputError("the copy is broken: " + *mistake, {.file = to});
}

void copyPointer(const RunFolder &run, const std::filesystem::path &target, const char *name)
{
    if (std::filesystem::exists(run.checkpoints() / name))
        writeFileAtomically(target / name, readFile(run.checkpoints() / name));
}

// Where the former checkpoints were, they are no longer; where they were a link, neither is its
// end.
void removeReplaced(const RunFolder &run)
{
    const std::filesystem::path former = replacedFolder(run);
    std::error_code ignored;
    if (std::filesystem::is_symlink(former))
        std::filesystem::remove_all(std::filesystem::read_symlink(former, ignored), ignored);
    std::filesystem::remove_all(former, ignored);
}

void linkTo(const RunFolder &run, const std::filesystem::path &target)
{
    const std::filesystem::path link = run.root() / "checkpoints.link";
    std::error_code reason;
    std::filesystem::remove(link, reason);
    std::filesystem::create_directory_symlink(target, link, reason);
    require(reason, "create", link);
    if (std::filesystem::exists(run.checkpoints()))
        std::filesystem::rename(run.checkpoints(), replacedFolder(run), reason);
    if (!reason)
        std::filesystem::rename(link, run.checkpoints(), reason);
    if (reason) {
        settleMovedCheckpoints(run);
        throw DiskError("rename", link, reason.value());
    }
    flushFolder(run.root());
}

} // namespace

std::filesystem::path moveCheckpoints(const RunFolder &run, const std::filesystem::path &folder,
                                      int64_t neededBytes)
{
    if (!folder.is_absolute() || !std::filesystem::is_directory(folder))
        throw InputError("is no folder with an absolute path", {.file = folder});
    const std::filesystem::path target = folder / (run.name() + "-checkpoints");
    if (std::filesystem::exists(target))
        throw InputError("is there already", {.file = target}, "choose another folder");
    const std::vector<CheckpointEntry> entries = listCheckpoints(run);
    int64_t bytes = neededBytes;
    for (const CheckpointEntry &entry : entries)
        bytes += bytesOf(entry.folder);
    requireSpace(folder, bytes);
    NewFolder made(target);
    for (const CheckpointEntry &entry : entries)
        copyCheckpoint(entry.folder, target / entry.folder.filename());
    copyPointer(run, target, "latest");
    copyPointer(run, target, "best");
    flushFolder(target);
    flushFolder(folder);
    linkTo(run, target);
    made.complete();
    removeReplaced(run);
    return target;
}

void settleMovedCheckpoints(const RunFolder &run)
{
    const std::filesystem::path former = replacedFolder(run);
    if (!std::filesystem::exists(std::filesystem::symlink_status(former)))
        return;
    if (std::filesystem::exists(std::filesystem::symlink_status(run.checkpoints())))
        return removeReplaced(run);
    std::error_code reason;
    std::filesystem::rename(former, run.checkpoints(), reason);
    require(reason, "rename", former);
}

} // namespace helicase
