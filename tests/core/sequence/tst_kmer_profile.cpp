#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/random_stream.h"
#include "core/dataset/safetensors.h"
#include "core/sequence/alphabet.h"
#include "core/sequence/kmer_profile.h"
#include "tests/support/test_data.h"

#include <nlohmann/json.hpp>

#include <cstring>
#include <map>
#include <numeric>

using namespace helicase;

namespace {

std::string randomBases(size_t length, RandomStream &random, uint64_t basesPerN = 20)
{
    std::string bases;
    for (size_t i = 0; i < length; ++i)
        bases += "ACGTN"[random.below(basesPerN) == 0 ? 4 : random.below(4)];
    return bases;
}

// Straight from the definition.
std::map<std::string, int64_t> countWords(std::string_view bases, size_t k)
{
    std::map<std::string, int64_t> counts;
    for (size_t i = 0; i + k <= bases.size(); ++i) {
        const std::string_view word = bases.substr(i, k);
        if (word.find('N') == std::string_view::npos)
            ++counts[std::string(word)];
    }
    return counts;
}

} // namespace

class TestKmerProfile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsFollowTheDefinition_data()
    {
        QTest::addColumn<int>("k");
        QTest::addColumn<int>("basesPerN");
        for (int k = 1; k <= KmerCounter::longestWord; ++k) {
            QTest::addRow("k = %d", k) << k << 20;
            QTest::addRow("k = %d, long stretches without N", k) << k << 5000;
        }
    }

    void countsFollowTheDefinition()
    {
        QFETCH(int, k);
        QFETCH(int, basesPerN);
        RandomStream random(7, "k-mers");
        const std::string bases = randomBases(20'011, random, static_cast<uint64_t>(basesPerN));
        const auto expected = countWords(bases, static_cast<size_t>(k));
        const KmerCounter counter(k);
        const auto words = counter.words();
        const auto counts = counter.count(bases);
        QCOMPARE(words.size(), size_t{1} << (2 * k));
        for (size_t i = 0; i < words.size(); ++i) {
            const auto entry = expected.find(words[i]);
            QCOMPARE(counts[i], entry == expected.end() ? 0 : entry->second);
        }
    }

    void mergedStrandsDoNotDependOnTheStrand()
    {
        RandomStream random(8, "k-mers");
        for (int k = 1; k <= KmerCounter::longestWord; ++k) {
            const KmerCounter merged(k, Strands::Merged);
            const std::string bases = randomBases(500, random);
            QCOMPARE(merged.count(bases), merged.count(reverseComplement(bases)));
            // 4^k / 2 pairs, and for even k half a word more for each palindrome.
            const int64_t palindromes = k % 2 == 0 ? int64_t{1} << k : 0;
            QCOMPARE(merged.width(), ((int64_t{1} << (2 * k)) + palindromes) / 2);
            const auto counts = merged.count(bases);
            const auto separate = KmerCounter(k).count(bases);
            QCOMPARE(std::accumulate(counts.begin(), counts.end(), int64_t{0}),
                     std::accumulate(separate.begin(), separate.end(), int64_t{0}));
        }
    }

    void orderOfTheLettersIsTheOrderOfTheColumns()
    {
        QCOMPARE(KmerCounter(1).words(), (std::vector<std::string>{"A", "T", "C", "G"}));
        QCOMPARE(KmerCounter(2, Strands::Separate, "ACGT").words()[1], std::string("AC"));
        QCOMPARE(KmerCounter(1).count("acgUu"), (std::vector<int64_t>{1, 2, 1, 1}));
    }

    void sequencesWithoutWordsHaveZeroProfiles()
    {
        const KmerCounter counter(4);
        for (const char *bases : {"", "ACG", "ACGNACG"}) {
            const auto profile = counter.profile(bases);
            QCOMPARE(std::accumulate(profile.begin(), profile.end(), 0.0), 0.0);
        }
    }

    void badArgumentsAreRefused()
    {
        QVERIFY_THROWS_EXCEPTION(OptionError, KmerCounter(0));
        QVERIFY_THROWS_EXCEPTION(OptionError, KmerCounter(9));
        QVERIFY_THROWS_EXCEPTION(Error, KmerCounter(4).count("ACGTNACGT", UnknownLetters::Refuse));
        QVERIFY_THROWS_EXCEPTION(Error, KmerCounter(4).count("ACGTN", UnknownLetters::Refuse));
    }

    void publishedTetranucleotideFrequencies()
    {
        HELICASE_NEEDS_DATA();
        const auto folder = test::dataFolder() / "reference_models/tnf";
        const auto config = readJsonFile(folder / "config.json");
        const KmerCounter counter(4);
        QCOMPARE(counter.words(), config["feature_order"].get<std::vector<std::string>>());

        const SafetensorsFile outputs(folder / "outputs.safetensors");
        const TensorView &expected = outputs.at("tnf");
        const auto sequences = config["sequences"].get<std::vector<std::string>>();
        QCOMPARE(expected.shape,
                 (std::vector<int64_t>{static_cast<int64_t>(sequences.size()), 256}));
        std::vector<double> reference(sequences.size() * 256);
        std::memcpy(reference.data(), expected.bytes.data(), expected.bytes.size());
        for (size_t i = 0; i < sequences.size(); ++i) {
            const auto profile = counter.profile(sequences[i], UnknownLetters::Refuse);
            for (size_t j = 0; j < profile.size(); ++j)
                QVERIFY(std::abs(profile[j] - reference[i * 256 + j]) < 1e-15);
        }
    }
};

QTEST_GUILESS_MAIN(TestKmerProfile)
#include "tst_kmer_profile.moc"
