#include "core/tokenizer/packed_bases.h"

#include "core/base/clones.h"

namespace helicase {

namespace {

constexpr size_t block = 64;

// How many whole blocks at the beginning hold bases only, times 64.
HELICASE_CLONES size_t leadingBlocks(const char *text, size_t size)
{
    size_t done = 0;
    for (; done + block <= size; done += block) {
        uint8_t others = 0;
        for (size_t i = 0; i < block; ++i) {
            const char c = text[done + i];
            others |= static_cast<uint8_t>((c != 'A') & (c != 'C') & (c != 'G') & (c != 'T'));
        }
        if (others != 0)
            break;
    }
    return done;
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

} // namespace

size_t leadingBases(std::string_view text)
{
    size_t done = leadingBlocks(text.data(), text.size());
    while (done < text.size() && isBase(text[done]))
        ++done;
    return done;
}

PackedBases::PackedBases(std::string_view bases)
    // Numbers are read eight bytes at a time, also at the last base.
    : bytes_(bases.size() / 4 + 2 + sizeof(uint64_t))
{
    uint8_t *into = bytes_.data();
    size_t done = 0;
    for (; done + 8 <= bases.size(); done += 8, into += 2) {
        const uint16_t eight = packedEight(bases.data() + done);
        std::memcpy(into, &eight, sizeof eight);
    }
    std::memset(into, 0, 2 + sizeof(uint64_t));
    for (size_t i = done; i < bases.size(); ++i)
        into[(i - done) / 4] |= static_cast<uint8_t>(codeOf(bases[i]) << (i - done) % 4 * 2);
}

} // namespace helicase
