#include "core/tokenizer/byte_finder.h"

#include "core/base/clones.h"

#include <cstring>

namespace helicase {

namespace {

constexpr size_t width = 64;
using Bytes = uint8_t __attribute__((vector_size(width)));

// How many whole vectors hold none of four bytes, times 64.
HELICASE_CLONES size_t vectorsWithout(const char *text, size_t size, const uint8_t *wanted)
{
    size_t done = 0;
    for (; done + width <= size; done += width) {
        Bytes bytes;
        std::memcpy(&bytes, text + done, width);
        const Bytes found = (Bytes)(bytes == wanted[0]) | (Bytes)(bytes == wanted[1]) |
                            (Bytes)(bytes == wanted[2]) | (Bytes)(bytes == wanted[3]);
        uint64_t parts[width / 8];
        std::memcpy(parts, &found, width);
        uint64_t any = 0;
        for (const uint64_t part : parts)
            any |= part;
        if (any != 0)
            break;
    }
    return done;
}

} // namespace

ByteFinder::ByteFinder(std::string_view bytes)
{
    for (const char byte : bytes) {
        uint8_t &isWanted = isWanted_[static_cast<uint8_t>(byte)];
        if (isWanted)
            continue;
        isWanted = 1;
        if (count_ < fewBytes)
            wanted_[count_] = static_cast<uint8_t>(byte);
        ++count_;
    }
    for (size_t i = count_; i < fewBytes; ++i)
        wanted_[i] = wanted_[0];
}

size_t ByteFinder::find(std::string_view text, size_t from) const
{
    if (count_ == 0)
        return text.size();
    if (count_ <= fewBytes && from < text.size())
        from += vectorsWithout(text.data() + from, text.size() - from, wanted_.data());
    while (from < text.size() && !isWanted_[static_cast<uint8_t>(text[from])])
        ++from;
    return from;
}

} // namespace helicase
