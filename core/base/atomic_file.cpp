#include "core/base/atomic_file.h"

#include "core/base/error.h"

#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <unistd.h>
#include <utility>
#include <vector>

namespace helicase {

AtomicFile::AtomicFile(std::filesystem::path path) : path_(std::move(path))
{
    if (path_.has_parent_path()) {
        std::error_code error;
        std::filesystem::create_directories(path_.parent_path(), error);
        if (error)
            throw DiskError("create folder", path_.parent_path(), error.value());
    }
    temporary_ = path_.string() + ".part." + std::to_string(::getpid());
    descriptor_ = ::open(temporary_.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (descriptor_ < 0)
        throw DiskError("create", temporary_, errno);
}

AtomicFile::~AtomicFile()
{
    if (descriptor_ < 0)
        return;
    ::close(descriptor_);
    ::unlink(temporary_.c_str());
}

void AtomicFile::write(std::string_view text)
{
    write(std::as_bytes(std::span(text.data(), text.size())));
}

void AtomicFile::write(std::span<const std::byte> bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR)
                continue;
            throw DiskError("write", temporary_, errno);
        }
        bytes = bytes.subspan(static_cast<size_t>(written));
    }
}

void AtomicFile::moveTail(int64_t bytes, AtomicFile &other)
{
    std::vector<std::byte> block(size_t{1} << 20);
    for (off_t from = bytes;;) {
        const ssize_t count = ::pread(descriptor_, block.data(), block.size(), from);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            throw DiskError("read", temporary_, errno);
        if (count == 0)
            break;
        other.write(std::span(block).first(static_cast<size_t>(count)));
        from += count;
    }
    if (::ftruncate(descriptor_, bytes) != 0 || ::lseek(descriptor_, bytes, SEEK_SET) < 0)
        throw DiskError("cut", temporary_, errno);
}

void AtomicFile::commit()
{
    if (::fsync(descriptor_) != 0)
        throw DiskError("flush", temporary_, errno);
    const int closed = ::close(std::exchange(descriptor_, -1));
    if (closed != 0 || ::rename(temporary_.c_str(), path_.c_str()) != 0) {
        const int reason = errno;
        ::unlink(temporary_.c_str());
        throw DiskError("finish", path_, reason);
    }
    flushFolder(path_.has_parent_path() ? path_.parent_path() : ".");
}

void writeFileAtomically(const std::filesystem::path &path, std::string_view content)
{
    AtomicFile file(path);
    file.write(content);
    file.commit();
}

void flushFolder(const std::filesystem::path &folder)
{
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        throw DiskError("open folder", folder, errno);
    const int flushed = ::fsync(descriptor);
    const int reason = errno;
    ::close(descriptor);
    if (flushed != 0)
        throw DiskError("flush folder", folder, reason);
}

std::string readFile(const std::filesystem::path &path, size_t maximumBytes)
{
    std::ifstream stream(path, std::ios::binary);
    if (!stream || std::filesystem::is_directory(path))
        throw InputError("cannot be read", {.file = path}, "check the name and the rights");
    std::string content;
    char block[1 << 16];
    while (stream.read(block, sizeof block), stream.gcount() > 0) {
        content.append(block, static_cast<size_t>(stream.gcount()));
        if (content.size() > maximumBytes)
            throw InputError("is larger than " + std::to_string(maximumBytes) + " bytes", {.file = path});
    }
    return content;
}

} // namespace helicase
