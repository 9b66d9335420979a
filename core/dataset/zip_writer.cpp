#include "core/dataset/zip_writer.h"

#include "core/base/little_endian.h"

#include <isa-l/crc.h>

namespace helicase {

namespace {

constexpr uint64_t in64Bits = 0xFFFFFFFF;
constexpr uint64_t versionOfZip64 = 45;
constexpr uint64_t firstOfJanuary1980 = 0x21;
constexpr size_t localHeaderBytes = 30;

uint32_t crc32Of(std::span<const std::byte> bytes)
{
    return crc32_gzip_refl(0, reinterpret_cast<const unsigned char *>(bytes.data()), bytes.size());
}

// An extra field of zeros that ends at a multiple of 64 bytes.
std::string padding(uint64_t place)
{
    constexpr uint64_t alignment = 64;
    constexpr uint64_t headBytes = 4;
    const uint64_t length = (alignment - (place + headBytes) % alignment) % alignment;
    return "FB" + littleEndian(length, 2) + std::string(length, 'Z');
}

// The numbers that the 32-bit fields beside it refer to.
std::string zip64Field(std::initializer_list<uint64_t> numbers)
{
    std::string field = littleEndian(1, 2) + littleEndian(8 * numbers.size(), 2);
    for (const uint64_t number : numbers)
        field += littleEndian(number, 8);
    return field;
}

} // namespace

ZipWriter::ZipWriter(const std::filesystem::path &file, Numbers numbers)
    : file_(file), numbers_(numbers)
{
}

bool ZipWriter::isLarge(uint64_t number) const
{
    return numbers_ == Numbers::Always64Bits || number >= in64Bits;
}

void ZipWriter::write(std::string_view bytes)
{
    file_.write(bytes);
    place_ += bytes.size();
}

void ZipWriter::add(const std::string &name, std::string_view content)
{
    add(name, std::as_bytes(std::span(content)));
}

void ZipWriter::add(const std::string &name, std::span<const std::byte> content)
{
    const uint64_t offset = place_;
    const uint64_t size = content.size();
    const bool large = isLarge(size) || isLarge(offset);
    const std::string version = littleEndian(large ? versionOfZip64 : 20, 2);
    const std::string sizes = littleEndian(large ? in64Bits : size, 4);
    const std::string common =
        littleEndian(0, 2) + littleEndian(0, 2) + // no flags, stored as it is
        littleEndian(0, 2) + littleEndian(firstOfJanuary1980, 2) +
        littleEndian(crc32Of(content), 4) + sizes + sizes + littleEndian(name.size(), 2);
    std::string extra = large ? zip64Field({size, size}) : std::string();
    extra += padding(offset + localHeaderBytes + name.size() + extra.size());
    write("PK\x03\x04" + version + common + littleEndian(extra.size(), 2) + name + extra);
    file_.write(content);
    place_ += size;

    const std::string directoryExtra = large ? zip64Field({size, size, offset}) : std::string();
    directory_ += "PK\x01\x02" + version + version + common +
                  littleEndian(directoryExtra.size(), 2) + littleEndian(0, 2) + littleEndian(0, 2) +
                  littleEndian(0, 2) + littleEndian(0, 4) +
                  littleEndian(large ? in64Bits : offset, 4) + name + directoryExtra;
    ++count_;
}

void ZipWriter::finish()
{
    constexpr uint64_t mostEntries = 0xFFFF;
    const uint64_t begin = place_;
    const uint64_t size = directory_.size();
    const bool large = isLarge(begin) || isLarge(size) || count_ >= mostEntries;
    write(directory_);
    if (large) {
        const uint64_t end = place_;
        write("PK\x06\x06" + littleEndian(44, 8) + littleEndian(versionOfZip64, 2) +
              littleEndian(versionOfZip64, 2) + littleEndian(0, 4) + littleEndian(0, 4) +
              littleEndian(count_, 8) + littleEndian(count_, 8) + littleEndian(size, 8) +
              littleEndian(begin, 8));
        write("PK\x06\x07" + littleEndian(0, 4) + littleEndian(end, 8) + littleEndian(1, 4));
    }
    const std::string count = littleEndian(large ? mostEntries : count_, 2);
    write("PK\x05\x06" + littleEndian(0, 4) + count + count +
          littleEndian(large ? in64Bits : size, 4) + littleEndian(large ? in64Bits : begin, 4) +
          littleEndian(0, 2));
    file_.commit();
}

} // namespace helicase
