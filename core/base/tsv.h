// Tables in the project's one text format: tab-separated, with a header line.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace helicase {

struct TsvTable {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows; // each as long as columns

    // Index of a column, or -1.
    int column(std::string_view name) const;
};

// Throws InputError with the line of a row that has another number of cells than the header, and for
// files above 256 MB.
TsvTable readTsv(const std::filesystem::path &file);

// Atomic. Tabs and line feeds inside a cell become blanks. Throws DiskError.
void writeTsv(const std::filesystem::path &file, const TsvTable &table);

// For a terminal: columns as wide as their widest cell, counted in characters, two blanks apart; the
// first to the left, the others to the right. Each line ends with a line feed.
std::string alignedText(const TsvTable &table);

} // namespace helicase
