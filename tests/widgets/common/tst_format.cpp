#include "widgets/common/format.h"
#include "widgets/common/job.h"

#include <QLocale>
#include <QtTest>

#include <limits>

using namespace helicase;

class FormatTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void texts_data()
    {
        QTest::addColumn<QString>("made");
        QTest::addColumn<QString>("expected");
        QTest::newRow("grouped") << groupedNumber(1840) << "1,840";
        QTest::newRow("minus") << groupedNumber(-7) << QStringLiteral("−7");
        QTest::newRow("of") << countOf(1840, 3000) << "1,840 of 3,000";
        QTest::newRow("fixed") << fixedNumber(-0.0312, 3) << QStringLiteral("−0.031");
        QTest::newRow("no minus zero") << fixedNumber(-0.0001, 2) << "0.00";
        QTest::newRow("nan") << fixedNumber(std::numeric_limits<double>::quiet_NaN(), 2) << "NaN";
        QTest::newRow("small") << shortNumber(3e-4) << "3e−4";
        QTest::newRow("short") << shortNumber(0.09812) << "0.0981";
        QTest::newRow("short large") << shortNumber(21400.0) << "21,400";
        QTest::newRow("percent") << percent(0.613) << "61 %";
        QTest::newRow("seconds") << durationText(38) << "38 s";
        QTest::newRow("minutes") << durationText(760) << "12 min 40 s";
        QTest::newRow("hours") << durationText(7440) << "2 h 4 min";
        QTest::newRow("left") << timeLeftText(230) << "4 min left";
        QTest::newRow("unknown left") << timeLeftText(-1) << "";
        QTest::newRow("megabytes") << sizeText(184'000'000) << "184 MB";
        QTest::newRow("few megabytes") << sizeText(1'900'000) << "1.9 MB";
        QTest::newRow("bytes") << sizeText(12) << "12 B";
        QTest::newRow("quoted") << shellQuoted({"train", "it's", "a b"})
                                << "train 'it'\\''s' 'a b'";
    }

    void texts()
    {
        QFETCH(QString, made);
        QFETCH(QString, expected);
        QCOMPARE(made, expected);
    }

    void namesOfFolders()
    {
        QCOMPARE(folderNameText("contrastive-07, step 1,800"), "contrastive-07-step-1-800");
        QCOMPARE(folderNameText("lora_four.targets"), "lora_four.targets");
    }
};

QTEST_MAIN(FormatTest)
#include "tst_format.moc"
