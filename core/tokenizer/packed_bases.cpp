#include "core/tokenizer/packed_bases.h"

#include "core/tokenizer/byte_vectors.h"

namespace helicase {

namespace {

HELICASE_CLONES size_t basesInVectors(std::string_view text)
{
    return bytesInVectorsWithout(text, [](const ByteVector &letters, ByteVector &others) {
        others = (ByteVector)(letters != 'A') & (ByteVector)(letters != 'C') &
                 (ByteVector)(letters != 'G') & (ByteVector)(letters != 'T');
    });
}

// Bits 1 and 2 tell A, C, T and G apart; they are drawn together from eight bytes into two.
uint16_t packedEight(const char *bases)
{
    uint64_t letters = 0;
    std::memcpy(&letters, bases, sizeof letters);
    uint64_t codes = letters >> 1 & 0x0303030303030303;
    codes = (codes | codes >> 6) & 0x000F000F000F000F;
    codes = (codes | codes >> 12) & 0x000000FF000000FF;
    return static_cast<uint16_t>(codes | codes >> 24);
}

// Bases beyond the last one are code 0.
void pack(std::string_view bases, uint8_t *into)
{
    size_t done = 0;
    for (; done + 8 <= bases.size(); done += 8, into += 2) {
        const uint16_t eight = packedEight(bases.data() + done);
        std::memcpy(into, &eight, sizeof eight);
    }
    std::memset(into, 0, 2);
    for (size_t i = done; i < bases.size(); ++i)
        into[(i - done) / 4] |=
            static_cast<uint8_t>(PackedBases::codeOf(bases[i]) << (i - done) % 4 * 2);
}

} // namespace

size_t leadingBases(std::string_view text)
{
    size_t done = basesInVectors(text);
    while (done < text.size() && isBase(text[done]))
        ++done;
    return done;
}

PackedBases::PackedBases(size_t longestRun)
    // Numbers are read eight bytes at a time, also at the last base.
    : bytes_(longestRun / 4 + 2 + sizeof(uint64_t))
{
}

size_t PackedBases::assign(std::string_view text)
{
    constexpr size_t block =
        16384; // stays in the processor's cache from the first look to the last
    size_t done = 0;
    for (size_t found = block; found == block; done += found) {
        const std::string_view part = text.substr(done, block);
        found = leadingBases(part);
        pack(part.substr(0, found), bytes_.data() + done / 4);
    }
    std::memset(bytes_.data() + (done + 3) / 4, 0, sizeof(uint64_t));
    return done;
}

} // namespace helicase
