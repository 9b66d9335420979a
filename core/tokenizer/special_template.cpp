#include "core/tokenizer/special_template.h"

#include <algorithm>

namespace helicase {

namespace {

template <typename T>
void append(std::vector<T> &values, const std::vector<T> &more)
{
    values.insert(values.end(), more.begin(), more.end());
}

template <typename T>
void fillUp(std::vector<T> &column, const std::vector<TokenId> &ids, T value)
{
    column.reserve(ids.capacity());
    column.resize(ids.size(), value);
}

} // namespace

void completeColumns(Encoding &encoding, uint8_t typeId)
{
    fillUp(encoding.typeIds, encoding.ids, typeId);
    fillUp(encoding.attentionMask, encoding.ids, uint8_t{1});
    fillUp(encoding.specialMask, encoding.ids, uint8_t{0});
}

void appendSpecial(Encoding &encoding, const TemplatePart &part)
{
    encoding.ids.push_back(part.id);
    encoding.offsets.push_back({});
    encoding.typeIds.push_back(part.typeId);
    encoding.attentionMask.push_back(1);
    encoding.specialMask.push_back(1);
}

void appendEncoding(Encoding &encoding, const Encoding &more, uint8_t typeId)
{
    append(encoding.ids, more.ids);
    append(encoding.offsets, more.offsets);
    encoding.typeIds.resize(encoding.ids.size(), typeId);
    append(encoding.attentionMask, more.attentionMask);
    append(encoding.specialMask, more.specialMask);
    append(encoding.modalityMask, more.modalityMask);
    append(encoding.baseOffsets, more.baseOffsets);
}

Encoding joinedPlainly(const Encoding &first, const Encoding &second)
{
    Encoding both = first;
    appendEncoding(both, second, 1);
    return both;
}

SpecialTemplate SpecialTemplate::bert(TokenId classId, std::string classToken, TokenId separatorId,
                                      std::string separatorToken)
{
    using Kind = TemplatePart::Kind;
    const TemplatePart start{Kind::Special, classId, std::move(classToken), 0};
    const TemplatePart separator{Kind::Special, separatorId, std::move(separatorToken), 0};
    TemplatePart secondSeparator = separator;
    secondSeparator.typeId = 1;
    const TemplatePart first{Kind::First, noToken, {}, 0};
    const TemplatePart second{Kind::Second, noToken, {}, 1};
    SpecialTemplate result;
    result.single = {start, first, separator};
    result.pair = {start, first, separator, second, secondSeparator};
    return result;
}

bool SpecialTemplate::addsNothing() const
{
    const auto isText = [](const TemplatePart &part) {
        return part.kind != TemplatePart::Kind::Special;
    };
    return std::ranges::all_of(single, isText) && std::ranges::all_of(pair, isText);
}

Encoding SpecialTemplate::apply(const Encoding &first, const Encoding *second) const
{
    Encoding result;
    for (const TemplatePart &part : second ? pair : single) {
        if (part.kind == TemplatePart::Kind::Special)
            appendSpecial(result, part);
        else
            appendEncoding(result, part.kind == TemplatePart::Kind::First ? first : *second,
                           part.typeId);
    }
    return result;
}

} // namespace helicase
