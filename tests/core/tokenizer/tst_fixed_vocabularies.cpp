// K-mers and alphabets: vocabularies that need no learning, against the published ones.
#include "tests/core/tokenizer/golden_data.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/tokenizer/fixed_vocabularies.h"
#include "core/tokenizer/kmer_model.h"
#include "core/tokenizer/pipeline_tokenizer.h"

#include <QTemporaryDir>

#include <cstring>

using namespace helicase;
using namespace helicase::test;

class TestFixedVocabularies : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void kmersStandInThePublishedOrder_data();
    void kmersStandInThePublishedOrder();
    void cutsOverlappingKmers_data();
    void cutsOverlappingKmers();
    void rawBasesEqualJoinedKmers();
    void readsKmersFromVocabularyText();
    void otherWordPiecesAreNoKmers();
    void alphabetsAsPublished();
    void readsThePublishedAlphabetFile();
    void savesAndLoads_data();
    void savesAndLoads();
};

namespace {

std::filesystem::path folderOf(const QTemporaryDir &folder)
{
    return folder.path().toStdString();
}

QString tokensOf(const Tokenizer &tokenizer, const std::string &text)
{
    QStringList tokens;
    for (const TokenId id : tokenizer.encodeIds(text, SpecialTokens::Omit))
        tokens << QString::fromStdString(tokenizer.token(id));
    return tokens.join(' ');
}

std::vector<uint16_t> numbersOf(const std::filesystem::path &file)
{
    const std::string bytes = readFile(file);
    std::vector<uint16_t> numbers(bytes.size() / sizeof(uint16_t));
    std::memcpy(numbers.data(), bytes.data(), bytes.size());
    return numbers;
}

} // namespace

void TestFixedVocabularies::kmersStandInThePublishedOrder_data()
{
    QTest::addColumn<int>("length");
    for (const int length : {3, 4, 5, 6})
        QTest::addRow("%d", length) << length;
}

void TestFixedVocabularies::kmersStandInThePublishedOrder()
{
    QFETCH(int, length);
    const PipelineTokenizer tokenizer(kmerTokenizer(static_cast<size_t>(length)));
    QCOMPARE(tokenizer.vocabularySize(), int64_t{5} + (int64_t{1} << 2 * length));
    QCOMPARE(tokenizer.padId(), 0);
    QCOMPARE(tokenizer.unknownId(), 1);
    const std::string begin(static_cast<size_t>(length - 1), 'A');
    for (const auto &[last, id] : {std::pair('A', 5), {'T', 6}, {'C', 7}, {'G', 8}})
        QCOMPARE(tokenizer.token(id), begin + last);
    QCOMPARE(tokenizer.token(static_cast<TokenId>(tokenizer.vocabularySize() - 1)),
             std::string(static_cast<size_t>(length), 'G'));
}

void TestFixedVocabularies::cutsOverlappingKmers_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("tokens");
    QTest::newRow("one at every base") << "ACGTT"
                                       << "ACG CGT GTT";
    QTest::newRow("exactly one") << "ACG"
                                 << "ACG";
    QTest::newRow("too short") << "AC"
                               << "[UNK]";
    QTest::newRow("other letters") << "ACGNTTT"
                                   << "ACG [UNK] [UNK] [UNK] TTT";
    QTest::newRow("lower case") << "acgACG"
                                << "[UNK] [UNK] [UNK] ACG";
    QTest::newRow("k-mers with blanks") << " ACG CGT\tGTT\n"
                                        << "ACG CGT GTT";
    QTest::newRow("special token") << "ACG [MASK] GTT"
                                   << "ACG [MASK] GTT";
    QTest::newRow("not ASCII") << "AéCGT"
                               << "[UNK] [UNK] CGT";
    QTest::newRow("nothing") << " "
                             << "";
}

void TestFixedVocabularies::cutsOverlappingKmers()
{
    QFETCH(QString, text);
    const PipelineTokenizer tokenizer(kmerTokenizer(3));
    QTEST(tokensOf(tokenizer, text.toStdString()), "tokens");
    const Encoding encoding = tokenizer.encode(text.toStdString(), SpecialTokens::Omit);
    for (size_t i = 0; i < encoding.size(); ++i) {
        const auto [begin, end] = encoding.offsets[i];
        const QString letters = text.mid(begin, end - begin);
        const QString token = QString::fromStdString(tokenizer.token(encoding.ids[i]));
        QCOMPARE(token == "[UNK]" ? letters : token, letters);
    }
}

void TestFixedVocabularies::rawBasesEqualJoinedKmers()
{
    const PipelineTokenizer tokenizer(kmerTokenizer(6));
    const std::string bases = "ACGTTGCAACGTNACGTTTGGCATACGATCGGGCTATA";
    std::string joined;
    for (size_t i = 0; i + 6 <= bases.size(); ++i)
        joined += bases.substr(i, 6) + " ";
    const auto ids = tokenizer.encodeIds(bases, SpecialTokens::Add);
    QCOMPARE(ids, tokenizer.encodeIds(joined, SpecialTokens::Add));
    QCOMPARE(ids.size(), bases.size() - 6 + 1 + 2);
    QCOMPARE(ids.front(), 2);
    QCOMPARE(ids.back(), 3);
}

void TestFixedVocabularies::readsKmersFromVocabularyText()
{
    // As DNABERT's folders: vocab.txt without a tokenizer_config.json.
    const PipelineTokenizer made(kmerTokenizer(4));
    QTemporaryDir folder;
    made.save(folderOf(folder));
    std::filesystem::remove(folderOf(folder) / "tokenizer.json");
    std::filesystem::remove(folderOf(folder) / "tokenizer_config.json");
    const auto tokenizer = loadTokenizer(folderOf(folder));
    const std::string text = "ACGTTGCAANTTGACA";
    QCOMPARE(tokenizer->encodeIds(text, SpecialTokens::Add),
             made.encodeIds(text, SpecialTokens::Add));
    QCOMPARE(
        tokenizer->decode(tokenizer->encodeIds("ACGTT", SpecialTokens::Omit), SpecialTokens::Omit),
        std::string("ACGT CGTT"));
}

void TestFixedVocabularies::otherWordPiecesAreNoKmers()
{
    QVERIFY(kmerLengthOf(Vocabulary(std::vector<std::string>{"[UNK]", "gene"})) == std::nullopt);
    QVERIFY(kmerLengthOf(Vocabulary(std::vector<std::string>{"AAA", "AAC"})) == std::nullopt);
    QVERIFY(kmerLengthOf(Vocabulary(std::vector<std::string>{"AAA", "AC"})) == std::nullopt);
}

void TestFixedVocabularies::alphabetsAsPublished()
{
    HELICASE_NEEDS_DATA();
    const auto published =
        rowsOf("reference_models/gpt/tokenization/strings.json", JsonFile::Whole).front();
    QCOMPARE(genomeAlphabet(), published.at("alphabet_full").get<std::vector<std::string>>());
    QCOMPARE(baseAlphabet(), published.at("alphabet_vocab4").get<std::vector<std::string>>());
    const PipelineTokenizer genome(characterTokenizer(genomeAlphabet()));
    const PipelineTokenizer bases(characterTokenizer(baseAlphabet()));
    int compared = 0;
    for (const auto &row : published.at("rows")) {
        const std::string text = row.at("text");
        QCOMPARE(bases.encodeIds(text, SpecialTokens::Add),
                 row.at("vocab4_filter").get<std::vector<TokenId>>());
        if (row.at("full").is_null())
            continue;
        QCOMPARE(genome.encodeIds(text, SpecialTokens::Add),
                 row.at("full").get<std::vector<TokenId>>());
        ++compared;
    }
    QVERIFY(compared > 3);
}

void TestFixedVocabularies::readsThePublishedAlphabetFile()
{
    HELICASE_NEEDS_DATA();
    const auto folder = dataFolder() / "reference_models/gpt/data_prep";
    const std::string text = readFile(folder / "genome.fa");
    for (const std::string mode : {"full", "vocab4"}) {
        const auto tokenizer = loadTokenizer(folder / (mode + "_meta.pkl"));
        std::vector<uint16_t> expected = numbersOf(folder / (mode + "_train.bin"));
        const auto rest = numbersOf(folder / (mode + "_val.bin"));
        expected.insert(expected.end(), rest.begin(), rest.end());
        const auto ids = tokenizer->encodeIds(text, SpecialTokens::Add);
        QCOMPARE(std::vector<uint16_t>(ids.begin(), ids.end()), expected);
        QCOMPARE(tokenizer->unknownId(), noToken);
    }
}

void TestFixedVocabularies::savesAndLoads_data()
{
    QTest::addColumn<QString>("kind");
    for (const char *kind : {"3mer", "6mer", "bases", "genome"})
        QTest::newRow(kind) << kind;
}

void TestFixedVocabularies::savesAndLoads()
{
    QFETCH(QString, kind);
    const PipelineTokenizer made(kind.endsWith("mer")
                                     ? kmerTokenizer(static_cast<size_t>(kind[0].digitValue()))
                                 : kind == "bases" ? characterTokenizer(baseAlphabet())
                                                   : characterTokenizer(genomeAlphabet()));
    QTemporaryDir folder;
    made.save(folderOf(folder));
    const auto loaded = loadTokenizer(folderOf(folder));
    const std::string text = ">chr1\nACGTNNACGTTGCA acgt\n";
    QCOMPARE(loaded->encodeIds(text, SpecialTokens::Add), made.encodeIds(text, SpecialTokens::Add));
    QCOMPARE(loaded->vocabularySize(), made.vocabularySize());
}

QTEST_GUILESS_MAIN(TestFixedVocabularies)
#include "tst_fixed_vocabularies.moc"
