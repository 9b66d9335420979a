// Files of torch.save in the old layout, written by hand, for tests of what no writer would write.
#pragma once

#include <cstdint>
#include <string>

namespace helicase::test {

// An old file of torch.save around a pickle; the storage "0" holds 1, 2, ..., count as floats.
inline std::string oldFile(const std::string &pickle, int64_t count)
{
    const auto number = [](int64_t value) {
        return std::string(reinterpret_cast<const char *>(&value), 8);
    };
    std::string bytes = "\x80\x02\x8A\x0A\x6C\xFC\x9C\x46\xF9\x20\x6A\xA8\x50\x19.";
    bytes += "\x80\x02M\xE9\x03.";
    bytes += "\x80\x02}.";
    bytes += pickle;
    bytes += std::string("\x80\x02]X\x01\0\0\0"
                         "0a.",
                         11);
    bytes += number(count);
    for (int64_t i = 1; i <= count; ++i) {
        const auto value = static_cast<float>(i);
        bytes.append(reinterpret_cast<const char *>(&value), sizeof value);
    }
    return bytes;
}

inline std::string pickledText(const std::string &word)
{
    return "V" + word + "\n";
}

// A tensor of storage "0" with count elements; sizes and strides as in "I2\nI3\n".
inline std::string pickledTensor(int64_t count, int64_t offset, const std::string &sizes,
                                 const std::string &strides)
{
    return "ctorch._utils\n_rebuild_tensor_v2\n((" + pickledText("storage") +
           "ctorch\nFloatStorage\n" + pickledText("0") + pickledText("cpu") + "I" +
           std::to_string(count) + "\nNtQI" + std::to_string(offset) + "\n(" + sizes + "t(" +
           strides + "tI00\n}tR";
}

} // namespace helicase::test
