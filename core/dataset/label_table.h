// Labels joined to sequences by id, never by row.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace helicase {

// A TSV, or a CSV where the header holds commas and no tab, with the columns "id" (or "contig",
// "sequence_id") and "label" (or "species"), more columns are ignored; or a CAMI binning file
// (@@SEQUENCEID BINID ...). Plain or gzip. Throws InputError with the line for a malformed row or a
// repeated id.
std::map<std::string, std::string> readLabels(const std::filesystem::path &file);

// The same with labels from the column of this name; empty: from one of the usual names.
std::map<std::string, std::string> readLabels(const std::filesystem::path &file,
                                              const std::string &column);

} // namespace helicase
