#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/neural/tensor/tensor_file.h"
#include "core/neural/train/adamw.h"
#include "core/neural/train/schedule.h"
#include "tests/support/test_data.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>

using namespace helicase;

namespace {

// |x - reference| <= tolerance * max(1, max|reference|), the rule of the reference cases.
bool agrees(const torch::Tensor &found, const torch::Tensor &expected, double tolerance)
{
    const double largest = std::max(1.0, expected.abs().max().item<double>());
    return (found - expected).abs().max().item<double>() <= tolerance * largest;
}

struct Replay {
    nlohmann::json settings;
    NamedTensors inputs;
    NamedTensors outputs;
    std::vector<NamedParameter> parameters;
};

Replay openReplay(const std::filesystem::path &folder)
{
    Replay replay{.settings = readJsonFile(folder / "settings.json"),
                  .inputs = readTensors(folder / "inputs.safetensors"),
                  .outputs = readTensors(folder / "outputs.safetensors")};
    for (const char *kind : {"decayed", "not_decayed"})
        for (const std::string name : replay.settings.at(kind))
            replay.parameters.push_back(
                {name, replay.inputs.at("initial." + name).clone().set_requires_grad(true)});
    return replay;
}

AdamSettings adamOf(const nlohmann::json &settings)
{
    return {.beta1 = settings.at("betas")[0],
            .beta2 = settings.at("betas")[1],
            .epsilon = settings.at("eps")};
}

} // namespace

class TestAdamW : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void followsTheReference_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<double>("tolerance");
        QTest::newRow("linear") << "optim_adamw_linear" << 1e-5;
        QTest::newRow("cosine") << "optim_adamw_cosine" << 2e-5;
    }

    // Twenty steps of PyTorch's AdamW with decay groups, clipping and a schedule, from the same
    // gradients.
    void followsTheReference()
    {
        HELICASE_NEEDS_DATA();
        QFETCH(QString, name);
        QFETCH(double, tolerance);
        const Replay replay =
            openReplay(test::dataFolder() / "reference_models" / name.toStdString());
        const nlohmann::json &settings = replay.settings;
        AdamW optimizer(splitByDecay(replay.parameters, 1, settings.at("weight_decay")),
                        adamOf(settings));
        const Schedule schedule{.kind = scheduleKind(settings.at("schedule").get<std::string>()),
                                .warmupSteps = settings.at("warmup_steps"),
                                .totalSteps = settings.at("total_steps")};
        for (int64_t step = 0; step < settings.at("steps"); ++step) {
            for (NamedParameter parameter : replay.parameters)
                parameter.tensor.mutable_grad() =
                    replay.inputs.at("grad." + parameter.name)[step].clone();
            const double norm = optimizer.clipGradients(settings.at("max_grad_norm"));
            QVERIFY(std::abs(norm - replay.outputs.at("grad_norm")[step].item<double>()) <=
                    tolerance * std::max(1.0, norm));
            optimizer.step(settings.at("lr").get<double>() * rateShare(schedule, step));
            for (const NamedParameter &parameter : replay.parameters)
                QVERIFY2(agrees(parameter.tensor.detach(),
                                replay.outputs.at("param." + parameter.name)[step], tolerance),
                         parameter.name.c_str());
        }
    }

    void onlyMatricesDecay()
    {
        const auto matrix = torch::ones({2, 2}).set_requires_grad(true);
        const auto vector = torch::ones({2}).set_requires_grad(true);
        const auto groups = splitByDecay({{"weight", matrix}, {"bias", vector}}, 1, 0.1);
        QCOMPARE(groups.size(), size_t{2});
        AdamW optimizer(groups, {});
        matrix.mutable_grad() = torch::zeros({2, 2});
        vector.mutable_grad() = torch::zeros({2});
        optimizer.step(0.5);
        QVERIFY(torch::allclose(matrix.detach(), torch::full({2, 2}, 0.95)));
        QVERIFY(torch::equal(vector.detach(), torch::ones({2})));
    }

    // Composer's rule: at half of the initial rate half of the decay, whatever the rate is.
    void decayCanBeIndependentOfTheRate()
    {
        const auto matrix = torch::ones({2, 2}).set_requires_grad(true);
        const auto head = torch::ones({2, 2}).set_requires_grad(true);
        AdamW optimizer({{.parameters = {{"weight", matrix}}, .weightDecay = 0.1},
                         {.parameters = {{"head", head}}, .rateScale = 10, .weightDecay = 0.1}},
                        {.initialRate = 0.004});
        for (const torch::Tensor &parameter : {matrix, head})
            parameter.mutable_grad() = torch::zeros({2, 2});
        optimizer.step(0.002);
        QVERIFY(torch::allclose(matrix.detach(), torch::full({2, 2}, 0.95)));
        QVERIFY(torch::allclose(head.detach(), torch::full({2, 2}, 0.95)));
        optimizer.step(0);
        QVERIFY(torch::allclose(matrix.detach(), torch::full({2, 2}, 0.95)));
    }

    void stateSurvivesTheDisk()
    {
        const QTemporaryDir folder;
        const auto file =
            std::filesystem::path(folder.path().toStdString()) / "optimizer.safetensors";
        const auto train = [](AdamW &optimizer, const torch::Tensor &weight, int steps) {
            for (int i = 0; i < steps; ++i) {
                weight.mutable_grad() = weight.detach() * 0.5 + 0.1;
                optimizer.step(0.01);
            }
        };
        const auto weight = torch::arange(6.0).view({2, 3}).set_requires_grad(true);
        AdamW optimizer(splitByDecay({{"weight", weight}}, 1, 0.01), {});
        train(optimizer, weight, 5);
        writeTensors(file, optimizer.state());
        const auto copy = weight.detach().clone().set_requires_grad(true);
        train(optimizer, weight, 5);

        AdamW restored(splitByDecay({{"weight", copy}}, 1, 0.01), {});
        restored.load(file, optimizer.steps() - 5);
        train(restored, copy, 5);
        QVERIFY(torch::equal(weight, copy));

        const auto other = torch::zeros({4}).set_requires_grad(true);
        AdamW different(splitByDecay({{"weight", other}}, 1, 0.01), {});
        QVERIFY_THROWS_EXCEPTION(InputError, different.load(file, 5));
    }
};

QTEST_GUILESS_MAIN(TestAdamW)
#include "tst_adamw.moc"
