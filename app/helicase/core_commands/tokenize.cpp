// helicase tokenize INPUT...
#include "app/helicase/core_commands/commands.h"
#include "app/helicase/core_commands/data_output.h"
#include "app/helicase/core_commands/text_records.h"
#include "core/base/sha256.h"
#include "core/tokenizer/truncation.h"
#include "core/tokenizer/unified_tokenizer.h"

#include <bit>
#include <nlohmann/json.hpp>

namespace helicase {

namespace {

// What the command line asks for, read once.
struct TokenizeRequest {
    explicit TokenizeRequest(const OptionValues &options)
        : tokenizer(loadTokenizer(options.path("tokenizer"))),
          unified(dynamic_cast<const UnifiedTokenizer *>(tokenizer.get())),
          special(options.flag("special") ? SpecialTokens::Add : SpecialTokens::Omit),
          format(options.text("format"))
    {
        if (options.integer("max-length") > 0)
            truncation = Truncation{.maximumLength = options.integer("max-length")};
        const std::string &filled = options.text("padding");
        if (filled == "none")
            return;
        if (filled == "max" && !truncation)
            throw OptionError("padding", "max needs --max-length");
        padding.emplace();
        padding->id = tokenizer->padId();
        padding->side = options.text("pad-side") == "left" ? TextSide::Left : TextSide::Right;
        if (filled == "max")
            padding->length = truncation->maximumLength;
        if (padding->id == noToken)
            throw OptionError("padding", "the tokenizer has no padding token");
    }

    std::shared_ptr<const Tokenizer> tokenizer;
    const UnifiedTokenizer *unified; // null when the tokenizer is a plain one
    SpecialTokens special;
    std::string format;
    std::optional<Truncation> truncation;
    std::optional<Padding> padding;
};

Encoding encode(const TokenizeRequest &request, const TextRecord &record)
{
    const bool isDna = request.unified && record.isSequence;
    if (request.truncation && !isDna) {
        const std::string_view pair = record.pair ? *record.pair : std::string_view();
        return encodeTruncated(*request.tokenizer, record.text, record.pair ? &pair : nullptr,
                               request.special, *request.truncation);
    }
    if (isDna) {
        Encoding encoding = request.unified->encodeDna(record.text);
        if (request.truncation)
            truncate(encoding, request.truncation->maximumLength, request.truncation->side);
        return encoding;
    }
    return record.pair ? request.tokenizer->encodePair(record.text, *record.pair, request.special)
                       : request.tokenizer->encode(record.text, request.special);
}

// Without offsets and masks, where nobody asks for them.
std::vector<TokenId> encodeIds(const TokenizeRequest &request, const TextRecord &record)
{
    if (request.truncation || record.pair)
        return encode(request, record).ids;
    return request.unified && record.isSequence
               ? request.unified->encodeDnaIds(record.text)
               : request.tokenizer->encodeIds(record.text, request.special);
}

std::string jsonLine(const TokenizeRequest &request, const std::string &id,
                     const Encoding &encoding)
{
    nlohmann::ordered_json line;
    line["id"] = id;
    line["ids"] = encoding.ids;
    auto &tokens = line["tokens"] = nlohmann::ordered_json::array();
    for (const TokenId token : encoding.ids)
        tokens.push_back(request.tokenizer->token(token));
    auto &offsets = line["offsets"] = nlohmann::ordered_json::array();
    for (const TokenSpan &span : encoding.offsets)
        offsets.push_back({span.begin, span.end});
    line["type_ids"] = encoding.typeIds;
    line["attention_mask"] = encoding.attentionMask;
    line["special_tokens_mask"] = encoding.specialMask;
    if (request.unified)
        line["modality_mask"] = encoding.modalityMask;
    return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string idsLine(const std::string &id, std::span<const TokenId> ids)
{
    std::string line = id + "\t";
    for (size_t i = 0; i < ids.size(); ++i)
        line += (i > 0 ? " " : "") + std::to_string(ids[i]);
    return line + "\n";
}

std::string tokensLine(const Tokenizer &tokenizer, const std::string &id,
                       std::span<const TokenId> ids)
{
    std::string line = id + "\t";
    for (size_t i = 0; i < ids.size(); ++i)
        line += (i > 0 ? " " : "") + tokenizer.token(ids[i]);
    return line + "\n";
}

std::string digestLine(const std::string &id, std::span<const TokenId> ids)
{
    static_assert(std::endian::native == std::endian::little);
    Sha256 digest;
    digest.add(std::as_bytes(ids));
    return id + "\t" + std::to_string(ids.size()) + "\t" + digest.hex() + "\n";
}

std::string lineOf(const TokenizeRequest &request, const std::string &id, const Encoding &encoding)
{
    if (request.format == "ids")
        return idsLine(id, encoding.ids);
    if (request.format == "tokens")
        return tokensLine(*request.tokenizer, id, encoding.ids);
    if (request.format == "digest")
        return digestLine(id, encoding.ids);
    return jsonLine(request, id, encoding);
}

// Record by record, in bounded memory.
void writeStream(const TokenizeRequest &request, TextRecordReader &reader, DataOutput &output)
{
    while (const auto record = reader.next()) {
        if (request.format == "jsonl") {
            output.write(jsonLine(request, record->id, encode(request, *record)));
            continue;
        }
        Encoding encoding;
        encoding.ids = encodeIds(request, *record);
        output.write(lineOf(request, record->id, encoding));
    }
}

// All records of all inputs are one batch: the longest is known at the end.
struct Batch {
    std::vector<std::string> ids;
    std::vector<Encoding> encodings;
};

} // namespace

ExitStatus runTokenize(const CommandLine &line)
{
    line.options.requireComplete();
    const OptionValues &options = line.options;
    const TokenizeRequest request(options);
    const auto tab =
        options.flag("pair") ? TextRecordReader::TabMeans::Pair : TextRecordReader::TabMeans::Text;
    DataOutput output(options.path("output"));
    Batch batch;
    for (const std::string &input : line.inputs) {
        TextRecordReader reader(input, textFormatNamed(options.text("input-format")), tab);
        if (!request.padding) {
            writeStream(request, reader, output);
            continue;
        }
        while (const auto record = reader.next()) {
            batch.ids.push_back(record->id);
            batch.encodings.push_back(encode(request, *record));
        }
    }
    if (request.padding)
        pad(batch.encodings, *request.padding);
    for (size_t i = 0; i < batch.ids.size(); ++i)
        output.write(lineOf(request, batch.ids[i], batch.encodings[i]));
    output.finish();
    return ExitStatus::Done;
}

} // namespace helicase
