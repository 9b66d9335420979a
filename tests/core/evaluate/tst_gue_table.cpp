// The published table against the averages that its authors give.
#include "core/evaluate/gue_table.h"
#include "tests/support/test_data.h"

#include <set>

using namespace helicase;

class TestGueTable : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void averagesAreThePublishedOnes_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<double>("average");
        QTest::newRow("DNABERT-2") << "dnabert-2" << 66.80;
        QTest::newRow("pre-trained further") << "dnabert-2-further" << 67.77;
        QTest::newRow("NT") << "nt-2500m-multi" << 66.93;
    }

    void averagesAreThePublishedOnes()
    {
        QFETCH(QString, model);
        QFETCH(double, average);
        const auto models = publishedGueModels();
        const auto found = std::ranges::find(models, model.toStdString(), &PublishedModel::name);
        QVERIFY(found != models.end());
        double sum = 0;
        for (const GueTask &task : gueTasks())
            sum += task.published[static_cast<size_t>(found - models.begin())];
        const double mean = sum / static_cast<double>(gueTasks().size());
        QVERIFY2(std::abs(mean - average) < 0.006, qPrintable(QString::number(mean)));
    }

    void everyTaskHasARecipe()
    {
        std::set<std::string_view> folders;
        for (const GueTask &task : gueTasks()) {
            folders.insert(task.folder);
            for (const char *scale : {"configs/gue", "configs/gue/small"})
                QVERIFY2(std::filesystem::exists(test::sourceFolder() / scale /
                                                 (std::string(task.recipe) + ".yaml")),
                         std::string(task.recipe).c_str());
        }
        QCOMPARE(folders.size(), size_t{28});
    }
};

QTEST_GUILESS_MAIN(TestGueTable)
#include "tst_gue_table.moc"
