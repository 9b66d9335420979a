#include "core/sequence/base_scan.h"

#include "core/base/clones.h"
#include "core/sequence/alphabet.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace helicase {

namespace {

constexpr size_t width = 64;
using Bytes = uint8_t __attribute__((vector_size(width)));

// The processor's own prefetching falls behind lines of odd length: 2 GB/s without, 8 with asking
// for the bytes ahead.
constexpr size_t prefetchDistance = 2048;

HELICASE_INLINE void load(Bytes &into, const char *from)
{
    __builtin_prefetch(from + prefetchDistance);
    std::memcpy(&into, from, width);
}

// Not 0 in the places of other letters than A, C, G, T and N.
HELICASE_INLINE void markOthers(Bytes &marks, const Bytes &letters)
{
    const Bytes upper = letters & 0xDF;
    marks = (Bytes)(upper != 'A') & (Bytes)(upper != 'C') & (Bytes)(upper != 'G') &
            (Bytes)(upper != 'T') & (Bytes)(upper != 'N');
}

HELICASE_INLINE bool isAnySet(const Bytes &marks)
{
    uint64_t parts[width / 8];
    std::memcpy(parts, &marks, width);
    uint64_t all = 0;
    for (const uint64_t part : parts)
        all |= part;
    return all != 0;
}

// How many whole vectors at the beginning hold plain letters only, times 64.
HELICASE_CLONES size_t leadingPlain(const char *text, size_t size)
{
    size_t done = 0;
    for (; done + width <= size; done += width) {
        Bytes letters;
        Bytes marks;
        load(letters, text + done);
        markOthers(marks, letters);
        if (isAnySet(marks))
            break;
    }
    return done;
}

// Copies lines as long as they are plain; returns their number. From and into can be read and
// written for 64 bytes beyond the lines.
HELICASE_CLONES size_t copyPlainLines(const char *from, LineShape shape, size_t lines, char *into)
{
    const size_t whole = shape.letters / width * width;
    Bytes places;
    for (size_t i = 0; i < width; ++i)
        places[i] = static_cast<uint8_t>(i);
    const Bytes isInTail = (Bytes)(places < static_cast<uint8_t>(shape.letters - whole));
    for (size_t line = 0; line < lines; ++line) {
        Bytes found{};
        Bytes letters;
        Bytes marks;
        for (size_t i = 0; i < whole; i += width) {
            load(letters, from + i);
            markOthers(marks, letters);
            found |= marks;
            std::memcpy(into + i, &letters, width);
        }
        load(letters, from + whole);
        markOthers(marks, letters);
        found |= marks & isInTail;
        std::memcpy(into + whole, &letters, width);
        from += shape.letters + shape.endBytes;
        into += shape.letters;
        if (from[-1] != '\n' || (shape.endBytes == 2 && from[-2] != '\r') || isAnySet(found))
            return line;
    }
    return lines;
}

} // namespace

size_t leadingCodes(std::string_view text)
{
    size_t done = 0;
    while (true) {
        done += leadingPlain(text.data() + done, text.size() - done);
        const size_t end = std::min(done + width, text.size());
        while (done < end && isNucleotideCode(text[done]))
            ++done;
        if (done < end || done == text.size())
            return done;
    }
}

HELICASE_CLONES size_t leadingQualities(std::string_view text)
{
    constexpr size_t atOnce = 256;
    size_t done = 0;
    for (; done + atOnce <= text.size(); done += atOnce) {
        uint8_t highest = 0;
        for (size_t i = 0; i < atOnce; ++i)
            highest = std::max(highest, static_cast<uint8_t>(text[done + i] - '!'));
        if (highest > '~' - '!')
            break;
    }
    while (done < text.size() && text[done] >= '!' && text[done] <= '~')
        ++done;
    return done;
}

size_t appendLines(std::string_view text, LineShape shape, std::string &bases)
{
    const size_t stride = shape.letters + shape.endBytes;
    if (shape.letters == 0 || text.size() < stride + width)
        return 0;
    const size_t most = (text.size() - width) / stride;
    const size_t before = bases.size();
    size_t lines = 0;
    bases.resize_and_overwrite(before + most * shape.letters + width, [&](char *letters, size_t) {
        lines = copyPlainLines(text.data(), shape, most, letters + before);
        return before + lines * shape.letters;
    });
    return lines;
}

} // namespace helicase
