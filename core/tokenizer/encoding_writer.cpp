#include "core/tokenizer/encoding_writer.h"

#include "core/base/sha256.h"
#include "core/tokenizer/unified_tokenizer.h"

#include <array>
#include <bit>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

namespace helicase {

namespace {

constexpr size_t pieceSize = size_t{1} << 16;

std::string jsonText(std::string_view text)
{
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace

EncodingFormat encodingFormatNamed(std::string_view name)
{
    return name == "ids"      ? EncodingFormat::Ids
           : name == "tokens" ? EncodingFormat::Tokens
           : name == "digest" ? EncodingFormat::Digest
                              : EncodingFormat::JsonLines;
}

EncodingWriter::EncodingWriter(const Tokenizer &tokenizer, EncodingFormat format, Receive receive)
    : tokenizer_(tokenizer),
      isUnified_(dynamic_cast<const UnifiedTokenizer *>(&tokenizer) != nullptr), format_(format),
      receive_(std::move(receive))
{
}

void EncodingWriter::add(std::string_view text)
{
    piece_ += text;
    if (piece_.size() < pieceSize)
        return;
    receive_(piece_);
    piece_.clear();
}

void EncodingWriter::addNumber(int64_t number)
{
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.begin(), digits.end(), number).ptr;
    add(std::string_view(digits.begin(), end));
}

// Each value is added by addOne(value).
template <typename Values, typename AddOne>
void EncodingWriter::addJoined(const Values &values, std::string_view separator,
                               const AddOne &addOne)
{
    bool isFirst = true;
    for (const auto &value : values) {
        if (!isFirst)
            add(separator);
        isFirst = false;
        addOne(value);
    }
}

template <typename Values>
void EncodingWriter::addNumbers(const Values &values, std::string_view separator)
{
    addJoined(values, separator, [&](auto value) { addNumber(value); });
}

template <typename Values>
void EncodingWriter::addMember(std::string_view name, const Values &values)
{
    add(",\"");
    add(name);
    add("\":[");
    addNumbers(values, ",");
    add("]");
}

void EncodingWriter::addSpans(std::string_view name, std::span<const TokenSpan> spans)
{
    add(",\"");
    add(name);
    add("\":[");
    addJoined(spans, ",", [&](const TokenSpan &span) {
        add("[");
        addNumber(span.begin);
        add(",");
        addNumber(span.end);
        add("]");
    });
    add("]");
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

void EncodingWriter::addJson(std::string_view id, const Encoding &encoding)
{
    add("{\"id\":");
    add(jsonText(id));
    addMember("ids", encoding.ids);
    add(",\"tokens\":[");
    addJoined(encoding.ids, ",", [&](TokenId token) { add(quoted(token)); });
    add("]");
    addSpans("offsets", encoding.offsets);
    addMember("type_ids", encoding.typeIds);
    addMember("attention_mask", encoding.attentionMask);
    addMember("special_tokens_mask", encoding.specialMask);
    if (isUnified_) {
        addMember("modality_mask", encoding.modalityMask);
        addSpans("base_offsets", encoding.baseOffsets);
    }
    add("}");
}

void EncodingWriter::write(std::string_view id, const Encoding &encoding)
{
    if (format_ == EncodingFormat::JsonLines) {
        addJson(id, encoding);
    } else {
        add(id);
        add("\t");
    }
    if (format_ == EncodingFormat::Ids)
        addNumbers(encoding.ids, " ");
    if (format_ == EncodingFormat::Tokens)
        addJoined(encoding.ids, " ", [&](TokenId token) { add(tokenizer_.token(token)); });
    if (format_ == EncodingFormat::Digest) {
        static_assert(std::endian::native == std::endian::little);
        Sha256 digest;
        digest.add(std::as_bytes(std::span(encoding.ids)));
        add(std::to_string(encoding.size()) + "\t" + digest.hex());
    }
    add("\n");
    receive_(piece_);
    piece_.clear();
}

} // namespace helicase
