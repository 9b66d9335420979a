// The command embed as a pipeline runs it, with a small model of random weights.
#include "core/base/atomic_file.h"
#include "core/dataset/embedding_table.h"
#include "tests/app/helicase/run_helicase.h"
#include "tests/core/neural/embed/synthetic_species.h"
#include "tests/core/neural/embed/tiny_model.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace helicase;
using namespace helicase::test;

class TestEmbedCommand : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    QString path(const QString &name) const { return folder_.filePath(name); }
    std::filesystem::path file(const QString &name) const { return path(name).toStdString(); }

    Outcome run(const QStringList &words, const QString &input = {}) const
    {
        return runHelicase(QStringList{"embed"} + words, input.toUtf8());
    }

    Outcome embed(const QStringList &more, const QString &input = {}) const
    {
        return run(QStringList{"--model", path("model"), "--precision", "fp32"} + more, input);
    }

    EmbeddingTable tableOf(const QStringList &more, const QString &name,
                           const QString &input = {}) const
    {
        const Outcome outcome = embed(more + QStringList{"-o", path(name)}, input);
        if (outcome.status != 0)
            qWarning("%s", qPrintable(outcome.errors));
        return outcome.status == 0 ? readEmbeddings(file(name)) : EmbeddingTable();
    }

    static bool areClose(const Matrix &first, const Matrix &second)
    {
        return first.rows() == second.rows() && first.columns() == second.columns() &&
               std::equal(first.data(), first.data() + first.rows() * first.columns(),
                          second.data(), [](float a, float b) { return std::abs(a - b) < 2e-5f; });
    }

private Q_SLOTS:
    void initTestCase()
    {
        writeTinyModel(file("model"));
        writeSyntheticSpecies(folder_.path().toStdString());
    }

    // The same sequences in every form.
    void formatsAreRecognised()
    {
        const EmbeddingTable fasta =
            tableOf({"-"}, "fasta.safetensors", ">1\nACGTACGTTT\n>2\nGGGTTTACA\n");
        QCOMPARE(fasta.ids, (std::vector<std::string>{"1", "2"}));
        QCOMPARE(fasta.lengths, (std::vector<int64_t>{10, 9}));
        const EmbeddingTable lines = tableOf({"-"}, "lines.safetensors", "ACGTACGTTT\nGGGTTTACA\n");
        QVERIFY(areClose(fasta.vectors, lines.vectors));
        const EmbeddingTable json =
            tableOf({"-"}, "json.safetensors",
                    "{\"id\": \"x\", \"text\": \"ACGTACGTTT\"}\n{\"id\": \"y\", \"text\": "
                    "\"GGGTTTACA\"}\n");
        QVERIFY(areClose(fasta.vectors, json.vectors));
        QCOMPARE(json.ids, (std::vector<std::string>{"x", "y"}));
    }

    void labelsAreJoinedById()
    {
        const EmbeddingTable table =
            tableOf({path("contigs.fa"), "--labels", path("labels.tsv"), "--max-tokens", "50"},
                    "labelled.safetensors");
        QCOMPARE(table.labels.size(), table.ids.size());
        QCOMPARE(table.labels[4], std::string("species_1"));
        QCOMPARE(table.labels.back(), std::string()); // "stray"
        QCOMPARE(table.provenance.at("unlabelled"), std::string("1"));
        QCOMPARE(table.provenance.at("truncated"), std::to_string(table.ids.size()));
        QVERIFY(table.provenance.at("command").starts_with("helicase embed"));
    }

    void shardsAreJoined()
    {
        const QStringList input{path("contigs.fa"), "--max-tokens", "60"};
        const EmbeddingTable whole = tableOf(input, "whole.safetensors");
        for (const char *shard : {"1/3", "2/3", "3/3"})
            tableOf(input + QStringList{"--shard", shard},
                    QString("shards/%1.safetensors").arg(shard[0]));
        const Outcome outcome = run({"--join", path("shards"), "-o", path("joined.safetensors")});
        QVERIFY2(outcome.status == 0, qPrintable(outcome.errors));
        const EmbeddingTable joined = readEmbeddings(file("joined.safetensors"));
        QCOMPARE(joined.ids, whole.ids);
        QCOMPARE(joined.lengths, whole.lengths);
        QVERIFY(areClose(joined.vectors, whole.vectors));
        QCOMPARE(joined.provenance.at("tokens"), whole.provenance.at("tokens"));
        std::filesystem::remove(file("shards/2.safetensors"));
        const Outcome missing = run({"--join", path("shards"), "-o", path("none.safetensors")});
        QCOMPARE(missing.status, 3);
        QVERIFY2(missing.errors.contains("2 is missing"), qPrintable(missing.errors));
    }

    void theCacheKnowsWhatItMay()
    {
        const QStringList input{path("contigs.fa"), "--max-tokens", "60", "--cache", path("cache")};
        const EmbeddingTable first = tableOf(input, "cached1.safetensors");
        Outcome outcome = embed(input + QStringList{"-o", path("cached2.safetensors")});
        QVERIFY2(outcome.errors.contains("40 vectors had been computed before"),
                 qPrintable(outcome.errors));
        QVERIFY(areClose(readEmbeddings(file("cached2.safetensors")).vectors, first.vectors));
        // Other settings and other weights are another space.
        outcome = embed(input + QStringList{"--pooling", "cls", "-o", path("c.safetensors")});
        QVERIFY(!outcome.errors.contains("computed before"));
        const auto config = file("model/config.json");
        const std::string text = readFile(config);
        writeFileAtomically(config, text + "\n");
        outcome = embed(input + QStringList{"-o", path("c.safetensors")});
        writeFileAtomically(config, text);
        QVERIFY(!outcome.errors.contains("computed before"));
        QVERIFY(!std::filesystem::exists(file("cached1.safetensors.partial")));
    }

    void vectorsAreProjectedAndStandardised()
    {
        const QStringList input{path("contigs.fa"), "--max-tokens", "60"};
        const EmbeddingTable table = tableOf(
            input + QStringList{"--pooling", "mean+max", "--projector", "48-16", "--standardize"},
            "projected.safetensors");
        QCOMPARE(table.vectors.columns(), int64_t{16});
        QCOMPARE(table.provenance.at("projector"), std::string("48-16"));
        QCOMPARE(table.provenance.at("projector_seed"), std::string("1"));
        QVERIFY(table.provenance.contains("standardize"));
        double mean = 0;
        for (int64_t i = 0; i < table.vectors.rows(); ++i)
            mean += table.vectors(i, 3) / static_cast<double>(table.vectors.rows());
        QVERIFY(std::abs(mean) < 1e-5);
    }

    void emptySequencesAreSkippedOnRequest()
    {
        const QString input =
            "{\"id\": \"a\", \"text\": \"ACGT\"}\n{\"id\": \"b\", \"text\": \"\"}\n";
        const Outcome refused = embed({"-", "-o", path("refused.safetensors")}, input);
        QCOMPARE(refused.status, 3);
        QVERIFY2(refused.errors.contains("sequence b has no tokens") ||
                     refused.errors.contains("\"b\""),
                 qPrintable(refused.errors));
        const EmbeddingTable table =
            tableOf({"-", "--empty", "skip"}, "skipped.safetensors", input);
        QCOMPARE(table.ids, (std::vector<std::string>{"a"}));
        QCOMPARE(table.provenance.at("skipped_empty"), std::string("1"));
    }

    void mistakesAreOneLine_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("part");
        const QString data = path("contigs.fa");
        writeFileAtomically(file("empty.fa"), "");
        writeFileAtomically(file("twice.fa"), ">a\nACGT\n>a\nACGT\n");
        writeFileAtomically(file("plain"), "text");
        QTest::newRow("empty input") << QStringList{path("empty.fa")} << 3 << "empty.fa";
        QTest::newRow("an id twice") << QStringList{path("twice.fa")} << 3 << "occurs twice";
        QTest::newRow("cache is a file")
            << QStringList{data, "--cache", path("plain")} << 1 << "cache folder";
        QTest::newRow("unknown pooling")
            << QStringList{data, "--pooling", "mean+sum"} << 2 << "mean, cls, max";
        QTest::newRow("no such layer") << QStringList{data, "--layer", "3"} << 2 << "2 layers";
        QTest::newRow("overlap without windows")
            << QStringList{data, "--window-overlap", "5"} << 2 << "--long windows";
        QTest::newRow("overlap as wide as a window")
            << QStringList{data, "--long",           "windows", "--max-tokens",
                           "20", "--window-overlap", "18"}
            << 2 << "beyond the one before";
        QTest::newRow("no such shard") << QStringList{data, "--shard", "4/3"} << 2 << "I/N";
        QTest::newRow("standardising a shard")
            << QStringList{data, "--shard", "1/3", "--standardize"} << 2 << "--join";
        QTest::newRow("projector of another width")
            << QStringList{data, "--max-tokens", "10", "--projector", path("narrow.safetensors")}
            << 2 << "neither a file";
    }

    void mistakesAreOneLine()
    {
        QFETCH(QStringList, words);
        QFETCH(int, status);
        QFETCH(QString, part);
        const Outcome outcome = embed(words + QStringList{"-o", path("refused.safetensors")});
        QVERIFY2(outcome.status == status, qPrintable(outcome.errors));
        QVERIFY2(outcome.errors.startsWith("helicase: "), qPrintable(outcome.errors));
        QCOMPARE(outcome.errors.count('\n'), 1);
        QVERIFY2(outcome.errors.contains(part), qPrintable(outcome.errors));
        QVERIFY(!QFile::exists(path("refused.safetensors")));
    }
};

QTEST_GUILESS_MAIN(TestEmbedCommand)
#include "tst_embed_command.moc"
