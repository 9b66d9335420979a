#include "core/tokenizer/vocabulary_training.h"

#include "core/base/error.h"
#include "core/tokenizer/characters.h"
#include "core/tokenizer/pair_positions.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

namespace helicase {

namespace {

// The symbols that words start from, and the vocabulary that grows from them.
class SymbolTable {
public:
    explicit SymbolTable(const VocabularyTraining &training) : prefix_(training.continuationPrefix)
    {
        for (const std::string &token : training.specialTokens)
            idOf(token);
    }

    void addCharactersOf(std::span<const CountedWord> words)
    {
        std::set<char32_t> characters;
        std::set<char32_t> continuing;
        for (const CountedWord &word : words)
            for (std::string_view rest = word.text; !rest.empty();) {
                const CodePoint c = decodeFirst(rest);
                characters.insert(c.value);
                if (rest.size() < word.text.size() && !prefix_.empty())
                    continuing.insert(c.value);
                rest.remove_prefix(static_cast<size_t>(c.bytes));
            }
        for (const char32_t c : characters)
            startIds_[c] = idOf(utf8(c));
        for (const char32_t c : continuing)
            continuingIds_[c] = idOf(prefix_ + utf8(c));
    }

    TokenId symbol(char32_t c, bool continues) const
    {
        return (continues && !prefix_.empty() ? continuingIds_ : startIds_).at(c);
    }

    // The token that joins two, new or old.
    TokenId joined(TokenId left, TokenId right)
    {
        std::string_view second = tokens_[static_cast<size_t>(right)];
        if (second.starts_with(prefix_))
            second.remove_prefix(prefix_.size());
        const TokenId id = idOf(tokens_[static_cast<size_t>(left)] + std::string(second));
        lengths_[static_cast<size_t>(id)] = length(left) + length(right);
        return id;
    }

    // In characters, without the prefix.
    int64_t length(TokenId id) const { return lengths_[static_cast<size_t>(id)]; }
    size_t size() const { return tokens_.size(); }
    std::vector<std::string> takeTokens() { return std::move(tokens_); }

private:
    static std::string utf8(char32_t c)
    {
        std::string text;
        appendUtf8(text, c);
        return text;
    }

    TokenId idOf(const std::string &token)
    {
        const auto [entry, isNew] = ids_.emplace(token, static_cast<TokenId>(tokens_.size()));
        if (isNew) {
            tokens_.push_back(token);
            lengths_.push_back(1);
        }
        return entry->second;
    }

    std::string prefix_;
    std::vector<std::string> tokens_;
    std::vector<int64_t> lengths_;
    std::unordered_map<std::string, TokenId> ids_;
    std::unordered_map<char32_t, TokenId> startIds_;
    std::unordered_map<char32_t, TokenId> continuingIds_;
};

SymbolCorpus corpusOf(std::span<const CountedWord> words, const SymbolTable &table)
{
    SymbolCorpus corpus;
    for (const CountedWord &word : words) {
        corpus.beginWord(word.count);
        for (std::string_view rest = word.text; !rest.empty();) {
            const CodePoint c = decodeFirst(rest);
            corpus.append(table.symbol(c.value, rest.size() < word.text.size()));
            rest.remove_prefix(static_cast<size_t>(c.bytes));
        }
    }
    return corpus;
}

} // namespace

LearnedVocabulary learnVocabulary(std::span<const CountedWord> words,
                                  const VocabularyTraining &training, Progress &progress,
                                  const std::stop_token &stop)
{
    SymbolTable table(training);
    table.addCharactersOf(words);
    PairPositions pairs(corpusOf(words, table));
    constexpr size_t mergesPerUpdate = 64;
    constexpr std::string_view what = "merging pairs";
    LearnedVocabulary learned;
    const auto isShort = [&](TokenId left, TokenId right) {
        return training.maximumTokenLength == 0 ||
               table.length(left) + table.length(right) < training.maximumTokenLength;
    };
    while (static_cast<int64_t>(table.size()) < training.vocabularySize) {
        throwIfStopped(stop);
        const auto best = pairs.takeMostFrequent();
        if (!best || best->count < std::max<int64_t>(1, training.minimumFrequency))
            break;
        const TokenId result = table.joined(best->left, best->right);
        learned.merges.push_back({best->left, best->right, result});
        pairs.merge(*best, result, isShort);
        if (table.size() % mergesPerUpdate == 0)
            progress.update(static_cast<int64_t>(table.size()), training.vocabularySize, what);
    }
    progress.update(training.vocabularySize, training.vocabularySize, what);
    learned.tokens = table.takeTokens();
    return learned;
}

void appendBaseRuns(std::vector<CountedWord> &words, std::string_view bases)
{
    std::string run;
    for (const char letter : bases) {
        const auto upper = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
        if (std::string_view("ACGT").find(upper) != std::string_view::npos) {
            run += upper;
            continue;
        }
        if (!run.empty())
            words.push_back({std::exchange(run, {}), 1});
    }
    if (!run.empty())
        words.push_back({std::move(run), 1});
}

std::vector<CountedWord> wordsForWordPiece(std::span<const std::string> lines)
{
    std::vector<CountedWord> words;
    std::unordered_map<std::string, size_t> places;
    for (const std::string &line : lines) {
        const NormalizedText clean = normalizeForBert(line, BertNormalization{}, 0);
        for (const WordRange &range : wordsOf(clean.text, PreTokenizer::Bert)) {
            const std::string word = clean.text.substr(range.begin, range.end - range.begin);
            const auto [entry, isNew] = places.emplace(word, words.size());
            if (isNew)
                words.push_back({word, 0});
            ++words[entry->second].count;
        }
    }
    return words;
}

TokenizerDefinition dnaTokenizer(const LearnedVocabulary &learned)
{
    auto rules = std::make_shared<BpeRules>();
    rules->vocabulary = Vocabulary(learned.tokens);
    rules->merges = learned.merges;
    rules->unknown = rules->vocabulary.find("[UNK]").value_or(noToken);
    TokenizerDefinition definition;
    definition.addedTokens = specialTokensOf(rules->vocabulary);
    definition.specialTemplate = bertTemplateOf(rules->vocabulary);
    definition.model = std::shared_ptr<const BpeRules>(std::move(rules));
    return definition;
}

TokenizerDefinition wordPieceTokenizer(const LearnedVocabulary &learned)
{
    auto rules = std::make_shared<WordPieceRules>();
    rules->vocabulary = Vocabulary(learned.tokens);
    const auto unknown = rules->vocabulary.find("[UNK]");
    if (!unknown)
        throw InputError("WordPiece needs the special token [UNK]", {.file = "special"});
    rules->unknown = *unknown;
    TokenizerDefinition definition;
    definition.addedTokens = specialTokensOf(rules->vocabulary);
    definition.normalization = BertNormalization{};
    definition.specialTemplate = bertTemplateOf(rules->vocabulary);
    definition.decoder = TokenDecoder::WordPieceTidy;
    definition.model = std::shared_ptr<const WordPieceRules>(std::move(rules));
    return definition;
}

} // namespace helicase
