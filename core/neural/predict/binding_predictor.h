// A model that gives every base of a window a binding score, with its folder on the disk: a head on
// a DNA encoder or on a character GPT, or the convolutional baseline on one-hot bases. Used in
// training and in evaluation. One thread at a time.
#pragma once

#include "core/base/matrix.h"
#include "core/base/random_stream.h"
#include "core/neural/model/model_content.h"
#include "core/neural/predict/binding_network.h"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace helicase {

class BindingPredictor {
public:
    // A fresh head on the encoder or GPT of a model or run folder, whose tokenizer is taken too.
    // Throws InputError.
    static BindingPredictor onEncoder(const std::filesystem::path &modelOrRun,
                                      RandomStream &random);
    static BindingPredictor onGpt(const std::filesystem::path &modelOrRun, RandomStream &random);
    // The fresh convolutional baseline.
    static BindingPredictor onBases(RandomStream &random);
    // A folder with such content, a run folder of the task binding, or a file of DNA-LLM
    // (cnn_baseline_model.pt, gpt_binding_model_full.pt). Throws InputError.
    static BindingPredictor load(const std::filesystem::path &modelOrRun);

    BindingBackbone backbone() const { return network_->backbone(); }
    // Windows of one length to scores [windows, bases], with a graph; dropout as the module's mode
    // says.
    torch::Tensor forward(std::span<const std::string> windows)
    {
        return network_->forward(windows);
    }
    // The same in evaluation mode, without a graph, in batches. [windows, bases].
    Matrix predict(std::span<const std::string> windows);

    // All parameters, under the names of the saved file.
    torch::nn::Module &module() const { return network_->module(); }
    // The part below the head; null for the baseline.
    torch::nn::Module *below() const { return network_->below(); }
    BindingNetwork &network() const { return *network_; }
    void setDropoutGenerator(const at::Generator &generator)
    {
        network_->setDropoutGenerator(generator);
    }
    // Of the head.
    void setDropout(double probability) { network_->setDropout(probability); }

    // Names of the windows that training never saw; saved with the model.
    const std::vector<std::string> &heldOut() const { return heldOut_; }
    void setHeldOut(std::vector<std::string> names) { heldOut_ = std::move(names); }

    // A model folder: config.json, model.safetensors, held_out.txt and the tokenizer. The weights
    // are not copied.
    ModelContent content() const;
    // Takes the weights of a folder with the content of the same kind of model. Throws InputError.
    void loadWeights(const std::filesystem::path &folder);

private:
    explicit BindingPredictor(std::unique_ptr<BindingNetwork> network)
        : network_(std::move(network))
    {
    }

    std::unique_ptr<BindingNetwork> network_;
    std::vector<std::string> heldOut_;
};

} // namespace helicase
