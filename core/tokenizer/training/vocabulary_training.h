// Learning a vocabulary: byte-pair encoding from sequences, WordPiece from text. The merges are
// those of the Hugging Face trainers, ties included, so that a vocabulary can be compared with a
// published one. Memory: the words, 10 to 20 bytes per character of theirs, and 48 to 96 per kind
// of pair; 15 bytes per base in all for 20 Mbp of bacterial genomes and 4096 tokens.
#pragma once

#include "core/base/progress.h"
#include "core/tokenizer/tokenizer_definition.h"

#include <unordered_map>
#include <utility>

namespace helicase {

struct CountedWord {
    std::string text; // valid UTF-8
    int64_t count = 1;
};

// How the one-letter continuing pieces are numbered; the reference's own order changes from run to
// run, and ties between pairs depend on it.
enum class PieceOrder { CodePoint, FirstSeen };

struct VocabularyTraining {
    int64_t vocabularySize = 4096; // special tokens and single characters included
    int64_t minimumFrequency = 2;  // pairs seen less often are not merged
    // Tokens stay below this number of characters; 0: no limit. Pairs of single characters may
    // always merge.
    int64_t maximumTokenLength = 0;
    std::vector<std::string> specialTokens{"[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]"};
    std::string continuationPrefix; // "##" of WordPiece; empty: none
    // Characters that get a token even when the text has none; with a prefix also as a continuing
    // piece, unless they are punctuation.
    std::string alphabet;
    PieceOrder pieceOrder = PieceOrder::CodePoint;
    std::vector<std::string> firstPieces; // continuing pieces that come before the others
    int threads = 1;                      // for large merges; the result does not depend on it
};

// Tokens by id: special tokens, single characters by code point, the same with the prefix, merges.
struct LearnedVocabulary {
    std::vector<std::string> tokens;
    std::vector<MergeRule> merges; // in order of rank
};

// Throws Error when the words are together too long (2^31 bytes) or have the prefix inside, Stopped
// on request.
LearnedVocabulary learnVocabulary(std::span<const CountedWord> words,
                                  const VocabularyTraining &training, Progress &progress,
                                  const std::stop_token &stop);

// Appends the runs of A, C, G and T of a sequence; soft-masked letters count, any other letter ends
// a run.
void appendBaseRuns(std::vector<CountedWord> &words, std::string_view bases);

// The characters from "!" to "~".
std::string printableAscii();

// Text as BERT cleans it: lower case, no accents, no control characters.
std::string bertCleaned(std::string_view text);

// Counts the words of texts as BERT cleans and cuts them.
class BertWordCounter {
public:
    void add(std::string_view text);
    // In order of first appearance.
    std::vector<CountedWord> take() { return std::move(words_); }

private:
    std::vector<CountedWord> words_;
    std::unordered_map<std::string, size_t> places_;
};

// The parts around a learned vocabulary as the published models have them: DNABERT-2's and BERT's.
TokenizerDefinition dnaTokenizer(const LearnedVocabulary &learned);
// Throws InputError (place: "special") without an [UNK].
TokenizerDefinition wordPieceTokenizer(const LearnedVocabulary &learned);

} // namespace helicase
