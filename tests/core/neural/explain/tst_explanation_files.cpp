#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/tsv.h"
#include "core/dataset/safetensors.h"
#include "core/dataset/window_sequence.h"
#include "core/neural/explain/explanation_files.h"
#include "tests/core/neural/embed/synthetic_species.h"
#include "tests/core/neural/explain/binding_models.h"

#include <QTemporaryDir>

using namespace helicase;
using namespace helicase::test;

class TestExplanationFiles : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    std::filesystem::path path(const char *name) const
    {
        return folder_.filePath(name).toStdString();
    }

private Q_SLOTS:
    void filesHoldWhatTheWindowReads()
    {
        writeBindingModels(folder_.path().toStdString());
        RandomStream random(2, "window");
        const ExplainedWindow window{.name = "chr1_100",
                                     .sequence = randomBases(60, 0.5, random),
                                     .model = "gpt",
                                     .commandLine = "helicase explain"};
        SilentProgress progress;
        const BindingExplanation explanation =
            BindingExplainer(path("gpt")).explain(window.sequence, 10, 20, progress);
        const std::vector<Motif> motifs{{.id = "M1", .name = "any", .counts = {{1, 1, 1, 1}}}};
        const auto matches = motifMatches(window.sequence, MotifScanner(motifs),
                                          explanation.mutagenesis, -1e6f, 1, 3);
        QCOMPARE(matches.size(), size_t{3});
        writeExplanation(path("out"), window, explanation, motifs, matches);

        const nlohmann::json summary = readJsonFile(path("out") / "explanation.json");
        QCOMPARE(summary.at("window").get<std::string>(), std::string("chr1_100"));
        QCOMPARE(summary.at("first").get<int>(), 11);
        const SafetensorsFile file(path("out") / "mutagenesis.safetensors");
        QCOMPARE(file.at("variants").shape, (std::vector<int64_t>{20, 4, 60}));
        QCOMPARE(file.at("reference").shape, (std::vector<int64_t>{60}));
        QCOMPARE(readTsv(path("out") / "mutagenesis.tsv").rows.size(), size_t{60});
        QCOMPARE(readTsv(path("out") / "attribution.tsv").rows.size(), size_t{60});
        const TsvTable hits = readTsv(path("out") / "motif_hits.tsv");
        QCOMPARE(hits.rows.size(), size_t{3});
        QCOMPARE(hits.rows[0][1], std::string("any"));
        const SafetensorsFile attention(path("out") / "attention.safetensors");
        QCOMPARE(attention.at("layer_2").shape, (std::vector<int64_t>{4, 60, 60}));
        const std::string report = readFile(path("out") / "report.html");
        QVERIFY(report.find("Every substitution") != std::string::npos);
        QVERIFY(report.find("Attention, layer 2") != std::string::npos);
    }

    void windowsAreFoundByName()
    {
        writeFileAtomically(path("w.tsv"), "sequence\twindow_name\nACGT\ta\nttga\tb\n");
        writeFileAtomically(path("w.fa"), ">a one\nACGT\n>b\nTT\nGA\n");
        for (const char *name : {"w.tsv", "w.fa"}) {
            QCOMPARE(readWindowSequence(path(name), "b").bases, std::string("TTGA"));
            QCOMPARE(readWindowSequence(path(name), "").name, std::string("a"));
            QVERIFY_THROWS_EXCEPTION(InputError, readWindowSequence(path(name), "c"));
        }
        writeFileAtomically(path("bad.tsv"), "sequence\twindow_name\nAC!T\ta\n");
        QVERIFY_THROWS_EXCEPTION(InputError, readWindowSequence(path("bad.tsv"), "a"));
        writeFileAtomically(path("other.tsv"), "bases\tname\nACGT\ta\n");
        QVERIFY_THROWS_EXCEPTION(InputError, readWindowSequence(path("other.tsv"), "a"));
        writeFileAtomically(path("short.tsv"), "sequence\twindow_name\nACGT\n");
        QVERIFY_THROWS_EXCEPTION(InputError, readWindowSequence(path("short.tsv"), "a"));
    }
};

QTEST_APPLESS_MAIN(TestExplanationFiles)
#include "tst_explanation_files.moc"
