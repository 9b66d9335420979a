#include "core/tokenizer/token_list.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/tokenizer/ordered_json.h"
#include "core/tokenizer/token_lines.h"
#include "core/tokenizer/tokenizer_definition.h"

#include <algorithm>
#include <unordered_set>

namespace helicase {

namespace {

constexpr const char *feature[] = {"origin_of_replication", "mobile_genetic_element", "pseudogene"};
// RNA types stand in the list as they are written and in lower case.
constexpr const char *rna[] = {"ncRNA",   "tRNA",     "rRNA",          "tmRNA",
                               "sRNA",    "misc_RNA", "antisense_RNA", "RNase_P_RNA",
                               "SRP_RNA", "snoRNA",   "snRNA"};
constexpr const char *annotationType[] = {
    "cds", "exon", "mrna", "five_prime_utr", "three_prime_utr", "lncrna", "mirna"};
constexpr int numbers = 1000;

std::string lowerCase(std::string text)
{
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

nlohmann::ordered_json entryOf(int64_t id, const std::string &token)
{
    return {{"id", id},        {"content", token},    {"single_word", false}, {"lstrip", false},
            {"rstrip", false}, {"normalized", false}, {"special", false}};
}

} // namespace

std::vector<std::string> geneTokens()
{
    std::vector<std::string> tokens{"<bos>", "<eos>"};
    tokens.insert(tokens.end(), std::begin(feature), std::end(feature));
    for (const char *type : rna) {
        tokens.emplace_back(type);
        tokens.push_back(lowerCase(type));
    }
    tokens.insert(tokens.end(), {"transposable_element", "[ATT]", "[HIT]", "+", "-", "."});
    for (int number = 0; number < numbers; ++number)
        tokens.push_back(std::to_string(number));
    tokens.insert(tokens.end(), std::begin(annotationType), std::end(annotationType));
    return tokens;
}

std::vector<std::string> readTokenList(const std::filesystem::path &file)
{
    TokenLines lines(file);
    std::vector<std::string> tokens;
    std::unordered_set<std::string> known;
    while (const auto line = lines.next()) {
        std::string token(trim(*line));
        if (!token.empty() && known.insert(token).second)
            tokens.push_back(std::move(token));
    }
    return tokens;
}

ExtendedTokenizer extendTokenizer(const std::filesystem::path &tokenizerJson,
                                  const std::vector<std::string> &tokens)
{
    const TokenizerDefinition definition = readTokenizerJson(tokenizerJson);
    const Vocabulary &vocabulary =
        std::visit([](const auto &rules) -> const Vocabulary & { return rules->vocabulary; },
                   definition.model);
    std::unordered_set<std::string_view> present;
    int64_t next = vocabulary.end();
    for (const AddedToken &token : definition.addedTokens) {
        present.insert(token.content);
        next = std::max<int64_t>(next, token.id + 1);
    }
    nlohmann::ordered_json document = readOrderedJson(tokenizerJson);
    ExtendedTokenizer extended;
    extended.firstId = next;
    nlohmann::ordered_json &list = document["added_tokens"];
    for (const std::string &token : tokens) {
        if (vocabulary.find(token) || !present.insert(token).second)
            continue;
        if (next > largestId)
            throw InputError("found the id " + std::to_string(next - 1) +
                                 ", expected room for another token",
                             {.file = tokenizerJson}, "ids end at " + std::to_string(largestId));
        list.push_back(entryOf(next++, token));
        extended.added.push_back(token);
    }
    extended.document = document.dump(2);
    return extended;
}

} // namespace helicase
