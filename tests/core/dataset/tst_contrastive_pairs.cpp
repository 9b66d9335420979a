#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/dataset/contrastive_pairs.h"
#include "core/dataset/csv.h"
#include "tests/support/test_data.h"

#include <QTemporaryDir>

using namespace helicase;

class TestContrastivePairs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void twoOrThreeColumns()
    {
        const auto two = read("ACGT,TTTT\r\n\r\nacgn,A\r\n");
        QCOMPARE(two.size(), size_t{2});
        QCOMPARE(two[1], (ContrastivePair{"acgn", "A", ""}));
        const auto three =
            read("ACGT,TTTT,\"Escherichia coli, K-12 \"\"MG1655\"\"\"\n\"AC\",G,b\n");
        QCOMPARE(three[0].label, std::string("Escherichia coli, K-12 \"MG1655\""));
        QCOMPARE(three[1], (ContrastivePair{"AC", "G", "b"}));
    }

    void whatIsWrittenReadsBack()
    {
        const std::filesystem::path file = folder_.filePath("written.csv").toStdString();
        const std::vector<ContrastivePair> pairs{{"AC", "GT", "a, \"b\""}, {"A", "C", ""}};
        writePairs(file, pairs);
        QCOMPARE(readPairs(file), pairs);
        const std::vector<ContrastivePair> plain{{"AC", "GT", ""}};
        writePairs(file, plain);
        QCOMPARE(readFile(file), std::string("AC,GT\n"));
    }

    void errorsNameTheLine_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("line");
        QTest::newRow("header") << "seq1,seq2\nAC,GT\n" << 1;
        QTest::newRow("one column") << "AC\n" << 1;
        QTest::newRow("four columns") << "A,C,G,T\n" << 1;
        QTest::newRow("columns change") << "A,C\nA,C,x\n" << 2;
        QTest::newRow("empty sequence") << "A,C\n,C\n" << 2;
        QTest::newRow("letter") << "A,C\nA,E\n" << 2;
        QTest::newRow("open quotation mark") << "A,C\n\"A,C\n" << 2;
        QTest::newRow("quotation mark inside") << "A,C\nA\"A\",C\n" << 2;
    }

    void errorsNameTheLine()
    {
        QFETCH(QString, text);
        QFETCH(int, line);
        try {
            read(text.toStdString());
            QFAIL("malformed pairs were accepted");
        } catch (const InputError &error) {
            QCOMPARE(error.place().line, int64_t{line});
        }
    }

    void emptySidesAreNamed_data()
    {
        QTest::addColumn<QString>("row");
        QTest::addColumn<QString>("message");
        QTest::newRow("first") << ",ACGT"
                               << "the first sequence of the pair is empty";
        QTest::newRow("second") << "ACGT,"
                                << "the second sequence of the pair is empty";
        QTest::newRow("quoted") << "\"\",ACGT,a"
                                << "the first sequence of the pair is empty";
        QTest::newRow("beside a foreign letter") << "AXGT,,a"
                                                 << "the second sequence of the pair is";
    }

    // Whatever the policy for letters is.
    void emptySidesAreNamed()
    {
        QFETCH(QString, row);
        QFETCH(QString, message);
        const bool isLabelled = row.count(',') == 2;
        const std::string before = isLabelled ? "A,C,a\n" : "A,C\n";
        for (const auto letters : {ForeignLetters::SkipPair, ForeignLetters::Unknown})
            try {
                read(before + row.toStdString() + "\n", letters);
                QFAIL("an empty side was accepted");
            } catch (const InputError &error) {
                QCOMPARE(error.place().line, int64_t{2});
                QVERIFY2(error.line().find(message.toStdString()) != std::string::npos,
                         error.line().c_str());
                QVERIFY(!error.hint().empty());
            }
    }

    void foreignLettersFollowThePolicy()
    {
        const std::string text = "ACGT,TTTT,a\nACXT,TTEE,b\nGGGG,C*CC,a\nAAAA,CCCC,b\n";
        try {
            read(text);
            QFAIL("a foreign letter was accepted");
        } catch (const InputError &error) {
            QCOMPARE(error.place().line, int64_t{2});
            QVERIFY(error.line().find("ACXT") != std::string::npos);
            QVERIFY(error.hint().find("data.letters") != std::string::npos);
        }
        const PairFile skipped = read(text, ForeignLetters::SkipPair);
        QCOMPARE(skipped.skipped, int64_t{2});
        QCOMPARE(skipped.replaced, int64_t{0});
        QCOMPARE(skipped.pairs,
                 (std::vector<ContrastivePair>{{"ACGT", "TTTT", "a"}, {"AAAA", "CCCC", "b"}}));
        const PairFile unknown = read(text, ForeignLetters::Unknown);
        QCOMPARE(unknown.skipped, int64_t{0});
        QCOMPARE(unknown.replaced, int64_t{4});
        QCOMPARE(unknown.pairs[1], (ContrastivePair{"ACNT", "TTNN", "b"}));
        QCOMPARE(unknown.pairs[2], (ContrastivePair{"GGGG", "CNCC", "a"}));
    }

    void headersAreNeverSkipped()
    {
        for (const auto letters : {ForeignLetters::SkipPair, ForeignLetters::Unknown})
            QVERIFY_THROWS_EXCEPTION(InputError, read("seq1,seq2\nAC,GT\n", letters));
    }

    void nothingIsLeftWhenAllIsForeign()
    {
        QVERIFY_THROWS_EXCEPTION(InputError, read("AXGT,ACGT\n", ForeignLetters::SkipPair));
    }

    void emptyFilesAreInputErrors()
    {
        QVERIFY_THROWS_EXCEPTION(InputError, read(""));
        QVERIFY_THROWS_EXCEPTION(InputError, read("\n\n"));
    }

    void csvRows()
    {
        using Fields = std::vector<std::string>;
        QCOMPARE(splitCsvRow(""), Fields{""});
        QCOMPARE(splitCsvRow("a,,"), (Fields{"a", "", ""}));
        QCOMPARE(splitCsvRow("\"\",\"a,b\""), (Fields{"", "a,b"}));
        QVERIFY(!splitCsvRow("\"a\"b"));
        QVERIFY(!splitCsvRow("\"a"));
        QCOMPARE(csvField("a\nb"), std::string("\"a b\""));
    }

    void sharedFiles()
    {
        HELICASE_NEEDS_DATA();
        const auto pairs = readPairs(test::dataFolder() / "contrastive/debug_train.csv");
        QCOMPARE(pairs.size(), size_t{1000});
        QVERIFY(pairs.front().label.empty());
        QCOMPARE(pairs.front().first.size(), size_t{1000});
    }

private:
    std::vector<ContrastivePair> read(const std::string &text) const
    {
        const std::filesystem::path file = folder_.filePath("pairs").toStdString();
        writeFileAtomically(file, text);
        return readPairs(file);
    }

    PairFile read(const std::string &text, ForeignLetters letters) const
    {
        const std::filesystem::path file = folder_.filePath("pairs").toStdString();
        writeFileAtomically(file, text);
        return readPairFile(file, letters);
    }

    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(TestContrastivePairs)
#include "tst_contrastive_pairs.moc"
