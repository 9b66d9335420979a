#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/run/recipe.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

class TestRecipe : public QObject {
    Q_OBJECT

    static OptionTable table()
    {
        return OptionTable({
            {.name = "batch.pairs", .kind = OptionKind::Integer, .defaultValue = "64", .minimum = 1},
            {.name = "optimizer.lr", .kind = OptionKind::Real, .defaultValue = "3e-4"},
            {.name = "data.train", .kind = OptionKind::Path},
            {.name = "seeds", .kind = OptionKind::Text, .defaultValue = "0"},
        });
    }

    static OptionValues read(const QTemporaryDir &folder, const std::string &yaml)
    {
        const std::filesystem::path path = folder.filePath("recipe.yaml").toStdString();
        writeFileAtomically(path, yaml);
        OptionValues values(table());
        applyRecipe(path, values);
        return values;
    }

private Q_SLOTS:
    void nestedAndDottedNamesMeanTheSame()
    {
        const QTemporaryDir folder;
        const OptionValues nested = read(folder, "batch:\n  pairs: 8\noptimizer: {lr: 1e-3}\n");
        const OptionValues dotted = read(folder, "batch.pairs: 8\noptimizer.lr: 1e-3\n");
        QCOMPARE(nested.integer("batch.pairs"), int64_t{8});
        QCOMPARE(nested.real("optimizer.lr"), 1e-3);
        QCOMPARE(dotted.text("optimizer.lr"), nested.text("optimizer.lr"));
    }

    void pathsAreRelativeToTheRecipe()
    {
        const QTemporaryDir folder;
        const OptionValues values = read(folder, "data: {train: ../pairs.csv}\n");
        const auto expected = (std::filesystem::path(folder.path().toStdString()) / "../pairs.csv").lexically_normal();
        QCOMPARE(values.path("data.train"), expected);
    }

    void listsBecomeCommaSeparated()
    {
        const QTemporaryDir folder;
        QCOMPARE(read(folder, "seeds: [0, 1, 2]\n").list("seeds").size(), size_t{3});
    }

    void mistakesNameTheirLine_data()
    {
        QTest::addColumn<QString>("yaml");
        QTest::addColumn<int>("line");
        QTest::newRow("unknown key") << "batch:\n  pairs: 8\n  pears: 9\n" << 3;
        QTest::newRow("bad value") << "# comment\nbatch.pairs: many\n" << 2;
        QTest::newRow("bad YAML") << "batch: {pairs: 8\nseeds: 1\n" << 2;
        QTest::newRow("no map") << "- 1\n- 2\n" << 1;
    }

    void mistakesNameTheirLine()
    {
        QFETCH(QString, yaml);
        QFETCH(int, line);
        const QTemporaryDir folder;
        try {
            read(folder, yaml.toStdString());
            QFAIL("the recipe was accepted");
        } catch (const InputError &error) {
            QVERIFY2(error.place().line.has_value(), error.line().c_str());
            QVERIFY2(std::abs(*error.place().line - line) <= (yaml.contains("{pairs") ? 1 : 0), error.line().c_str());
        }
    }

    void aliasesAndDeepNestingAreRefused()
    {
        const QTemporaryDir folder;
        QVERIFY_THROWS_EXCEPTION(InputError, read(folder, "batch: &b {pairs: 8}\noptimizer: *b\n"));
        std::string deep;
        for (int i = 0; i < 40; ++i)
            deep += "{a: ";
        QVERIFY_THROWS_EXCEPTION(InputError, read(folder, deep + "1" + std::string(40, '}') + "\n"));
    }

    void writtenRecipeReadsBack()
    {
        const QTemporaryDir folder;
        OptionValues values(table());
        values.set("batch.pairs", "12");
        values.set("data.train", "/a b/c: d.csv");
        const OptionValues back = read(folder, toYaml(values));
        for (const Option &option : values.table().options())
            QCOMPARE(back.text(option.name), values.text(option.name));
    }
};

QTEST_GUILESS_MAIN(TestRecipe)
#include "tst_recipe.moc"
