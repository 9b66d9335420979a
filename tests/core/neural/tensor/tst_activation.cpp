#include "core/base/error.h"
#include "core/neural/tensor/activation.h"

#include <QtTest>

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>

using namespace helicase;

namespace {

DropoutSource sourceOf(double probability, uint64_t seed = 5)
{
    return {probability, at::make_generator<at::CPUGeneratorImpl>(seed)};
}

double largestDifference(const torch::Tensor &a, const torch::Tensor &b)
{
    return (a.to(torch::kFloat64) - b.to(torch::kFloat64)).abs().max().item<double>();
}

} // namespace

class ActivationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void gatedGeluEqualsTorch_data();
    void gatedGeluEqualsTorch();
    void geluEqualsLibTorch();
    void notANumberStays();
    void dropsTheShareAskedFor_data();
    void dropsTheShareAskedFor();
    void gradientUsesTheSameMask();
    void gatedGradientUsesTheSameMask();
    void masksFollowTheGenerator();
    void rowsDiffer();
    void sameBitsForAnyNumberOfThreads();
    void inactiveReturnsTheInput();
    void chosenRowsHaveTheirMasks();
    void rowNumbersMustFit();
};

void ActivationTest::gatedGeluEqualsTorch_data()
{
    QTest::addColumn<int>("width");
    QTest::newRow("one") << 1;
    QTest::newRow("below the lanes") << 15;
    QTest::newRow("whole lanes") << 64;
    QTest::newRow("with a tail") << 83;
}

void ActivationTest::gatedGeluEqualsTorch()
{
    QFETCH(int, width);
    torch::manual_seed(1);
    // Values up to about 12, where GELU is 0 or the identity.
    const torch::Tensor input = (3 * torch::randn({50, 2 * width})).requires_grad_();
    const torch::Tensor exact = input.detach().to(torch::kFloat64).requires_grad_();
    const torch::Tensor direction = torch::randn({50, width});
    const torch::Tensor output = gatedGelu(input, sourceOf(0.3), false);
    const std::vector<torch::Tensor> halves = exact.chunk(2, 1);
    const torch::Tensor expected = torch::gelu(halves[0]) * halves[1];
    (output * direction).sum().backward();
    (expected * direction).sum().backward();
    QVERIFY2(largestDifference(output, expected) < 2e-5,
             qPrintable(QString::number(largestDifference(output, expected))));
    QVERIFY2(largestDifference(input.grad(), exact.grad()) < 2e-5,
             qPrintable(QString::number(largestDifference(input.grad(), exact.grad()))));
}

void ActivationTest::geluEqualsLibTorch()
{
    const torch::Tensor input = (torch::randn({37, 21}) * 3).requires_grad_();
    const torch::Tensor exact = input.detach().clone().requires_grad_();
    const torch::Tensor direction = torch::randn({37, 21});
    const torch::Tensor output = exactGelu(input);
    (output * direction).sum().backward();
    const torch::Tensor expected = torch::gelu(exact);
    (expected * direction).sum().backward();
    QVERIFY(largestDifference(output, expected) < 2e-6);
    QVERIFY(largestDifference(input.grad(), exact.grad()) < 2e-6);
}

void ActivationTest::notANumberStays()
{
    const torch::Tensor output =
        gatedGelu(torch::tensor({{NAN, 1.0f, 2.0f, 3.0f}}), sourceOf(0), false);
    QVERIFY(output[0][0].isnan().item<bool>());
    QVERIFY(output[0][1].isfinite().item<bool>());
}

void ActivationTest::dropsTheShareAskedFor_data()
{
    QTest::addColumn<double>("probability");
    QTest::newRow("a tenth") << 0.1;
    QTest::newRow("a half") << 0.5;
    QTest::newRow("nearly all") << 0.97;
}

void ActivationTest::dropsTheShareAskedFor()
{
    QFETCH(double, probability);
    const torch::Tensor kept = dropOut(torch::ones({500, 333}), sourceOf(probability), true);
    const double share = kept.eq(0).to(torch::kFloat64).mean().item<double>();
    // Six standard deviations of 166,500 draws.
    QVERIFY(std::abs(share - probability) <
            6 * std::sqrt(probability * (1 - probability) / 166500));
    QVERIFY(std::abs(kept.max().item<double>() - 1 / (1 - probability)) < 1e-4);
    // Neither columns nor rows are favoured.
    for (const int64_t dimension : {0, 1}) {
        const torch::Tensor shares = kept.eq(0).to(torch::kFloat64).mean(dimension);
        const double deviation =
            std::sqrt(probability * (1 - probability) / (dimension == 0 ? 500 : 333));
        QVERIFY((shares - probability).abs().max().item<double>() < 6 * deviation);
        QVERIFY(std::abs(shares.std().item<double>() / deviation - 1) < 0.25);
    }
}

void ActivationTest::gradientUsesTheSameMask()
{
    const torch::Tensor input = torch::rand({20, 37}).add(1).requires_grad_();
    const torch::Tensor output = dropOut(input, sourceOf(0.4), true);
    output.sum().backward();
    QVERIFY(torch::allclose(input.grad() * input.detach(), output.detach()));
    QVERIFY(output.eq(0).any().item<bool>());
}

void ActivationTest::gatedGradientUsesTheSameMask()
{
    torch::manual_seed(2);
    const torch::Tensor input = torch::rand({20, 74}).add(0.5).requires_grad_();
    const torch::Tensor output = gatedGelu(input, sourceOf(0.4), true);
    output.sum().backward();
    const torch::Tensor linear = input.detach().slice(1, 37, 74);
    // The product is linear in its second half, with the mask in its factor.
    QVERIFY(torch::allclose(input.grad().slice(1, 37, 74) * linear, output.detach(), 1e-5, 1e-6));
    QVERIFY(torch::equal(input.grad().slice(1, 0, 37).eq(0), output.detach().eq(0)));
}

void ActivationTest::masksFollowTheGenerator()
{
    const torch::Tensor input = torch::ones({9, 50});
    const DropoutSource source = sourceOf(0.5, 8);
    const torch::Tensor first = dropOut(input, source, true);
    const torch::Tensor second = dropOut(input, source, true);
    QVERIFY(!torch::equal(first, second));
    QVERIFY(torch::equal(first, dropOut(input, sourceOf(0.5, 8), true)));
}

void ActivationTest::rowsDiffer()
{
    const torch::Tensor kept = dropOut(torch::ones({40, 64}), sourceOf(0.5), true);
    for (int64_t row = 1; row < 40; ++row)
        QVERIFY(!torch::equal(kept[row], kept[row - 1]));
}

void ActivationTest::sameBitsForAnyNumberOfThreads()
{
    const torch::Tensor input = torch::randn({3000, 128});
    const int before = at::get_num_threads();
    at::set_num_threads(1);
    const torch::Tensor one = gatedGelu(input, sourceOf(0.2), true);
    at::set_num_threads(3);
    const torch::Tensor three = gatedGelu(input, sourceOf(0.2), true);
    at::set_num_threads(before);
    QVERIFY(torch::equal(one, three));
}

void ActivationTest::inactiveReturnsTheInput()
{
    const torch::Tensor input = torch::randn({3, 4});
    QVERIFY(dropOut(input, sourceOf(0.5), false).is_same(input));
    QVERIFY(dropOut(input, sourceOf(0), true).is_same(input));
}

// Values and gradients of some rows are those they have in the whole.
void ActivationTest::chosenRowsHaveTheirMasks()
{
    torch::manual_seed(6);
    const torch::Tensor rows = torch::tensor({7, 2, 30, 31}, torch::kInt64);
    DropoutSource ofPart = sourceOf(0.4);
    ofPart.rows = rows;
    for (const auto operation : {dropOut, gatedGelu}) {
        const torch::Tensor whole = torch::randn({40, 24}).requires_grad_();
        const torch::Tensor part = whole.detach().index_select(0, rows).requires_grad_();
        const torch::Tensor expected = operation(whole, sourceOf(0.4), true);
        ofPart.generator.set_current_seed(5);
        const torch::Tensor found = operation(part, ofPart, true);
        QVERIFY(torch::equal(found, expected.index_select(0, rows)));
        expected.sum().backward();
        found.sum().backward();
        QVERIFY(torch::equal(part.grad(), whole.grad().index_select(0, rows)));
    }
}

void ActivationTest::rowNumbersMustFit()
{
    DropoutSource source = sourceOf(0.4);
    source.rows = torch::arange(5);
    QVERIFY_THROWS_EXCEPTION(Error, dropOut(torch::ones({4, 3}), source, true));
}

QTEST_GUILESS_MAIN(ActivationTest)
#include "tst_activation.moc"
