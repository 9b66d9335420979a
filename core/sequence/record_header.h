// The parts of FASTA and FASTQ that their readers and the index share.
#pragma once

#include "core/base/error.h"

#include <string_view>

namespace helicase {

struct RecordHeader {
    std::string_view id;          // first word
    std::string_view description; // the rest
};

// text: the line without its first sign; place: of the line. Throws InputError for an empty name,
// for text that is no UTF-8 and for control characters.
RecordHeader parseHeader(std::string_view text, const Place &place);

// Comments of FASTA begin with ';' or '#'.
bool isComment(std::string_view line);

// 'X' for what can be seen, "byte 7" for what cannot.
std::string describeLetter(char letter);

// To be thrown for a letter that is no nucleotide code.
InputError wrongLetter(char letter, Place place);

} // namespace helicase
