// What a tokenizer makes of a document: tokens with their places, counts, the round trip and
// problems. annotate() runs on a worker thread on a snapshot of the text; the result is immutable
// and shared.
#pragma once

#include "core/tokenizer/tokenizer.h"
#include "widgets/annotate/dna_markup.h"

#include <QString>

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace helicase {

// A tokenizer with what the panel says about it. Immutable; shared between threads.
struct NamedTokenizer {
    std::shared_ptr<const Tokenizer> tokenizer;
    QString name;
    QString folder;
    int64_t dnaOffset = 0; // 0: not a unified tokenizer
    int64_t modelMaximum = 0; // tokens that its model takes; 0: not told
    bool isUnified = false;
};

// Throws InputError.
std::shared_ptr<const NamedTokenizer> loadNamedTokenizer(const QString &folder);

enum class TokenKind : uint8_t { Text, Dna, Special, Unknown };

// Places are UTF-16 units of the document, half-open.
struct AnnotatedToken {
    int32_t begin = 0;
    int32_t end = 0;
    TokenId id = 0;
    int32_t run = -1; // index into Annotation::runs
    TokenKind kind = TokenKind::Text;
    bool isDna = false; // of DNA modality; an unknown token may be of either
    // A special token that the tokenizer puts around the text. Its place is empty.
    bool isAdded = false;
};

struct AnnotationCounts {
    int64_t tokens = 0;
    int64_t dna = 0;
    int64_t text = 0;
    int64_t special = 0;
    int64_t unknown = 0;
    int64_t bases = 0; // covered by DNA tokens

    double basesPerDnaToken() const
    {
        return dna == 0 ? 0 : static_cast<double>(bases) / static_cast<double>(dna);
    }
};

struct DocumentProblem {
    enum class Remedy { None, ReplaceByN, UpperCase, CloseRun, RemoveTag };
    int32_t begin = 0;
    int32_t end = 0;
    QString message;
    Remedy remedy = Remedy::None;
};

// Whether the tokens spell the document again.
struct RoundTrip {
    // SameLetters: all but case, accents and white space.
    enum class Verdict { Identical, SameLetters, Different };
    Verdict verdict = Verdict::Identical;
    int32_t position = 0; // UTF-16 unit of the first difference
    QString reason;       // "line breaks are lost"
};

struct Annotation {
    std::shared_ptr<const NamedTokenizer> tokenizer;
    uint64_t revision = 0; // of the document
    SpecialTokens special = SpecialTokens::Omit;
    std::vector<AnnotatedToken> tokens; // in order of their places
    int64_t addedBehind = 0;            // tokens that are added behind the text
    std::vector<DnaRun> runs;
    AnnotationCounts counts;
    RoundTrip roundTrip;
    std::vector<DocumentProblem> problems; // in order of their places, the first 200
    int64_t furtherProblems = 0;
    std::vector<int64_t> dnaTokenLengths; // [n]: DNA tokens of n bases; the last counts all longer
    std::vector<int64_t> vocabularyUse;   // uses of each DNA token that occurs, most used first

    // The first token that a limit cuts off: added tokens are always kept. Null when all are kept.
    std::optional<int64_t> firstCutToken(int64_t limit) const;
};

struct AnnotationRequest {
    QString text;
    uint64_t revision = 0;
    std::shared_ptr<const NamedTokenizer> tokenizer;
    SpecialTokens special = SpecialTokens::Omit;
};

// Throws Stopped when a newer request makes the result worthless.
std::shared_ptr<const Annotation> annotate(const AnnotationRequest &request,
                                           const std::stop_token &stop);

// Index of the token that covers the position, or that begins at it; -1 without one.
int64_t tokenAt(const std::vector<AnnotatedToken> &tokens, int32_t position);

// 1-based line and 0-based column of a place.
struct LineColumn {
    int64_t line = 1;
    int64_t column = 0;
};
LineColumn lineColumn(QStringView text, int32_t position);

} // namespace helicase
