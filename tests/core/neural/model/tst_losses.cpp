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

QTEST_GUILESS_MAIN(LossesTest)
#include "tst_losses.moc"
