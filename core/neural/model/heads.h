// What sits on top of the encoder: contrastive, masked-language and classification heads.
// Sources: MAGICS-LAB/DNABERT_S, train/pretrain/models/dnabert_s.py (contrastive);
// evaluate/model_codes/bert_layers.py (the other two). One thread at a time.
#pragma once

#include "core/base/random_stream.h"
#include "core/neural/model/adaptable_linear.h"
#include "core/neural/model/encoder.h"

#include <optional>
#include <torch/torch.h>

namespace helicase {

// Linear(width, width) - ReLU - Linear(width, features), both without bias, then rows of length 1
// (epsilon 1e-12). Keys "0.weight" and "2.weight", as in the published con_weights.ckpt. Fresh
// weights are drawn uniformly within 1 / sqrt(width), LibTorch's default for Linear.
class ContrastiveHeadImpl final : public torch::nn::Module {
public:
    ContrastiveHeadImpl(int64_t width, int64_t features, RandomStream &random);
    // [rows, width] to [rows, features].
    torch::Tensor forward(const torch::Tensor &pooled);
    int64_t features() const { return output_->weight.size(0); }

private:
    torch::nn::Linear hidden_;
    torch::nn::Linear output_;
};
TORCH_MODULE(ContrastiveHead);

// Dense - exact GELU - LayerNorm - decoder. The decoder's weight is the encoder's word embedding
// and no parameter of this module; only its bias is. Keys below "cls.".
class MaskedLanguageHeadImpl final : public torch::nn::Module {
public:
    MaskedLanguageHeadImpl(const EncoderConfig &config, RandomStream &random);
    // [rows, width] to logits [rows, vocabulary].
    torch::Tensor forward(const torch::Tensor &hidden, const torch::Tensor &wordEmbeddings);

private:
    AdaptableLinear dense_ = nullptr;
    torch::nn::LayerNorm norm_ = nullptr;
    torch::Tensor bias_;
};
TORCH_MODULE(MaskedLanguageHead);

// Mean cross-entropy over the tokens whose label is above 0, the published rule (-100 and 0 are
// skipped); 0 without any such token. labels int64 [total], flat like hidden [total, width].
torch::Tensor maskedLanguageLoss(MaskedLanguageHead &head, const torch::Tensor &wordEmbeddings,
                                 const torch::Tensor &hidden, const torch::Tensor &labels);

// Dropout, then Linear(width, labels), on the encoder's pooled output. Keys "weight" and "bias",
// stored below "classifier.".
class ClassificationHeadImpl final : public torch::nn::Module {
public:
    ClassificationHeadImpl(const EncoderConfig &config, int64_t labels, double dropout,
                           RandomStream &random);
    // [sequences, width] to logits [sequences, labels].
    torch::Tensor forward(const torch::Tensor &pooled);
    void setDropoutGenerator(const at::Generator &generator) { generator_ = generator; }
    void setDropout(double probability) { dropout_ = probability; }

    torch::Tensor weight;
    torch::Tensor bias;

private:
    double dropout_;
    at::Generator generator_;
};
TORCH_MODULE(ClassificationHead);

// One label: mean squared error. Integer labels [sequences]: cross-entropy. Float labels
// [sequences, labels]: binary cross-entropy of each label on its own. classWeights [labels] weigh
// the classes of a cross-entropy (the mean is over weights); undefined: all alike.
torch::Tensor classificationLoss(const torch::Tensor &logits, const torch::Tensor &labels,
                                 const torch::Tensor &classWeights = {});

} // namespace helicase
