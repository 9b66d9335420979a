// Reads intervals in BED, 3 to 12 columns, plain, gzip or BGZF, from a file or standard input
// ("-"), line by line (GA4GH, BED 1.0).
#pragma once

#include "core/sequence/line_reader.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace helicase {

struct BedInterval {
    std::string sequence;
    int64_t begin = 0; // 0-based
    int64_t end = 0;   // not included
    std::string name;  // empty when there is no such column
    std::optional<double> score;
    char strand = '.'; // '+', '-' or '.'
};

class BedReader {
public:
    // Throws InputError when the file cannot be opened.
    explicit BedReader(std::filesystem::path file);

    // The next interval, or nothing at the end. Columns behind the sixth, which describe the
    // picture, are not read. Throws InputError with line and byte for a malformed line.
    std::optional<BedInterval> next();

private:
    LineReader lines_;
};

} // namespace helicase
