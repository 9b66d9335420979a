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

class TestBaseline : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tnfIsThePublishedOne()
    {
        HELICASE_NEEDS_DATA();
        const auto folder = dataFolder() / "reference_models/tnf";
        std::vector<Sequence> sequences;
        const nlohmann::json config = readJsonFile(folder / "config.json");
        for (const auto &text : config.at("sequences"))
            sequences.push_back({.id = "s" + std::to_string(sequences.size()), .bases = text});
        const EmbeddingTable table = embedBaseline("tnf", sequences);
        const SafetensorsFile file(folder / "outputs.safetensors");
        const TensorView &expected = file.at("tnf");
        QCOMPARE(table.vectors.rows(), expected.shape[0]);
        QCOMPARE(table.vectors.columns(), expected.shape[1]);
        for (int64_t i = 0; i < table.vectors.rows() * table.vectors.columns(); ++i)
            QVERIFY(std::abs(table.vectors.data()[i] - realAt(expected, static_cast<size_t>(i))) <
                    1e-6);
    }

    void mergedStrandsDoNotDependOnTheStrand()
    {
        const std::string bases = "ACGGTTAGCCATTTAGGCAACGTCCATGAAACCC";
        const std::vector<Sequence> sequences{{.id = "forward", .bases = bases},
                                              {.id = "reverse", .bases = reverseComplement(bases)}};
        const EmbeddingTable table = embedBaseline("tnf-merged", sequences);
        QCOMPARE(table.vectors.columns(), int64_t{136});
        QVERIFY(std::ranges::equal(table.vectors.row(0), table.vectors.row(1)));
        QCOMPARE(table.ids, (std::vector<std::string>{"forward", "reverse"}));
        QCOMPARE(table.lengths, (std::vector<int64_t>{34, 34}));
        QCOMPARE(table.provenance.at("baseline"), std::string("tnf-merged"));
    }

    void unknownNameIsRefused()
    {
        QVERIFY_THROWS_EXCEPTION(OptionError, embedBaseline("tnf-x", {}));
    }
};

QTEST_GUILESS_MAIN(TestBaseline)
#include "tst_baseline.moc"
