// Encodings as lines of text, one per record: JSON lines, ids, tokens or digests, as
// `helicase tokenize` and the window write them.
#pragma once

#include "core/tokenizer/tokenizer.h"

#include <functional>

namespace helicase {

enum class EncodingFormat { JsonLines, Ids, Tokens, Digest };

// "jsonl", "ids", "tokens" or "digest".
EncodingFormat encodingFormatNamed(std::string_view name);

// Hands its text on piece by piece, so that the line of a long record needs no memory of its own.
class EncodingWriter {
public:
    using Receive = std::function<void(std::string_view)>;

    // The tokenizer must outlive the writer.
    EncodingWriter(const Tokenizer &tokenizer, EncodingFormat format, Receive receive);

    // JSON lines need all columns of the encoding, the other formats the ids only. When it returns,
    // the whole line was handed on; what receive throws ends the writing.
    void write(std::string_view id, const Encoding &encoding);

private:
    void add(std::string_view text);
    void addNumber(int64_t number);
    template <typename Values, typename AddOne>
    void addJoined(const Values &values, std::string_view separator, const AddOne &addOne);
    template <typename Values>
    void addNumbers(const Values &values, std::string_view separator);
    template <typename Values>
    void addMember(std::string_view name, const Values &values);
    void addSpans(std::string_view name, std::span<const TokenSpan> spans);
    void addJson(std::string_view id, const Encoding &encoding);
    // The token as JSON text.
    const std::string &quoted(TokenId id);

    const Tokenizer &tokenizer_;
    bool isUnified_;
    EncodingFormat format_;
    Receive receive_;
    std::string piece_;
    std::vector<std::string> quoted_; // by id, empty until asked for
};

} // namespace helicase
