#include "app/helicase/core_commands/tokenize_output.h"

#include "core/base/sha256.h"
#include "core/tokenizer/unified_tokenizer.h"

#include <array>
#include <bit>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

namespace helicase {

namespace {

std::string jsonText(std::string_view text)
{
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void writeNumber(DataOutput &output, int64_t number)
{
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.begin(), digits.end(), number).ptr;
    output.write(std::string_view(digits.begin(), end));
}

// The values with a separator between; each is written by writeOne(value).
template <typename Values, typename WriteOne>
void writeJoined(DataOutput &output, const Values &values, std::string_view separator,
                 const WriteOne &writeOne)
{
    bool isFirst = true;
    for (const auto &value : values) {
        if (!isFirst)
            output.write(separator);
        isFirst = false;
        writeOne(value);
    }
}

template <typename Values>
void writeNumbers(DataOutput &output, const Values &values, std::string_view separator)
{
    writeJoined(output, values, separator, [&](auto value) { writeNumber(output, value); });
}

template <typename Values>
void writeMember(DataOutput &output, std::string_view name, const Values &values)
{
    output.write(",\"");
    output.write(name);
    output.write("\":[");
    writeNumbers(output, values, ",");
    output.write("]");
}

void writeSpans(DataOutput &output, std::string_view name, std::span<const TokenSpan> spans)
{
    output.write(",\"");
    output.write(name);
    output.write("\":[");
    writeJoined(output, spans, ",", [&](const TokenSpan &span) {
        output.write("[");
        writeNumber(output, span.begin);
        output.write(",");
        writeNumber(output, span.end);
        output.write("]");
    });
    output.write("]");
}

} // namespace

EncodingFormat encodingFormatNamed(std::string_view name)
{
    return name == "ids"      ? EncodingFormat::Ids
           : name == "tokens" ? EncodingFormat::Tokens
           : name == "digest" ? EncodingFormat::Digest
                              : EncodingFormat::JsonLines;
}

EncodingWriter::EncodingWriter(const Tokenizer &tokenizer, EncodingFormat format,
                               DataOutput &output)
    : tokenizer_(tokenizer),
      isUnified_(dynamic_cast<const UnifiedTokenizer *>(&tokenizer) != nullptr), format_(format),
      output_(output)
{
}

const std::string &EncodingWriter::quoted(TokenId id)
{
    const auto index = static_cast<size_t>(id);
    if (index >= quoted_.size())
        quoted_.resize(index + 1);
    if (quoted_[index].empty())
        quoted_[index] = jsonText(tokenizer_.token(id));
    return quoted_[index];
}

void EncodingWriter::writeTokens(std::span<const TokenId> ids)
{
    writeJoined(output_, ids, " ", [&](TokenId id) { output_.write(tokenizer_.token(id)); });
}

void EncodingWriter::writeJson(std::string_view id, const Encoding &encoding)
{
    output_.write("{\"id\":");
    output_.write(jsonText(id));
    writeMember(output_, "ids", encoding.ids);
    output_.write(",\"tokens\":[");
    writeJoined(output_, encoding.ids, ",", [&](TokenId token) { output_.write(quoted(token)); });
    output_.write("]");
    writeSpans(output_, "offsets", encoding.offsets);
    writeMember(output_, "type_ids", encoding.typeIds);
    writeMember(output_, "attention_mask", encoding.attentionMask);
    writeMember(output_, "special_tokens_mask", encoding.specialMask);
    if (isUnified_) {
        writeMember(output_, "modality_mask", encoding.modalityMask);
        writeSpans(output_, "base_offsets", encoding.baseOffsets);
    }
    output_.write("}\n");
}

void EncodingWriter::write(std::string_view id, const Encoding &encoding)
{
    if (format_ == EncodingFormat::JsonLines) {
        writeJson(id, encoding);
        return;
    }
    output_.write(id);
    output_.write("\t");
    if (format_ == EncodingFormat::Ids)
        writeNumbers(output_, encoding.ids, " ");
    if (format_ == EncodingFormat::Tokens)
        writeTokens(encoding.ids);
    if (format_ == EncodingFormat::Digest) {
        static_assert(std::endian::native == std::endian::little);
        Sha256 digest;
        digest.add(std::as_bytes(std::span(encoding.ids)));
        output_.write(std::to_string(encoding.size()) + "\t" + digest.hex());
    }
    output_.write("\n");
}

} // namespace helicase
