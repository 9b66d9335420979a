#include "core/neural/model/encoder_config.h"

#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/neural/model/config_values.h"

#include <nlohmann/json.hpp>

#include <string>

namespace helicase {

namespace {

// The largest value of any size: far above every published model, and small enough that products of
// two sizes cannot overflow.
constexpr int64_t largestSize = 1 << 24;

void requireSize(const char *key, int64_t value)
{
    if (value < 1 || value > largestSize)
        throw Error(std::string(key) + " must be between 1 and " + std::to_string(largestSize) +
                    " (found " + std::to_string(value) + ")");
}

void requireShare(const char *key, double value)
{
    if (!(value >= 0 && value < 1))
        throw Error(std::string(key) + " must be at least 0 and below 1 (found " +
                    std::to_string(value) + ")");
}

} // namespace

void EncoderConfig::check() const
{
    requireSize("vocab_size", vocabularySize);
    requireSize("hidden_size", width);
    requireSize("num_hidden_layers", layers);
    requireSize("num_attention_heads", heads);
    requireSize("intermediate_size", feedForwardWidth);
    requireSize("type_vocab_size", tokenTypes);
    requireShare("hidden_dropout_prob", dropout);
    requireShare("attention_probs_dropout_prob", attentionDropout);
    requireShare("classifier_dropout", classifierDropout.value_or(0));
    if (width % heads != 0)
        throw Error("hidden_size must be divisible by num_attention_heads (found " +
                    std::to_string(width) + " and " + std::to_string(heads) + ")");
    if (!(layerNormEpsilon > 0))
        throw Error("layer_norm_eps must be above 0");
    if (!(initializerRange > 0))
        throw Error("initializer_range must be above 0");
    if (paddingIndex < -1 || paddingIndex >= vocabularySize)
        throw Error("pad_token_id must name a row of the vocabulary (found " +
                    std::to_string(paddingIndex) + ")");
}

EncoderConfig EncoderConfig::read(const std::filesystem::path &file)
{
    const nlohmann::json object = readJsonFile(file);
    if (!object.is_object())
        throw InputError("is not a JSON object", {.file = file});
    EncoderConfig config;
    readInteger(object, "vocab_size", config.vocabularySize, file);
    readInteger(object, "hidden_size", config.width, file);
    readInteger(object, "num_hidden_layers", config.layers, file);
    readInteger(object, "num_attention_heads", config.heads, file);
    readInteger(object, "intermediate_size", config.feedForwardWidth, file);
    readInteger(object, "type_vocab_size", config.tokenTypes, file);
    readInteger(object, "pad_token_id", config.paddingIndex, file);
    readNumber(object, "hidden_dropout_prob", config.dropout, file);
    readNumber(object, "attention_probs_dropout_prob", config.attentionDropout, file);
    if (object.contains("classifier_dropout") && !object["classifier_dropout"].is_null())
        readNumber(object, "classifier_dropout", config.classifierDropout.emplace(), file);
    readNumber(object, "layer_norm_eps", config.layerNormEpsilon, file);
    readNumber(object, "initializer_range", config.initializerRange, file);
    try {
        config.check();
    } catch (const Error &error) {
        throw InputError(error.what(), {.file = file}, error.hint());
    }
    return config;
}

nlohmann::json EncoderConfig::toJson() const
{
    const nlohmann::json headDropout =
        classifierDropout ? nlohmann::json(*classifierDropout) : nlohmann::json();
    return {{"architectures", {"BertModel"}},
            {"model_type", "bert"},
            {"alibi_starting_size", 512},
            {"attention_probs_dropout_prob", attentionDropout},
            {"classifier_dropout", headDropout},
            {"hidden_act", "gelu"},
            {"hidden_dropout_prob", dropout},
            {"hidden_size", width},
            {"initializer_range", initializerRange},
            {"intermediate_size", feedForwardWidth},
            {"layer_norm_eps", layerNormEpsilon},
            {"max_position_embeddings", 512},
            {"num_attention_heads", heads},
            {"num_hidden_layers", layers},
            {"pad_token_id", paddingIndex},
            {"position_embedding_type", "absolute"},
            {"torch_dtype", "float32"},
            {"type_vocab_size", tokenTypes},
            {"vocab_size", vocabularySize}};
}

void requireRoomForTokens(const EncoderConfig &config, int64_t vocabularySize,
                          const std::filesystem::path &folder)
{
    if (config.vocabularySize < vocabularySize)
        throw InputError("the model has " + std::to_string(config.vocabularySize) +
                             " tokens, fewer than the tokenizer (" +
                             std::to_string(vocabularySize) + ")",
                         {.file = folder}, "take the tokenizer that belongs to the model");
}

} // namespace helicase
