// A model that gives every base of a window a binding score, with its folder on the disk: a head on
// a DNA encoder, or the convolutional baseline on one-hot bases. Used in training and in
// evaluation. One thread at a time.
#pragma once

#include "core/base/matrix.h"
#include "core/base/random_stream.h"
#include "core/neural/model/binding_model.h"
#include "core/neural/model/model_content.h"
#include "core/tokenizer/tokenizer.h"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace helicase {

enum class BindingBackbone { Encoder, OneHot };

class BindingPredictor {
public:
    // A fresh head on the encoder of a model or run folder, whose tokenizer is taken too. Throws
    // InputError.
    static BindingPredictor onEncoder(const std::filesystem::path &modelOrRun,
                                      RandomStream &random);
    // The fresh convolutional baseline.
    static BindingPredictor onBases(RandomStream &random);
    // A folder with such content, a run folder of the task binding, or the file of DNA-LLM's
    // baseline (cnn_baseline_model.pt). Throws InputError.
    static BindingPredictor load(const std::filesystem::path &modelOrRun);

    BindingBackbone backbone() const
    {
        return tokenizer_ ? BindingBackbone::Encoder : BindingBackbone::OneHot;
    }
    // Windows of one length to scores [windows, bases], with a graph; dropout as the module's mode
    // says.
    torch::Tensor forward(std::span<const std::string> windows);
    // The same in evaluation mode, without a graph, in batches. [windows, bases].
    Matrix predict(std::span<const std::string> windows);

    // All parameters, under the names of the saved file.
    torch::nn::Module &module() const { return *module_; }
    // The encoder below the head; empty for the baseline.
    Encoder encoder() const { return model_ ? model_->encoder : Encoder(nullptr); }
    void setDropoutGenerator(const at::Generator &generator);
    // Of the head.
    void setDropout(double probability);

    // Names of the windows that training never saw; saved with the model.
    const std::vector<std::string> &heldOut() const { return heldOut_; }
    void setHeldOut(std::vector<std::string> names) { heldOut_ = std::move(names); }

    // A model folder: config.json, model.safetensors, held_out.txt and the tokenizer. The weights
    // are not copied.
    ModelContent content() const;
    // Takes the weights of a folder with the content of the same kind of model. Throws InputError.
    void loadWeights(const std::filesystem::path &folder);

private:
    BindingPredictor() = default;
    static BindingPredictor loadPublished(const std::filesystem::path &file);

    BindingModel model_ = nullptr; // one of these two is there
    BindingBaseline baseline_ = nullptr;
    std::shared_ptr<torch::nn::Module> module_;
    std::shared_ptr<const Tokenizer> tokenizer_; // null for the baseline
    std::vector<std::string> heldOut_;
};

} // namespace helicase
