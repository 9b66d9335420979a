// The survey of data sets and its checks: exact counts on small files, the published files, bad
// files, a million rows.
#include "core/base/atomic_file.h"
#include "core/dataset/cleaned_set.h"
#include "core/dataset/data_checks.h"
#include "core/dataset/duplicate_rows.h"
#include "core/dataset/label_slips.h"
#include "core/sequence/alphabet.h"
#include "tests/support/test_data.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

namespace {

class CountingProgress final : public Progress {
public:
    void update(int64_t done, int64_t total, std::string_view) override
    {
        ++calls;
        largest = std::max(largest, done);
        whole = total;
    }
    int calls = 0;
    int64_t largest = 0;
    int64_t whole = 0;
};

// Stops as soon as anything has been read.
class StoppingProgress final : public Progress {
public:
    void update(int64_t, int64_t, std::string_view) override { source.request_stop(); }
    std::stop_source source;
};

DataSurvey survey(const std::filesystem::path &path, const TokenCounter &counter = {},
                  int64_t keptLetters = 0)
{
    SilentProgress progress;
    SurveyRequest request;
    request.files = dataFilesOf(path);
    request.countTokens = counter;
    request.keptLetters = keptLetters;
    request.threads = 2;
    return surveyData(request, progress, {});
}

const DataCheck &checkOf(const std::vector<DataCheck> &checks, CheckKind kind)
{
    return *std::ranges::find(checks, kind, &DataCheck::kind);
}

QString textOf(const std::string &text)
{
    return QString::fromStdString(text);
}

std::vector<int64_t> linesOf(const DataSurvey &data, std::span<const uint32_t> rows)
{
    std::vector<int64_t> lines;
    for (const uint32_t row : rows)
        lines.push_back(data.rows[row].line);
    return lines;
}

} // namespace

class TestDataSurvey : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    std::filesystem::path write(const std::string &name, const std::string &content)
    {
        const std::filesystem::path file = folder_.path().toStdString() + "/" + name;
        writeFileAtomically(file, content);
        return file;
    }

    // Every finding once or twice: see the comments behind the rows.
    std::filesystem::path writeFindings()
    {
        write("findings/train.csv",
              "sequence,label\n"
              "ACGTACGTAA,promoter\n"   // 2: also dev:2, and test:2 reversed
              "ACGTACGTAA,promoter\n"   // 3: repeats 2
              "TTACGTACGT,enhancer\n"   // 4: reverse complement of 2, another label
              "GGGGCCCCTT,enhancer\n"   // 5: also dev:3, in lower case
              "ACGTNNACGT,enhancer\n"   // 6: two letters N
              "GGTTGGTTGG,\n"           // 7: no label
              ",promoter\n"             // 8: no sequence
              "\n"                      // 9: skipped
              "CCCCCCCCCC,promoter\n"); // 10
        write("findings/dev.csv", "sequence,label\n"
                                  "ACGTACGTAA,promoter\n"
                                  "ggggcccctt,enhancer\n"
                                  "AAAAAAAAAA,silencer\n"); // a label that train lacks
        write("findings/test.csv", "sequence,label\n"
                                   "TTACGTACGT,promoter\n"
                                   "CACACACACA,promoter\n"
                                   "CACACACACA,enhancer\n"); // a contradiction in one split
        return (folder_.path() + "/findings").toStdString();
    }

private Q_SLOTS:
    void countsRowsLabelsAndLetters()
    {
        const DataSurvey data = survey(writeFindings());
        QCOMPARE(data.kind, DataKind::Labelled);
        QCOMPARE(data.splits.size(), size_t{3});
        QCOMPARE(data.rows.size(), size_t{14});
        const std::vector<std::string> labels{"enhancer", "promoter", "silencer"};
        QCOMPARE(data.labels, labels);
        const SurveySplit &train = data.splits[0];
        QCOMPARE(train.rows, 8);
        QCOMPARE(train.labelRows, (std::vector<int64_t>{3, 4, 0}));
        QCOMPARE(train.unlabelledRows, 1);
        QCOMPARE(data.splits[1].labelRows, (std::vector<int64_t>{1, 1, 1}));
        QCOMPARE(data.splits[2].labelRows, (std::vector<int64_t>{1, 2, 0}));
        QCOMPARE(data.bases(), 130);
        QCOMPARE(data.otherLetters['N'], 2);
        QCOMPARE(data.rows[3].gcShare, 0.8F);
        QCOMPARE(data.rows[7].line, 10); // a blank line is skipped, not forgotten
    }

    void countsDuplicatesOnBothStrands()
    {
        const DataSurvey data = survey(writeFindings());
        QCOMPARE(data.duplicates(0, 0), (DuplicateCount{2, 1}));
        QCOMPARE(data.duplicates(0, 1), (DuplicateCount{2, 0}));
        QCOMPARE(data.duplicates(0, 2), (DuplicateCount{1, 0})); // train:4 reads the same way
        QCOMPARE(data.duplicates(1, 2), (DuplicateCount{1, 1}));
        QCOMPARE(data.duplicates(1, 1), (DuplicateCount{0, 0}));
        QCOMPARE(data.duplicates(2, 2), (DuplicateCount{1, 0}));
        QCOMPARE(linesOf(data, data.sameSequence(0)), (std::vector<int64_t>{2, 3, 4, 2, 2}));
        QVERIFY(data.sameSequence(6).empty()); // no sequence
        QCOMPARE(linesOf(data, trainRowsInOtherSplits(data)), (std::vector<int64_t>{2, 3, 4, 5}));
        QCOMPARE(linesOf(data, repeatsOfEarlierRows(data)), (std::vector<int64_t>{3, 4, 4}));
        QCOMPARE(linesOf(data, rowsInEarlierSplits(data)), (std::vector<int64_t>{2, 3, 2}));
        QCOMPARE(linesOf(data, contradictoryRows(data)),
                 (std::vector<int64_t>{2, 3, 4, 2, 2, 3, 4}));
        QCOMPARE(linesOf(data, rowsWithEmptyFields(data)), (std::vector<int64_t>{7, 8}));
    }

    void checksSayWhatWasFound()
    {
        const auto letters = [](std::string_view first, std::string_view second) {
            return static_cast<int64_t>(first.size() + second.size()) / 2 + 2;
        };
        const DataSurvey data = survey(writeFindings(), letters);
        const std::vector<DataCheck> checks = checkData(data, {.maxTokens = 6});
        QCOMPARE(textOf(checkOf(checks, CheckKind::Letters).result),
                 "1 row has letters besides A, C, G, T (N 2); 1 row has lower-case letters");
        QCOMPARE(textOf(checkOf(checks, CheckKind::Letters).details),
                 "train.csv:6. Most DNA tokenizers do not know lower case.");
        const DataCheck &empty = checkOf(checks, CheckKind::EmptyFields);
        QCOMPARE(empty.verdict, CheckVerdict::Error);
        QCOMPARE(textOf(empty.result), "1 empty sequence, 1 missing label");
        const DataCheck &untaught = checkOf(checks, CheckKind::Labels);
        QCOMPARE(untaught.verdict, CheckVerdict::Error);
        QCOMPARE(textOf(untaught.result), "3 labels, 1 of them missing in train: \"silencer\"");
        QCOMPARE(textOf(untaught.details), "dev.csv:4. Training refuses them.");
        QCOMPARE(textOf(checkOf(checks, CheckKind::Repeats).result),
                 "3 rows repeat an earlier one: 2 in train, 1 in test");
        const DataCheck &overlap = checkOf(checks, CheckKind::Overlap);
        QCOMPARE(textOf(overlap.result), "3 rows also occur in another split: 2 of dev in train, "
                                         "1 of test in train, 1 of test in dev");
        QCOMPARE(overlap.of, 6);
        QCOMPARE(textOf(checkOf(checks, CheckKind::Contradiction).result),
                 "7 rows have a sequence with several labels");
        const DataCheck &tooLong = checkOf(checks, CheckKind::TooLong);
        QCOMPARE(std::ssize(tooLong.rows), 13); // 7 tokens each; the empty one is not counted
        QCOMPARE(textOf(tooLong.result), "13 of 14 rows (92.9 %), the longest has 7 tokens");
        const std::vector<DataCheck> withoutLimit = checkData(data, {});
        QCOMPARE(checkOf(withoutLimit, CheckKind::TooLong).verdict, CheckVerdict::NotChecked);
    }

    void findsSlipsOfLabels()
    {
        std::string content = "sequence,label\n";
        for (int i = 0; i < 60; ++i)
            content += std::string(static_cast<size_t>(20 + i), 'A') +
                       (i % 2 ? ",promoter\n" : ",background\n");
        content += "ACGTACGTAC,promotor\nACGTACGTCC,chr1\nACGTACGTGC,chr2\n";
        const DataSurvey data = survey(write("slips.csv", content));
        const std::vector<LabelSlip> slips = labelSlips(data);
        QCOMPARE(slips.size(), size_t{1});
        QCOMPARE(data.labels[static_cast<size_t>(slips[0].label)], std::string("promotor"));
        QCOMPARE(data.labels[static_cast<size_t>(slips[0].likely)], std::string("promoter"));
        const std::vector<DataCheck> checks = checkData(data, {});
        const DataCheck &rare = checkOf(checks, CheckKind::RareLabels);
        QCOMPARE(textOf(rare.result), "3 labels occur once, 1 label is nearly another one");
        QVERIFY(rare.details.starts_with(
            "\"promotor\" occurs once. Did you mean \"promoter\"? slips.csv:62"));
    }

    void numbersAreNoSlips()
    {
        std::string content = "sequence,label\n";
        for (int i = 0; i < 50; ++i)
            content += std::string(static_cast<size_t>(20 + i), 'C') + ",0\n";
        const DataSurvey data =
            survey(write("numbers.csv", content + "ACGTACGTAC,10\nACGTACGTCC,2\n"));
        QVERIFY(labelSlips(data).empty());
        QCOMPARE(data.labels, (std::vector<std::string>{"0", "2", "10"}));
        const std::vector<DataCheck> checks = checkData(data, {});
        QCOMPARE(checkOf(checks, CheckKind::ClassBalance).verdict, CheckVerdict::Warning);
    }

    void valuesAreNoClasses()
    {
        const DataSurvey data =
            survey(write("values.csv", "sequence,value\nACGTACGTAC,0.5\nCCGTACGTAC,2\n"));
        QVERIFY(hasRealLabels(data));
        for (const DataCheck &check : checkData(data, {}))
            QVERIFY(check.kind != CheckKind::Labels && check.kind != CheckKind::RareLabels);
    }

    void readsPairsAndRecords()
    {
        const DataSurvey pairs =
            survey(write("pairs.csv", "a,b,label\nACGTA,GGCCA,x\nTACGT,TGGCC,y\n"));
        QCOMPARE(pairs.kind, DataKind::LabelledPairs);
        QCOMPARE(pairs.duplicates(0, 0), (DuplicateCount{1, 1})); // both reversed
        QCOMPARE(pairs.rows[0].bases, 10);
        const DataSurvey contrastive =
            survey(write("contrastive.csv", "ACGTACGTAA,GGGGCCCCAA\nACGTACGTAC,GGGGCCCCAC\n"));
        QCOMPARE(contrastive.kind, DataKind::Pairs);
        QCOMPARE(contrastive.rows[1].line, 2);
        const DataSurvey records =
            survey(write("records.fa", ">one first\nACGT\nACGT\n>two\nACGTACGT\n"), {}, 5);
        QCOMPARE(records.kind, DataKind::Sequences);
        QCOMPARE(records.rows[1].line, 4);
        QCOMPARE(records.duplicates(0, 0), (DuplicateCount{1, 0}));
        QCOMPARE(records.text(1).name, std::string_view("two"));
        QCOMPARE(records.text(0).first, std::string_view("ACGTA")); // what was wished
        QCOMPARE(records.rows[0].bases, 8);
    }

    void histogramsHaveRoundBars()
    {
        std::string content = "sequence,label\n";
        for (int length = 95; length <= 205; ++length)
            content += std::string(static_cast<size_t>(length), 'A') + ",x\n";
        const DataSurvey data = survey(write("lengths.csv", content));
        const LengthDistribution bars = lengthDistribution(data, LengthUnit::Bases, 20);
        QCOMPARE(bars.width, 10);
        QCOMPARE(bars.from, 90);
        QCOMPARE(bars.bars.size(), size_t{12});
        QCOMPARE(bars.bars.front(), 5);
        QCOMPARE(bars.bars.back(), 6);
        QCOMPARE(bars.largest, 205);
        QCOMPARE(bars.median, 150);
        QCOMPARE(rowsAbove(data, LengthUnit::Bases, 200), 5);
        QVERIFY(lengthDistribution(data, LengthUnit::Tokens, 20).bars.empty());
    }

    void refusesBadFiles_data()
    {
        QTest::addColumn<QString>("content");
        QTest::addColumn<QString>("message");
        QTest::newRow("empty") << ""
                               << "bad.csv: is empty";
        QTest::newRow("header only") << "sequence,label\n"
                                     << "bad.csv: holds a header only";
        QTest::newRow("columns")
            << "sequence,label\nACGT,1\nACGT,1,2\n"
            << "bad.csv:3: byte 22: found 3 columns (expected 2 as in the header)";
        QTest::newRow("quotes") << "sequence,label\nAC\"GT,1\n"
                                << "bad.csv:2: byte 15: quotation mark in the wrong place";
        QTest::newRow("one column") << "sequence\nACGT\n"
                                    << "bad.csv:1: byte 0: found 1 columns (expected 2 or 3)";
        QTest::newRow("record") << ">a\nAC!T\n"
                                << "bad.csv:2:";
    }

    void refusesBadFiles()
    {
        QFETCH(QString, content);
        QFETCH(QString, message);
        const auto file = write("bad.csv", content.toStdString());
        try {
            survey(file);
            QFAIL("accepted");
        } catch (const InputError &error) {
            QVERIFY2(textOf(error.line()).contains(message), error.line().c_str());
        }
    }

    void refusesSplitsOfDifferentKinds()
    {
        write("mixed/train.csv", "sequence,label\nACGT,1\n");
        write("mixed/dev.csv", "a,b,label\nACGT,ACGT,1\n");
        QVERIFY_EXCEPTION_THROWN(survey((folder_.path() + "/mixed").toStdString()), InputError);
        QVERIFY_EXCEPTION_THROWN(survey((folder_.path() + "/nothing").toStdString()), InputError);
        QDir(folder_.path()).mkdir("none");
        QVERIFY_EXCEPTION_THROWN(survey((folder_.path() + "/none").toStdString()), InputError);
    }

    void stopsWhenAsked()
    {
        std::string content = "sequence,label\n";
        for (int i = 0; i < 20000; ++i)
            content += "ACGTACGTAC,1\n";
        SurveyRequest request;
        request.files = dataFilesOf(write("long.csv", content));
        StoppingProgress progress;
        QVERIFY_EXCEPTION_THROWN(surveyData(request, progress, progress.source.get_token()),
                                 Stopped);
    }

    void writesTheSetWithoutRows()
    {
        const std::filesystem::path source = writeFindings();
        const DataSurvey data = survey(source);
        const std::filesystem::path target = (folder_.path() + "/cleaned").toStdString();
        SilentProgress progress;
        const std::string before = readFile(source / "train.csv");
        const auto written =
            writeWithoutRows(data, trainRowsInOtherSplits(data), target, progress, {});
        QCOMPARE(written.size(), size_t{3});
        QCOMPARE(written[0].removed, 4);
        QCOMPARE(written[0].kept, 4);
        QCOMPARE(written[1].removed, 0);
        QCOMPARE(readFile(source / "train.csv"), before);
        QCOMPARE(readFile(target / "dev.csv"), readFile(source / "dev.csv"));
        QCOMPARE(textOf(readFile(target / "train.csv")),
                 "sequence,label\nACGTNNACGT,enhancer\nGGTTGGTTGG,\n,promoter\n\nCCCCCCCCCC,"
                 "promoter\n");
        const DataSurvey cleaned = survey(target);
        QCOMPARE(cleaned.duplicates(0, 1).rows + cleaned.duplicates(0, 2).rows, 0);
        // Never over something that is there, never in place.
        QVERIFY_EXCEPTION_THROWN(
            writeWithoutRows(data, trainRowsInOtherSplits(data), target, progress, {}), Error);
        QVERIFY_EXCEPTION_THROWN(
            writeWithoutRows(data, trainRowsInOtherSplits(data), source, progress, {}), Error);
    }

    void surveysThePublishedSets()
    {
        HELICASE_NEEDS_DATA();
        const DataSurvey promoters = survey(test::dataFolder() / "gue/prom/prom_core_tata");
        QCOMPARE(promoters.splits[0].rows, 4904);
        QCOMPARE(promoters.splits[0].labelRows, (std::vector<int64_t>{2455, 2449}));
        QCOMPARE(promoters.duplicates(0, 0).rows, 57);
        QCOMPARE(promoters.duplicates(0, 1).rows, 8);
        QCOMPARE(promoters.duplicates(0, 2).rows, 16);
        QCOMPARE(promoters.duplicates(1, 2).rows, 2);
        QCOMPARE(promoters.duplicates(2, 2).rows, 2);
        QCOMPARE(contradictoryRows(promoters).size(), size_t{30});
        const DataSurvey binding = survey(test::dataFolder() / "gue/tf/0");
        QCOMPARE(binding.rows.size(), size_t{34378});
        QCOMPARE(binding.duplicates(0, 0).rows, 8);
        QCOMPARE(binding.duplicates(0, 1).rows, 1);
        QCOMPARE(binding.duplicates(0, 2).rows, 0);
        const DataSurvey mouse = survey(test::dataFolder() / "gue/mouse/2");
        for (size_t a = 0; a < 3; ++a)
            for (size_t b = a; b < 3; ++b)
                QCOMPARE(mouse.duplicates(a, b), DuplicateCount());
    }

    void aMillionRowsTakeSeconds()
    {
        constexpr int rows = 1'000'000;
        constexpr size_t bases = 100;
        std::string content = "sequence,label\n";
        content.reserve(rows * (bases + 3));
        uint64_t state = 1;
        for (int i = 0; i < rows; ++i) {
            for (size_t base = 0; base < bases; ++base) {
                state = state * 6364136223846793005ULL + 1442695040888963407ULL;
                content += "ACGT"[state >> 62];
            }
            content += i % 2 ? ",1\n" : ",0\n";
        }
        const std::string first = content.substr(15, bases);
        content += reverseComplement(first) + ",0\n";
        SurveyRequest request;
        request.files = dataFilesOf(write("million.csv", content));
        CountingProgress progress;
        QElapsedTimer timer;
        timer.start();
        const DataSurvey data = surveyData(request, progress, {});
        qInfo("%lld ms for a million rows of 100 bases", static_cast<long long>(timer.elapsed()));
        QCOMPARE(data.rows.size(), size_t{rows + 1});
        QCOMPARE(data.duplicates(0, 0), (DuplicateCount{1, 1}));
        QVERIFY(progress.calls > 100);
        QCOMPARE(progress.whole, static_cast<int64_t>(content.size()));
        QVERIFY(progress.largest <= progress.whole);
        QVERIFY(timer.elapsed() < 30'000);
    }
};

QTEST_GUILESS_MAIN(TestDataSurvey)
#include "tst_data_survey.moc"
