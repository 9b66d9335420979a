// Tokens that are added to a published vocabulary, and the annotation tokens of the gene annotation
// system (systems.md 6.6).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace helicase {

// The 1,040 annotation tokens in the order of their ids: the ends of a text, feature types, marks,
// strands, the numbers 0 to 999, and the types that annotation files add.
std::vector<std::string> geneTokens();

// One token per line, without the blanks around it; empty lines and repeated tokens are left out.
// Throws InputError.
std::vector<std::string> readTokenList(const std::filesystem::path &file);

// A tokenizer.json with more tokens.
struct ExtendedTokenizer {
    std::string document;           // the new file
    std::vector<std::string> added; // tokens that were not there yet
    int64_t firstId = 0;            // of the first added one; the others follow
};

// Appends the tokens that are neither in the vocabulary nor among the added tokens; everything else
// in the file stays as it is. They match anywhere in a text, also within words, and are not
// special. Throws InputError.
ExtendedTokenizer extendTokenizer(const std::filesystem::path &tokenizerJson,
                                  const std::vector<std::string> &tokens);

} // namespace helicase
