// How special tokens are put around one text or two ("[CLS] A [SEP] B [SEP]"). Immutable.
#pragma once

#include "core/tokenizer/tokenizer.h"

namespace helicase {

struct TemplatePart {
    enum class Kind { First, Second, Special };
    Kind kind = Kind::Special;
    TokenId id = noToken; // of a special token
    std::string content;  // of a special token
    uint8_t typeId = 0;
};

struct SpecialTemplate {
    std::vector<TemplatePart> single{{TemplatePart::Kind::First, noToken, {}, 0}};
    std::vector<TemplatePart> pair{{TemplatePart::Kind::First, noToken, {}, 0},
                                   {TemplatePart::Kind::Second, noToken, {}, 1}};

    // [CLS] A [SEP] and [CLS] A [SEP] B [SEP]; the second text and its [SEP] have type 1.
    static SpecialTemplate bert(TokenId classId, std::string classToken, TokenId separatorId,
                                std::string separatorToken);
    bool addsNothing() const;
    // second null: one text.
    Encoding apply(const Encoding &first, const Encoding *second) const;
};

// Fills the columns of tokens that have ids and offsets only, as those of ordinary text.
void completeColumns(Encoding &encoding, uint8_t typeId);
void appendSpecial(Encoding &encoding, const TemplatePart &part);
// A pair without any special token: one text after the other, the second with type 1.
Encoding joinedPlainly(const Encoding &first, const Encoding &second);
void appendEncoding(Encoding &encoding, const Encoding &more, uint8_t typeId);

} // namespace helicase
