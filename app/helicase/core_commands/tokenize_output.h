// How `helicase tokenize` writes encodings, one line per record.
#pragma once

#include "app/helicase/core_commands/data_output.h"
#include "core/tokenizer/tokenizer.h"

namespace helicase {

enum class EncodingFormat { JsonLines, Ids, Tokens, Digest };

EncodingFormat encodingFormatNamed(std::string_view name);

// Writes piece by piece, so that the line of a long record needs no memory of its own.
class EncodingWriter {
public:
    // Both must outlive the writer.
    EncodingWriter(const Tokenizer &tokenizer, EncodingFormat format, DataOutput &output);

    // JSON lines need all columns of the encoding, the other formats the ids only.
    void write(std::string_view id, const Encoding &encoding);

private:
    void writeJson(std::string_view id, const Encoding &encoding);
    void writeTokens(std::span<const TokenId> ids);
    // The token as JSON text.
    const std::string &quoted(TokenId id);

    const Tokenizer &tokenizer_;
    bool isUnified_;
    EncodingFormat format_;
    DataOutput &output_;
    std::vector<std::string> quoted_; // by id, empty until asked for
};

} // namespace helicase
