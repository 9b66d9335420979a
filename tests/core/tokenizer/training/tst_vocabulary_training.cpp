// Learned vocabularies against those of the reference trainers.
#include "tests/core/tokenizer/training_data.h"

#include "core/base/error.h"
#include "core/base/random_stream.h"
#include "core/base/text.h"
#include "core/tokenizer/pipeline_tokenizer.h"
#include "core/tokenizer/training/vocabulary_training.h"

#include <map>
#include <set>

using namespace helicase;
using namespace helicase::test;

class TestVocabularyTraining : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void learnsTheReferenceMerges_data();
    void learnsTheReferenceMerges();
    void learnsTheReferencePieces_data();
    void learnsTheReferencePieces();
    void followsTheRulesOnRepeats_data();
    void followsTheRulesOnRepeats();
    void threadsDoNotChangeTheResult();
    void manySymbols();
    void numbersPiecesAsAsked();
    void knowsTheCharactersOfTheAlphabet();
    void refusesThePrefixInsideWords();
    void mergesTheMostFrequentPairFirst();
    void keepsTokensBelowTheLimit();
    void learnedTokenizerCutsItsText();
    void emptyTextGivesSpecialTokensOnly();
    void stopsOnRequest();
};

namespace {

using nlohmann::json;

LearnedVocabulary learn(std::span<const CountedWord> words, const VocabularyTraining &training)
{
    SilentProgress progress;
    return learnVocabulary(words, training, progress, {});
}

VocabularyTraining trainingOf(const json &trainer)
{
    VocabularyTraining training;
    training.vocabularySize = trainer.at("vocab_size").get<int64_t>();
    training.minimumFrequency = trainer.at("min_frequency").get<int64_t>();
    training.specialTokens = trainer.at("special_tokens").get<std::vector<std::string>>();
    if (trainer.contains("max_token_length") && trainer.at("max_token_length").is_number())
        training.maximumTokenLength = trainer.at("max_token_length").get<int64_t>();
    return training;
}

std::vector<std::string> textsOf(const json &list)
{
    return list.get<std::vector<std::string>>();
}

std::string randomText(RandomStream &random, const std::string &letters, size_t length)
{
    std::string text;
    while (text.size() < length)
        text += letters[random.below(letters.size())];
    return text;
}

using Pair = std::pair<TokenId, TokenId>;

// A word while it is merged, for the plain trainer below.
struct MergedWord {
    std::vector<TokenId> tokens;
    int64_t count = 1;

    // Joins the pair from left to right; tells of each neighbouring pair that goes or comes.
    template <typename Change>
    void join(const Pair &pair, TokenId result, const Change &change)
    {
        for (size_t i = 0; i + 1 < tokens.size(); ++i) {
            if (Pair(tokens[i], tokens[i + 1]) != pair)
                continue;
            tokens[i] = result;
            tokens.erase(tokens.begin() + static_cast<std::ptrdiff_t>(i) + 1);
            if (i > 0) {
                change({tokens[i - 1], pair.first}, -count);
                change({tokens[i - 1], result}, count);
            }
            if (i + 1 < tokens.size()) {
                change({pair.second, tokens[i + 1]}, -count);
                change({result, tokens[i + 1]}, count);
            }
        }
    }
};

// The rules of shared/data/golden/FORMAT.md word by word, for words of single-byte letters.
std::vector<std::string> mergesByTheRules(std::span<const CountedWord> words,
                                          const VocabularyTraining &training)
{
    std::vector<std::string> tokens = training.specialTokens;
    std::set<char> letters;
    for (const CountedWord &word : words)
        letters.insert(word.text.begin(), word.text.end());
    for (const char letter : letters)
        tokens.emplace_back(1, letter);
    std::map<Pair, int64_t> counts;
    std::vector<MergedWord> corpus;
    for (const CountedWord &word : words) {
        corpus.push_back({{}, word.count});
        for (const char letter : word.text)
            corpus.back().tokens.push_back(static_cast<TokenId>(
                std::ranges::find(tokens, std::string(1, letter)) - tokens.begin()));
        for (size_t i = 0; i + 1 < word.text.size(); ++i)
            counts[{corpus.back().tokens[i], corpus.back().tokens[i + 1]}] += word.count;
    }
    const auto textOf = [&](TokenId id) { return tokens[static_cast<size_t>(id)]; };
    const auto limit = static_cast<size_t>(training.maximumTokenLength);
    std::vector<std::string> merges;
    while (static_cast<int64_t>(tokens.size()) < training.vocabularySize) {
        // The map's order settles ties.
        const auto best =
            std::ranges::max_element(counts, {}, [](const auto &c) { return c.second; });
        if (best == counts.end() || best->second < std::max<int64_t>(1, training.minimumFrequency))
            break;
        const Pair pair = best->first;
        counts.erase(best);
        merges.push_back(textOf(pair.first) + " " + textOf(pair.second));
        tokens.push_back(textOf(pair.first) + textOf(pair.second));
        for (MergedWord &word : corpus)
            word.join(pair, static_cast<TokenId>(tokens.size()) - 1,
                      [&](const Pair &changed, int64_t by) {
                          const size_t length =
                              textOf(changed.first).size() + textOf(changed.second).size();
                          if (changed != pair && (by < 0 || limit == 0 || length < limit))
                              counts[changed] += by;
                      });
    }
    return merges;
}

std::vector<std::string> mergeTexts(const LearnedVocabulary &learned)
{
    std::vector<std::string> texts;
    for (const MergeRule &rule : learned.merges)
        texts.push_back(learned.tokens[static_cast<size_t>(rule.left)] + " " +
                        learned.tokens[static_cast<size_t>(rule.right)]);
    return texts;
}

} // namespace

void TestVocabularyTraining::learnsTheReferenceMerges_data()
{
    addTrainingRows("golden/bpe_training.jsonl");
}

void TestVocabularyTraining::learnsTheReferenceMerges()
{
    HELICASE_NEEDS_DATA();
    QFETCH(QString, row);
    const json expected = json::parse(row.toStdString());
    std::vector<CountedWord> words;
    for (std::string &record : trainingTexts(expected.at("corpus")))
        words.push_back({std::move(record), 1});
    const LearnedVocabulary learned = learn(words, trainingOf(expected.at("trainer")));
    std::vector<std::string> merges;
    for (const json &merge : expected.at("merges"))
        merges.push_back(merge[0].get<std::string>() + " " + merge[1].get<std::string>());
    QCOMPARE(mergeTexts(learned), merges);
    QCOMPARE(learned.tokens, expected.at("vocab").get<std::vector<std::string>>());
}

void TestVocabularyTraining::learnsTheReferencePieces_data()
{
    addTrainingRows("golden/wordpiece_training.jsonl");
}

void TestVocabularyTraining::learnsTheReferencePieces()
{
    HELICASE_NEEDS_DATA();
    QFETCH(QString, row);
    const json expected = json::parse(row.toStdString());
    BertWordCounter counter;
    for (const std::string &line : trainingTexts(expected.at("corpus")))
        counter.add(line);
    const auto words = counter.take();
    QCOMPARE(words.size(), expected.at("n_words").get<size_t>());
    VocabularyTraining training = trainingOf(expected.at("trainer"));
    training.continuationPrefix = "##";
    QCOMPARE(learn(words, training).tokens, textsOf(expected.at("vocab_if_sorted")));
    training.pieceOrder = PieceOrder::FirstSeen;
    QCOMPARE(learn(words, training).tokens, textsOf(expected.at("vocab_if_first_seen")));
    training.firstPieces = textsOf(expected.at("vocab"));
    QCOMPARE(learn(words, training).tokens, textsOf(expected.at("vocab")));
}

void TestVocabularyTraining::followsTheRulesOnRepeats_data()
{
    QTest::addColumn<QString>("letters");
    QTest::addColumn<int>("maximumLength");
    for (const int maximumLength : {0, 5, 9})
        for (const char *letters : {"A", "AT", "AAAAAAT", "ACGT"})
            QTest::addRow("%s below %d", letters, maximumLength) << letters << maximumLength;
}

void TestVocabularyTraining::followsTheRulesOnRepeats()
{
    QFETCH(QString, letters);
    QFETCH(int, maximumLength);
    RandomStream random(letters.size() + maximumLength, "repeats");
    for (int trial = 0; trial < 20; ++trial) {
        std::vector<CountedWord> words;
        for (int word = 0; word < 8; ++word) {
            const std::string unit =
                randomText(random, letters.toStdString(), 1 + random.below(40));
            std::string text;
            while (text.size() < 60)
                text += unit;
            words.push_back({text, 1 + static_cast<int64_t>(random.below(3))});
        }
        VocabularyTraining training;
        training.vocabularySize = 120;
        training.minimumFrequency = static_cast<int64_t>(random.below(4));
        training.maximumTokenLength = maximumLength;
        QCOMPARE(mergeTexts(learn(words, training)), mergesByTheRules(words, training));
    }
}

void TestVocabularyTraining::threadsDoNotChangeTheResult()
{
    RandomStream random(5, "threads");
    std::vector<CountedWord> words{{randomText(random, "ACGT", 600'000), 1},
                                   {randomText(random, "AAAAAC", 300'000), 3},
                                   {std::string(200'000, 'A'), 2}};
    VocabularyTraining training;
    training.vocabularySize = 200;
    const auto expected = mergeTexts(learn(words, training));
    for (const int threads : {2, 5}) {
        training.threads = threads;
        QCOMPARE(mergeTexts(learn(words, training)), expected);
    }
}

// More symbols than two bytes tell apart, which are then stored in four.
void TestVocabularyTraining::manySymbols()
{
    RandomStream random(6, "symbols");
    const std::string text = randomText(random, "ACGT", 400'000);
    VocabularyTraining training;
    training.minimumFrequency = 1;
    training.vocabularySize = 30'000;
    const LearnedVocabulary few = learn(std::vector<CountedWord>{{text, 1}}, training);
    training.vocabularySize = 36'000;
    LearnedVocabulary many = learn(std::vector<CountedWord>{{text, 1}}, training);
    QCOMPARE(many.tokens.size(), size_t{36'000});
    const std::set<std::string> distinct(many.tokens.begin(), many.tokens.end());
    QCOMPARE(distinct.size(), many.tokens.size());
    many.tokens.resize(few.tokens.size());
    QCOMPARE(many.tokens, few.tokens);
}

void TestVocabularyTraining::numbersPiecesAsAsked()
{
    const std::vector<CountedWord> words{{"xcab", 1}};
    VocabularyTraining training;
    training.specialTokens = {};
    training.vocabularySize = 1;
    training.continuationPrefix = "##";
    const auto continuing = [&] {
        const auto tokens = learn(words, training).tokens;
        return join(std::vector<std::string>(tokens.begin() + 4, tokens.end()), " ");
    };
    QCOMPARE(continuing(), std::string("##a ##b ##c"));
    training.pieceOrder = PieceOrder::FirstSeen;
    QCOMPARE(continuing(), std::string("##c ##a ##b"));
    training.firstPieces = {"##b", "b", "##z"};
    QCOMPARE(continuing(), std::string("##b ##c ##a"));
}

void TestVocabularyTraining::knowsTheCharactersOfTheAlphabet()
{
    const std::vector<CountedWord> words{{"ab", 1}};
    VocabularyTraining training;
    training.specialTokens = {"[UNK]"};
    training.vocabularySize = 1;
    training.continuationPrefix = "##";
    training.alphabet = "b(7";
    QCOMPARE(join(learn(words, training).tokens, " "), std::string("[UNK] ( 7 a b ##7 ##b"));
}

// A piece that is told apart by its prefix only could be made of other characters, too.
void TestVocabularyTraining::refusesThePrefixInsideWords()
{
    VocabularyTraining training;
    training.vocabularySize = 100;
    training.minimumFrequency = 1;
    training.continuationPrefix = "##";
    QVERIFY_THROWS_EXCEPTION(Error, learn(std::vector<CountedWord>{{"##aa", 9}}, training));
}

void TestVocabularyTraining::mergesTheMostFrequentPairFirst()
{
    const std::vector<CountedWord> words{{"ACAC", 3}, {"GTGT", 2}, {"TA", 1}};
    VocabularyTraining training;
    training.vocabularySize = 100;
    const LearnedVocabulary learned = learn(words, training);
    // AC six times, GT four times, ACAC three times, GTGT twice, TA only once.
    const std::vector<std::string> merges{"A C", "G T", "AC AC", "GT GT"};
    QCOMPARE(mergeTexts(learned), merges);
    QCOMPARE(learned.tokens.size(), size_t{5 + 4 + 4});
}

void TestVocabularyTraining::keepsTokensBelowTheLimit()
{
    const std::vector<CountedWord> words{{std::string(64, 'A'), 10}};
    VocabularyTraining training;
    training.vocabularySize = 100;
    training.maximumTokenLength = 6;
    size_t longest = 0;
    for (const std::string &token : learn(words, training).tokens)
        if (token[0] == 'A')
            longest = std::max(longest, token.size());
    QVERIFY(longest > 1 && longest < 6);
}

void TestVocabularyTraining::learnedTokenizerCutsItsText()
{
    const std::vector<CountedWord> words{{"ACGTACGTACGTTTTT", 5}, {"GGCC", 2}};
    VocabularyTraining training;
    training.vocabularySize = 20;
    const PipelineTokenizer tokenizer(dnaTokenizer(learn(words, training)));
    const auto ids = tokenizer.encodeIds("ACGTACGTACGTTTTT", SpecialTokens::Add);
    QCOMPARE(ids.front(), 1);
    QCOMPARE(ids.back(), 2);
    std::string joined;
    for (const TokenId id : ids)
        if (id > 4)
            joined += tokenizer.token(id);
    QCOMPARE(joined, std::string("ACGTACGTACGTTTTT"));
    QVERIFY(ids.size() < 12);
    VocabularyTraining bare = training;
    bare.specialTokens = {};
    QVERIFY_THROWS_EXCEPTION(InputError, wordPieceTokenizer(learn(words, bare)));
}

void TestVocabularyTraining::emptyTextGivesSpecialTokensOnly()
{
    const LearnedVocabulary learned = learn({}, {});
    QCOMPARE(learned.tokens.size(), size_t{5});
    QVERIFY(learned.merges.empty());
}

void TestVocabularyTraining::stopsOnRequest()
{
    const std::vector<CountedWord> words{{"ACACAC", 9}};
    std::stop_source source;
    source.request_stop();
    SilentProgress progress;
    QVERIFY_THROWS_EXCEPTION(Stopped, learnVocabulary(words, {}, progress, source.get_token()));
}

QTEST_GUILESS_MAIN(TestVocabularyTraining)
#include "tst_vocabulary_training.moc"
