// The rows of a file of labelled sequences, one after another and as they stand: a header, then
// rows sequence,label or sequence,sequence,label. Separated by commas, or by tabs where the header
// holds one; plain or gzip. What the fields hold is for the caller to judge. One thread per object.
#pragma once

#include "core/sequence/line_reader.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace helicase {

// Without blanks around the fields.
struct LabelledRow {
    std::string first;
    std::string second; // empty unless the rows are pairs
    std::string label;
};

class LabelledRowReader {
public:
    // Takes the header. Throws InputError when the file cannot be opened, is empty, has another
    // number of columns than 2 or 3, or a sequence where the header should be.
    explicit LabelledRowReader(const std::filesystem::path &file);

    bool isPaired() const { return columns_ == 3; }
    // What the header calls the labels.
    const std::string &labelName() const { return labelName_; }
    // Nothing at the end. Throws InputError with the line for another number of columns than the
    // header's and for a quotation mark in the wrong place.
    std::optional<LabelledRow> next();
    // Of the row that next() gave last, 1-based.
    int64_t lineNumber() const { return lines_.lineNumber(); }
    Place place() const { return lines_.place(); }

private:
    std::optional<std::string_view> nextLine();
    std::vector<std::string> fieldsOf(std::string_view line) const;

    LineReader lines_;
    char separator_ = ',';
    size_t columns_ = 0;
    std::string labelName_;
};

// What a row must look like, for messages.
inline constexpr const char *labelledRowsHint =
    "a header row is followed by rows sequence,label or sequence,sequence,label";

// A line of bases where names of columns are expected.
bool looksLikeSequence(std::string_view name);
// A label that stands for none: nothing, or NaN.
bool isMissingLabel(std::string_view label);

} // namespace helicase
