#include "core/tokenizer/training/vocabulary_training.h"

#include "core/base/error.h"
#include "core/tokenizer/characters.h"
#include "core/tokenizer/training/growing_vocabulary.h"
#include "core/tokenizer/training/pair_merger.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace helicase {

namespace {

// The words as symbols, rarest first.
SymbolCorpus corpusOf(std::span<const CountedWord> words, const GrowingVocabulary &vocabulary,
                      int64_t vocabularySize)
{
    std::vector<const CountedWord *> ordered;
    size_t places = 0;
    for (const CountedWord &word : words) {
        ordered.push_back(&word);
        places += word.text.size() + 1;
    }
    std::ranges::stable_sort(ordered, {}, &CountedWord::count);
    SymbolCorpus corpus(places, vocabulary.characterLengths(),
                        std::max(vocabularySize, static_cast<int64_t>(vocabulary.size())));
    for (const CountedWord *word : ordered) {
        std::string_view rest = word->text;
        corpus.addWord(word->count, [&] {
            if (rest.empty())
                return noToken;
            const bool continues = rest.size() < word->text.size();
            return vocabulary.character(takeFirst(rest), continues);
        });
    }
    return corpus;
}

// The first merges take longest and are told one by one.
bool isTold(size_t merges)
{
    return merges < 256 || merges % 64 == 0;
}

} // namespace

LearnedVocabulary learnVocabulary(std::span<const CountedWord> words,
                                  const VocabularyTraining &training, Progress &progress,
                                  const std::stop_token &stop)
{
    GrowingVocabulary vocabulary(words, training);
    PairMerger merger(corpusOf(words, vocabulary, training.vocabularySize),
                      {.leastCount = std::max<int64_t>(1, training.minimumFrequency),
                       .maximumLength = training.maximumTokenLength,
                       .threads = training.threads});
    constexpr std::string_view what = "merging pairs";
    LearnedVocabulary learned;
    while (static_cast<int64_t>(vocabulary.size()) < training.vocabularySize) {
        throwIfStopped(stop);
        const auto best = merger.takeMostFrequent();
        if (!best)
            break;
        learned.merges.push_back(
            {best->left, best->right, vocabulary.joined(best->left, best->right)});
        merger.merge(*best, learned.merges.back());
        if (isTold(learned.merges.size()))
            progress.update(static_cast<int64_t>(vocabulary.size()), training.vocabularySize, what);
    }
    progress.update(training.vocabularySize, training.vocabularySize, what);
    learned.tokens = vocabulary.takeTokens();
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

std::string printableAscii()
{
    std::string characters;
    for (char c = '!'; c <= '~'; ++c)
        characters += c;
    return characters;
}

std::string bertCleaned(std::string_view text)
{
    return normalizeForBert(text, BertNormalization{}, 0).text;
}

void BertWordCounter::add(std::string_view text)
{
    const std::string clean = bertCleaned(text);
    for (const WordRange &range : wordsOf(clean, PreTokenizer::Bert)) {
        const std::string word = clean.substr(range.begin, range.end - range.begin);
        const auto [entry, isNew] = places_.emplace(word, words_.size());
        if (isNew)
            words_.push_back({word, 0});
        ++words_[entry->second].count;
    }
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
