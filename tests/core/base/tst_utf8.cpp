#include "core/base/utf8.h"

#include <QtTest>

using namespace helicase;

class TestUtf8 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCharacterIsValidAndNothingElse()
    {
        for (uint32_t value = 0; value <= 0x10FFFF; ++value) {
            const bool isSurrogate = 0xD800 <= value && value <= 0xDFFF;
            const std::string text = encoded(value);
            if (validUtf8Bytes(text) != (isSurrogate ? 0 : text.size()))
                QFAIL(qPrintable(QString("U+%1").arg(value, 0, 16)));
        }
        QCOMPARE(validUtf8Bytes(encoded(0x110000)), size_t{0});
    }

    void validBytesEndAtTheFirstError_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("valid");
        QTest::newRow("empty") << QByteArray() << 0;
        QTest::newRow("Latin-1") << QByteArray("caf\xE9 x") << 3;
        QTest::newRow("cut off") << QByteArray("a\xE2\x82") << 1;
        QTest::newRow("overlong slash") << QByteArray("\xC0\xAF") << 0;
        QTest::newRow("overlong in three bytes") << QByteArray("\xE0\x80\xAF") << 0;
        QTest::newRow("overlong in four bytes") << QByteArray("\xF0\x80\x80\xAF") << 0;
        QTest::newRow("stray continuation") << QByteArray("ab\x80") << 2;
        QTest::newRow("wrong third byte") << QByteArray("\xE2\x82z") << 0;
        QTest::newRow("zero byte is a character") << QByteArray("a\0b", 3) << 3;
    }

    void validBytesEndAtTheFirstError()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, valid);
        QCOMPARE(validUtf8Bytes({text.constData(), static_cast<size_t>(text.size())}),
                 static_cast<size_t>(valid));
    }

private:
    static std::string encoded(uint32_t value)
    {
        const auto byte = [](uint32_t bits) { return static_cast<char>(bits); };
        const auto next = [&](int shift) { return byte(0x80 | (value >> shift & 0x3F)); };
        if (value < 0x80)
            return {byte(value)};
        if (value < 0x800)
            return {byte(0xC0 | value >> 6), next(0)};
        if (value < 0x10000)
            return {byte(0xE0 | value >> 12), next(6), next(0)};
        return {byte(0xF0 | value >> 18), next(12), next(6), next(0)};
    }
};

QTEST_GUILESS_MAIN(TestUtf8)
#include "tst_utf8.moc"
