// The recipes of DNABERT-S: every experiment of the publication has one, its options are valid, and
// they say what the published command lines say.
#include "core/run/recipe.h"
#include "tests/core/neural/tasks/contrastive_fixture.h"

using namespace helicase;

namespace {

std::filesystem::path recipeFolder()
{
    return test::sourceFolder() / "configs/dnaberts";
}

OptionValues valuesOf(const std::filesystem::path &recipe)
{
    OptionValues values(test::contrastiveOptions());
    applyRecipe(recipe, values);
    return values;
}

} // namespace

class TestDnabertSRecipes : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void experiments_data()
    {
        QTest::addColumn<QString>("published");
        const auto add = [](const char *recipe, const char *name) {
            QTest::newRow(recipe) << name;
        };
        const char *start = "epoch3.train_2m.csv.lr3e-06.lrscale100.bs48.maxlength";
        const auto row = [&](const char *recipe, const char *tokens, const char *method,
                             const char *rest) {
            add(recipe, (std::string(start) + tokens + ".tmp0.05.seed1.con_method" + method + rest)
                            .c_str());
        };
        row("main", "2000", "same_species", ".mixTrue.mix_layer_num-1.curriculumTrue");
        row("dropout", "2000", "dropout", ".mixFalse.mix_layer_num-1.curriculumFalse");
        row("double_strand", "2000", "double_strand", ".mixFalse.mix_layer_num-1.curriculumFalse");
        row("mutate", "2000", "mutate", ".mixFalse.mix_layer_num-1.curriculumFalse");
        row("simclr_instance_mixup", "2000", "same_species",
            ".mixTrue.mix_layer_num0.curriculumTrue");
        row("simclr", "2000", "same_species", ".mixFalse.mix_layer_num-1.curriculumFalse");
        row("manifold_mixup", "2000", "same_species", ".mixTrue.mix_layer_num-1.curriculumFalse");
        row("instance_mixup", "2000", "same_species", ".mixTrue.mix_layer_num0.curriculumFalse");
        row("simclr_500bp", "100", "same_species", ".mixFalse.mix_layer_num-1.curriculumFalse");
        row("simclr_2000bp", "400", "same_species", ".mixFalse.mix_layer_num-1.curriculumFalse");
    }

    void experiments()
    {
        QFETCH(QString, published);
        OptionValues values =
            valuesOf(recipeFolder() / (std::string(QTest::currentDataTag()) + ".yaml"));
        values.set("data.train", "train_2m.csv");
        QCOMPARE(QString::fromStdString(publishedName(values)), published);
        // Adam without decay, clipping or schedule.
        QCOMPARE(values.text("optimizer.kind"), std::string("adamw"));
        for (const char *name : {"optimizer.weight_decay", "optimizer.clip"})
            QCOMPARE(values.real(name), 0.0);
        QCOMPARE(values.text("schedule.kind"), std::string("constant"));
        QCOMPARE(values.text("schedule.warmup"), std::string("0"));
        QCOMPARE(values.integer("evaluation.batch"), int64_t{360});
        QCOMPARE(values.integer("checkpoint.every"), int64_t{10000});
        QCOMPARE(values.integer("objective.features"), int64_t{128});
        QVERIFY(!values.flag("batch.distinct_species"));
        const ViewMethod method = viewMethodFrom(values);
        if (values.text("objective.method") == "double_strand")
            QVERIFY(method == ViewMethod::Complement);
        if (values.text("objective.method") == "mutate")
            QVERIFY(method == ViewMethod::RandomDeletions);
    }

    // With data and a model in place of the published ones, each can be trained with.
    void everyRecipeMakesATask()
    {
        const test::ContrastiveFixture fixture;
        int recipes = 0;
        for (const auto &entry : std::filesystem::directory_iterator(recipeFolder())) {
            if (entry.path().extension() != ".yaml")
                continue;
            ++recipes;
            OptionValues values = valuesOf(entry.path());
            const bool isSmall = entry.path().stem() == "small";
            if (!isSmall) {
                for (const auto &[name, value] : test::OptionChanges{
                         {"data.train", (fixture.root / "train.csv").string()},
                         {"data.validation", (fixture.root / "validation.csv").string()},
                         {"data.tokenizer",
                          (test::sourceFolder() / "resources/demo/tokenizer").string()},
                         {"model.layers", "2"},
                         {"model.width", "16"},
                         {"model.heads", "2"},
                         {"model.feed_forward", "16"},
                         {"checkpoint.every", "1"}})
                    values.set(name, value);
            }
            values.requireComplete();
            ContrastiveTask task(values);
            const auto step = task.draw(1);
            QVERIFY(step->samples > 1);
            QVERIFY2(task.naturalSteps() > 1, entry.path().c_str());
        }
        QCOMPARE(recipes, 12); // ten published ones, a small one, and one for an assembly
    }
};

QTEST_GUILESS_MAIN(TestDnabertSRecipes)
#include "tst_dnaberts_recipes.moc"
