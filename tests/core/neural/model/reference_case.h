// The reference cases of the shared data: inputs, published outputs and gradients, tolerance.
#pragma once

#include "core/base/json_file.h"
#include "core/neural/model/model_folder.h"
#include "tests/support/test_data.h"

#include <nlohmann/json.hpp>

namespace helicase::test {

struct ReferenceCase {
    explicit ReferenceCase(const std::string &name)
        : folder(dataFolder() / "reference_models" / name)
    {
        tolerance = readJsonFile(folder / "case.json").at("tolerance").get<double>();
        inputs = readTensors(folder / "inputs.safetensors");
        outputs = readTensors(folder / "outputs.safetensors");
        if (std::filesystem::exists(folder / "grads.safetensors"))
            gradients = readTensors(folder / "grads.safetensors");
    }

    // The batch whose tensors carry the prefix.
    PackedBatch batch(const std::string &prefix = {}) const
    {
        const auto types = inputs.find(prefix + "token_type_ids");
        return packPadded(inputs.at(prefix + "input_ids"), inputs.at(prefix + "attention_mask"),
                          types == inputs.end() ? torch::Tensor() : types->second);
    }

    std::filesystem::path folder;
    double tolerance = 0;
    NamedTensors inputs;
    NamedTensors outputs;
    NamedTensors gradients;
};

// Largest difference relative to max(1, largest reference value); what the tolerance is compared
// with.
inline double relativeDifference(const torch::Tensor &found, const torch::Tensor &expected)
{
    const torch::Tensor reference = expected.to(torch::kFloat64);
    const double scale = std::max(1.0, reference.abs().max().item<double>());
    return (found.detach().to(torch::kFloat64).view_as(reference) - reference)
               .abs()
               .max()
               .item<double>() /
           scale;
}

} // namespace helicase::test

#define COMPARE_TENSORS(found, expected, tolerance, name)                                          \
    QVERIFY2(helicase::test::relativeDifference(found, expected) <= (tolerance),                   \
             qPrintable(QStringLiteral("%1 differs by %2")                                         \
                            .arg(QString::fromStdString(name))                                     \
                            .arg(helicase::test::relativeDifference(found, expected))))
