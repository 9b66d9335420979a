// What a BindingPredictor computes with: a head on an encoder or on a character GPT, or the
// convolutional baseline. Internal to core/neural: it shows LibTorch's types. One thread at a time.
#pragma once

#include "core/neural/model/gpt.h"
#include "core/neural/model/model_folder.h"
#include "core/tokenizer/tokenizer.h"

#include <memory>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

namespace helicase {

enum class BindingBackbone { Encoder, Gpt, OneHot };

// One window on its way through the network, with a graph.
struct BindingInsides {
    torch::Tensor scores;                 // [bases]
    torch::Tensor inputs;                 // [rows, width]: what the first layer reads
    std::vector<TokenSpan> spans;         // the bases of each row; empty for special tokens
    std::vector<torch::Tensor> attention; // per layer [heads, rows, rows], without a graph; rows
                                          // sum to 1
};

class BindingNetwork {
public:
    virtual ~BindingNetwork() = default;

    virtual BindingBackbone backbone() const = 0;
    // All parameters, under the names of the saved file.
    virtual torch::nn::Module &module() = 0;
    // The part below the head; null for the baseline.
    virtual torch::nn::Module *below() = 0;
    // Windows of one length to scores [windows, bases], with a graph. Throws Error for windows that
    // do not fit the model.
    virtual torch::Tensor forward(std::span<const std::string> windows) = 0;
    virtual BindingInsides look(const std::string &window) = 0;
    // Scores [variants, bases] of windows that are equal before the base `first`, and behind the
    // base `last`, to a window with the scores reference [bases]. Evaluation mode, without a graph.
    virtual torch::Tensor variantScores(std::span<const std::string> variants, int64_t first,
                                        int64_t last, const torch::Tensor &reference)
    {
        (void)first, (void)last, (void)reference;
        return forward(variants);
    }

    virtual void setDropoutGenerator(const at::Generator &generator) = 0;
    // Of the head.
    virtual void setDropout(double probability) = 0;

    // For config.json of the saved folder.
    virtual nlohmann::json config() const = 0;
    // Null for the baseline.
    virtual std::shared_ptr<const Tokenizer> tokenizer() const { return nullptr; }
};

// Fresh heads: on the encoder of a model or run folder, whose tokenizer is taken too, and on a GPT
// with the tokenizer of its letters. Throw InputError.
std::unique_ptr<BindingNetwork> bindingOnEncoder(const std::filesystem::path &modelOrRun,
                                                 RandomStream &random);
std::unique_ptr<BindingNetwork> bindingOnGpt(Gpt gpt, std::shared_ptr<const Tokenizer> tokenizer,
                                             RandomStream &random);
// The fresh baseline.
std::unique_ptr<BindingNetwork> bindingOnBases(RandomStream &random);

} // namespace helicase
