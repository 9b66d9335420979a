// One window's bases out of a file of windows. Function without state.
#pragma once

#include <filesystem>
#include <string>

namespace helicase {

struct WindowSequence {
    std::string name;
    std::string bases; // upper case
};

// file: FASTA, or the layout of DNA-LLM (TSV with the columns sequence and window_name), plain or
// gzip; read up to the window. An empty name takes the first. Throws InputError for a file without
// the columns, without the window, and for letters that are no nucleotide codes.
WindowSequence readWindowSequence(const std::filesystem::path &file, const std::string &name);

} // namespace helicase
