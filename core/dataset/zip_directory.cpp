#include "core/dataset/zip_directory.h"

#include "core/base/error.h"
#include "core/base/text.h"

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>

#include <algorithm>
#include <limits>
#include <memory>

namespace helicase {

namespace {

constexpr size_t localHeaderBytes = 30;
constexpr size_t directoryEntryBytes = 46;
constexpr size_t endBytes = 22;
constexpr size_t longestComment = 0xFFFF;
constexpr uint64_t in64Bits = 0xFFFFFFFF; // the number stands in the ZIP64 part

class ZipReader {
public:
    ZipReader(std::span<const std::byte> archive, const std::filesystem::path &file,
              DeflatedEntries deflated)
        : archive_(archive), file_(file), deflated_(deflated), unclaimed_(archive.size())
    {
    }

    std::map<std::string, ZipEntry> read()
    {
        uint64_t place = findDirectory();
        std::map<std::string, ZipEntry> entries;
        for (uint64_t i = 0; i < entryCount_; ++i) {
            require(place, directoryEntryBytes, "directory");
            if (number(place, 4) != 0x02014B50)
                fail("the archive's directory is damaged", place);
            const uint64_t nameLength = number(place + 28, 2);
            const uint64_t extraLength = number(place + 30, 2);
            const uint64_t commentLength = number(place + 32, 2);
            require(place + directoryEntryBytes, nameLength + extraLength + commentLength,
                    "directory");
            std::string name(text(place + directoryEntryBytes, nameLength));
            const ZipEntry entry = readEntry(place, name);
            if (entry.bytes.size() >= unclaimed_)
                fail("the archive's entries overlap", place);
            unclaimed_ -= entry.bytes.size();
            if (!entries.emplace(name, entry).second)
                fail("the archive holds " + printable(name) + " twice", place);
            place += directoryEntryBytes + nameLength + extraLength + commentLength;
        }
        return entries;
    }

private:
    [[noreturn]] void fail(const std::string &message, uint64_t place,
                           const std::string &hint = damagedFileHint) const
    {
        throw InputError(message, {.file = file_, .byteOffset = static_cast<int64_t>(place)}, hint);
    }

    void require(uint64_t place, uint64_t count, const char *what) const
    {
        if (place > archive_.size() || count > archive_.size() - place)
            fail("the archive's " + std::string(what) + " lies beyond its end of " +
                     std::to_string(archive_.size()) + " bytes",
                 std::min<uint64_t>(place, archive_.size()));
    }

    uint64_t number(uint64_t place, size_t count) const
    {
        uint64_t value = 0;
        for (size_t i = 0; i < count; ++i)
            value |= std::to_integer<uint64_t>(archive_[place + i]) << 8 * i;
        return value;
    }

    std::string_view text(uint64_t place, uint64_t count) const
    {
        return {reinterpret_cast<const char *>(archive_.data()) + place, count};
    }

    // Its offset; sets the number of entries.
    uint64_t findDirectory()
    {
        const size_t last = archive_.size() < endBytes ? 0 : archive_.size() - endBytes;
        const size_t first = last < longestComment ? 0 : last - longestComment;
        size_t end = last + 1;
        while (end > first && (archive_.size() < endBytes || number(end - 1, 4) != 0x06054B50))
            --end;
        if (end == first)
            fail("the archive has no directory", archive_.size());
        const size_t place = end - 1;
        entryCount_ = number(place + 10, 2);
        const uint64_t directory = number(place + 16, 4);
        if (entryCount_ != 0xFFFF && directory != in64Bits)
            return directory;
        return findLargeDirectory(place);
    }

    uint64_t findLargeDirectory(size_t end)
    {
        constexpr size_t locatorBytes = 20;
        constexpr size_t largeEndBytes = 56;
        if (end < locatorBytes || number(end - locatorBytes, 4) != 0x07064B50)
            fail("the archive has no directory", end);
        const uint64_t place = number(end - locatorBytes + 8, 8);
        require(place, largeEndBytes, "directory");
        if (number(place, 4) != 0x06064B50)
            fail("the archive has no directory", place);
        entryCount_ = number(place + 32, 8);
        return number(place + 48, 8);
    }

    ZipEntry readEntry(uint64_t place, const std::string &name) const
    {
        constexpr uint64_t encrypted = 1;
        if ((number(place + 8, 2) & encrypted) != 0)
            fail(printable(name) + " is encrypted", place, "save the weights without a password");
        const bool isDeflated = isDeflatedEntry(place, name);
        const Sizes sizes = readSizes(place);
        if (sizes.stored != sizes.plain && !isDeflated)
            fail(printable(name) + " has two different sizes", place);
        require(sizes.offset, localHeaderBytes, "entry");
        if (number(sizes.offset, 4) != 0x04034B50)
            fail(printable(name) + " is not where the directory says", sizes.offset);
        const uint64_t begin = sizes.offset + localHeaderBytes + number(sizes.offset + 26, 2) +
                               number(sizes.offset + 28, 2);
        require(begin, sizes.stored, "entry");
        if (sizes.plain > std::numeric_limits<int64_t>::max())
            fail(printable(name) + " is larger than any file", place);
        return {.bytes = archive_.subspan(begin, sizes.stored),
                .offset = static_cast<int64_t>(begin),
                .crc32 = static_cast<uint32_t>(number(place + 16, 4)),
                .isDeflated = isDeflated,
                .plainBytes = static_cast<int64_t>(sizes.plain)};
    }

    bool isDeflatedEntry(uint64_t place, const std::string &name) const
    {
        constexpr uint64_t stored = 0;
        constexpr uint64_t deflated = 8;
        const uint64_t method = number(place + 10, 2);
        if (method == stored)
            return false;
        if (deflated_ == DeflatedEntries::Refused)
            fail(printable(name) + " is compressed, expected it stored as it is", place,
                 "PyTorch does not compress weights; save them again with torch.save");
        if (method != deflated)
            fail(printable(name) + " is compressed by method " + std::to_string(method) +
                     " (expected 0, stored, or 8, deflated)",
                 place);
        return true;
    }

    struct Sizes {
        uint64_t plain = 0;
        uint64_t stored = 0;
        uint64_t offset = 0;
    };

    // Numbers that do not fit stand in an extra field, those that fit do not.
    Sizes readSizes(uint64_t place) const
    {
        Sizes sizes{.plain = number(place + 24, 4),
                    .stored = number(place + 20, 4),
                    .offset = number(place + 42, 4)};
        uint64_t extra = place + directoryEntryBytes + number(place + 28, 2);
        const uint64_t end = extra + number(place + 30, 2);
        while (extra + 4 <= end) {
            const uint64_t length = number(extra + 2, 2);
            if (number(extra, 2) == 1) {
                uint64_t next = extra + 4;
                for (uint64_t *value : {&sizes.plain, &sizes.stored, &sizes.offset})
                    if (*value == in64Bits && next + 8 <= std::min(end, extra + 4 + length)) {
                        *value = number(next, 8);
                        next += 8;
                    }
            }
            extra += 4 + length;
        }
        return sizes;
    }

    std::span<const std::byte> archive_;
    const std::filesystem::path &file_;
    DeflatedEntries deflated_;
    uint64_t entryCount_ = 0;
    size_t unclaimed_; // bytes that no entry has claimed so far
};

// Whether the packed bytes become exactly as many plain ones.
bool inflate(std::span<const std::byte> packed, std::span<std::byte> plain)
{
    constexpr size_t most = std::numeric_limits<uint32_t>::max();
    if (packed.size() > most || plain.size() > most)
        return false;
    auto state = std::make_unique<inflate_state>();
    isal_inflate_init(state.get());
    state->next_in = reinterpret_cast<uint8_t *>(const_cast<std::byte *>(packed.data()));
    state->avail_in = static_cast<uint32_t>(packed.size());
    state->next_out = reinterpret_cast<uint8_t *>(plain.data());
    state->avail_out = static_cast<uint32_t>(plain.size());
    return isal_inflate_stateless(state.get()) == ISAL_DECOMP_OK && state->avail_out == 0;
}

} // namespace

bool looksLikeZip(std::span<const std::byte> archive)
{
    return archive.size() >= 4 && archive[0] == std::byte{'P'} && archive[1] == std::byte{'K'} &&
           archive[2] == std::byte{3} && archive[3] == std::byte{4};
}

std::map<std::string, ZipEntry> readZipDirectory(std::span<const std::byte> archive,
                                                 const std::filesystem::path &file,
                                                 DeflatedEntries deflated)
{
    return ZipReader(archive, file, deflated).read();
}

std::vector<std::byte> unpacked(const ZipEntry &entry, const std::string &name,
                                const std::filesystem::path &file, int64_t most)
{
    const Place place{.file = file, .byteOffset = entry.offset};
    if (entry.plainBytes > most)
        throw InputError(printable(name) + " holds " + std::to_string(entry.plainBytes) +
                             " bytes (expected at most " + std::to_string(most) + ")",
                         place);
    std::vector<std::byte> plain(static_cast<size_t>(entry.plainBytes));
    if (!entry.isDeflated)
        std::ranges::copy(entry.bytes, plain.begin());
    else if (!inflate(entry.bytes, plain))
        throw InputError(printable(name) + " is damaged: it cannot be inflated", place,
                         damagedFileHint);
    ZipEntry whole = entry;
    whole.bytes = plain;
    requireIntact(whole, name, file);
    return plain;
}

void requireIntact(const ZipEntry &entry, const std::string &name,
                   const std::filesystem::path &file)
{
    const uint32_t found = crc32_gzip_refl(
        0, reinterpret_cast<const unsigned char *>(entry.bytes.data()), entry.bytes.size());
    if (found != entry.crc32)
        throw InputError(printable(name) + " is damaged: its checksum does not fit",
                         {.file = file, .byteOffset = entry.offset}, damagedFileHint);
}

} // namespace helicase
