#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/dataset/classification_set.h"
#include "tests/support/test_data.h"

#include <QTemporaryDir>

#include <fstream>

using namespace helicase;

class TestClassificationSet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void singleSequences()
    {
        const ClassificationSet set = read("sequence,label\r\nACGT,1\r\n\r\nacgtn, enhancer \r\n");
        QVERIFY(!set.isPaired);
        QCOMPARE(set.examples.size(), size_t{2});
        QCOMPARE(set.examples[0].sequence, std::string("ACGT"));
        QCOMPARE(set.examples[0].label, std::string("1"));
        QCOMPARE(set.examples[0].line, int64_t{2});
        QCOMPARE(set.examples[1].label, std::string("enhancer"));
        QCOMPARE(set.examples[1].line, int64_t{4});
    }

    void pairsAndTabs()
    {
        const ClassificationSet set = read("a\tb\tlabel\nACGT\tTTTT\tyes, really\n");
        QVERIFY(set.isPaired);
        QCOMPARE(set.examples[0].pair, std::string("TTTT"));
        QCOMPARE(set.examples[0].label, std::string("yes, really"));
        QCOMPARE(read("s,label\nACGT,\"a, \"\"b\"\"\"\n").examples[0].label,
                 std::string("a, \"b\""));
    }

    void errorsNameTheLine_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("line");
        QTest::addColumn<QString>("message");
        QTest::newRow("one column") << "label\nACGT\n" << 1 << "columns";
        QTest::newRow("four columns") << "a,b,c,d\nA,C,G,T\n" << 1 << "columns";
        QTest::newRow("no header") << "ACGTACGTACGT,1\nACGT,0\n" << 1 << "header";
        QTest::newRow("columns change") << "s,l\nAC,1\nAC,GT,1\n" << 3 << "found 3 columns";
        QTest::newRow("empty sequence") << "s,l\nAC,1\n,1\n" << 3 << "empty sequence";
        QTest::newRow("empty pair") << "s,t,l\nAC, ,1\n" << 2 << "empty sequence";
        QTest::newRow("letter") << "s,l\nACE,1\n" << 2 << "ACE";
        QTest::newRow("no label") << "s,l\nAC,1\nAC,\n" << 3 << "label is missing";
        QTest::newRow("NaN") << "s,l\nAC,1\nAC,NaN\n" << 3 << "NaN";
        QTest::newRow("quotation mark") << "s,l\n\"AC,1\n" << 2 << "quotation mark";
    }

    void errorsNameTheLine()
    {
        QFETCH(QString, text);
        QFETCH(int, line);
        QFETCH(QString, message);
        try {
            read(text.toStdString());
            QFAIL("malformed rows were accepted");
        } catch (const InputError &error) {
            QCOMPARE(error.place().line, int64_t{line});
            QVERIFY2(error.line().find(message.toStdString()) != std::string::npos,
                     error.line().c_str());
        }
    }

    void filesWithoutRows()
    {
        QVERIFY_THROWS_EXCEPTION(InputError, read(""));
        QVERIFY_THROWS_EXCEPTION(InputError, read("sequence,label\n"));
        QVERIFY_THROWS_EXCEPTION(InputError, read("\n\n"));
        QVERIFY_THROWS_EXCEPTION(InputError,
                                 readClassificationSet(folder_.filePath("absent").toStdString()));
    }

    void classesAreNumberedByValueOrLetters()
    {
        const auto names = [&](const char *rows) {
            return ClassList::of(read(std::string("s,l\n") + rows)).names();
        };
        QCOMPARE(names("A,10\nA,9\nA,10\n"), (std::vector<std::string>{"9", "10"}));
        QCOMPARE(names("A,b\nA,10\nA,9\n"), (std::vector<std::string>{"10", "9", "b"}));
        QCOMPARE(names("A,-1\nA,1\nA,0\n"), (std::vector<std::string>{"-1", "0", "1"}));
        QVERIFY_THROWS_EXCEPTION(InputError, names("A,1\nC,1\n"));
    }

    void labelsBecomeNumbers()
    {
        const ClassList classes = ClassList::of(read("s,l\nA,yes\nA,no\n"));
        QCOMPARE(classes.numbersOf(read("s,l\nA,yes\nA,no\nA,yes\n")),
                 (std::vector<int64_t>{1, 0, 1}));
        QCOMPARE(classes.find("yes"), std::optional<int64_t>(1));
        QVERIFY(!classes.find("maybe"));
        try {
            classes.numbersOf(read("s,l\nA,yes\nA,maybe\n"));
            QFAIL("a label that training lacks was accepted");
        } catch (const InputError &error) {
            QCOMPARE(error.place().line, int64_t{3});
            QVERIFY(error.line().find("maybe") != std::string::npos);
        }
    }

    void labelsBecomeValues()
    {
        QCOMPARE(valuesOf(read("s,l\nA,1.5\nA,-2e3\n")), (std::vector<double>{1.5, -2000}));
        QVERIFY_THROWS_EXCEPTION(InputError, valuesOf(read("s,l\nA,inf\n")));
        QVERIFY_THROWS_EXCEPTION(InputError, valuesOf(read("s,l\nA,1\nA,high\n")));
    }

    void splitsOfAFolder()
    {
        const std::filesystem::path folder = folder_.filePath("splits").toStdString();
        writeFileAtomically(folder / "train.tsv", "s\tl\nA\t1\n");
        writeFileAtomically(folder / "test.csv", "s,l\nA,1\n");
        const ClassificationSplits splits = findSplits(folder);
        QCOMPARE(splits.train, folder / "train.tsv");
        QVERIFY(splits.dev.empty());
        QCOMPARE(splits.test, folder / "test.csv");
    }

    void publishedFiles()
    {
        HELICASE_NEEDS_DATA();
        const auto gue = test::dataFolder() / "gue";
        const ClassificationSplits sample = findSplits(gue / "dnabert2_sample_data");
        for (const auto &file : {sample.train, sample.dev, sample.test}) {
            const ClassificationSet set = readClassificationSet(file);
            QCOMPARE(set.examples.size(), size_t{15});
            for (const ClassificationExample &example : set.examples)
                QCOMPARE(example.sequence.size(), size_t{101});
            QCOMPARE(ClassList::of(set).names(), (std::vector<std::string>{"0", "1"}));
        }
        const ClassificationSplits compressed = findSplits(gue / "tf/0");
        QCOMPARE(compressed.train.extension(), std::filesystem::path(".gz"));
        QCOMPARE(readClassificationSet(compressed.train).examples.size(), size_t{32378});
        QCOMPARE(readClassificationSet(compressed.test).examples.size(), size_t{1000});
    }

private:
    ClassificationSet read(const std::string &text) const
    {
        const std::filesystem::path file = folder_.filePath("set.csv").toStdString();
        writeFileAtomically(file, text);
        return readClassificationSet(file);
    }

    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(TestClassificationSet)
#include "tst_classification_set.moc"
