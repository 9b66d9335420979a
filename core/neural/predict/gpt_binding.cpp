// The published head on a character GPT.
#include "core/dataset/letter_ids.h"
#include "core/neural/model/gpt_binding_model.h"
#include "core/neural/model/gpt_suffixes.h"
#include "core/neural/predict/binding_network.h"

namespace helicase {

namespace {

std::vector<std::string> lettersOf(const Tokenizer &tokenizer)
{
    std::vector<std::string> letters;
    for (int64_t id = 0; id < tokenizer.vocabularySize(); ++id)
        letters.push_back(tokenizer.token(static_cast<TokenId>(id)));
    return letters;
}

class GptBinding final : public BindingNetwork {
public:
    GptBinding(Gpt gpt, std::shared_ptr<const Tokenizer> tokenizer, RandomStream &random)
        : model_(std::move(gpt), random), tokenizer_(std::move(tokenizer)),
          letters_(lettersOf(*tokenizer_))
    {
    }

    BindingBackbone backbone() const override { return BindingBackbone::Gpt; }
    torch::nn::Module &module() override { return *model_; }
    torch::nn::Module *below() override { return model_->gpt.get(); }

    torch::Tensor forward(std::span<const std::string> windows) override
    {
        return model_(batchOf(windows));
    }

    BindingInsides look(const std::string &window) override
    {
        const PackedBatch batch = batchOf({&window, 1});
        const GptOutput output = model_->gpt->forward(batch, KeepHidden::Yes);
        BindingInsides insides{.scores = model_->head(output.last.unsqueeze(0)).squeeze(0),
                               .inputs = output.embedding};
        for (int32_t base = 0; base < std::ssize(window); ++base)
            insides.spans.push_back({base, base + 1});
        const torch::NoGradGuard noGradients;
        for (int64_t layer = 0; layer < model_->gpt->config().layers; ++layer)
            insides.attention.push_back(attentionWeights(
                model_->gpt, layer,
                layer == 0 ? output.embedding : output.layers[static_cast<size_t>(layer - 1)]));
        return insides;
    }

    // What stands before the first substitution is the same in all variants, and computed once.
    torch::Tensor variantScores(std::span<const std::string> variants, int64_t first,
                                int64_t /*last*/, const torch::Tensor &reference) override
    {
        std::vector<std::vector<TokenId>> ids = idsOf(variants);
        const std::vector<TokenId> beginning(ids.front().begin(), ids.front().begin() + first);
        for (std::vector<TokenId> &sequence : ids)
            sequence.erase(sequence.begin(), sequence.begin() + first);
        const torch::Tensor states = statesBehind(model_->gpt, beginning, ids);
        // The head's convolution carries a change five bases to the left.
        const int64_t changed = std::max<int64_t>(0, first - 5);
        const int64_t begin = std::max<int64_t>(0, first - 10);
        const torch::Tensor scores = model_->head(states.narrow(1, begin, states.size(1) - begin))
                                         .narrow(1, changed - begin, states.size(1) - changed);
        return torch::cat({reference.narrow(0, 0, changed).expand({scores.size(0), -1}), scores},
                          1);
    }

    void setDropoutGenerator(const at::Generator &generator) override
    {
        model_->gpt->setDropoutGenerator(generator);
        model_->head->setDropoutGenerator(generator);
    }
    void setDropout(double probability) override { model_->head->setDropout(probability); }

    nlohmann::json config() const override { return model_->gpt->config().toJson(); }
    std::shared_ptr<const Tokenizer> tokenizer() const override { return tokenizer_; }

private:
    std::vector<std::vector<TokenId>> idsOf(std::span<const std::string> windows) const
    {
        std::vector<std::vector<TokenId>> ids;
        for (const std::string &window : windows) {
            const std::vector<int64_t> letters = letterIds(window, letters_);
            ids.emplace_back(letters.begin(), letters.end());
        }
        return ids;
    }
    PackedBatch batchOf(std::span<const std::string> windows) const { return pack(idsOf(windows)); }

    GptBindingModel model_;
    std::shared_ptr<const Tokenizer> tokenizer_;
    std::vector<std::string> letters_;
};

} // namespace

std::unique_ptr<BindingNetwork> bindingOnGpt(Gpt gpt, std::shared_ptr<const Tokenizer> tokenizer,
                                             RandomStream &random)
{
    return std::make_unique<GptBinding>(std::move(gpt), std::move(tokenizer), random);
}

} // namespace helicase
