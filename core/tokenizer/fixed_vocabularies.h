// Vocabularies that need no learning: all words of k bases, and alphabets.
#pragma once

#include "core/tokenizer/tokenizer_definition.h"

namespace helicase {

// DNABERT's: [PAD], [UNK], [CLS], [SEP], [MASK], then all words of so many letters (3 to 8; 3 to 6
// are published) in the order A, T, C, G. Lower-case letters are unknown.
TokenizerDefinition kmerTokenizer(size_t length);

// One token per character, which has its place in the list as id. Other characters disappear. No
// special tokens. The characters must differ.
TokenizerDefinition characterTokenizer(std::span<const std::string> characters);

// The alphabets of DNA-LLM (systems.md 5.1): every character of the human genome hg38 as FASTA,
// names and line ends included, and the four bases.
std::vector<std::string> genomeAlphabet();
std::vector<std::string> baseAlphabet();

// The alphabet of a meta.pkl as DNA-LLM's data preparation writes it. Throws InputError.
TokenizerDefinition readAlphabetPickle(const std::filesystem::path &file);

} // namespace helicase
