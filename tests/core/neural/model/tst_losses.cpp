#include "core/base/error.h"
#include "core/neural/model/losses.h"
#include "tests/core/neural/model/reference_case.h"

#include <QtTest>

using namespace helicase;
using helicase::test::ReferenceCase;

class LossesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void publishedLosses_data();
    void publishedLosses();
    void smallTemperatureStaysFinite();
    void onePairHasNoNegatives();
    void manyPairsAsWrittenOut_data();
    void manyPairsAsWrittenOut();
    void noGradientWhereNoneIsWanted();
};

void LossesTest::publishedLosses_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<double>("temperature");
    QTest::newRow("2 pairs") << "case0." << 0.05;
    QTest::newRow("3 pairs") << "case1." << 0.05;
    QTest::newRow("5 pairs") << "case2." << 0.1;
    QTest::newRow("8 pairs") << "case3." << 0.5;
    QTest::newRow("some pairs do not count") << "case4." << 1.0;
}

void LossesTest::publishedLosses()
{
    HELICASE_NEEDS_DATA();
    QFETCH(QString, name);
    QFETCH(double, temperature);
    const ReferenceCase reference("dnaberts_losses");
    const std::string prefix = name.toStdString();
    const auto input = [&](const char *key) { return reference.inputs.at(prefix + key); };
    const auto compare = [&](const torch::Tensor &found, const std::string &key) {
        COMPARE_TENSORS(found, reference.outputs.at(prefix + key), reference.tolerance, key);
    };
    for (const std::string kind : {"hard", "imix"}) {
        const torch::Tensor first = input("features_1").clone().requires_grad_();
        const torch::Tensor second = input("features_2").clone().requires_grad_();
        const torch::Tensor loss =
            kind == "hard" ? weightedContrastiveLoss(first, second, temperature, input("pairsimi"))
                           : mixedContrastiveLoss(first, second, input("permutation"),
                                                  input("lambda"), temperature);
        compare(loss, kind + "_loss");
        loss.backward();
        compare(first.grad(), kind + "_grad_1");
        compare(second.grad(), kind + "_grad_2");
    }
}

void LossesTest::smallTemperatureStaysFinite()
{
    torch::manual_seed(1);
    const torch::Tensor first =
        torch::nn::functional::normalize(torch::randn({6, 8})).requires_grad_();
    const torch::Tensor second = torch::nn::functional::normalize(torch::randn({6, 8}));
    const torch::Tensor loss = weightedContrastiveLoss(first, second, 0.005);
    loss.backward();
    QVERIFY(std::isfinite(loss.item<float>()));
    QVERIFY(first.grad().isfinite().all().item<bool>());
}

void LossesTest::onePairHasNoNegatives()
{
    const torch::Tensor row = torch::ones({1, 1});
    QVERIFY_THROWS_EXCEPTION(Error, weightedContrastiveLoss(row, row, 0.1));
    QVERIFY_THROWS_EXCEPTION(Error, mixedContrastiveLoss(row, row, torch::zeros({1}, torch::kInt64),
                                                         torch::ones({1}), 0.1));
}

// The definitions, with the whole matrix of similarities: more rows than one block, and none too
// many.
void LossesTest::manyPairsAsWrittenOut_data()
{
    QTest::addColumn<int>("pairs");
    for (const int pairs : {255, 256, 257, 700})
        QTest::addRow("%d", pairs) << pairs;
}

void LossesTest::manyPairsAsWrittenOut()
{
    QFETCH(int, pairs);
    torch::manual_seed(4);
    constexpr double temperature = 0.3;
    const auto rows = [&] {
        return torch::nn::functional::normalize(torch::randn({pairs, 12}, torch::kFloat64))
            .detach()
            .requires_grad_();
    };
    const auto leafOf = [](const torch::Tensor &values) {
        return values.detach().clone().requires_grad_();
    };
    const torch::Tensor first = rows(), second = rows();
    const torch::Tensor partner = torch::randperm(pairs);
    const torch::Tensor share = torch::rand({pairs}, torch::kFloat64) / 2 + 0.5;
    for (const bool isMixed : {false, true}) {
        const torch::Tensor one = leafOf(first), other = leafOf(second);
        const torch::Tensor anchors = isMixed ? one : torch::cat({one, other});
        const torch::Tensor keys = isMixed ? other : anchors;
        const torch::Tensor raised = torch::exp(anchors.matmul(keys.t()) / temperature);
        const torch::Tensor same = torch::eye(pairs, torch::kFloat64);
        const torch::Tensor isNegative = 1 - (isMixed ? same : same.repeat({2, 2}));
        const int64_t count = isMixed ? pairs - 1 : 2 * pairs - 2;
        const torch::Tensor negatives =
            (raised * raised * isNegative).sum(1) / ((raised * isNegative).sum(1) / count);
        torch::Tensor positive = torch::exp((one * other).sum(1) / temperature);
        torch::Tensor losses;
        if (isMixed) {
            const torch::Tensor ofPartner = raised.gather(1, partner.unsqueeze(1)).squeeze(1);
            losses = -(share * torch::log(positive / (negatives + positive)) +
                       (1 - share) * torch::log(ofPartner / (negatives + positive)));
        } else {
            positive = positive.repeat(2);
            losses = -torch::log(positive / (negatives + positive));
        }
        (3 * losses.mean()).backward();

        const torch::Tensor ours = leafOf(first), theirs = leafOf(second);
        const torch::Tensor found =
            isMixed ? mixedContrastiveLoss(ours, theirs, partner, share, temperature)
                    : weightedContrastiveLoss(ours, theirs, temperature);
        (3 * found).backward();
        COMPARE_TENSORS(found, losses.mean(), 1e-12, "loss");
        COMPARE_TENSORS(ours.grad(), one.grad(), 1e-12, "first gradient");
        COMPARE_TENSORS(theirs.grad(), other.grad(), 1e-12, "second gradient");
    }
}

void LossesTest::noGradientWhereNoneIsWanted()
{
    torch::manual_seed(5);
    const torch::Tensor first = torch::randn({4, 3}), second = torch::randn({4, 3});
    const torch::Tensor loss = weightedContrastiveLoss(first, second, 0.5);
    QVERIFY(!loss.requires_grad());
    const torch::Tensor wanted = first.clone().requires_grad_();
    const torch::Tensor same = weightedContrastiveLoss(wanted, second, 0.5);
    QVERIFY(torch::equal(same, loss));
    same.backward();
    QVERIFY(wanted.grad().abs().sum().item<float>() > 0);
}

QTEST_GUILESS_MAIN(LossesTest)
#include "tst_losses.moc"
