#include "core/base/text.h"

#include <QtTest>

using namespace helicase;

class TestText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void splitKeepsEmptyParts()
    {
        const auto parts = split("a,,b,", ',');
        QCOMPARE(parts.size(), size_t{4});
        QVERIFY(parts[1].empty() && parts[3].empty());
        QVERIFY(parts[2] == "b");
    }

    void trimRemovesBlanksOfBothEnds()
    {
        QVERIFY(trim(" \t a b\r\n") == "a b");
        QVERIFY(trim(" \n").empty());
    }

    void numbersMustFillTheText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isInteger");
        QTest::addColumn<bool>("isReal");
        QTest::newRow("integer") << "4096" << true << true;
        QTest::newRow("negative") << "-3" << true << true;
        QTest::newRow("scientific") << "1e-4" << false << true;
        QTest::newRow("suffix") << "4k" << false << false;
        QTest::newRow("empty") << "" << false << false;
        QTest::newRow("blank in front") << " 4" << false << false;
    }

    void numbersMustFillTheText()
    {
        QFETCH(QString, text);
        QTEST(parseInteger(text.toStdString()).has_value(), "isInteger");
        QTEST(parseReal(text.toStdString()).has_value(), "isReal");
    }

    void realsSurviveFormatting()
    {
        for (const double value : {0.1, 1e-300, 3.0, -2.5e17, 1.0 / 3})
            QCOMPARE(parseReal(formatReal(value)).value(), value);
    }

    void slipsFindTheirName()
    {
        const std::vector<std::string> names{"optimizer.lr", "batch.pairs", "length.steps"};
        QCOMPARE(nearestName("batch.pair", names).value(), std::string("batch.pairs"));
        QVERIFY(!nearestName("temperature", names));
    }

    void foreignTextIsMadePrintable()
    {
        QCOMPARE(printable("a\x1b[b"), std::string("\"a\\x1b[b\""));
        QVERIFY(printable(std::string(200, 'x')).size() < 60);
        QCOMPARE(printable("caf\xC3\xA9 \xE9t\xE9"), std::string("\"caf\xC3\xA9 \\xe9t\\xe9\""));
        QCOMPARE(printable(std::string(39, 'x') + "\xC3\xA9!"),
                 '"' + std::string(39, 'x') + "...\"");
        QVERIFY(printable(std::string(200, '\x80')).starts_with("\"\\x80\\x80"));
    }
};

QTEST_GUILESS_MAIN(TestText)
#include "tst_text.moc"
