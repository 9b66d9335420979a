#include "core/neural/model/fresh_model.h"

#include "core/neural/model/weight_init.h"

namespace helicase {

namespace {

constexpr const char *poolerKeys = "bert.pooler.";

int64_t linearSize(int64_t inputs, int64_t outputs)
{
    return (inputs + 1) * outputs;
}

int64_t layerSize(const EncoderConfig &config)
{
    const int64_t width = config.width;
    const int64_t norms = 2 * 2 * width;
    return linearSize(width, 3 * width) + linearSize(width, width) +
           2 * config.feedForwardWidth * width + linearSize(config.feedForwardWidth, width) + norms;
}

void saveMaskedLanguageModel(const std::filesystem::path &folder, const EncoderConfig &config,
                             RandomStream &random, WeightsFormat format)
{
    Encoder encoder(config, random);
    const MaskedLanguageHead head(config, random);
    {
        // The decoder shares the matrix, so no row of it is left at zero.
        const torch::NoGradGuard noGradient;
        if (config.paddingIndex >= 0)
            encoder->wordEmbeddings()[config.paddingIndex].normal_(0, config.initializerRange,
                                                                   makeGenerator(random));
    }
    const std::vector<ModelPart> parts{{"bert.", encoder.get()}, {"cls.", head.get()}};
    NamedTensors tensors = tensorsOf(parts);
    std::erase_if(tensors, [](const auto &entry) { return entry.first.starts_with(poolerKeys); });
    nlohmann::json object = config.toJson();
    object["architectures"] = {"BertForMaskedLM"};
    saveModel(folder, object, std::move(tensors), format);
}

} // namespace

int64_t FreshModel::parameters() const
{
    encoder.check();
    const int64_t width = encoder.width;
    int64_t count = (encoder.vocabularySize + encoder.tokenTypes + 2) * width +
                    encoder.layers * layerSize(encoder);
    if (kind == Kind::MaskedLanguage)
        return count + linearSize(width, width) + 2 * width + encoder.vocabularySize;
    count += linearSize(width, width);
    return kind == Kind::Classifier ? count + linearSize(width, labels.size()) : count;
}

void FreshModel::save(const std::filesystem::path &folder, RandomStream &random,
                      WeightsFormat format) const
{
    if (kind == Kind::MaskedLanguage)
        return saveMaskedLanguageModel(folder, encoder, random, format);
    const Encoder fresh(encoder, random);
    if (kind == Kind::Classifier)
        return saveSequenceClassifier(folder, SequenceClassifier(fresh, labels, random), format);
    const ModelPart part{"", fresh.get()};
    saveModel(folder, encoder.toJson(), {&part, 1}, format);
}

} // namespace helicase
