#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/neural/embed/embedding_cache.h"

#include <QTemporaryDir>
#include <QTest>

using namespace helicase;

class TestEmbeddingCache : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    static constexpr int64_t plenty = 1'000'000'000;

    std::filesystem::path path(const char *name) const
    {
        return folder_.filePath(name).toStdString();
    }

    static std::vector<std::filesystem::path> blocksOf(const std::filesystem::path &folder)
    {
        std::vector<std::filesystem::path> blocks;
        for (const auto &entry : std::filesystem::recursive_directory_iterator(folder))
            if (entry.path().extension() == ".block")
                blocks.push_back(entry.path());
        return blocks;
    }

    // One block with `count` vectors of width 3; entry i holds `first` + i.
    static void fill(EmbeddingCache &cache, const std::string &name, int count, float first)
    {
        std::vector<CacheEntry> entries;
        Matrix vectors(count, 3);
        for (int i = 0; i < count; ++i) {
            entries.push_back({.key = CacheKey::of(name + std::to_string(i)),
                               .tokens = 10 + i,
                               .isLonger = i == 1});
            std::ranges::fill(vectors.row(i), first + static_cast<float>(i));
        }
        cache.add(entries, vectors);
    }

private Q_SLOTS:
    void vectorsComeBack()
    {
        {
            EmbeddingCache cache(path("a"), "model 1", 3, plenty);
            QCOMPARE(cache.size(), int64_t{0});
            fill(cache, "x", 3, 1);
            fill(cache, "y", 2, 7);
        }
        const EmbeddingCache cache(path("a"), "model 1", 3, plenty);
        QCOMPARE(cache.size(), int64_t{5});
        const CachedVector *found = cache.find(CacheKey::of("x1"));
        QVERIFY(found != nullptr);
        QCOMPARE(found->values[2], 2.0f);
        QCOMPARE(found->tokens, int64_t{11});
        QVERIFY(found->isLonger);
        QVERIFY(cache.find(CacheKey::of("z0")) == nullptr);
    }

    void anotherSpaceKnowsNothing()
    {
        EmbeddingCache first(path("spaces"), "model 1", 3, plenty);
        fill(first, "x", 3, 1);
        const EmbeddingCache second(path("spaces"), "model 2", 3, plenty);
        QCOMPARE(second.size(), int64_t{0});
    }

    // Every place of a block matters: its digest no longer holds.
    void damagedBlocksAreThrownAway()
    {
        for (const size_t place : {0u, 9u, 20u, 60u, 100u}) {
            EmbeddingCache cache(path("damaged"), "model", 3, plenty);
            fill(cache, "x", 2, 1);
            const auto file = blocksOf(path("damaged")).at(0);
            std::string content = readFile(file);
            content[place] = static_cast<char>(content[place] ^ 1);
            writeFileAtomically(file, content);
            const EmbeddingCache again(path("damaged"), "model", 3, plenty);
            QCOMPARE(again.damaged(), int64_t{1});
            QCOMPARE(again.size(), int64_t{0});
            QVERIFY(blocksOf(path("damaged")).empty());
        }
    }

    void cutBlocksAreThrownAway()
    {
        EmbeddingCache cache(path("cut"), "model", 3, plenty);
        fill(cache, "x", 2, 1);
        const auto file = blocksOf(path("cut")).at(0);
        const std::string content = readFile(file);
        for (const size_t length : {size_t{0}, size_t{10}, content.size() - 1}) {
            writeFileAtomically(file, content.substr(0, length));
            const EmbeddingCache again(path("cut"), "model", 3, plenty);
            QCOMPARE(again.damaged(), int64_t{1});
        }
    }

    void theOldestBlocksGo()
    {
        EmbeddingCache cache(path("bounded"), "model", 3, 400);
        for (int i = 0; i < 8; ++i)
            fill(cache, "block" + std::to_string(i) + ".", 1, static_cast<float>(i));
        int64_t bytes = 0;
        for (const auto &file : blocksOf(path("bounded")))
            bytes += static_cast<int64_t>(std::filesystem::file_size(file));
        QVERIFY(bytes > 0 && bytes <= 400);
        const EmbeddingCache again(path("bounded"), "model", 3, 400);
        QVERIFY(again.find(CacheKey::of("block7.0")) != nullptr);
        QVERIFY(again.find(CacheKey::of("block0.0")) == nullptr);
    }

    // Two objects stand for two processes: each sees what was complete when it began.
    void twoWritersDoNotDisturbEachOther()
    {
        EmbeddingCache first(path("two"), "model", 3, plenty);
        EmbeddingCache second(path("two"), "model", 3, plenty);
        fill(first, "x", 2, 1);
        fill(second, "x", 2, 1);
        fill(second, "y", 2, 5);
        const EmbeddingCache third(path("two"), "model", 3, plenty);
        QCOMPARE(third.size(), int64_t{4});
        QCOMPARE(third.damaged(), int64_t{0});
    }

    void removingLeavesNothing()
    {
        EmbeddingCache cache(path("gone"), "model", 3, plenty);
        fill(cache, "x", 2, 1);
        cache.remove();
        QVERIFY(!std::filesystem::exists(path("gone")));
    }

    void foldersThatCannotBeMadeAreRefused()
    {
        writeFileAtomically(path("file"), "text");
        QVERIFY_THROWS_EXCEPTION(DiskError, EmbeddingCache(path("file"), "model", 3, plenty));
    }
};

QTEST_GUILESS_MAIN(TestEmbeddingCache)
#include "tst_embedding_cache.moc"
