// The inner loops of reading sequences: checking letters and joining lines, 64 bytes at a time.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace helicase {

// How many letters at the beginning are nucleotide codes (alphabet.h).
size_t leadingCodes(std::string_view text);

// How many bytes at the beginning are qualities of FASTQ, '!' to '~'.
size_t leadingQualities(std::string_view text);

// How the lines of a record are made; the last one may be shorter.
struct LineShape {
    size_t letters = 0;
    size_t endBytes = 1; // LF, or CR LF
};

// Appends the letters of lines that have this shape and hold nothing but A, C, G, T and N of either
// case. Ends early, after whole lines, at other lines and near the end of the text; the rest is for
// slower ways. Returns the number of lines.
size_t appendLines(std::string_view text, LineShape shape, std::string &bases);

} // namespace helicase
