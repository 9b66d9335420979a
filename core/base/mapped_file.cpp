#include "core/base/mapped_file.h"

#include "core/base/error.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace helicase {

namespace {

class Descriptor {
public:
    explicit Descriptor(const std::filesystem::path &file)
        : number_(::open(file.c_str(), O_RDONLY | O_CLOEXEC))
    {
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    ~Descriptor()
    {
        if (number_ >= 0)
            ::close(number_);
    }
    int number() const { return number_; }

private:
    int number_;
};

} // namespace

MappedFile::MappedFile(const std::filesystem::path &file)
{
    const Descriptor descriptor(file);
    struct stat status {};
    if (descriptor.number() < 0 || ::fstat(descriptor.number(), &status) != 0)
        throw InputError(std::string("cannot be opened: ") + std::strerror(errno), {.file = file});
    if (!S_ISREG(status.st_mode))
        throw InputError("is no regular file", {.file = file});
    const auto size = static_cast<size_t>(status.st_size);
    if (size == 0)
        return;
    void *address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor.number(), 0);
    if (address == MAP_FAILED)
        throw InputError(std::string("cannot be mapped: ") + std::strerror(errno), {.file = file});
    bytes_ = {static_cast<const std::byte *>(address), size};
}

MappedFile::~MappedFile()
{
    if (!bytes_.empty())
        ::munmap(const_cast<std::byte *>(bytes_.data()), bytes_.size());
}

void MappedFile::release(size_t begin, size_t end) const
{
    const auto page = static_cast<size_t>(::sysconf(_SC_PAGESIZE));
    begin = begin / page * page;
    end = end / page * page;
    if (begin < end) // mere advice: the file is only read
        ::madvise(const_cast<std::byte *>(bytes_.data()) + begin, end - begin, MADV_DONTNEED);
}

} // namespace helicase
