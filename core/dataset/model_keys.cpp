#include "core/dataset/model_keys.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

namespace helicase {

namespace {

constexpr std::string_view wordKey = "embeddings.word_embeddings.weight";
constexpr int64_t mostLayers = 10'000;

using Shape = std::vector<int64_t>;

enum class Need { Required, DrawnWhenMissing, Implied };

struct Expected {
    std::string name;
    Shape shape;
    Need need = Need::Required;
};

struct Sizes {
    int64_t layers = 0;
    int64_t width = 0;
    int64_t inner = 0;
    int64_t vocabulary = 0;
    int64_t types = 2;
    int64_t labels = 2;
};

std::optional<Sizes> sizesOf(const ModelDescription &model)
{
    const auto layers = model.size("num_hidden_layers");
    const auto width = model.size("hidden_size");
    const auto inner = model.size("intermediate_size");
    const auto vocabulary = model.size("vocab_size");
    if (!layers || !width || !inner || !vocabulary || *layers < 0 || *layers > mostLayers)
        return std::nullopt;
    Sizes sizes{*layers, *width, *inner, *vocabulary};
    sizes.types = model.size("type_vocab_size").value_or(sizes.types);
    sizes.labels = model.size("num_labels").value_or(sizes.labels);
    const auto names = model.config->find("id2label");
    if (!model.size("num_labels") && names != model.config->end() && names->is_object())
        sizes.labels = static_cast<int64_t>(names->size());
    return sizes;
}

class ExpectedTensors {
public:
    ExpectedTensors(const Sizes &sizes, std::string encoderPrefix, std::string headPrefix)
        : sizes_(sizes), encoder_(std::move(encoderPrefix)), head_(std::move(headPrefix))
    {
    }

    // An embedder of bases, as DeepEmbed has it, stands in for the token types.
    void addEncoder(bool hasTypes)
    {
        add(encoder_ + std::string(wordKey), {sizes_.vocabulary, sizes_.width});
        if (hasTypes)
            add(encoder_ + "embeddings.token_type_embeddings.weight", {sizes_.types, sizes_.width});
        addNorm(encoder_ + "embeddings.LayerNorm");
        for (int64_t layer = 0; layer < sizes_.layers; ++layer)
            addLayer(encoder_ + "encoder.layer." + std::to_string(layer) + '.');
    }

    void addPooler()
    {
        addLinear(encoder_ + "pooler.dense", sizes_.width, sizes_.width, Need::DrawnWhenMissing);
    }

    void addMaskedHead()
    {
        addLinear(head_ + "cls.predictions.transform.dense", sizes_.width, sizes_.width,
                  Need::Required);
        addNorm(head_ + "cls.predictions.transform.LayerNorm");
        add(head_ + "cls.predictions.decoder.bias", {sizes_.vocabulary});
        add(head_ + "cls.predictions.decoder.weight", {sizes_.vocabulary, sizes_.width},
            Need::Implied);
    }

    void addClassifier()
    {
        addLinear(head_ + "classifier", sizes_.labels, sizes_.width, Need::Required);
    }

    const std::vector<Expected> &all() const { return all_; }

private:
    void add(const std::string &name, Shape shape, Need need = Need::Required)
    {
        all_.push_back({name, std::move(shape), need});
    }

    void addNorm(const std::string &name)
    {
        add(name + ".weight", {sizes_.width});
        add(name + ".bias", {sizes_.width});
    }

    void addLinear(const std::string &name, int64_t outputs, int64_t inputs, Need need)
    {
        add(name + ".weight", {outputs, inputs}, need);
        add(name + ".bias", {outputs}, need);
    }

    void addLayer(const std::string &name)
    {
        addLinear(name + "attention.self.Wqkv", 3 * sizes_.width, sizes_.width, Need::Required);
        addLinear(name + "attention.output.dense", sizes_.width, sizes_.width, Need::Required);
        addNorm(name + "attention.output.LayerNorm");
        add(name + "mlp.gated_layers.weight", {2 * sizes_.inner, sizes_.width});
        addLinear(name + "mlp.wo", sizes_.width, sizes_.inner, Need::Required);
        addNorm(name + "mlp.layernorm");
    }

    Sizes sizes_;
    std::string encoder_;
    std::string head_;
    std::vector<Expected> all_;
};

// Buffers that some writers store beside the parameters.
bool isKnownBuffer(std::string_view name)
{
    return name.ends_with("position_ids") || name.ends_with("token_type_ids") ||
           name.ends_with("alibi");
}

bool isPartOfEmbedder(std::string_view name)
{
    return name.find("dna_embedder.") != std::string_view::npos;
}

void compare(const std::vector<Expected> &expected, const ModelDescription &model, KeyCheck &check)
{
    std::map<std::string, const TensorDescription *> found;
    for (const TensorDescription &tensor : model.tensors)
        found.emplace(tensor.name, &tensor);
    for (const Expected &tensor : expected) {
        const auto entry = found.find(tensor.name);
        if (entry != found.end()) {
            if (entry->second->shape != tensor.shape)
                check.shapes.push_back({tensor.name, entry->second->shape, tensor.shape});
            found.erase(entry);
        } else if (tensor.need == Need::Required) {
            check.missing.push_back(tensor.name);
        } else {
            (tensor.need == Need::Implied ? check.implied : check.drawn).push_back(tensor.name);
        }
    }
    for (const auto &[name, tensor] : found)
        if (!isKnownBuffer(name) && !isPartOfEmbedder(name))
            check.unused.push_back(name);
}

} // namespace

KeyCheck checkKeys(const ModelDescription &model)
{
    KeyCheck check;
    const auto word = std::ranges::find_if(model.tensors, [](const TensorDescription &tensor) {
        return tensor.name.ends_with(wordKey);
    });
    const bool isMosaic = std::ranges::any_of(model.tensors, [](const TensorDescription &tensor) {
        return tensor.name.find("attention.self.Wqkv.") != std::string::npos;
    });
    const std::optional<Sizes> sizes = sizesOf(model);
    if (!sizes || !isMosaic || word == model.tensors.end())
        return check;
    check.isKnown = true;
    const std::string encoder = word->name.substr(0, word->name.size() - wordKey.size());
    constexpr std::string_view published = "bert.";
    check.outerPrefix = encoder.ends_with(published)
                            ? encoder.substr(0, encoder.size() - published.size())
                            : encoder;
    ExpectedTensors expected(*sizes, encoder, check.outerPrefix);
    expected.addEncoder(
        std::ranges::none_of(model.tensors, isPartOfEmbedder, &TensorDescription::name));
    if (!model.architecture.ends_with("ForMaskedLM"))
        expected.addPooler();
    const auto has = [&](std::string_view part) {
        return std::ranges::any_of(model.tensors, [&](const TensorDescription &tensor) {
            return tensor.name.starts_with(check.outerPrefix + std::string(part));
        });
    };
    if (has("cls.predictions.") || model.architecture.ends_with("ForMaskedLM"))
        expected.addMaskedHead();
    if (has("classifier.") || model.architecture.ends_with("ForSequenceClassification"))
        expected.addClassifier();
    compare(expected.all(), model, check);
    return check;
}

} // namespace helicase
