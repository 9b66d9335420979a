// The convolutional baseline on one-hot bases.
#include "core/neural/model/binding_model.h"
#include "core/neural/predict/binding_network.h"

namespace helicase {

namespace {

class BaselineBinding final : public BindingNetwork {
public:
    explicit BaselineBinding(RandomStream &random) : model_(random) {}

    BindingBackbone backbone() const override { return BindingBackbone::OneHot; }
    torch::nn::Module &module() override { return *model_; }
    torch::nn::Module *below() override { return nullptr; }

    torch::Tensor forward(std::span<const std::string> windows) override
    {
        return model_(oneHot(windows));
    }

    BindingInsides look(const std::string &window) override
    {
        const torch::Tensor rows =
            oneHot({&window, 1}).squeeze(0).transpose(0, 1).contiguous().requires_grad_();
        BindingInsides insides{.scores = model_(rows.transpose(0, 1).unsqueeze(0)).squeeze(0),
                               .inputs = rows};
        for (int32_t base = 0; base < std::ssize(window); ++base)
            insides.spans.push_back({base, base + 1});
        return insides;
    }

    // A score depends on no base further away than `reach`: only that part is computed.
    torch::Tensor variantScores(std::span<const std::string> variants, int64_t first, int64_t last,
                                const torch::Tensor &reference) override
    {
        const auto bases = std::ssize(variants.front());
        const int64_t begin = std::max<int64_t>(0, first - 2 * reach);
        const int64_t end = std::min(bases, last + 1 + 2 * reach);
        const int64_t changedBegin = std::max<int64_t>(0, first - reach);
        const int64_t changedEnd = std::min(bases, last + 1 + reach);
        std::vector<std::string> parts;
        for (const std::string &variant : variants)
            parts.push_back(
                variant.substr(static_cast<size_t>(begin), static_cast<size_t>(end - begin)));
        torch::Tensor scores = reference.expand({std::ssize(variants), bases}).clone();
        scores.narrow(1, changedBegin, changedEnd - changedBegin)
            .copy_(forward(parts).narrow(1, changedBegin - begin, changedEnd - changedBegin));
        return scores;
    }

    void setDropoutGenerator(const at::Generator &generator) override
    {
        model_->setDropoutGenerator(generator);
    }
    void setDropout(double probability) override { model_->setDropout(probability); }

    nlohmann::json config() const override { return nlohmann::json::object(); }

private:
    static constexpr int64_t reach = 10; // two convolutions of kernel 11

    static torch::Tensor oneHot(std::span<const std::string> windows)
    {
        const std::vector<std::string_view> views(windows.begin(), windows.end());
        return oneHotBases(views, std::ssize(windows.front()));
    }

    BindingBaseline model_;
};

} // namespace

std::unique_ptr<BindingNetwork> bindingOnBases(RandomStream &random)
{
    return std::make_unique<BaselineBinding>(random);
}

} // namespace helicase
