// Byte-pair encoding of DNA: against the published tokenizer's encodings, and the fast algorithm
// against the general one.
#include "tests/core/tokenizer/golden_data.h"

#include "core/base/random_stream.h"
#include "core/tokenizer/dna_bpe_model.h"
#include "core/tokenizer/pipeline_tokenizer.h"

#include <set>
#include <thread>

using namespace helicase;
using namespace helicase::test;

class TestDnaBpe : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void encodesAsPublished_data();
    void encodesAsPublished();
    void encodesLongInputsAsPublished();
    void cutsAddedTokensAsPublished();
    void savedTruncationChangesNothing();
    void unusualRulesUseTheGeneralAlgorithm_data();
    void unusualRulesUseTheGeneralAlgorithm();
    void fastEqualsGeneral_data();
    void fastEqualsGeneral();
    void unreachableTokensDoNotAppear();
    void ordersOfMergesThatGoBackAreRefused();
    void threadsShareOneTokenizer();
    void idsAreTheSameAsInTheWholeEncoding();
};

namespace {

std::filesystem::path publishedTokenizer()
{
    return dataFolder() / "tokenizers" / "dnabert2";
}

// Rules from merges written as "left right".
std::shared_ptr<BpeRules> rulesOf(const std::vector<std::string> &letters,
                                  const std::vector<std::string> &merges)
{
    auto rules = std::make_shared<BpeRules>();
    rules->vocabulary.add("[UNK]", 0);
    rules->unknown = 0;
    for (const std::string &letter : letters)
        rules->vocabulary.add(letter, rules->vocabulary.end());
    for (const std::string &merge : merges) {
        const size_t blank = merge.find(' ');
        const std::string left = merge.substr(0, blank);
        const std::string right = merge.substr(blank + 1);
        rules->vocabulary.add(left + right, rules->vocabulary.end());
        rules->merges.push_back({*rules->vocabulary.find(left), *rules->vocabulary.find(right),
                                 *rules->vocabulary.find(left + right)});
    }
    return rules;
}

// Merges of random neighbours among the tokens so far; the same token may come about in several
// ways.
std::shared_ptr<BpeRules> randomRules(RandomStream &random, size_t letters, size_t merges)
{
    const std::vector<std::string> alphabet{"A", "C", "G", "T"};
    std::vector<std::string> tokens(alphabet.begin(),
                                    alphabet.begin() + static_cast<std::ptrdiff_t>(letters));
    std::vector<std::string> written;
    std::set<std::string> seen;
    while (written.size() < merges) {
        const std::string left = tokens[random.below(tokens.size())];
        const std::string right = tokens[random.below(tokens.size())];
        if (left.size() + right.size() > 12 || !seen.insert(left + " " + right).second)
            continue;
        written.push_back(left + " " + right);
        if (std::ranges::find(tokens, left + right) == tokens.end())
            tokens.push_back(left + right);
    }
    return rulesOf({"A", "C", "G", "T"}, written);
}

std::string randomBases(RandomStream &random, std::string_view letters, size_t length)
{
    std::string text;
    for (size_t i = 0; i < length; ++i)
        text += letters[random.below(letters.size())];
    return text;
}

std::vector<TokenId> idsOf(const SubwordModel &model, std::string_view text)
{
    std::vector<TokenId> ids;
    TokenSink sink{ids};
    model.append(text, sink);
    return ids;
}

} // namespace

void TestDnaBpe::encodesAsPublished_data()
{
    addGoldenRows({"golden/dnabert2_bpe.jsonl"});
}

void TestDnaBpe::encodesAsPublished()
{
    HELICASE_NEEDS_DATA();
    QFETCH(QString, row);
    static const auto tokenizer = loadTokenizer(publishedTokenizer());
    QCOMPARE(differenceInRow(row, *tokenizer), QString());
}

void TestDnaBpe::encodesLongInputsAsPublished()
{
    HELICASE_NEEDS_DATA();
    const auto tokenizer = loadTokenizer(publishedTokenizer());
    for (const auto &row : rowsOf("golden/bpe_long.jsonl")) {
        const std::string text = buildText(row.at("build"));
        const auto ids = tokenizer->encodeIds(text, SpecialTokens::Omit);
        const std::string name = row.at("name");
        QVERIFY2(ids.size() == row.at("n_ids").get<size_t>(), name.c_str());
        QVERIFY2(digestOf(ids) == row.at("ids_sha256").get<std::string>(), name.c_str());
    }
}

void TestDnaBpe::cutsAddedTokensAsPublished()
{
    HELICASE_NEEDS_DATA();
    // The published vocabulary with the list of new tokens, and a file that holds tokens of its
    // own.
    TokenizerDefinition extended = readTokenizerJson(publishedTokenizer() / "tokenizer.json");
    QFile list(QString::fromStdString((dataFolder() / "annotation/new_tokens.txt").string()));
    QVERIFY(list.open(QIODevice::ReadOnly));
    const PipelineTokenizer plain(extended);
    for (const QString &line : QString::fromUtf8(list.readAll()).split('\n')) {
        const std::string token = line.trimmed().toStdString();
        if (!token.empty() && !plain.find(token))
            extended.addedTokens.push_back(
                {.id = static_cast<TokenId>(4096 + extended.addedTokens.size() - 5),
                 .content = token});
    }
    const PipelineTokenizer withList(extended);
    QCOMPARE(withList.vocabularySize(), int64_t{5233});
    const auto fromFile = loadTokenizer(dataFolder() / "annotation/extended_tokenizer");
    for (const auto &row : rowsOf("golden/dnabert2_added_tokens.jsonl")) {
        const bool usesFile =
            row.at("tokenizer").get<std::string>().find("extended_tokenizer") != std::string::npos;
        const Tokenizer &tokenizer = usesFile ? *fromFile : withList;
        const auto special =
            row.at("add_special_tokens").get<bool>() ? SpecialTokens::Add : SpecialTokens::Omit;
        const Encoding found = tokenizer.encode(row.at("text").get<std::string>(), special);
        const QString difference = differenceFrom(row, found, tokenizer);
        QVERIFY2(difference.isEmpty(), qPrintable(difference.left(2000)));
    }
}

void TestDnaBpe::savedTruncationChangesNothing()
{
    HELICASE_NEEDS_DATA();
    const auto bare = loadTokenizer(publishedTokenizer());
    const auto withSettings = loadTokenizer(dataFolder() / "tokenizers/dnaberts");
    RandomStream random(3, "saved truncation");
    const std::string text = randomBases(random, "ACGTN", 30000);
    QVERIFY(bare->encodeIds(text, SpecialTokens::Add).size() > 2000);
    QCOMPARE(withSettings->encodeIds(text, SpecialTokens::Add),
             bare->encodeIds(text, SpecialTokens::Add));
    QCOMPARE(withSettings->encode("ACGT", SpecialTokens::Add).size(),
             bare->encode("ACGT", SpecialTokens::Add).size());
}

void TestDnaBpe::unusualRulesUseTheGeneralAlgorithm_data()
{
    QTest::addColumn<QStringList>("merges");
    QTest::addColumn<bool>("fuse");
    QTest::addColumn<bool>("ignoreMerges");
    QTest::addColumn<bool>("isFast");
    QTest::addColumn<int>("tokens"); // of "xx NAC"
    QTest::newRow("plain DNA") << QStringList{"A C", "G T"} << false << false << true << 4;
    QTest::newRow("other letters") << QStringList{"N A"} << false << false << false << 4;
    QTest::newRow("fused unknown") << QStringList{"A C"} << true << false << false << 3;
    QTest::newRow("whole words") << QStringList{"A C"} << false << true << false << 4;
}

void TestDnaBpe::unusualRulesUseTheGeneralAlgorithm()
{
    QFETCH(QStringList, merges);
    QFETCH(bool, fuse);
    QFETCH(bool, ignoreMerges);
    QFETCH(bool, isFast);
    QFETCH(int, tokens);
    std::vector<std::string> written;
    for (const QString &merge : merges)
        written.push_back(merge.toStdString());
    const auto rules = rulesOf({"A", "C", "G", "T", "N"}, written);
    rules->fuseUnknown = fuse;
    rules->ignoreMerges = ignoreMerges;
    const auto model = makeBpeModel(rules);
    QCOMPARE(dynamic_cast<const DnaBpeModel *>(model.get()) != nullptr, isFast);
    QCOMPARE(static_cast<int>(idsOf(*model, "xx NAC").size()), tokens);
}

void TestDnaBpe::fastEqualsGeneral_data()
{
    QTest::addColumn<int>("letters");
    QTest::addColumn<int>("merges");
    for (const int letters : {1, 2, 3, 4})
        for (const int merges : {1, 5, 20, 100})
            if (letters > 1 || merges < 20)
                QTest::addRow("%d letters, %d merges", letters, merges) << letters << merges;
}

void TestDnaBpe::fastEqualsGeneral()
{
    QFETCH(int, letters);
    QFETCH(int, merges);
    RandomStream random(11, "fast equals general");
    int compared = 0;
    for (int round = 0; round < 40; ++round) {
        const auto rules =
            randomRules(random, static_cast<size_t>(letters), static_cast<size_t>(merges));
        const BpeModel general(rules);
        const auto fast = DnaBpeModel::makeIfSuitable(rules);
        if (!fast)
            continue;
        ++compared;
        const std::string_view alphabet =
            std::string_view("ACGT").substr(0, static_cast<size_t>(letters));
        for (const std::string_view source : {alphabet, std::string_view("ACGTTTTT N")})
            for (const size_t length : {1, 2, 5, 17, 60, 400}) {
                const std::string text = randomBases(random, source, length);
                const auto expected = idsOf(general, text);
                QVERIFY2(idsOf(*fast, text) == expected, text.c_str());
            }
    }
    QVERIFY2(compared > 5, qPrintable(QString::number(compared)));
}

void TestDnaBpe::unreachableTokensDoNotAppear()
{
    // CGA can never be built: AC takes the C of every A C G A, and alone C+GA wins nothing, as CG
    // goes first.
    const auto rules = rulesOf({"A", "C", "G", "T"}, {"C G", "G A", "C GA", "CG A"});
    const auto fast = DnaBpeModel::makeIfSuitable(rules);
    QVERIFY(fast);
    const BpeModel general(rules);
    for (const std::string text : {"CGA", "ACGA", "CGAGA", "GAGA", "CCGGA"})
        QCOMPARE(idsOf(*fast, text), idsOf(general, text));
}

void TestDnaBpe::ordersOfMergesThatGoBackAreRefused()
{
    // ACG is merged before its part AC can be: ranks are no times here.
    const auto rules = rulesOf({"A", "C", "G", "T", "AC"}, {"AC G", "A C"});
    QVERIFY(!DnaBpeModel::makeIfSuitable(rules));
    const auto model = makeBpeModel(rules);
    QCOMPARE(idsOf(*model, "ACG"), std::vector<TokenId>{*rules->vocabulary.find("ACG")});
}

void TestDnaBpe::threadsShareOneTokenizer()
{
    RandomStream random(5, "threads");
    const auto rules = randomRules(random, 4, 200);
    const auto model = makeBpeModel(rules);
    const std::string text = randomBases(random, "ACGT", 20000);
    std::vector<std::vector<TokenId>> results(4);
    {
        std::vector<std::jthread> threads;
        for (auto &result : results)
            threads.emplace_back([&] { result = idsOf(*model, text); });
    }
    const auto expected = idsOf(BpeModel(rules), text);
    for (const auto &result : results)
        QCOMPARE(result, expected);
}

void TestDnaBpe::idsAreTheSameAsInTheWholeEncoding()
{
    TokenizerDefinition definition;
    definition.model =
        std::shared_ptr<const BpeRules>(rulesOf({"A", "C", "G", "T"}, {"A C", "G T"}));
    definition.addedTokens = {{.id = 20, .content = "[X]"},
                              {.id = 21, .content = "tag", .isNormalized = true}};
    const PipelineTokenizer tokenizer(definition);
    const std::string text = "ACé[X]GT tagA\xFFtag";
    const Encoding encoding = tokenizer.encode(text, SpecialTokens::Omit);
    QCOMPARE(tokenizer.encodeIds(text, SpecialTokens::Omit), encoding.ids);
    const std::vector<TokenSpan> offsets{{0, 2},  {2, 3},   {3, 6},   {6, 8},
                                         {9, 12}, {12, 13}, {13, 14}, {14, 17}};
    QVERIFY(encoding.offsets == offsets);
    QCOMPARE(tokenizer.vocabularySize(), int64_t{22});
    QCOMPARE(tokenizer.token(20), std::string("[X]"));
    QCOMPARE(tokenizer.token(15), std::string());
    QVERIFY(!tokenizer.find("nothing"));
}

QTEST_GUILESS_MAIN(TestDnaBpe)
#include "tst_dna_bpe.moc"
