#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/dataset/binding_set.h"
#include "tests/support/test_data.h"

#include <QTemporaryDir>

#include <algorithm>

using namespace helicase;

class TestBindingSet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void columnsAreJoinedByName()
    {
        const BindingSet set =
            read("sequence\twindow_name\nACG\tw1\nTTT\tw2\n", "w2\tw1\n0.0\t1.5\n2.0\t0\n0\t1e1\n");
        QCOMPARE(set.names, (std::vector<std::string>{"w1", "w2"}));
        QCOMPARE(set.sequences[1], std::string("TTT"));
        QCOMPARE(set.windows(), 2);
        QCOMPARE(set.windowLength(), 3);
        QCOMPARE(set.scores(0, 0), 1.5f);
        QCOMPARE(set.scores(0, 2), 10.0f);
        QCOMPARE(set.scores(1, 1), 2.0f);
    }

    void errorsNameTheWindow_data()
    {
        QTest::addColumn<QString>("sequences");
        QTest::addColumn<QString>("scores");
        QTest::addColumn<QString>("words");
        const QString sequences = "sequence\twindow_name\nACG\tw1\nTTT\tw2\n";
        const QString scores = "w1\tw2\n1\t2\n1\t2\n1\t2\n";
        QTest::newRow("no header") << "ACG\tw1\n" << scores << "window_name";
        QTest::newRow("cells") << "sequence\twindow_name\nACG\n" << scores << "1 columns";
        QTest::newRow("length") << sequences + "AC\tw3\n" << scores << "\"w3\" has 2 bases";
        QTest::newRow("letter") << "sequence\twindow_name\nAXG\tw1\n"
                                << scores << "\"w1\", base 2: \"X\" is not";
        QTest::newRow("twice") << sequences + "ACG\tw2\n" << scores << "\"w2\" occurs twice";
        QTest::newRow("empty") << "sequence\twindow_name\n" << scores << "no windows";
        QTest::newRow("no scores at all") << sequences << ""
                                          << "empty";
        QTest::newRow("no scores for one") << sequences << "w1\n1\n1\n1\n"
                                           << "\"w2\" has no scores";
        QTest::newRow("no sequence") << sequences << "w1\tw2\tw3\n"
                                     << "\"w3\" has scores but";
        QTest::newRow("scores twice") << sequences << "w1\tw2\tw1\n"
                                      << "\"w1\" occurs twice";
        QTest::newRow("too few rows") << sequences << "w1\tw2\n1\t2\n"
                                      << "\"w1\": 1 scores for 3 bases";
        QTest::newRow("too many rows") << sequences << scores + "1\t2\n"
                                       << "\"w1\": more than 3 scores for 3 bases";
        QTest::newRow("too few cells") << sequences << "w1\tw2\n1\n"
                                       << "found 1 scores";
        QTest::newRow("too many cells") << sequences << "w1\tw2\n1\t2\t3\n"
                                        << "found 3 scores";
        QTest::newRow("no number") << sequences << "w1\tw2\n1\tx\n"
                                   << "\"w2\" has the score \"x\"";
        QTest::newRow("not finite") << sequences << "w1\tw2\nnan\t1\n"
                                    << "\"w1\" has the score \"nan\" for base 1";
    }

    void errorsNameTheWindow()
    {
        QFETCH(QString, sequences);
        QFETCH(QString, scores);
        QFETCH(QString, words);
        try {
            read(sequences.toStdString(), scores.toStdString());
            QFAIL("a malformed set was accepted");
        } catch (const InputError &error) {
            QVERIFY2(QString::fromStdString(error.line()).contains(words), error.line().c_str());
        }
    }

    void otherLettersAreMappedWhenAsked()
    {
        const BindingSet set = read("sequence\twindow_name\nAXE\tw1\nTNR\tw2\n",
                                    "w1\tw2\n1\t2\n1\t2\n1\t2\n", OtherLetters::MapToN);
        QCOMPARE(set.sequences, (std::vector<std::string>{"ANN", "TNR"}));
        QCOMPARE(set.mapped, int64_t{2});
    }

    // As resources/demo/PROVENANCE.md tells.
    void demoSet()
    {
        const auto folder = test::sourceFolder() / "resources/demo/binding";
        const BindingSet set =
            readBindingSet(folder / "binding_sequences.tsv.gz", folder / "binding_scores.tsv.gz");
        QCOMPARE(set.windows(), 800);
        QCOMPARE(set.windowLength(), 300);
        const std::string consensus = "TGTGANNNNNNTCACA";
        int withSite = 0;
        for (int64_t window = 0; window < set.windows(); ++window) {
            const std::string &bases = set.sequences[static_cast<size_t>(window)];
            std::vector<float> expected(300, 0.0f);
            for (size_t start = 0; start + consensus.size() <= bases.size(); ++start) {
                int matches = 0;
                for (size_t i = 0; i < consensus.size(); ++i)
                    matches += bases[start + i] == consensus[i] ? 1 : 0;
                for (size_t i = 0; matches >= 8 && i < consensus.size(); ++i)
                    expected[start + i] =
                        std::max(expected[start + i], static_cast<float>(matches));
            }
            QVERIFY(std::ranges::equal(set.scores.row(window), expected));
            withSite +=
                std::ranges::any_of(expected, [](float score) { return score > 0; }) ? 1 : 0;
        }
        QCOMPARE(withSite, 560);
    }

    void publishedSet()
    {
        HELICASE_NEEDS_DATA();
        const auto folder = test::dataFolder() / "tfbind";
        const BindingSet set =
            readBindingSet(folder / "chr22_sequences.txt.gz", folder / "chr22_scores.txt.gz");
        QCOMPARE(set.windows(), 19'668);
        QCOMPARE(set.windowLength(), 300);
        QCOMPARE(set.names.front(), std::string("chr22_10510500_10510799"));
    }

private:
    BindingSet read(const std::string &sequences, const std::string &scores,
                    OtherLetters unknown = OtherLetters::Refuse) const
    {
        const std::filesystem::path sequenceFile = folder_.filePath("sequences").toStdString();
        const std::filesystem::path scoreFile = folder_.filePath("scores").toStdString();
        writeFileAtomically(sequenceFile, sequences);
        writeFileAtomically(scoreFile, scores);
        return readBindingSet(sequenceFile, scoreFile, unknown);
    }

    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(TestBindingSet)
#include "tst_binding_set.moc"
