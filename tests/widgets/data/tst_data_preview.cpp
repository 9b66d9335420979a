// The preview of a fine-tuning set: what it shows, and what it says about bad and missing files.
#include "core/base/atomic_file.h"
#include "tests/support/test_data.h"
#include "widgets/common/theme.h"
#include "widgets/data/class_balance_chart.h"
#include "widgets/data/data_preview.h"
#include "widgets/data/duplicate_matrix.h"
#include "widgets/data/length_chart.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

using namespace helicase;

class TestDataPreview : public QObject {
    Q_OBJECT

    Theme theme_;
    QTemporaryDir folder_;

    QString write(const QString &name, const std::string &content)
    {
        const QString file = folder_.filePath(name);
        writeFileAtomically(file.toStdString(), content);
        return file;
    }

    static void load(DataPreview &preview, const DataChoice &choice)
    {
        QSignalSpy changed(&preview, &DataPreview::changed);
        preview.setChoice(choice);
        QVERIFY(preview.isLoading());
        QTRY_VERIFY_WITH_TIMEOUT(!preview.isLoading() && !changed.isEmpty(), 20'000);
    }

    static QString textOf(const DataPreview &preview, const char *part)
    {
        return preview.findChild<QLabel *>(QStringLiteral("train.preview.") + QLatin1String(part))
            ->text();
    }

private Q_SLOTS:
    void initTestCase() { theme_.apply(); }

    void nothingIsChosen()
    {
        DataPreview preview("train.preview");
        preview.show();
        QCOMPARE(preview.message(), "Choose data to see classes, lengths and duplicates.");
        QVERIFY(!preview.findChild<ClassBalanceChart *>()->isVisible());
        QVERIFY(!preview.isLoading());
    }

    void showsTheNumbersOfASet()
    {
        write("set/train.csv", "sequence,label\nACGTACGTAA,a\nACGTACGTCC,b\nACGTACGTCA,a\n");
        write("set/dev.csv", "sequence,label\nTTACGTACGT,a\n"); // the other strand of the first one
        write("set/test.csv", "sequence,label\nACGTACGTGA,b\n");
        DataPreview preview("train.preview");
        preview.resize(320, 600);
        preview.show();
        load(preview, {.path = folder_.filePath("set")});
        QCOMPARE(textOf(preview, "headline"), "5 rows, 2 labels: train 3, dev 1, test 1");
        const auto *balance = preview.findChild<ClassBalanceChart *>("train.preview.balance");
        QVERIFY(balance->isVisible());
        QVERIFY(balance->accessibleDescription().startsWith("train, a: 2 of 3 rows (66.7 %)"));
        const auto *lengths = preview.findChild<LengthChart *>("train.preview.lengths");
        QCOMPARE(lengths->summary(), "median 10, longest 10 bp");
        const auto *duplicates = preview.findChild<DuplicateMatrix *>("train.preview.duplicates");
        QCOMPARE(duplicates->summary(), "1 row of another split also occurs in train.");
        QCOMPARE(preview.message(), "Doubtful: duplicates between splits (1 row).");
        QSignalSpy details(&preview, &DataPreview::detailsRequested);
        preview.findChild<QToolButton *>("train.preview.details")->click();
        QCOMPARE(details.value(0).value(0).toString(), folder_.filePath("set"));
    }

    void filesOfSplitsReplaceTheFolders()
    {
        write("set/train.csv", "sequence,label\nACGTACGTAA,a\nACGTACGTCC,b\n");
        const QString other = write("other.csv", "sequence,label\nGGGTACGTAA,a\n");
        DataPreview preview("train.preview");
        load(preview, {.path = folder_.filePath("set"), .dev = other});
        const DataSurvey &survey = *preview.loaded()->survey;
        QCOMPARE(survey.splits[0].file.split, std::string("train"));
        QCOMPARE(survey.splits[1].file.split, std::string("dev"));
        QCOMPARE(survey.splits[1].file.path, std::filesystem::path(other.toStdString()));
    }

    void countsTokensAboveTheLimit()
    {
        HELICASE_NEEDS_DATA();
        const QString data = QString::fromStdString(test::dataFolder().string());
        DataChoice choice{.path = data + "/gue/prom/prom_core_tata",
                          .tokenizer = data + "/tokenizers/dnabert2",
                          .maxTokens = 20};
        DataPreview preview("train.preview");
        preview.resize(320, 600);
        preview.show();
        load(preview, choice);
        QCOMPARE(preview.loaded()->unit, LengthUnit::Tokens);
        const int64_t above = preview.loaded()->tooLong;
        QVERIFY(above > 0);
        const auto *lengths = preview.findChild<LengthChart *>("train.preview.lengths");
        QVERIFY2(lengths->summary().startsWith(QString::number(above) + " over 20 ("),
                 qPrintable(lengths->summary()));
        // Another limit counts anew, without reading anything again.
        const auto survey = preview.loaded()->survey;
        choice.maxTokens = 1000;
        load(preview, choice);
        QCOMPARE(preview.loaded()->tooLong, 0);
        QCOMPARE(preview.loaded()->survey, survey);
    }

    void tellsWhatIsWrong()
    {
        DataPreview preview("train.preview");
        preview.show();
        write("bad/train.csv", "sequence,label\nACGT,1,2\n");
        load(preview, {.path = folder_.filePath("bad")});
        QVERIFY(!preview.loaded());
        QVERIFY2(preview.message().contains("train.csv:2"), qPrintable(preview.message()));
        QVERIFY2(preview.message().contains("found 3 columns (expected 2"),
                 qPrintable(preview.message()));
        QVERIFY(!preview.findChild<ClassBalanceChart *>()->isVisible());
        load(preview, {.path = folder_.filePath("nowhere")});
        QVERIFY2(preview.message().contains("no such file"), qPrintable(preview.message()));
        // Repaired, it is read.
        write("bad/train.csv", "sequence,label\nACGTAC,1\nACGTCC,0\n");
        load(preview, {.path = folder_.filePath("bad")});
        QVERIFY(preview.loaded());
        preview.setChoice({});
        QVERIFY(!preview.loaded() && !preview.isLoading());
    }
};

QTEST_MAIN(TestDataPreview)
#include "tst_data_preview.moc"
