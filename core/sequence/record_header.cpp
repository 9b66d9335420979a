#include "core/sequence/record_header.h"

#include "core/base/text.h"
#include "core/base/utf8.h"

#include <algorithm>
#include <string>
#include <utility>

namespace helicase {

namespace {

// NCBI joins the descriptions of equal sequences by the byte 1.
bool isForbiddenControl(char letter)
{
    return (letter >= 0 && letter < ' ' && letter != '\t' && letter != 1) || letter == 127;
}

} // namespace

RecordHeader parseHeader(std::string_view text, const Place &place)
{
    // at: in the text; the line's first sign stands before it.
    const auto fail = [&](size_t at, const std::string &message, const std::string &hint) {
        Place exact = place;
        exact.byteOffset = place.byteOffset.value_or(0) + static_cast<int64_t>(at) + 1;
        throw InputError(message, std::move(exact), hint);
    };
    const size_t valid = validUtf8Bytes(text);
    if (valid < text.size())
        fail(valid, "header with " + describeLetter(text[valid]) + ", which is not UTF-8",
             "convert the file to UTF-8, or remove the letter");
    const auto control = std::ranges::find_if(text, isForbiddenControl);
    if (control != text.end())
        fail(static_cast<size_t>(control - text.begin()),
             "header with the control character " + describeLetter(*control),
             *control == '\r' ? "end lines by LF or CR LF" : "is this a text file?");
    const std::string_view trimmed = trim(text);
    if (trimmed.empty())
        fail(0, "record without a name", "write a name after the header's first sign");
    const std::string_view id = trimmed.substr(0, trimmed.find_first_of(" \t"));
    return {.id = id, .description = trim(trimmed.substr(id.size()))};
}

bool isComment(std::string_view line)
{
    return line.starts_with(';') || line.starts_with('#');
}

std::string describeLetter(char letter)
{
    const bool isVisible = letter > ' ' && letter < '\x7F';
    return isVisible ? std::string("'") + letter + "'"
                     : "byte " + std::to_string(static_cast<unsigned char>(letter));
}

InputError wrongLetter(char letter, Place place)
{
    return {describeLetter(letter) + " is not a nucleotide code (expected ACGTN or an IUPAC code)",
            std::move(place), "replace it by N; protein sequences cannot be read"};
}

} // namespace helicase
