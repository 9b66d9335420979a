#include "core/neural/tensor/residual_norm.h"

#include <QtTest>

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>

using namespace helicase;

namespace {

DropoutSource sourceOf(double probability)
{
    return {.probability = probability, .generator = at::make_generator<at::CPUGeneratorImpl>(7)};
}

double largestDifference(const torch::Tensor &a, const torch::Tensor &b)
{
    return (a.to(torch::kFloat64) - b.to(torch::kFloat64)).abs().max().item<double>();
}

struct Inputs {
    Inputs(int64_t rows, int64_t width, bool hasBias)
    {
        torch::manual_seed(11);
        residual = torch::randn({rows, width}).requires_grad_();
        branch = torch::randn({rows, width}).requires_grad_();
        norm.weight = torch::rand({width}).add(0.5).requires_grad_();
        if (hasBias)
            norm.bias = torch::randn({width}).requires_grad_();
    }
    std::vector<torch::Tensor> gradients() const
    {
        std::vector<torch::Tensor> all{residual.grad(), branch.grad(), norm.weight.grad()};
        if (norm.bias.defined())
            all.push_back(norm.bias.grad());
        return all;
    }

    torch::Tensor residual;
    torch::Tensor branch;
    NormParameters norm;
};

} // namespace

class ResidualNormTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsLibTorch_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("width");
        QTest::addColumn<bool>("hasBias");
        QTest::addColumn<double>("dropout");
        QTest::newRow("published width") << 300 << 384 << false << 0.0;
        QTest::newRow("bias, odd width") << 5 << 37 << true << 0.0;
        QTest::newRow("dropout") << 20 << 48 << true << 0.3;
        QTest::newRow("narrow") << 3 << 4 << false << 0.0;
    }
    void equalsLibTorch()
    {
        QFETCH(const int, rows);
        QFETCH(const int, width);
        QFETCH(const bool, hasBias);
        QFETCH(const double, dropout);
        const Inputs ours(rows, width, hasBias), theirs(rows, width, hasBias);
        const torch::Tensor one = torch::randn({rows, width}), other = torch::randn({rows, width});
        const auto [sum, norm] =
            addAndNorm(ours.residual, ours.branch, ours.norm, sourceOf(dropout), true);
        (sum * one + norm * other).sum().backward();
        // The same generator gives the same mask.
        const torch::Tensor expectedSum =
            theirs.residual + dropOut(theirs.branch, sourceOf(dropout), true);
        const torch::Tensor expected = torch::layer_norm(expectedSum, {width}, theirs.norm.weight,
                                                         theirs.norm.bias, theirs.norm.epsilon);
        (expectedSum * one + expected * other).sum().backward();
        QVERIFY(largestDifference(sum, expectedSum) < 1e-6);
        QVERIFY(largestDifference(norm, expected) < 5e-6);
        const auto found = ours.gradients(), wanted = theirs.gradients();
        for (size_t i = 0; i < wanted.size(); ++i)
            QVERIFY2(
                largestDifference(found[i], wanted[i]) < 2e-5,
                qPrintable(QString("%1: %2").arg(i).arg(largestDifference(found[i], wanted[i]))));
    }

    void oneOfTheResultsMayBeUnused()
    {
        const Inputs ours(7, 16, false), theirs(7, 16, false);
        addAndNorm(ours.residual, ours.branch, ours.norm, {}, false).second.sum().backward();
        torch::layer_norm(theirs.residual + theirs.branch, {16}, theirs.norm.weight, {}, 1e-5)
            .sum()
            .backward();
        QVERIFY(largestDifference(ours.residual.grad(), theirs.residual.grad()) < 1e-5);
        const Inputs sums(7, 16, false);
        addAndNorm(sums.residual, sums.branch, sums.norm, {}, false).first.sum().backward();
        QVERIFY(largestDifference(sums.residual.grad(), torch::ones({7, 16})) == 0);
    }

    void sameBitsForAnyNumberOfThreads()
    {
        const int before = at::get_num_threads();
        std::vector<std::vector<torch::Tensor>> found;
        for (const int threads : {1, 3}) {
            at::set_num_threads(threads);
            const Inputs inputs(1000, 64, true);
            addAndNorm(inputs.residual, inputs.branch, inputs.norm, sourceOf(0.2), true)
                .second.square()
                .sum()
                .backward();
            found.push_back(inputs.gradients());
        }
        at::set_num_threads(before);
        for (size_t i = 0; i < found[0].size(); ++i)
            QVERIFY(torch::equal(found[0][i], found[1][i]));
    }
};

QTEST_GUILESS_MAIN(ResidualNormTest)
#include "tst_residual_norm.moc"
