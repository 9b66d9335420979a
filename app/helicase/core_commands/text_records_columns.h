// Which columns of a CSV or TSV table hold the id, the text and its pair.
#pragma once

#include "core/base/error.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace helicase {

// Whether a line looks like the first one of a table of texts: a header that names a column of
// texts
// ("sequence", "text", "seq"), or cells that are sequences.
bool isTableRow(std::string_view line, char separator);

struct TextColumns {
    bool hasHeader = false;
    size_t count = 0; // of all columns
    size_t text = 0;
    std::optional<size_t> pair;
    std::optional<size_t> id;

    // Without a header the text is the first column and the pair the second, when that holds a
    // sequence, too.
    static TextColumns ofFirstRow(const std::vector<std::string> &cells);
};

// Throws InputError when a quotation mark of a CSV line is misplaced.
std::vector<std::string> cellsOf(std::string_view line, char separator, const Place &place);

} // namespace helicase
