// Labels joined to sequences by id, never by row.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace helicase {

// A TSV with a header of "id" (or "contig", "sequence_id") and "label" (or "species") columns, more
// columns are ignored; or a CAMI binning file (@@SEQUENCEID BINID ...). Plain or gzip. Throws
// InputError with the line for a malformed row or a repeated id.
std::map<std::string, std::string> readLabels(const std::filesystem::path &file);

// The same with labels from the column of this name, of a TSV or a CSV file (its header tells
// which).
std::map<std::string, std::string> readLabels(const std::filesystem::path &file,
                                              const std::string &column);

} // namespace helicase
