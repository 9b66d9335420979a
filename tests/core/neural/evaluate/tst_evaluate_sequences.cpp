#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/tsv.h"
#include "core/neural/embed/baseline.h"
#include "core/neural/evaluate/evaluate_binning.h"
#include "core/neural/evaluate/evaluate_clustering.h"
#include "core/sequence/sequence_reader.h"
#include "tests/core/neural/embed/synthetic_species.h"

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace helicase;
using namespace helicase::test;

class TestEvaluateSequences : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    SyntheticFiles files_;

    std::filesystem::path path(const char *name) const
    {
        return folder_.filePath(name).toStdString();
    }

    SequenceEvaluation evaluation() const
    {
        return {.sequences = files_.sequences,
                .labels = files_.labels,
                .candidates = {.baselines = {"tnf", "tnf-merged"}}};
    }

private Q_SLOTS:
    void initTestCase() { files_ = writeSyntheticSpecies(folder_.path().toStdString()); }

    void labelsAreJoinedAndFiltered()
    {
        const LabelledSequences data =
            readLabelledSequences(files_.sequences, files_.labels, {.longest = 2900});
        QCOMPARE(data.sequences.size(), size_t{36});
        QCOMPARE(data.speciesCount, int64_t{3});
        QCOMPARE(data.species[4], std::string("species_1"));
        QCOMPARE(data.lengths[0], int64_t{3000});
        QCOMPARE(data.sequences[0].bases.size(), size_t{2900});
        QCOMPARE(data.leftOut.size(), size_t{4});
        QStringList notes;
        for (const std::string &note : data.notes)
            notes << QString::fromStdString(note);
        const QString all = notes.join('\n');
        QVERIFY2(all.contains("1 contig below 2,500 bp is listed in left_out.tsv"),
                 qPrintable(all));
        QVERIFY2(all.contains("1 species with fewer than 10 contigs is left out (2 contigs)"),
                 qPrintable(all));
        QVERIFY2(all.contains("no id \"stray\" (1 unmatched of 40)"), qPrintable(all));
    }

    void uselessDataAreRefused()
    {
        QVERIFY_THROWS_EXCEPTION(
            InputError, readLabelledSequences(files_.sequences, files_.labels, {.shortest = 5000}));
        writeFileAtomically(path("other.tsv"), "id\tlabel\nelse\tspecies_0\n");
        QVERIFY_THROWS_EXCEPTION(InputError,
                                 readLabelledSequences(files_.sequences, path("other.tsv"), {}));
        std::string one = "id\tlabel\n";
        for (int i = 0; i < 36; ++i)
            one += "contig_" + std::to_string(i) + "\tsame\n";
        writeFileAtomically(path("one.tsv"), one);
        QVERIFY_THROWS_EXCEPTION(InputError,
                                 readLabelledSequences(files_.sequences, path("one.tsv"), {}));
        writeFileAtomically(path("twice.fa"), ">contig_0\nACGT\n>contig_0\nACGT\n");
        try {
            readLabelledSequences(path("twice.fa"), files_.labels, {});
            QFAIL("an id that occurs twice was accepted");
        } catch (const InputError &error) {
            QCOMPARE(error.place().file, path("twice.fa"));
            QCOMPARE(error.place().line, int64_t{3});
        }
    }

    void speciesOfDifferentCompositionAreSeparated()
    {
        SilentProgress progress;
        const auto result =
            evaluateBinning(evaluation(), {.rule = {.threshold = 0.7}}, path("binning-01"), progress);
        QCOMPARE(result.candidates.size(), size_t{2});
        for (const CandidateScores &candidate : result.candidates) {
            // Random starts of k-means may join two species; bins by medoids have no starts.
            QVERIFY(candidate.metrics.at("ari").mean > 0.3);
            QCOMPARE(candidate.metrics.at("bins").mean, 3.0);
            QCOMPARE(candidate.metrics.at("species").mean, 3.0);
            QCOMPARE(candidate.metrics.at("bin_ari").mean, 1.0);
            QCOMPARE(candidate.metrics.at("purity").mean, 1.0);
            QCOMPARE(candidate.metrics.at("contamination").mean, 0.0);
        }
        const TsvTable assignments = readTsv(path("binning-01") / "assignments.tsv");
        QCOMPARE(assignments.columns,
                 (std::vector<std::string>{"id", "species", "length", "tnf", "tnf-merged"}));
        QCOMPARE(assignments.rows.size(), size_t{36});
        QCOMPARE(assignments.rows[7][2], std::string("3000"));
        const TsvTable recovered = readTsv(path("binning-01") / "recovered.tsv");
        QCOMPARE(recovered.rows.front().front(), std::string("50 %"));
        QCOMPARE(recovered.rows.back().front(), std::string("90 %"));
        const TsvTable bins = readTsv(path("binning-01") / "bins.tsv");
        QCOMPARE(bins.columns[5], std::string("completeness"));
        QCOMPARE(readTsv(path("binning-01") / "left_out.tsv").rows.size(), size_t{4});
        const auto metrics = readJsonFile(path("binning-01") / "metrics.json");
        QCOMPARE(metrics.at("provenance").at("threshold").at("tnf").get<double>(), 0.7);
        QCOMPARE(metrics.at("data").at("contigs").get<int>(), 36);
        QVERIFY(!metrics.contains("difference")); // no model took part
    }

    void thresholdComesFromTheLabelsUnlessGiven()
    {
        SilentProgress progress;
        const auto result = evaluateBinning(evaluation(), {}, path("published"), progress);
        const double threshold = result.candidates[0].details.at("threshold");
        QVERIFY(threshold > 0.7 && threshold < 1);
        QVERIFY(result.notes.back().find("70th percentile") != std::string::npos);
    }

    void resultIsTheSameTwice()
    {
        SilentProgress progress;
        const auto first = evaluateClustering(evaluation(), path("first"), progress);
        const auto second = evaluateClustering(evaluation(), path("second"), progress);
        QCOMPARE(first.candidates[0].metrics.at("nmi").mean,
                 second.candidates[0].metrics.at("nmi").mean);
        QCOMPARE(readFile(path("first") / "summary.tsv"), readFile(path("second") / "summary.tsv"));
    }

    // Vectors from a file are joined by id, in whatever order they stand.
    void embeddingFilesAreCandidates()
    {
        std::vector<Sequence> sequences = readSequences(files_.sequences);
        std::ranges::reverse(sequences);
        writeEmbeddings(path("tnf-file.safetensors"), Baseline("tnf").embed(sequences));
        SequenceEvaluation given = evaluation();
        given.candidates = {.baselines = {"tnf"}, .embeddings = {path("tnf-file.safetensors")}};
        SilentProgress progress;
        const auto result = evaluateClustering(given, path("files"), progress);
        QCOMPARE(result.candidates[0].name, std::string("tnf-file"));
        QVERIFY(result.candidates[0].kind == CandidateKind::Baseline);
        QCOMPARE(result.candidates[0].metrics.at("ari").mean,
                 result.candidates[1].metrics.at("ari").mean);
        sequences.resize(20);
        writeEmbeddings(path("part.safetensors"), Baseline("tnf").embed(sequences));
        given.candidates.embeddings = {path("part.safetensors")};
        QVERIFY_THROWS_EXCEPTION(InputError, evaluateClustering(given, path("part"), progress));
        QVERIFY(!std::filesystem::exists(path("part")));
    }

    // Labels without a contig are counted as contigs without a label are.
    void unusedLabelsAreCounted()
    {
        writeFileAtomically(path("more.tsv"),
                            readFile(files_.labels) + "nobody\tspecies_1\nnoone\tspecies_2\n");
        const auto notes = readLabelledSequences(files_.sequences, path("more.tsv"), {}).notes;
        QVERIFY(std::ranges::find(notes, "The sequences have no id \"nobody\" (2 unmatched of the "
                                         "label file).") != notes.end());
        writeFileAtomically(path("twice.tsv"), readFile(files_.labels) + "contig_3\tspecies_1\n");
        QVERIFY_THROWS_EXCEPTION(InputError,
                                 readLabelledSequences(files_.sequences, path("twice.tsv"), {}));
    }

    void vectorsThatAreNotFiniteAreRefused()
    {
        EmbeddingTable table = Baseline("tnf").embed(readSequences(files_.sequences));
        table.vectors(4, 7) = std::nanf("");
        writeEmbeddings(path("nan.safetensors"), table);
        SequenceEvaluation given = evaluation();
        given.candidates = {.embeddings = {path("nan.safetensors")}};
        SilentProgress progress;
        try {
            evaluateClustering(given, path("nan"), progress);
            QFAIL("NaN was taken for a number");
        } catch (const Error &error) {
            QVERIFY(std::string(error.what()).find("contig_4") != std::string::npos);
            QVERIFY(error.status() == ExitStatus::BadInput);
        }
        QVERIFY(!std::filesystem::exists(path("nan")));
    }

    void skippedWordsAreNoted()
    {
        std::string fasta = readFile(files_.sequences);
        fasta.replace(fasta.find('\n') + 11, 1, "N");
        writeFileAtomically(path("gap.fa"), fasta);
        SequenceEvaluation given = evaluation();
        given.sequences = path("gap.fa");
        SilentProgress progress;
        const auto notes = evaluateClustering(given, path("gap"), progress).notes;
        QVERIFY(std::ranges::find(notes, "TNF skips 4 words with other letters than A, C, G and T "
                                         "(1 contig).") != notes.end());
    }

    void nothingToCompareIsRefused()
    {
        SequenceEvaluation none = evaluation();
        none.candidates = {};
        SilentProgress progress;
        QVERIFY_THROWS_EXCEPTION(OptionError, evaluateClustering(none, path("none"), progress));
        none.candidates.models = {path("missing")};
        QVERIFY_THROWS_EXCEPTION(InputError, evaluateClustering(none, path("none"), progress));
    }

    void stopsOnRequest()
    {
        std::stop_source source;
        source.request_stop();
        SilentProgress progress;
        QVERIFY_THROWS_EXCEPTION(Stopped, evaluateBinning(evaluation(), {}, path("stopped"),
                                                          progress, source.get_token()));
        QVERIFY(!std::filesystem::exists(path("stopped")));
    }
};

QTEST_GUILESS_MAIN(TestEvaluateSequences)
#include "tst_evaluate_sequences.moc"
