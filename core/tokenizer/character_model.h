// One token per character: a byte-pair encoding without merges, as the alphabets of character
// models are.
#pragma once

#include "core/tokenizer/bpe_model.h"

#include <array>

namespace helicase {

class CharacterModel final : public SubwordModel {
public:
    // Null when the rules join characters or depend on where words begin.
    static std::unique_ptr<SubwordModel> makeIfSuitable(std::shared_ptr<const BpeRules> rules);

    void append(std::string_view text, TokenSink &sink) const override;

private:
    explicit CharacterModel(std::shared_ptr<const BpeRules> rules);
    // noToken when the character disappears.
    TokenId tokenOf(std::string_view character, char32_t value) const;

    std::shared_ptr<const BpeRules> rules_;
    std::array<TokenId, 128> ascii_{};
};

} // namespace helicase
