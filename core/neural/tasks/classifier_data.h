// The splits of a fine-tuning run as a classifier takes them. Plain values; one thread at a time.
#pragma once

#include "core/evaluate/prediction_table.h"
#include "core/neural/model/sequence_classifier.h"
#include "core/neural/predict/classifier_input.h"
#include "core/run/option_values.h"

#include <filesystem>
#include <optional>

namespace helicase {

struct ClassifierSplit {
    std::filesystem::path file;
    std::vector<int64_t> lines; // of the examples in the file
    EncodedExamples examples;
    std::vector<int64_t> numbers; // of the classes; empty in regression
    torch::Tensor labels;         // [examples]: int64 numbers, or float values in regression
};

struct ClassifierData {
    LabelSet labels;
    ClassifierSplit training;
    ClassifierSplit dev;
    std::optional<ClassifierSplit> test;
    bool isPaired = false;

    // As readClassificationSet, ClassList and EncodedExamples; the files are "data.train",
    // "data.dev" and "data.test", or those of "data.folder". Throws OptionError when no training or
    // no development split is named, InputError when one holds pairs and the other does not.
    static ClassifierData read(const OptionValues &options, const Tokenizer &tokenizer);
};

// What the classifier says of a split, with the examples' lines and classes; outputs [examples,
// classes].
PredictionTable predictionsOf(const ClassifierSplit &split, const LabelSet &labels,
                              const torch::Tensor &outputs);

} // namespace helicase
