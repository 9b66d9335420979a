// Fine-tuning held to other computations step by step: the whole command, from text to weights,
// beside a run that the published code made, and LoRA beside the gradients of the merged weights.
#include "core/neural/model/adapter_folder.h"
#include "core/neural/model/heads.h"
#include "core/run/run_folder.h"
#include "tests/core/neural/model/reference_case.h"
#include "tests/core/neural/tasks/classification_fixture.h"
#include "tests/core/neural/tasks/reference_batches.h"

#include <QTemporaryDir>

using namespace helicase;
using test::ReferenceCase;
using test::relativeDifference;

namespace {

constexpr int64_t steps = 12;
constexpr uint64_t seed = 5;

// What a run reports of its steps, float64 [steps].
torch::Tensor curveOf(const std::filesystem::path &run, const std::string &metric)
{
    std::vector<double> values;
    for (const Event &event : EventReader(RunFolder(run).events()).poll())
        if (event.kind == "metrics")
            values.push_back(event.metrics.at(metric));
    return torch::tensor(values, torch::kFloat64);
}

// The gradient of the keys' bias is zero but for rounding, which Adam makes steps at random; what
// becomes of it says nothing.
torch::Tensor withoutKeyBias(const std::string &name, const torch::Tensor &tensor)
{
    if (!name.ends_with("Wqkv.bias"))
        return tensor;
    const int64_t width = tensor.size(0) / 3;
    return torch::cat({tensor.slice(0, 0, width), tensor.slice(0, 2 * width)});
}

// AdamW as its paper writes it, in float64.
struct Moments {
    torch::Tensor mean;
    torch::Tensor square;
    int64_t count = 0;

    torch::Tensor updated(const torch::Tensor &weight, const torch::Tensor &gradient, double rate,
                          const nlohmann::json &settings)
    {
        const double beta1 = settings.at("betas")[0], beta2 = settings.at("betas")[1];
        const double decay = weight.dim() >= 2 ? settings.at("weight_decay").get<double>() : 0;
        if (count++ == 0)
            mean = square = torch::zeros_like(weight);
        mean = beta1 * mean + (1 - beta1) * gradient;
        square = beta2 * square + (1 - beta2) * gradient * gradient;
        const torch::Tensor meanNow = mean / (1 - std::pow(beta1, static_cast<double>(count)));
        const torch::Tensor squareNow = square / (1 - std::pow(beta2, static_cast<double>(count)));
        return weight * (1 - rate * decay) -
               rate * meanNow / (squareNow.sqrt() + settings.at("eps").get<double>());
    }
};

// LoRA without adapters in the model: at each step the weights are W + scale B A, and the gradient
// G of the merged weight gives those of the adapter, scale B^T G for A and scale G A^T for B.
class MergedAdapters {
public:
    MergedAdapters(const ReferenceCase &reference, const NamedTensors &start, double scale)
        : reference_(reference), settings_(readJsonFile(reference.folder / "settings.json")),
          scale_(scale)
    {
        RandomStream random(1, "nothing is drawn");
        model_ = loadSequenceClassifier(ModelFolder(reference.folder), random);
        model_->train();
        for (const auto &parameter : model_->named_parameters())
            base_.emplace(parameter.key(),
                          parameter.value().detach().to(torch::kFloat64, false, true));
        for (const auto &[name, tensor] : start)
            if (name.find(".lora_") != std::string::npos || name.starts_with("classifier."))
                trained.emplace(name, tensor.to(torch::kFloat64));
    }

    // Returns loss and gradient norm.
    std::pair<double, double> step(int64_t number, double rate)
    {
        const double loss = computeGradients(number);
        NamedTensors gradients;
        double squares = 0;
        for (const auto &[name, tensor] : trained) {
            gradients[name] = gradientOf(name);
            squares += gradients[name].square().sum().item<double>();
        }
        const double norm = std::sqrt(squares);
        const double largest = settings_.at("max_grad_norm");
        const double factor = std::min(1.0, largest / (norm + 1e-6));
        for (auto &[name, tensor] : trained)
            tensor = moments_[name].updated(tensor, gradients[name] * factor, rate, settings_);
        return {loss, norm};
    }

    NamedTensors trained; // float64, under the keys of an adapter

private:
    static std::string replaced(std::string name, const std::string &part, const std::string &other)
    {
        return name.replace(name.find(part), part.size(), other);
    }

    double computeGradients(int64_t number)
    {
        model_->zero_grad();
        {
            const torch::NoGradGuard noGradient;
            for (auto &parameter : model_->named_parameters())
                parameter.value().copy_(weightOf(parameter.key()));
        }
        const PackedBatch batch = packPadded(reference_.inputs.at("input_ids")[number],
                                             reference_.inputs.at("attention_mask")[number], {});
        const torch::Tensor loss =
            classificationLoss(model_(batch), reference_.inputs.at("labels")[number]);
        loss.backward();
        return loss.item<double>();
    }

    torch::Tensor weightOf(const std::string &name) const
    {
        if (const auto own = trained.find(name); own != trained.end())
            return own->second;
        if (!name.ends_with(".weight"))
            return base_.at(name);
        const auto down = trained.find(replaced(name, ".weight", ".lora_A.weight"));
        if (down == trained.end())
            return base_.at(name);
        const torch::Tensor &up = trained.at(replaced(down->first, "lora_A", "lora_B"));
        return base_.at(name) + scale_ * up.matmul(down->second);
    }

    torch::Tensor gradientOf(const std::string &name) const
    {
        const auto whole = [&](const std::string &key) {
            return model_->named_parameters()[key].grad().to(torch::kFloat64);
        };
        if (name.ends_with(".lora_A.weight"))
            return scale_ * trained.at(replaced(name, "lora_A", "lora_B"))
                                .t()
                                .matmul(whole(replaced(name, ".lora_A", "")));
        if (name.ends_with(".lora_B.weight"))
            return scale_ * whole(replaced(name, ".lora_B", ""))
                                .matmul(trained.at(replaced(name, "lora_B", "lora_A")).t());
        return whole(name);
    }

    const ReferenceCase &reference_;
    nlohmann::json settings_;
    SequenceClassifier model_ = nullptr;
    NamedTensors base_;
    std::map<std::string, Moments> moments_;
    double scale_;
};

} // namespace

class TestTrajectory : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        HELICASE_NEEDS_DATA();
        root_ = folder_.path().toStdString();
        reference_.emplace("train_seqcls");
        test::writeWordTokenizer(root_ / "tokenizer");
        test::writeBatches(root_ / "rows.csv", reference_->inputs, seed);
    }

    void theCommandRepeatsThePublishedRun()
    {
        HELICASE_NEEDS_DATA();
        train("whole", {});
        requireCurve("whole", "train/loss", reference_->outputs.at("loss"));
        requireCurve("whole", "gradient_norm", reference_->outputs.at("grad_norm"));
        const NamedTensors rates = readTensors(reference_->folder / "lr.safetensors");
        const torch::Tensor rate = curveOf(root_ / "whole", "learning_rate");
        QVERIFY((rate - rates.at("lr")).abs().max().item<double>() < 1e-12);

        const NamedTensors start = readTensors(reference_->folder / "model.safetensors");
        const NamedTensors final = readTensors(reference_->folder / "final.safetensors");
        const NamedTensors found = readTensors(checkpoint("whole", steps) / "model.safetensors");
        QCOMPARE(found.size(), final.size());
        for (const auto &[name, expected] : final) {
            QVERIFY2(found.contains(name), name.c_str());
            QVERIFY2(!torch::equal(found.at(name), start.at(name)), name.c_str());
            COMPARE_TENSORS(withoutKeyBias(name, found.at(name)), withoutKeyBias(name, expected),
                            reference_->tolerance, name);
        }
    }

    void adaptersMoveAsTheMergedWeightsSay()
    {
        HELICASE_NEEDS_DATA();
        constexpr double scale = 2;
        train("adapters", {{"lora.enabled", "true"},
                           {"lora.r", "4"},
                           {"lora.alpha", "8"},
                           {"lora.dropout", "0"},
                           {"lora.merge", "false"}});
        // The rate of the first step is 0: the checkpoint after it holds the initial adapters.
        const NamedTensors start = adapterAt(1);
        for (const auto &[name, tensor] : start)
            QVERIFY2(name.ends_with("lora_B.weight") ==
                         (tensor.count_nonzero().item<int64_t>() == 0),
                     name.c_str());
        const torch::Tensor rates = curveOf(root_ / "adapters", "learning_rate");
        MergedAdapters expected(*reference_, start, scale);
        std::vector<double> losses, norms;
        for (int64_t step = 0; step < steps; ++step) {
            const auto [loss, norm] = expected.step(step, rates[step].item<double>());
            losses.push_back(loss);
            norms.push_back(norm);
            const NamedTensors found = adapterAt(step + 1);
            for (const auto &[name, tensor] : expected.trained)
                COMPARE_TENSORS(found.at(name), tensor, 1e-5,
                                name + " of step " + std::to_string(step));
        }
        requireCurve("adapters", "train/loss", torch::tensor(losses));
        requireCurve("adapters", "gradient_norm", torch::tensor(norms));
        // B has left zero, so that all of it was put to the test.
        for (const auto &[name, tensor] : expected.trained)
            QVERIFY2(relativeDifference(start.at(name), tensor) > 1e-3, name.c_str());
    }

private:
    std::filesystem::path checkpoint(const std::string &run, int64_t step) const
    {
        return RunFolder(root_ / run).checkpoint(step);
    }

    NamedTensors adapterAt(int64_t step) const
    {
        return StoredAdapter(checkpoint("adapters", step) / "adapter").tensors;
    }

    void requireCurve(const std::string &run, const std::string &metric,
                      const torch::Tensor &expected) const
    {
        const torch::Tensor found = curveOf(root_ / run, metric);
        QCOMPARE(found.size(0), steps);
        COMPARE_TENSORS(found, expected, reference_->tolerance, metric);
    }

    // The run that settings.json describes.
    void train(const std::string &run, const std::map<std::string, std::string> &changes) const
    {
        const nlohmann::json settings = readJsonFile(reference_->folder / "settings.json");
        const std::string rows = (root_ / "rows.csv").string();
        std::map<std::string, std::string> values{
            {"data.folder", ""},
            {"data.train", rows},
            {"data.dev", rows},
            {"data.tokenizer", (root_ / "tokenizer").string()},
            {"model.path", reference_->folder.string()},
            {"optimizer.lr", settings.at("lr").dump()},
            {"optimizer.beta1", settings.at("betas")[0].dump()},
            {"optimizer.beta2", settings.at("betas")[1].dump()},
            {"optimizer.epsilon", settings.at("eps").dump()},
            {"optimizer.weight_decay", settings.at("weight_decay").dump()},
            {"optimizer.clip", settings.at("max_grad_norm").dump()},
            {"schedule.kind", "linear"},
            {"schedule.warmup", settings.at("warmup_steps").dump()},
            {"batch.sequences", settings.at("batch").dump()},
            {"length.steps", settings.at("total_steps").dump()},
            {"evaluation.every", "0"},
            {"checkpoint.every", "1"},
            {"seed", std::to_string(seed)}};
        for (const auto &[name, value] : changes)
            values[name] = value;
        TrainingRequest request{.task = "classify", .options = test::tinyOptions({}, values)};
        request.run = root_ / run;
        request.commandLine = "helicase train classify";
        request.version = "test";
        QCOMPARE(runTraining(request, {}), ExitStatus::Done);
    }

    QTemporaryDir folder_;
    std::filesystem::path root_;
    std::optional<ReferenceCase> reference_;
};

QTEST_GUILESS_MAIN(TestTrajectory)
#include "tst_trajectory.moc"
