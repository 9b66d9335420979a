#include "core/base/error.h"
#include "core/neural/embed/embedding_join.h"

#include <QTemporaryDir>
#include <QTest>

using namespace helicase;

class TestEmbeddingJoin : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    std::filesystem::path path(const QString &name) const
    {
        return folder_.filePath(name).toStdString();
    }

    // Every third row from `number` on, of eight rows in all.
    static EmbeddingTable shard(int number)
    {
        EmbeddingTable table;
        for (int64_t place = number - 1; place < 8; place += 3) {
            table.ids.push_back("s" + std::to_string(place));
            table.lengths.push_back(100 + place);
            table.places.push_back(place);
        }
        table.vectors = Matrix(std::ssize(table.ids), 2);
        for (int64_t i = 0; i < table.vectors.rows(); ++i)
            table.vectors(i, 0) = static_cast<float>(table.places[static_cast<size_t>(i)]);
        table.provenance = {{"model_sha256", "abc"},
                            {"tokens", "10"},
                            {"command", "helicase " + std::to_string(number)},
                            {"shard", std::to_string(number) + "/3"}};
        return table;
    }

    void write(const QString &folder, int number, const EmbeddingTable &table) const
    {
        std::filesystem::create_directories(path(folder));
        writeEmbeddings(path(folder) / ("part-" + std::to_string(number) + ".safetensors"), table);
    }

    std::string refusal(const QString &folder) const
    {
        try {
            joinShards(path(folder));
        } catch (const InputError &error) {
            return error.line();
        }
        return {};
    }

private Q_SLOTS:
    void rowsComeInTheOrderOfTheInput()
    {
        for (const int number : {3, 1, 2})
            write("good", number, shard(number));
        const EmbeddingTable table = joinShards(path("good"));
        QCOMPARE(table.vectors.rows(), int64_t{8});
        for (int64_t i = 0; i < 8; ++i) {
            QCOMPARE(table.ids[static_cast<size_t>(i)], "s" + std::to_string(i));
            QCOMPARE(table.lengths[static_cast<size_t>(i)], 100 + i);
            QCOMPARE(table.vectors(i, 0), static_cast<float>(i));
        }
        QCOMPARE(table.provenance.at("tokens"), std::string("30"));
        QCOMPARE(table.provenance.at("shards"), std::string("3"));
        QVERIFY(!table.provenance.contains("shard"));
        QVERIFY(table.places.empty());
    }

    void labelsAreKept()
    {
        for (const int number : {1, 2, 3}) {
            EmbeddingTable table = shard(number);
            table.labels.assign(table.ids.size(), "label " + std::to_string(number));
            write("labels", number, table);
        }
        QCOMPARE(joinShards(path("labels")).labels[4], std::string("label 2"));
    }

    void missingAndRepeatedShardsAreRefused()
    {
        write("missing", 1, shard(1));
        QVERIFY2(refusal("missing").find("2, 3 are missing") != std::string::npos,
                 refusal("missing").c_str());
        for (const int number : {1, 2, 3})
            write("twice", number, shard(number));
        write("twice", 4, shard(2));
        QVERIFY(refusal("twice").find("shard 2 of 3 is there twice") != std::string::npos);
    }

    void otherSettingsAreRefused()
    {
        for (const int number : {1, 2, 3})
            write("settings", number, shard(number));
        EmbeddingTable table = shard(2);
        table.provenance["model_sha256"] = "def";
        write("settings", 2, table);
        QVERIFY(refusal("settings").find("model_sha256") != std::string::npos);
        table = shard(2);
        table.provenance["layer"] = "3";
        write("settings", 2, table);
        QVERIFY(refusal("settings").find("other settings") != std::string::npos);
    }

    void repeatedIdsAreRefused()
    {
        for (const int number : {1, 2, 3})
            write("ids", number, shard(number));
        EmbeddingTable table = shard(3);
        table.ids[0] = "s0";
        write("ids", 3, table);
        QVERIFY(refusal("ids").find("occurs in another shard") != std::string::npos);
    }

    void otherFilesAreRefused()
    {
        QVERIFY(!refusal("nowhere").empty());
        std::filesystem::create_directories(path("empty"));
        QVERIFY(!refusal("empty").empty());
        EmbeddingTable table = shard(1);
        table.places.clear();
        write("whole", 1, table);
        QVERIFY(refusal("whole").find("no shard") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestEmbeddingJoin)
#include "tst_embedding_join.moc"
