// Classifiers that carry adapters in tests.
#pragma once

#include "core/base/error.h"
#include "core/neural/model/sequence_classifier.h"
#include "tests/core/neural/model/reference_case.h"

#include <functional>

namespace helicase::test {

inline const EncoderConfig smallConfig{.vocabularySize = 20,
                                       .width = 12,
                                       .layers = 2,
                                       .heads = 2,
                                       .feedForwardWidth = 16,
                                       .paddingIndex = 0};

inline SequenceClassifier smallModel()
{
    RandomStream random(3, "weights");
    return SequenceClassifier(Encoder(smallConfig, random), LabelSet::numbered(3), random);
}

inline SequenceClassifier modelOf(const ReferenceCase &reference)
{
    RandomStream random(1, "head");
    return loadSequenceClassifier(ModelFolder(reference.folder), random);
}

inline PackedBatch smallBatch()
{
    const std::vector<std::vector<TokenId>> rows{{1, 5, 9, 2}, {1, 7, 2}};
    return pack(rows);
}

// The message of an InputError or an Error; "no error" without one.
inline std::string messageOf(const std::function<void()> &action)
{
    try {
        action();
    } catch (const Error &error) {
        return error.line();
    }
    return "no error";
}

} // namespace helicase::test
