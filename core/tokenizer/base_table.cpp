#include "core/tokenizer/base_table.h"

#include "core/base/error.h"
#include "core/tokenizer/characters.h"

#include <algorithm>

namespace helicase {

namespace {

constexpr size_t mostEntries = size_t{1} << 27;

int64_t numberOf(char32_t letter)
{
    constexpr std::u32string_view bases = U"ACGT";
    return static_cast<int64_t>(std::min(bases.find(letter), bases.size())) + 1;
}

std::vector<int64_t> basesOf(std::string_view token)
{
    std::vector<int64_t> bases;
    while (!token.empty()) {
        const CodePoint letter = decodeFirst(token);
        bases.push_back(numberOf(letter.value));
        token.remove_prefix(static_cast<size_t>(letter.bytes));
    }
    return bases;
}

} // namespace

BaseTable baseTable(const Tokenizer &tokenizer)
{
    std::vector<std::vector<int64_t>> rows(static_cast<size_t>(tokenizer.vocabularySize()));
    size_t width = 1;
    for (TokenId id = 0; id < std::ssize(rows); ++id) {
        if (id == tokenizer.padId())
            continue;
        rows[static_cast<size_t>(id)] = basesOf(tokenizer.token(id));
        width = std::max(width, rows[static_cast<size_t>(id)].size());
    }
    if (rows.size() > mostEntries / width)
        throw Error("a table of " + std::to_string(rows.size()) + " tokens with up to " +
                        std::to_string(width) + " letters is too large",
                    "is this a tokenizer of DNA?", ExitStatus::BadInput);
    BaseTable table{.tokens = std::ssize(rows), .width = static_cast<int64_t>(width)};
    table.bases.resize(rows.size() * width);
    for (size_t row = 0; row < rows.size(); ++row)
        std::ranges::copy(rows[row],
                          table.bases.begin() + static_cast<std::ptrdiff_t>(row * width));
    return table;
}

} // namespace helicase
