#include "core/tokenizer/byte_finder.h"

#include "core/tokenizer/byte_vectors.h"

namespace helicase {

namespace {

HELICASE_CLONES size_t bytesWithout(std::string_view text, const uint8_t *wanted)
{
    return bytesInVectorsWithout(text, [wanted](const ByteVector &bytes, ByteVector &found) {
        found = (ByteVector)(bytes == wanted[0]) | (ByteVector)(bytes == wanted[1]) |
                (ByteVector)(bytes == wanted[2]) | (ByteVector)(bytes == wanted[3]);
    });
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
        from += bytesWithout(text.substr(from), wanted_.data());
    while (from < text.size() && !isWanted_[static_cast<uint8_t>(text[from])])
        ++from;
    return from;
}

} // namespace helicase
