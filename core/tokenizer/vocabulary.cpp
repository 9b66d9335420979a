#include "core/tokenizer/vocabulary.h"

#include <cassert>

namespace helicase {

Vocabulary::Vocabulary(std::span<const std::string> tokens)
{
    byText_.reserve(tokens.size());
    byId_.reserve(tokens.size());
    for (const std::string &token : tokens) {
        [[maybe_unused]] const bool added = add(token, end());
        assert(added);
    }
}

bool Vocabulary::add(std::string text, TokenId id)
{
    const auto index = static_cast<size_t>(id);
    if (index < byId_.size() && byId_[index])
        return false;
    const auto [entry, isNew] = byText_.emplace(std::move(text), id);
    if (!isNew)
        return false;
    if (index >= byId_.size())
        byId_.resize(index + 1);
    byId_[index] = &entry->first;
    return true;
}

std::optional<TokenId> Vocabulary::find(std::string_view text) const
{
    const auto found = byText_.find(text);
    return found == byText_.end() ? std::nullopt : std::optional(found->second);
}

const std::string *Vocabulary::token(TokenId id) const
{
    return id >= 0 && id < end() ? byId_[static_cast<size_t>(id)] : nullptr;
}

} // namespace helicase
