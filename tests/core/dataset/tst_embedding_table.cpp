#include "core/base/error.h"
#include "core/dataset/embedding_table.h"
#include "core/dataset/safetensors.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

class TestEmbeddingTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenReadsBack()
    {
        EmbeddingTable table{
            .ids = {"a", "b \"quoted\"", "\xFF"},
            .lengths = {2500, 10, 1},
            .vectors = Matrix(3, 2),
            .provenance = {{"pooling", "mean"}, {"command", "helicase embed x.fa"}}};
        table.vectors(2, 1) = 0.25f;
        writeEmbeddings(path(), table);
        const EmbeddingTable read = readEmbeddings(path());
        QCOMPARE(read.ids.size(), size_t{3});
        QCOMPARE(read.ids[1], table.ids[1]);
        QCOMPARE(read.ids[2], std::string("\xEF\xBF\xBD")); // no UTF-8: the replacement character
        QCOMPARE(read.lengths, table.lengths);
        QCOMPARE(read.provenance, table.provenance);
        QCOMPARE(read.vectors.rows(), 3);
        QCOMPARE(read.vectors.columns(), 2);
        QCOMPARE(read.vectors(2, 1), 0.25f);
    }

    void noVectors()
    {
        writeEmbeddings(path(), {.vectors = Matrix(0, 16)});
        const EmbeddingTable read = readEmbeddings(path());
        QVERIFY(read.ids.empty());
        QCOMPARE(read.vectors.columns(), 16);
    }

    void otherFilesAreInputErrors_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("ids");
        QTest::addColumn<QString>("lengths");
        QTest::newRow("other tensor") << "weights"
                                      << "F32"
                                      << R"(["a"])"
                                      << "[1]";
        QTest::newRow("other type") << "embeddings"
                                    << "I32"
                                    << R"(["a"])"
                                    << "[1]";
        QTest::newRow("no ids") << "embeddings"
                                << "F32"
                                << ""
                                << "[1]";
        QTest::newRow("ids are no list") << "embeddings"
                                         << "F32"
                                         << R"("a")"
                                         << "[1]";
        QTest::newRow("ids are no JSON") << "embeddings"
                                         << "F32"
                                         << "["
                                         << "[1]";
        QTest::newRow("too many ids") << "embeddings"
                                      << "F32"
                                      << R"(["a","b"])"
                                      << "[1]";
        QTest::newRow("lengths are text") << "embeddings"
                                          << "F32"
                                          << R"(["a"])"
                                          << R"(["x"])";
    }

    void otherFilesAreInputErrors()
    {
        QFETCH(QString, name);
        QFETCH(QString, type);
        QFETCH(QString, ids);
        QFETCH(QString, lengths);
        const float value = 1;
        std::map<std::string, std::string> metadata{{"lengths", lengths.toStdString()}};
        if (!ids.isEmpty())
            metadata["ids"] = ids.toStdString();
        writeSafetensors(
            path(),
            {{name.toStdString(), type.toStdString(), {1, 1}, std::as_bytes(std::span(&value, 1))}},
            metadata);
        QVERIFY_THROWS_EXCEPTION(InputError, readEmbeddings(path()));
    }

private:
    std::filesystem::path path() const { return folder_.filePath("e.safetensors").toStdString(); }

    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(TestEmbeddingTable)
#include "tst_embedding_table.moc"
