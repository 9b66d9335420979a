// What passes as equal, and above all what does not.
#include "core/neural/verify/comparison.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace helicase;

class ComparisonTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void differencesAreRelativeToTheLargestValue()
    {
        const torch::Tensor large = torch::tensor({200.0, 0.0}, torch::kFloat64);
        Comparison comparison(1e-3);
        comparison.compare("large", large + 0.1, large);
        QVERIFY(comparison.problems().empty());
        QVERIFY(std::abs(comparison.difference() - 0.1 / 200) < 1e-12);
        // Below 1 nothing is relative.
        const torch::Tensor small = torch::tensor({0.002, 0.0}, torch::kFloat64);
        comparison.compare("small", small + 0.0009, small);
        QVERIFY(comparison.problems().empty());
        QCOMPARE(comparison.worstTensor(), std::string("small"));
        QCOMPARE(comparison.compared(), 2);
    }

    void namesTensorPlaceAndValues()
    {
        Comparison comparison(1e-5);
        torch::Tensor reference = torch::zeros({2, 3, 4});
        torch::Tensor found = reference.clone();
        found[1][2][0] = 0.5;
        comparison.compare("layer_0_output", found, reference);
        QCOMPARE(comparison.problems(),
                 std::vector<std::string>{"layer_0_output [1, 2, 0] is 0.5, the reference 0"});
        QCOMPARE(comparison.difference(), 0.5);
    }

    void exactlyTheToleranceHolds()
    {
        Comparison comparison(0.25);
        comparison.compare("edge", torch::tensor({1.25}), torch::tensor({1.0}));
        QVERIFY(comparison.problems().empty());
        comparison.compare("beyond", torch::tensor({1.2500002}), torch::tensor({1.0}));
        QCOMPARE(comparison.problems().size(), size_t{1});
    }

    void nothingThatIsNoNumberPasses_data()
    {
        QTest::addColumn<double>("found");
        QTest::addColumn<double>("reference");
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const double infinity = std::numeric_limits<double>::infinity();
        QTest::newRow("found NaN") << nan << 1.0;
        QTest::newRow("reference NaN") << 1.0 << nan;
        QTest::newRow("both NaN") << nan << nan;
        QTest::newRow("found infinite") << infinity << 1.0;
        QTest::newRow("reference infinite") << 1.0 << infinity;
        QTest::newRow("both infinite") << infinity << infinity;
    }

    void nothingThatIsNoNumberPasses()
    {
        QFETCH(double, found);
        QFETCH(double, reference);
        // However large the tolerance is.
        Comparison comparison(1e300);
        comparison.compare("loss", torch::tensor({1.0, found}), torch::tensor({1.0, reference}));
        QCOMPARE(comparison.problems().size(), size_t{1});
        QVERIFY(comparison.problems().front().starts_with("loss [1]"));
        QVERIFY(std::isinf(comparison.difference()));
    }

    void shapesMustAgree()
    {
        Comparison comparison(1);
        comparison.compare("logits", torch::zeros({2, 3}), torch::zeros({3, 2}));
        comparison.compare("rows", torch::zeros({2}), torch::zeros({2, 1}));
        comparison.compare("empty", torch::zeros({0}), torch::zeros({0}));
        comparison.compare("undefined", torch::Tensor(), torch::zeros({2}));
        QCOMPARE(
            comparison.problems(),
            (std::vector<std::string>{"logits has shape [2, 3], the reference [3, 2]",
                                      "rows has shape [2], the reference [2, 1]", "empty is empty",
                                      "undefined is not computed by this build"}));
        QCOMPARE(comparison.compared(), 0);
        comparison.compare("loss", torch::tensor(0.5), torch::tensor({0.5}));
        QCOMPARE(comparison.compared(), 1);
    }

    void bothSidesMustHoldTheSameTensors()
    {
        const torch::Tensor one = torch::ones({1});
        Comparison comparison(1e-5);
        comparison.compareAll({{"both", one}, {"mine", one}}, {{"both", one}, {"theirs", one}},
                              "gradient ");
        QCOMPARE(comparison.compared(), 1);
        QCOMPARE(comparison.problems(),
                 (std::vector<std::string>{"gradient mine is missing in the reference",
                                           "gradient theirs is not computed by this build"}));
    }

    void exactComparisonsKnowNoTolerance()
    {
        const torch::Tensor weights = torch::tensor({{1.0, 2.0}, {3.0, 4.0}}, torch::kFloat32);
        Comparison comparison(10);
        comparison.compareAllExactly({{"same", weights}}, {{"same", weights.clone()}});
        QVERIFY(comparison.problems().empty());
        torch::Tensor other = weights.clone();
        other[1][0] = 3.5;
        comparison.compareAllExactly({{"value", weights}}, {{"value", other}});
        comparison.compareAllExactly({{"type", weights}}, {{"type", weights.to(torch::kFloat64)}});
        const torch::Tensor nan = torch::full({1}, NAN);
        comparison.compareAllExactly({{"nan", nan}}, {{"nan", nan}});
        QCOMPARE(comparison.problems(), (std::vector<std::string>{"value differs, first at [1, 0]",
                                                                  "type has another type or shape",
                                                                  "nan differs, first at [0]"}));
    }
};

QTEST_GUILESS_MAIN(ComparisonTest)
#include "tst_comparison.moc"
