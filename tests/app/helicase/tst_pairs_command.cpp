// helicase data pairs and helicase project, as a shell sees them.
#include "core/base/atomic_file.h"
#include "core/base/json_file.h"
#include "core/base/random_stream.h"
#include "core/base/tsv.h"
#include "core/dataset/contrastive_pairs.h"
#include "core/dataset/embedding_table.h"
#include "tests/app/helicase/run_helicase.h"

#include <QTemporaryDir>

#include <nlohmann/json.hpp>

using namespace helicase;
using namespace helicase::test;

class TestPairsCommand : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    QString path(const QString &name) const { return folder_.filePath(name); }
    std::filesystem::path file(const QString &name) const { return path(name).toStdString(); }

private Q_SLOTS:
    void initTestCase()
    {
        RandomStream random(1, "genomes");
        for (const char *name : {"g/A/1.fa", "g/A/2.fa", "g/B/1.fa"}) {
            std::string bases;
            for (int i = 0; i < 5000; ++i)
                bases += "ACGT"[random.below(4)];
            writeFileAtomically(file(name), ">r\n" + bases + "\n>short\nACGTACGT\n");
        }
        EmbeddingTable table;
        table.vectors = Matrix(60, 5);
        for (int64_t i = 0; i < 60; ++i) {
            table.ids.push_back("c" + std::to_string(i));
            table.lengths.push_back(1000);
            for (float &value : table.vectors.row(i))
                value = static_cast<float>(random.normal() + static_cast<double>(4 * (i % 3)));
        }
        writeEmbeddings(file("vectors.safetensors"), table);
        table.vectors(7, 2) = std::numeric_limits<float>::quiet_NaN();
        writeEmbeddings(file("nan.safetensors"), table);
    }

    void pairsOfGenomes()
    {
        const Outcome outcome = runHelicase(
            {"data", "pairs", path("g"), "-o", path("pairs"), "--pairs", "12", "--seed", "3"});
        QVERIFY2(outcome.status == 0, qPrintable(outcome.errors));
        QVERIFY2(outcome.errors.contains("train: 24 pairs of 2 species and 2 genomes"),
                 qPrintable(outcome.errors));
        QVERIFY2(outcome.errors.contains("3 sequences below the shortest fragment (24 bases)"),
                 qPrintable(outcome.errors));
        const auto pairs = readPairs(file("pairs/train.csv"));
        QCOMPARE(pairs.size(), size_t{24});
        QCOMPARE(pairs[0].label, std::string("A"));
        QCOMPARE(pairs[1].label, std::string("B"));
        QCOMPARE(readPairs(file("pairs/validation.csv")).size(), size_t{1});
        const nlohmann::json facts = readJsonFile(file("pairs/pairs.json"));
        QCOMPARE(facts.at("train").at("pairs").get<int>(), 24);
        QCOMPARE(facts.at("left_out").at("too_short").get<int>(), 3);
        QCOMPARE(facts.at("seed").get<int>(), 3);

        const Outcome bare = runHelicase({"data", "pairs", path("g"), "-o", path("bare"),
                                          "--validation", "0", "--no-species-column"});
        QCOMPARE(bare.status, 0);
        QVERIFY(readPairs(file("bare/train.csv"))[0].label.empty());
        QVERIFY(!std::filesystem::exists(file("bare/validation.csv")));
    }

    void pairsThatCannotBeCut_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("message");
        QTest::newRow("one genome")
            << QStringList{path("g/B/1.fa"), "-o", path("x")} << 3 << "there is one genome only";
        QTest::newRow("no folder") << QStringList{path("g")} << 2 << "output";
        QTest::newRow("lengths") << QStringList{path("g"), "-o", path("x"), "--shortest", "3000"}
                                 << 2 << "found 3000 to 2000 bases";
        QTest::newRow("missing") << QStringList{path("no.fa"), "-o", path("x")} << 3 << "no.fa";
    }
    void pairsThatCannotBeCut()
    {
        QFETCH(QStringList, words);
        QFETCH(int, status);
        QFETCH(QString, message);
        const Outcome outcome = runHelicase(QStringList{"data", "pairs"} + words);
        QCOMPARE(outcome.status, status);
        QVERIFY2(outcome.errors.contains(message), qPrintable(outcome.errors));
        QVERIFY(!std::filesystem::exists(file("x/train.csv")));
    }

    void picturesByUmapAndTsne()
    {
        const Outcome umap = runHelicase({"project", path("vectors.safetensors"), "--method",
                                          "umap", "--dims", "2", "-o", path("umap.tsv")});
        QVERIFY2(umap.status == 0, qPrintable(umap.errors));
        QCOMPARE(readTsv(file("umap.tsv")).columns, (std::vector<std::string>{"id", "x", "y"}));
        QCOMPARE(readTsv(file("umap.tsv")).rows.size(), size_t{60});
        const nlohmann::json facts = readJsonFile(file("umap.json"));
        QCOMPARE(facts.at("method").get<std::string>(), std::string("umap"));
        QVERIFY(facts.at("trustworthiness").get<double>() > 0.7);
        QCOMPARE(facts.at("trustworthiness_rows").get<int>(), 60);

        const Outcome tsne = runHelicase({"project", path("vectors.safetensors"), "--method",
                                          "tsne", "--perplexity", "10", "-o", path("tsne.tsv")});
        QVERIFY2(tsne.status == 0, qPrintable(tsne.errors));
        QCOMPARE(readTsv(file("tsne.tsv")).columns.size(), size_t{4});
    }

    void vectorsThatCannotBeProjected()
    {
        const Outcome nan = runHelicase({"project", path("nan.safetensors"), "-o", path("n.tsv")});
        QCOMPARE(nan.status, 3);
        QVERIFY2(nan.errors.contains("the vector of \"c7\" holds NaN"), qPrintable(nan.errors));
        const Outcome few = runHelicase(
            {"project", path("vectors.safetensors"), "--method", "tsne", "-o", path("n.tsv")});
        QCOMPARE(few.status, 3);
        QVERIFY2(few.errors.contains("set --perplexity to 19 or less"), qPrintable(few.errors));
        QVERIFY(!std::filesystem::exists(file("n.tsv")));
    }
};

QTEST_GUILESS_MAIN(TestPairsCommand)
#include "tst_pairs_command.moc"
