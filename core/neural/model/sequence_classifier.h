// A model that sorts whole sequences: encoder, pooler and a classification layer as one module,
// with the published keys "bert.*" and "classifier.*". Source: MAGICS-LAB/DNABERT_S,
// evaluate/model_codes/bert_layers.py (BertForSequenceClassification). One thread at a time.
#pragma once

#include "core/neural/model/heads.h"
#include "core/neural/model/model_folder.h"

#include <nlohmann/json.hpp>

namespace helicase {

// How outputs and labels belong together, and with it the loss: mean squared error of one output,
// cross-entropy over the outputs, or binary cross-entropy of each of them.
enum class ProblemType { Regression, SingleLabel, MultiLabel };

struct LabelSet {
    std::vector<std::string> names; // one per output, in their order
    ProblemType problem = ProblemType::SingleLabel;

    // "LABEL_0", ... as transformers names them; one output is a regression.
    static LabelSet numbered(int64_t outputs);
    // id2label and problem_type of a config.json, for a model with so many outputs; where the file
    // names none they are numbered. Throws InputError when names and outputs differ in number.
    static LabelSet read(const nlohmann::json &config, int64_t outputs,
                         const std::filesystem::path &file);
    int64_t size() const { return std::ssize(names); }
};

class SequenceClassifierImpl final : public torch::nn::Module {
public:
    // The base is shared with the caller, not copied; the classification layer is drawn from the
    // stream. baseConfig: config.json of the model that the encoder comes from, whose other entries
    // config() keeps. Throws Error without labels.
    SequenceClassifierImpl(Encoder base, LabelSet labels, RandomStream &random,
                           nlohmann::json baseConfig = {});

    // Logits [sequences, outputs].
    torch::Tensor forward(const PackedBatch &batch);
    // The generator of all dropout in the model, adapters included.
    void setDropoutGenerator(const at::Generator &generator);

    // The share dropped before the classification layer, which config() then names.
    void setClassifierDropout(double probability);

    const LabelSet &labels() const { return labels_; }
    // config.json in Hugging Face layout, with the labels' names.
    nlohmann::json config() const;

    Encoder encoder = nullptr;
    ClassificationHead classifier = nullptr;

private:
    LabelSet labels_;
    nlohmann::json baseConfig_;
    std::optional<double> classifierDropout_; // where it is not the encoder's
};
TORCH_MODULE(SequenceClassifier);

// The model of a folder, in evaluation mode. A classification layer of the folder is taken; where
// it has none, one for `labels` is drawn from the stream, as is a missing pooler. Throws InputError
// for a folder without a classification layer when no labels are given, and for one with another
// number of outputs than labels.
SequenceClassifier loadSequenceClassifier(const ModelFolder &folder, RandomStream &random,
                                          const std::optional<LabelSet> &labels = std::nullopt);

// A folder that loadSequenceClassifier and transformers read. Throws DiskError, and Error while the
// model carries adapters.
void saveSequenceClassifier(const std::filesystem::path &folder, const SequenceClassifier &model,
                            WeightsFormat format = WeightsFormat::Safetensors);

} // namespace helicase
