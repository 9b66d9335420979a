// Learned vocabularies against those of the reference trainers.
#include "tests/core/tokenizer/golden_data.h"

#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/base/text.h"
#include "core/sequence/line_reader.h"
#include "core/tokenizer/pipeline_tokenizer.h"
#include "core/tokenizer/vocabulary_training.h"

#include <QUrl>

using namespace helicase;
using namespace helicase::test;

class TestVocabularyTraining : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void learnsTheReferenceMerges_data();
    void learnsTheReferenceMerges();
    void learnsTheReferencePieces_data();
    void learnsTheReferencePieces();
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

std::vector<CountedWord> recordsOf(const json &corpus)
{
    const json &cut = corpus.at("cut");
    std::vector<CountedWord> words;
    std::string joined;
    for (std::string &record :
         cutIntoRecords(buildText(corpus.at("build")), cut.at("seed").get<uint32_t>(),
                        cut.at("total").get<size_t>())) {
        joined += (joined.empty() ? "" : "\n") + record;
        words.push_back({std::move(record), 1});
    }
    if (sha256Of(joined) != corpus.at("sha256").get<std::string>())
        throw std::runtime_error("the corpus is not the one of the reference");
    return words;
}

std::string percentDecoded(std::string_view text)
{
    return QUrl::fromPercentEncoding(QByteArray(text.data(), static_cast<qsizetype>(text.size())))
        .toStdString();
}

// The values of the listed keys in column 9, up to a number of bytes.
std::vector<std::string> annotationLines(const json &corpus)
{
    constexpr size_t enough = 205000;
    std::vector<std::string> lines;
    size_t bytes = 0;
    for (const json &source : corpus.at("sources")) {
        const auto keys = source.at("keys").get<std::vector<std::string>>();
        LineReader reader(dataFolder() / source.at("file").get<std::string>());
        while (const auto line = reader.next()) {
            if (line->starts_with("##FASTA"))
                break;
            const auto columns = split(*line, '\t');
            if (line->starts_with('#') || columns.size() < 9)
                continue;
            for (const std::string_view attribute : split(columns[8], ';')) {
                const size_t equals = attribute.find('=');
                if (equals == std::string_view::npos ||
                    std::ranges::find(keys, attribute.substr(0, equals)) == keys.end())
                    continue;
                lines.push_back(percentDecoded(attribute.substr(equals + 1)));
                bytes += lines.back().size() + 1;
                if (bytes > enough)
                    return lines;
            }
        }
    }
    return lines;
}

void addRows(const std::string &file)
{
    QTest::addColumn<QString>("row");
    if (!hasData())
        return;
    for (const auto &row : rowsOf(file))
        QTest::newRow(row.at("name").get<std::string>().c_str())
            << QString::fromStdString(row.dump());
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
    addRows("golden/bpe_training.jsonl");
}

void TestVocabularyTraining::learnsTheReferenceMerges()
{
    HELICASE_NEEDS_DATA();
    QFETCH(QString, row);
    const json expected = json::parse(row.toStdString());
    const auto words = recordsOf(expected.at("corpus"));
    const LearnedVocabulary learned = learn(words, trainingOf(expected.at("trainer")));
    std::vector<std::string> merges;
    for (const json &merge : expected.at("merges"))
        merges.push_back(merge[0].get<std::string>() + " " + merge[1].get<std::string>());
    QCOMPARE(mergeTexts(learned), merges);
    QCOMPARE(learned.tokens, expected.at("vocab").get<std::vector<std::string>>());
}

void TestVocabularyTraining::learnsTheReferencePieces_data()
{
    addRows("golden/wordpiece_training.jsonl");
}

void TestVocabularyTraining::learnsTheReferencePieces()
{
    HELICASE_NEEDS_DATA();
    QFETCH(QString, row);
    const json expected = json::parse(row.toStdString());
    const auto lines = annotationLines(expected.at("corpus"));
    QCOMPARE(sha256Of(join(lines, "\n")), expected.at("corpus").at("sha256").get<std::string>());
    const auto words = wordsForWordPiece(lines);
    QCOMPARE(words.size(), expected.at("n_words").get<size_t>());
    VocabularyTraining training = trainingOf(expected.at("trainer"));
    training.continuationPrefix = "##";
    QCOMPARE(learn(words, training).tokens,
             expected.at("vocab_if_sorted").get<std::vector<std::string>>());
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
