// A classifier on the disk: a model folder with the tokenizer, which remembers how the classifier
// wants to see sequences; or an adapter, which needs the model that it was trained on. One thread
// at a time per model.
#pragma once

#include "core/neural/model/lora.h"
#include "core/neural/model/model_content.h"
#include "core/neural/model/sequence_classifier.h"
#include "core/neural/predict/classifier_input.h"

#include <filesystem>
#include <functional>
#include <memory>

namespace helicase {

struct Classifier {
    SequenceClassifier model = nullptr;
    std::shared_ptr<const Tokenizer> tokenizer;
    ClassifierLayout layout;
};

// In evaluation mode, adapters folded in. A model folder, a run folder, or an adapter folder, whose
// adapter_config.json names its base model; a relative name counts from the adapter's folder. The
// folder's own config.json and tokenizer win over those of the base model. Throws InputError.
Classifier loadClassifier(const std::filesystem::path &modelOrRun);

// config.json, model.safetensors with adapters folded in, and the tokenizer. The classifier's
// weights are not copied.
ModelContent classifierContent(const Classifier &classifier);

// The same without weights: what a folder needs beside an adapter.
ModelContent classifierFrame(const Classifier &classifier);

// Logits [examples, outputs] in evaluation mode, without a graph. done: called with the number of
// examples so far after each batch.
torch::Tensor logitsOf(SequenceClassifier &model, const EncodedExamples &examples,
                       int64_t examplesPerBatch, const std::function<void(int64_t)> &done = {});

// Of the model's kind: softmax over the classes, a sigmoid of each label, or the value itself.
torch::Tensor outputsOf(const torch::Tensor &logits, ProblemType problem);

} // namespace helicase
