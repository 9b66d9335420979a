// A head on a DNA encoder, whose tokens may cover several bases.
#include "core/neural/model/attention_maps.h"
#include "core/neural/model/binding_model.h"
#include "core/neural/model/model_location.h"
#include "core/neural/predict/binding_network.h"

namespace helicase {

namespace {

class EncoderBinding final : public BindingNetwork {
public:
    EncoderBinding(const std::filesystem::path &folder, RandomStream &random)
        : tokenizer_(loadTokenizer(folder))
    {
        const ModelFolder model(folder);
        requireRoomForTokens(model.encoderConfig(), tokenizer_->vocabularySize(), folder);
        model_ = BindingModel(model.loadEncoder(), random);
    }

    BindingBackbone backbone() const override { return BindingBackbone::Encoder; }
    torch::nn::Module &module() override { return *model_; }
    torch::nn::Module *below() override { return model_->encoder.get(); }

    torch::Tensor forward(std::span<const std::string> windows) override
    {
        const Tokens tokens = tokenize(windows);
        const PackedBatch batch = pack(tokens.ids);
        return model_(batch, layOutBases(batch, tokens.spans, length(windows)));
    }

    BindingInsides look(const std::string &window) override
    {
        const std::span<const std::string> windows(&window, 1);
        const Tokens tokens = tokenize(windows);
        const PackedBatch batch = pack(tokens.ids);
        const EncoderOutput output = model_->encoder->forward(batch, KeepLayers::Yes);
        const BaseLayout layout = layOutBases(batch, tokens.spans, length(windows));
        return {.scores = model_->scores(output.last, layout).squeeze(0),
                .inputs = output.embedding,
                .spans = tokens.spans.front(),
                .attention = attentionMaps(model_->encoder, output)};
    }

    void setDropoutGenerator(const at::Generator &generator) override
    {
        model_->setDropoutGenerator(generator);
    }
    void setDropout(double probability) override { model_->head->setDropout(probability); }

    nlohmann::json config() const override { return model_->encoder->config().toJson(); }
    std::shared_ptr<const Tokenizer> tokenizer() const override { return tokenizer_; }

private:
    struct Tokens {
        std::vector<std::vector<TokenId>> ids;
        std::vector<std::vector<TokenSpan>> spans;
    };

    static int64_t length(std::span<const std::string> windows)
    {
        return std::ssize(windows.front());
    }

    Tokens tokenize(std::span<const std::string> windows) const
    {
        Tokens tokens;
        for (const std::string &window : windows) {
            Encoding encoding = tokenizer_->encode(window, SpecialTokens::Add);
            tokens.ids.push_back(std::move(encoding.ids));
            tokens.spans.push_back(std::move(encoding.offsets));
        }
        return tokens;
    }

    std::shared_ptr<const Tokenizer> tokenizer_;
    BindingModel model_ = nullptr;
};

} // namespace

std::unique_ptr<BindingNetwork> bindingOnEncoder(const std::filesystem::path &modelOrRun,
                                                 RandomStream &random)
{
    return std::make_unique<EncoderBinding>(locateModel(modelOrRun), random);
}

} // namespace helicase
