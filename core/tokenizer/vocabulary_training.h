// Learning a vocabulary: byte-pair encoding from sequences, WordPiece from text. The merges are
// those of the Hugging Face trainers, ties included, so that a vocabulary can be compared with a
// published one. One call works on the calling thread.
#pragma once

#include "core/base/progress.h"
#include "core/tokenizer/tokenizer_definition.h"

namespace helicase {

struct CountedWord {
    std::string text; // valid UTF-8
    int64_t count = 1;
};

struct VocabularyTraining {
    int64_t vocabularySize = 4096; // special tokens and single characters included
    int64_t minimumFrequency = 2;  // pairs seen less often are not merged
    // Tokens stay below this number of characters; 0: no limit. Pairs of single characters may
    // always merge.
    int64_t maximumTokenLength = 0;
    std::vector<std::string> specialTokens{"[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]"};
    std::string continuationPrefix; // "##" of WordPiece; empty: none
};

// Tokens by id: special tokens, single characters by code point, the same with the prefix, merges.
struct LearnedVocabulary {
    std::vector<std::string> tokens;
    std::vector<MergeRule> merges; // in order of rank
};

// Throws Error when the words are together too long (2^31 characters), Stopped on request.
LearnedVocabulary learnVocabulary(std::span<const CountedWord> words,
                                  const VocabularyTraining &training, Progress &progress,
                                  const std::stop_token &stop);

// Appends the runs of A, C, G and T of a sequence; soft-masked letters count, any other letter ends
// a run.
void appendBaseRuns(std::vector<CountedWord> &words, std::string_view bases);

// The words of text lines as BERT cleans and cuts them, in order of first appearance.
std::vector<CountedWord> wordsForWordPiece(std::span<const std::string> lines);

// The parts around a learned vocabulary as the published models have them: DNABERT-2's and BERT's.
TokenizerDefinition dnaTokenizer(const LearnedVocabulary &learned);
// Throws InputError (place: "special") without an [UNK].
TokenizerDefinition wordPieceTokenizer(const LearnedVocabulary &learned);

} // namespace helicase
