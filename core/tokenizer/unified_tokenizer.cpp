#include "core/tokenizer/unified_tokenizer.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/text.h"
#include "core/tokenizer/characters.h"
#include "core/tokenizer/json_cursor.h"
#include "core/tokenizer/special_template.h"
#include "core/tokenizer/vocabulary.h"

#include <algorithm>

namespace helicase {

namespace {

constexpr std::string_view openTag = "<dna>";
constexpr std::string_view endTag = "</dna>";
constexpr const char *configName = "dna_text_tokenizer_config.json";
constexpr size_t largestConfig = size_t{1} << 20;

int32_t codePointsIn(std::string_view text)
{
    if (isAscii(text))
        return static_cast<int32_t>(text.size());
    int32_t count = 0;
    for (; !text.empty(); ++count)
        text.remove_prefix(static_cast<size_t>(decodeFirst(text).bytes));
    return count;
}

} // namespace

TokenId UnifiedTokenizer::offsetFor(const Tokenizer &text)
{
    return static_cast<TokenId>((text.vocabularySize() + 7) / 8 * 8);
}

UnifiedTokenizer::UnifiedTokenizer(std::shared_ptr<const Tokenizer> text,
                                   std::shared_ptr<const Tokenizer> dna, TokenId dnaOffset,
                                   ClosingTag closingTag)
    : text_(std::move(text)), dna_(std::move(dna)), dnaOffset_(dnaOffset), closingTag_(closingTag),
      dnaMaskId_(dna_->find("[MASK]")), textMaskId_(text_->find("[MASK]"))
{
    for (const char *special : {"[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]"})
        if (const auto id = dna_->find(special))
            dnaSpecialIds_.push_back(*id);
    if (dnaOffset_ < text_->vocabularySize())
        throw InputError("the DNA offset " + std::to_string(dnaOffset_) +
                             " is below the size of the text vocabulary, " +
                             std::to_string(text_->vocabularySize()),
                         {.file = "dna_offset"},
                         "use at least " + std::to_string(offsetFor(*text_)));
}

std::shared_ptr<const UnifiedTokenizer> UnifiedTokenizer::load(const std::filesystem::path &folder)
{
    const std::filesystem::path file = folder / configName;
    const nlohmann::json document = parseJson(readFile(file, largestConfig), file);
    const JsonCursor config(document, file, "expected is like {\"dna_offset\": 30528}");
    const auto text = loadTokenizer(folder / "text");
    const auto dna = loadTokenizer(folder / "dna");
    const JsonCursor offset = config.member("dna_offset");
    const auto dnaOffset =
        static_cast<TokenId>(offset.integer(0, largestId + 1 - dna->vocabularySize()));
    if (dnaOffset < text->vocabularySize())
        offset.fail("found " + std::to_string(dnaOffset) + ", expected at least " +
                        std::to_string(text->vocabularySize()) +
                        ", the size of the text vocabulary",
                    "is text/ the vocabulary that this folder was made with?");
    const std::string closing = config.text("closing_tag", "any");
    if (closing != "any" && closing != "published")
        config.member("closing_tag")
            .fail("found " + printable(closing) + ", expected any or published");
    return std::make_shared<UnifiedTokenizer>(
        text, dna, dnaOffset, closing == "any" ? ClosingTag::Any : ClosingTag::Published);
}

void UnifiedTokenizer::save(const std::filesystem::path &folder) const
{
    text_->save(folder / "text");
    dna_->save(folder / "dna");
    nlohmann::json config{{"dna_offset", dnaOffset_}};
    if (closingTag_ == ClosingTag::Published)
        config["closing_tag"] = "published";
    writeJsonFile(folder / configName, config);
}

UnifiedTokenizer::Tag UnifiedTokenizer::closingTagIn(std::string_view input, size_t from) const
{
    // DNA does not go on in the next line.
    const size_t lineEnd = std::min(input.find('\n', from), input.size());
    const std::string_view line = input.substr(0, lineEnd);
    const size_t open = line.find(openTag, from);
    const size_t end =
        closingTag_ == ClosingTag::Any ? line.find(endTag, from) : std::string_view::npos;
    if (open == std::string_view::npos && end == std::string_view::npos)
        return {};
    return open < end ? Tag{open, openTag.size()} : Tag{end, endTag.size()};
}

std::vector<UnifiedTokenizer::Segment> UnifiedTokenizer::segmentsOf(std::string_view input) const
{
    std::vector<Segment> segments;
    size_t done = 0;
    for (size_t open = input.find(openTag); open != std::string_view::npos;) {
        const size_t begin = open + openTag.size();
        const Tag close = closingTagIn(input, begin);
        if (close.length == 0) {
            open = input.find(openTag, begin);
            continue;
        }
        segments.push_back({input.substr(done, open - done), false});
        segments.push_back({input.substr(begin, close.begin - begin), true});
        done = close.begin + close.length;
        open = input.find(openTag, done);
    }
    segments.push_back({input.substr(done), false});
    return segments;
}

TokenId UnifiedTokenizer::unifiedId(TokenId dnaId) const
{
    return dnaMaskId_ == dnaId && textMaskId_ ? *textMaskId_ : dnaId + dnaOffset_;
}

// Every letter is a base, known or not; a special token that is written out is none, and blanks
// belong to no token.
std::vector<TokenSpan> UnifiedTokenizer::baseOffsetsOf(const Encoding &dna) const
{
    std::vector<TokenSpan> offsets;
    offsets.reserve(dna.size());
    int32_t bases = 0;
    for (size_t i = 0; i < dna.size(); ++i) {
        const int32_t letters = dna.offsets[i].end - dna.offsets[i].begin;
        const bool isWrittenOut =
            letters > 1 && std::ranges::find(dnaSpecialIds_, dna.ids[i]) != dnaSpecialIds_.end();
        const int32_t end = bases + (isWrittenOut ? 0 : letters);
        offsets.push_back({bases, end});
        bases = end;
    }
    return offsets;
}

Encoding UnifiedTokenizer::encodeDna(std::string_view bases, const std::stop_token &stop) const
{
    Encoding encoding = dna_->encode(bases, SpecialTokens::Omit, stop);
    encoding.baseOffsets = baseOffsetsOf(encoding);
    for (TokenId &id : encoding.ids)
        id = unifiedId(id);
    encoding.modalityMask.assign(encoding.size(), 1);
    return encoding;
}

std::vector<TokenId> UnifiedTokenizer::encodeDnaIds(std::string_view bases) const
{
    std::vector<TokenId> ids = dna_->encodeIds(bases, SpecialTokens::Omit);
    for (TokenId &id : ids)
        id = unifiedId(id);
    return ids;
}

Encoding UnifiedTokenizer::encode(std::string_view input, SpecialTokens,
                                  const std::stop_token &stop) const
{
    Encoding result;
    size_t byte = 0;
    int32_t codePoint = 0;
    for (const Segment &segment : segmentsOf(input)) {
        const auto begin = static_cast<size_t>(segment.content.data() - input.data());
        codePoint += codePointsIn(input.substr(byte, begin - byte));
        byte = begin;
        Encoding part = segment.isDna ? encodeDna(segment.content, stop)
                                      : text_->encode(segment.content, SpecialTokens::Omit, stop);
        part.modalityMask.resize(part.size());
        part.baseOffsets.resize(part.size());
        for (TokenSpan &span : part.offsets) {
            span.begin += codePoint;
            span.end += codePoint;
        }
        appendEncoding(result, part, 0);
    }
    return result;
}

std::vector<TokenId> UnifiedTokenizer::encodeIds(std::string_view input, SpecialTokens) const
{
    std::vector<TokenId> result;
    for (const Segment &segment : segmentsOf(input)) {
        const auto ids = segment.isDna ? encodeDnaIds(segment.content)
                                       : text_->encodeIds(segment.content, SpecialTokens::Omit);
        result.insert(result.end(), ids.begin(), ids.end());
    }
    return result;
}

Encoding UnifiedTokenizer::encodePair(std::string_view first, std::string_view second,
                                      SpecialTokens special) const
{
    return joinedPlainly(encode(first, special), encode(second, special));
}

Encoding UnifiedTokenizer::assemble(const Encoding &first, const Encoding *second) const
{
    return second ? joinedPlainly(first, *second) : first;
}

std::string UnifiedTokenizer::decode(std::span<const TokenId> ids, SpecialTokens special) const
{
    std::vector<std::string> tokens;
    for (const TokenId id : ids) {
        std::string text = token(id);
        if (!text.empty() && (special == SpecialTokens::Add || id != padId()))
            tokens.push_back(std::move(text));
    }
    return join(tokens, " ");
}

std::string UnifiedTokenizer::token(TokenId id) const
{
    return id < dnaOffset_ ? text_->token(id) : dna_->token(id - dnaOffset_);
}

std::optional<TokenId> UnifiedTokenizer::find(std::string_view token) const
{
    if (const auto id = text_->find(token))
        return id;
    const auto id = dna_->find(token);
    return id ? std::optional(*id + dnaOffset_) : std::nullopt;
}

std::filesystem::path dnaTokenizerFolder(const std::filesystem::path &folder)
{
    return std::filesystem::exists(folder / configName) ? folder / "dna" : folder;
}

} // namespace helicase
