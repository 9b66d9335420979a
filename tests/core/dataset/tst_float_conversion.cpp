#include "core/dataset/float_conversion.h"

#include <QtTest>

#include <cmath>
#include <cstring>
#include <limits>

using namespace helicase;

namespace {

template <typename From>
ConvertedNumbers converted(From value, const char *fromType, const char *toType)
{
    return convertNumbers({fromType, {1}, std::as_bytes(std::span(&value, 1))}, toType);
}

template <typename To>
To numberIn(const ConvertedNumbers &numbers)
{
    To number{};
    std::memcpy(&number, numbers.bytes.data(), sizeof number);
    return number;
}

} // namespace

class TestFloatConversion : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyHalfIsKeptThroughWiderTypes()
    {
        for (const char *narrow : {"F16", "BF16"})
            for (uint32_t bits = 0; bits < 0x10000; ++bits) {
                const auto half = static_cast<uint16_t>(bits);
                const auto single = numberIn<float>(converted(half, narrow, "F32"));
                const auto back = numberIn<uint16_t>(converted(single, "F32", narrow));
                const auto through = numberIn<double>(converted(half, narrow, "F64"));
                const auto backAgain = numberIn<uint16_t>(converted(through, "F64", narrow));
                if (std::isnan(single)) {
                    QVERIFY(std::isnan(numberIn<float>(converted(back, narrow, "F32"))));
                    continue;
                }
                QCOMPARE(back, half);
                QCOMPARE(backAgain, half);
            }
    }

    void roundsToTheNearestAndTiesToEven()
    {
        const auto brain = [](float value) {
            return numberIn<uint16_t>(converted(value, "F32", "BF16"));
        };
        QCOMPARE(brain(1.0f), uint16_t{0x3F80});
        QCOMPARE(brain(1.0f + 0x1p-8f), uint16_t{0x3F80});            // a tie: even stays
        QCOMPARE(brain(1.0f + 0x1p-7f + 0x1p-8f), uint16_t{0x3F82});  // a tie: odd rises
        QCOMPARE(brain(1.0f + 0x1p-8f + 0x1p-20f), uint16_t{0x3F81}); // above the tie
        // Above the tie by less than a float holds: two roundings would make a tie of it.
        QCOMPARE(numberIn<uint16_t>(converted(1.0 + 0x1p-8 + 0x1p-40, "F64", "BF16")),
                 uint16_t{0x3F81});
        QCOMPARE(numberIn<uint16_t>(converted(1.0 + 0x1p-11, "F64", "F16")), uint16_t{0x3C00});
        QCOMPARE(numberIn<uint16_t>(converted(1.0 + 0x1p-11 + 0x1p-40, "F64", "F16")),
                 uint16_t{0x3C01});
    }

    void overflowIsCounted()
    {
        QCOMPARE(converted(70'000.0f, "F32", "F16").overflowed, int64_t{1});
        QCOMPARE(converted(65'504.0f, "F32", "F16").overflowed, int64_t{0});
        QCOMPARE(converted(70'000.0f, "F32", "BF16").overflowed, int64_t{0});
        QCOMPARE(converted(std::numeric_limits<float>::infinity(), "F32", "F16").overflowed,
                 int64_t{0});
        QCOMPARE(converted(std::numeric_limits<float>::max(), "F32", "BF16").overflowed,
                 int64_t{1});
        QCOMPARE(converted(1e300, "F64", "F32").overflowed, int64_t{1});
    }
};

QTEST_GUILESS_MAIN(TestFloatConversion)
#include "tst_float_conversion.moc"
