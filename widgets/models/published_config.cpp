#include "widgets/models/published_config.h"

#include <QStringList>

#include <nlohmann/json.hpp>

namespace helicase {

namespace {

const nlohmann::json &publishedConfig()
{
    static const nlohmann::json config = {
        {"architectures", {"BertForMaskedLM"}},
        {"alibi_starting_size", 512},
        {"attention_probs_dropout_prob", 0.0},
        {"classifier_dropout", nullptr},
        {"gradient_checkpointing", false},
        {"hidden_act", "gelu"},
        {"hidden_dropout_prob", 0.1},
        {"hidden_size", 768},
        {"initializer_range", 0.02},
        {"intermediate_size", 3072},
        {"layer_norm_eps", 1e-12},
        {"max_position_embeddings", 512},
        {"model_type", "bert"},
        {"num_attention_heads", 12},
        {"num_hidden_layers", 12},
        {"position_embedding_type", "absolute"},
        {"torch_dtype", "float32"},
        {"type_vocab_size", 2},
        {"use_cache", true},
        {"vocab_size", 4096},
        {"pad_token_id", 0},
    };
    return config;
}

} // namespace

std::vector<ConfigDifference> differencesFromPublished(const nlohmann::json &config)
{
    std::vector<ConfigDifference> differences;
    for (const auto &[key, value] : publishedConfig().items())
        if (const auto found = config.find(key); found != config.end() && *found != value)
            differences.push_back(
                {QString::fromStdString(key), QString::fromStdString(value.dump())});
    return differences;
}

QStringList missingPublishedKeys(const nlohmann::json &config)
{
    QStringList keys;
    for (const auto &[key, value] : publishedConfig().items())
        if (!config.contains(key))
            keys += QString::fromStdString(key);
    return keys;
}

} // namespace helicase
