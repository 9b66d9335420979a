#include "core/dataset/torch_tensor_file.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <array>
#include <bit>
#include <string>

namespace helicase {

namespace {

static_assert(std::endian::native == std::endian::little);

// As ZIP wants it (polynomial 0xEDB88320, reflected).
uint32_t crc32Of(std::string_view bytes)
{
    static const auto table = [] {
        std::array<uint32_t, 256> values{};
        for (uint32_t i = 0; i < values.size(); ++i) {
            values[i] = i;
            for (int bit = 0; bit < 8; ++bit)
                values[i] = values[i] & 1 ? values[i] >> 1 ^ 0xEDB88320u : values[i] >> 1;
        }
        return values;
    }();
    uint32_t crc = 0xFFFFFFFFu;
    for (const char byte : bytes)
        crc = table[(crc ^ static_cast<uint8_t>(byte)) & 0xFF] ^ crc >> 8;
    return ~crc;
}

std::string littleEndian(uint64_t value, size_t bytes)
{
    std::string text;
    for (size_t i = 0; i < bytes; ++i)
        text += static_cast<char>(value >> 8 * i & 0xFF);
    return text;
}

// A ZIP archive of uncompressed files (PKWARE APPNOTE 6.3), each of whose contents begins at a
// multiple of 64 bytes.
class Archive {
public:
    void add(const std::string &name, std::string_view content)
    {
        const size_t offset = bytes_.size();
        const std::string common = littleEndian(0, 2) + littleEndian(0, 2) +    // flags, stored
                                   littleEndian(0, 2) + littleEndian(0x21, 2) + // 1 January 1980
                                   littleEndian(crc32Of(content), 4) +
                                   littleEndian(content.size(), 4) +
                                   littleEndian(content.size(), 4) + littleEndian(name.size(), 2);
        const size_t extra = padding(offset + 30 + name.size());
        bytes_ += "PK\x03\x04" + littleEndian(20, 2) + common + littleEndian(extra, 2) + name;
        bytes_ += extraField(extra);
        bytes_ += content;
        directory_ += "PK\x01\x02" + littleEndian(20, 2) + littleEndian(20, 2) + common +
                      littleEndian(0, 2) + littleEndian(0, 2) + littleEndian(0, 2) +
                      littleEndian(0, 2) + littleEndian(0, 4) + littleEndian(offset, 4) + name;
        ++count_;
    }

    std::string finish() const
    {
        return bytes_ + directory_ + "PK\x05\x06" + littleEndian(0, 4) + littleEndian(count_, 2) +
               littleEndian(count_, 2) + littleEndian(directory_.size(), 4) +
               littleEndian(bytes_.size(), 4) + littleEndian(0, 2);
    }

private:
    // Length of an extra field, which has a head of four bytes.
    static size_t padding(size_t end)
    {
        constexpr size_t alignment = 64;
        return 4 + (alignment - (end + 4) % alignment) % alignment;
    }

    static std::string extraField(size_t length)
    {
        return "FB" + littleEndian(length - 4, 2) + std::string(length - 4, 'Z');
    }

    std::string bytes_;
    std::string directory_;
    size_t count_ = 0;
};

std::string pickledText(std::string_view text)
{
    return "X" + littleEndian(text.size(), 4) + std::string(text);
}

std::string pickledInteger(int64_t value)
{
    return "\x8A\x08" + littleEndian(static_cast<uint64_t>(value), 8);
}

// torch._utils._rebuild_tensor_v2(storage, 0, shape, strides, False, OrderedDict()).
std::string pickledTensor(size_t count, const std::vector<int64_t> &shape)
{
    const std::string mark = "(";
    const std::string tuple = "t";
    std::string sizes = mark;
    std::string strides = mark;
    auto stride = static_cast<int64_t>(count);
    for (const int64_t size : shape) {
        stride = size > 0 ? stride / size : stride;
        sizes += pickledInteger(size);
        strides += pickledInteger(stride);
    }
    return "\x80\x02"
           "ctorch._utils\n_rebuild_tensor_v2\n" +
           mark + mark + pickledText("storage") + "ctorch\nLongStorage\n" + pickledText("0") +
           pickledText("cpu") + pickledInteger(static_cast<int64_t>(count)) + tuple + "Q" +
           pickledInteger(0) + sizes + tuple + strides + tuple +
           "\x89"
           "ccollections\nOrderedDict\n"
           ")RtR.";
}

} // namespace

void writeTorchTensor(const std::filesystem::path &file, std::span<const int64_t> values,
                      const std::vector<int64_t> &shape)
{
    const auto bytes = std::as_bytes(values);
    if (bytes.size() > UINT32_MAX / 2)
        throw Error("a table of " + std::to_string(bytes.size()) +
                        " bytes is too large for a .pth file",
                    "write .safetensors");
    const std::string folder = "archive/";
    Archive archive;
    archive.add(folder + "data.pkl", pickledTensor(values.size(), shape));
    archive.add(folder + "byteorder", "little");
    archive.add(folder + "data/0", {reinterpret_cast<const char *>(bytes.data()), bytes.size()});
    archive.add(folder + "version", "3\n");
    writeFileAtomically(file, archive.finish());
}

} // namespace helicase
