#include "core/sequence/byte_stream.h"

#include "core/base/mapped_file.h"
#include "core/sequence/gzip_decoder.h"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace helicase {

namespace {

constexpr size_t blockBytes = size_t{1} << 18;
// A mapped file's length is checked again before each of these pieces.
constexpr size_t mappedBytes = size_t{1} << 24;

class Descriptor {
public:
    explicit Descriptor(const std::filesystem::path &file)
        : number_(file == "-" ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                              : ::open(file.c_str(), O_RDONLY | O_CLOEXEC))
    {
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    ~Descriptor()
    {
        if (number_ >= 0)
            ::close(number_);
    }

    // Throws InputError unless there are bytes to be read.
    void check(const std::filesystem::path &file)
    {
        if (number_ < 0 || ::fstat(number_, &status_) != 0)
            throw InputError(std::string("cannot be opened: ") + std::strerror(errno),
                             {.file = file});
        if (S_ISDIR(status_.st_mode))
            throw InputError("is a folder (expected a file)", {.file = file});
    }

    bool isRegular() const { return S_ISREG(status_.st_mode); }

    // Fewer bytes than asked for at the end of the file only; nothing after a failure.
    std::optional<size_t> read(char *into, size_t count) const
    {
        size_t done = 0;
        while (done < count) {
            const ssize_t now = ::read(number_, into + done, count - done);
            if (now < 0 && errno == EINTR)
                continue;
            if (now < 0)
                return std::nullopt;
            if (now == 0)
                break;
            done += static_cast<size_t>(now);
        }
        return done;
    }

private:
    int number_;
    struct stat status_ {};
};

// Compressions that would be taken for plain text.
void refuseOtherCompressions(std::string_view start, const std::filesystem::path &file)
{
    constexpr std::pair<std::string_view, std::string_view> magics[] = {
        {"BZh", "bzip2"},
        {"\xFD"
         "7zXZ",
         "xz"},
        {"\x28\xB5\x2F\xFD", "zstd"},
        {"PK\x03\x04", "zip"}};
    for (const auto &[magic, name] : magics)
        if (start.starts_with(magic))
            throw InputError("compressed with " + std::string(name) +
                                 " (expected plain text, gzip or BGZF)",
                             {.file = file}, "unpack it first");
}

} // namespace

struct ByteStream::Source {
    Source(std::filesystem::path path, Access access)
        : file(std::move(path)), descriptor(file), packed(blockBytes)
    {
        descriptor.check(file);
        const size_t count = readPacked({.file = file});
        const std::string_view start(packed.data(), count);
        refuseOtherCompressions(start, file);
        if (start.starts_with("\x1F\x8B"))
            decoder.emplace();
        else if (access == Access::Map && descriptor.isRegular() && count > 0 && file != "-")
            mapping.emplace(file);
    }

    size_t readPacked(const Place &place)
    {
        const std::optional<size_t> count = descriptor.read(packed.data(), packed.size());
        if (!count)
            throw InputError(std::string("cannot be read: ") + std::strerror(errno), place);
        packedCount = *count;
        return packedCount;
    }

    // The plain file's next block; the first one has been read already.
    std::string_view nextPlain(const Place &place)
    {
        if (!std::exchange(firstIsLeft, false))
            readPacked(place);
        return {packed.data(), packedCount};
    }

    std::string_view nextUnpacked(const Place &place)
    {
        unpacked.resize(blockBytes);
        size_t count = 0;
        while (count == 0) {
            if (decoder->needsInput()) {
                if (!std::exchange(firstIsLeft, false))
                    readPacked(place);
                decoder->give({packed.data(), packedCount});
            }
            count = decoder->unpack(unpacked, place);
            if (count == 0 && packedCount == 0) {
                decoder->finish(place);
                break;
            }
        }
        return {unpacked.data(), count};
    }

    // One more piece of the mapping behind the window.
    std::string_view extended(std::string_view window, int64_t offset, const Place &place)
    {
        const auto bytes = mapping->bytes();
        std::error_code error;
        if (std::filesystem::file_size(file, error) < bytes.size() || error)
            throw InputError("the file became shorter while it was read", place,
                             "do not change it until the command has ended");
        const auto begin = static_cast<size_t>(offset);
        mapping->release(released, begin);
        released = begin;
        const size_t length = std::min(bytes.size() - begin, window.size() + mappedBytes);
        return {reinterpret_cast<const char *>(bytes.data()) + begin, length};
    }

    std::filesystem::path file;
    Descriptor descriptor;
    std::vector<char> packed; // as it is in the file
    size_t packedCount = 0;
    bool firstIsLeft = true;
    std::vector<char> unpacked;
    std::optional<GzipDecoder> decoder;
    std::optional<MappedFile> mapping;
    size_t released = 0; // bytes of the mapping that were taken and are held no longer
};

ByteStream::ByteStream(std::filesystem::path file, Access access)
    : source_(std::make_unique<Source>(std::move(file), access))
{
}

ByteStream::ByteStream(ByteStream &&) noexcept = default;
ByteStream &ByteStream::operator=(ByteStream &&) noexcept = default;
ByteStream::~ByteStream() = default;

const std::filesystem::path &ByteStream::file() const
{
    return source_->file;
}

bool ByteStream::isMapped() const
{
    return source_->mapping.has_value();
}

bool ByteStream::fill(int64_t line)
{
    const size_t before = window_.size();
    const Place place{.file = source_->file,
                      .line = line > 0 ? std::optional(line) : std::nullopt,
                      .byteOffset = offset_ + static_cast<int64_t>(before)};
    if (isMapped()) {
        window_ = source_->extended(window_, offset_, place);
        return window_.size() > before;
    }
    assert(window_.empty());
    window_ = source_->decoder ? source_->nextUnpacked(place) : source_->nextPlain(place);
    return !window_.empty();
}

} // namespace helicase
