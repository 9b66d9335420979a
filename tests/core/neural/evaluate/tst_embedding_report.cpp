#include "core/base/error.h"
#include "core/dataset/embedding_table.h"
#include "core/dataset/label_table.h"
#include "core/neural/embed/baseline.h"
#include "core/neural/evaluate/embedding_report.h"
#include "core/report/html_document.h"
#include "core/run/run_inputs.h"
#include "core/sequence/sequence_reader.h"
#include "tests/core/neural/embed/synthetic_species.h"

#include <QTemporaryDir>
#include <QtTest>

#include <nlohmann/json.hpp>

using namespace helicase;
using namespace helicase::test;

class TestEmbeddingReport : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    SyntheticFiles files_;

    std::filesystem::path path(const char *name) const
    {
        return folder_.filePath(name).toStdString();
    }

    EmbeddingTable words() const
    {
        std::vector<Sequence> sequences;
        SequenceReader reader(files_.sequences);
        while (auto sequence = reader.next())
            sequences.push_back(std::move(*sequence));
        EmbeddingTable table = Baseline("3-mers").embed(sequences);
        const auto labels = readLabels(files_.labels);
        for (const std::string &id : table.ids)
            table.labels.push_back(labels.contains(id) ? labels.at(id) : std::string());
        table.provenance["inputs"] = nlohmann::json{describeInput(files_.sequences)}.dump();
        return table;
    }

    QString pageOf(const EmbeddingTable &table) const
    {
        const std::filesystem::path file = path("words.safetensors");
        writeEmbeddings(file, table);
        ReportPage page("Report");
        SilentProgress progress;
        addEmbedding(page,
                     {.embeddings = file,
                      .scratch = path("scratch"),
                      .commandLine = "helicase report words.safetensors"},
                     progress);
        return QString::fromStdString(htmlDocument(page));
    }

private Q_SLOTS:
    void initTestCase() { files_ = writeSyntheticSpecies(folder_.path().toStdString()); }

    void baselinesStandBesideTheEmbedding()
    {
        const QString html = pageOf(words());
        for (const char *part :
             {"Embedding words", "3-mers", "species_0", "Clustering (words)", "ARI",
              "TNF, strands merged", "Binning (words, published limits)", "1 contig below 2,500 bp",
              "sha256", "helicase report words.safetensors"})
            QVERIFY2(html.contains(part), part);
        QVERIFY(html.count("<svg") >= 4); // both pictures, bins recovered, species and bins
        QVERIFY(html.indexOf("Bases of the sequences") < html.indexOf("<svg"));
    }

    void changedSequencesGiveNoBaseline()
    {
        EmbeddingTable table = words();
        nlohmann::json input = describeInput(files_.sequences);
        input["sha256"] = std::string(64, '0');
        table.provenance["inputs"] = nlohmann::json{input}.dump();
        const QString html = pageOf(table);
        QVERIFY(html.contains("are changed: there is no baseline"));
        QVERIFY(!html.contains("Clustering (words)"));
    }

    void withoutLabelsNothingIsScored()
    {
        EmbeddingTable table = words();
        table.labels.clear();
        const QString html = pageOf(table);
        QVERIFY(html.contains("The vectors have no labels"));
        QVERIFY(!html.contains("Clustering (words)"));
        QCOMPARE(html.count("<svg"), 2);
    }

    void whatCannotBeEvaluatedIsSaid()
    {
        EmbeddingTable table = words();
        std::ranges::fill(table.labels, std::string("one"));
        const QString html = pageOf(table);
        QVERIFY(html.contains("Clustering was left out: "));
        QVERIFY(html.contains("one species only"));
    }

    void anotherFileIsRefused()
    {
        ReportPage page("Report");
        SilentProgress progress;
        QVERIFY_THROWS_EXCEPTION(InputError,
                                 addEmbedding(page, {.embeddings = files_.sequences}, progress));
    }
};

QTEST_GUILESS_MAIN(TestEmbeddingReport)
#include "tst_embedding_report.moc"
