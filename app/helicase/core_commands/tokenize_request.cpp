#include "app/helicase/core_commands/tokenize_request.h"

#include "core/base/error.h"
#include "core/base/text.h"

namespace helicase {

namespace {

TextSide sideNamed(const std::string &name)
{
    return name == "left" ? TextSide::Left : TextSide::Right;
}

TruncationStrategy strategyNamed(const std::string &name)
{
    return name == "only-first"    ? TruncationStrategy::OnlyFirst
           : name == "only-second" ? TruncationStrategy::OnlySecond
                                   : TruncationStrategy::LongestFirst;
}

std::optional<Truncation> truncationOf(const OptionValues &options)
{
    if (options.integer("max-length") == 0)
        return std::nullopt;
    return Truncation{.maximumLength = options.integer("max-length"),
                      .side = sideNamed(options.text("truncation-side")),
                      .strategy = strategyNamed(options.text("truncation"))};
}

std::optional<Padding> paddingOf(const OptionValues &options, const Tokenizer &tokenizer)
{
    const std::string &filled = options.text("padding");
    if (filled == "none")
        return std::nullopt;
    const int64_t given = options.integer("pad-length");
    const int64_t length = given > 0 ? given : options.integer("max-length");
    if (filled == "max" && length == 0)
        throw OptionError("padding", "max needs --max-length or --pad-length");
    if (tokenizer.padId() == noToken)
        throw OptionError("padding", "the tokenizer has no padding token");
    Padding padding;
    padding.id = tokenizer.padId();
    padding.side = sideNamed(options.text("pad-side"));
    padding.multipleOf = options.integer("pad-multiple");
    padding.typeId = static_cast<uint8_t>(options.integer("pad-type"));
    if (filled == "max")
        padding.length = length;
    return padding;
}

} // namespace

TokenizeRequest::TokenizeRequest(const OptionValues &options)
    : tokenizer_(loadTokenizer(options.path("tokenizer"))),
      unified_(dynamic_cast<const UnifiedTokenizer *>(tokenizer_.get())),
      special_(options.flag("special") ? SpecialTokens::Add : SpecialTokens::Omit),
      truncation_(truncationOf(options)), padding_(paddingOf(options, *tokenizer_))
{
}

Encoding TokenizeRequest::encode(const TextRecord &record) const
{
    if (isDna(record)) {
        Encoding encoding = unified_->encodeDna(record.text);
        if (truncation_)
            truncate(encoding, truncation_->maximumLength, truncation_->side);
        return encoding;
    }
    if (truncation_)
        return encodeTruncated(*tokenizer_, record.text, record.pair ? &*record.pair : nullptr,
                               special_, *truncation_);
    return record.pair ? tokenizer_->encodePair(record.text, *record.pair, special_)
                       : tokenizer_->encode(record.text, special_);
}

Encoding TokenizeRequest::encodeIds(const TextRecord &record) const
{
    if (truncation_ || record.pair)
        return encode(record);
    Encoding encoding;
    encoding.ids = isDna(record) ? unified_->encodeDnaIds(record.text)
                                 : tokenizer_->encodeIds(record.text, special_);
    return encoding;
}

} // namespace helicase
