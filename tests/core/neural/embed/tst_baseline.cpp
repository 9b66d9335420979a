#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/neural/embed/baseline.h"
#include "core/sequence/alphabet.h"
#include "tests/core/neural/embed/reference_tensors.h"
#include "tests/support/test_data.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

using namespace helicase;
using namespace helicase::test;

namespace {

std::filesystem::path tnfFolder()
{
    return dataFolder() / "reference_models/tnf";
}

std::vector<Sequence> referenceSequences()
{
    std::vector<Sequence> sequences;
    const nlohmann::json config = readJsonFile(tnfFolder() / "config.json");
    for (const auto &text : config.at("sequences"))
        sequences.push_back({.id = "s" + std::to_string(sequences.size()), .bases = text});
    return sequences;
}

BaselineTables referenceTables()
{
    const SafetensorsFile file(tnfFolder() / "tables.safetensors");
    return {.kernel = std::make_shared<const Matrix>(matrixOf(file.at("vamb_kernel"))),
            .wordVectors = std::make_shared<const Matrix>(matrixOf(file.at("fourmer_embedding")))};
}

EmbeddingTable embed(const char *name, const std::vector<Sequence> &sequences)
{
    return Baseline(name).embed(sequences);
}

} // namespace

class TestBaseline : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void publishedOnes_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("tensor");
        QTest::addRow("tnf") << "tnf"
                             << "tnf";
        QTest::addRow("tnf-k") << "tnf-k"
                               << "tnf_k_rows_reordered";
        QTest::addRow("tnf-k-compat") << "tnf-k-compat"
                                      << "tnf_k";
        QTest::addRow("dna2vec") << "dna2vec"
                                 << "dna2vec";
    }

    void publishedOnes()
    {
        HELICASE_NEEDS_DATA();
        QFETCH(QString, name);
        QFETCH(QString, tensor);
        const Baseline baseline(name.toStdString(), referenceTables());
        const EmbeddingTable table = baseline.embed(referenceSequences());
        const SafetensorsFile file(tnfFolder() / "outputs.safetensors");
        const TensorView &expected = file.at(tensor.toStdString());
        QCOMPARE(table.vectors.rows(), expected.shape[0]);
        QCOMPARE(table.vectors.columns(), expected.shape[1]);
        QCOMPARE(table.vectors.columns(), baseline.width());
        for (int64_t i = 0; i < table.vectors.rows() * table.vectors.columns(); ++i)
            QVERIFY(std::abs(table.vectors.data()[i] - realAt(expected, static_cast<size_t>(i))) <
                    1e-6);
    }

    // The corrected order does not tell the strands apart, the published one does.
    void onlyTheCorrectedKernelIsBlindToTheStrand()
    {
        HELICASE_NEEDS_DATA();
        const std::string bases = referenceSequences().back().bases;
        const std::vector<Sequence> both{{.id = "forward", .bases = bases},
                                         {.id = "reverse", .bases = reverseComplement(bases)}};
        const auto difference = [&](const char *name) {
            const EmbeddingTable table = Baseline(name, referenceTables()).embed(both);
            double largest = 0;
            for (int64_t j = 0; j < table.vectors.columns(); ++j)
                largest = std::max(largest, std::abs(static_cast<double>(table.vectors(0, j)) -
                                                     table.vectors(1, j)));
            return largest;
        };
        QVERIFY(difference("tnf-k") < 1e-6);
        QVERIFY(difference("tnf-k-compat") > 1e-3);
    }

    void mergedStrandsDoNotDependOnTheStrand()
    {
        const std::string bases = "ACGGTTAGCCATTTAGGCAACGTCCATGAAACCC";
        const std::vector<Sequence> sequences{{.id = "forward", .bases = bases},
                                              {.id = "reverse", .bases = reverseComplement(bases)}};
        const EmbeddingTable table = embed("tnf-merged", sequences);
        QCOMPARE(table.vectors.columns(), int64_t{136});
        QVERIFY(std::ranges::equal(table.vectors.row(0), table.vectors.row(1)));
        QCOMPARE(table.ids, (std::vector<std::string>{"forward", "reverse"}));
        QCOMPARE(table.lengths, (std::vector<int64_t>{34, 34}));
        QCOMPARE(table.provenance.at("baseline"), std::string("tnf-merged"));
    }

    void namesAreTakenAsMeant_data()
    {
        QTest::addColumn<QString>("given");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("label");
        QTest::addColumn<int>("width");
        QTest::addRow("plain") << "tnf"
                               << "tnf"
                               << "TNF" << 256;
        QTest::addRow("blank") << " tnf"
                               << "tnf"
                               << "TNF" << 256;
        QTest::addRow("capitals") << "TNF_Merged"
                                  << "tnf-merged"
                                  << "TNF, strands merged" << 136;
        QTest::addRow("3") << "3-mers"
                           << "3-mers"
                           << "3-mers" << 64;
        QTest::addRow("3 merged") << "3 mers merged"
                                  << "3-mers-merged"
                                  << "3-mers, strands merged" << 32;
        QTest::addRow("1") << "1-mer"
                           << "1-mers"
                           << "1-mers" << 4;
        QTest::addRow("8") << "8mers"
                           << "8-mers"
                           << "8-mers" << 65536;
        QTest::addRow("4 is tnf") << "4-mers"
                                  << "tnf"
                                  << "TNF" << 256;
    }

    void namesAreTakenAsMeant()
    {
        QFETCH(QString, given);
        QFETCH(QString, name);
        QFETCH(QString, label);
        QFETCH(int, width);
        const Baseline baseline(given.toStdString());
        QCOMPARE(QString::fromStdString(baseline.name()), name);
        QCOMPARE(QString::fromStdString(baseline.label()), label);
        QCOMPARE(baseline.width(), static_cast<int64_t>(width));
    }

    void unknownNamesAreRefused()
    {
        for (const char *name : {"tnf-x", "", "9-mers", "0-mers", "mers", "tnf-k-merged", "3"})
            QVERIFY_THROWS_EXCEPTION(OptionError, Baseline{name});
    }

    void missingTablesAreNamed()
    {
        try {
            const Baseline baseline("tnf_k");
            QFAIL("a kernel is needed");
        } catch (const OptionError &error) {
            QVERIFY(error.hint().find("256 x 103") != std::string::npos);
            QVERIFY(error.hint().find("--kernel") != std::string::npos);
        }
        QVERIFY_THROWS_EXCEPTION(OptionError, Baseline("dna2vec"));
    }

    // Words with an N are left out and counted; what is left are shares of the others.
    void otherLettersAreSkippedAndCounted()
    {
        const std::vector<Sequence> sequences{{.id = "clean", .bases = "ACGTACGT"},
                                              {.id = "gap", .bases = "ACGTNACGT"},
                                              {.id = "none", .bases = "NNNNNNNN"},
                                              {.id = "short", .bases = "ACG"}};
        const EmbeddingTable table = embed("tnf", sequences);
        QCOMPARE(table.provenance.at("skipped_words"), std::string("9")); // 4 and 5
        QCOMPARE(table.provenance.at("sequences_with_other_letters"), std::string("2"));
        const auto sum = [&](int64_t row) {
            double total = 0;
            for (const float share : table.vectors.row(row))
                total += share;
            return total;
        };
        QVERIFY(std::abs(sum(0) - 1) < 1e-6);
        QVERIFY(std::abs(sum(1) - 1) < 1e-6);
        QCOMPARE(sum(2), 0.0);
        QCOMPARE(sum(3), 0.0);
    }
};

QTEST_GUILESS_MAIN(TestBaseline)
#include "tst_baseline.moc"
