// The Build tab of the Data panel: from contigs or genomes to training pairs.
#include "core/base/random_stream.h"
#include "core/dataset/contrastive_pairs.h"
#include "tests/widgets/data/data_panel_fixture.h"
#include "widgets/common/action_registry.h"
#include "widgets/data/pair_build_view.h"

#include <QFileInfo>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTabWidget>

using namespace helicase;

class TestPairBuildView final : public test::DataPanelTest {
    Q_OBJECT

    QString writeContigs()
    {
        RandomStream random(1, "contigs");
        std::string text;
        for (int contig = 0; contig < 6; ++contig) {
            text += ">contig_" + std::to_string(contig) + '\n';
            for (int i = 0; i < (contig == 5 ? 50 : 4000); ++i)
                text += "ACGT"[random.below(4)];
            text += '\n';
        }
        return write("contigs.fa", text);
    }

    QAction *action(const char *name) const { return services_->actions.find(QLatin1String(name)); }
    QTableWidget *preview() const
    {
        return panel_->findChild<QTableWidget *>("data.build.preview");
    }
    QString text(const char *label) const { return panel_->findChild<QLabel *>(label)->text(); }
    QString command() const
    {
        return panel_->findChild<QPlainTextEdit *>("data.build.command")->toPlainText();
    }

private Q_SLOTS:
    void init() { buildPanel(); }
    void cleanup() { removePanel(); }

    void saysWhatIsMissing()
    {
        action("data.pairs")->trigger();
        QCOMPARE(panel_->findChild<QTabWidget *>("data.tabs")
                     ->tabText(panel_->findChild<QTabWidget *>("data.tabs")->currentIndex()),
                 QString("Build"));
        QVERIFY(panel_->findChild<PairBuildView *>("data.build.view")->isVisible());
        QCOMPARE(text("data.build.obstacle"), QString("Choose genomes or an assembly."));
        QVERIFY(!action("data.build")->isEnabled());
        QCOMPARE(panel_->primaryAction(), action("data.build"));
    }

    void showsTheFirstPairsOfTheOpenedContigs()
    {
        open(writeContigs());
        QVERIFY(panel_->primaryAction() != action("data.build"));
        action("data.pairs")->trigger();
        QVERIFY(command().contains("data pairs"));
        QVERIFY(command().contains("contigs.fa"));
        QVERIFY(action("data.build")->isEnabled());
        QTRY_VERIFY_WITH_TIMEOUT(preview()->rowCount() == 8, patience);
        QCOMPARE(preview()->horizontalHeaderItem(0)->text(), QString("Sequence"));
        QVERIFY(preview()->item(0, 0)->text().startsWith("contig_"));
        QVERIFY(preview()->item(0, 2)->text().size() > 40);
        QVERIFY(text("data.build.note")
                    .contains("1 sequences below the shortest fragment (50 bp) are left out."));
    }

    void tellsWhyNothingCanBeCut()
    {
        open(write("short.fa", ">a\nACGTACGT\n"));
        action("data.pairs")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(text("data.build.note").contains("no sequence is long enough"),
                                 patience);
        QCOMPARE(preview()->rowCount(), 0);
    }

    void writesThePairsAndShowsThem()
    {
        open(writeContigs());
        auto *view = panel_->findChild<PairBuildView *>("data.build.view");
        action("data.pairs")->trigger();
        const QString train = view->outputFolder() + "/train.csv";
        QVERIFY(!QFileInfo::exists(train));
        action("data.build")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(panel_->contentReady() && panel_->loaded() &&
                                     panel_->loaded()->choice.path == train,
                                 patience);
        // Four contigs of five are trained on, two fragments of 2000 bases fit into each.
        QCOMPARE(readPairs(train.toStdString()).size(), size_t{8});
        QVERIFY(QFileInfo::exists(view->outputFolder() + "/validation.csv"));
        QVERIFY(QFileInfo::exists(view->outputFolder() + "/pairs.json"));
    }
};

QTEST_MAIN(TestPairBuildView)
#include "tst_pair_build_view.moc"
